"""Adjacent columns of which each row has exactly one are hinted at."""

import warnings

import numpy as np
import pandas as pd
import pytest

from skl_synth import TypeAwareCART
from skl_synth.errors import InputWarning
from skl_synth.table.onehot.unnamed_groups import unnamed_groups

NAMES = ["north", "south", "east", "west"]


def table():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(np.eye(4, dtype=int)[rng.integers(0, 4, 200)], columns=NAMES)
    X.insert(0, "age", rng.integers(18, 90, 200))
    return X, (np.arange(200) < 50).astype(int)


def invalid(X):
    return int((np.asarray(X)[200:, 1:5].sum(axis=1) != 1).sum())


@pytest.mark.parametrize("as_array", [False, True])
def test_a_hint_names_what_makes_the_rows_valid(as_array):
    X, y = table()
    X, names = (X.to_numpy(), ["x1", "x2", "x3", "x4"]) if as_array else (X, NAMES)
    groups = {f"group of {names[0]}": names}
    with pytest.warns(InputWarning, match="exactly one of the columns") as caught:
        TypeAwareCART(random_state=0).fit_resample(X, y)
    assert f"one_hot_groups={groups!r}" in str(caught[0].message)
    followed = TypeAwareCART(random_state=0, one_hot_groups=groups)
    assert invalid(followed.fit_resample(X, y)[0]) == 0


def test_who_says_that_there_are_none_hears_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        TypeAwareCART(random_state=0, one_hot_groups=None).fit(*table())


def test_groups_with_a_prefix_stay_in_what_is_to_be_typed():
    X, y = table()
    X["ward_a"], X["ward_b"] = y, 1 - y
    with pytest.warns(InputWarning, match="'ward': ") as caught:
        TypeAwareCART(random_state=0).fit(X, y)
    assert "if not, say one_hot_groups={'ward'" in str(caught[0].message)


@pytest.mark.parametrize(
    "change",
    [
        lambda X: X.assign(west=X["west"] * 0),
        lambda X: X.assign(west=1),
        lambda X: X.assign(south=X["south"] / 2, north=X["north"] + X["south"] / 2),
        lambda X: X.iloc[:10],
        lambda X: X[["north", "age", "south", "east", "west"]].iloc[:, :3],
    ],
    ids=["none in some rows", "several", "shares", "few rows", "not adjacent"],
)
def test_other_columns_are_no_group(change):
    X = change(table()[0])
    values = {n: X[n].to_numpy(float) for n in X if n != "age"}
    assert unnamed_groups(list(X), values) == []
