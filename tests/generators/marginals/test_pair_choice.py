"""The choice of pairs: scores, and trees without circles."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.marginals.ledger import Budget, Ledger
from skl_synth.generators.marginals.pair_choice import choose_pair, choose_tree, score
from tests.generators.marginals.described_people import Answers, answered_by


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(0, 50), min_size=4, max_size=12),
    st.integers(0, 3),
    st.floats(0, 30),
    st.integers(0, 999),
)
def test_one_row_moves_a_score_by_one_at_most(counts, place, sigma, seed):
    counts = np.array(counts)
    expected = np.random.default_rng(seed).uniform(-3, 50, len(counts))
    more = counts.copy()
    more[place] += 1
    one, other = score(counts, expected, sigma), score(more, expected, sigma)
    assert isinstance(one, int)
    assert abs(one - other) <= 1


def test_a_score_is_what_is_not_noise():
    rng = np.random.default_rng(0)
    expected = np.full((2, 5, 5), 100.0)
    by_chance = [score(rng.poisson(expected), expected, 0.0) for _ in range(200)]
    assert abs(np.mean(by_chance)) < 10
    far = expected + 50 * (-1) ** np.arange(5)
    assert score(far.astype(int), expected, 0.0) > 1500
    assert score(far.astype(int), expected, 200.0) < 0


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 7), st.integers(0, 999))
def test_pairs_make_a_tree_and_the_best_one_without_noise(n_columns, seed):
    rng = np.random.default_rng(seed)
    pairs = list(combinations(range(n_columns), 2))
    values = rng.permutation(np.arange(1, len(pairs) + 1)).tolist()
    scores = dict(zip(pairs, values, strict=True))
    chosen = choose_tree(scores, list("abcdefg"[:n_columns]), Ledger(None), 1.0)
    assert len(chosen) == n_columns - 1
    # Kruskal's, written otherwise: no column is reached twice.
    sets = [{place} for place in range(n_columns)]
    best = []
    for pair in sorted(pairs, key=scores.get, reverse=True):
        one, other = (next(s for s in sets if place in s) for place in pair)
        if one is not other:
            sets = [s for s in sets if s is not one and s is not other] + [one | other]
            best.append(pair)
    assert sorted(chosen) == sorted(best)
    assert len(sets) == 1


def test_pairs_that_say_nothing_are_not_chosen():
    scores = {(0, 1): 9, (0, 2): -1, (1, 2): -5}
    ledger = Ledger(None)
    assert choose_tree(scores, ["a", "b", "c"], ledger, 1.0) == [(0, 1)]
    assert [one.margin for one in ledger.entries] == [("a", "b"), ()]


@pytest.mark.parametrize(("value", "found"), [(1000, (0, 1)), (-1000, None)])
def test_a_choice_goes_through_the_ledger_and_costs(value, found):
    ledger = Ledger(Budget(1.0, 1e-6))
    with answered_by(Answers()):
        pair = choose_pair({(0, 1): value}, ["a", "b"], ledger, ledger.rho / 4)
    assert pair == found
    assert ledger.rho_spent == pytest.approx(ledger.rho / 4)
    assert ledger.entries[0].step == "chosen"
