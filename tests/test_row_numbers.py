"""A row has one number for who writes Python, and one for who looks into the file."""

import ast
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import skl_synth
from skl_synth import DataDictionary, TableEncoder
from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.errors import InputError, Row
from skl_synth.table.constraints import Inequality
from skl_synth.table.dictionary.dictionary_field import Field
from skl_synth.table.real import RealTable

PACKAGE = Path(skl_synth.__file__).parent


def refusal(X, y=None, **encoder):
    with pytest.raises(InputError) as caught:
        RealTable.read(X, y, encoder=TableEncoder(**encoder))
    return caught.value


def ages(n=40):
    rng = np.random.default_rng(0)
    return pd.DataFrame({"age": rng.integers(20, 90, n), "stay": rng.integers(1, 9, n)})


def broken_rule():
    X = ages()
    X.loc[7, "stay"] = 900
    return refusal(X, constraints=[Inequality("age", ">=", "stay")])


def outside_bounds():
    X = ages()
    X.loc[7, "stay"] = 900
    said = DataDictionary((Field("stay", kind="integer", minimum=0, maximum=100),))
    return refusal(X[["stay"]], dictionary=said)


def target_missing():
    return refusal(ages(), np.r_[np.zeros(7), np.nan, np.ones(32)])


def text_among_numbers():
    X = ages().astype({"age": object})
    X.loc[7, "age"] = "unclear, see notes"
    return refusal(X.astype(str))


@pytest.mark.parametrize(
    "refused", [broken_rule, outside_bounds, target_missing, text_among_numbers]
)
def test_the_eighth_row_is_named_in_both_ways(refused):
    error = refused()
    assert "row 7 (counted from 0)" in str(error)
    typed = error.words(COMMAND_LINE)
    assert "row 8 below the header" in typed
    assert "counted from" not in typed


def test_a_row_is_named_in_a_warning_as_well():
    error = InputError("the first is {row}", row=Row(0))
    assert str(error) == "the first is row 0 (counted from 0)."
    assert error.words(COMMAND_LINE) == "the first is row 1 below the header."


def test_no_message_numbers_rows_by_itself():
    """Each would count in a way of its own."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                told = re.search(r"\b(in|is) row \{", node.value)
                assert told is None, f"{path.name}: {node.value}"
