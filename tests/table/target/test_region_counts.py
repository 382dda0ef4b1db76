"""How many rows of each region: by hand, and what holds for any sizes."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.errors import InputError
from skl_synth.table.relevance import Relevance
from skl_synth.table.target import Target
from skl_synth.table.target.region_counts import balanced, final_counts, inverted
from skl_synth.table.target.regions import Regions, RegionTarget

POINTS = [[10, 1], [20, 0], [80, 0], [90, 1]]


def region_target(may_shrink=False):
    """50 rare low values, 900 common ones, 50 rare high ones."""
    y = np.r_[np.full(50, 5.0), np.linspace(30, 70, 900), np.full(50, 95.0)]
    target = Target.read(y, len(y))
    phi = Relevance(POINTS).function(y)
    return RegionTarget.of_target(target, phi, may_shrink=may_shrink)


def counts_by(strategy, mode="augment", may_shrink=False):
    target = region_target(may_shrink)
    return final_counts(strategy, mode, target, np.bincount(target.groups)).tolist()


@pytest.mark.parametrize(
    ("strategy", "mode", "may_shrink", "expected"),
    [
        ("auto", "augment", False, [333, 900, 333]),
        ("balance", "augment", False, [333, 900, 333]),
        ("balance", "augment", True, [333, 333, 333]),
        # 1/50 : 1/900 : 1/50 of 1,000 rows.
        ("extreme", "augment", False, [486, 900, 486]),
        ("extreme", "augment", True, [486, 27, 486]),
        (0.25, "augment", False, [225, 900, 225]),
        (1, "augment", False, [900, 900, 900]),
        ({0: 60}, "augment", False, [60, 900, 50]),
        ({1: 100, 2: 51}, "augment", True, [50, 100, 51]),
        (lambda y: {2: int((y > 90).sum()) * 2}, "augment", False, [50, 900, 100]),
        ("auto", "replace", False, [50, 900, 50]),
        ("balance", "replace", False, [333, 333, 333]),
        ("extreme", "replace", False, [486, 27, 486]),
        ({1: 0}, "replace", False, [50, 0, 50]),
    ],
    ids=lambda one: "a function" if callable(one) else str(one),
)
def test_counts_by_hand(strategy, mode, may_shrink, expected):
    assert counts_by(strategy, mode, may_shrink) == expected


sizes = st.lists(st.integers(1, 400), min_size=1, max_size=6).map(np.array)


@given(sizes)
def test_balanced_and_inverted_share_out_all_rows(real):
    for counts in (balanced(real), inverted(real)):
        assert abs(int(counts.sum()) - int(real.sum())) <= len(real)
    assert len(set(balanced(real).tolist())) == 1
    order = np.argsort(real, kind="stable")
    assert (np.diff(inverted(real)[order]) <= 0).all()


@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        ({7: 10}, "there is no region 7 of the target; there are region 0, the rare"),
        ({True: 10}, "there is no region True"),
        ({"high": 10}, "there is no region 'high'"),
        ({0: 60.5}, "must be a whole number from 0 on; got 60.5"),
        ({0: 10}, "asks for 10 rows of region 0, the rare targets from 5 to 5, but"),
        ("not majority", "sampling_strategy='balance'"),
    ],
)
def test_what_cannot_be_is_refused(strategy, said):
    with pytest.raises(InputError, match=re.escape(said)):
        counts_by(strategy)


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.booleans()),
        min_size=1,
        unique_by=lambda i: i[0],
    )
)
def test_regions_are_the_runs_of_rare_and_common_values(pairs):
    values = np.array([one for one, _ in pairs], dtype=float)
    rare = np.array([one for _, one in pairs])
    regions = Regions.of(values, rare)
    places = regions.places(values)
    assert np.bincount(places, minlength=len(regions)).min() > 0
    np.testing.assert_array_equal(regions.is_rare[places], rare)
    assert (np.diff(regions.is_rare.astype(int)) != 0).all()
    assert (regions.lows[places] <= values).all()
    assert (values <= regions.highs[places]).all()


def test_a_part_has_the_regions_that_it_has():
    target = region_target()
    part = target.within(np.r_[0:10, 955:960], "ward='A'")
    assert part.n_groups == 2
    assert np.bincount(part.groups).tolist() == [10, 5]
    assert part.label(1) == "region 1, the rare targets from 95 to 95, in ward='A'"
    assert np.bincount(target.take(np.arange(50, 60)).groups).tolist() == [10]


def test_without_rows_the_counts_remain():
    nobody = region_target().without_rows()
    assert np.bincount(nobody.groups).tolist() == [50, 900, 50]
    assert not set(nobody.encoded) - {5.0, 30.0, 95.0}
