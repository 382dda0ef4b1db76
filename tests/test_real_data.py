"""The three real tables, end to end through the Python interface."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE

from skl_synth import ProximityFilter, SamplerAdapter, TableEncoder, TypeAwareSMOTE
from skl_synth.datasets import make_patients


@pytest.fixture
def titanic(real_data):
    table = pd.read_csv(real_data / "titanic_processed.csv")
    return table.drop(columns=["PassengerId", "Survived"]), table["Survived"]


@pytest.fixture
def stroke_raw(real_data):
    table = pd.read_csv(real_data / "stroke_raw.csv")
    return table.drop(columns="stroke"), table["stroke"]


@pytest.mark.filterwarnings("ignore:.*what is left is unlike what was made")
def test_titanic_keeps_its_types_and_holds_no_passenger(titanic):
    X, y = titanic
    synthesizer = ProximityFilter(mode="replace", random_state=0)
    X_new, y_new = synthesizer.fit_resample(X, y)
    groups = {v.name for v in synthesizer.encoder_.schema_.of_kind("one_hot")}
    assert groups == {"Embarked", "CabinLetter"}
    for group in groups:
        columns = X_new.filter(regex=f"^{group}_")
        assert columns.isin([0, 1]).all(axis=None)
        assert (columns.sum(axis=1) == 1).all()
    for name in ["Pclass", "SibSp", "Parch", "CabinNumber"]:
        np.testing.assert_array_equal(X_new[name], X_new[name].round())
    np.testing.assert_array_equal(X_new["Fare"], X_new["Fare"].round(4))
    decimals = {
        name: (X["Age"] % 1 != 0).mean() for name, X in [("a", X), ("b", X_new)]
    }
    assert decimals["b"] == pytest.approx(decimals["a"], abs=0.03), "ages are whole"
    assert X_new.merge(X.drop_duplicates()).empty
    assert X_new.dtypes.equals(X.dtypes)
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()


def test_stroke_raw_keeps_ages_missing_values_and_text(stroke_raw):
    X, y = stroke_raw
    synthesizer = ProximityFilter(
        TypeAwareSMOTE(encoder=TableEncoder(identifiers="surrogate")),
        mode="replace",
        random_state=0,
    )
    X_new, y_new = synthesizer.fit_resample(X, y)
    assert len(X_new) == 5110
    assert y_new.value_counts().to_dict() == {0: 4861, 1: 249}
    assert list(X_new.columns) == list(X.columns)
    assert not X_new["id"].isin(X["id"]).any()
    adults = X_new["age"][X_new["age"] >= 2]
    np.testing.assert_array_equal(adults, adults.round())
    assert (X_new["age"] < 2).any()
    for label in (0, 1):
        real = X["bmi"][y == label].isna().mean()
        assert X_new["bmi"][y_new == label].isna().mean() == pytest.approx(
            real, abs=0.03
        )
    for name in X.select_dtypes(exclude="number"):
        assert set(X_new[name]) <= set(X[name])


def with_further_kinds(X, seed=0):
    """Add what the table lacks: a date, a boolean, a postcode, an ordered category."""
    rng = np.random.default_rng(seed)
    day = np.datetime64("2019-01-01") + rng.integers(0, 700, len(X))
    grades = ["I", "II", "III", "IV"]
    return X.assign(
        admitted=pd.Series(day).astype("datetime64[s]"),
        consent=pd.Series(rng.random(len(X)) < 0.7, dtype="boolean").mask(
            day == day[0]
        ),
        postcode=rng.choice(["01097", "01099", "10115", "20095"], len(X)),
        grade=pd.Categorical.from_codes(
            rng.integers(0, 3, len(X)), categories=grades, ordered=True
        ),
    )


GENERATORS = [
    TypeAwareSMOTE(encoder=TableEncoder(identifiers="surrogate"), random_state=0),
    ProximityFilter(
        TypeAwareSMOTE(encoder=TableEncoder(identifiers="surrogate")), random_state=0
    ),
    SamplerAdapter(
        SMOTE(), encoder=TableEncoder(identifiers="surrogate"), random_state=0
    ),
    ProximityFilter(
        SamplerAdapter(SMOTE(), encoder=TableEncoder(identifiers="surrogate")),
        random_state=0,
    ),
]


@pytest.mark.parametrize("generator", GENERATORS, ids=repr)
@pytest.mark.parametrize("mode", ["augment", "replace"])
def test_stroke_raw_with_further_kinds_keeps_its_dtypes(generator, mode, stroke_raw):
    X, y = stroke_raw
    X = with_further_kinds(X)
    assert_kinds_are_kept(generator.set_params(mode=mode), X, y)


@pytest.mark.parametrize("generator", GENERATORS, ids=repr)
def test_a_made_table_with_further_kinds_keeps_its_dtypes(generator):
    patients = with_further_kinds(make_patients(400, random_state=0))
    X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    assert_kinds_are_kept(generator.set_params(mode="replace"), X, y)


def assert_kinds_are_kept(generator, X, y):
    X_new, y_new = generator.fit_resample(X, y)
    assert X_new.dtypes.equals(X.dtypes)
    assert y_new.dtype == y.dtype
    if generator.mode == "augment":
        pd.testing.assert_frame_equal(X_new.iloc[: len(X)], X)
        X_new = X_new.iloc[len(X) :]
    kinds = generator.describe().set_index("column")["kind"]
    told = {"admitted": "datetime", "consent": "binary", "postcode": "category"}
    assert kinds[[*told, "grade"]].to_dict() == {**told, "grade": "ordinal"}
    assert X_new["admitted"].between(X["admitted"].min(), X["admitted"].max()).all()
    assert set(X_new["postcode"]) <= set(X["postcode"])
    assert set(X_new["grade"]) <= {"I", "II", "III"}
    assert X_new["consent"].isna().mean() < 0.05
