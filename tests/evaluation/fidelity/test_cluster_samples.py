"""Shares and means of people are those of a bootstrap over people."""

import numpy as np
import pytest
from scipy import stats

from skl_synth.evaluation.fidelity.cluster_samples import effective, mean_of, shares_of


def people(seed=0, n=200, size=5):
    rng = np.random.default_rng(seed)
    persons = np.repeat(np.arange(n), rng.integers(1, 2 * size, n))
    level = rng.random(n)[persons] < 0.3
    mixed = np.where(rng.random(len(persons)) < 0.2, ~level, level)
    return persons, mixed.astype(int), rng


def test_without_persons_rows_are_independent():
    codes = np.array([0, 1, 1, 2, -1, 1])
    found = shares_of(codes, 3, None)
    assert found.share.tolist() == pytest.approx([1 / 6, 1 / 2, 1 / 6])
    assert found.design.tolist() == [1.0, 1.0, 1.0]
    assert effective(found, 1) == (3, 6)


def test_the_design_effect_is_that_of_drawing_people_anew():
    persons, codes, rng = people()
    found = shares_of(codes, 2, persons)
    of_person = [codes[persons == one] for one in np.unique(persons)]
    again = []
    for _ in range(2000):
        drawn = rng.integers(0, len(of_person), len(of_person))
        whole = np.concatenate([of_person[one] for one in drawn])
        again.append(whole.mean())
    share = codes.mean()
    expected = np.var(again) / (share * (1 - share) / len(codes))
    assert found.design[1] == pytest.approx(expected, rel=0.15)
    hits, n = effective(found, 1)
    assert n < len(codes) / 2
    assert hits / n == pytest.approx(share, abs=0.01)


def test_of_a_level_that_nobody_has_rows_of_a_person_count_once():
    persons = np.repeat(np.arange(20), 10)
    found = shares_of(np.zeros(200, dtype=int), 2, persons)
    assert effective(found, 1) == (0, 20)
    assert effective(found, 0) == (20, 20)


def test_a_mean_has_the_error_of_scipy():
    values = np.r_[np.random.default_rng(0).normal(size=50), np.nan]
    found = mean_of(values, None)
    assert found.mean == pytest.approx(values[:50].mean())
    assert found.error == pytest.approx(stats.sem(values[:50]))
    assert found.n_people == 50


def test_a_mean_of_people_has_the_error_of_people():
    totals = np.random.default_rng(0).normal(size=40)
    found = mean_of(np.repeat(totals, 10), np.repeat(np.arange(40), 10))
    assert found.error == pytest.approx(stats.sem(totals))
    assert found.n_people == 40


@pytest.mark.parametrize("values", [[], [np.nan], [1.0]])
def test_of_no_or_one_value_there_is_no_error(values):
    assert np.isnan(mean_of(np.array(values, dtype=float), None).error)
