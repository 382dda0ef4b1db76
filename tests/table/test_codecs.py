"""Dates, times, ranks and numbers in words: read as numbers, written as they were."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, TypeAwareSMOTE
from skl_synth.table.infer import infer_variable

N = 40


def variable_of(values, name="x", told=None):
    return infer_variable(pd.Series(values, name=name), told)


DATES = [
    # pattern of the text, what a step is
    ("2021-{m:02}-{d:02}", "day"),
    ("2021/{m:02}/{d:02}", "day"),
    ("{d:02}/{m:02}/2021", "day"),
    ("{m:02}/{d:02}/2021", "day"),
    ("{d}/{m}/2021", "day"),
    ("{d:02}.{m:02}.2021", "day"),
    ("{d:02}-{m:02}-2021", "day"),
    ("{d:02}/{m:02}/21", "day"),
    ("2021{m:02}{d:02}", "day"),
    ("{d:02}-{b}-2021", "day"),
    ("{d}-{b}-21", "day"),
    ("{d:02}-{B}-2021", "day"),
    ("{d:02}-{B}-21", "day"),
    ("01 {b} 2021", "month"),
    ("{d:02}-{B}-2021 {h:02}:00", "hour"),
    ("2021-{m:02}-01", "month"),
    ("2021-{m:02}-{d:02} {h:02}:00", "hour"),
    ("2021-{m:02}-{d:02}T{h:02}:{d:02}", "minute"),
    ("2021-{m:02}-{d:02}T{h:02}:00:{d:02}Z", "second"),
    ("2021-{m:02}-{d:02} {h:02}:00:{d:02}.{i:03}", "millisecond"),
    ("2021-{m:02}-{d:02} {h:02}:00:{d:02}.{i:06}+01:00", "microsecond"),
    ("{d:02}.{m:02}.2021 {h}:{d:02}", "minute"),
    ("{h:02}:{d:02}", "minute"),
]


@pytest.mark.parametrize(("pattern", "step"), DATES)
def test_dates_as_text_are_written_as_they_were_read(pattern, step):
    names = [dt.date(2021, i % 12 + 1, 1).strftime("%b") for i in range(N)]
    texts = [
        pattern.format(
            m=i % 12 + 1,
            b=names[i],
            B=names[i].upper(),
            d=i % 28 + 1,
            h=i % 24,
            i=i * 7,
        )
        for i in range(N)
    ]
    variable = variable_of(texts)
    assert variable.kind == "datetime"
    assert repr(texts[0]) in variable.reason or variable.reason == "times as text"
    assert variable.describe()["decimals"] == f"whole {step}s"
    number, _ = variable.encode(pd.DataFrame({"x": texts}), "error")
    np.testing.assert_array_equal(variable.snap(number), number)
    assert variable.decode(number, None, N)["x"].tolist() == texts
    between = variable.snap((number + number[::-1]) / 2)
    again, _ = variable.encode(pd.DataFrame(variable.decode(between, None, N)), "error")
    np.testing.assert_array_equal(again, between)


def test_day_first_where_both_orders_fit():
    variable = variable_of([f"{i % 9 + 1:02}/{i % 12 + 1:02}/2021" for i in range(N)])
    assert variable.reason.endswith("read with the day first")
    assert variable.codec.carrier.style.order == "dmy"


def test_years_of_two_digits_are_the_hundred_that_end_now():
    last = dt.date.today().year
    years = [last - 99, last - 40, last - 1, last]
    texts = [f"{i % 9 + 20}/01/{years[i % 4] % 100:02}" for i in range(N)]
    variable = variable_of(texts)
    assert variable.reason.endswith(f"read as {last - 99} to {last}")
    read = variable.codec.carrier.read(pd.Series(texts))
    assert read.astype("M8[Y]").astype(int).tolist() == [
        years[i % 4] - 1970 for i in range(N)
    ]
    number, _ = variable.encode(pd.DataFrame({"x": texts}), "error")
    assert variable.decode(number, None, N)["x"].tolist() == texts
    far = variable.snap(np.array([-1e6, 1e6]))
    np.testing.assert_array_equal(far, [number.min(), number.max()])


@pytest.mark.parametrize("dtype", ["int64", "Int64", "float64", object])
def test_whole_numbers_that_are_dates_stay_dates(dtype):
    days = pd.date_range("2020-02-20", periods=N, freq="D")
    values = pd.Series(days.strftime("%Y%m%d").astype(int), name="x").astype(dtype)
    variable = infer_variable(pd.concat([values, values]))
    assert variable.kind == "datetime"
    assert variable.reason == "whole numbers read as dates (yyyymmdd)"
    number, _ = variable.encode(pd.DataFrame({"x": values}), "error")
    pd.testing.assert_series_equal(
        variable.decode(number, None, N)["x"].rename("x"), values
    )
    between = variable.snap((number + number[::3].mean()) / 2)
    made = variable.decode(between, None, N)["x"].astype(int).astype(str)
    assert pd.to_datetime(made, format="%Y%m%d").between(days[0], days[-1]).all()
    if dtype is object:
        assert {type(cell) for cell in variable.decode(number, None, N)["x"]} == {int}
    told = infer_variable(values, "integer")
    assert (told.kind, told.precision.low) == ("integer", 20200220)


def test_keys_that_are_dates_stay_keys():
    days = pd.date_range("2020-02-20", periods=N).strftime("%Y%m%d").astype(int)
    assert variable_of(days, "visit_id").kind == "identifier"
    assert variable_of(days.repeat(2), "visit_id").kind == "datetime"
    assert variable_of(days, "visit_id", told="datetime").kind == "datetime"


def test_dates_as_text_without_marks_can_be_told_to_be_numbers():
    texts = [f"202103{i % 28 + 1:02}" for i in range(N)]
    assert variable_of(texts).kind == "datetime"
    assert variable_of(texts, told="integer").precision.low == 20210301


def test_missing_dates_as_numbers_stay_missing():
    values = pd.Series([20210101 + i % 25 for i in range(N)] + [None], dtype="Int64")
    variable = infer_variable(values.rename("x"))
    number, _ = variable.encode(pd.DataFrame({"x": values}), "error")
    assert np.isnan(number[-1])
    with pytest.raises(ValueError, match=r"'x' holds dates such as .* here 20210230"):
        variable.encode(pd.DataFrame({"x": [20210230]}), "error")


@pytest.mark.parametrize(
    "numbers",
    [
        [20210101 + i for i in range(19)] * 3,
        [20210101 + i for i in range(60)] * 3,
        [20210100 + i for i in range(25)] * 3,
        [18991201 + i for i in range(25)] * 3,
        [20210101.5 + i for i in range(25)] * 3,
    ],
)
def test_numbers_that_are_not_all_dates_stay_numbers(numbers):
    assert variable_of(numbers).kind in ("integer", "continuous")


@pytest.mark.parametrize(
    "texts",
    [
        ["1st", "2nd", "3rd"],
        ["1-5", "6-10", "11-15"],
        ["2020/2021", "2021/2022", "2022/2023"],
        ["3.4.1", "3.4.12", "3.10.21"],
        ["01234", "00501", "94105"],
        ["+44 20 7946", "020 7946", "0207946"],
        ["2021-02-30", "2021-01-01", "2021-03-01"],
        ["12-Sep-2021", "13-sep-2021", "14-Sep-2021"],
        ["30-Feb-2021", "01-Feb-2021", "02-Feb-2021"],
        ["2021-1-05", "2021-01-06", "2021-01-07"],
        ["12:61", "10:15", "11:20"],
        ["1:2", "2:1", "3:1"],
        ["1234567890123456", "1234567890123457", "1234567890123458"],
        ["1e5", "2e5", "3e5"],
    ],
)
def test_what_only_looks_like_a_date_or_a_number_stays_a_category(texts):
    variable = variable_of(texts * 10)
    assert variable.kind == "category"
    assert variable.known == sorted(texts)


@pytest.mark.parametrize("name", ["zip_code", "postcode", "phone", "icd10", "PLZ"])
def test_numbers_with_the_name_of_a_code_stay_text(name):
    variable = variable_of(["94105", "10001", "60601"] * 10, name)
    assert variable.kind == "category"
    assert "name of a code" in variable.reason


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["1.50", "2.25", "10.00", "3.75"], "continuous"),
        (["1.5", "2.25", "10.0", "3.125"], "continuous"),
        (["1", "2.5", "10", "3.25"], "continuous"),
        (["-3", "7", "12", "0"], "integer"),
    ],
)
def test_numbers_as_text_keep_their_decimals(texts, kind):
    variable = variable_of(texts * 10)
    assert variable.kind == kind
    assert "numbers as text" in variable.reason
    number, _ = variable.encode(pd.DataFrame({"x": texts}), "error")
    assert variable.decode(number, None, 4)["x"].tolist() == texts


def test_text_in_another_style_is_refused_by_name():
    days = variable_of([f"{i % 28 + 1:02}/03/2021" for i in range(N)])
    with pytest.raises(ValueError, match=r"'x' holds dates .* but here '2021-03-01'"):
        days.encode(pd.DataFrame({"x": ["2021-03-01"]}), "error")
    numbers = variable_of([f"{i}.5" for i in range(N)])
    with pytest.raises(ValueError, match=r"'x' holds numbers as text .*'many'"):
        numbers.encode(pd.DataFrame({"x": ["many"]}), "error")
    stages = variable_of(pd.Categorical(list("abc") * 9, ordered=True))
    with pytest.raises(ValueError, match=r"'x' holds 'd', a level .* 'a', 'b', 'c'"):
        stages.encode(pd.DataFrame({"x": ["d"]}), "error")


def local(start, periods, step, zone):
    """Local times of a zone, without those that do not exist."""
    times = pd.date_range(start, periods=periods, freq=step)
    zoned = times.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    return zoned.dropna()


ZONED = {
    # The night on which an hour is left out, and that on which one comes twice.
    "spring": local("2021-03-27", 400, "7min", "Europe/London"),
    "autumn": local("2021-10-30", 400, "7min", "Europe/London"),
    # Midnight is left out.
    "midnight": local("2018-10-20", 40, "D", "America/Sao_Paulo"),
}


@pytest.mark.parametrize("season", ZONED)
@pytest.mark.parametrize("unit", ["s", "ns"])
def test_changes_of_clocks_are_lived_through(season, unit):
    X = pd.DataFrame({"t": ZONED[season].as_unit(unit)})
    X["w"] = np.random.default_rng(0).normal(size=len(X))
    smote = TypeAwareSMOTE(noise_scale=0.2, random_state=0).fit(X)
    made, _ = smote.sample(2000)
    assert made["t"].dtype == X["t"].dtype
    assert made["t"].between(X["t"].min(), X["t"].max()).all()
    # What is measured is what is published: written and read, a row stays as it is.
    again = smote.table_.encode(made).numbers
    np.testing.assert_array_equal(again, smote.provenance_.rows.numbers)


def test_a_span_that_no_float_can_count_is_refused():
    values = np.array([1, 2**61, 5, 7], dtype="M8[ns]")
    with pytest.raises(ValueError, match=r"'x' holds .*2\*\*53.*round them to seconds"):
        variable_of(values)


@pytest.mark.parametrize(
    "cells",
    [
        [dt.date(2021, 1, 1), dt.datetime(2021, 1, 2), dt.date(2021, 1, 3)],
        [pd.Timestamp("2021", tz="UTC"), pd.Timestamp("2022"), pd.Timestamp("2023")],
        [dt.date(2021, 1, 1), 3, dt.date(2021, 1, 3)],
    ],
)
def test_mixed_times_are_refused_by_name(cells):
    with pytest.raises(ValueError, match="'x' mixes cells of the types"):
        variable_of(pd.Series(cells, dtype=object))


def test_times_of_day_with_a_zone_are_refused_by_name():
    cells = [dt.time(hour, tzinfo=dt.UTC) for hour in (1, 2, 3)]
    with pytest.raises(ValueError, match="'x' holds times of day with a time zone"):
        variable_of(pd.Series(cells, dtype=object))


def test_aware_datetimes_keep_their_zone():
    zone = dt.timezone(dt.timedelta(hours=2))
    cells = [dt.datetime(2021, 1, 1 + i % 28, tzinfo=zone) for i in range(N)]
    variable = variable_of(pd.Series(cells, dtype=object))
    number, _ = variable.encode(pd.DataFrame({"x": cells}).astype(object), "error")
    assert variable.decode(number, None, N)["x"].tolist() == cells


def test_ranks_are_those_of_the_levels_seen():
    order = ["none", "mild", "unseen", "grave"]
    values = pd.Categorical(["none", "mild", "grave", None] * 5, order, ordered=True)
    encoder = TableEncoder()
    rows = encoder.fit(pd.DataFrame({"x": values})).table_.encode(
        pd.DataFrame({"x": values})
    )
    assert rows.numbers[:3, 0].tolist() == [0, 1, 2]
    assert np.isnan(rows.numbers[3, 0])
    assert encoder.schema_.variables[0].kind == "ordinal"


@pytest.mark.parametrize(
    ("values", "told", "levels"),
    [
        (["II", "I", "III"], ["I", "II", "III", "IV"], ["I", "II", "III"]),
        ([5, 1, 2], "ordinal", [1, 2, 5]),
        ([5, 1, 2], [5, 2, 1], [5, 2, 1]),
        ([True, False, True], [True, False], [True, False]),
    ],
)
def test_an_order_can_be_told(values, told, levels):
    variable = variable_of(values * 5, told=told)
    assert variable.kind == "ordinal"
    assert variable.codec.known == levels
    back = variable.decode(np.arange(len(levels), dtype=float), None, len(levels))["x"]
    assert back.tolist() == levels


@pytest.mark.parametrize(
    ("values", "told", "words"),
    [
        (["I", "II"], ["I"], ["'x'", "['I']", "'II'", "a place"]),
        (["I", "II"], ["I", "II", "I"], ["'x'", "'I'", "twice"]),
        (["I", "II", "III"], "ordinal", ["'x'", "order", "column_kinds={'x': ["]),
        ([1, 2, 3], "datetime", ["'x'", "datetime", "pandas.to_datetime"]),
        (["a", "b", "c"], "timedelta", ["'x'", "pandas.to_timedelta"]),
    ],
)
def test_kinds_that_a_column_cannot_have_are_refused(values, told, words):
    with pytest.raises(ValueError, match="column_kinds") as error:
        variable_of(values, told=told)
    for word in words:
        assert word in str(error.value)


def test_decimals_with_too_many_digits_are_mere_categories():
    cells = [Decimal(f"0.{i % 3}1234567890123456789") for i in range(N)]
    variable = variable_of(pd.Series(cells, dtype=object))
    assert variable.kind == "category"
    assert variable.known == sorted(set(cells))
