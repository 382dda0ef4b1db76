"""The simulated patients: columns, dependence, and that a seed fixes them."""

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from skl_synth.datasets import make_patients
from skl_synth.datasets.patients import _WARDS

COLUMNS = [
    "patient_id",
    "age",
    "sex",
    "ward",
    "length_of_stay",
    "glucose",
    "bmi",
    "smoker",
    "emergency",
    "readmitted",
]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return make_patients(20_000, random_state=0)


def test_columns_come_in_order(table):
    assert list(table.columns) == COLUMNS


@pytest.mark.parametrize("column", ["age", "length_of_stay", "emergency", "readmitted"])
def test_whole_numbers_have_an_integer_dtype(table, column):
    assert table[column].dtype == np.int64


def test_patient_id_is_a_unique_key_that_does_not_follow_the_rows(table):
    key = table["patient_id"]
    assert key.is_unique
    assert key.str.fullmatch(r"P\d{7}").all()
    assert not key.is_monotonic_increasing


@pytest.mark.parametrize(("column", "decimals"), [("glucose", 2), ("bmi", 1)])
def test_measures_have_the_decimals_that_are_promised(table, column, decimals):
    seen = table[column].dropna()
    np.testing.assert_array_equal(seen, seen.round(decimals))
    assert (seen != seen.round(decimals - 1)).any()


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("sex", {"Female", "Male"}),
        ("ward", {ward.name for ward in _WARDS}),
        ("smoker", {"Yes", "No"}),
        ("emergency", {0, 1}),
        ("readmitted", {0, 1}),
    ],
)
def test_every_level_occurs_and_no_other(table, column, values):
    assert set(table[column]) == values


def test_ages_stay_in_a_human_range(table):
    assert table["age"].between(0, 100).all()


def test_length_of_stay_has_a_long_tail(table):
    stay = table["length_of_stay"]
    assert stay.min() >= 0
    assert stay.mean() > 1.3 * stay.median()
    assert stay.max() > 10 * stay.mean()


def test_only_glucose_misses_values_at_the_rate_asked_for(table):
    missing = table.isna().mean()
    assert missing["glucose"] == pytest.approx(0.1, abs=0.01)
    assert missing.drop("glucose").eq(0).all()


def test_missingness_depends_on_the_ward(table):
    by_ward = table["glucose"].isna().groupby(table["ward"]).mean()
    assert by_ward["Paediatrics"] > 3 * by_ward["Cardiology"]


def test_missing_factors_average_to_one():
    assert sum(ward.share for ward in _WARDS) == pytest.approx(1.0)
    assert sum(ward.share * ward.missing_factor for ward in _WARDS) == pytest.approx(
        1, abs=0.005
    )


def test_missing_rate_zero_gives_a_complete_table():
    assert not make_patients(2000, missing_rate=0, random_state=0).isna().any(axis=None)


def test_missing_rate_changes_nothing_but_the_gaps(table):
    complete = make_patients(20_000, missing_rate=0, random_state=0)
    pd.testing.assert_frame_equal(complete.where(table.notna()), table)


def test_the_columns_depend_on_one_another(table):
    assert set(table.loc[table["ward"] == "Maternity", "sex"]) == {"Female"}
    assert table.loc[table["ward"] == "Paediatrics", "age"].max() < 18
    assert table.loc[table["ward"] != "Paediatrics", "age"].min() >= 18
    assert set(table.loc[table["age"] < 18, "smoker"]) == {"No"}
    assert table["glucose"].corr(table["bmi"]) > 0.1


def test_the_outcome_is_rare(table):
    assert table["readmitted"].mean() == pytest.approx(0.135, abs=0.015)


def test_the_outcome_can_be_predicted_but_not_with_certainty(table):
    X, y = table.drop(columns=["patient_id", "readmitted"]), table["readmitted"]
    encode = make_column_transformer(
        (OneHotEncoder(), ["sex", "ward", "smoker"]),
        (
            make_pipeline(SimpleImputer(), StandardScaler()),
            ["age", "length_of_stay", "glucose", "bmi", "emergency"],
        ),
    )
    scores = cross_val_score(
        make_pipeline(encode, LogisticRegression()), X, y, scoring="roc_auc"
    )
    assert 0.75 < scores.mean() < 0.85


def test_same_seed_gives_the_same_table():
    one, two = (make_patients(300, random_state=7) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_another_seed_gives_another_table():
    one, two = (make_patients(300, random_state=seed) for seed in (7, 8))
    assert not one.equals(two)


def test_return_X_y_splits_the_same_table():
    X, y = make_patients(50, random_state=0, return_X_y=True)
    pd.testing.assert_frame_equal(
        X.assign(readmitted=y), make_patients(50, random_state=0)
    )


@pytest.mark.parametrize("n_samples", [1, 2, 17])
def test_any_size_down_to_one_row(n_samples):
    assert make_patients(n_samples, random_state=0).shape == (n_samples, len(COLUMNS))


@pytest.mark.parametrize("n_samples", [0, -3, 2.5, "ten", True, None])
def test_bad_n_samples_is_named(n_samples):
    with pytest.raises(
        ValueError, match=r"n_samples must be a whole number.*got .*: ask for"
    ):
        make_patients(n_samples)


@pytest.mark.parametrize("missing_rate", [-0.1, 0.3, "none", True, None, float("nan")])
def test_bad_missing_rate_is_named(missing_rate):
    with pytest.raises(
        ValueError, match=r"missing_rate must be a number.*got .*: pass 0"
    ):
        make_patients(10, missing_rate=missing_rate)
