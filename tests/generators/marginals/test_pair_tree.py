"""A tree of pairs: the order of columns, draws, estimates of a pair."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.columns import Column
from skl_synth.generators.marginals.counted_rows import CountedRows
from skl_synth.generators.marginals.ledger import Measurement
from skl_synth.generators.marginals.pair_tree import (
    PairTree,
    binned,
    expected_pair,
    fitted_pair,
)


def tree_of(shares, tables, coarse=None):
    """A tree of columns of levels, whose shares by class are given."""
    columns = []
    for place, own in enumerate(shares):
        own = np.asarray(own, float)
        attribute = Attribute(f"x{place}", -1, place, own.shape[1])
        columns.append(Column(attribute, np.arange(own.shape[1]), own))
    coarse = coarse or [np.arange(one.n_bins) for one in columns]
    return PairTree(columns, coarse, tables)


def shares_of(counts):
    counts = np.array(counts, float)
    return counts / counts.sum(axis=1, keepdims=True)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 8), st.integers(0, 999))
def test_parents_come_before_children_and_each_column_once(n_columns, seed):
    rng = np.random.default_rng(seed)
    part, tables = list(range(n_columns)), {}
    for pair in rng.permutation(list(combinations(range(n_columns), 2))).tolist():
        one, other = (part[place] for place in pair)
        if one != other and rng.random() < 0.8:
            tables[tuple(pair)] = np.ones((1, 2, 2))
            part = [one if x == other else x for x in part]
    order = list(tree_of([[[0.5, 0.5]]] * n_columns, tables).order())
    assert sorted(place for place, _ in order) == list(range(n_columns))
    seen = set()
    for place, parent in order:
        assert parent == -1 or parent in seen
        seen.add(place)
    edges = {tuple(sorted(edge)) for edge in order if edge[1] >= 0}
    assert edges == set(tables)


@pytest.mark.parametrize("pair", [(0, 1), (1, 2)])
def test_pairs_are_drawn_as_they_were_counted_class_by_class(pair):
    rng = np.random.default_rng(0)
    table = rng.integers(1, 100, (2, 3, 4)).astype(float)
    shares = {pair[0]: table.sum(axis=2), pair[1]: table.sum(axis=1)}
    shares = [shares_of(shares.get(place, np.ones((2, 3)))) for place in range(3)]
    tree = tree_of(shares, {pair: table})
    groups = np.repeat([0, 1], 30_000)
    coarse, bins = tree.draw(groups, np.random.RandomState(0))
    np.testing.assert_array_equal(coarse, bins)
    drawn = CountedRows(groups, bins, 2)
    for group, own in enumerate(drawn.table(pair, tree.sizes)):
        wanted = table[group] / table[group].sum()
        assert np.abs(own / own.sum() - wanted).sum() / 2 < 0.02


def test_a_chain_is_drawn_along_its_pairs():
    table = np.array([[[90.0, 10], [10, 90]]])
    tree = tree_of([[[0.5, 0.5]]] * 3, {(0, 1): table, (1, 2): table})
    _, bins = tree.draw(np.zeros(20_000, int), np.random.RandomState(0))
    assert (bins[:, 0] == bins[:, 1]).mean() == pytest.approx(0.9, abs=0.02)
    assert (bins[:, 1] == bins[:, 2]).mean() == pytest.approx(0.9, abs=0.02)
    assert (bins[:, 0] == bins[:, 2]).mean() == pytest.approx(0.82, abs=0.02)


def test_bins_within_coarse_ones_are_as_those_of_the_class():
    shares = [shares_of([[10, 30, 60], [80, 0, 20]])]
    tree = tree_of(shares, {}, [np.array([0, 0, 1])])
    groups = np.repeat([0, 1], 20_000)
    coarse, bins = tree.draw(groups, np.random.RandomState(0))
    np.testing.assert_array_equal(coarse[:, 0], np.array([0, 0, 1])[bins[:, 0]])
    for group in range(2):
        drawn = np.bincount(bins[groups == group, 0], minlength=3) / 20_000
        np.testing.assert_allclose(drawn, shares[0][group], atol=0.02)
    np.testing.assert_allclose(tree.coarse_shares(0), [[0.4, 0.6], [0.8, 0.2]])


def test_rows_are_binned_as_the_tree_is():
    tree = tree_of([np.ones((1, 4)) / 4], {}, [np.array([0, 1, 1, 0])])
    rows = CountedRows(np.zeros(4, int), np.arange(4)[:, None], 1)
    assert binned(rows, tree).cells[:, 0].tolist() == [0, 1, 1, 0]


def test_columns_that_have_nothing_to_do_with_each_other():
    first, second = shares_of([[1, 3]]), shares_of([[1, 1, 2]])
    table = expected_pair(np.array([80.0]), first, second)
    np.testing.assert_allclose(table, [[[5, 5, 10], [15, 15, 30]]])


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 30), st.integers(0, 999))
def test_a_pair_has_the_margins_of_its_columns(sigma, seed):
    rng = np.random.default_rng(seed)
    truth = rng.integers(5, 60, (2, 3, 4)).astype(float)
    shares = [shares_of(truth.sum(axis=2)), shares_of(truth.sum(axis=1))]
    counts = truth.sum(axis=(1, 2))
    tree, expected = tree_of(shares, {}), expected_pair(counts, *shares)
    noisy = truth + rng.normal(0, sigma, truth.shape)
    measured = Measurement(("x0", "x1"), noisy, sigma)
    fitted = fitted_pair(tree, (0, 1), measured, expected, counts)
    assert (fitted >= 0).all()
    np.testing.assert_allclose(fitted.sum(axis=2), truth.sum(axis=2), rtol=0.01)
    np.testing.assert_allclose(fitted.sum(axis=1), truth.sum(axis=1), rtol=0.01)
    if not sigma:
        np.testing.assert_allclose(fitted, truth, rtol=0.01)


def test_noise_of_a_pair_of_no_interaction_is_taken_away():
    counts = np.array([400.0, 400.0])
    shares = [np.full((2, 4), 0.25)] * 2
    tree, expected = tree_of(shares, {}), expected_pair(counts, *shares)
    noisy = expected + np.random.default_rng(0).normal(0, 10, expected.shape)
    measured = Measurement(("x0", "x1"), noisy, 10.0)
    fitted = fitted_pair(tree, (0, 1), measured, expected, counts)
    assert np.abs(fitted - expected).max() < 0.3 * np.abs(noisy - expected).max()


def test_a_star_is_drawn_from_its_middle_whichever_comes_first_in_a_pair():
    rng = np.random.default_rng(0)
    tables = {
        (0, 2): rng.integers(1, 99, (1, 3, 4)).astype(float),
        (1, 2): np.zeros((1, 2, 4)),
    }
    middle = tables[0, 2].sum(axis=1)
    tables[1, 2][0] = middle * np.array([[0.9, 0.1, 0.5, 0.2], [0.1, 0.9, 0.5, 0.8]])
    sides = [tables[0, 2].sum(axis=2), tables[1, 2].sum(axis=2), middle]
    tree = tree_of([shares_of(one) for one in sides], tables)
    assert next(tree.order()) == (2, -1)
    groups = np.zeros(40_000, int)
    drawn = CountedRows(groups, tree.draw(groups, np.random.RandomState(0))[1], 1)
    for pair, table in tables.items():
        held = drawn.table(pair, tree.sizes) / 40_000
        assert np.abs(held - table / table.sum()).sum() / 2 < 0.02
