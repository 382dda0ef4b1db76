"""Dates in the form that a dictionary says: 03/04/2024 may be two days."""

from dataclasses import replace

import pandas as pd
import pytest

from skl_synth import DataDictionary, TableEncoder
from skl_synth.errors import InputError
from skl_synth.table import RealTable
from skl_synth.table.dictionary import Field
from skl_synth.table.dictionary.read_by import read_by

FORMS = [
    *("%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%b-%Y", "%d/%m/%y"),
    *("%m/%d/%y", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M:%S"),
    *("%b-%d-%Y", "%d-%b-%y", "%B %d, %Y", "%d %B %Y", "%b %d, %Y %H:%M"),
]
DAYS = pd.Series(pd.date_range("2020-01-05 10:07:30", periods=40, freq="3D"))


def field_of(series):
    return DataDictionary.from_table(pd.DataFrame({"seen": series})).fields[0]


@pytest.mark.parametrize("form", FORMS)
def test_the_form_of_dates_as_text_is_written(form, tmp_path):
    frame = pd.DataFrame({"seen": DAYS.dt.strftime(form)})
    dictionary = DataDictionary.from_table(frame)
    assert dictionary.fields[0].format == form
    for name in ("d.yaml", "d.json"):
        dictionary.write(tmp_path / name)
        assert DataDictionary.read(tmp_path / name) == dictionary
    real = RealTable.read(frame, encoder=TableEncoder(dictionary=dictionary))
    pd.testing.assert_frame_equal(real.decode(real.rows), frame)


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])
def test_what_a_table_schema_takes_for_granted_is_not_written(form):
    assert field_of(DAYS.dt.strftime(form)).format == ""


def test_dates_of_last_century_in_two_digits_have_bounds_in_full():
    frame = pd.DataFrame(
        {"born": (DAYS - pd.Timedelta(days=25000)).dt.strftime("%d/%m/%y")}
    )
    dictionary = DataDictionary.from_table(frame)
    assert DataDictionary.read(dictionary.to_mapping()) == dictionary
    written = dictionary.to_mapping()["fields"][0]
    assert "minimum" not in written["constraints"] or written["format"] == "%d/%m/%y"


def test_a_form_decides_where_two_fit():
    frame = pd.DataFrame({"seen": ["03/04/2024", "05/06/2024", "07/08/2024"]})
    bounds = {
        "minimum": pd.Timestamp("2024-01-01"),
        "maximum": pd.Timestamp("2025-01-01"),
    }
    for form, first in (("%m/%d/%Y", "2024-03-04"), ("%d/%m/%Y", "2024-04-03")):
        field = Field("seen", "datetime", format=form, **bounds)
        dictionary = DataDictionary((field,))
        real = RealTable.read(frame, encoder=TableEncoder(dictionary=dictionary))
        (variable,) = real.schema.numbers
        low = variable.codec.comparable(real.rows.numbers[:1, 0])[0]
        assert pd.Timestamp(low) == pd.Timestamp(first)
        pd.testing.assert_frame_equal(real.decode(real.rows), frame)
        public = read_by(dictionary, frame).table
        assert public.decode(public.rows)["seen"][0] == pd.Timestamp(first)


def test_dates_in_another_form_are_named():
    frame = pd.DataFrame({"seen": ["03/04/2024", "25/06/2024", "07/08/2024"]})
    field = field_of(frame["seen"])
    for form, value in (("%m/%d/%Y", "'25/06/2024'"), ("%Y/%m/%d", "'03/04/2024'")):
        wrong = DataDictionary((replace(field, format=form),))
        with pytest.raises(InputError, match=value) as caught:
            RealTable.read(frame, encoder=TableEncoder(dictionary=wrong))
        assert form in str(caught.value)
