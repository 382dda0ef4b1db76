"""Keys, names and free text: refused, replaced or left out, as asked."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, TypeAwareSMOTE
from skl_synth.table.check_digits import check_rule_of
from tests.keys_of_people import nhs_numbers

N = 40


@pytest.fixture
def people():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(
        {
            "patient_id": rng.permutation(1000)[:N],
            "age": rng.integers(20, 90, N),
            "note": [f"note {i}" for i in range(N)],
        }
    )
    return X, pd.Series([0] * 12 + [1] * 28, name="y")


@pytest.mark.parametrize("mode", ["augment", "replace"])
def test_dropped_columns_are_left_out_in_both_modes(mode, people):
    X, y = people
    smote = TypeAwareSMOTE(
        encoder=TableEncoder(identifiers="drop"), mode=mode, random_state=0
    )
    with pytest.warns(UserWarning, match=r"\['patient_id', 'note'\] are identifiers"):
        made, _ = smote.fit_resample(X, y)
    assert list(made) == ["age"]
    if mode == "augment":
        pd.testing.assert_frame_equal(made.iloc[:N], X[["age"]])


def test_each_column_may_be_told(people):
    X, y = people
    told = {"patient_id": "surrogate", "note": "drop"}
    smote = TypeAwareSMOTE(
        encoder=TableEncoder(identifiers=told), mode="replace", random_state=0
    )
    with pytest.warns(UserWarning, match=r"\['note'\]"):
        made, _ = smote.fit_resample(X, y)
    assert list(made) == ["patient_id", "age"]
    assert made["patient_id"].is_unique
    assert not made["patient_id"].isin(X["patient_id"]).any()
    assert smote.describe().set_index("column").loc["note", "levels"] == "left out"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("refuse", ["'patient_id'", "identifiers='drop'", "identifiers='surrogate'"]),
        ({"patient_id": "drop"}, ["'note'", "is an identifier"]),
        ({"age": "drop"}, ["'age'", "['patient_id', 'note']", "column_kinds"]),
        ({"note": "hide"}, ["'note'", "'hide'", "'drop'"]),
    ],
)
def test_what_is_not_told_is_refused(told, words, people):
    with pytest.raises(ValueError, match="identifier") as error:
        TypeAwareSMOTE(encoder=TableEncoder(identifiers=told)).fit(*people)
    for word in words:
        assert word in str(error.value)


@pytest.mark.filterwarnings("ignore:the columns:UserWarning")
def test_a_table_without_the_dropped_columns_can_be_measured(people):
    X, _ = people
    encoder = TableEncoder(identifiers="drop")
    rows = encoder.fit(X).table_.encode(X)
    np.testing.assert_array_equal(
        encoder.table_.encode(X[["age"]]).numbers, rows.numbers
    )


@pytest.mark.parametrize("make", [np.asarray, lambda X: X.to_numpy().tolist()])
@pytest.mark.filterwarnings("ignore:the columns:UserWarning")
def test_arrays_and_lists_lose_the_column_too(make, people):
    X, y = people
    smote = TypeAwareSMOTE(
        column_kinds={0: "identifier", 2: "identifier"},
        encoder=TableEncoder(identifiers="drop"),
    )
    made, _ = smote.set_params(random_state=0).fit_resample(make(X), y)
    assert np.shape(made) == (56, 1)
    assert [row[0] for row in made[:N]] == X["age"].tolist()


def test_keys_as_categories_are_replaced(people):
    X, y = people
    X["note"] = X["note"].astype("category")
    smote = TypeAwareSMOTE(
        column_kinds={"note": "identifier"},
        encoder=TableEncoder(identifiers="surrogate"),
        mode="replace",
    )
    made, _ = smote.set_params(random_state=0).fit_resample(X, y)
    assert made["note"].str.fullmatch(r"S\d{6}").all()
    assert set(made["note"].cat.categories) == set(made["note"])


def test_a_date_is_no_key(people):
    X, y = people
    X["note"] = pd.date_range("2020-01-01", periods=N)
    with pytest.raises(ValueError, match=r"'note' holds dates, .*no surrogate keys"):
        TypeAwareSMOTE(
            column_kinds={"note": "identifier"},
            encoder=TableEncoder(identifiers="surrogate"),
        ).fit(X, y)


def test_check_digits_are_right_where_that_is_asked_for(people):
    X, y = people
    X["patient_id"] = nhs_numbers(N).astype(int)
    told = {"patient_id": "surrogate_valid", "note": "surrogate"}
    smote = TypeAwareSMOTE(
        column_kinds={"patient_id": "identifier"},
        encoder=TableEncoder(identifiers=told),
        mode="replace",
        random_state=0,
    )
    made, _ = smote.fit_resample(X, y)
    assert check_rule_of(made["patient_id"].astype(str).to_numpy(object)) == "nhs"
    assert smote.describe().set_index("column").loc["patient_id", "levels"] == (
        "fresh keys like 9999999999, check digits right"
    )


def test_two_samples_have_other_keys(people):
    X, y = people
    encoder = TableEncoder(identifiers="surrogate")
    smote = TypeAwareSMOTE(encoder=encoder, mode="replace").fit(X, y)
    one, other = (smote.sample(random_state=seed)[0] for seed in (0, 1))
    assert set(one["patient_id"]) != set(other["patient_id"])
    pd.testing.assert_frame_equal(one, smote.sample(random_state=0)[0])
