"""The default model takes what real tables hold."""

import numpy as np
import pandas as pd
import pytest
from feature_engine.imputation import (
    AddMissingIndicator,
    CategoricalImputer,
    MeanMedianImputer,
)
from sklearn.pipeline import make_pipeline

from skl_synth.evaluation.model_columns import ColumnReader, ModelColumns
from skl_synth.evaluation.tables import read_real
from skl_synth.evaluation.utility.models import default_model


def model_for(table, *, continuous=False):
    columns = ModelColumns.of(read_real(table, None).schema)
    return default_model(columns, continuous=continuous)


@pytest.fixture
def table():
    rng = np.random.default_rng(0)
    n = 200
    return pd.DataFrame(
        {
            "age": rng.integers(20, 90, n),
            "bmi": np.where(rng.random(n) < 0.2, np.nan, rng.normal(27, 4, n)),
            "ward": rng.choice(["A", "B", "C"], n),
            "grade": pd.Categorical(rng.choice(["lo", "hi"], n)),
            "flag": rng.random(n) < 0.5,
            "count": pd.array(rng.integers(0, 9, n), dtype="Int64"),
        }
    )


def test_it_learns_from_every_kind_of_column(table):
    masked = table.assign(count=table["count"].mask(table["age"] > 80))
    targets = {
        "ward": table["ward"] == "B",
        "grade": table["grade"] == "hi",
        "flag": table["flag"],
        "age": table["age"] > 50,
        "bmi": table["bmi"].isna(),
        "count": table["count"].astype(int) > 4,
    }
    for name, target in targets.items():
        model = model_for(masked).fit(masked, target)
        assert model.score(masked, target) > 0.9, name


def test_a_number_is_predicted(table):
    target = 2.0 * table["age"] + 30.0 * (table["ward"] == "C")
    assert (
        model_for(table, continuous=True).fit(table, target).score(table, target) > 0.9
    )


def test_what_was_not_seen_in_training_is_taken(table):
    target = table["age"] > 50
    model = model_for(table).fit(table, target)
    new = table.assign(
        ward="never seen",
        grade=pd.Categorical([None] * len(table), categories=["lo", "hi"]),
        age=table["age"].astype(float).where(table["age"] > 30),
    )
    assert np.isfinite(model.predict_proba(new)).all()


def test_levels_of_one_column_do_not_meet_another_column():
    # A dummy of "sex" and level "m" would be called sex_m, as the other column is.
    table = pd.DataFrame({"sex": list("fmfm") * 10, "sex_m": list("yynn") * 10})
    target = table["sex_m"] == "y"
    assert model_for(table).fit(table, target).score(table, target) == 1


def test_column_names_need_not_be_strings(table):
    numbered = table.set_axis(range(len(table.columns)), axis=1)
    target = table["flag"]
    assert model_for(numbered).fit(numbered, target).score(numbered, target) > 0.9


def test_a_column_of_many_levels():
    levels = [f"l{i}" for i in range(300)]
    table = pd.DataFrame({"code": levels * 2, "flag": [0, 1] * 300})
    model = model_for(table).fit(table, table["flag"])
    assert model[:-1].transform(table).shape[1] <= 51
    assert model.score(table, table["flag"]) == 1


def test_the_key_is_left_out():
    table = pd.DataFrame({"id": range(40), "age": [30, 60] * 20})
    model = model_for(table)
    assert model["read"].numbers == [1]


@pytest.mark.parametrize("continuous", [True, False])
def test_where_no_column_says_anything(continuous):
    table = pd.DataFrame({"one": [1, 1, 1, 1]})
    model = model_for(table, continuous=continuous).fit(table, [0, 0, 0, 1])
    assert model.predict(table).tolist() == [0.25 if continuous else 0] * 4


def test_gaps_are_filled_as_feature_engine_fills_them(table):
    table = table.assign(
        ward=table["ward"].where(table["age"] > 40, None),
        gone=pd.Series([None] * len(table), dtype=object),
        count=table["count"].mask(table["age"] > 80),
    )
    first, columns = table[:120], ModelColumns.of(read_real(table, None).schema)
    ours = default_model(columns, continuous=False)[:-2].fit(first).transform(table)
    numbers, levels = (
        [f"x{one}" for one in some] for some in (columns.as_numbers, columns.levels)
    )
    theirs = ColumnReader(numbers=columns.as_numbers, levels=columns.levels)
    theirs = make_pipeline(
        theirs,
        AddMissingIndicator(variables=numbers),
        MeanMedianImputer(variables=numbers),
        CategoricalImputer(variables=levels, ignore_format=True),
    )
    expected = theirs.fit(first).transform(table)
    said = [name for name in expected.columns if name not in levels]
    assert {"x1_na", "x5_na"} < set(said)
    np.testing.assert_array_equal(ours[:, -len(said) :], expected[said].astype(float))
    dummies = pd.get_dummies(expected[levels]).to_numpy(float)
    np.testing.assert_array_equal(ours[:, : -len(said)], dummies)
