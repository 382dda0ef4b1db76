"""The one-standard-error rule and the frontier, against what is plain to see."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from skl_synth import most_private_within_one_se
from skl_synth.evaluation.scoring.tradeoff import Tradeoff


def results(utility, privacy):
    """cv_results_ of scores by fold (first axis) and setting."""
    scores = {"useful": np.atleast_2d(utility), "private": np.atleast_2d(privacy)}
    return {
        f"split{fold}_test_{name}": row
        for name, by_fold in scores.items()
        for fold, row in enumerate(by_fold)
    }


def chosen(utility, privacy):
    refit = most_private_within_one_se(utility="useful", privacy="private")
    return refit(results(utility, privacy))


def test_within_one_standard_error_privacy_decides():
    # Standard error of the best: std([.7, .9], ddof=1) / sqrt(2) = .1.
    utility = [[0.70, 0.64, 0.55], [0.90, 0.80, 0.75]]
    assert chosen(utility, [[0.1, 0.5, 0.9]] * 2) == 1
    assert chosen(utility, [[0.6, 0.5, 0.9]] * 2) == 0


def test_equal_privacy_leaves_the_more_useful_and_then_the_first():
    assert chosen([[0.7, 0.8, 0.79], [0.9, 0.8, 0.79]], [[0.5] * 3] * 2) == 0
    assert chosen([[0.70, 0.74, 0.72], [0.9, 0.9, 0.9]], [[0.5] * 3] * 2) == 1


def test_one_fold_has_no_standard_error():
    assert chosen([0.8, 0.79], [0.1, 0.9]) == 0


def test_settings_that_failed_are_never_chosen():
    nan = np.nan
    assert chosen([[nan, 0.8, 0.8], [nan, 0.9, 0.9]], [[0.9, 0.2, nan]] * 2) == 1


def test_unknown_scorers_are_named():
    refit = most_private_within_one_se(utility="auc", privacy="private")
    with pytest.raises(ValueError, match="no scorer 'auc'; it has useful, private"):
        refit(results([0.8], [0.5]))
    with pytest.raises(ValueError, match="gave no number for any setting"):
        chosen([np.nan, np.nan], [0.5, 0.5])


@pytest.mark.parametrize(
    "names", [(results([0.8], [0.5]),), ("useful",), ("useful", 3), (None, "private")]
)
def test_without_two_names_it_says_what_to_pass(names):
    """A search that is given the rule uncalled calls it with its results."""
    with pytest.raises(TypeError, match=r"refit=most_private_within_one_se\(utility="):
        most_private_within_one_se(*names)


def test_a_scorer_whose_name_ends_like_another_is_not_taken_for_it():
    found = {"split0_test_a": [1.0, 0.0], "split0_test_b_test_a": [0.0, 9.0]}
    assert Tradeoff.of(found, utility="a", privacy="a").utility.tolist() == [1.0, 0.0]


SCORES = arrays(float, (3, 5), elements=st.integers(0, 8).map(lambda n: n / 8))


@given(SCORES, SCORES)
def test_choice_and_frontier_against_brute_force(utility, privacy):
    found = Tradeoff.of(results(utility, privacy), utility="useful", privacy="private")
    pairs = list(zip(found.utility.tolist(), found.privacy.tolist(), strict=True))
    for pair, is_efficient in zip(pairs, found.is_efficient.tolist(), strict=True):
        beaten = any(
            other[0] >= pair[0] and other[1] >= pair[1] and other != pair
            for other in pairs
        )
        assert is_efficient == (not beaten)
    useful, private = pairs[found.choice]
    enough = [pair for pair in pairs if pair[0] >= found.least_utility]
    assert useful >= found.least_utility
    assert private == max(pair[1] for pair in enough)
