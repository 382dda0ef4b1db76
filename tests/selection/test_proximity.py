"""ProximityFilter: no copies, none of the closest, exact counts."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import (
    ADASYN,
    SMOTE,
    SMOTENC,
    BorderlineSMOTE,
    RandomOverSampler,
)
from scipy.spatial.distance import cdist
from sklearn.datasets import load_iris

from skl_synth import ProximityFilter, Request, TypeAwareSMOTE
from tests.tables import mixed_table

MOVED = pytest.mark.filterwarnings("ignore:.*what is left is unlike what was made")
"""Of tests in which so many rows are dropped that shares move."""


def true_distances(filter_, X_new):
    """Distance by brute force, apart from the code under test."""
    matrix = filter_.encoder_.transform
    return cdist(matrix(X_new), filter_.table_.matrix(filter_.rows_)).min(axis=1)


@MOVED
@pytest.mark.parametrize(
    ("mode", "strategy"), [("augment", {1: 160}), ("replace", "auto")]
)
def test_no_published_row_is_a_real_one(mode, strategy):
    X, y = mixed_table(400)
    X = X[["age", "flag", "smoker", "blood_a", "blood_b", "blood_o"]]
    plain = TypeAwareSMOTE(strategy, mode=mode, random_state=0)
    copies = plain.fit_resample(X, y)[0][len(X) if mode == "augment" else 0 :]
    assert copies.merge(X.drop_duplicates()).shape[0] > 5, "nothing to filter"
    synthesizer = ProximityFilter(
        plain, sampling_strategy=strategy, mode=mode, random_state=0
    )
    X_new, _ = synthesizer.fit_resample(X, y)
    X_new = X_new[len(X) if mode == "augment" else 0 :]
    assert len(X_new) > 50
    assert X_new.merge(X.drop_duplicates()).empty
    assert not X_new.assign(y=synthesizer.provenance_.target).duplicated().any()


def test_distances_are_those_of_the_published_rows_in_their_order():
    """The silent failure by hand: correlation 0.00 with the row's own distance."""
    X, y = mixed_table(300)
    synthesizer = ProximityFilter(mode="replace", random_state=0)
    X_new, _ = synthesizer.fit_resample(X, y)
    own = true_distances(synthesizer, X_new)
    np.testing.assert_allclose(synthesizer.provenance_.distances, own, atol=1e-9)
    assert own.min() > 1e-3
    nearest = synthesizer.provenance_.nearest
    rows = synthesizer.table_.matrix(synthesizer.rows_)[nearest]
    to_nearest = np.linalg.norm(synthesizer.encoder_.transform(X_new) - rows, axis=1)
    np.testing.assert_allclose(to_nearest, own, atol=1e-9)


@pytest.mark.parametrize(
    "columns", [None, ["age", "glucose", "weight"], ["ward", "smoker", "age"]]
)
def test_the_same_rows_are_removed_as_by_brute_force(columns):
    X, y = mixed_table(900)
    X = X if columns is None else X[columns]
    synthesizer = ProximityFilter(mode="replace", random_state=0).fit(X, y)
    rng = np.random.RandomState(0)
    request = Request(2 * synthesizer.counts_)
    made = synthesizer.sampler_.generator_.draw(request, rng)
    measured = synthesizer.generator_.measured(made)
    matrix = synthesizer.table_.matrix
    squared = cdist(matrix(made.rows), matrix(synthesizer.rows_), "sqeuclidean")
    distances = np.sqrt(squared.min(axis=1))
    np.testing.assert_allclose(measured.distances, distances, atol=1e-9)
    # Distances that differ in the last digits only are ties, and ties go by position.
    by_hand = made.measured(np.round(distances, 9), squared.argmin(axis=1))
    ours = made.measured(np.round(measured.distances, 9), measured.nearest)
    for fraction in (0.1, 0.5):
        synthesizer.set_params(removal_fraction=fraction, min_distance=0.3).fit(X, y)
        removed = [
            synthesizer.generator_.outcomes_of(one, rng) for one in (ours, by_hand)
        ]
        np.testing.assert_array_equal(*removed)
    assert (removed[0] != 0).sum() > 300


def test_the_closest_share_is_gone():
    X, y = mixed_table(300)
    near, far = (
        ProximityFilter(removal_fraction=fraction, mode="replace", random_state=0)
        for fraction in (0.0, 0.6)
    )
    near.fit_resample(X, y)
    far.fit_resample(X, y)
    assert far.filter_counts_["closest"] > 300
    assert near.filter_counts_["closest"] == 0
    low = np.quantile(near.provenance_.distances, 0.3)
    assert far.provenance_.distances.min() > low


@MOVED
def test_the_minimum_distance_holds():
    X, y = mixed_table(300)
    synthesizer = ProximityFilter(min_distance=0.8, mode="replace", random_state=0)
    X_new, _ = synthesizer.fit_resample(X, y)
    assert true_distances(synthesizer, X_new).min() >= 0.8
    assert synthesizer.filter_counts_["within_min_distance"] > 0


def test_all_real_rows_count_not_only_those_of_the_class():
    X = np.r_[np.arange(0.25, 20), np.arange(0.75, 20)][:, None]
    # No steps: else there would be no other row.
    X[0] += 0.01
    y = np.repeat([0, 1], 20)
    synthesizer = ProximityFilter(
        TypeAwareSMOTE(k_neighbors=1), mode="replace", random_state=0
    ).fit(X, y)
    X_new, _ = synthesizer.sample({0: 400, 1: 400})
    assert not np.isin(X_new, X).any()
    plain, _ = TypeAwareSMOTE(k_neighbors=1, random_state=0).fit(X, y).sample(800)
    assert np.isin(plain, X).sum() > 5, "nothing to filter"


def test_counts_are_exact_whatever_is_removed():
    X, y = load_iris(return_X_y=True)
    y = y[:120]
    for strategy, final in [("auto", 50), ({0: 70, 1: 55, 2: 60}, None)]:
        synthesizer = ProximityFilter(
            sampling_strategy=strategy, removal_fraction=0.7, random_state=0
        )
        counts = np.bincount(synthesizer.fit_resample(X[:120], y)[1])
        assert counts.tolist() == ([final] * 3 if final else [70, 55, 60])
    replace = ProximityFilter(
        mode="replace", sampling_strategy={0: 5, 1: 200}, random_state=0
    )
    assert np.bincount(replace.fit_resample(X[:120], y)[1]).tolist() == [5, 200, 20]


def test_a_class_that_lies_closest_is_topped_up():
    rng = np.random.default_rng(0)
    X = np.r_[rng.normal(0, 5, (200, 3)), rng.normal(0, 0.01, (12, 3))]
    y = np.repeat([0, 1], [200, 12])
    synthesizer = ProximityFilter(
        removal_fraction=0.3,
        duplicate_tolerance=1e-9,
        oversampling_factor=1.0,
        mode="replace",
        random_state=0,
    )
    assert np.bincount(synthesizer.fit_resample(X, y)[1]).tolist() == [200, 12]


def test_the_fates_add_up():
    X, y = mixed_table(300)
    synthesizer = ProximityFilter(oversampling_factor=3, mode="replace", random_state=0)
    synthesizer.fit_resample(X, y)
    assert synthesizer.filter_counts_["kept"] == 300
    assert sum(synthesizer.filter_counts_.values()) >= 900


def test_a_domain_that_is_too_small_is_refused_with_the_number():
    X = pd.DataFrame({"a": [0, 1] * 20, "b": [0, 0, 1, 1] * 10})
    y = pd.Series(["no"] * 24 + ["yes"] * 16)
    with pytest.raises(ValueError, match=r"only 0 of 24 rows of class 'no'.*decimals"):
        ProximityFilter(mode="replace", random_state=0).fit_resample(X, y)


def test_copying_samplers_are_found_out():
    X, y = mixed_table()
    X = X.drop(columns=["glucose"])
    rows = len(X)
    with pytest.warns(UserWarning, match="class 1 gains 0 rows.*100 are missing"):
        X_all, _ = ProximityFilter(RandomOverSampler(), random_state=0).fit_resample(
            X, y
        )
    assert len(X_all) == rows
    asked = ProximityFilter(
        RandomOverSampler(), sampling_strategy={1: 150}, random_state=0
    )
    with pytest.raises(ValueError, match="only 0 of"):
        asked.fit_resample(X, y)


@pytest.mark.parametrize(
    "sampler",
    [
        SMOTE(k_neighbors=3),
        BorderlineSMOTE(),
        ADASYN(),
        SMOTENC(["ward", "smoker", "flag", "blood_a", "blood_b", "blood_o", "site"]),
    ],
    ids=lambda sampler: type(sampler).__name__,
)
def test_foreign_samplers_are_restored_and_filtered(sampler):
    X, y = mixed_table(300)
    if isinstance(sampler, SMOTENC):
        X["glucose"] = X["glucose"].fillna(90.0)
    synthesizer = ProximityFilter(sampler, random_state=0)
    X_all, y_all = synthesizer.fit_resample(X, y)
    made = X_all[len(X) :]
    assert len(set(y_all.value_counts())) == 1
    assert (X_all.dtypes == X.dtypes).all()
    assert (made.filter(like="blood").sum(axis=1) == 1).all()
    np.testing.assert_array_equal(made["glucose"].round(2), made["glucose"])
    assert made.merge(X.drop_duplicates()).empty
    again = ProximityFilter(sampler, random_state=0).fit_resample(X, y)
    pd.testing.assert_frame_equal(again[0], X_all)


def test_filters_nest():
    X, y = mixed_table(300)
    inner = ProximityFilter(TypeAwareSMOTE(), removal_fraction=0.2)
    outer = ProximityFilter(inner, removal_fraction=0.2, mode="replace", random_state=0)
    _, y_new = outer.fit_resample(X, y)
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()


def test_a_table_made_elsewhere_is_filtered():
    X, y = mixed_table(300)
    other, other_y = mixed_table(300, seed=1)
    synthesizer = ProximityFilter(removal_fraction=0.2).fit(X, y)
    for name in ["age", "glucose", "weight"]:
        other[name] = other[name].clip(X[name].min(), X[name].max())
    table = pd.concat([other, X[:50]], ignore_index=True)
    labels = pd.concat([other_y, y[:50]], ignore_index=True)
    kept, kept_y = synthesizer.resample(table, labels)
    assert synthesizer.filter_counts_["identical"] == 50
    assert synthesizer.filter_counts_["closest"] == 60
    assert len(kept) == len(kept_y) == 240
    distances = synthesizer.nearest_real(other)[0]
    expected = other[distances > np.sort(distances)[59]].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, expected)


def test_a_table_made_elsewhere_is_restored_before_it_is_compared():
    """Rows that rounding makes real ones are real ones."""
    X, y = mixed_table(200)
    X = X[["age", "flag"]].fillna(50)
    blurred = X.astype(float) + [0.3, 0.0]
    synthesizer = ProximityFilter(removal_fraction=0).fit(X, y)
    kept, kept_y = synthesizer.resample(blurred, y)
    assert len(kept) == len(kept_y) == 0
    assert synthesizer.filter_counts_["identical"] == 200
    beside = ProximityFilter(duplicate_tolerance=0, removal_fraction=0).fit(X, y)
    pd.testing.assert_frame_equal(beside.resample(blurred, y)[0], X)


def test_a_table_made_elsewhere_is_cut_to_counts():
    X, y = mixed_table(300)
    other, other_y = mixed_table(300, seed=1)
    strategy = {0: 40, 1: 30}
    synthesizer = ProximityFilter(sampling_strategy=strategy, mode="replace")
    kept_y = synthesizer.fit(X, y).resample(other, other_y)[1]
    assert kept_y.value_counts().to_dict() == strategy
    synthesizer.set_params(sampling_strategy={1: 1000}).fit(X, y)
    with pytest.raises(ValueError, match="of 1000 rows of class 1"):
        synthesizer.resample(other, other_y)


def test_blended_rows_made_elsewhere_are_restored():
    X, y = mixed_table(300)
    X = X.drop(columns=["ward", "smoker", "site"]).fillna(90.0)
    blended, labels = SMOTE(random_state=0).fit_resample(X.astype(float), y)
    synthesizer = ProximityFilter(removal_fraction=0).fit(X, y)
    kept, _ = synthesizer.resample(blended[300:], labels[300:])
    assert len(kept) > 100
    assert (kept.dtypes == X.dtypes).all()
    assert (kept.filter(like="blood").sum(axis=1) == 1).all()


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (None, "pass the target"),
        ([0, 1], "300 rows and its target 2"),
        (["z"] * 300, "z"),
    ],
)
def test_targets_made_elsewhere_must_fit(labels, words):
    X, y = mixed_table(300)
    with pytest.raises(ValueError, match=words):
        ProximityFilter().fit(X, y).resample(X, labels)


def test_nearest_real_is_like_kneighbors():
    X, y = mixed_table(100)
    synthesizer = ProximityFilter().fit(X, y)
    distances, indices = synthesizer.nearest_real(X[::-1])
    assert distances.shape == indices.shape == (100,)
    np.testing.assert_array_equal(distances, 0)
    np.testing.assert_array_equal(indices, np.arange(100)[::-1])


def test_reference_rows_are_not_repeated_either():
    X, y = mixed_table(300)
    X = X[["age", "flag", "smoker"]]
    reference = X.assign(flag=1 - X["flag"])
    synthesizer = ProximityFilter(
        mode="replace", sampling_strategy={0: 20, 1: 5}, random_state=0
    )
    X_new, _ = synthesizer.fit_resample(X, y, reference=reference)
    assert X_new.merge(pd.concat([X, reference]).drop_duplicates()).empty
    _, indices = synthesizer.nearest_real(reference)
    assert indices.max() >= len(X)
    plain, _ = synthesizer.fit_resample(X, y)
    assert not plain.merge(reference.drop_duplicates()).empty, "the test shows nothing"


def test_the_sampler_of_the_user_is_not_touched():
    X, y = mixed_table()
    sampler = TypeAwareSMOTE(random_state=5)
    before = sampler.get_params()
    ProximityFilter(sampler, random_state=0).fit_resample(X, y)
    assert sampler.get_params() == before
    assert not hasattr(sampler, "encoder_")


def test_a_continuous_target_and_none():
    X, _ = mixed_table(200)
    y = X.pop("weight")
    synthesizer = ProximityFilter(mode="replace", random_state=0)
    X_new, y_new = synthesizer.fit(X, y).sample()
    assert len(X_new) == len(y_new) == 200
    assert true_distances(synthesizer, X_new).min() > 1e-3
    X_new, y_new = synthesizer.fit(X).sample(50)
    assert (len(X_new), y_new) == (50, None)


def test_arrays_may_have_missing_values():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 3)).round(2)
    X[rng.random(X.shape) < 0.2] = np.nan
    y = np.arange(60) % 2
    made, _ = ProximityFilter(mode="replace", random_state=0).fit_resample(X, y)
    assert np.isnan(made).any()
    as_rows = {str(row) for row in X.tolist()}
    assert not as_rows & {str(row) for row in made.tolist()}


def test_a_spent_domain_gains_nothing_unless_a_number_is_asked_for():
    X = np.array([[0.0], [1.0], [np.nan]] * 20)
    y = np.r_[np.zeros(24), np.ones(36)].astype(int)
    with pytest.warns(
        UserWarning, match="class 0 gains 0 rows of 12, and 12 are missing: every row"
    ):
        X_all, y_all = ProximityFilter(random_state=0).fit_resample(X, y)
    np.testing.assert_array_equal(X_all, X)
    np.testing.assert_array_equal(y_all, y)
    for told in ({"sampling_strategy": {0: 36}}, {"mode": "replace"}):
        with pytest.raises(ValueError, match="only 0 of"):
            ProximityFilter(random_state=0, **told).fit_resample(X, y)


def test_an_empty_synthetic_set_works():
    X, y = load_iris(return_X_y=True)
    X_all, y_all = ProximityFilter(random_state=0).fit_resample(X, y)
    np.testing.assert_array_equal(X_all, X)
    np.testing.assert_array_equal(y_all, y)


@pytest.mark.parametrize("dtype", ["float32", "float16", "Float32", "float64"])
def test_distances_are_those_of_the_precision_that_is_published(dtype):
    """Values that differ in float64 may be one value in the dtype of the column."""
    rng = np.random.default_rng(0)
    offset = 1e3 if dtype == "float16" else 5.8e6
    X = pd.DataFrame({"east": (offset + rng.normal(0, 60, 300)).astype(dtype.lower())})
    X["east"] = X["east"].astype(dtype)
    X["north"] = rng.normal(size=300).astype("float32")
    y = rng.integers(0, 2, 300)
    synthesizer = ProximityFilter(mode="replace", random_state=0)
    X_new, _ = synthesizer.fit_resample(X, y)
    assert X_new.astype(float).merge(X.astype(float)).empty
    np.testing.assert_allclose(
        synthesizer.nearest_real(X_new)[0], synthesizer.provenance_.distances, atol=1e-9
    )


@pytest.mark.parametrize("dtype", [bool, float, "Int64", "boolean", "category"])
def test_reference_rows_protect_in_any_dtype(dtype):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(
        {"age": rng.integers(0, 90, 400), "stay": rng.integers(0, 90, 400)}
    )
    X["flag"] = rng.integers(0, 2, 400)
    y = rng.integers(0, 2, 400)
    synthesizer = ProximityFilter(mode="replace", random_state=0)
    reference = synthesizer.fit_resample(X, y)[0][:200]
    X_new, _ = synthesizer.fit_resample(
        X, y, reference=reference.astype({"flag": dtype})
    )
    assert X_new.merge(reference).empty


def test_reference_rows_of_another_type_are_refused():
    X, y = mixed_table(100)
    reference = X.assign(flag=X["flag"].astype(str))
    with pytest.raises(ValueError, match=r"'flag' holds text .* but numbers"):
        ProximityFilter().fit(X, y, reference=reference)


@MOVED
def test_a_long_tail_is_told():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(
        {"cost": np.exp(rng.normal(3, 2, 800)), "b": rng.integers(0, 2, 800)}
    )
    with pytest.warns(UserWarning, match="duplicate_tolerance=0.001.*long tail"):
        ProximityFilter(mode="replace", random_state=0).fit_resample(
            X, rng.integers(0, 2, 800)
        )


@MOVED
def test_counts_with_a_long_tail_are_no_copies_of_their_neighbours():
    """1 and 3 visits are not the same, however small the difference in deviations."""
    rng = np.random.default_rng(0)
    visits = np.round(np.exp(rng.normal(5, 2, 800)))
    X = pd.DataFrame({"visits": visits, "b": rng.integers(0, 2, 800)})
    y = rng.integers(0, 2, 800)
    synthesizer = ProximityFilter(removal_fraction=0.0, mode="replace", random_state=0)
    X_new, _ = synthesizer.fit_resample(X, y)
    assert X_new.merge(X).empty
    near = synthesizer.nearest_real(X_new)[0] < 1e-3
    assert near.mean() > 0.2


@MOVED
def test_extreme_removal_fractions_work():
    X, y = mixed_table(200)
    synthesizer = ProximityFilter(
        removal_fraction=0.98, mode="replace", random_state=0, duplicate_tolerance=0
    )
    assert len(synthesizer.fit_resample(X, y)[0]) == 200


def few_points():
    """Of a rare class little more than a handful of values lie between real ones."""
    X = np.r_[np.arange(0, 200, 2), [1000, 1003, 1006, 1009, 1012]][:, None]
    return X, np.repeat([0, 1], [100, 5])


def test_what_is_missing_in_part_is_told_as_what_is_missing_in_all():
    X, y = few_points()
    sampler = TypeAwareSMOTE(k_neighbors=1)
    words = r"class 1 gains \d rows of 95, and [89]\d are missing"
    with pytest.warns(UserWarning, match=words) as told:
        X_all, y_all = ProximityFilter(sampler, random_state=0).fit_resample(X, y)
    gained = int((y_all == 1).sum()) - 5
    assert 0 < gained < 9
    assert f"gains {gained} rows of 95" in str(told[0].message)
    assert not np.isin(X_all[105:], X).any()
    for asked in ({"sampling_strategy": {1: 100}}, {"mode": "replace"}):
        with pytest.raises(ValueError, match="could be had"):
            ProximityFilter(sampler, random_state=0, **asked).fit_resample(X, y)


def test_one_class_that_is_short_takes_nothing_from_another():
    X, y = few_points()
    X, y = np.r_[X, np.arange(5000, 5400, 20)[:, None]], np.r_[y, np.full(20, 2)]
    sampler = TypeAwareSMOTE(k_neighbors=3)
    made = ProximityFilter(sampler, random_state=0, removal_fraction=0.0)
    with pytest.warns(UserWarning, match="class 1 gains"):
        _, y_all = made.fit_resample(X, y)
    assert (y_all == 2).sum() == 100


def test_a_remedy_is_named_only_if_it_does():
    X, y = few_points()
    asked = ProximityFilter(
        TypeAwareSMOTE(k_neighbors=1),
        sampling_strategy={1: 8},
        removal_fraction=0.9,
        random_state=0,
    )
    with pytest.raises(ValueError, match=r"use removal_fraction=0\.0") as refused:
        asked.fit_resample(X, y)
    assert "excess" not in str(refused.value)
    assert "interpolation" not in str(refused.value)
    assert len(asked.set_params(removal_fraction=0.0).fit_resample(X, y)[0]) == 108
