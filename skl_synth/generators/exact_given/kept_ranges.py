"""Numbers within the ranges that are given of them, after noise and rounding."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from skl_synth.generators.exact_given.column_conditions import (
    ColumnConditions,
    conditions_on,
    conditions_on_target,
    side_by_side,
)
from skl_synth.generators.exact_given.rank_ranges import NumberRanges
from skl_synth.table.given import Given
from skl_synth.table.precision import Precision
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates


def keep_ranges(
    real: RealTable, drawn: Candidates, given: Given, met: np.ndarray
) -> None:
    """Turn numbers back that noise or rounding has moved out of their range, in place.

    Parameters
    ----------
    real : RealTable
        The table.
    drawn : Candidates
        Snapped rows.
    given : Given
        What is given of each of them.
    met : ndarray of shape (n_met,), dtype int
        Which rows were drawn so that it is met.
    """
    for place, variable in enumerate(real.schema.numbers):
        said = conditions_on(given.conditions, place, -1, 0)
        if said.is_free:
            continue
        numbers = drawn.rows.numbers[:, place]
        precision = variable.precision
        off = _turn_back(numbers, said, given.which, met, precision, variable.snap)
        drawn.rows.decimals[off, place] = precision.decimals_of(numbers[off])
    if real.target.precision is not None:
        said, precision = conditions_on_target(given.conditions), real.target.precision
        _turn_back(drawn.target, said, given.which, met, precision, precision.snap)


def _turn_back(
    numbers: np.ndarray,
    said: ColumnConditions,
    which: np.ndarray,
    met: np.ndarray,
    precision: Precision,
    snap: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """Move numbers into the nearest of their ranges, and give the rows of those."""
    of, lows, highs = said.flat_ranges()
    ranges = NumberRanges.of(snap, (precision.low, precision.high), lows, highs)
    pattern = said.pattern[which]
    rows = met[said.limits_number[pattern[met]] & ~np.isnan(numbers[met])]
    pieces = side_by_side(of, said.n_patterns)[pattern[rows]]
    own, low, high = (
        numbers[rows][:, None],
        ranges.least[pieces],
        ranges.greatest[pieces],
    )
    # As far within as it was beyond, and no farther than the other end.
    turned = np.where(own < low, 2 * low - own, own)
    turned = np.clip(np.where(own > high, 2 * high - own, turned), low, high)
    far = np.where(pieces >= 0, np.abs(turned - own), np.inf)
    nearest = (np.arange(len(rows)), np.argmin(far, axis=1))
    off = turned[nearest] != own[:, 0]
    snapped = snap(turned[nearest][off])
    numbers[rows[off]] = np.clip(snapped, low[nearest][off], high[nearest][off])
    return rows[off]
