"""Propensities by a tree: what it finds, and what it makes of chance."""

import numpy as np
import pytest

from skl_synth.evaluation.fidelity.cart_propensity import PropensityTree
from tests.audit_tables import audit_tables, rows


def ratio(real, other, n_permutations=4, seed=0):
    rng = np.random.RandomState(seed)
    tables = audit_tables(real, other)
    tree = PropensityTree(tables.attributes, tables.real, tables.synthetic)
    return tree.propensity(rng).beside(tree.by_chance(n_permutations, rng)).ratio


def test_two_samples_of_one_population_are_at_one():
    rng = np.random.default_rng(0)
    ratios = [ratio(*map(rows, rng.normal(size=(2, 200, 3)))) for _ in range(25)]
    assert np.mean(ratios) == pytest.approx(1, abs=0.06)


def test_a_lost_correlation_is_found_without_being_named():
    rng = np.random.default_rng(0)
    one, other, noise, apart = rng.normal(size=(4, 1500))
    real = rows(np.column_stack([one, 0.7 * one + 0.7 * noise]))
    assert ratio(real, rows(np.column_stack([other, apart]))) > 2


def test_levels_are_divided_by_what_they_say_not_by_their_number():
    """Every other level is commoner among synthetic rows: one cut finds them."""
    rng = np.random.default_rng(0)
    even = rng.integers(0, 15, size=800) * 2
    real = rows(np.zeros((800, 0)), rng.integers(0, 30, size=800))
    found = ratio(real, rows(np.zeros((800, 0)), even))
    assert found > 5


def test_persons_are_permuted_whole():
    rng = np.random.default_rng(0)

    def visits(n, known):
        of_person = np.repeat(rng.normal(size=(n, 2)), 6, axis=0)
        persons = np.repeat(np.arange(n), 6) if known else None
        return rows(of_person, persons=persons)

    known = [ratio(visits(60, True), visits(60, True)) for _ in range(12)]
    unknown = [ratio(visits(60, False), visits(60, False)) for _ in range(12)]
    assert np.mean(known) == pytest.approx(1, abs=0.1)
    assert np.mean(unknown) > 1.3


def test_the_seed_decides():
    rng = np.random.default_rng(0)
    tables = [rows(one) for one in rng.normal(size=(2, 150, 2))]
    assert ratio(*tables, seed=3) == ratio(*tables, seed=3)
    assert ratio(*tables, seed=3) != ratio(*tables, seed=4)
