"""Raking, bounds on nearness and swaps, as pure functions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.generators.choosing import choose, draw_by_weight, rake, swap
from skl_synth.generators.margins import Margins
from skl_synth.generators.nearness import Nearness, keep_away


def problem(n_candidates=600, n_rows=200, seed=0):
    """Candidates whose counts are off, the real margins, and distances of both."""
    rng = np.random.default_rng(seed)
    n_levels = np.array([4, 3, 5, 2])
    real = np.column_stack([rng.integers(0, n, n_rows) for n in n_levels])
    candidates = np.column_stack(
        [(n * rng.random(n_candidates) ** 1.6).astype(int) for n in n_levels]
    )
    margins = Margins.of(real, n_levels)
    return candidates + margins.offsets, margins, rng


def free(n_candidates, n_rows):
    """Bounds that nothing breaks."""
    return Nearness(np.zeros(n_candidates, dtype=int), np.empty(0, dtype=int))


def objective(cells, chosen, margins):
    wanted = margins.shares * len(chosen)
    counts = np.bincount(cells[chosen].ravel(), minlength=len(wanted))
    return ((counts - wanted) ** 2 / (wanted + 1)).sum()


def test_raking_gives_the_real_counts():
    cells, margins, _ = problem()
    weights = rake(cells, margins)
    assert weights.sum() == pytest.approx(1)
    made = np.zeros(len(margins.shares))
    for column in cells.T:
        made += np.bincount(column, weights=weights, minlength=len(made))
    np.testing.assert_allclose(made, margins.shares, atol=0.005)
    plain = np.bincount(cells.ravel(), minlength=len(made)) / len(cells)
    assert np.abs(plain - margins.shares).max() > 0.1, "there was nothing to rake"


def test_levels_that_candidates_or_real_rows_lack_are_no_error():
    real, candidates = np.zeros((50, 2), int), np.ones((80, 2), int)
    candidates[:10, 0] = 0
    margins = Margins.of(real, np.array([3, 3]))
    cells = candidates + margins.offsets
    weights = rake(cells, margins)
    assert np.isfinite(weights).all()
    assert weights[:10].min() > weights[10:].max()


def test_rows_are_drawn_by_their_weight_and_only_once():
    weights = np.r_[np.full(50, 4.0), np.full(50, 1.0)]
    rng = np.random.RandomState(0)
    first = [draw_by_weight(weights, 1, rng)[0] < 50 for _ in range(2000)]
    assert np.mean(first) == pytest.approx(0.8, abs=0.03)
    assert len(set(draw_by_weight(weights, 100, rng).tolist())) == 100


def test_swaps_end_where_no_swap_helps():
    """Against brute force: no exchange of two rows brings counts nearer."""
    cells, margins, rng = problem(120, 60)
    start = rng.permutation(120)[:40]
    chosen = swap(start, cells, margins, free(120, 40))
    best = objective(cells, chosen, margins)
    assert best < 0.2 * objective(cells, start, margins)
    others = np.setdiff1d(np.arange(120), chosen)
    for place in range(len(chosen)):
        for other in others:
            tried = chosen.copy()
            tried[place] = other
            assert objective(cells, tried, margins) >= best - 1e-9


def test_the_choice_beats_candidates_taken_at_random():
    cells, margins, rng = problem()
    chosen = choose(cells, margins, free(600, 200), 200, np.random.RandomState(0))
    assert len(set(chosen.tolist())) == 200
    random = margins.deviation(cells[rng.permutation(600)[:200]])
    assert margins.deviation(cells[chosen]).max() < 0.01 < random.min()


@given(seed=st.integers(0, 10_000), nearer=st.floats(0.3, 2.0), real=st.booleans())
def test_the_choice_lies_no_closer_than_the_candidates(seed, nearer, real):
    cells, margins, rng = problem(150, 60, seed)
    # Rows that counts would have chosen lie close, and some are copies.
    distances = rng.gamma(3, 1, 150) * (1 + (cells[:, 0] == 0))
    distances[rng.random(150) < 0.1] = 0
    between = nearer * rng.gamma(3, 1, 60) if real else None
    nearness = Nearness.of(distances, 50, between)
    weights = rake(cells, margins)
    start = draw_by_weight(weights, 50, np.random.RandomState(seed))
    for chosen in (
        keep_away(start, weights, nearness),
        choose(cells, margins, nearness, 50, np.random.RandomState(seed)),
    ):
        assert len(set(chosen.tolist())) == 50
        assert (nearness.within(chosen) <= nearness.caps).all()
        assert (distances[chosen] == 0).mean() <= (distances == 0).mean()
        for share in (0.05, 0.1, 0.3, 0.5, 0.7):
            edge = np.quantile(distances, share, method="inverted_cdf")
            assert (distances[chosen] <= edge).mean() <= (distances <= edge).mean()
            if real:
                edge = np.quantile(between, share, method="inverted_cdf")
                enough = 1 - (distances > edge).sum() / 50
                among_real = (between <= edge).mean()
                near = (distances[chosen] <= edge).mean()
                assert near <= max(among_real, enough) + 1e-9
