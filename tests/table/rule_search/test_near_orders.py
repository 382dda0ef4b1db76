"""Orders that are plain, however the gaps end at zero."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import RealTable, TableEncoder
from skl_synth.table.rule_search.near_orders import is_plain_order

N = 500


def dates(rng, n):
    return pd.Timestamp("2022-01-01") + pd.to_timedelta(rng.integers(0, 365, n), "D")


def rules_of(cells, **said):
    encoder = TableEncoder(**said)
    real = RealTable.read(pd.DataFrame(cells), encoder=encoder)
    return [str(one.rule) for one in real.rules.found]


GAPS = {
    "days from one on": lambda rng, n: rng.geometric(0.2, n),
    "five days and more": lambda rng, n: 5 + rng.poisson(3, n),
    "weeks": lambda rng, n: rng.integers(20, 41, n),
    "mostly none": lambda rng, n: np.where(
        rng.random(n) < 0.6, 0, rng.integers(2, 30, n)
    ),
}


@pytest.mark.parametrize("gap", GAPS.values(), ids=GAPS)
@settings(max_examples=4)
@given(seed=st.integers(0, 10_000))
def test_dates_that_are_never_before_others_are_in_order(gap, seed):
    rng = np.random.default_rng(seed)
    first, days = dates(rng, N), gap(rng, N)
    found = rules_of({"a": first, "b": first + pd.to_timedelta(days, "D")})
    assert found == ["a < b" if days.min() > 0 else "a <= b"]


def test_dates_of_which_one_is_once_before_the_other_are_in_none():
    rng = np.random.default_rng(0)
    first, days = dates(rng, N), GAPS["days from one on"](rng, N)
    days[17] = -1
    assert not rules_of({"a": first, "b": first + pd.to_timedelta(days, "D")})


def test_dates_of_a_few_people_in_many_rows_are_no_evidence():
    rng = np.random.default_rng(0)
    first, gap = rng.integers(0, 365, 8), rng.integers(20, 41, 8)
    rows = np.repeat(np.arange(8), 40)
    left, right = first[rows] * 86400.0, (first + gap)[rows] * 86400.0
    assert not is_plain_order(left, right, 86400.0, 100, is_date=True)


def test_dates_that_hardly_overlap_are_in_no_order():
    rng = np.random.default_rng(0)
    first = dates(rng, N)
    later = first + pd.to_timedelta(rng.integers(330, 700, N), "D")
    assert not rules_of({"a": first, "b": later})


def test_three_dates_are_in_two_orders():
    rng = np.random.default_rng(0)
    onset = dates(rng, N)
    admitted = onset + pd.to_timedelta(rng.geometric(0.2, N), "D")
    left = admitted + pd.to_timedelta(rng.geometric(0.1, N), "D")
    cells = {"onset": onset, "admitted": admitted, "left": left}
    assert rules_of(cells) == ["onset < admitted", "admitted < left"]
    # Where the second is missing the other two need an order of their own.
    cells["admitted"] = pd.Series(admitted).mask(rng.random(N) < 0.2)
    assert "onset < left" in rules_of(cells)


@pytest.mark.parametrize("n_rows", [N, 2000])
def test_amounts_that_are_mostly_equal_are_in_order(n_rows):
    rng = np.random.default_rng(0)
    billed = rng.gamma(2, 900, n_rows).round(2)
    share = np.where(rng.random(n_rows) < 0.7, 1, rng.beta(2, 2, n_rows))
    assert rules_of({"billed": billed, "paid": (billed * share).round(2)}) == [
        "paid <= billed"
    ]


def test_amounts_that_are_equal_where_both_are_zero_are_not_plain():
    rng = np.random.default_rng(0)
    cost = np.where(rng.random(N) < 0.6, 0, rng.gamma(2, 900, N)).round(2)
    fee = (cost * rng.uniform(0.1, 0.3, N)).round(2)
    assert not is_plain_order(fee, cost, 0.01, N, is_date=False)
    some = np.where(rng.random(N) < 0.2, cost, fee)
    assert is_plain_order(some, cost, 0.01, N, is_date=False)


@pytest.mark.parametrize("least", [0, 1])
def test_the_ends_of_an_interval_are_in_order(least):
    rng = np.random.default_rng(0)
    low = rng.integers(0, 100, 2000)
    high = low + least + rng.poisson(5 - 3 * least, 2000)
    assert rules_of({"low": low, "high": high}) == [
        "low < high" if least else "low <= high"
    ]


def test_what_is_a_part_of_another_number_is_in_no_order():
    rng = np.random.default_rng(0)
    gross = rng.gamma(1.5, 40, 2000).round() + 1
    net = (gross * rng.normal(0.85, 0.03, 2000)).round()
    assert not rules_of({"gross": gross, "net": net})


@pytest.mark.parametrize("special", [False, True])
def test_an_order_is_kept_where_what_it_follows_from_is_not_there(special):
    rng = np.random.default_rng(0)
    admitted, days = dates(rng, N), rng.geometric(0.12, N) - 1
    left = admitted + pd.to_timedelta(days, "D")
    gone = rng.random(N) < 0.2
    stay = np.where(gone, -1 if special else np.nan, days)
    said = {"special_values": {"stay": [-1]}} if special else {}
    found = rules_of({"admitted": admitted, "left": left, "stay": stay}, **said)
    assert found == ["stay = days from admitted to left", "admitted <= left"]
    stay = np.where(gone, 0, days)
    left = admitted + pd.to_timedelta(stay, "D")
    found = rules_of({"admitted": admitted, "left": left, "stay": stay})
    assert found == ["stay = days from admitted to left"]
