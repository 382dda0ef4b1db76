"""Gaps: from two columns to how far they are apart, and back."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.derived.gap import Gap
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.real import RealTable
from skl_synth.table.specification import TableSpecification


def reader_of(frame, **said):
    table = RealTable.read(frame, encoder=TableSpecification(rules=None, **said))
    return RowReader(table.schema, table.rows)


def gap_of(reader, end, *before):
    keeps = np.ones(len(reader.rows), dtype=bool)
    return Gap.of(reader, reader.variable(end), before, keeps)


def dates(days, zone=None, start="2023-01-01"):
    return pd.Series(pd.Timestamp(start, tz=zone) + pd.to_timedelta(days, unit="D"))


FORMS = {
    "days": lambda first, gap: (dates(first), dates(first + gap)),
    "Mondays": lambda first, gap: (
        dates(7 * first, start="2023-01-02"),
        dates(7 * (first + gap), start="2023-01-02"),
    ),
    "minutes": lambda first, gap: (
        dates(first),
        dates(first) + pd.to_timedelta(gap, unit="min"),
    ),
    "in a zone": lambda first, gap: (
        dates(first, "Europe/London"),
        dates(first + gap, "Europe/London"),
    ),
    "months": lambda first, gap: (
        pd.Series(np.datetime64("2020-01") + first).astype("M8[ns]"),
        pd.Series(np.datetime64("2020-01") + first + gap).astype("M8[ns]"),
    ),
    "text": lambda first, gap: tuple(
        dates(one).dt.strftime("%d/%m/%Y") for one in (first, first + gap)
    ),
    "whole numbers": lambda first, gap: (first, first + gap),
    "money": lambda first, gap: (
        (first / 100).round(2),
        ((first + gap) / 100).round(2),
    ),
}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**16))
def test_an_end_comes_back_from_its_gap(form, seed):
    rng = np.random.default_rng(seed)
    first, gap = rng.integers(0, 300, 60), rng.integers(0, 30, 60)
    first[:2], gap[:2] = (0, 299), (0, 1)
    start, end = FORMS[form](first, gap)
    reader = reader_of(pd.DataFrame({"start": start, "end": end}))
    found = gap_of(reader, "end", "start")
    numbers = found.numbers(reader)
    assert numbers.min() >= 0
    ends = found.ends(found.base(reader), numbers)
    np.testing.assert_allclose(ends, reader.cells(found.end)[0], atol=1e-9)
    _, fits = found.put(reader.rows, ends, np.ones(60, dtype=bool))
    assert fits.all()


def test_gaps_are_counted_in_the_steps_that_all_share():
    start, end = FORMS["Mondays"](np.arange(20), np.arange(20) % 4)
    reader = reader_of(pd.DataFrame({"start": start, "end": end}))
    found = gap_of(reader, "end", "start")
    assert found.numbers(reader).tolist() == (np.arange(20) % 4).tolist()


def test_a_gap_is_measured_from_the_latest_that_is_known():
    frame = pd.DataFrame(
        {"a": [1.0, 2, 3, 4], "b": [5, np.nan, 6, 7], "c": [9.0, 10, np.nan, 8]}
    )
    reader = reader_of(frame)
    found = gap_of(reader, "c", "a", "b")
    np.testing.assert_array_equal(found.base(reader), [5, 2, 6, 7])
    np.testing.assert_array_equal(found.numbers(reader), [4, 8, np.nan, 1])


def test_what_is_no_order_has_no_gap():
    reader = reader_of(pd.DataFrame({"a": [1, 5, 3], "b": [2, 4, 9]}))
    assert gap_of(reader, "b", "a") is None


def test_an_end_outside_the_range_does_not_fit():
    reader = reader_of(pd.DataFrame({"a": [1, 5, 3, 7], "b": [2, 6, 9, 9]}))
    found = gap_of(reader, "b", "a")
    ends = np.array([3.0, 10.0, 9.0, np.nan])
    rows, fits = found.put(reader.rows, ends, ~np.isnan(ends))
    assert fits.tolist() == [True, False, True, True]
    assert rows.numbers[:, 1].tolist() == [3, 9, 9, 9]


def test_what_is_coded_with_others_has_no_gap_of_its_own():
    days = np.arange(200)
    frame = pd.DataFrame({"start": dates(days), "end": dates(days + days % 5)})
    reader = reader_of(frame, min_tail_count=10)
    gaps = gap_of(reader, "end", "start").of_real(reader)
    assert np.isnan(gaps[:10]).all()
    assert np.isnan(gaps[-10:]).all()
    np.testing.assert_array_equal(gaps[20:180], days[20:180] % 5)
