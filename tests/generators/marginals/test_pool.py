"""A pool of rows, weighted until it has given margins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.marginals.pool import ROWS, Pool, pool_groups, rake


def raked_by_hand(weights, first, second, wanted):
    """Fit the table of two keys to its margins, for long."""
    shape = [len(one) for one in wanted]
    table = np.bincount(first * shape[1] + second, weights, minlength=np.prod(shape))
    table = table.reshape(shape)
    for _ in range(3000):
        table *= (wanted[0] / np.maximum(table.sum(axis=1), 1e-300))[:, None]
        table *= wanted[1] / np.maximum(table.sum(axis=0), 1e-300)
    return table


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 999))
def test_weights_have_the_margins_of_proportional_fitting(seed):
    rng = np.random.default_rng(seed)
    first, second = rng.integers(0, 3, 500), rng.integers(0, 4, 500)
    weights = rng.uniform(0.5, 2, 500)
    truth = rng.uniform(20, 60, (3, 4))
    wanted = [truth.sum(axis=1), truth.sum(axis=0)]
    found = rake(weights, [(first, wanted[0]), (second, wanted[1])])
    table = np.bincount(first * 4 + second, found, minlength=12).reshape(3, 4)
    np.testing.assert_allclose(table.sum(axis=1), wanted[0], rtol=1e-3)
    np.testing.assert_allclose(table.sum(axis=0), wanted[1], rtol=1e-3)
    by_hand = raked_by_hand(weights, first, second, wanted)
    np.testing.assert_allclose(table, by_hand, rtol=1e-2)


def test_rows_of_one_cell_keep_their_proportions():
    weights = np.array([1.0, 3.0, 2.0])
    found = rake(weights, [(np.array([0, 0, 1]), np.array([8.0, 5.0]))])
    np.testing.assert_allclose(found, [2, 6, 5])


def test_cells_that_nobody_is_in_do_no_harm():
    found = rake(np.ones(4), [(np.array([0, 0, 1, 1]), np.array([2.0, 2.0, 9.0]))])
    assert np.isfinite(found).all()
    np.testing.assert_allclose(found, 1)


def test_cells_that_are_to_be_empty_become_so():
    found = rake(np.ones(4), [(np.array([0, 0, 1, 1]), np.array([4.0, 0.0]))])
    assert found[2:].sum() < 1e-6
    np.testing.assert_allclose(found[:2], 2)


@pytest.mark.parametrize(
    "counts", [[100.0], [1e6, 1.0], [5.0, 5.0, 90.0], [1e-3, 40.0]]
)
def test_every_class_has_rows_in_a_pool(counts):
    sizes = np.bincount(pool_groups(np.array(counts)))
    assert sizes.sum() == pytest.approx(ROWS, abs=len(counts))
    assert len(sizes) == len(counts)
    assert (sizes >= 0.4 * ROWS / len(counts)).all()


def test_rows_are_drawn_of_their_class_and_by_weight():
    groups, bins = np.array([0, 0, 1, 1]), np.array([[0], [1], [2], [3]])
    pool = Pool(groups, bins, np.array([1.0, 3.0, 0.0, 2.0]))
    asked = np.repeat([0, 1], 4000)
    drawn = pool.draw(asked, np.random.RandomState(0))[:, 0]
    assert set(drawn[asked == 1]) == {3}
    assert (drawn[asked == 0] == 1).mean() == pytest.approx(0.75, abs=0.03)
