"""A tree of pairs under conditions: against all rows that there can be, one by one."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from skl_synth.generators.exact_given.column_conditions import conditions_on
from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.column_evidence import evidence_on
from skl_synth.generators.marginals.columns import Column
from skl_synth.generators.marginals.given_tree import GivenTree
from skl_synth.generators.marginals.pair_tree import PairTree
from skl_synth.table.given import Condition

N_CLASSES = 2


def random_tree(rng):
    """Columns of a few levels, some taken together, and pairs that make no circle."""
    n_columns = rng.integers(1, 5)
    columns, coarse = [], []
    for place in range(n_columns):
        n_levels = int(rng.integers(2, 5))
        shares = rng.dirichlet(np.ones(n_levels), N_CLASSES)
        shares[:, 0] *= rng.integers(0, 2)
        attribute = Attribute(f"x{place}", -1, place, n_levels)
        columns.append(Column(attribute, np.arange(n_levels), shares))
        bins = np.sort(rng.integers(0, n_levels, n_levels))
        coarse.append(np.unique(bins, return_inverse=True)[1])
    tables = {}
    for place in range(1, n_columns):
        if rng.random() < 0.8:
            other = int(rng.integers(0, place))
            pair = (place, other) if rng.random() < 0.5 else (other, place)
            sizes = [int(coarse[one].max()) + 1 for one in pair]
            counts = rng.gamma(1, 9, (N_CLASSES, *sizes))
            tables[pair] = counts * (rng.random(counts.shape) < 0.8)
    return PairTree(columns, coarse, tables)


def of_something(weights):
    total = weights.sum()
    return weights / total if total else np.full(len(weights), 1 / len(weights))


def probability(tree, group, row):
    """How likely a row of a class is, factor by factor."""
    result = 1.0
    for place, parent in tree.order():
        coarse = tree.coarse[place]
        if parent < 0:
            shares = tree.columns[place].shares[group]
            weights = np.bincount(coarse, weights=shares)
        elif (parent, place) in tree.tables:
            table = tree.tables[parent, place][group]
            weights = table[tree.coarse[parent][row[parent]]]
        else:
            table = tree.tables[place, parent][group]
            weights = table[:, tree.coarse[parent][row[parent]]]
        mine = coarse[row[place]]
        result *= of_something(weights)[mine]
        members = np.flatnonzero(coarse == mine)
        within = of_something(tree.columns[place].shares[group][members])
        result *= within[members.tolist().index(row[place])]
    return result


def random_conditions(tree, rng, n_conditions=3):
    conditions = []
    for _ in range(n_conditions):
        named = rng.random(len(tree.columns)) < 0.6
        levels = {
            int(place): rng.random(tree.columns[place].n_bins) < 0.6
            for place in np.flatnonzero(named)
        }
        conditions.append(Condition(levels))
    return conditions


def under(tree, conditions):
    evidence = {}
    for place, column in enumerate(tree.columns):
        said = conditions_on(conditions, -1, place, column.n_bins)
        if not said.is_free:
            evidence[place] = evidence_on(column, said, None)
    return GivenTree.of(tree, evidence, len(conditions))


def enumerated(tree, group, condition):
    """All rows that meet a condition, and how likely each is."""
    levels = [range(column.n_bins) for column in tree.columns]
    return {
        row: probability(tree, group, row)
        for row in product(*levels)
        if all(mask[row[place]] for place, mask in condition.levels.items())
    }


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 99_999))
def test_probabilities_are_those_of_all_rows_added_up(seed):
    rng = np.random.default_rng(seed)
    tree = random_tree(rng)
    conditions = random_conditions(tree, rng)
    likelihood = np.exp(under(tree, conditions).log_likelihood)
    for place, condition in enumerate(conditions):
        for group in range(N_CLASSES):
            truth = sum(enumerated(tree, group, condition).values())
            assert abs(likelihood[place, group] - truth) < 1e-12


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 99_999))
def test_rows_are_drawn_as_often_as_they_are_likely_under_the_condition(seed):
    rng = np.random.default_rng(seed)
    tree = random_tree(rng)
    conditions = random_conditions(tree, rng)
    exact = under(tree, conditions)
    which, groups = np.nonzero(np.isfinite(exact.log_likelihood))
    n_rows = 1500
    bins = exact.draw(
        np.repeat(which, n_rows), np.repeat(groups, n_rows), np.random.RandomState(0)
    )
    for number, (place, group) in enumerate(zip(which, groups, strict=True)):
        truth = enumerated(tree, group, conditions[place])
        drawn = bins[number * n_rows : (number + 1) * n_rows].tolist()
        counts = dict.fromkeys(truth, 0)
        for row in drawn:
            counts[tuple(row)] += 1
        expected = np.array([*truth.values()]) / sum(truth.values()) * n_rows
        observed = np.array([*counts.values()])
        assert observed[expected == 0].sum() == 0
        often = expected > 5
        if often.sum() > 1:
            observed = np.r_[observed[often], observed[~often].sum()]
            expected = np.r_[expected[often], expected[~often].sum()]
            observed, expected = observed[expected > 0], expected[expected > 0]
            assert chisquare(observed, expected).pvalue > 1e-6


def test_a_condition_on_very_many_columns_is_no_smaller_than_a_number_can_be():
    n_columns = 400
    shares = np.full((1, 2), 0.5)
    columns = [
        Column(
            Attribute(f"x{place}", -1, place, 2), np.arange(2), shares * [[1.9, 0.1]]
        )
        for place in range(n_columns)
    ]
    tables = {(place - 1, place): np.ones((1, 2, 2)) for place in range(1, n_columns)}
    tree = PairTree(columns, [np.arange(2)] * n_columns, tables)
    rare = Condition({place: np.array([False, True]) for place in range(n_columns)})
    exact = under(tree, [rare])
    expected = np.log(0.05) + (n_columns - 1) * np.log(0.5)
    np.testing.assert_allclose(exact.log_likelihood, [[expected]])
    assert (
        exact.draw(np.zeros(2, int), np.zeros(2, int), np.random.RandomState(0)) == 1
    ).all()
