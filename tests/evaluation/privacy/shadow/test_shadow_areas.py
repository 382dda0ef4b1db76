"""Areas over shadow models, held against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from skl_synth.evaluation.privacy.shadow.shadow_areas import ShadowScores

N_PAIRS, N_TARGETS = 24, 20


def scores_of(shift, seed=0, n_parts=1):
    """Normal scores; those of releases with a person lie higher, by person."""
    rng = np.random.default_rng(seed)
    first = rng.random((N_PAIRS, N_TARGETS)) < 0.5
    inside = np.stack([first, ~first], axis=1).reshape(2 * N_PAIRS, N_TARGETS)
    scores = rng.normal(size=inside.shape) + inside * shift
    parts = np.arange(N_PAIRS) % n_parts
    measured = ShadowScores.of(scores, parts, inside, np.random.RandomState(seed))
    return measured, scores, inside


def test_an_area_is_that_of_scikit_learn():
    measured, scores, inside = scores_of(1.0)
    among = np.array([2, 5, 7])
    expected = [roc_auc_score(inside[:, t], scores[:, t]) for t in among]
    value, low, high = measured.area(among)
    assert value == pytest.approx(np.mean(expected))
    assert low < value < high


def test_scores_are_compared_within_a_part():
    measured, scores, inside = scores_of(1.0, n_parts=4)
    parts = np.repeat(np.arange(N_PAIRS) % 4, 2)
    expected = [
        roc_auc_score(inside[parts == part, 0], scores[parts == part, 0])
        for part in range(4)
    ]
    assert measured.area(np.array([0])).value == pytest.approx(np.mean(expected))


def test_the_interval_holds_what_is_so():
    """Normal scores one apart have an area of Φ(1 / √2) = .760."""
    hits = [
        low <= 0.760 <= high
        for seed in range(40)
        for _, low, high in [scores_of(1.0, seed)[0].area(np.arange(N_TARGETS))]
    ]
    assert np.mean(hits) > 0.8


def test_the_worst_of_many_guesses_is_a_guess():
    """The highest of twenty areas is .65 by chance; that is nobody's exposure."""
    areas, highest, hits = [], [], []
    for seed in range(10):
        measured, _, _ = scores_of(0.0, seed, n_parts=4)
        value, low, high = measured.worst_area()
        areas.append(value)
        hits.append(low <= 0.5 <= high)
        own = [measured.area(np.array([t])).value for t in range(N_TARGETS)]
        highest.append(max(own))
    assert abs(np.mean(areas) - 0.5) < 0.08
    assert np.mean(highest) > 0.6
    assert np.mean(hits) > 0.85


def test_the_most_exposed_person_is_found():
    shift = np.zeros(N_TARGETS)
    shift[4] = 5.0
    measured, _, _ = scores_of(shift, n_parts=4)
    assert measured.worst_area().value > 0.95
    assert measured.area(np.arange(N_TARGETS)).value < 0.6


def test_how_many_are_found_at_few_false_alarms():
    measured, _, _ = scores_of(20.0)
    assert measured.rate(np.arange(N_TARGETS)).value == pytest.approx(1.0)
    value, low, high = scores_of(0.0)[0].rate(np.arange(N_TARGETS))
    assert low <= 0.05 <= high
    assert value < 0.12
