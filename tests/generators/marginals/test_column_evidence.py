"""Evidence on a column: against every point that a block can hold."""

import numpy as np
import pytest

from skl_synth.generators.exact_given.column_conditions import conditions_on
from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.column_evidence import evidence_on
from skl_synth.generators.marginals.columns import Column
from skl_synth.generators.marginals.heaps import Heaps
from skl_synth.generators.marginals.histogram import Histogram
from skl_synth.table.given import Condition
from skl_synth.table.precision import Precision

SHARES = np.array([[0.3, 0.3, 0.3, 0.05, 0.05]])
RANGES = [(7.0, 7.0), (3.0, 12.0), (-np.inf, 4.0), (18.0, np.inf), (9.2, 9.8), (30, 40)]


def column(heaps=None, points=1):
    """A number from 0 to 20 in three blocks, a special value and a missing one."""
    cells = 21 if points == 1 else 11
    starts = np.array([0, 1, 6, cells, cells + 1])
    widths = np.array([1, 5, cells - 6, 1, 1])
    histogram = Histogram(starts, widths, np.array([4.0, 10, 20, 3, 3]))
    attribute = Attribute("x", 0, 0, cells, 2, 0.0, 1.0, points, 0)
    return Column(attribute, np.array([0, 0, 1, 2, 3]), SHARES[:, :4], histogram, heaps)


def snap(values):
    return Precision(0.0, 20.0, 0).snap(values)


def weights_by_points(one, low, high):
    """How likely each block gives a number in a range, point by point."""
    weights = np.zeros(5)
    for place in range(3):
        start = one.histogram.starts[place] * one.attribute.points
        end = start + one.histogram.widths[place] * one.attribute.points
        points = np.arange(start, end)
        likely = np.ones(len(points))
        if one.heaps is not None:
            divides = points[:, None] % one.heaps.units == 0
            likely = divides @ ((one.heaps.shares + 1e-9) * one.heaps.units)
        values = np.minimum(points, 20)
        inside = (values >= low) & (values <= high)
        weights[place] = likely[inside].sum() / likely.sum()
    return weights


@pytest.mark.parametrize("heaps", [None, Heaps(np.array([1, 5]), np.array([2.0, 7.0]))])
@pytest.mark.parametrize("points", [1, 2])
def test_blocks_weigh_what_their_points_do(heaps, points):
    one = column(heaps if points == 1 else None, points)
    there = np.array([True, False, False])
    conditions = [Condition({0: there}, {0: ends}) for ends in RANGES]
    found = evidence_on(one, conditions_on(conditions, 0, 0, 3), snap)
    for place, (low, high) in enumerate(RANGES):
        expected = weights_by_points(one, low, high)
        np.testing.assert_allclose(found.weights[place + 1], expected, atol=1e-12)


@pytest.mark.parametrize("heaps", [None, Heaps(np.array([1, 5]), np.array([2.0, 7.0]))])
def test_draws_meet_the_condition_and_points_are_as_likely_as_they_were(heaps):
    one = column(heaps)
    points = {0: np.array([2.0, 9.0, 15.0])}
    conditions = [
        Condition({0: np.array([True, False, False])}, {0: (3.0, 12.0)}),
        Condition({0: np.array([False, True, False])}),
        Condition({0: np.array([False, True, True])}),
        Condition(
            {0: np.array([True, False, True])}, points={0: np.array([2.0, 9, 15])}
        ),
    ]
    found = evidence_on(one, conditions_on(conditions, 0, 0, 3), snap)
    rng = np.random.RandomState(0)
    likely = found.bin_weights > 0
    assert likely.tolist() == [
        [True, True, True, True],
        [True, True, False, False],
        [False, False, True, False],
        [False, False, True, True],
        [True, True, False, True],
    ]
    for pattern, own in enumerate(found.bin_weights):
        for place in np.flatnonzero(own):
            rows = np.full(4000, pattern), np.full(4000, place)
            cells, numbers, pieces = found.draw(*rows, rng)
            assert (one.bins_of(cells) == place).all()
            assert (np.isnan(numbers) == (cells >= 21)).all()
            if pattern == 1:
                assert ((snap(numbers) >= 3) & (snap(numbers) <= 12)).all()
                points, counts = np.unique(numbers, return_counts=True)
                assert set(points) == set(
                    np.arange(3, 6) if place == 0 else range(6, 13)
                )
                if heaps is not None and place == 1:
                    assert counts[points == 10] > 5 * counts[points == 9]
            if pattern == 4 and place < 3:
                assert set(numbers) == ({2.0} if place == 0 else {9.0, 15.0})
                np.testing.assert_array_equal(found.lows[pieces], numbers)


def test_a_number_in_full_is_as_likely_as_its_block_is_dense():
    attribute = Attribute("x", 0, -1, 1000, 0, 0.0, 0.01, 0, 13)
    starts, widths = np.array([0, 100]), np.array([100, 900])
    histogram = Histogram(starts, widths, np.array([1.0, 1.0]))
    one = Column(attribute, np.array([0, 1]), np.array([[0.5, 0.5]]), histogram)
    precision = Precision(0.0, 10.0, 13)
    ranges = [(0.5, 0.5), (5.0, 5.0), (0.0, 5.5), (10.0, 10.0), (11.0, 11.0)]
    conditions = [Condition(ranges={0: ends}) for ends in ranges]
    found = evidence_on(one, conditions_on(conditions, 0, -1, 0), precision.snap)
    expected = [[1, 1], [1 / 100, 0], [0, 1 / 900], [1, 0.5], [0, 1 / 900], [0, 0]]
    np.testing.assert_allclose(found.weights, expected, atol=1e-6)
    rng = np.random.RandomState(0)
    _, numbers, _ = found.draw(np.full(99, 1), np.zeros(99, int), rng)
    np.testing.assert_allclose(numbers, 0.5, atol=1e-6)
    _, numbers, _ = found.draw(np.full(99, 3), np.ones(99, int), rng)
    assert 1.0 <= numbers.min() < 1.5 < 5.0 < numbers.max() <= 5.5
