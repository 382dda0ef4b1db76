"""What each column is taken for, and why."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder
from skl_synth.table.infer import infer_variable

N = 40


def kind_of(values, name="x", told=None, named=True):
    return infer_variable(pd.Series(values, name=name), told, named=named).kind


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (np.linspace(0, 1, N), "continuous"),
        ([1.0, 2.0, 4.0] * 10, "integer"),
        ([1, 2, 4] * 10, "integer"),
        ([1, 2, np.nan] * 10, "binary"),
        ([1, 2, 4, np.nan] * 10, "integer"),
        ([0, 1] * 20, "binary"),
        ([True, False] * 20, "binary"),
        (["Yes", "No"] * 20, "binary"),
        ([3.5, 7.25] * 20, "binary"),
        (["a", "b", "c", "c"] * 10, "category"),
        (["1st", "2nd", "1-5", "2020/2021"] * 10, "category"),
        (["01234", "00501", "94105", "01234"] * 10, "category"),
        (["a", None] * 20, "category"),
        ([5] * N, "constant"),
        ([np.nan] * N, "constant"),
        ([f"name {i}" for i in range(N)], "identifier"),
        (range(100, 100 + N), "identifier"),
    ],
)
def test_kinds_are_inferred_from_the_values(values, kind):
    assert kind_of(list(values)) == kind


@pytest.mark.parametrize(
    "name", ["id", "patient_id", "PassengerId", "nhs_number", "ID"]
)
def test_whole_numbers_with_the_name_of_a_key_are_identifiers(name):
    assert kind_of(np.arange(N) ** 2, name) == "identifier"


@pytest.mark.parametrize("name", ["paid", "humid", "CabinNumber2", "weight_gram", "x"])
def test_other_whole_numbers_that_all_differ_are_measurements(name):
    assert kind_of(np.arange(N) ** 2, name) == "integer"


def test_whole_numbers_that_all_differ_get_a_hint():
    variable = infer_variable(pd.Series(np.arange(N) ** 2, name="income"))
    assert "if they are keys" in variable.hint
    assert not infer_variable(pd.Series(np.arange(N) ** 2), named=False).hint
    assert not infer_variable(pd.Series([*range(19), 25.0, 25.0], name="age")).hint


def test_dates_of_birth_get_a_hint():
    days = pd.Series(pd.date_range("1950-01-01", periods=N))
    assert "birth" in infer_variable(days.rename("DOB")).hint
    assert not infer_variable(days.rename("admitted")).hint


def test_a_key_of_a_few_rows_each_is_no_number_of_an_array():
    values = pd.Series(np.repeat(4_000_000_000 + 137 * np.arange(200), 4))
    variable = infer_variable(values.rename("patient_id"), named=False)
    assert (variable.kind, variable.likely_identifier) == ("integer", "")


@pytest.mark.parametrize("make", [str, float, int])
@pytest.mark.parametrize("name", ["patient_id", "nhs_number", "mrn"])
def test_keys_of_four_rows_each_are_identifiers(name, make):
    keys = [make(4_000_000_000 + 137 * (i // 4)) for i in range(800)]
    assert kind_of(keys, name) == "identifier"


def test_numbers_of_an_array_are_never_taken_for_keys():
    assert kind_of(np.arange(N), "x0", named=False) == "integer"


def test_few_rows_may_all_differ():
    assert kind_of(["a", "b", "c"]) == "category"


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "float32", "int8"])
def test_number_dtypes_are_read(dtype):
    assert kind_of(pd.array([1, 2, 5] * 10, dtype=dtype)) == "integer"


def test_the_user_overrules():
    assert kind_of([1, 2, 3] * 10, told="category") == "category"
    assert kind_of([1.0, 2.0, 3.0] * 10, told="continuous") == "continuous"
    assert kind_of(np.arange(N), "id", told="integer") == "integer"


def test_reasons_are_given():
    variable = infer_variable(pd.Series(np.arange(N), name="id"))
    assert "count the rows" in variable.reason
    assert infer_variable(pd.Series([1, 2, 3]), "category").reason == (
        "given by column_kinds"
    )


def test_levels_do_not_depend_on_the_order_of_rows():
    forth = infer_variable(pd.Series(["b", "a", "c"]))
    back = infer_variable(pd.Series(["c", "a", "b"]))
    assert list(forth.levels) == list(back.levels) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("values", "told", "words"),
    [
        (["a", 1, 2.5], None, ["'x'", "mixes text ('a')", "numbers (1)"]),
        ([1.0, np.inf, 3.0], None, ["'x'", "inf", "row 1"]),
        (pd.interval_range(0, 5), None, ["'x'", "interval", "astype(str)"]),
        ([1e200, 2.0, 3.0], None, ["'x'", "1e+200", "row 0", "rescale"]),
        ([1.5, 2.5], "integer", ["'x'", "1.5"]),
        (["a", "b"], "continuous", ["'x'", "category"]),
        ([1, 2, 3], "binary", ["'x'", "3 different values"]),
        ([1, 2, 3], "constant", ["'x'", "3 different values"]),
        ([1, 2, 3], "categorical", ["'x'", "'categorical'", "'category'"]),
        ([1, 0, 1], "one_hot", ["'x'", "one_hot_groups"]),
    ],
)
def test_errors_name_column_value_and_remedy(values, told, words):
    with pytest.raises(ValueError, match="column") as error:
        kind_of(values, told=told)
    for word in words:
        assert word in str(error.value)


def test_every_column_that_cannot_be_used_is_named():
    numbers = [str(i) for i in range(30)]
    X = pd.DataFrame(
        {"a": [*numbers, "n/k"], "b": range(31), "c": [np.inf, *range(30)]}
    )
    with pytest.raises(ValueError, match=r"^2 columns cannot be used") as error:
        TableEncoder().fit(X)
    for words in ("(1) column 'a' mixes", "'n/k'", "(2) column 'c' holds inf"):
        assert words in str(error.value)
    assert error.value.columns == ["a", "c"]


def test_every_identifier_is_named():
    X = pd.DataFrame({"id": range(N), "name": [f"name {i}" for i in range(N)]})
    with pytest.raises(ValueError, match=r"'id' is .*; column 'name' is an identifier"):
        TableEncoder().fit(X)
