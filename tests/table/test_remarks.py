"""What is worth a look is mentioned, and ordinary tables are not bothered."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine

from skl_synth.datasets import make_patients
from skl_synth.table.remarks import remarks


def _of(values, **names):
    frame = pd.DataFrame({"a": values, "b": np.arange(len(values)) * 1.5})
    return [remark.text for remark in remarks(frame, **names) if remark.column == "a"]


SPELLINGS = {
    "case": (["M", "m", "F"], "'M' (20 rows), 'm' (20)"),
    "a blank behind": (["Yes", "Yes ", "No"], "'Yes' (20 rows), 'Yes ' (20)"),
    "cut short": (
        ["M", "Male", "Female", "f"],
        "'Female' (20 rows), 'f' (20); 'M' (20)",
    ),
    "yes and no": (["Y", "yes", "n", "No"], "'Y' (20), 'yes' (20)"),
    "accents": (["Café", "Cafe", "Bar"], "'Cafe' (20 rows), 'Café' (20)"),
    "two blanks": (["not  known", "Not known", "x"], "'Not known' (20 rows)"),
    "hyphen": (["follow-up", "Follow up", "x"], "'Follow up' (20 rows)"),
    "a point": (["approx.", "approx", "x"], "'approx' (20 rows)"),
}
DIFFERENT = {
    "blood groups": ["A", "B", "AB", "0"],
    "signs": ["ER+", "ER-", "+", "-"],
    "stages": ["I", "II", "III"],
    "two stages": ["I", "II"],
    "sizes": ["S", "M", "L", "XL"],
    "grades": ["G1", "G2", "G3"],
    "bands": ["<5", "5-10", ">10"],
    "numbers": [1, 2, 3],
    "sexes": ["F", "M"],
    "signed": ["-1", "1", "+1"],
}


@pytest.mark.parametrize(("levels", "words"), SPELLINGS.values(), ids=SPELLINGS)
def test_spellings_of_one_level(levels, words):
    (text,) = _of(levels * 20)
    assert text.startswith("one level in several spellings: ")
    assert words in text


@pytest.mark.parametrize("levels", DIFFERENT.values(), ids=DIFFERENT)
def test_different_levels(levels):
    assert _of(levels * 20) == []


def test_empty_and_nameless_columns():
    assert _of([None] * 30) == ["is empty in every row"]
    assert _of([1, 2] * 15, names_in_file={"a": " "}) == ["has no name in the file"]
    both = _of([None] * 30, names_in_file={"a": None})
    assert both == ["has no name in the file and is empty in every row"]
    assert _of([1, 2] * 15, names_in_file={"a": "A", "z": ""}) == []


def test_one_value_in_all_but_a_few_rows():
    assert _of([0] * 98 + [1, 1]) == ["is 0 in all but 2 rows"]
    assert _of(["x"] * 99 + ["y"]) == ["is 'x' in all but 1 row"]
    assert _of([0] * 90 + [1] * 10) == []
    assert _of([0] * 100) == []


@given(st.integers(1, 12), st.integers(0, 2**16))
def test_repeated_rows_are_counted(n_repeats, seed):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(100, 3)), columns=list("abc"))
    frame["d"] = rng.choice(["x", "y"], 100)
    frame = pd.concat([frame, frame.head(n_repeats)], ignore_index=True)
    (remark,) = remarks(frame)
    assert remark.column is None
    assert remark.text.startswith(f"{n_repeats} row")
    assert "the first is row 101" in remark.text


@pytest.mark.parametrize("load", [load_breast_cancer, load_diabetes, load_wine])
def test_ordinary_tables_are_not_bothered(load):
    assert remarks(load(as_frame=True).frame) == []


def test_rows_that_chance_repeats_are_not_mentioned():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.integers(0, 3, (300, 4)), columns=list("abcd"))
    assert remarks(frame) == []
    assert remarks(make_patients(500, random_state=0)) == []


def test_cells_that_cannot_be_counted():
    frame = pd.DataFrame({"a": [[1], [2]] * 20, "b": range(40)})
    assert remarks(frame) == []
