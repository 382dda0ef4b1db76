"""Which copies go: those that are in excess, and no others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.generators.excess_copies import PersonsWithCopies, drop_excess
from skl_synth.generators.known_rows import ALONE, NONE, SHARED, Allowed

SHARES = st.floats(0, 1)


@st.composite
def pools(draw):
    """Candidates of two classes, and how many copies are allowed of each."""
    n = draw(st.integers(1, 60))
    whole = st.lists(st.integers(0, 2), min_size=n, max_size=n)
    what = np.array(draw(whole))
    groups = np.array(draw(st.lists(st.integers(0, 1), min_size=n, max_size=n)))
    alone = np.array([draw(SHARES), draw(SHARES)])
    beside = np.array([draw(SHARES), draw(SHARES)])
    return what, groups, Allowed(alone, np.minimum(alone + beside, 1))


@given(pools(), st.integers(0, 5))
def test_no_more_copies_stay_than_strangers_show(pool, seed):
    what, groups, allowed = pool
    dropped = drop_excess(what, groups, allowed, np.random.RandomState(seed))
    assert not dropped[what == NONE].any()
    for group in (0, 1):
        left = what[(groups == group) & ~dropped]
        assert (left == ALONE).sum() <= allowed.alone[group] * len(left) + 1e-6
        assert (left != NONE).sum() <= allowed.all[group] * len(left) + 1e-6


@given(pools(), st.integers(0, 5))
def test_nothing_goes_where_nothing_is_in_excess(pool, seed):
    what, groups, _ = pool
    rates = [
        [
            np.mean(what[groups == group] == one) if (groups == group).any() else 0
            for group in (0, 1)
        ]
        for one in (ALONE, SHARED)
    ]
    alone, shared = np.array(rates)
    allowed = Allowed(alone, alone + shared)
    rng = np.random.RandomState(seed)
    assert not drop_excess(what, groups, allowed, rng).any()


@given(pools())
def test_where_strangers_are_never_the_same_every_copy_goes(pool):
    what, groups, _ = pool
    nothing = Allowed(np.zeros(2), np.zeros(2))
    dropped = drop_excess(what, groups, nothing, np.random.RandomState(0))
    assert dropped.tolist() == (what != NONE).tolist()


def test_every_copy_of_a_kind_stands_as_good_a_chance():
    """By lot, wherever a row stands: the rare ones do not go first."""
    what = np.repeat([NONE, SHARED, ALONE], [60, 30, 10])
    allowed = Allowed(np.array([0.05]), np.array([0.25]))
    groups = np.zeros(100, dtype=int)
    runs = [
        drop_excess(what, groups, allowed, np.random.RandomState(seed))
        for seed in range(600)
    ]
    rates = np.mean(runs, axis=0)
    for kind in (SHARED, ALONE):
        of_kind = rates[what == kind]
        assert of_kind.max() - of_kind.min() < 0.12
    assert 0.2 < rates[what == SHARED].mean() < 0.7


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_persons_with_a_copy_are_counted_over_all_draws(share):
    rng = np.random.RandomState(0)
    judge = PersonsWithCopies(Allowed(np.array([share]), np.array([share])), rng)
    persons = np.repeat(np.arange(50), 2)
    what = np.tile([NONE, SHARED], 50)
    first = judge.in_excess(what, persons)
    assert first.sum() == 50 - int(share * 50)
    assert not first[what == NONE].any()
    again = judge.in_excess(what[:10], persons[:10])
    assert again.sum() == (0 if share == 1 else 5) or share == 1


def test_persons_who_are_alone_with_a_row_have_a_number_of_their_own():
    judge = PersonsWithCopies(
        Allowed(np.array([0.1]), np.array([0.5])), np.random.RandomState(0)
    )
    persons = np.arange(100)
    what = np.repeat([ALONE, SHARED], 50)
    stays = ~judge.in_excess(what, persons)
    assert stays[what == ALONE].sum() == 10
    assert stays.sum() == 50
