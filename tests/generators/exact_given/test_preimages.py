"""Numbers that are snapped into a range: against all numbers of a fine grid."""

import numpy as np
import pytest

from skl_synth.generators.exact_given.preimages import preimages
from skl_synth.table.precision import Precision

VALUES = {
    "whole": np.arange(11.0),
    "steps": np.arange(2.0, 43.0, 5.0),
    "tenths": np.round(np.linspace(-1, 1, 21), 1),
    "tenths among the young": np.r_[0.1, 0.3, 0.7, np.arange(1.0, 12.0)],
    "in full": np.random.default_rng(0).normal(size=30),
}


@pytest.mark.parametrize("kind", VALUES)
def test_every_number_inside_is_snapped_into_the_range_and_none_outside(kind):
    values = VALUES[kind]
    precision = Precision.from_values(values)
    grid = np.linspace(precision.low, precision.high, 4001)[1:-1]
    snapped = precision.snap(grid)
    ends = np.r_[-np.inf, values[[0, 2, 3, -2, -1]], 0.45, np.inf]
    lows, highs = (one.ravel() for one in np.meshgrid(ends, ends))
    lows, highs = lows[lows <= highs], highs[lows <= highs]
    span = precision.low, precision.high
    first, last = preimages(precision.snap, span, lows, highs)
    for low, high, least, greatest in zip(lows, highs, first, last, strict=True):
        inside = (snapped >= low - 1e-12) & (snapped <= high + 1e-12)
        near = 1e-6 * (precision.high - precision.low)
        wrong = inside != ((grid >= least) & (grid <= greatest))
        at_the_edge = np.minimum(abs(grid - least), abs(grid - greatest)) < near
        assert not (wrong & ~at_the_edge).any(), (low, high)


def test_a_range_without_a_number_of_the_column_is_empty():
    precision = Precision.from_values(np.arange(11.0))
    lows, highs = np.array([3.2, 40.0, -9.0]), np.array([3.8, 50.0, -1.0])
    first, last = preimages(precision.snap, (0.0, 10.0), lows, highs)
    assert (first > last).all()
