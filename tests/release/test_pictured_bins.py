"""Bins follow from the released rows alone, and end at round numbers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.evaluation.tables import read_real, read_tables
from skl_synth.release.pictured_bins import OTHERS, cut_column, round_step

N = 60


def cut(real, released, name="x"):
    real, released = pd.DataFrame({name: real}), pd.DataFrame({name: released})
    table = read_real(real, None)
    tables = read_tables(table, (real, None), (released, None))
    one = tables.attributes[0]
    found = cut_column(one, tables.synthetic, table.schema.as_published())
    return found, tables


@given(st.floats(1e-9, 1e9), st.booleans())
def test_a_round_step_is_little_wider_than_was_asked(width, is_whole):
    step = round_step(width, is_whole=is_whole)
    assert step >= width * (1 - 1e-6)
    assert step <= max(2.6 * width, 1 if is_whole else 0)
    assert float(f"{step:.2g}") == pytest.approx(step) or is_whole


@pytest.mark.parametrize("times", [0.5, 10])
def test_bins_do_not_change_with_the_real_rows(times):
    rng = np.random.RandomState(0)
    released = rng.normal(50, 9, N).round(2)
    other = times * rng.normal(50, 9, N).round(1)
    assert cut(released, released)[0].ends == cut(other, released)[0].ends


def test_what_lies_beyond_the_ends_is_in_the_outermost_bins():
    released = np.linspace(20.0, 80.0, N).round(1)
    real = np.r_[released[:-2], -1000.0, 1000.0]
    found, tables = cut(real, released)
    places = found.place(tables.real)
    assert places[-2:].tolist() == [0, found.n_bins - 1]
    assert -1000 not in found.ends


def test_a_missing_number_is_in_no_bin():
    released = np.linspace(0.5, 9.5, N).round(2)
    real = np.r_[released[:-1], np.nan]
    found, tables = cut(real, released)
    assert found.place(tables.real)[-1] == -1


def test_levels_that_no_released_row_has_are_not_named():
    released = np.resize(["a", "b"], N)
    real = np.r_[released[:-12], np.repeat("secret", 12)]
    found, tables = cut(real, released)
    assert found.ends == ["a", "b", OTHERS]
    assert (found.place(tables.real)[-12:] == 2).all()


def test_few_whole_numbers_are_counted_one_by_one():
    released = np.resize([1, 2, 3, 4], N)
    found, tables = cut(released, released)
    assert found.n_bins == 4
    assert np.bincount(found.place(tables.synthetic)).tolist() == [15] * 4


@pytest.mark.parametrize(
    ("start", "n_days", "first"),
    [("2001-03-05", 9000, "2001-01-01"), ("2020-02-10", 300, "2020-02-01")],
)
def test_dates_are_cut_where_years_and_months_begin(start, n_days, first):
    days = pd.Timestamp(start) + pd.to_timedelta(
        np.linspace(0, n_days, N).round(), unit="D"
    )
    found, _ = cut(days, days)
    assert found.kind == "date"
    assert np.datetime64(int(found.ends[0]), "D") == np.datetime64(first)


def test_levels_in_an_order_keep_it():
    levels = ["low", "middle", "high"]
    dtype = pd.CategoricalDtype(levels, ordered=True)
    values = pd.Series(np.resize(levels[::-1], N), dtype=dtype)
    found, tables = cut(values, values)
    assert (found.kind, found.ends) == ("level", levels)
    assert np.bincount(found.place(tables.synthetic)).tolist() == [20] * 3
