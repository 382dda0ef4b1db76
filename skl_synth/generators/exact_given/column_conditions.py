"""Conditions, column by column: which different ones there are for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skl_synth.table.given import Condition
from skl_synth.table.variables import PRESENT

FREE = 0
"""The pattern of the conditions that say nothing of a column."""


@dataclass(frozen=True, eq=False)
class ColumnConditions:
    """What conditions say of one column.

    Parameters
    ----------
    pattern : ndarray of shape (n_conditions,), dtype int
        Which pattern each condition has; `FREE` is the first.
    masks : ndarray of shape (n_patterns, n_levels), dtype bool
        The levels that are allowed; no columns where there are no codes.
    lows, highs : ndarray of shape (n_patterns,)
        The ends of the closed range of a number, infinite where it is free.
    """

    pattern: np.ndarray
    masks: np.ndarray
    lows: np.ndarray
    highs: np.ndarray

    @property
    def is_free(self) -> bool:
        """Whether no condition says anything of the column."""
        return len(self.lows) == 1

    @property
    def is_fixed(self) -> np.ndarray:
        """Mark the patterns that name one number."""
        fixed: np.ndarray = (self.lows == self.highs) & np.isfinite(self.lows)
        return fixed


def conditions_on(
    conditions: Sequence[Condition],
    number: int,
    code: int,
    n_levels: int,
    *,
    is_target: bool = False,
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
    is_target : bool, default=False
        Whether it is the target, of which conditions say the range or the classes.

    Returns
    -------
    ColumnConditions
        The different patterns; the first is that of a free column.
    """
    everything = np.ones(n_levels, dtype=bool)
    found: dict[tuple, int] = {(everything.tobytes(), -np.inf, np.inf): FREE}
    masks, pattern = [everything], np.zeros(len(conditions), dtype=np.intp)
    for place, condition in enumerate(conditions):
        if is_target:
            mask, ends = _of_target(condition, everything)
        else:
            mask, ends = _of_column(condition, number, code, everything)
        key = (mask.tobytes(), *ends)
        if key not in found:
            found[key] = len(masks)
            masks.append(mask)
        pattern[place] = found[key]
    lows, highs = (np.array([key[end] for key in found]) for end in (1, 2))
    return ColumnConditions(pattern, np.array(masks), lows, highs)


def _of_column(
    condition: Condition, number: int, code: int, everything: np.ndarray
) -> tuple[np.ndarray, tuple[float, float]]:
    mask = condition.levels.get(code, everything) if code >= 0 else everything
    ends = condition.ranges.get(number) if number >= 0 else None
    if ends is None:
        return mask, (-np.inf, np.inf)
    if code >= 0:
        # A number in a range is one that is there.
        mask = mask & (np.arange(len(everything)) == PRESENT)
    return mask, (float(ends[0]), float(ends[1]))


def _of_target(
    condition: Condition, everything: np.ndarray
) -> tuple[np.ndarray, tuple[float, float]]:
    ends = condition.target or (-np.inf, np.inf)
    mask = everything if condition.classes is None else condition.classes
    # A target that is a number has no levels.
    return mask[: len(everything)], (float(ends[0]), float(ends[1]))
