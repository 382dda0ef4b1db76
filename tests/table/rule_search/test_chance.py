"""Bounds on chance, against counting."""

from itertools import pairwise, permutations, product
from math import exp, log

import numpy as np
import pytest

from skl_synth.table.rule_search.chance import (
    formula_is_sure,
    log_chance_of_bands,
    log_chance_of_function,
)


def test_the_chance_of_a_function_is_that_of_all_draws():
    groups, shares = np.array([0, 0, 1, 1, 1]), np.array([0.25, 0.75])
    chance = 0.0
    for levels in product([0, 1], repeat=5):
        alike = len(set(levels[:2])) == len(set(levels[2:])) == 1
        chance += alike * np.prod(shares[list(levels)])
    found = log_chance_of_function(np.bincount(groups), shares)
    assert found == pytest.approx(log(chance))


def test_the_chance_of_bands_is_that_of_all_orders():
    levels = (0, 0, 1, 1, 1, 2)
    orders = set(permutations(levels))
    in_bands = [
        order for order in orders if sum(a != b for a, b in pairwise(order)) == 2
    ]
    found = exp(log_chance_of_bands(np.array([2, 3, 1])))
    assert found == pytest.approx(len(in_bands) / len(orders))


@pytest.mark.parametrize(
    ("n_different", "n_fitted", "n_results", "sure"),
    [(60, 2, 50, True), (9, 2, 9, False), (60, 2, 3, False), (20, 2, 4, False)],
)
def test_a_formula_needs_more_rows_than_it_has_numbers(
    n_different, n_fitted, n_results, sure
):
    assert formula_is_sure(n_different, n_fitted, n_results) == sure
