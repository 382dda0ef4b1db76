"""What is done to noisy counts: projection, shrinkage, margins."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from skl_synth.generators.marginals.denoise import (
    contrasts,
    fit_margins,
    shrink,
    shrink_by_class,
    shrink_differences,
    shrink_interactions,
    to_simplex,
)

COUNTS = st.lists(st.floats(-500, 500), min_size=1, max_size=8).map(np.array)


def nearest_by_search(counts, total):
    """Try every set of cells that are not 0: the nearest that is allowed."""
    best, least = None, np.inf
    for kept in product([False, True], repeat=len(counts)):
        kept = np.array(kept)
        if not kept.any():
            continue
        found = np.where(kept, counts - (counts[kept].sum() - total) / kept.sum(), 0.0)
        distance = ((found - counts) ** 2).sum()
        if (found >= -1e-9).all() and distance < least:
            best, least = found, distance
    return best


@settings(max_examples=150, deadline=None)
@given(COUNTS, st.floats(0.01, 1000))
def test_the_nearest_counts_are_those_of_a_full_search(counts, total):
    found = to_simplex(counts, total)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(total)
    np.testing.assert_allclose(found, nearest_by_search(counts, total), atol=1e-6)


def test_the_nearest_counts_are_those_of_a_quadratic_programme():
    rng = np.random.default_rng(0)
    counts, total = rng.normal(3, 20, 15), 60.0
    solved = minimize(
        lambda x: ((x - counts) ** 2).sum(),
        np.full(15, total / 15),
        jac=lambda x: 2 * (x - counts),
        bounds=[(0, None)] * 15,
        constraints={"type": "eq", "fun": lambda x: x.sum() - total},
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 500},
    )
    np.testing.assert_allclose(to_simplex(counts, total), solved.x, atol=1e-3)


@settings(max_examples=50, deadline=None)
@given(COUNTS, st.floats(0.01, 1000))
def test_counts_that_are_allowed_are_left_alone(counts, total):
    counts = np.abs(counts) + 0.1
    counts *= total / counts.sum()
    np.testing.assert_allclose(to_simplex(counts, total), counts, rtol=1e-9)


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("missing", [True, False])
@pytest.mark.parametrize("n_cells", [*range(1, 20), 32, 33])
def test_contrasts_are_orthonormal_and_complete(n_cells, ordered, missing):
    blocks = contrasts(n_cells, ordered=ordered, missing=missing)
    rows = np.vstack([np.full((1, n_cells), n_cells**-0.5), *blocks])
    assert rows.shape == (n_cells, n_cells)
    np.testing.assert_allclose(rows @ rows.T, np.eye(n_cells), atol=1e-12)


def test_contrasts_of_neighbours_go_from_halves_to_single_cells():
    halves, quarters = contrasts(4, ordered=True, missing=False)
    np.testing.assert_allclose(halves, [[0.5, 0.5, -0.5, -0.5]])
    np.testing.assert_allclose(np.abs(quarters) > 0, [[1, 1, 0, 0], [0, 0, 1, 1]])
    first = contrasts(4, ordered=True, missing=True)[0]
    assert len(set(np.round(first[0, :3], 12))) == 1


@settings(max_examples=150, deadline=None)
@given(COUNTS, st.floats(0, 1e5), st.floats(0, 1))
def test_shrinkage_never_enlarges_nor_turns(coefficients, variance, share):
    kept = shrink(coefficients, variance, share)
    assert (np.abs(kept) <= np.abs(coefficients)).all()
    assert (kept * coefficients >= 0).all()


def test_noise_alone_is_shrunk_away_and_what_is_large_stays():
    rng = np.random.default_rng(0)
    noise = rng.normal(0, 3, 50)
    assert np.linalg.norm(shrink(noise, 9.0)) < 0.35 * np.linalg.norm(noise)
    np.testing.assert_allclose(shrink(noise + 1e4, 9.0), noise + 1e4, rtol=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 12), st.booleans(), st.booleans(), st.integers(0, 999))
def test_differences_lose_their_sum_and_nothing_else_without_noise(
    n_cells, ordered, missing, seed
):
    difference = np.random.default_rng(seed).normal(0, 9, n_cells)
    blocks = contrasts(n_cells, ordered=ordered, missing=missing)
    kept = shrink_differences(difference, 0.0, blocks)
    np.testing.assert_allclose(kept, difference - difference.mean(), atol=1e-9)
    noisy = shrink_differences(difference, 20.0, blocks)
    assert noisy.sum() == pytest.approx(0, abs=1e-9)
    assert np.linalg.norm(noisy) <= np.linalg.norm(kept) + 1e-9


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=3), st.integers(0, 999))
def test_interactions_lose_their_margins_and_nothing_else_without_noise(shape, seed):
    residual = np.random.default_rng(seed).normal(0, 9, shape)
    blocks = [contrasts(n, ordered=True, missing=False) for n in shape]
    kept = shrink_interactions(residual, 0.0, blocks)
    for axis in range(len(shape)):
        others = tuple(place for place in range(len(shape)) if place != axis)
        np.testing.assert_allclose(kept.sum(axis=others), 0, atol=1e-9)
    # Only what columns say alone was taken: what is left of it has no interactions.
    taken = shrink_interactions(residual - kept, 0.0, blocks)
    np.testing.assert_allclose(taken, 0, atol=1e-9)


def test_what_classes_have_in_common_is_kept_by_each_by_its_share():
    rng = np.random.default_rng(0)
    blocks = [contrasts(4, ordered=True, missing=False)] * 2
    shares = np.array([0.8, 0.2])
    signal = np.outer([1, 1, -1, -1], [1, -1, 1, -1]) * 200.0
    truth = shares[:, None, None] * signal
    residual = truth + rng.normal(0, 15, truth.shape)
    kept = shrink_by_class(residual, 15.0, shares, blocks)
    assert np.linalg.norm(kept - truth) < 0.5 * np.linalg.norm(residual - truth)
    np.testing.assert_array_equal(
        shrink_by_class(residual, 0.0, shares, blocks), residual
    )


def test_what_one_class_has_alone_is_kept_there():
    blocks = [contrasts(4, ordered=True, missing=False)] * 2
    residual = np.zeros((2, 4, 4))
    residual[1] = np.outer([1, 1, -1, -1], [1, 1, -1, -1]) * 200.0
    kept = shrink_by_class(residual, 5.0, np.array([0.5, 0.5]), blocks)
    assert np.abs(kept[0]).max() < 10
    np.testing.assert_allclose(kept[1], residual[1], rtol=0.05)


def fitted_by_search(table, margins):
    """Iterative proportional fitting, cell by cell, for long."""
    table = table.copy()
    for _ in range(2000):
        for row, wanted in enumerate(margins[0]):
            table[row] *= wanted / table[row].sum()
        for column, wanted in enumerate(margins[1]):
            table[:, column] *= wanted / table[:, column].sum()
    return table


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 6), st.integers(2, 6), st.integers(0, 999))
def test_margins_are_reached_as_by_proportional_fitting(n_first, n_second, seed):
    rng = np.random.default_rng(seed)
    table = rng.uniform(1, 50, (n_first, n_second))
    wanted = rng.uniform(20, 60, (n_first, n_second))
    margins = [wanted.sum(axis=1), wanted.sum(axis=0)]
    fitted = fit_margins(table, margins)
    np.testing.assert_allclose(fitted.sum(axis=1), margins[0], rtol=1e-3)
    np.testing.assert_allclose(fitted.sum(axis=0), margins[1], rtol=1e-3)
    np.testing.assert_allclose(fitted, fitted_by_search(table, margins), rtol=1e-2)


def test_negative_counts_and_empty_rows_are_fitted_too():
    table = np.array([[-5.0, 20, 3], [-1, -2, -3], [4, 5, -60]])
    margins = [np.array([10.0, 0, 5]), np.array([3.0, 11, 1])]
    fitted = fit_margins(table, margins)
    assert np.isfinite(fitted).all()
    assert (fitted >= 0).all()
    np.testing.assert_allclose(fitted.sum(axis=0), margins[1], rtol=1e-6)
    np.testing.assert_allclose(fitted[1], 0, atol=1e-6)


def test_tables_of_three_attributes_are_fitted():
    rng = np.random.default_rng(0)
    wanted = rng.uniform(5, 9, (2, 3, 4))
    margins = [
        wanted.sum(axis=(1, 2)),
        wanted.sum(axis=(0, 2)),
        wanted.sum(axis=(0, 1)),
    ]
    fitted = fit_margins(np.ones((2, 3, 4)), margins)
    for axis, margin in enumerate(margins):
        others = tuple(place for place in range(3) if place != axis)
        np.testing.assert_allclose(fitted.sum(axis=others), margin, rtol=1e-6)


def test_a_weak_interaction_of_one_class_is_told_from_noise_by_its_variance():
    rng = np.random.default_rng(0)
    blocks = [contrasts(2, ordered=False, missing=False)] * 2
    shares, signal = np.array([0.9, 0.1]), np.array([[1.0, -1], [-1, 1]])
    kept = []
    for _ in range(200):
        residual = rng.normal(0, 10, (2, 2, 2))
        residual[1] += 25 * signal
        kept.append(
            (shrink_by_class(residual, 10.0, shares, blocks)[1] * signal).mean()
        )
    assert np.mean(kept) == pytest.approx(25 * (1 - 0.17), abs=4)
