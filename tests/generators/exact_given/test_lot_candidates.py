"""Weighted candidates of several lots: as many as it takes, and no more."""

import numpy as np
import pytest

from skl_synth.generators.exact_given import lot_candidates
from skl_synth.generators.exact_given.lot_candidates import LotCandidates, Lots
from skl_synth.table.given import Condition, Given
from skl_synth.table.rows import EncodedRows


class Weighing:
    """Candidates of a lot are numbered, and one in so many has a weight."""

    def __init__(self, one_in, weight=1.0):
        self.one_in, self.weight = np.asarray(one_in), weight
        self.n_made = np.zeros(len(one_in), dtype=int)

    def __call__(self, counts):
        lots = np.repeat(np.arange(len(counts)), counts)
        first = self.n_made[lots]
        place = np.concatenate([np.arange(count) for count in counts]) + first
        self.n_made += counts
        rows = EncodedRows(
            np.column_stack([lots, place]).astype(float),
            np.zeros((len(lots), 2), dtype=np.int8),
            np.zeros((len(lots), 0), dtype=np.int32),
        )
        one_in = self.one_in[lots]
        met = (one_in > 0) & (place % np.maximum(one_in, 1) == 0)
        with np.errstate(divide="ignore"):
            return rows, np.log(met * self.weight), lots


def test_rows_of_every_lot_are_there_and_none_repeats():
    make = Weighing([1, 10, 100])
    candidates = LotCandidates(3, make, False, np.random.RandomState(0))
    found = np.exp(candidates.explore(300))
    np.testing.assert_allclose(found, [1, 0.1, 0.01], rtol=0.1)
    rows, effective = candidates.draw(np.array([50, 100, 60]))
    assert np.bincount(rows.numbers[:, 0].astype(int)).tolist() == [50, 100, 60]
    assert len(np.unique(rows.numbers, axis=0)) == 210
    assert (effective >= [50, 100, 60]).all()
    assert make.n_made[0] < make.n_made[2]


def test_a_lot_that_is_never_met_ends(monkeypatch):
    monkeypatch.setattr(lot_candidates, "BUDGET", 3000)
    make = Weighing([0, 5])
    candidates = LotCandidates(2, make, False, np.random.RandomState(0))
    found = candidates.explore(10)
    assert found[0] == -np.inf
    rows, effective = candidates.draw(np.array([0, 10]))
    assert set(rows.numbers[:, 0]) == {1.0}
    assert effective[0] == 0
    assert make.n_made.sum() < 20_000


def test_a_rare_lot_repeats_once_the_budget_is_spent(monkeypatch):
    monkeypatch.setattr(lot_candidates, "BUDGET", 1000)
    monkeypatch.setattr(lot_candidates, "PER_ROW", 1)
    make = Weighing([500])
    candidates = LotCandidates(1, make, False, np.random.RandomState(0))
    candidates.explore(100)
    rows, effective = candidates.draw(np.array([100]))
    assert len(rows) == 100
    assert len(np.unique(rows.numbers, axis=0)) < 100
    assert effective[0] < 100


def test_even_candidates_are_as_many_as_rows():
    make = Weighing([1, 1], weight=0.3)
    candidates = LotCandidates(2, make, True, np.random.RandomState(0))
    np.testing.assert_allclose(np.exp(candidates.explore(7)), 0.3)
    rows, effective = candidates.draw(np.array([3, 4]))
    assert len(rows) == 7
    assert make.n_made.tolist() == [4, 5]
    assert (effective == np.inf).all()


def test_lots_are_those_that_may_be():
    given = Given(
        (Condition(), Condition(), Condition()),
        np.array([0, 2, 2, 0]),
        np.array([-1, 1, 1, 0]),
    )
    can_be = np.array([[True, True], [True, True], [True, True]])
    lots = Lots.of(given, can_be)
    assert [*zip(lots.conditions.tolist(), lots.groups.tolist(), strict=True)] == [
        (0, 0),
        (0, 1),
        (2, 1),
    ]
    assert len(Lots.of(given, can_be & [False, True])) == 2


@pytest.mark.parametrize("seed", range(5))
def test_members_are_the_rows_of_each_lot(seed):
    rng = np.random.RandomState(seed)
    lots = Lots(np.array([0, 0, 2, 3]), np.array([0, 2, 1, 0]))
    which, groups = rng.randint(4, size=60), rng.randint(3, size=60)
    rows, lot = lots.members(which, groups, rng)
    np.testing.assert_array_equal(lots.conditions[lot], which[rows])
    np.testing.assert_array_equal(lots.groups[lot], groups[rows])
    assert (np.diff(lot) >= 0).all()
    pairs = set(zip(lots.conditions, lots.groups, strict=True))
    expected = [pair in pairs for pair in zip(which, groups, strict=True)]
    np.testing.assert_array_equal(np.sort(rows), np.flatnonzero(expected))
