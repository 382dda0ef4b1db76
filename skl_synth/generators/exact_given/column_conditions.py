"""Conditions, column by column: which different ones there are for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skl_synth.table.given import Condition

FREE = 0
"""The pattern of the conditions that say nothing of a column."""

ANYTHING = (-np.inf, np.inf)
"""The range of a number that is free."""


NOT_GIVEN = (ANYTHING,)
"""The ranges of a number of which nothing is said."""


@dataclass(frozen=True, eq=False)
class ColumnConditions:
    """What conditions say of one column.

    Parameters
    ----------
    pattern : ndarray of shape (n_conditions,), dtype int
        Which pattern each condition has; `FREE` is the first.
    masks : ndarray of shape (n_patterns, n_levels), dtype bool
        The levels that are allowed.
    ranges : tuple of tuple of (float, float)
        For each pattern the closed ranges in one of which its number lies if it is
        there; infinite ends are open, equal ones name a single number.
    """

    pattern: np.ndarray
    masks: np.ndarray
    ranges: tuple[tuple[tuple[float, float], ...], ...]

    @property
    def n_patterns(self) -> int:
        """How many patterns there are."""
        return len(self.ranges)

    @property
    def is_free(self) -> bool:
        """Whether no condition says anything of the column."""
        return self.n_patterns == 1

    @property
    def limits_number(self) -> np.ndarray:
        """Mark the patterns that say something of a number."""
        return np.array([one != (ANYTHING,) for one in self.ranges])

    @property
    def limits_code(self) -> np.ndarray:
        """Mark the patterns that say something of a code."""
        return np.asarray(~self.masks.all(axis=1))

    def flat_ranges(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """List all ranges of all patterns.

        Returns
        -------
        of : ndarray of shape (n_ranges,), dtype int
            The pattern that each is of.
        lows, highs : ndarray of shape (n_ranges,)
            Their ends.
        """
        of = [np.full(len(one), at) for at, one in enumerate(self.ranges)]
        ends = np.array([end for one in self.ranges for end in one])
        return np.concatenate(of).astype(np.intp), ends[:, 0], ends[:, 1]


def conditions_on(
    conditions: Sequence[Condition], number: int, code: int, n_levels: int
) -> ColumnConditions:
    """Find what conditions say of a column.

    Parameters
    ----------
    conditions : sequence of Condition
        The conditions.
    number, code : int
        Positions of the column among numbers and codes; -1 for none.
    n_levels : int
        Levels of the code.

    Returns
    -------
    ColumnConditions
        The different patterns; the first is that of a free column.
    """
    return _patterns(
        [one.levels.get(code) for one in conditions],
        [_ranges(one, number) for one in conditions],
        n_levels,
    )


def conditions_on_classes(
    conditions: Sequence[Condition], n_classes: int
) -> ColumnConditions:
    """Find what conditions say of the classes of a target.

    Parameters
    ----------
    conditions : sequence of Condition
        The conditions.
    n_classes : int
        How many classes there are.

    Returns
    -------
    ColumnConditions
        The different patterns.
    """
    masks = [one.classes for one in conditions]
    return _patterns(masks, [NOT_GIVEN] * len(masks), n_classes)


def conditions_on_target(conditions: Sequence[Condition]) -> ColumnConditions:
    """Find what conditions say of a target that is a number.

    Parameters
    ----------
    conditions : sequence of Condition
        The conditions.

    Returns
    -------
    ColumnConditions
        The different patterns.
    """
    ranges = [
        NOT_GIVEN if one.target is None else (_ends(one.target),) for one in conditions
    ]
    return _patterns([None] * len(ranges), ranges, 0)


def side_by_side(of: np.ndarray, n_lines: int) -> np.ndarray:
    """List what belongs to each line side by side.

    Parameters
    ----------
    of : ndarray of shape (n_members,), dtype int
        The line of each member, in order.
    n_lines : int
        How many lines there are.

    Returns
    -------
    ndarray of shape (n_lines, n_places), dtype int
        Members, -1 behind the last one of a line.
    """
    counts = np.bincount(of, minlength=n_lines)
    lines = np.full((n_lines, max(int(counts.max(initial=0)), 1)), -1, dtype=np.intp)
    member = np.arange(len(of))
    lines[of, member - (np.cumsum(counts) - counts)[of]] = member
    return lines


def _patterns(
    masks: Sequence[np.ndarray | None], ranges: Sequence[tuple], n_levels: int
) -> ColumnConditions:
    everything = np.ones(n_levels, dtype=bool)
    found = {(everything.tobytes(), (ANYTHING,)): FREE}
    different, pattern = [everything], np.zeros(len(masks), dtype=np.intp)
    for place, (mask, ends) in enumerate(zip(masks, ranges, strict=True)):
        if mask is None and ends is NOT_GIVEN:
            continue
        mask = everything if mask is None else mask
        key = (mask.tobytes(), ends)
        if key not in found:
            found[key] = len(different)
            different.append(mask)
        pattern[place] = found[key]
    return ColumnConditions(
        pattern, np.array(different), tuple(ends for _, ends in found)
    )


def _ranges(condition: Condition, number: int) -> tuple:
    points = condition.points.get(number)
    if points is not None:
        low, high = condition.ranges.get(number, ANYTHING)
        return tuple((float(one), float(one)) for one in points if low <= one <= high)
    ends = condition.ranges.get(number)
    return NOT_GIVEN if ends is None else (_ends(ends),)


def _ends(ends: tuple[float, float]) -> tuple[float, float]:
    return float(ends[0]), float(ends[1])
