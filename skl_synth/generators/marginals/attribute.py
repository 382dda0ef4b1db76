"""Attributes: what is counted, in cells that are public."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from skl_synth.table.real import RealTable
from skl_synth.table.rounding import FULL
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import NumberVariable

MOST_CELLS = 2**20
"""Cells of a number; points of a finer grid are counted together."""


@dataclass(frozen=True, eq=False)
class Attribute:
    """One column, or one-hot group, as cells that are known before a row is seen.

    Parameters
    ----------
    name : hashable
        The column, or the group.
    number, code : int
        Which of the numbers and which of the codes it is; -1 for none.
    n_values : int
        Cells of its values: levels, or stretches of the range of a number.
    n_absent : int
        Cells behind those of a number: for each value that may stand in its place, and
        for a missing one. Missing levels are levels.
    low, step : float
        First value of a number, and distance between two; the width of a cell where
        numbers are written in full.
    points : int
        How many values a cell holds; 0 where numbers are written in full.
    decimals : int
        Decimals of a number.
    """

    name: Hashable
    number: int
    code: int
    n_values: int
    n_absent: int = 0
    low: float = 0.0
    step: float = 1.0
    points: int = 1
    decimals: int = 0

    @property
    def is_ordered(self) -> bool:
        """Whether neighbouring cells are alike."""
        return self.number >= 0

    @property
    def n_cells(self) -> int:
        """Cells of its values, and of what stands in their place."""
        return self.n_values + self.n_absent

    def cells_of(self, rows: EncodedRows, target: np.ndarray) -> np.ndarray:
        """Find the cell of each row.

        Parameters
        ----------
        rows : EncodedRows
            Rows within the schema.
        target : ndarray of shape (n_rows,)
            A target that is a number, which stands behind the numbers of the rows.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            The cells.
        """
        if not self.is_ordered:
            return rows.codes[:, self.code].astype(np.intp)
        n_numbers = rows.numbers.shape[1]
        own = target if self.number == n_numbers else rows.numbers[:, self.number]
        place = (own - self.low) / self.step
        place = np.rint(place) // self.points if self.points else np.floor(place)
        missing = np.isnan(own)
        place = np.clip(np.where(missing, 0, place), 0, self.n_values - 1)
        if self.n_absent > 1:
            behind = rows.codes[:, self.code] - 1
            return np.where(missing, self.n_values + behind, place).astype(np.intp)
        return np.where(missing, self.n_values, place).astype(np.intp)

    def values_in(self, cells: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
        """Draw numbers within cells, each as likely as another.

        Parameters
        ----------
        cells : ndarray of shape (n_rows,), dtype int
            Cells of a number.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows,)
            Numbers; NaN in the cells behind them.
        """
        within = rng.uniform(size=len(cells))
        places = cells + within
        if self.points:
            # As a float: of huge numbers a cell holds more points than integers count.
            places = cells * float(self.points) + np.floor(within * self.points)
        return np.where(cells >= self.n_values, np.nan, self.low + self.step * places)


def attributes_of(real: RealTable) -> list[Attribute]:
    """List the attributes of a table, and of its target where that is a number.

    Parameters
    ----------
    real : RealTable
        The table, of which nothing is used but what its columns may hold.

    Returns
    -------
    list of Attribute
        In the order of the columns, the target last. Constants, of one level for
        instance, and keys have none: there is nothing to count.
    """
    schema = real.schema
    numbers = {id(one): place for place, one in enumerate(schema.numbers)}
    codes = {id(one): place for place, one in enumerate(schema.codes)}
    found = []
    for variable in schema.variables:
        code = codes.get(id(variable), -1)
        if isinstance(variable, NumberVariable):
            precision = variable.precision
            number = numbers[id(variable)]
            absent = code, max(variable.n_levels - 1, 0)
            found.append(_of_number(variable.name, number, absent, precision))
        elif code >= 0 and variable.n_levels > 1:
            found.append(Attribute(variable.name, -1, code, variable.n_levels))
    if real.target.precision is not None:
        name = name_of_target(real)
        found.append(_of_number(name, len(numbers), (-1, 0), real.target.precision))
    return found


def name_of_target(real: RealTable) -> Any:
    """Name the target as measurements and ``pairs`` do.

    Parameters
    ----------
    real : RealTable
        The table.

    Returns
    -------
    hashable
        Its own name, or ``"target"``.
    """
    name = getattr(real.target.original, "name", None)
    return "target" if name is None else name


def _of_number(
    name: Hashable, number: int, absent: tuple[int, int], precision: Any
) -> Attribute:
    code, n_absent = absent
    low, span = precision.low, precision.high - precision.low
    if precision.decimals == FULL:
        step = span / MOST_CELLS or 1.0
        n_values = MOST_CELLS if span else 1
        return Attribute(
            name, number, code, n_values, n_absent, low, step, 0, precision.decimals
        )
    # Steps that do not start at zero are left to the column, which snaps numbers.
    step = 10.0**-precision.decimals if precision.offset else precision.step
    n_points = int(np.rint(span / step)) + 1
    points = -(-n_points // MOST_CELLS)
    n_values = -(-n_points // points)
    return Attribute(
        name, number, code, n_values, n_absent, low, step, points, precision.decimals
    )
