"""New rows between real ones, compared with what one-hot floats would give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.generators.interpolation import (
    draw_parents,
    draw_weights,
    mix_rows,
    mix_values,
)
from skl_synth.neighbors import NeighborLists
from skl_synth.table.rows import EncodedRows

seeds = st.integers(0, 2**32 - 1)


def random_rows(rng, n_rows=12, n_levels=4, missing=False):
    numbers = rng.normal(size=(n_rows, 3))
    if missing:
        numbers[rng.random(numbers.shape) < 0.4] = np.nan
    decimals = rng.integers(0, 4, numbers.shape).astype(np.int8)
    codes = rng.integers(0, n_levels, (n_rows, 2)).astype(np.int32)
    return EncodedRows(numbers, decimals, codes)


@given(seeds, st.sampled_from(["segment", "simplex", "per_feature"]))
def test_mixtures_are_weighted_means_and_arg_max(seed, interpolation):
    """The nearer parent, or the level of most weight, is the arg-max of one-hots."""
    rng = np.random.RandomState(seed)
    rows = random_rows(np.random.default_rng(seed))
    n_parents = 4 if interpolation == "simplex" else 2
    parents = rng.randint(12, size=(20, n_parents))
    weights = draw_weights(interpolation, parents.shape, 5, rng)
    mixed = mix_rows(rows, parents, weights)
    shares = weights if weights.ndim == 3 else np.repeat(weights[:, :, None], 5, axis=2)
    means = (shares[:, :, :3] * rows.numbers[parents]).sum(axis=1)
    np.testing.assert_allclose(mixed.numbers, means, atol=1e-12)
    heaviest = shares[:, :, :3].argmax(axis=1)
    for number in range(3):
        parent = parents[np.arange(20), heaviest[:, number]]
        np.testing.assert_array_equal(
            mixed.decimals[:, number], rows.decimals[parent, number]
        )
    one_hot = np.eye(4)[rows.codes[parents]]
    blended = (shares[:, :, 3:, None] * one_hot).sum(axis=1)
    np.testing.assert_array_equal(mixed.codes, blended.argmax(axis=2))


@given(seeds)
def test_missing_numbers_are_neither_invented_nor_averaged_in(seed):
    rng = np.random.RandomState(seed)
    rows = random_rows(np.random.default_rng(seed), missing=True)
    parents = rng.randint(12, size=(30, 3))
    weights = draw_weights("simplex", parents.shape, 5, rng)
    mixed = mix_rows(rows, parents, weights).numbers
    values = rows.numbers[parents]
    nobody = np.isnan(values).all(axis=1)
    np.testing.assert_array_equal(np.isnan(mixed), nobody)
    share = np.where(np.isnan(values), 0, weights[:, :, None])
    mean = np.nansum(share * values, axis=1) / np.where(nobody, 1, share.sum(axis=1))
    np.testing.assert_allclose(mixed[~nobody], mean[~nobody], atol=1e-9)


def test_decimals_are_those_of_the_parent_of_most_weight_that_has_the_number():
    rows = EncodedRows(
        np.array([[20.0], [30.5], [np.nan]]),
        np.array([[0], [1], [0]], dtype=np.int8),
        np.zeros((3, 0), dtype=np.int32),
    )
    parents = np.array([[0, 1], [0, 1], [2, 1]])
    weights = np.array([[0.6, 0.4], [0.4, 0.6], [0.9, 0.1]])
    decimals = mix_rows(rows, parents, weights).decimals
    np.testing.assert_array_equal(decimals[:, 0], [0, 1, 1])


def test_agreeing_parents_give_their_value_to_the_last_bit():
    rows = EncodedRows(
        np.full((3, 1), 0.1),
        np.ones((3, 1), dtype=np.int8),
        np.zeros((3, 0), dtype=np.int32),
    )
    weights = draw_weights("segment", (50, 2), 1, np.random.RandomState(0))
    mixed = mix_rows(rows, np.tile([0, 2], (50, 1)), weights)
    np.testing.assert_array_equal(mixed.numbers, 0.1)


@pytest.mark.parametrize("interpolation", ["segment", "simplex", "per_feature"])
def test_weights_are_shares(interpolation):
    weights = draw_weights(interpolation, (100, 2), 5, np.random.RandomState(0))
    assert weights.min() >= 0
    np.testing.assert_allclose(weights.sum(axis=1), 1)


def test_parents_are_a_row_and_distinct_neighbours_of_it():
    neighbors = NeighborLists(np.arange(4.0)[:, None], 3)
    parents = draw_parents(neighbors, 200, 3, np.random.RandomState(0))
    for parent in parents:
        assert sorted(parent) == [0, 1, 2, 3]
    assert set(parents[:, 0]) == {0, 1, 2, 3}


def test_the_base_stands_in_for_neighbours_that_are_not_there():
    neighbors = NeighborLists(np.arange(2.0)[:, None], 6)
    parents = draw_parents(neighbors, 20, 3, np.random.RandomState(0))
    np.testing.assert_array_equal(parents[:, 1], 1 - parents[:, 0])
    np.testing.assert_array_equal(parents[:, 2], parents[:, 0])


def test_the_target_of_a_regression_is_blended_like_a_number():
    weights = np.array([[0.25, 0.75]])
    values = mix_values(np.array([0.0, 8.0]), np.array([[0, 1]]), weights)
    np.testing.assert_allclose(values, [6.0])
