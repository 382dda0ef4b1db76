"""Dates with names of months: read as dates, and written back as they were."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import TypeAwareSMOTE
from skl_synth.files import read_table, write_table
from skl_synth.table.codecs.date_texts import find_style
from skl_synth.table.real import RealTable

FORMS = {
    "Jan-1-1995": "%b-%-d-%Y",
    "1-Jan-95": "%-d-%b-%y",
    "01-JAN-1995": "%d-%b-%Y",
    "January 1, 1995": "%B %-d, %Y",
    "Jan 01, 1995": "%b %d, %Y",
    "1 January 1995": "%-d %B %Y",
    "january/1/95": "%B/%-d/%y",
    "January 1995": "%B %Y",
    "Jan 1, 1995 07:30": "%b %-d, %Y 07:30",
}


def texts_of(example, days):
    texts = [day.strftime(FORMS[example]) for day in days]
    change = {"J": str, "j": str.lower}.get(example.lstrip("0123456789- ")[0], str)
    return [change(t.upper() if "JAN" in example else t) for t in texts]


@pytest.mark.parametrize("example", FORMS)
@settings(max_examples=15, deadline=None)
@given(
    days=st.lists(
        st.dates(pd.Timestamp(1950, 1, 1).date(), pd.Timestamp(2019, 12, 31).date()),
        min_size=1,
        max_size=30,
        unique=True,
    )
)
def test_each_day_is_read_and_written_as_it_was(example, days):
    texts = pd.Series(list(dict.fromkeys(texts_of(example, days))))
    style, is_open = find_style(texts)
    assert not is_open
    values = style.parse(texts)
    assert style.texts(values) == texts.tolist()
    if "%-d" in FORMS[example] or "%d" in FORMS[example]:
        read = values.astype("M8[D]").astype(object).tolist()
        assert read == days


@pytest.mark.parametrize("example", FORMS)
def test_a_column_is_one_of_dates_whose_file_comes_back(example, tmp_path):
    days = pd.date_range("1995-01-01", periods=200, freq="11D")
    texts = texts_of(example, days.date)
    path, back = tmp_path / "table.csv", tmp_path / "back.csv"
    quoted = [f'"{one}"' if "," in one else one for one in texts]
    path.write_text(
        "seen,n\n" + "".join(f"{t},{i * 7 % 13}\n" for i, t in enumerate(quoted))
    )
    frame, style = read_table(path)
    real = RealTable.read(frame)
    assert real.schema.variables[0].kind == "datetime"
    write_table(real.decode(real.rows), back, style)
    assert back.read_bytes() == path.read_bytes()


def test_new_days_are_written_in_the_same_way():
    days = pd.date_range("1995-01-01", periods=300, freq="7D")
    X = pd.DataFrame({"seen": days.strftime("%B %-d, %Y"), "n": np.arange(300) % 13})
    made, _ = TypeAwareSMOTE(random_state=0).fit(X).sample(100)
    read = pd.to_datetime(made["seen"], format="%B %d, %Y")
    assert read.between(days[0], days[-1]).all()
    assert read.dt.strftime("%B %-d, %Y").tolist() == made["seen"].tolist()


def test_may_does_not_tell_how_the_other_months_are_written():
    for form in ("%b %d, %Y", "%B %d, %Y"):
        texts = pd.date_range("2020-05-01", periods=90, freq="D").strftime(form)
        style, _ = find_style(pd.Series(texts))
        assert style.in_full == ("%B" in form)


def test_months_in_full_and_short_are_not_one_style():
    style, _ = find_style(pd.Series(["January 1, 1995", "Feb 1, 1995"]))
    assert style is None
    style, _ = find_style(pd.Series(["Jan 1, 1995", "Feb 1 1995"]))
    assert style is None
