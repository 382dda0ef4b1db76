"""Ranges as ranks: against the numbers of a fine grid of ranks."""

import numpy as np
import pytest

from skl_synth.generators.exact_given.rank_ranges import LEAST_ROWS, NumberRanges
from skl_synth.generators.smoothing import RankSpace
from skl_synth.table.precision import Precision

rng = np.random.default_rng(0)
COLUMNS = {
    "whole": rng.poisson(20, 300).astype(float),
    "in full": rng.normal(size=300),
    "a spike at zero": np.r_[np.zeros(200), np.round(rng.gamma(2, 5, 100), 1)],
    "hundreds": np.round(rng.lognormal(7, 0.5, 300), -2),
    "one value": np.full(5, 3.0),
}


def ranges_of(values, lows, highs):
    precision = Precision.from_values(values)
    span = precision.low, precision.high
    space = RankSpace.of(values, precision.decimals_of(values))
    return NumberRanges.of(precision.snap, span, lows, highs), space, precision


@pytest.mark.parametrize("name", COLUMNS)
def test_ranks_within_give_numbers_within_and_others_do_not(name):
    values = COLUMNS[name]
    ends = np.r_[-np.inf, np.quantile(values, [0.1, 0.5, 0.9]), np.inf]
    lows, highs = (one.ravel() for one in np.meshgrid(ends, ends))
    lows, highs = lows[lows < highs], highs[lows < highs]
    ranges, space, precision = ranges_of(values, lows, highs)
    first, last = ranges.ranks(space)
    grid = np.linspace(0, len(values) - 1, 20011)
    numbers = precision.snap(space.numbers_at(grid)[0])
    for low, high, begin, end in zip(lows, highs, first, last, strict=True):
        inside = (numbers >= low - 1e-9) & (numbers <= high + 1e-9)
        found = (grid >= begin) & (grid <= end)
        at_the_edge = np.minimum(abs(grid - begin), abs(grid - end)) < 0.03
        assert not ((inside != found) & ~at_the_edge).any(), (low, high)


def test_a_number_that_few_have_stands_for_those_beside_it():
    values = COLUMNS["in full"]
    one = np.array([values[7], 0.123])
    ranges, _, _ = ranges_of(values, one, one)
    wide = ranges.widened(np.r_[values, np.nan])
    for place in (0, 1):
        among = (values >= wide.lows[place]) & (values <= wide.highs[place])
        assert LEAST_ROWS <= among.sum() <= LEAST_ROWS + 2
    np.testing.assert_array_equal(wide.least, one)
    np.testing.assert_array_equal(wide.greatest, one)


def test_a_spike_is_taken_for_nothing_else_and_nothing_for_it():
    values = COLUMNS["a spike at zero"]
    one = np.array([0.0, values[values > 0].min()])
    ranges, _, _ = ranges_of(values, one, one)
    wide = ranges.widened(values)
    assert wide.highs[0] < values[values > 0].min()
    assert wide.lows[1] > 0


def test_a_range_stays_as_it_is():
    values = COLUMNS["in full"]
    ranges, _, _ = ranges_of(values, np.array([0.0]), np.array([0.001]))
    wide = ranges.widened(values)
    np.testing.assert_array_equal(wide.lows, ranges.lows)
    np.testing.assert_array_equal(wide.highs, ranges.highs)
