"""Derivation: a table without what follows from other columns, and the way back."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np

from skl_synth.generators.derived.computed import Computed
from skl_synth.generators.derived.derived_steps import Step, column_of, steps_of_rules
from skl_synth.generators.derived.gap import Gap
from skl_synth.table.coded_tails import with_coded_tails
from skl_synth.table.constraints import Rules
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.layout import MatrixLayout
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.variables import NumberVariable, Variable

LEAST_KEPT = 0.8
"""Real rows that have to come back as they were, or a column is drawn after all. Where
outermost values are coded together, those of some rows no longer fit each other."""


@dataclass(frozen=True, eq=False)
class Derivation:
    """What of a table is drawn, and how the rest follows from it.

    Parameters
    ----------
    schema : Schema
        The table.
    inner : Schema
        What is drawn of it: without columns that are computed, and with gaps in place
        of the ends of orders.
    steps : tuple of Computed or Gap
        What gives the other columns their values.
    """

    schema: Schema
    inner: Schema
    steps: tuple[Step, ...]

    @classmethod
    def of(cls, real: RealTable) -> Derivation | None:
        """Find what follows from other columns by the rules of a table.

        Parameters
        ----------
        real : RealTable
            The table.

        Returns
        -------
        Derivation or None
            None where everything has to be drawn.
        """
        # A time is drawn with its event, whatever else it could be computed from.
        together = {name for one in real.schema.survival for name in one.columns}
        steps = [one for one in steps_of_rules(real) if column_of(one) not in together]
        while steps:
            found = cls._of_steps(real, steps)
            wrong = found._not_restored(real)
            if not wrong:
                return cls._of_steps(real, _with_tails(real, steps))
            steps = [one for one in steps if column_of(one) not in wrong]
        return None

    @classmethod
    def _of_steps(cls, real: RealTable, steps: list[Step]) -> Derivation:
        drawn = {column_of(one): _drawn(one) for one in steps}
        variables = [drawn.get(one.name, one) for one in real.schema.variables]
        kept = tuple(one for one in variables if one is not None)
        columns = [name for one in kept for name in one.columns]
        inner = replace(
            real.schema,
            variables=kept,
            columns=real.schema.columns[real.schema.columns.isin(columns)],
        )
        return cls(real.schema, inner, tuple(steps))

    @property
    def gaps(self) -> list[Gap]:
        """The ends of orders of which the gap is drawn."""
        return [one for one in self.steps if isinstance(one, Gap)]

    @property
    def filled(self) -> list[Hashable]:
        """The columns of the table that are computed, or of which the gap is drawn."""
        return [column_of(one) for one in self.steps]

    @property
    def left_out(self) -> dict[Hashable, tuple[Hashable, ...]]:
        """The columns that are not drawn, and those that they follow from."""
        return {
            column_of(one): one.sources
            for one in self.steps
            if isinstance(one, Computed) and not one.is_drawn_missing
        }

    def table(self, real: RealTable, rng: np.random.RandomState) -> RealTable:
        """Write the real table without what follows.

        Parameters
        ----------
        real : RealTable
            The table.
        rng : RandomState
            Source of gaps where nothing is known that they are measured from.

        Returns
        -------
        RealTable
            What is to be learnt.
        """
        rows = self.reduced(real.rows, rng)
        return replace(
            real,
            schema=self.inner,
            layout=MatrixLayout.fit(self.inner, rows),
            rows=rows,
            rules=Rules(self.inner),
        )

    def reduced(self, rows: EncodedRows, rng: np.random.RandomState) -> EncodedRows:
        """Leave out of rows what follows, and measure gaps.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the table.
        rng : RandomState
            Source of gaps where nothing is known that they are measured from.

        Returns
        -------
        EncodedRows
            The rows as they are drawn.
        """
        numbers, decimals = rows.numbers.copy(), rows.decimals.copy()
        reader = RowReader(self.schema, rows)
        for gap in self.gaps:
            own, precision = gap.of_real(reader), gap.variable.precision
            own = precision.tails.code(own) if precision.tails.is_coded else own
            unknown = np.isnan(own) & ~np.isnan(numbers[:, gap.place])
            own[unknown] = rng.choice(own[~np.isnan(own)], size=int(unknown.sum()))
            numbers[:, gap.place] = own
            decimals[:, gap.place] = precision.decimals_of(own)
        number_places, code_places = self._places
        return EncodedRows(
            numbers[:, number_places],
            decimals[:, number_places],
            rows.codes[:, code_places],
        )

    def restored(
        self, drawn: EncodedRows, rng: np.random.RandomState
    ) -> tuple[EncodedRows, np.ndarray]:
        """Compute what follows.

        Parameters
        ----------
        drawn : EncodedRows
            Rows as they are drawn.
        rng : RandomState
            Source of what gaps are measured from where it is not known.

        Returns
        -------
        rows : EncodedRows
            Rows of the table.
        fits : ndarray of shape (n_rows,), dtype bool
            Whether all columns can hold what follows for them.
        """
        rows, fits = self._blank(drawn), np.ones(len(drawn), dtype=bool)
        gaps = {gap.place: rows.numbers[:, gap.place] for gap in self.gaps}
        for step in self.steps:
            if isinstance(step, Computed):
                rows = step.put(self.schema, rows)
                continue
            own = gaps[step.place]
            base = _filled(step.base(RowReader(self.schema, rows)), rng)
            rows, good = step.put(rows, step.ends(base, own), ~np.isnan(own))
            fits &= good
        return rows, fits

    @property
    def _places(self) -> tuple[list[int], list[int]]:
        """Where the numbers and codes that are drawn stand in the table."""
        numbers = {one.name: place for place, one in enumerate(self.schema.numbers)}
        codes = {one.name: place for place, one in enumerate(self.schema.codes)}
        return (
            [numbers[one.name] for one in self.inner.numbers],
            [codes[one.name] for one in self.inner.codes],
        )

    def _blank(self, drawn: EncodedRows) -> EncodedRows:
        """Put what was drawn in its places; the rest is missing."""
        n_rows, (numbers, codes) = len(drawn), self._places
        rows = EncodedRows(
            np.full((n_rows, len(self.schema.numbers)), np.nan),
            np.zeros((n_rows, len(self.schema.numbers)), dtype=np.int8),
            np.zeros((n_rows, len(self.schema.codes)), dtype=np.int32),
        )
        rows.numbers[:, numbers] = drawn.numbers
        rows.decimals[:, numbers] = drawn.decimals
        rows.codes[:, codes] = drawn.codes
        return rows

    def _not_restored(self, real: RealTable) -> set[Hashable]:
        """Name the columns of real rows that do not come back as they were."""
        rng = np.random.RandomState(0)
        rows, _ = self.restored(self.reduced(real.rows, rng), rng)
        _, keeps = real.rules.repair(real.rows)
        there, back = (
            RowReader(self.schema, one.take(keeps)) for one in (real.rows, rows)
        )
        wrong = set()
        for step in self.steps:
            variable = self.schema_variable(step)
            same = _are_equal(there.cells(variable), back.cells(variable))
            if isinstance(step, Gap):
                same |= np.isnan(step.of_real(there))
            if same.mean() < LEAST_KEPT or not keeps.any():
                wrong.add(variable.name)
        return wrong

    def schema_variable(self, step: Step) -> Variable:
        """Find the column of the table that a step fills.

        Parameters
        ----------
        step : Computed or Gap
            One of the steps.

        Returns
        -------
        Variable
            The column.
        """
        return step.end if isinstance(step, Gap) else step.variable


def _drawn(step: Step) -> Variable | None:
    return step.variable if isinstance(step, Gap) else step.drawn


def _with_tails(real: RealTable, steps: list[Step]) -> list[Step]:
    """Code the longest and the shortest gaps as other outermost values are."""
    reader, least = RowReader(real.schema, real.rows), real.schema.publishing.tail
    return [
        _coded(one, reader, real.persons, least) if isinstance(one, Gap) else one
        for one in steps
    ]


def _coded(gap: Gap, reader: RowReader, persons: np.ndarray | None, least: int) -> Gap:
    """Code the outermost gaps together, where tails of numbers are coded."""
    if least < 2:
        return gap
    numbers = gap.of_real(reader)[:, None]
    missing = np.isnan(numbers)
    alone = replace(
        reader.schema,
        variables=(gap.variable,),
        columns=reader.schema.columns[:0],
    )
    codes = missing.astype(np.int32)[:, : len(alone.codes)]
    rows = EncodedRows(numbers, np.zeros(numbers.shape, dtype=np.int8), codes)
    schema, _ = with_coded_tails(alone, rows, persons, least)
    coded = schema.variables[0]
    assert isinstance(coded, NumberVariable)
    return replace(gap, variable=coded)


def _filled(base: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
    """Take what gaps are measured from of other rows, where it is not known."""
    unknown = np.isnat(base) if base.dtype.kind in "mM" else np.isnan(base)
    if not unknown.any() or unknown.all():
        return base
    filled = base.copy()
    filled[unknown] = rng.choice(base[~unknown], size=int(unknown.sum()))
    return filled


def _are_equal(one: tuple, other: tuple) -> np.ndarray:
    """Compare numbers and codes of a column, row by row."""
    (number, code), (back, code_back) = one, other
    same = np.ones(len(code if number is None else number), dtype=bool)
    if number is not None:
        same &= np.isclose(number, back, rtol=1e-9, equal_nan=True)
    if code is not None:
        same &= code == code_back
    return same
