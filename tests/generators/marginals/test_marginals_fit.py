"""A fit: what is measured, in which order, and at what share of the budget."""

import numpy as np
import pytest

from skl_synth.generators.marginals.attribute import attributes_of
from skl_synth.generators.marginals.counted_rows import CountedRows
from skl_synth.generators.marginals.ledger import Budget, Ledger
from skl_synth.generators.marginals.marginals_fit import (
    LEAST_BINS,
    MOST_BINS,
    MOST_COARSE,
    MarginalsFit,
)
from tests.generators.marginals.described_people import (
    Answers,
    answered_by,
    people,
    read,
)

COLUMNS = ("age", "sex", "income", "smoker")


def fit_of(n_rows=2_000, columns=COLUMNS, *, epsilon=4.0, by_class=True, public=False):
    real = read(people(n_rows), *columns, target="died")
    attributes = attributes_of(real)
    return MarginalsFit(
        Ledger(None if epsilon is None else Budget(epsilon, 1e-6)),
        attributes,
        CountedRows.of(real, attributes),
        target="died",
        public_classes=public,
        by_class=by_class,
    )


def with_tree(fit, *, further=False):
    with answered_by(Answers()):
        return fit.with_tree(further=further, rng=np.random.RandomState(0))


def alone(fit, margins=()):
    with answered_by(Answers()):
        return fit.alone(list(margins), np.random.RandomState(0))


def measured(fit):
    return [one.margin for one in fit.ledger.entries if one.step == "measured"]


def test_classes_come_first_then_columns_and_pairs_last():
    fit = fit_of()
    found = with_tree(fit)
    looks = measured(fit)
    assert looks[0] == ("died",)
    first_by_class = [
        names for names in looks if names[0] == "died" and len(names) == 2
    ]
    assert (
        first_by_class == [("died", name) for name in COLUMNS]
        or len(found.tree.tables) == 0
    )
    for pair in found.tree.tables:
        assert ("died", *(COLUMNS[place] for place in pair)) in looks
    assert looks.count(("age",)) > 1
    assert ("sex",) not in looks


def test_columns_alone_are_not_counted_by_class():
    fit = fit_of(by_class=False)
    found = alone(fit)
    assert set(measured(fit)) == {("died",), *((name,) for name in COLUMNS)}
    for column in found.columns:
        assert (column.shares == column.shares[0]).all()
        assert len(column.shares) == 3


@pytest.mark.parametrize("margin", [("sex", "smoker"), ("sex", "died")])
def test_margins_are_counted_beside_columns(margin):
    fit = fit_of(by_class=False)
    found = alone(fit, [margin])
    assert measured(fit)[-1] == margin
    assert found.pool is not None


def test_what_no_pair_is_worth_is_spent_on_columns_once_more():
    # The columns of these people have nothing to do with each other.
    fit = fit_of(columns=("sex", "smoker"))
    found = with_tree(fit)
    assert found.tree.tables == {}
    assert measured(fit).count(("died", "sex")) == 2
    assert fit.ledger.rho_left < 1e-9 * fit.ledger.rho
    first = fit.ledger.entries[1].rho
    again = fit.ledger.entries[-1].rho
    assert again > 0.5 * first


@pytest.mark.parametrize(
    ("n_rows", "epsilon", "least", "most"),
    [
        (100, 0.2, 2, LEAST_BINS),
        (5_000, 20.0, MOST_BINS, MOST_BINS),
        (5_000, None, MOST_BINS, MOST_BINS),
    ],
)
def test_bins_are_as_many_as_rows_carry(n_rows, epsilon, least, most):
    found = with_tree(fit_of(n_rows, epsilon=epsilon))
    n_bins = found.columns[COLUMNS.index("income")].n_bins
    assert least <= n_bins <= most
    coarse = found.tree.sizes[COLUMNS.index("income")]
    assert 2 <= coarse <= min(MOST_COARSE, n_bins)


def test_public_class_counts_are_taken_as_they_are():
    fit = fit_of(public=True)
    found = with_tree(fit)
    np.testing.assert_array_equal(found.class_counts, fit.rows.classes())
    assert ("died",) not in measured(fit)


def test_no_class_is_thought_to_be_empty():
    fit = fit_of(30, epsilon=0.05)
    found = with_tree(fit)
    assert (found.class_counts >= 1).all()
    assert np.isfinite(
        found.draw_cells(np.array([0, 1, 2]), np.random.RandomState(0))
    ).all()


@pytest.mark.parametrize("further", [True, False])
def test_further_pairs_are_a_pool_beside_the_tree(further):
    frame = people(12_000)
    rng = np.random.default_rng(0)
    common = rng.random(12_000) < 0.5
    for name, (no, yes) in {
        "sex": "fm",
        "smoker": ("no", "yes"),
        "stage": ("I", "IV"),
    }.items():
        own = np.where(rng.random(12_000) < 0.8, common, ~common)
        frame[name] = np.where(own, yes, no)
    real = read(frame, "sex", "smoker", "stage", target="died")
    attributes = attributes_of(real)
    fit = MarginalsFit(
        Ledger(Budget(4.0, 1e-6)),
        attributes,
        CountedRows.of(real, attributes),
        target="died",
        public_classes=False,
        by_class=True,
    )
    found = with_tree(fit, further=further)
    assert (found.pool is not None) == further
    assert len(found.tree.tables) == 2
    n_pairs = sum(len(names) == 3 for names in measured(fit))
    assert n_pairs == 2 + further


def test_no_columns_at_all_are_drawn_as_nothing():
    fit = fit_of(columns=("sex",))
    fit.attributes, fit.names = [], []
    fit.rows = CountedRows(fit.rows.groups, fit.rows.cells[:, :0], 3)
    found = with_tree(fit)
    cells = found.draw_cells(np.array([0, 2]), np.random.RandomState(0))
    assert cells.shape == (2, 0)
