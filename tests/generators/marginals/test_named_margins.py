"""Margins that were named: rows are weighted until they have them."""

import numpy as np
import pytest

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.columns import Column
from skl_synth.generators.marginals.counted_rows import CountedRows
from skl_synth.generators.marginals.ledger import Budget, Ledger
from skl_synth.generators.marginals.named_margins import weighted_to
from skl_synth.generators.marginals.pair_tree import PairTree
from tests.generators.marginals.described_people import Answers, answered_by

SIZES = [3, 2, 4]


def rows_and_tree(n_rows=20_000, seed=0):
    """Rows whose columns and classes go together, and each column alone."""
    rng = np.random.default_rng(seed)
    groups = (rng.random(n_rows) < 0.3).astype(np.intp)
    first = rng.integers(0, 2, n_rows) + groups
    second = (rng.random(n_rows) < 0.2 + 0.3 * first).astype(np.intp)
    third = rng.integers(0, 3, n_rows) + (first + second > 1)
    rows = CountedRows(groups, np.column_stack([first, second, third]), 2)
    columns = []
    for place, size in enumerate(SIZES):
        shares = np.bincount(rows.cells[:, place], minlength=size) / n_rows
        attribute = Attribute("abc"[place], -1, place, size)
        columns.append(Column(attribute, np.arange(size), np.tile(shares, (2, 1))))
    return rows, PairTree(columns, [np.arange(size) for size in SIZES], {})


def weighted(margins, *, epsilon=None):
    rows, tree = rows_and_tree()
    ledger = Ledger(None if epsilon is None else Budget(epsilon, 1e-6))
    placed = [
        (names, tuple("abc".index(name) for name in names if name != "y"), "y" in names)
        for names in margins
    ]
    counts, rho = rows.classes().astype(float), 1.0 if epsilon is None else ledger.rho
    with answered_by(Answers()):
        pool = weighted_to(
            placed, tree, rows, counts, ledger, rho, np.random.RandomState(0)
        )
    return rows, pool, ledger


def differs(rows, pool, names):
    """How far a margin of the pool is from that of the rows."""
    places = tuple("abc".index(name) for name in names if name != "y")
    drawn = CountedRows(pool.groups, pool.bins, 2)
    real = rows.table(places, SIZES) / len(rows.groups)
    held = drawn.table(places, SIZES, pool.weights) / pool.weights.sum()
    if "y" not in names:
        real, held = real.sum(axis=0), held.sum(axis=0)
    return np.abs(real - held).sum() / 2


@pytest.mark.parametrize("epsilon", [None, 1.0])
@pytest.mark.parametrize(
    "margins",
    [
        [("a", "b")],
        [("a", "y"), ("b", "c")],
        [("a", "b", "c")],
        [("y", "b", "a"), ("a", "c")],
    ],
)
def test_margins_that_were_named_are_held(margins, epsilon):
    rows, pool, ledger = weighted(margins, epsilon=epsilon)
    for names in margins:
        assert differs(rows, pool, names) < 0.02
    assert [one.margin for one in ledger.entries] == margins
    if epsilon is not None:
        assert ledger.rho_spent == pytest.approx(ledger.rho)


def test_what_was_not_named_is_that_of_columns_alone():
    rows, pool, _ = weighted([("a", "b")])
    drawn = CountedRows(pool.groups, pool.bins, 2)
    for place in (0, 2):
        held = drawn.table((place,), SIZES, pool.weights) / pool.weights.sum()
        alone = np.outer(held.sum(axis=1), held.sum(axis=0))
        assert np.abs(held - alone).sum() / 2 < 0.01
    # In the real rows they go together.
    assert differs(rows, pool, ("a", "y")) > 0.1
    assert differs(rows, pool, ("a", "c")) > 0.05


def test_columns_and_classes_keep_their_shares():
    rows, pool, _ = weighted([("a", "y"), ("b", "c")], epsilon=1.0)
    for name in "abc":
        assert differs(rows, pool, (name,)) < 0.02
    shares = np.bincount(pool.groups, pool.weights) / pool.weights.sum()
    np.testing.assert_allclose(shares, rows.classes() / len(rows.groups), atol=0.01)
