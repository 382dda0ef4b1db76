"""TypeAwareSMOTE: what users rely on."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.spatial.distance import cdist
from sklearn.datasets import load_diabetes, load_iris
from sklearn.neighbors import NearestNeighbors

from skl_synth import TypeAwareSMOTE
from tests.tables import mixed_table

VARIANTS = [
    {},
    {"interpolation": "simplex", "n_vertices": 4, "k_neighbors": 10},
    {"interpolation": "per_feature"},
    {"noise_scale": 0.3},
    {"n_rounds": 2},
    {"interpolation": "per_feature", "n_rounds": 2},
]


def assert_same_kind(X_new, X):
    """Same columns, order, dtypes; range, decimals and levels within those seen."""
    assert list(X_new.columns) == list(X.columns)
    assert (X_new.dtypes == X.dtypes).all()
    assert X_new["age"].between(X["age"].min(), X["age"].max()).all()
    np.testing.assert_array_equal(X_new["glucose"].round(2), X_new["glucose"])
    assert X_new["glucose"].max() <= X["glucose"].max()
    for name in ["ward", "smoker", "flag", "site"]:
        assert set(X_new[name]) <= set(X[name])
    blood = X_new[["blood_a", "blood_b", "blood_o"]]
    assert blood.isin([0, 1]).all(axis=None)
    assert (blood.sum(axis=1) == 1).all()


@pytest.mark.parametrize("parameters", VARIANTS, ids=str)
def test_replace_gives_the_same_table_with_other_rows(parameters):
    X, y = mixed_table()
    smote = TypeAwareSMOTE(mode="replace", random_state=0, **parameters)
    X_new, y_new = smote.fit_resample(X, y)
    assert_same_kind(X_new, X)
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()
    assert y_new.name == "died"
    assert X_new.index.equals(pd.RangeIndex(len(X)))
    assert not y_new.is_monotonic_increasing, "the rows are not shuffled"


@pytest.mark.parametrize("parameters", VARIANTS, ids=str)
def test_augment_keeps_the_real_rows_first_bit_for_bit(parameters):
    X, y = mixed_table()
    X.index = pd.Index(np.arange(1000, 1200), name="patient")
    before = X.copy(deep=True)
    smote = TypeAwareSMOTE(random_state=0, **parameters)
    X_all, y_all = smote.fit_resample(X, y.set_axis(X.index))
    pd.testing.assert_frame_equal(X_all.iloc[: len(X)], before)
    pd.testing.assert_frame_equal(X, before)
    assert_same_kind(X_all, X)
    assert X_all.index.name == "patient"
    assert X_all.index.is_unique
    assert y_all.index.equals(X_all.index)
    assert len(set(y_all.value_counts())) == 1


def test_missing_values_come_at_the_real_rate_in_each_class():
    X, y = mixed_table(1500)
    X.loc[(y == 1) & (X["age"] > 70), "glucose"] = np.nan
    smote = TypeAwareSMOTE(mode="replace", random_state=0)
    X_new, y_new = smote.fit_resample(X, y)
    for label in (0, 1):
        real = X["glucose"][y == label].isna().mean()
        made = X_new["glucose"][y_new == label].isna().mean()
        assert made == pytest.approx(real, abs=0.05)


def test_rows_lie_between_their_parents():
    X = pd.DataFrame(np.random.default_rng(0).normal(size=(60, 3)), columns=list("abc"))
    y = np.repeat([0, 1], [40, 20])
    smote = TypeAwareSMOTE(random_state=0).fit(X, y)
    X_new, y_new = smote.sample(50)
    parents, weights = smote.provenance_.parents, smote.provenance_.weights
    between = (weights[:, :, None] * X.to_numpy()[parents]).sum(axis=1)
    np.testing.assert_allclose(X_new, between, atol=1e-12)
    np.testing.assert_array_equal(y[parents], np.column_stack([y_new, y_new]))


def test_the_second_parent_is_among_the_nearest_of_the_class():
    X, y = load_iris(return_X_y=True)
    smote = TypeAwareSMOTE(k_neighbors=3, random_state=0).fit(X, y)
    smote.sample(300)
    matrix = (X - X.mean(axis=0)) / X.std(axis=0)
    distances = cdist(matrix, matrix)
    distances[y[:, None] != y] = np.inf
    third = np.sort(distances, axis=1)[:, 3]
    base, other = smote.provenance_.parents.T
    assert (distances[base, other] <= third[base] + 1e-12).all()


def test_the_unit_of_a_column_decides_nothing():
    """By hand fare and age decide alone, because nobody standardises before SMOTE."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(80, 4))
    y = np.repeat([0, 1], 40)
    parents = []
    for unit in ([1, 1, 1, 1], [1000, 1, 0.001, 1]):
        smote = TypeAwareSMOTE(random_state=0).fit(X * unit, y)
        smote.sample(100)
        parents.append(smote.provenance_.parents)
    np.testing.assert_array_equal(*parents)


def test_two_rounds_know_their_real_ancestors():
    X, y = mixed_table()
    smote = TypeAwareSMOTE(n_rounds=2, random_state=0).fit(X, y)
    _, y_new = smote.sample(100)
    parents, weights = smote.provenance_.parents, smote.provenance_.weights
    assert parents.shape == weights.shape == (100, 4)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    np.testing.assert_array_equal(y.to_numpy()[parents].max(axis=1), y_new)


@pytest.mark.parametrize("parameters", VARIANTS, ids=str)
def test_the_seed_fixes_everything(parameters):
    X, y = mixed_table()
    first = TypeAwareSMOTE(random_state=3, **parameters).fit_resample(X, y)
    again = TypeAwareSMOTE(random_state=3, n_jobs=2, **parameters).fit_resample(X, y)
    other = TypeAwareSMOTE(random_state=4, **parameters).fit_resample(X, y)
    pd.testing.assert_frame_equal(first[0], again[0])
    pd.testing.assert_series_equal(first[1], again[1])
    assert not first[0].equals(other[0])


def test_samples_of_any_size():
    X, y = mixed_table()
    smote = TypeAwareSMOTE(random_state=0).fit(X, y)
    assert smote.sample(7)[0].shape == (7, X.shape[1])
    assert smote.sample({1: 5})[1].tolist() == [1] * 5
    assert len(smote.sample()[0]) == abs(np.diff(y.value_counts()))[0]
    assert len(smote.sample(0)[0]) == 0
    assert smote.sample(0)[0].dtypes.equals(X.dtypes)
    assert not smote.sample(50, random_state=1)[0].equals(smote.sample(50)[0])


def test_nothing_to_add_is_no_error():
    X, y = load_iris(return_X_y=True, as_frame=True)
    X_all, y_all = TypeAwareSMOTE().fit_resample(X, y)
    pd.testing.assert_frame_equal(X_all, X)
    pd.testing.assert_series_equal(y_all, y)


@pytest.mark.parametrize("container", [sparse.csr_matrix, sparse.csc_array])
def test_sparse_tables_come_back_as_such(container):
    X, y = mixed_table()
    X = X[["age", "flag", "blood_a"]].to_numpy(dtype=float)
    X_all, _ = TypeAwareSMOTE(random_state=0).fit_resample(container(X), y)
    dense, _ = TypeAwareSMOTE(random_state=0).fit_resample(X, y)
    assert type(X_all) is container
    np.testing.assert_array_equal(X_all.toarray(), dense)


def test_nullable_and_categorical_dtypes_are_kept():
    X, y = mixed_table()
    X = X.astype({"age": "Int64", "weight": "Float64", "flag": "boolean"})
    X["ward"] = pd.Categorical(X["ward"], categories=["A", "B", "C", "unused"])
    X.loc[::7, ["age", "flag"]] = pd.NA
    X_new, _ = TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(X, y)
    assert (X_new.dtypes == X.dtypes).all()
    assert X_new["age"].isna().any()
    assert X_new["flag"].isna().any()


def test_integers_are_rounded_and_not_floored():
    """imbalanced-learn casts with astype, which moved a mean of 2.892 to 2.836."""
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"n": rng.integers(0, 100, 2000), "x": rng.normal(size=2000)})
    y = rng.integers(0, 2, 2000)
    smote = TypeAwareSMOTE(mode="replace", random_state=0)
    X_new, _ = smote.fit_resample(X, y)
    between = (
        smote.provenance_.weights * X["n"].to_numpy()[smote.provenance_.parents]
    ).sum(axis=1)
    np.testing.assert_array_equal(X_new["n"], np.rint(between))
    assert abs((X_new["n"] - between).mean()) < 0.05


def test_decimals_come_as_often_as_in_the_table():
    """Most ages are whole and a few are estimates of the form x.5."""
    rng = np.random.default_rng(0)
    age = rng.integers(1, 80, 1000) + 0.5 * (rng.random(1000) < 0.05)
    X = pd.DataFrame({"age": age, "x": rng.normal(size=1000)})
    smote = TypeAwareSMOTE(mode="replace", random_state=0)
    X_new, _ = smote.fit_resample(X, rng.integers(0, 2, 1000))
    share = (X_new["age"] % 1 != 0).mean()
    assert share == pytest.approx((age % 1 != 0).mean(), abs=0.02)
    np.testing.assert_array_equal(X_new["age"].round(1), X_new["age"])


@pytest.mark.parametrize("interpolation", ["segment", "simplex", "local"])
def test_noise_leaves_alone_what_many_people_share(interpolation):
    rng = np.random.default_rng(0)
    cost = np.where(rng.random(1000) < 0.97, 0.0, rng.lognormal(6, 1, 1000).round(2))
    length = np.where(rng.random(1000) < 0.4, 0.1, rng.normal(5, 1, 1000).round(3))
    X = pd.DataFrame({"cost": cost, "length": length, "age": rng.normal(size=1000)})
    y = pd.Series(rng.integers(0, 2, 1000))
    plain, noisy = (
        TypeAwareSMOTE(
            mode="replace",
            interpolation=interpolation,
            noise_scale=noise_scale,
            random_state=0,
        ).fit_resample(X, y)[0]
        for noise_scale in (0.0, 0.25)
    )
    assert (noisy["cost"] == 0).mean() >= (plain["cost"] == 0).mean() - 0.001
    assert (noisy["length"] == 0.1).mean() >= (plain["length"] == 0.1).mean() - 0.001
    assert (noisy["cost"] > 0).any()
    assert not np.isin(noisy["age"], plain["age"]).any()


def test_labels_of_any_type():
    X, y = mixed_table()
    for labels in ({0: "alive", 1: "dead"}, {0: False, 1: True}, {0: 1.0, 1: 2.0}):
        y_all = TypeAwareSMOTE(random_state=0).fit_resample(X, y.map(labels))[1]
        assert set(y_all) == set(labels.values())
        assert y_all.dtype == y.map(labels).dtype


def test_a_continuous_target_is_synthesised_with_the_columns():
    X, y = load_diabetes(return_X_y=True, as_frame=True)
    kinds = {"target": "continuous"}
    smote = TypeAwareSMOTE(column_kinds=kinds, mode="replace", random_state=0)
    X_new, y_new = smote.fit(X, y).sample()
    assert len(X_new) == len(X)
    assert y_new.dtype == y.dtype
    assert y_new.between(y.min(), y.max()).all()
    real = np.corrcoef(X["bmi"], y)[0, 1]
    assert np.corrcoef(X_new["bmi"], y_new)[0, 1] == pytest.approx(real, abs=0.15)
    with pytest.raises(ValueError, match=r"continuous.*fit\(X, y\) and sample"):
        smote.fit_resample(X, y + 0.5)


def test_without_a_target():
    X, _ = mixed_table()
    X_new, y_new = TypeAwareSMOTE(mode="replace", random_state=0).fit(X).sample()
    assert_same_kind(X_new, X)
    assert y_new is None


def test_any_search_object():
    X, y = mixed_table()
    search = NearestNeighbors(n_neighbors=7)
    ours = TypeAwareSMOTE(k_neighbors=6, random_state=0).fit_resample(X, y)
    given = TypeAwareSMOTE(k_neighbors=search, random_state=0).fit_resample(X, y)
    pd.testing.assert_frame_equal(ours[0], given[0])


def test_a_class_of_one_row_is_refused_by_name():
    X, _ = mixed_table(30)
    y = pd.Series(["a"] * 29 + ["rare"])
    with pytest.raises(ValueError, match=r"class 'rare' has 1 row .* merge or drop"):
        TypeAwareSMOTE({"rare": 5}).fit(X, y)
    without = TypeAwareSMOTE({"a": 40}).fit(X, y)
    with pytest.raises(ValueError, match="class 'rare' has 1 row"):
        without.sample({"rare": 2})
    kept = TypeAwareSMOTE(mode="replace", sampling_strategy={"rare": 0}, random_state=0)
    assert set(kept.fit_resample(X, y)[1]) == {"a"}


def test_a_small_class_uses_the_neighbours_it_has_and_says_so():
    X, _ = mixed_table(30)
    y = pd.Series([0] * 27 + [1] * 3)
    with pytest.warns(UserWarning, match="class 1 has 3 rows: 2 neighbours"):
        _, y_all = TypeAwareSMOTE(random_state=0).fit_resample(X, y)
    assert (y_all == 1).sum() == 27


def test_many_numeric_classes_are_asked_about_regression():
    X, _ = mixed_table(40)
    with pytest.raises(ValueError, match="different numbers, is a measurement"):
        TypeAwareSMOTE(mode="replace").fit(X, np.r_[np.arange(38), 0, 0])


def test_without_classes_a_sample_is_as_long_as_the_table():
    X, _ = mixed_table(80)
    y = X.pop("weight")
    assert len(TypeAwareSMOTE(random_state=0).fit(X, y).sample()[1]) == 80
    assert len(TypeAwareSMOTE(random_state=0).fit(X).sample()[0]) == 80


def test_names_are_not_published_as_categories():
    X, y = mixed_table(60)
    X["name"] = pd.Categorical([f"Ms {i}" for i in range(60)])
    with pytest.raises(ValueError, match="'name' is an identifier"):
        TypeAwareSMOTE().fit(X, y)


def test_a_class_of_one_row_may_be_left_out_as_told():
    X = pd.DataFrame({"x": np.arange(21) / 4})
    y = pd.Series(["a", "b"] * 10 + ["z"])
    told = re.escape("{'z': 0} in replace mode, {'z': 1} in augment mode")
    for strategy, mode in (({"z": 0}, "replace"), ({"z": 1}, "augment")):
        smote = TypeAwareSMOTE(mode=mode, random_state=0)
        with pytest.raises(ValueError, match=told):
            smote.set_params(sampling_strategy={"z": 5}).fit_resample(X, y)
        smote.set_params(sampling_strategy=strategy).fit_resample(X, y)


@pytest.mark.parametrize("n_rounds", [1, 2, 3])
def test_decimals_are_kept_in_every_round(n_rounds):
    """Rows between rows that were drawn have the decimals of those they are between."""
    X, y = mixed_table(300)
    smote = TypeAwareSMOTE(mode="replace", n_rounds=n_rounds, random_state=0)
    made, _ = smote.fit_resample(X[["glucose", "age", "flag"]], y)
    share = [(table["glucose"] % 1 != 0).mean() for table in (X, made)]
    assert share[1] > 0.9 * share[0]
    assert (made["age"].dropna() % 1 == 0).all()
