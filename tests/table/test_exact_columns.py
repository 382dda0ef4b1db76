"""Columns of every dtype, order of bytes and form of dates are written as they were."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, TypeAwareSMOTE
from skl_synth.compat import safe_indexing
from skl_synth.table import RealTable

RNG = np.random.default_rng(0)
TARGET = (RNG.random(60) < 0.4).astype(int)


def read(frame, **said):
    table = RealTable.read(frame, encoder=TableEncoder(**said))
    return table, table.decode(table.rows)


@pytest.mark.parametrize(
    "dtype",
    [
        *(f">{kind}{size}" for kind in "iu" for size in (1, 2, 4, 8)),
        ">f2",
        ">f4",
        ">f8",
    ],
)
@pytest.mark.parametrize("as_frame", [True, False])
def test_the_order_of_bytes_is_kept(dtype, as_frame):
    values = RNG.integers(0, 90, (60, 3)).astype(dtype)
    X = pd.DataFrame(values, columns=list("abc")) if as_frame else values
    made, _ = TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(X, TARGET)
    dtypes = set(made.dtypes) if as_frame else {made.dtype}
    assert dtypes == {np.dtype(dtype)}
    native = values.astype(np.dtype(dtype).newbyteorder("="))
    if as_frame:
        native = pd.DataFrame(native, columns=list("abc"))
    same, _ = TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(
        native, TARGET
    )
    np.testing.assert_array_equal(np.asarray(made, float), np.asarray(same, float))


@pytest.mark.parametrize("dtype", ["int64", "uint64", "Int64", "object"])
@pytest.mark.parametrize("kind", ["integer", "category", None])
@pytest.mark.parametrize("n_values", [2, 3, 40])
def test_whole_numbers_beyond_those_of_floats_are_exact(dtype, kind, n_values):
    values = 2**53 + 2 * RNG.integers(0, n_values, 60) + 1
    values[:n_values] = 2**53 + 2 * np.arange(n_values) + 1
    frame = pd.DataFrame({"x": pd.Series(values).astype(dtype), "age": range(60)})
    said = {} if kind is None or n_values == 2 else {"column_kinds": {"x": kind}}
    _, written = read(frame[["x"]], **said)
    pd.testing.assert_frame_equal(written, frame[["x"]])


@pytest.mark.parametrize(
    "form",
    [
        *("%m%d%Y", "%d%m%Y", "%Y%m%d", "%Y%m", "%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y"),
        *("%d.%m.%y", "%d-%m-%y", "%Y-%m", "%m/%Y", "%b %Y"),
    ],
)
@pytest.mark.parametrize("as_number", [True, False])
def test_dates_are_read_in_many_forms_and_written_in_the_same(form, as_number):
    days = pd.to_datetime("2019-01-01") + pd.to_timedelta(
        RNG.integers(0, 1200, 60), "D"
    )
    cells = pd.Series(days.strftime(form).to_list(), name="adm")
    if as_number:
        if not cells.str.isdigit().all():
            pytest.skip("no number")
        cells = cells.astype(int)
    table, written = read(cells.to_frame())
    assert table.schema.variables[0].kind == "datetime"
    pd.testing.assert_frame_equal(written, cells.to_frame())
    instants = table.schema.variables[0].comparable(table.rows.numbers[:, 0], None, 60)
    month_only = "%d" not in form
    expected = days.to_numpy().astype("M8[M]" if month_only else "M8[D]")
    np.testing.assert_array_equal(instants.astype(expected.dtype), expected)


def test_where_day_and_month_may_change_places_it_is_said():
    days = pd.Series([f"{d:02d}{m:02d}2020" for d in range(1, 13) for m in (1, 5, 9)])
    for cells in (days, days.astype(int)):
        table, written = read(cells.rename("adm").to_frame())
        assert "day first" in table.schema.variables[0].reason
        assert written["adm"].tolist() == cells.tolist()


@pytest.mark.parametrize(
    "cells",
    [
        [f"{i:08d}" for i in range(10_000_000, 10_000_060)],
        [f"20{i:04d}" for i in range(1300, 1360)],
        ["1.2.3", "10.2.03", "01.02.03"] * 20,
    ],
)
def test_what_only_looks_like_a_date_is_none(cells):
    table, _ = read(pd.DataFrame({"x": cells}), identifiers="surrogate")
    assert table.schema.variables[0].kind != "datetime"


@pytest.mark.parametrize("dtype", [">i4", ">f8", ">u2"])
def test_rows_of_any_order_of_bytes_can_be_taken(dtype):
    values = np.arange(12).astype(dtype)
    frame = pd.DataFrame({"a": values, "b": list("abcdefghijkl")})
    rows = np.array([4, 2])
    assert safe_indexing(frame, rows)["a"].tolist() == [4, 2]
    assert safe_indexing(frame["a"], rows).tolist() == [4, 2]
    taken = RealTable.read(pd.DataFrame({"a": values}), values % 2).take(rows)
    assert len(taken) == 2
