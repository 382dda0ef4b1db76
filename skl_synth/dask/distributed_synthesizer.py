"""DistributedSynthesizer: what the synthesizers for dask frames have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted

from skl_synth.base import BaseSynthesizer
from skl_synth.dask.arrangement import arranged_table
from skl_synth.dask.augmented_rows import in_partitions_of, taken
from skl_synth.dask.bare_tables import with_rows
from skl_synth.dask.behind_real_rows import write_behind
from skl_synth.dask.constrained_in_blocks import ConstrainedInBlocks
from skl_synth.dask.counterparts import counterpart
from skl_synth.dask.parts import Parts
from skl_synth.dask.read_parts import read_parts
from skl_synth.dask.repeated_in_parts import repeated_in_parts
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.row_pairs import elsewhere
from skl_synth.dask.shared_client import SharedClient
from skl_synth.dask.strata_in_blocks import StrataInBlocks
from skl_synth.dask.written_blocks import write
from skl_synth.errors import InputError, InputTypeError, Remedy, Setting
from skl_synth.generators.generator import Generator
from skl_synth.generators.relevance_hooks import innermost, places_kept
from skl_synth.generators.survival_strata import in_strata
from skl_synth.table.constraints import Rules
from skl_synth.table.constraints.rule_outcomes import (
    RuleOutcome,
    numbers_of,
    outcomes_from,
)
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows
from skl_synth.table.several_rows import warn_of, warn_of_repeated_key
from skl_synth.table.target import require_classes

MOST_FETCHED = 2_000_000
"""Rows that are brought into this process without being asked for by number."""


class DistributedSynthesizer(SharedClient, BaseSynthesizer):
    """Stands before a synthesizer of one machine: dask frames in, dask frames out.

    All that is decided is decided by the class behind it, from the same figures. What
    differs is where rows are: in tasks, block by block.

    Notes
    -----
    It has ``fit``, ``sample``, ``get_params`` and the rest of an estimator. But it
    takes dask frames, and not arrays: it is none to be put through the checks of
    scikit-learn or imbalanced-learn, nor into their pipelines.
    """

    _takes_dask_frames = True
    _compares_rows = False
    """Whether rows are looked for near others, and so brought near to them before."""

    def sample(
        self, n_samples: Any = None, random_state: Any = None, *, given: Any = None
    ) -> tuple:
        """Draw synthetic rows; real rows are never part of the result.

        Parameters
        ----------
        n_samples : int or mapping of class to int, default=None
            How many rows, see `skl_synth.BaseSynthesizer.sample`.
        random_state : int, RandomState instance or None, default=None
            Seed of this sample; None uses the ``random_state`` of the synthesizer.
        given : None
            Conditions are for a synthesizer of one machine, see `to_local`.

        Returns
        -------
        X : dask DataFrame of shape (n_samples, n_columns)
            The rows, shuffled, decoded when they are asked for.
        y : dask Series of shape (n_samples,) or None
            Their target.

        Raises
        ------
        ValueError
            If that many rows cannot be had, or something is given.

        Warns
        -----
        UserWarning
            As the synthesizer of one machine warns.
        """
        if given is not None:
            raise InputError(
                "rows under a condition are drawn by a synthesizer of one machine",
                parameter="given",
                remedies=[
                    Remedy("use to_local().sample({setting})", Setting("given", given)),
                    Remedy("draw without, and choose among the rows", only="python"),
                ],
            )
        return super().sample(n_samples, random_state)

    def fit_resample(self, X: Any, y: Any, groups: Any = None) -> tuple:
        """Fit, then sample: the real rows and synthetic ones, or synthetic ones only.

        Parameters
        ----------
        X : dask DataFrame of shape (n_rows, n_columns)
            The real table, without the target.
        y : dask Series of shape (n_rows,)
            Class labels.
        groups : dask Series of shape (n_rows,), default=None
            Which person each row belongs to.

        Returns
        -------
        X_resampled : dask DataFrame
            In augment mode the real partitions first, as they are, then synthetic ones.
            In replace mode synthetic rows only, shuffled, with a fresh index.
        y_resampled : dask Series
            The classes of the rows.

        Raises
        ------
        ValueError
            If the target is continuous or absent: use ``fit`` and ``sample``; and for
            all that ``fit`` and ``sample`` raise.
        """
        with self._balancing():
            return super().fit_resample(X, y, groups)

    @contextmanager
    def _balancing(self) -> Iterator[None]:
        """Refuse a target without classes as soon as it was read."""
        self._balances = True
        try:
            yield
        finally:
            del self._balances

    def to_local(self, max_rows: int | None = None) -> Any:
        """Bring the real rows here, into an ordinary fitted synthesizer.

        It draws the same rows by the same seed, as pandas frames, and can all that
        synthesizers of one machine can: `sample` with ``given``, `save`.

        Parameters
        ----------
        max_rows : int, default=None
            The largest table that is brought here; None for 2,000,000 rows.

        Returns
        -------
        BaseSynthesizer
            Of the class of the same name in `skl_synth`, fitted to the same table.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        InputError
            If the table is larger.
        """
        check_is_fitted(self)
        n_rows = len(self.table_)
        most = MOST_FETCHED if max_rows is None else max_rows
        if n_rows > most:
            raise InputError(
                "the table has {n_rows} rows, and {parameter} allows {most} to be "
                "brought into this process",
                parameter="max_rows",
                value=max_rows,
                n_rows=n_rows,
                most=most,
                remedies=[
                    Remedy(
                        "if there is room for them use to_local({setting})",
                        Setting("max_rows", n_rows),
                    ),
                    Remedy("fit to a sample of the rows, X.sample(frac=...)"),
                ],
            )
        made: BaseSynthesizer = counterpart(self)
        return made._fit_table(self._table_here())

    def save(self, path: Any) -> None:
        """Refuse to save rows that are elsewhere.

        Parameters
        ----------
        path : str or path
            A file.

        Raises
        ------
        InputTypeError
            Always; what `to_local` gives can be saved.
        """
        raise InputTypeError(
            "the rows of a {name} are elsewhere, and cannot be saved from here",
            name=type(self).__name__,
            remedies=[Remedy("use to_local().save(path)")],
        )

    def _table_here(self) -> RealTable:
        return with_rows(self.table_, elsewhere(self.table_.rows).fetched())

    def _read(self, X: Any, y: Any, groups: Any) -> RealTable:
        parts = Parts.of(X, y, groups, self._runner)
        table = read_parts(parts, self._table_encoder())
        _warn_of_repeated_key(table, parts)
        if hasattr(self, "_balances"):
            self._check_balanced(table)
        return arranged_table(table) if self._compares_rows else table

    def _check_balanced(self, table: RealTable) -> None:
        """Refuse a target without classes, in the words of one machine."""
        by_relevance = getattr(innermost(self), "relevance", None) is not None
        if table.target.kind == "continuous" and not by_relevance:
            require_classes(np.empty((len(table), 1)), table.target.encoded)

    def _written(self, candidates: Candidates) -> tuple:
        return write(self.table_, candidates)

    def _warn_of_repeats(self) -> None:
        """Say so where rows that were drawn repeat; most synthesizers need not."""

    def _resampled(self, X: Any, y: Any) -> tuple:
        if self.mode == "replace":
            return self.sample()
        # Not by sample: keys, which take long to draw, would be drawn twice.
        self.provenance_ = self._draw()
        self._warn_of_repeats()
        y = in_partitions_of(X, y, self._runner)
        places = places_kept(self)
        if places is not None:
            X, y = (taken(one, places, self._runner) for one in (X, y))
        return write_behind(self.table_, X, y, self.provenance_, self._runner)

    def _require_target(self, X: Any, y: Any) -> None:
        """Refuse no target; what it is, is known once it was read."""
        if y is None:
            raise InputError(
                "requires y to be passed, but the target y is None: fit_resample needs "
                "the class of each row; without a target use fit(X) and sample()",
                parameter="y",
            )

    def _generator_for(self, table: RealTable) -> Generator:
        inside = self._within_strata(table)
        by = self._strata_by()
        return in_strata(inside, table, by, StrataInBlocks)

    def _constrained(self, generator: Generator) -> Generator:
        return ConstrainedInBlocks(generator)

    def _rule_outcomes(self, rows: Any) -> tuple[RuleOutcome, ...]:
        rules = self.table_.rules
        if not isinstance(rows, RowBlocks):
            return super()._rule_outcomes(rows)
        tasks = rows.each(_numbers_of, shared=(rules,))
        checked, broken = rows.runner.merged(tasks, np.add).tolist()
        return outcomes_from(rules, checked, broken)

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the parameters, and of the client its address."""
        table = getattr(self, "table_", None)
        if table is not None and not isinstance(table.rows, EncodedRows):
            raise InputTypeError(
                "the rows of a {name} are elsewhere, and cannot be pickled from here",
                name=type(self).__name__,
                remedies=[Remedy("pickle what to_local() gives", only="python")],
            )
        return super().__getstate__()


def _warn_of_repeated_key(table: RealTable, parts: Parts) -> None:
    """Warn of a key that several rows share, as one machine does."""
    names = [str(one.name) for one in table.schema.identifiers]
    if not any(one.dropped for one in table.schema.identifiers):
        warn_of_repeated_key(table)
    elif table.persons is None:
        # Of keys that nobody writes nothing was learnt.
        found = repeated_in_parts(parts, names)
        if found is not None:
            warn_of(found, stacklevel=2)


def _numbers_of(rows: EncodedRows, rules: Rules) -> np.ndarray:
    return numbers_of(rules, rows)
