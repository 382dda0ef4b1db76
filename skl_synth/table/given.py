"""What is given of rows to be drawn: conditions, and which of them each row has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from skl_synth.table.rows import EncodedRows

Ends = tuple[float, float]
"""A closed range: its least and its greatest number."""


@dataclass(frozen=True, eq=False)
class Condition:
    """What must hold in a row, by positions in encoded rows.

    Parameters
    ----------
    levels : mapping of int to ndarray of bool
        By the position of a code: which of its levels are allowed. The code of a number
        that may be missing is one as well: a range of numbers asks for those that are
        there, a missing value for its own level.
    ranges : mapping of int to (float, float)
        By the position of a number: the closed range in which it lies if it is there;
        equal ends for one value, infinite ones where the range is open.
    points : mapping of int to ndarray of float
        By the position of a number: the numbers that are allowed, where single ones
        are; their least and greatest are its range.
    classes : ndarray of shape (n_classes,), dtype bool, or None
        Which classes are allowed; None for all, or where there are none.
    target : (float, float) or None
        The closed range of a continuous target.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.table.given import Condition
    >>> from skl_synth.table.rows import EncodedRows
    >>> numbers, codes = np.array([[81.0], [40.0]]), np.array([[1], [1]])
    >>> rows = EncodedRows(numbers, np.zeros((2, 1)), codes)
    >>> old = Condition(levels={0: np.array([False, True])}, ranges={0: (80.0, np.inf)})
    >>> old.satisfied(rows).tolist()
    [True, False]
    """

    levels: Mapping[int, np.ndarray] = field(default_factory=dict)
    ranges: Mapping[int, Ends] = field(default_factory=dict)
    points: Mapping[int, np.ndarray] = field(default_factory=dict)
    classes: np.ndarray | None = None
    target: Ends | None = None

    @property
    def only_class(self) -> int:
        """The class that is the only one allowed; -1 where there are several."""
        if self.classes is None or self.classes.sum() != 1:
            return -1
        return int(np.argmax(self.classes))

    def satisfied(
        self, rows: EncodedRows, target: np.ndarray | None = None
    ) -> np.ndarray:
        """Mark the rows in which the condition holds.

        Parameters
        ----------
        rows : EncodedRows
            Snapped rows.
        target : ndarray of shape (n_rows,), default=None
            Their encoded target; None where it does not matter.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            True where all of it holds.
        """
        marks = self.levels_satisfied(rows)
        for place, ends in self.ranges.items():
            number = rows.numbers[:, place]
            marks &= within(number, ends) | np.isnan(number)
        for place, points in self.points.items():
            number = rows.numbers[:, place]
            marks &= np.isin(number, points) | np.isnan(number)
        if target is not None and self.classes is not None:
            marks &= self.classes[target]
        if target is not None and self.target is not None:
            marks &= within(target, self.target)
        return marks

    def levels_satisfied(self, rows: EncodedRows) -> np.ndarray:
        """Mark the rows whose codes are allowed, whatever their numbers are.

        Parameters
        ----------
        rows : EncodedRows
            Snapped rows.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            True where they are.
        """
        marks = np.ones(len(rows), dtype=bool)
        for place, allowed in self.levels.items():
            code = rows.codes[:, place]
            # A level that the schema does not know, -1, is none of those allowed.
            marks &= allowed[code] & (code >= 0)
        return marks

    def both(self, other: Condition) -> Condition:
        """Ask for this and for another one.

        Parameters
        ----------
        other : Condition
            Of the same table.

        Returns
        -------
        Condition
            That holds where both hold.
        """
        return Condition(
            _joined(self.levels, other.levels, np.logical_and),
            _joined(self.ranges, other.ranges, _overlap),
            _joined(self.points, other.points, np.intersect1d),
            _both(self.classes, other.classes, np.logical_and),
            _both(self.target, other.target, _overlap),
        )

    @property
    def is_impossible(self) -> bool:
        """Whether no row can meet it: the parts contradict one another."""
        masks = [*self.levels.values()]
        masks += [] if self.classes is None else [self.classes]
        ranges = [*self.ranges.values()]
        ranges += [] if self.target is None else [self.target]
        return (
            any(not mask.any() for mask in masks)
            or any(low > high for low, high in ranges)
            or any(not len(points) for points in self.points.values())
        )


def within(values: np.ndarray, ends: Ends) -> np.ndarray:
    """Mark the values in a closed range; a missing one is in none.

    Parameters
    ----------
    values : ndarray of float64
        The values.
    ends : (float, float)
        Least and greatest.

    Returns
    -------
    ndarray of bool
        True within.
    """
    marks: np.ndarray = (values >= ends[0]) & (values <= ends[1])
    return marks


@dataclass(frozen=True, eq=False)
class Given:
    """What is given of each of the rows that are asked for.

    Parameters
    ----------
    conditions : tuple of Condition
        The different ones.
    which : ndarray of shape (n_rows,), dtype int
        Which of them holds in each row that is asked for. What honours it returns row
        after row in this order.
    groups : ndarray of shape (n_rows,), dtype int
        The class of each row; -1 where the generator is to choose it, by how likely
        each class is under the condition, or where there are no classes.
    tolerance : float, default=0.0
        How far, in standard deviations, rows may be drawn from single numbers that are
        given, by what needs rows near to them; they are set to these in the end.
    """

    conditions: tuple[Condition, ...]
    which: np.ndarray
    groups: np.ndarray
    tolerance: float = 0.0

    def __len__(self) -> int:
        return len(self.which)

    @property
    def is_free(self) -> bool:
        """Whether the classes of some rows are left to the generator."""
        return bool((self.groups < 0).any())

    def take(self, rows: np.ndarray) -> Given:
        """Give what is given of some of the rows; a row may be asked for repeatedly.

        Parameters
        ----------
        rows : ndarray of int or bool
            Positions, or a mask over all rows.

        Returns
        -------
        Given
            With the same conditions.
        """
        return replace(self, which=self.which[rows], groups=self.groups[rows])

    def satisfied(self, rows: EncodedRows, target: np.ndarray) -> np.ndarray:
        """Mark the rows in which what is given of them holds, row by row.

        Parameters
        ----------
        rows : EncodedRows
            As many rows as are asked for, in their order.
        target : ndarray of shape (n_rows,)
            Their encoded target.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            True where it holds, the class included.
        """
        marks: np.ndarray = (self.groups < 0) | (self.groups == target)
        order = np.argsort(self.which, kind="stable")
        starts = np.flatnonzero(np.diff(self.which[order])) + 1
        for of_it in np.split(order, starts) if len(order) else []:
            condition = self.conditions[self.which[of_it[0]]]
            marks[of_it] &= condition.satisfied(rows.take(of_it), target[of_it])
        return marks


def _overlap(one: Ends, other: Ends) -> Ends:
    return max(one[0], other[0]), min(one[1], other[1])


def _both(one: Any, other: Any, join: Callable[[Any, Any], Any]) -> Any:
    if one is None or other is None:
        return other if one is None else one
    return join(one, other)


def _joined(
    one: Mapping[int, Any], other: Mapping[int, Any], join: Callable[[Any, Any], Any]
) -> dict[int, Any]:
    shared = {place: join(one[place], other[place]) for place in one if place in other}
    return {**one, **other, **shared}
