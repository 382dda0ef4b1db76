"""audit_tables: a synthetic table of any size against the real one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from skl_synth.dask.bare_tables import for_tasks
from skl_synth.dask.dask_evaluator import MOST_ROWS
from skl_synth.dask.full_size_attacks import FullSizeAttacks, Side
from skl_synth.dask.parts import Parts
from skl_synth.dask.persons_of_parts import persons_of_parts
from skl_synth.dask.read_parts import read_parts
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.rows_looked_at import OF_REAL, RowsLookedAt, note_of, seed_of_choice
from skl_synth.dask.running import Runner
from skl_synth.dask.whose_rows import with_said_persons
from skl_synth.evaluation.compared import compared_in
from skl_synth.evaluation.fidelity import fidelity_report
from skl_synth.evaluation.fidelity.fidelity_report import (
    FidelityReport,
    describe_fidelity,
)
from skl_synth.evaluation.holdout_overlap import check_holdout_overlap
from skl_synth.evaluation.privacy import privacy_report
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.privacy_report import PrivacyReport
from skl_synth.evaluation.report_groups import read_report_groups
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import (
    Persons,
    in_order_of,
    read_tables,
    reader_of,
    warn_of_notes,
)
from skl_synth.table.dictionary.said_of_table import dictionary_of
from skl_synth.table.encoder import with_short_cuts
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows

AT_FULL_SIZE = (
    "replicated records, distances and membership inference by them are of all rows of "
    "both tables, for the people that were looked at. Attacks by counts and learned "
    "attacks would find less in a part of a table than in all of it, and were not "
    "carried out: SyntheticEvaluator attacks the method by them."
)

_OF = {
    "real": OF_REAL,
    "synthetic": "of the synthetic table",
    "holdout": "that were held out",
}


@dataclass(frozen=True, eq=False, repr=False)
class TableAudit:
    """What `audit_tables` found.

    Parameters
    ----------
    fidelity : FidelityReport
        Whether the table looks like the real one.
    privacy : PrivacyReport or None
        What it discloses; None without a hold-out.

    See Also
    --------
    audit_tables : Makes it.
    """

    fidelity: FidelityReport
    privacy: PrivacyReport | None

    def frame(self) -> pd.DataFrame:
        """Return every figure, as those of the two reports.

        Returns
        -------
        DataFrame
            One line each.
        """
        reports = [self.fidelity, self.privacy]
        frames = [one.frame() for one in reports if one is not None]
        return pd.concat(frames, ignore_index=True)

    def __str__(self) -> str:
        reports = [self.fidelity, self.privacy]
        return "\n\n".join(str(one) for one in reports if one is not None)

    __repr__ = __str__


def audit_tables(
    X_real: Any,
    y_real: Any,
    X_synthetic: Any,
    y_synthetic: Any,
    X_holdout: Any = None,
    y_holdout: Any = None,
    *,
    groups_real: Any = None,
    groups_holdout: Any = None,
    encoder: Any = None,
    column_kinds: Any = "infer",
    max_rows: int = MOST_ROWS,
    random_state: Any = None,
    client: Any = None,
) -> TableAudit:
    """Compare a synthetic table of any size with the real one, and attack it.

    Some people are drawn by chance, whatever the partitions. What compares
    distributions is measured on them, as `fidelity_report` does. What asks who was
    copied, or who is near, looks for them among *all* rows of the other table: one of
    them who is copied among 10⁸ rows is seen. Of copies of others the interval tells:
    where 20,000 are looked at and none is found, 2 in 10,000 may be copied. Tables of
    no more than ``max_rows`` rows are compared whole, by `fidelity_report` and all
    attacks of `privacy_report`.

    Parameters
    ----------
    X_real, y_real : dask DataFrame and Series
        The real rows that the synthetic ones were made from. The targets may be None.
    X_synthetic, y_synthetic : dask or pandas DataFrame and Series
        The synthetic rows, whoever made them.
    X_holdout, y_holdout : dask or pandas DataFrame and Series, default=None
        Real rows of the same population that nobody has seen; without them privacy is
        not measured.
    groups_real, groups_holdout : dask or pandas Series, default=None
        Which person each row belongs to; both, or none.
    encoder, column_kinds : object
        As in `fidelity_report`.
    max_rows : int, default=20000
        Rows of each table that are looked at.
    random_state : int, RandomState instance or None, default=None
        Seed of the choice of rows, and of all else that is random. Who does not trust
        the maker of the table gives none: by a known seed, copies can be put where
        nobody looks.
    client : distributed.Client or None, default=None
        The cluster. None for that of an open client, else threads of this process.

    Returns
    -------
    TableAudit
        Both reports; the notes say how many rows were looked at.

    Raises
    ------
    ValueError
        If the tables differ in their columns, a target has a class that the real one
        does not, or the hold-out are members of the table.

    See Also
    --------
    SyntheticEvaluator : Judges the method on folds, by all attacks.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> from skl_synth.dask import audit_tables
    >>> from skl_synth.datasets import make_patients
    >>> frame = make_patients(900, random_state=0).drop(columns="patient_id")
    >>> X, y = frame.drop(columns="readmitted"), frame["readmitted"]
    >>> parts = []
    >>> for third in range(3):
    ...     for one in (X, y):
    ...         parts.append(dd.from_pandas(one[third::3], npartitions=2))
    >>> audit = audit_tables(*parts, max_rows=200, random_state=0)
    >>> audit.privacy.figure("identical_to_training").value
    0.0
    """
    runner = Runner(client)
    said = with_short_cuts(encoder, column_kinds=column_kinds)
    if said.identifiers == "refuse":
        said.set_params(identifiers="surrogate")
    dictionary = dictionary_of(said.dictionary)
    seed = seed_of_choice(random_state)
    opened = {
        "real": Parts.of(X_real, y_real, groups_real, runner),
        "synthetic": _opened(X_synthetic, y_synthetic, None, runner),
    }
    if X_holdout is not None:
        opened["holdout"] = _opened(X_holdout, y_holdout, groups_holdout, runner)
    opened = {
        name: one if name == "synthetic" else with_said_persons(one, dictionary)
        for name, one in opened.items()
    }
    persons = {
        name: persons_of_parts(one)
        for name, one in opened.items()
        if name != "synthetic"
    }
    seen = {
        name: RowsLookedAt.of(one, persons.get(name), max_rows, seed)
        for name, one in opened.items()
    }
    if all(one.is_all for one in seen.values()):
        return _of_small(seen, encoder, column_kinds, random_state)
    table = read_parts(opened["real"], said)
    audit = _Audit(
        opened, seen, table, persons["real"], check_random_state(random_state)
    )
    with threadpool_limits(1):
        return audit.audited()


def _opened(X: Any, y: Any, groups: Any, runner: Runner) -> Parts:
    """Open a table that may be here already."""
    import dask.dataframe as dd

    def far(one: Any) -> Any:
        if isinstance(one, (pd.DataFrame, pd.Series)):
            return dd.from_pandas(one, npartitions=1, sort=False)
        return one

    return Parts.of(far(X), far(y), far(groups), runner)


def _of_small(
    seen: dict[str, RowsLookedAt], encoder: Any, column_kinds: Any, random_state: Any
) -> TableAudit:
    """Compare tables that fit in here as one machine does."""
    tables = [part for one in seen.values() for part in (one.X, one.y)]
    said = {
        "groups_real": seen["real"].groups,
        "encoder": encoder,
        "column_kinds": column_kinds,
        "random_state": random_state,
    }
    if "holdout" not in seen:
        return TableAudit(fidelity_report(*tables, **said), None)
    said["groups_holdout"] = seen["holdout"].groups
    return TableAudit(fidelity_report(*tables, **said), privacy_report(*tables, **said))


class _Audit:
    """An audit of tables of which some rows are looked at."""

    def __init__(
        self,
        opened: dict[str, Parts],
        seen: dict[str, RowsLookedAt],
        table: RealTable,
        persons: np.ndarray | None,
        rng: np.random.RandomState,
    ) -> None:
        self.opened, self.seen, self.table = opened, seen, table
        self.all_persons = persons
        self.rngs = [np.random.RandomState(draw_seed(rng)) for _ in range(2)]
        self.read = reader_of(table)
        like = seen["real"].X
        self.X = {name: in_order_of(like, one.X) for name, one in seen.items()}
        self.notes = (note_of({_OF[name]: one for name, one in seen.items()}),)

    def audited(self) -> TableAudit:
        """Measure both."""
        tables = self._tables()
        warn_of_notes(tables.notes)
        fidelity = describe_fidelity(
            tables,
            [self.read(X) for X in self.X.values()],
            table=self.table,
            synthesizer=None,
            read=None,
            released=(self.X["synthetic"], self.seen["synthetic"].y),
            rng=self.rngs[0],
        )
        fidelity = replace(fidelity, notes=(*self.notes, *fidelity.notes))
        if "holdout" not in self.seen:
            return TableAudit(fidelity, None)
        return TableAudit(fidelity, self._privacy(tables))

    def _tables(self) -> AuditTables:
        seen = self.seen
        holdout = seen.get("holdout")
        persons = read_report_groups(
            self.read,
            (self.X["real"], seen["real"].groups),
            (self.X["synthetic"], None),
            (self.X.get("holdout"), None if holdout is None else holdout.groups),
        )
        tables = read_tables(
            self.table,
            *[(self.X[name], one.y) for name, one in seen.items()],
            persons=Persons(*persons),
            read=self.read,
        )
        return check_holdout_overlap(tables)

    def _privacy(self, tables: AuditTables) -> PrivacyReport:
        rng = self.rngs[1]
        attacks = FullSizeAttacks(
            self.table.layout,
            self._real(),
            self._synthetic(),
            self._encoded("holdout"),
            self._groups("holdout"),
            AttackContext.of(tables, rng),
            self.seen["real"].rows,
        )
        distances, scores = attacks.distances(), attacks.scores()
        figures = attacks.figures(distances, scores, rng)
        return PrivacyReport(
            figures.frame(),
            scores,
            distances,
            notes=(*self.notes, AT_FULL_SIZE, *tables.notes),
            compared=compared_in(tables),
        )

    def _encoded(self, name: str) -> EncodedRows:
        return self.table.encode(self.X[name], unknown="ignore")

    def _groups(self, name: str) -> np.ndarray:
        return _groups_of(self.table, self.seen[name].y, len(self.X[name]))

    def _real(self) -> Side:
        persons = self.all_persons
        where = self.seen["real"].rows
        return Side(
            self.table.rows,  # type: ignore[arg-type]
            self.table.target.groups,
            self._encoded("real"),
            self._groups("real"),
            persons,
            None if persons is None else persons[where],
        )

    def _synthetic(self) -> Side:
        """Read all synthetic rows as the real ones were read, where they are."""
        parts = self.opened["synthetic"]
        runner = parts.runner
        shared = runner.put((for_tasks(self.table), list(self.X["real"].columns)))
        targets = parts.targets or (None,) * len(parts.tables)
        read = runner.kept(
            [
                runner.task(_read, X, y, shared)
                for X, y in zip(parts.tables, targets, strict=True)
            ]
        )
        groups = runner.results([one[1] for one in read])
        blocks = tuple(one[0] for one in read)
        return Side(
            RowBlocks(blocks, parts.sizes, runner),
            np.concatenate(groups),
            self._encoded("synthetic"),
            self._groups("synthetic"),
        )


def _read(
    X: pd.DataFrame, y: Any, shared: tuple[RealTable, list]
) -> tuple[EncodedRows, np.ndarray]:
    table, columns = shared
    if not len(X):
        return table.rows, np.zeros(0, dtype=np.intp)
    X = X[[name for name in columns if name in X.columns]]
    rows = table.encode(X, unknown="ignore")
    return rows, _groups_of(table, y, len(X))


def _groups_of(table: RealTable, y: Any, n_rows: int) -> np.ndarray:
    """Say of which class each row is; without classes all are of one."""
    if table.target.classes is None:
        return np.zeros(n_rows, dtype=np.intp)
    return np.asarray(table.target.groups_of(table.target.encode(y)))
