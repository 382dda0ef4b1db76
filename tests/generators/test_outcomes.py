"""The order of the filter, on candidates made by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.generators.outcomes import (
    CLOSEST,
    IDENTICAL,
    KEPT,
    REPEATED,
    UNUSED,
    WITHIN_MINIMUM,
    cut_to,
    decide,
    repeats,
)
from skl_synth.table.rows import EncodedRows, without_parents


def candidates(distances, numbers=None, target=None):
    n_rows = len(distances)
    numbers = np.arange(n_rows, dtype=float) if numbers is None else np.array(numbers)
    numbers = numbers[:, None]
    decimals = np.zeros(numbers.shape, dtype=np.int8)
    rows = EncodedRows(numbers, decimals, np.zeros((n_rows, 1), dtype=np.int32))
    target = np.zeros(n_rows, dtype=int) if target is None else np.array(target)
    made = without_parents(rows, target)
    return made.measured(np.array(distances), np.zeros(n_rows, dtype=int))


def outcomes_of(distances, numbers=None, **parameters):
    settings = {"removal_fraction": 0.0, "min_distance": None}
    made = candidates(distances, numbers)
    return decide(made, is_copy=made.distances == 0, **(settings | parameters)).tolist()


def test_identical_rows_go_before_the_share_is_taken():
    fates = outcomes_of([0, 0, 5, 1, 2, 3, 4], removal_fraction=0.4)
    assert fates == [IDENTICAL, IDENTICAL, KEPT, CLOSEST, CLOSEST, KEPT, KEPT]


def test_the_minimum_distance_comes_last():
    fates = outcomes_of([1, 2, 3, 4], removal_fraction=0.25, min_distance=3)
    assert fates == [CLOSEST, WITHIN_MINIMUM, KEPT, KEPT]


def test_repetitions_of_a_candidate_go_but_the_first_stays():
    assert outcomes_of([1, 1, 2, 1], [7, 7, 8, 7]) == [KEPT, REPEATED, KEPT, REPEATED]


def test_repetitions_stay_where_they_may():
    assert outcomes_of([1, 1, 1], [7, 7, 8], repeats_go=False) == [KEPT] * 3


def test_rows_that_differ_in_the_target_are_no_repetition():
    made = candidates([1, 1, 1], [7, 7, 7], target=[0, 1, 0])
    np.testing.assert_array_equal(repeats(made), [False, False, True])


def test_missing_numbers_are_equal_to_one_another():
    made = candidates([1, 1, 1], [np.nan, -np.nan, 0.0])
    np.testing.assert_array_equal(repeats(made), [False, True, False])


@given(
    st.lists(st.floats(0.01, 10), min_size=1, max_size=60),
    st.floats(0, 1, exclude_max=True),
)
def test_exactly_the_closest_share_is_removed(distances, fraction):
    fates = np.array(outcomes_of(distances, removal_fraction=fraction))
    removed, rest = np.sort(np.array(distances)[fates == CLOSEST]), fates == KEPT
    assert len(removed) == int(fraction * len(distances) + 1e-9)
    if len(removed) and rest.any():
        assert removed[-1] <= np.array(distances)[rest].min()


@pytest.mark.parametrize(("fraction", "n_rows"), [(0.29, 29), (0.1, 10), (0.57, 57)])
def test_a_share_of_a_hundred_rows_is_that_many(fraction, n_rows):
    fates = outcomes_of(np.arange(1, 101), removal_fraction=fraction)
    assert fates.count(CLOSEST) == n_rows


def test_the_cut_is_exact_and_only_among_the_kept():
    made = candidates([0, 1, 2, 3, 4, 5], target=[0, 0, 0, 1, 1, 1])
    fates = decide(
        made, is_copy=made.distances == 0, removal_fraction=0, min_distance=None
    )
    chosen = cut_to(
        made, made.target, fates, np.array([1, 2]), np.random.RandomState(0)
    )
    assert np.bincount(chosen.target).tolist() == [1, 2]
    assert chosen.distances.min() > 0
    assert np.bincount(fates, minlength=6)[[KEPT, UNUSED]].tolist() == [3, 2]


def test_the_cut_is_even_over_the_rows_that_candidates_start_from():
    made = candidates(np.arange(1, 31))
    base = np.repeat([0, 1, 2], [24, 3, 3])
    made = replace(made, parents=np.column_stack([base, base]))
    fates = decide(
        made, is_copy=made.distances == 0, removal_fraction=0, min_distance=None
    )
    for n_rows, shares in [(9, [3, 3, 3]), (12, [6, 3, 3])]:
        counts, rng = np.array([n_rows]), np.random.RandomState(0)
        chosen = cut_to(made, made.target, fates.copy(), counts, rng)
        assert np.bincount(chosen.parents[:, 0]).tolist() == shares


def test_a_row_and_its_distance_stay_together_through_the_cut():
    """By hand the distances were attached after a shuffle, to the wrong rows."""
    made = candidates(np.arange(50) / 10 + 1, numbers=np.arange(50.0))
    fates = decide(
        made, is_copy=made.distances == 0, removal_fraction=0.2, min_distance=None
    )
    chosen = cut_to(made, made.target, fates, np.array([30]), np.random.RandomState(0))
    np.testing.assert_allclose(chosen.distances, chosen.rows.numbers[:, 0] / 10 + 1)
