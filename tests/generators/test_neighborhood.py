"""The local draw: the mean and the covariance of a neighbourhood, codes of one row."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TypeAwareSMOTE
from skl_synth.generators.neighborhood import draw_local_weights, mix_locally
from skl_synth.table.rows import EncodedRows
from tests.tables import mixed_table


def test_draws_have_the_mean_and_covariance_of_the_neighbourhood():
    rng = np.random.RandomState(0)
    numbers = rng.normal(size=(6, 2)) @ [[1.0, 0.8], [0.0, 0.5]]
    rows = EncodedRows(
        numbers, np.zeros((6, 2), np.int8), np.arange(6, dtype=np.int32)[:, None]
    )
    # The seventh parent stands in for a neighbour that is not there.
    parents = np.tile([2, 0, 1, 3, 4, 5, 2], (40_000, 1))
    weights = draw_local_weights(parents.shape, 6, rng)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    assert not weights[:, 6].any()
    made = mix_locally(rows, parents, weights, 6)
    np.testing.assert_allclose(
        made.numbers.mean(axis=0), numbers.mean(axis=0), atol=0.02
    )
    expected = np.cov(numbers.T, bias=True)
    np.testing.assert_allclose(np.cov(made.numbers.T), expected, atol=0.03)
    np.testing.assert_allclose(made.numbers, weights[:, :6] @ numbers[parents[0, :6]])
    assert set(made.codes[:, 0]) == {0}


def test_missing_numbers_are_made_up_by_the_others():
    rows = EncodedRows(
        np.array([[1.0], [np.nan], [3.0]]),
        np.zeros((3, 1), np.int8),
        np.zeros((3, 0), np.int32),
    )
    parents = np.tile([0, 1, 2], (20_000, 1))
    rng = np.random.RandomState(0)
    weights = draw_local_weights(parents.shape, 3, rng)
    made = mix_locally(rows, parents, weights, 3).numbers[:, 0]
    assert made.mean() == pytest.approx(2, abs=0.03)
    alone = mix_locally(rows, parents[:, [1, 1, 1]], weights, 3).numbers
    assert np.isnan(alone).all()


def test_variances_and_rare_levels_do_not_shrink_as_between_rows():
    X, y = mixed_table(1000)
    X["rare"] = np.where(np.random.default_rng(0).random(1000) < 0.05, "x", "y")
    spread, rare = {}, {}
    for name in ("simplex", "local"):
        smote = TypeAwareSMOTE(
            interpolation=name, n_vertices=6, mode="replace", random_state=0
        )
        made, _ = smote.fit_resample(X, y)
        spread[name], rare[name] = made["weight"].std(), (made["rare"] == "x").mean()
    assert spread["local"] > spread["simplex"] * 1.1
    assert rare["local"] == pytest.approx((X["rare"] == "x").mean(), abs=0.02)


def test_codes_occur_together_as_among_real_rows():
    X, y = mixed_table(400)
    X["twin"] = X["ward"]
    smote = TypeAwareSMOTE(interpolation="local", mode="replace", random_state=0)
    made, _ = smote.fit_resample(X, y)
    pd.testing.assert_series_equal(made["twin"], made["ward"], check_names=False)


def test_classes_of_fewer_neighbours_and_a_number_as_target():
    X, _ = mixed_table(60)
    y = pd.Series(["a"] * 56 + ["b"] * 4)
    smote = TypeAwareSMOTE(interpolation="local", random_state=0)
    with pytest.warns(UserWarning, match="class 'b' has 4 rows"):
        _, y_all = smote.fit_resample(X, y)
    assert y_all.value_counts().to_dict() == {"a": 56, "b": 56}
    weight = X.pop("weight")
    _, made = smote.fit(X, weight).sample(200)
    assert made.between(weight.min(), weight.max()).all()
