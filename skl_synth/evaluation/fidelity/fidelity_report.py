"""fidelity_report: how alike a synthetic and the real table are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from skl_synth.evaluation.audit_report import AuditReport
from skl_synth.evaluation.compared import compared_in
from skl_synth.evaluation.fidelity.cell_figures import compare_cross_tables
from skl_synth.evaluation.fidelity.coefficient_overlap import compare_coefficients
from skl_synth.evaluation.fidelity.column_section import column_section
from skl_synth.evaluation.fidelity.fidelity_section import fidelity_section
from skl_synth.evaluation.fidelity.fidelity_verdict import fidelity_verdict, worst_of
from skl_synth.evaluation.fidelity.filter_effect import measure_filter_effect
from skl_synth.evaluation.fidelity.lost_rules import find_lost_rules
from skl_synth.evaluation.fidelity.marginals import (
    compare_classes,
    compare_columns,
    compare_missing,
)
from skl_synth.evaluation.fidelity.mean_overlap import compare_intervals
from skl_synth.evaluation.fidelity.moments import moment_figures, moments_of
from skl_synth.evaluation.fidelity.moved_shares import find_moved_shares
from skl_synth.evaluation.fidelity.pairs import compare_pairs
from skl_synth.evaluation.fidelity.propensity_figures import compare_propensities
from skl_synth.evaluation.fidelity.two_sample import compare_two_samples
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN, REAL, SYNTHETIC
from skl_synth.evaluation.holdout_overlap import check_holdout_overlap
from skl_synth.evaluation.read_columns import ReadColumns
from skl_synth.evaluation.report_groups import read_report_groups
from skl_synth.evaluation.survival.survival_figures import measure_pairs
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import (
    Read,
    in_order_of,
    read_real,
    read_tables,
    reader_of,
    warn_of_notes,
)
from skl_synth.evaluation.verdict import Verdict
from skl_synth.pages import Section
from skl_synth.table.real import RealTable
from skl_synth.table.schema import Schema


@dataclass(frozen=True, eq=False, repr=False)
class FidelityReport(AuditReport):
    """What `fidelity_report` found.

    Parameters
    ----------
    figures : DataFrame
        Every figure, see `frame`.
    moments : DataFrame
        Means, standard deviations and shares per class, real beside synthetic.
    pairs : DataFrame
        Every pair of columns: column_1, column_2, kind, similarity, ceiling, and real
        and synthetic, the strength of their dependence in either table.
    propensities : DataFrame
        The rows that the discriminator scored: rows ("real" or "synthetic") and score,
        how synthetic they look. The real ones are those of the hold-out, if there is
        one.
    notes : tuple of str
        What the reader should know besides.
    compared : Compared or None
        How many people the figures rest on; None without a hold-out.

    See Also
    --------
    fidelity_report : Makes it.
    PairDifferenceDisplay : Draws its pairs.

    Examples
    --------
    Here other patients stand for synthetic ones:

    >>> from skl_synth import fidelity_report
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(300, random_state=0, return_X_y=True)
    >>> report = fidelity_report(X[::2], y[::2], X[1::2], y[1::2], random_state=0)
    >>> bool(report.figure("moved_further_than_chance").value == 0)
    True
    >>> report.frame().columns.tolist()[:4]
    ['section', 'metric', 'scope', 'subject']
    """

    moments: pd.DataFrame
    pairs: pd.DataFrame
    propensities: pd.DataFrame

    @property
    def worst_column(self) -> str | None:
        """Name of the column whose distribution differs most; None without columns."""
        return worst_of(self.figures, "column_similarity")

    @property
    def worst_pair(self) -> str | None:
        """Names of the columns whose dependence differs most; None without pairs."""
        return worst_of(self.figures, "pair_similarity")

    def verdict(self) -> Verdict:
        """Say what the figures come to.

        Returns
        -------
        Verdict
            Words and the figures that count.
        """
        return fidelity_verdict(self.figures, self.notes, self.compared)

    def _sections(self) -> list[Section | None]:
        return [column_section(self.figures), fidelity_section(self.figures)]


def fidelity_report(
    X_real: Any,
    y_real: Any,
    X_synthetic: Any,
    y_synthetic: Any,
    X_holdout: Any = None,
    y_holdout: Any = None,
    *,
    groups_real: Any = None,
    groups_synthetic: Any = None,
    groups_holdout: Any = None,
    synthesizer: Any = None,
    encoder: Any = None,
    column_kinds: Any = "infer",
    random_state: Any = None,
) -> FidelityReport:
    """Compare a synthetic table with the real one, column by column and as a whole.

    Parameters
    ----------
    X_real, y_real : table and target
        The real rows that the synthetic ones were made from. The targets may be None.
    X_synthetic, y_synthetic : same containers
        The synthetic rows, whoever made them.
    X_holdout, y_holdout : same containers, default=None
        Further real rows; what they reach is the ceiling of each figure. NaN without.
    groups_real, groups_synthetic, groups_holdout : array-like, default=None
        Which person each row of these tables belongs to, as the values stand in the
        table, those of the real table and of the hold-out both. The discriminator is
        then tested on people that it was not trained on. None where every row is
        another person.
    synthesizer : object, default=None
        The fitted synthesizer, where there is one: for a `ProximityFilter`, what it did
        to the candidates is measured too.
    encoder : TableEncoder, default=None
        All that is said of the columns; None infers it from the real rows.
    column_kinds : "infer" or mapping of column to kind, default="infer"
        Kinds that overrule the inferred ones, see `TableEncoder`; the target may be
        among them, by its name: "continuous" for a measurement in whole numbers.
    random_state : int, RandomState instance or None, default=None
        Seed of resamples, folds and models.

    Returns
    -------
    FidelityReport
        Similarities from 0 to 1 per column (Kolmogorov–Smirnov, total variation), pair
        and class, of the patterns of missing values; the area under the ROC curve of a
        classifier that distinguishes the tables, and the propensity score measure; gaps
        of means, spreads and shares.

    Raises
    ------
    ValueError
        If the tables differ in their columns, a column cannot be read, the groups do
        not fit the tables, or more than half of the hold-out are training rows or one
        person of it stands in the real table.

    See Also
    --------
    utility_report : Whether the table trains models.
    privacy_report : What the table discloses.
    SyntheticEvaluator : All three over folds.

    Notes
    -----
    Intervals are those of drawing the synthetic rows anew, also where persons have
    several.

    Examples
    --------
    >>> from skl_synth import ProximityFilter, fidelity_report
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("wine", return_X_y=True)
    >>> synthesizer = ProximityFilter(mode="replace", random_state=0)
    >>> synthetic = synthesizer.fit_resample(X, y)
    >>> report = fidelity_report(X, y, *synthetic, random_state=0)
    >>> bool(report.figure("column_similarity").value > 0.85)
    True
    >>> report.worst_column in X
    True
    """
    table = read_real(X_real, y_real, encoder, column_kinds)
    read = reader_of(table)
    real, synthetic = (X_real, y_real), (X_synthetic, y_synthetic)
    persons = read_report_groups(
        read,
        (X_real, groups_real),
        (X_synthetic, groups_synthetic),
        (X_holdout, groups_holdout),
    )
    holdout = X_holdout, y_holdout
    tables = read_tables(table, real, synthetic, holdout, persons=persons, read=read)
    tables = check_holdout_overlap(tables)
    warn_of_notes(tables.notes)
    given = [X for X in (X_real, X_synthetic, X_holdout) if X is not None]
    with threadpool_limits(1):
        return describe_fidelity(
            tables,
            [read(in_order_of(X_real, X)) for X in given],
            table=table,
            synthesizer=synthesizer,
            read=None,
            released=(in_order_of(X_real, X_synthetic), y_synthetic),
            rng=check_random_state(random_state),
        )


def describe_fidelity(
    tables: AuditTables,
    columns: list[ReadColumns],
    *,
    table: RealTable,
    synthesizer: Any,
    read: Read | None,
    released: tuple[Any, Any],
    rng: np.random.RandomState,
) -> FidelityReport:
    """Compute a fidelity report from tables that were read.

    Parameters
    ----------
    tables : AuditTables
        The tables.
    columns : list of ReadColumns
        The columns of the same: real, synthetic, hold-out if there is one.
    table : RealTable
        The real table as it was read.
    synthesizer : object or None
        The fitted synthesizer.
    read : callable or None
        Gives the columns of tables of the synthesizer; None reads them anew.
    released : (X, y)
        The synthetic table as it came.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    FidelityReport
        The report.
    """
    whole = tables.with_target()
    figures = compare_columns(whole, rng)
    of_pairs, pairs = compare_pairs(whole, rng)
    two_sample = compare_two_samples(whole, rng)
    moved = find_moved_shares(tables)
    rules = find_lost_rules(table, released[0])
    of_times, told = measure_pairs(tables, table.schema.survival)
    for part in (
        of_pairs,
        two_sample.figures,
        compare_classes(tables),
        compare_missing(tables),
        moved.figures,
        rules.figures,
        of_times,
    ):
        figures.extend(part)
    moments = _add_moments(figures, tables, columns, table.schema.as_published())
    figures.extend(measure_filter_effect(synthesizer, released, read=read, rng=rng))
    # Behind all others, whose seeds they so leave as they are.
    figures.extend(compare_propensities(whole, rng))
    figures.extend(compare_cross_tables(whole))
    figures.extend(compare_intervals(whole))
    figures.extend(compare_coefficients(tables))
    rows = np.where(two_sample.is_synthetic, SYNTHETIC, REAL)
    return FidelityReport(
        figures.frame(),
        moments,
        pairs,
        pd.DataFrame({"rows": rows, "score": two_sample.scores}),
        notes=(
            *tables.notes,
            *moved.notes,
            *rules.notes,
            *told,
            *_notes_of_persons(tables),
            *_notes_of_constants(tables),
        ),
        compared=compared_in(tables),
    )


def _add_moments(
    figures: FigureList, tables: AuditTables, columns: list[ReadColumns], schema: Schema
) -> pd.DataFrame:
    """Add the gaps of the moments; return those of the synthetic rows."""
    found = [
        moments_of(
            schema,
            columns[0],
            _named(tables.real.labels, tables),
            other,
            _named(data.labels, tables),
            continuous=not tables.is_classes,
        )
        for other, data in zip(columns[1:], tables.parts[1:], strict=True)
    ]
    gaps = [moment_figures(one).set_index("metric")["value"] for one in found]
    for metric, value in gaps[0].items():
        ceiling = gaps[1].get(metric, NAN) if len(gaps) > 1 else NAN
        figures.add(str(metric), float(value), ceiling=float(ceiling))
    return found[0]


def _named(labels: np.ndarray | None, tables: AuditTables) -> pd.Series | None:
    return None if labels is None else pd.Series(labels, name=tables.target_name)


def _notes_of_persons(tables: AuditTables) -> tuple[str, ...]:
    """Say what of this section is of rows, where persons have several."""
    if tables.real.n_people == len(tables.real):
        return ()
    return (
        "fidelity compares rows; its intervals take them for independent of one "
        "another, and are too narrow where persons have several.",
    )


def _notes_of_constants(tables: AuditTables) -> list[str]:
    """Name the columns of one value in the real table that has others elsewhere."""
    constants = [one for one in tables.attributes if one.is_constant]
    varying = [
        one.name
        for one in constants
        if len(np.unique(np.r_[tables.real.values(one), tables.synthetic.values(one)]))
        > 1
    ]
    notes = []
    if varying:
        notes.append(
            f"{', '.join(varying)}: one value in every real row, others in synthetic "
            "ones."
        )
    if len(constants) == len(tables.attributes):
        notes.append("every column of the real table holds one value only.")
    return notes
