"""What is given of rows to be drawn: conditions, and which of them each row has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from skl_synth.table.rows import EncodedRows


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
        By the position of a number: the closed range in which it lies; equal ends for
        one value, infinite ones where the range is open.
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
    ranges: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    classes: np.ndarray | None = None
    target: tuple[float, float] | None = None

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
        marks = np.ones(len(rows), dtype=bool)
        for place, allowed in self.levels.items():
            code = rows.codes[:, place]
            # A level that the schema does not know, -1, is none of those allowed.
            marks &= allowed[code] & (code >= 0)
        for place, ends in self.ranges.items():
            marks &= within(rows.numbers[:, place], ends)
        if target is not None and self.classes is not None:
            marks &= self.classes[target]
        if target is not None and self.target is not None:
            marks &= within(target, self.target)
        return marks


def within(values: np.ndarray, ends: tuple[float, float]) -> np.ndarray:
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
    """

    conditions: tuple[Condition, ...]
    which: np.ndarray
    groups: np.ndarray

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
        for place in np.unique(self.which).tolist():
            of_it = np.flatnonzero(self.which == place)
            condition = self.conditions[place]
            marks[of_it] &= condition.satisfied(rows.take(of_it), target[of_it])
        return marks
