"""The worst attack: not flattered by the choice, and seen in either direction."""

import numpy as np
import pytest

from skl_synth.evaluation.privacy.membership.worst import GRID, worst_attack

IS_MEMBER = np.repeat([True, False], 100)


def guesses(seed, n_attacks=8):
    rng = np.random.default_rng(seed)
    return {f"a{k}": rng.normal(size=200) for k in range(n_attacks)}


def worst(scores, seed=0):
    return worst_attack(scores, IS_MEMBER, np.random.RandomState(seed))


def test_of_attacks_that_guess_the_worst_guesses():
    areas = [worst(guesses(seed), seed).auc.value for seed in range(40)]
    assert abs(np.mean(areas) - 0.5) < 3 * np.std(areas) / np.sqrt(40) + 0.003


def test_the_interval_covers_chance_as_often_as_it_should():
    covered = 0
    for seed in range(60):
        _, low, high = worst(guesses(seed), seed).auc
        covered += low <= 0.5 <= high
    assert covered >= 54


@pytest.mark.parametrize("sign", [1, -1])
def test_an_attack_that_is_wrong_discloses_as_much_as_one_that_is_right(sign):
    scores = guesses(0)
    scores["strong"] = sign * (2.0 * IS_MEMBER + scores["a0"])
    auc, tpr, tpr_1, _ = worst(scores)
    assert auc.low > 0.85
    assert tpr.value > 0.4
    assert 0 < tpr_1.value <= tpr.value


def test_an_attack_that_has_learned_its_direction_is_not_turned_round():
    scores = {"learned": -2.0 * IS_MEMBER, "distance": guesses(1)["a0"]}
    assert worst(scores).auc.value < 0.65
    assert worst({"other": -2.0 * IS_MEMBER}).auc.value == 1


def test_one_person_of_a_kind_is_nobody_to_choose_by():
    few = np.r_[True, np.zeros(9, dtype=bool)]
    found = worst_attack({"a": np.arange(10.0)}, few, np.random.RandomState(0))
    assert np.isnan(found.auc.value)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_curve_holds_the_area_that_is_told(sign):
    scores = guesses(0)
    scores["strong"] = sign * (1.0 * IS_MEMBER + scores["a0"])
    found = worst(scores)
    assert found.curve[[0, -1]].tolist() == pytest.approx([0, 1])
    assert found.curve.max() <= 1
    assert (np.diff(found.curve) >= 0).all()
    assert found.curve[1] == pytest.approx(found.tpr.value)
    area = np.mean((found.curve[1:] + found.curve[:-1]) / 2 * len(GRID[1:])) / 20
    # A few points of a curve that bends lie below it.
    assert found.auc.value - 0.02 < area < found.auc.value + 0.005


def test_of_nobody_there_is_no_curve():
    few = np.r_[True, np.zeros(9, dtype=bool)]
    found = worst_attack({"a": np.arange(10.0)}, few, np.random.RandomState(0))
    assert np.isnan(found.curve).all()
    assert len(found.curve) == len(GRID)
