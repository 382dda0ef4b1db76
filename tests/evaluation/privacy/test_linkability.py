"""Linkability: two halves of a person, linked by one synthetic row."""

import numpy as np
import pytest

from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.linkability import N_SPLITS, _halves, link_halves
from tests.audit_tables import attacked, rows, value_of


def link(*parts, seed=0, **parameters):
    context = attacked(*parts, **parameters)
    return link_halves(context, AttackOptions(), np.random.RandomState(seed))


@pytest.fixture(scope="module")
def parts():
    rng = np.random.default_rng(0)
    return [rows(rng.normal(size=(200, 4))) for _ in range(3)]


def test_a_copy_links_its_people(parts):
    real, _, others = parts
    assert value_of(link(real, real, others), "linkability")[1] > 0.9


def test_a_copy_links_nobody_else(parts):
    real, synthetic, others = parts
    assert value_of(link(real, others, others), "linkability")[0] < -1
    low, high = value_of(link(real, synthetic, others), "linkability")[1:]
    assert low < 0 < high


def test_both_halves_must_lead_to_the_same_row(parts):
    """Columns that were shuffled apart link nobody, though each of them is a copy."""
    real, _, others = parts
    rng = np.random.default_rng(1)
    shuffled = np.column_stack([rng.permutation(real.numbers[:, i]) for i in range(4)])
    low, high = value_of(link(real, rows(shuffled), others), "linkability")[1:]
    assert low < 0.1
    assert high < 0.3


def test_two_columns_are_needed(parts):
    real, _, others = [part.numbers[:, :1] for part in parts]
    assert not len(link(*map(rows, (real, real, others))).figures.frame())
    real, _, others = [part.numbers[:, :2] for part in parts]
    assert len(link(*map(rows, (real, real, others))).figures.frame()) == 1
    constant = link(*map(rows, (real, real, others)), constant=["n1"])
    assert not len(constant.figures.frame())


def test_the_halves_are_those_of_the_seed(parts):
    one, same, other = (link(*parts, seed=seed).figures.frame() for seed in (1, 1, 3))
    assert one.equals(same)
    assert not one.equals(other)


def test_the_interval_covers_which_halves_were_drawn():
    """Two of eight columns alone are those of real people: some halves hold both."""
    rng = np.random.default_rng(0)
    real, other, holdout = rng.normal(size=(3, 150, 8))
    mixed = np.hstack([real[:, :3], other[:, 3:]])
    parts = [rows(part) for part in (real, mixed, holdout)]
    found = [value_of(link(*parts, seed=seed), "linkability") for seed in range(30)]
    truth = np.mean([value for value, _, _ in found])
    held = [low <= truth <= high for _, low, high in found]
    assert np.mean(held) >= 0.9
    spread = np.std([value for value, _, _ in found])
    assert spread > 0.005, "else the choice is no matter"


def test_no_halves_are_tried_twice():
    halves = _halves(3, np.random.RandomState(0))
    assert sorted(len(half) for half in halves) == [1, 1, 1]
    assert len({tuple(half) for half in halves}) == 3
    assert len(_halves(12, np.random.RandomState(0))) == N_SPLITS
