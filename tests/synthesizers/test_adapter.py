"""Foreign samplers behind our interface."""

import numpy as np
import pandas as pd
import pytest
from imblearn.combine import SMOTEENN
from imblearn.over_sampling import SMOTE, SMOTEN, SMOTENC
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import RandomUnderSampler
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest
from sklearn.preprocessing import StandardScaler

from skl_synth import (
    OneHotArgmaxRestorer,
    ProximityFilter,
    SamplerAdapter,
    TypeAwareSMOTE,
)
from tests.tables import mixed_table


@pytest.mark.parametrize("mode", ["augment", "replace"])
def test_only_rows_beyond_the_real_ones_are_new(mode):
    X, y = load_iris(return_X_y=True)
    adapter = SamplerAdapter(SMOTE(), mode=mode, random_state=0).fit(X, y)
    X_new, y_new = adapter.sample({0: 30, 2: 10})
    assert np.bincount(y_new).tolist() == [30, 0, 10]
    assert not (X_new[:, None] == X[None]).all(axis=2).all(axis=1).any()


def test_numbers_are_searched_on_the_standardised_matrix():
    """Neighbours by hand were those in fare and age, whose units are the largest."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(90, 3)), np.repeat([0, 1], [60, 30])
    plain = SamplerAdapter(SMOTE(), random_state=0).fit(X, y).sample()[0]
    scaled = SamplerAdapter(SMOTE(), random_state=0).fit(X * [1e4, 1, 1], y).sample()[0]
    np.testing.assert_allclose(scaled, plain * [1e4, 1, 1])


def test_text_and_missing_values_go_through_a_plain_smote():
    X, y = mixed_table(300)
    X_all, _ = SamplerAdapter(SMOTE(), random_state=0).fit_resample(X, y)
    pd.testing.assert_frame_equal(X_all[:300], X)
    assert set(X_all["ward"]) == set(X["ward"])
    assert X_all["glucose"][300:].isna().any()


def test_samplers_that_know_categories_get_the_table():
    X, y = mixed_table(300)
    X = X[["age", "ward", "weight"]]
    smotenc = SamplerAdapter(SMOTENC(["ward"]), random_state=0)
    X_all, _ = smotenc.fit_resample(X, y)
    assert (X_all.dtypes == X.dtypes).all()
    assert len(X_all) > 300
    smoten = SamplerAdapter(SMOTEN(), random_state=0)
    assert set(smoten.fit_resample(X[["ward"]], y)[0]["ward"]) == set(X["ward"])


def test_integers_are_not_floored_by_a_foreign_sampler():
    X, y = mixed_table(2000)
    X = X[["age", "ward", "weight"]]
    adapter = SamplerAdapter(SMOTENC(["ward"]), mode="replace", random_state=0)
    X_new, y_new = adapter.fit_resample(X, y)
    for label in (0, 1):
        made, real = X_new["age"][y_new == label], X["age"][y == label]
        assert made.mean() == pytest.approx(real.mean(), abs=0.4)


@pytest.mark.parametrize(
    "pipeline",
    [
        make_pipeline(StandardScaler(), SMOTE()),
        make_pipeline(StandardScaler(), PCA(), SMOTE()),
        make_pipeline("passthrough", SMOTE()),
    ],
    ids=["scaled", "rotated", "plain"],
)
def test_transformers_of_a_pipeline_are_undone(pipeline):
    X, y = load_iris(return_X_y=True, as_frame=True)
    adapter = SamplerAdapter(pipeline, mode="replace", random_state=0)
    X_new, y_new = adapter.fit_resample(X, y)
    for label in range(3):
        np.testing.assert_allclose(
            X_new[y_new == label].mean(), X[y == label].mean(), atol=0.25
        )
    np.testing.assert_array_equal(X_new.round(1), X_new)


@pytest.mark.parametrize(
    ("sampler", "words"),
    [
        (make_pipeline(OneHotArgmaxRestorer(), SMOTE()), "cannot be undone"),
        (make_pipeline(RandomUnderSampler(), SMOTE()), "real rows first"),
        (make_pipeline(SelectKBest(k=2), SMOTE()), "real rows first"),
        (SMOTEENN(), "real rows first"),
    ],
    ids=["no inverse", "under-sampler", "lossy", "cleaning"],
)
def test_what_does_not_give_back_the_real_rows_is_refused(sampler, words):
    X, y = load_iris(return_X_y=True)
    adapter = SamplerAdapter(sampler, mode="replace", random_state=0)
    with pytest.raises(ValueError, match=words):
        adapter.fit_resample(X[:120], y[:120])


def test_a_continuous_target_is_refused():
    X, _ = load_iris(return_X_y=True)
    with pytest.raises(ValueError, match="SMOTE balances classes"):
        SamplerAdapter(SMOTE()).fit(X, X[:, 0])


@pytest.mark.parametrize(
    ("sampler", "said"),
    [
        (SMOTE, r"sampler is the class SMOTE itself: pass an object of it, SMOTE\(\)"),
        (TypeAwareSMOTE, r"the class TypeAwareSMOTE itself"),
        (make_pipeline(SMOTE), r"a step of the sampler is the class SMOTE itself"),
    ],
    ids=["SMOTE", "own", "pipeline"],
)
@pytest.mark.parametrize("wrap", [lambda one: one, ProximityFilter], ids=["", "filter"])
def test_a_class_in_place_of_an_object_is_refused(sampler, said, wrap):
    X = np.arange(40.0).reshape(20, 2)
    with pytest.raises(TypeError, match=said):
        wrap(SamplerAdapter(sampler)).fit_resample(X, [0, 1] * 10)
