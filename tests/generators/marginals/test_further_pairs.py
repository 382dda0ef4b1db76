"""Pairs beyond a tree: when, how many, and what they cost."""

import numpy as np
import pytest

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.columns import Column
from skl_synth.generators.marginals.counted_rows import CountedRows
from skl_synth.generators.marginals.further_pairs import SHARE, FurtherPairs
from skl_synth.generators.marginals.ledger import Budget, Ledger
from skl_synth.generators.marginals.pair_tree import PairTree
from skl_synth.generators.marginals.plan import plan_of
from tests.generators.marginals.described_people import Answers, answered_by

EPSILON = 4.0


def alike(n_rows, n_columns, seed=0):
    """Rows of yes and no, of which every two columns go together."""
    rng = np.random.default_rng(seed)
    common = rng.random(n_rows) < 0.5
    cells = rng.random((n_rows, n_columns)) < np.where(common, 0.8, 0.2)[:, None]
    return CountedRows(rng.integers(0, 2, n_rows), cells.astype(np.intp), 2)


def beyond_a_chain(rows, *, epsilon=EPSILON):
    """Pairs beyond a chain of all columns."""
    n_columns = rows.cells.shape[1]
    shares = np.full((2, 2), 0.5)
    columns = [
        Column(Attribute(f"x{place}", -1, place, 2), np.arange(2), shares)
        for place in range(n_columns)
    ]
    pairs = [(place, place + 1) for place in range(n_columns - 1)]
    tables = {pair: rows.table(pair, [2] * n_columns) for pair in pairs}
    tree = PairTree(columns, [np.arange(2)] * n_columns, tables)
    ledger = Ledger(None if epsilon is None else Budget(epsilon, 1e-6))
    plan = plan_of(ledger, classes=True, histograms=True, pairs=True, choice=True)
    counts = rows.classes().astype(float)
    return FurtherPairs.of(ledger, rows, counts, tree, plan, ("died",)), plan


@pytest.mark.parametrize(
    ("n_columns", "n_pairs"), [(1, 0), (2, 0), (3, 1), (4, 3), (5, 5), (12, 12)]
)
def test_there_are_as_many_as_columns_or_as_the_tree_leaves(n_columns, n_pairs):
    assert beyond_a_chain(alike(50, n_columns))[0].n_pairs == n_pairs


@pytest.mark.parametrize("n_columns", [3, 4, 5, 8, 11, 13])
def test_all_that_is_set_aside_is_spent_where_every_pair_says_much(n_columns):
    more, plan = beyond_a_chain(alike(20_000, n_columns))
    with answered_by(Answers()):
        more.pool(np.random.RandomState(0))
    assert more.ledger.rho_spent <= plan.pairs * SHARE * (1 + 1e-12)
    assert more.ledger.rho_spent > 0.95 * plan.pairs * SHARE
    measured = [one for one in more.ledger.entries if one.step == "measured"]
    assert len({one.margin for one in measured}) == len(measured) == more.n_pairs
    assert {one.margin[0] for one in measured} == {"died"}
    # Those of the tree are not counted again.
    pairs = {one.margin[1:] for one in measured}
    assert not pairs & {(f"x{k}", f"x{k + 1}") for k in range(n_columns)}


@pytest.mark.parametrize("epsilon", [None, EPSILON])
def test_the_pool_has_the_pairs_that_a_chain_has_not(epsilon):
    rows = alike(20_000, 4)
    more, _ = beyond_a_chain(rows, epsilon=epsilon)
    with answered_by(Answers()):
        pool = more.pool(np.random.RandomState(0))
    drawn = CountedRows(pool.groups, pool.bins, 2)
    tree = CountedRows(
        pool.groups, more.tree.draw(pool.groups, np.random.RandomState(0))[1], 2
    )
    sizes = more.tree.sizes
    for pair in [(0, 2), (0, 3), (1, 3), (0, 1), (2, 3)]:
        real = rows.table(pair, sizes) / 20_000
        held = drawn.table(pair, sizes, pool.weights) / pool.weights.sum()
        assert np.abs(held - real).sum() / 2 < 0.02
    alone = tree.table((0, 3), sizes) / len(pool.groups)
    assert np.abs(alone - rows.table((0, 3), sizes) / 20_000).sum() / 2 > 0.08


@pytest.mark.parametrize(
    ("n_rows", "epsilon", "worth"),
    [
        (20_000, EPSILON, True),
        (20_000, None, True),
        (500, EPSILON, False),
        (500, None, False),
    ],
)
def test_they_are_worth_it_where_there_are_many_rows(n_rows, epsilon, worth):
    more, _ = beyond_a_chain(alike(50, 6), epsilon=epsilon)
    assert more.are_worth_it(n_rows) == worth


def test_two_columns_have_no_pair_beyond_theirs():
    assert not beyond_a_chain(alike(50, 2))[0].are_worth_it(1e9)


def test_pairs_that_say_nothing_are_not_counted():
    rng = np.random.default_rng(0)
    cells = rng.integers(0, 2, (20_000, 4)).astype(np.intp)
    more, _ = beyond_a_chain(CountedRows(rng.integers(0, 2, 20_000), cells, 2))
    with answered_by(Answers()):
        more.pool(np.random.RandomState(0))
    steps = [one.step for one in more.ledger.entries]
    assert steps.count("measured") <= 1


class Hesitant(Answers):
    """Choose nothing every other time."""

    def best(self, scores, **parameters):
        place = super().best(scores, **parameters)
        n_choices = sum(kind == "scores" for kind, *_ in self.asked)
        return len(scores) - 1 if n_choices % 2 == 0 else place


def test_rounds_that_find_less_cost_no_more_than_is_set_aside():
    more, plan = beyond_a_chain(alike(20_000, 12))
    with answered_by(Hesitant()):
        more.pool(np.random.RandomState(0))
    steps = [one.step for one in more.ledger.entries]
    assert steps.count("chosen") > steps.count("measured") > 3
    share = more.ledger.rho_spent / (plan.pairs * SHARE)
    assert 0.9 < share <= 1 + 1e-12
