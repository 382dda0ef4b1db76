"""Columns of text that are mostly something else: which cell is named."""

import pandas as pd
import pytest

from skl_synth.errors import InputError
from skl_synth.table import RealTable


def dates(word):
    texts = pd.date_range("2020-01-25", periods=60).strftime("%d/%m/%Y").tolist()
    texts[::10] = ["N/A"] * 6
    texts[1::10] = [word] * 6
    return pd.DataFrame({"seen": texts, "age": range(60)})


def test_what_is_read_as_missing_is_not_named_as_the_odd_one():
    with pytest.raises(InputError, match="'Unknown' in "):
        RealTable.read(dates("Unknown"))
    assert RealTable.read(dates("N/A")).schema.variables[0].kind == "datetime"
