"""What a column may be instead: told where it is likely, and mostly there only."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, TypeAwareSMOTE
from skl_synth.datasets import make_patients
from skl_synth.table.hints import hint_of_few
from skl_synth.table.infer import infer_variable


def hint_of(values, name="x"):
    return infer_variable(pd.Series(values, name=name)).hint


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1, 2, 3, 9], ["9 stands apart", "call the column a category"]),
        ([0, 1, 2, 3, 4, 5, 99], ["99 stands apart", "as a special value"]),
        ([1, 2, 3, 98, 99], ["98, 99 stands apart"]),
        ([1.0, 2.0, 3.0, 9.0, np.nan], ["9 stands apart"]),
        ([-9, 1, 2, 3], ["-9 stands apart"]),
        ([10, 20, 31, 47], ["uneven steps (10, 20, 31, 47, …)"]),
        ([*range(18, 80), 999], ["999 stands apart", "as a special value"]),
    ],
)
def test_codes_are_pointed_out(values, words):
    hint = hint_of(values * 10)
    for word in words:
        assert word in hint


def test_numbers_that_are_measured_are_not_called_codes():
    assert "category" not in hint_of([*range(18, 80), 999] * 10)


@pytest.mark.parametrize(
    "values",
    [
        [1, 2, 3] * 30,
        list(range(10)) * 10,
        [0, 5, 10, 15] * 20,
        [50, 100, 200, 400] * 20,
        [1e149, 3e149, 7e149, -1e149] * 20,
        [0] * 50 + [1] * 30 + [2] * 10 + [3] * 5 + [9],
        np.random.default_rng(0).poisson(3, 500),
        np.random.default_rng(0).geometric(0.1, 500),
        np.random.default_rng(0).integers(0, 100, 5000),
    ],
)
def test_counts_and_scores_are_left_alone(values):
    assert hint_of(values) == ""


def test_the_name_of_a_place_is_a_hint():
    assert "name of a code or a place" in hint_of([1, 2, 3] * 10, "ward")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("{}/{}", "two numbers in one cell, such as '100/50'"),
        ("{}.5 - {}", "two numbers in one cell"),
        ("{} kg", "numbers with a unit, such as '100 kg'"),
        ("1.{},{} €", "numbers with a unit, such as '1.100,50 €'"),
        ("$1,{}.{}", "numbers with a unit"),
        ("patient {}", ""),
        ("{} High Street", ""),
        ("{}A{}", ""),
    ],
)
@pytest.mark.parametrize("repeated", [1, 3])
def test_numbers_within_texts_are_pointed_out(form, words, repeated):
    hint = hint_of([form.format(100 + i, 50 + i) for i in range(40)] * repeated)
    assert words in hint
    assert bool(words) == ("two numbers" in hint or "with a unit" in hint)


def test_letters_of_codes_are_no_units():
    assert hint_of([f"{100 + i}{'ABCDE'[i % 5]}" for i in range(40)]) == ""


def test_a_refused_identifier_comes_with_its_hint():
    X = pd.DataFrame({"pressure": [f"{100 + i}/{50 + i}" for i in range(40)]})
    with pytest.raises(ValueError, match="split it into two columns of numbers"):
        TableEncoder().fit(X)


def test_hints_are_shown_beside_the_reason():
    X, y = make_patients(200, random_state=0, return_X_y=True)
    X["marital"] = np.resize([1, 2, 3, 9], 200)
    smote = TypeAwareSMOTE(encoder=TableEncoder(identifiers="surrogate")).fit(X, y)
    hints = smote.describe().set_index("column")["hint"]
    assert hints[hints != ""].index.tolist() == ["marital"]


def test_whoever_has_said_what_a_column_is_gets_no_hint():
    X = pd.DataFrame({"marital": [1, 2, 3, 9] * 10})
    encoder = TableEncoder({"marital": "integer"}).fit(X)
    assert encoder.describe()["hint"].tolist() == [""]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_few_numbers_with_decimals_may_be_all_that_there_are(dtype):
    years = np.tile([0.5, 2.5, 6, 9, 13, 16.5, 23], 60).astype(dtype)
    rate = np.round(np.random.default_rng(0).normal(size=420), 2).astype(dtype)
    table = pd.DataFrame({"years": years, "rate": rate})
    hints = TableEncoder().fit(table).describe().set_index("column")["hint"]
    assert "if there are none between them, call the column ordinal" in hints["years"]
    assert hints["rate"] == ""
    # Of a short table nothing can be said.
    assert hint_of_few(np.sort(years[:70])) == ""
