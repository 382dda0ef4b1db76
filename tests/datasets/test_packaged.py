"""The tables that scikit-learn carries: shapes, names, labels, unknown names."""

import re

import pandas as pd
import pytest

from skl_synth.datasets import load_table

TABLES = {
    "breast_cancer": ((569, 31), "diagnosis"),
    "diabetes": ((442, 11), "progression"),
    "iris": ((150, 5), "species"),
    "wine": ((178, 14), "cultivar"),
}


@pytest.mark.parametrize(
    ("name", "shape", "target"), [(k, *v) for k, v in TABLES.items()]
)
def test_shape_and_outcome_last(name, shape, target):
    table = load_table(name)
    assert table.shape == shape
    assert table.columns[-1] == target


@pytest.mark.parametrize("name", TABLES)
def test_column_names_are_snake_case(name):
    assert all(
        re.fullmatch(r"[a-z]+(_?[a-z0-9]+)*", column) for column in load_table(name)
    )


@pytest.mark.parametrize("name", TABLES)
def test_return_X_y_splits_the_same_table(name):
    X, y = load_table(name, return_X_y=True)
    assert y.name == TABLES[name][1]
    pd.testing.assert_frame_equal(X.assign(**{y.name: y}), load_table(name))


def test_class_labels_are_words_and_sit_on_their_rows():
    table = load_table("breast_cancer")
    assert table["diagnosis"].value_counts().to_dict() == {
        "benign": 357,
        "malignant": 212,
    }
    size = table.groupby("diagnosis")["mean_radius"].mean()
    assert size["malignant"] > size["benign"]


def test_a_continuous_outcome_stays_a_number():
    assert load_table("diabetes")["progression"].nunique() > 100


def test_unknown_name_lists_those_known():
    with pytest.raises(ValueError, match=r"'breast_cancer', .*'wine', got 'titanic'"):
        load_table("titanic")
