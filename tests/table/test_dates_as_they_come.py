"""Times with AM and PM, and what stands among dates and is none."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.errors import InputError
from skl_synth.files import read_table
from skl_synth.table.codecs.date_texts import DateStyle, find_style
from skl_synth.table.dictionary.date_forms import form_of
from skl_synth.table.infer import infer_variable
from skl_synth.table.missing_tokens import find_tokens

TIMES = st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2049, 12, 31))


def _dates(odd=(), every=8, n_rows=300):
    days = np.random.default_rng(0).integers(0, 300, n_rows)
    texts = pd.Series(pd.Timestamp("2013-01-01") + pd.to_timedelta(days, "D"))
    texts = texts.dt.strftime("%d/%m/%Y").rename("d")
    for place, text in enumerate(odd):
        texts.iloc[every * place] = text
    return texts


@given(
    st.lists(TIMES, min_size=1, max_size=6),
    st.sampled_from([" AM", "AM", " am", "am"]),
    st.sampled_from(["%m/%d/%Y", "%Y-%m-%d", ""]),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_hours_counted_twice_a_day_are_read_and_written_back(
    moments, half, date, padded
):
    hours = [f"{(one.hour - 1) % 12 + 1:{'02' if padded else ''}}" for one in moments]
    ends = [half.replace("A", "P").replace("a", "p") if one.hour > 11 else half
            for one in moments]  # fmt: skip
    texts = pd.Series(
        [
            f"{one.strftime(date)} {hour}:{one.minute:02}{end}".strip()
            for one, hour, end in zip(moments, hours, ends, strict=True)
        ]
    )
    style, _ = find_style(texts)
    assert style is not None
    values = style.parse(texts)
    assert style.texts(values) == texts.tolist()
    of_day = values - values.astype("M8[D]")
    minutes = [60 * one.hour + one.minute for one in moments]
    assert of_day.astype("m8[m]").astype(int).tolist() == minutes


@pytest.mark.parametrize("text", ["00:30 AM", "14:05 PM", "9:75 am"])
def test_no_such_hour_is_no_time(text):
    assert find_style(pd.Series([text]))[0] is None


def test_a_dictionary_says_how_they_are_written():
    style = DateStyle("mdy", "/", " ", clock="M", half=" AM")
    assert form_of(style) == "%m/%d/%Y %I:%M %p"


@pytest.mark.parametrize("token", ["NaT", "#VALUE!", "0000-00-00", "00/00/0000"])
def test_no_date_is_missing_among_dates(token):
    frame = _dates([token] * 2).to_frame()
    assert find_tokens(frame)["d"].cells == (token,)


@pytest.mark.parametrize("token", ["NaT", "#VALUE!"])
def test_such_cells_of_a_file_are_missing_among_dates_and_numbers(tmp_path, token):
    path = tmp_path / "table.csv"
    path.write_text(f"d,n\n2013-01-02,1\n{token},2\n2013-01-03,{token}\n")
    frame, _ = read_table(path)
    assert frame.isna().sum().tolist() == [1, 1]
    assert frame["n"].dtype == float


def test_a_word_that_repeats_stands_beside_dates():
    found = infer_variable(_dates(["unknown"] * 20))
    assert (found.kind, found.special) == ("datetime", ("unknown",))


def test_the_first_remedy_names_what_is_missing_and_none_calls_dates_levels():
    with pytest.raises(InputError) as caught:
        infer_variable(_dates(["unknown"] * 34))
    words = caught.value.words(COMMAND_LINE)
    assert (
        "34 of 300 cells): if nothing is known there, give --missing unknown" in words
    )
    assert "category" not in words


def test_odd_cells_among_dates_are_shown_with_their_rows_and_counted():
    with pytest.raises(InputError) as caught:
        infer_variable(_dates(["31/02/2024", "31/04/2024", "x", "y"]))
    words = caught.value.words(COMMAND_LINE)
    for text in ("31/02/2024", "31/04/2024", "x"):
        assert f"{text!r} in row" in words
    assert "'y' in row" not in words
    assert "4 of 300 cells" in words
    assert "--missing 31/02/2024" in words


def _clock(n_rows=80):
    minutes = np.random.default_rng(1).integers(0, 1440, n_rows)
    return pd.Series([f"{one // 60:02}{one % 60:02}" for one in minutes])


def test_four_digits_are_times_of_day_where_the_name_says_so():
    texts = _clock().rename("arrival_time")
    found = infer_variable(texts)
    assert found.kind == "datetime"
    assert found.codec.family == "times of day"
    assert found.codec.write(found.codec.read(texts)).tolist() == texts.tolist()
    assert form_of(found.codec.carrier.style) == "%H%M"


@pytest.mark.parametrize(
    "texts",
    [
        _clock().rename("site"),
        _clock().where(lambda one: one.index > 0, "0760").rename("time"),
        _clock().where(lambda one: one.index > 0, "2400").rename("time"),
        _clock().str.replace("^0", "1", regex=True).rename("time"),
        _clock(8).rename("time"),
    ],
    ids=["another name", "minute 60", "hour 24", "no zero", "few"],
)
def test_other_digits_are_no_times(texts):
    assert infer_variable(texts).kind != "datetime"
