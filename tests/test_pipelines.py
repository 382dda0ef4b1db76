"""In pipelines, cross-validation and grid searches of both libraries."""

import numpy as np
import pandas as pd
import pytest
import sklearn
from feature_engine.encoding import RareLabelEncoder
from feature_engine.imputation import AddMissingIndicator, MeanMedianImputer
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.preprocessing import StandardScaler

from skl_synth import OneHotArgmaxRestorer, ProximityFilter, TypeAwareSMOTE
from skl_synth.datasets import make_patients


class Recorder(ClassifierMixin, BaseEstimator):
    """A classifier that remembers the rows that it was given."""

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.fitted_ = X
        return self

    def predict(self, X):
        self.predicted_ = X
        return np.full(len(X), self.classes_[0])


@pytest.fixture
def data():
    X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    return X.iloc[:240, :6], y.iloc[:240]


def replacing_pipeline():
    return make_pipeline(
        ProximityFilter(TypeAwareSMOTE(), mode="replace", random_state=0),
        StandardScaler(),
        LogisticRegression(),
    )


def test_cross_validation_with_threads_and_processes(data):
    one = cross_validate(replacing_pipeline(), *data, cv=3, scoring="roc_auc")
    two = cross_validate(replacing_pipeline(), *data, cv=3, scoring="roc_auc", n_jobs=2)
    np.testing.assert_array_equal(one["test_score"], two["test_score"])
    assert one["test_score"].min() > 0.9


def test_grid_search_over_the_filter_and_the_inner_sampler(data, tmp_path):
    pipeline = replacing_pipeline().set_params(memory=str(tmp_path))
    grid = {
        "proximityfilter__removal_fraction": [0.0, 0.5],
        "proximityfilter__oversampling_factor": [1.5],
        "proximityfilter__sampler__k_neighbors": [3, 6],
    }
    search = GridSearchCV(pipeline, grid, cv=2, n_jobs=2, error_score="raise")
    search.fit(*data)
    assert len(search.cv_results_["params"]) == 4
    best = search.best_estimator_[0]
    assert (
        best.sampler_.k_neighbors
        == search.best_params_["proximityfilter__sampler__k_neighbors"]
    )


def test_rows_for_prediction_are_never_touched(data):
    X, y = data
    pipeline = make_pipeline(
        ProximityFilter(mode="replace", random_state=0), Recorder()
    )
    pipeline.fit(X[:200], y[:200])
    pipeline.predict(X[200:])
    pd.testing.assert_frame_equal(pipeline[-1].predicted_, X[200:])
    assert pipeline[-1].fitted_.merge(X).empty, "real rows reached the model"


def test_the_model_of_an_augmenting_pipeline_sees_real_rows_first(data):
    X, y = data
    pipeline = make_pipeline(ProximityFilter(random_state=0), Recorder()).fit(X, y)
    pd.testing.assert_frame_equal(
        pipeline[-1].fitted_.iloc[: len(X)].reset_index(drop=True),
        X.reset_index(drop=True),
    )
    assert len(pipeline[-1].fitted_) > len(X)


def test_the_restorer_is_a_step_behind_smote():
    rng = np.random.default_rng(0)
    level = rng.integers(0, 3, 200)
    X = pd.DataFrame(np.eye(3)[level], columns=["w_a", "w_b", "w_c"])
    X["age"] = rng.normal(size=200)
    y = (X["age"] + level > 2).astype(int)
    pipeline = make_pipeline(
        SMOTE(random_state=0), OneHotArgmaxRestorer(), Recorder()
    ).fit(X, y)
    words = pipeline[-1].fitted_[["w_a", "w_b", "w_c"]]
    assert len(words) > 200
    assert words.isin([0, 1]).all(axis=None)
    pipeline.predict(X)
    pd.testing.assert_frame_equal(pipeline[-1].predicted_, X)


def test_transformers_of_feature_engine_stand_before_and_behind():
    X, y = make_patients(300, random_state=0, return_X_y=True)
    merged = RareLabelEncoder(
        tol=0.1, n_categories=3, variables=["ward"], ignore_format=True
    )
    pipeline = make_pipeline(
        merged,
        ProximityFilter(random_state=0),
        AddMissingIndicator(variables=["glucose"]),
        MeanMedianImputer(variables=["glucose"]),
        Recorder(),
    )
    X = X.drop(columns="patient_id")
    seen = pipeline.fit(X, y)[-1].fitted_
    expected = pipeline[:1].transform(X)
    assert "Rare" in set(seen["ward"]) == set(expected["ward"]) < {*X["ward"], "Rare"}
    missing = expected["glucose"].isna().to_numpy()
    assert seen["glucose_na"].iloc[: len(X)].tolist() == missing.tolist()
    assert seen["glucose"].notna().all()
    assert len(seen) > len(X)


def test_reference_rows_are_routed_as_metadata(data):
    X, y = data
    with sklearn.config_context(enable_metadata_routing=True):
        filter_ = ProximityFilter(mode="replace", random_state=0)
        filter_.set_fit_resample_request(reference=True).set_fit_request(reference=True)
        pipeline = make_pipeline(filter_, Recorder())
        pipeline.fit(X[:200], y[:200], reference=X[200:])
        _, indices = pipeline[0].nearest_real(X[200:])
    assert indices.min() >= 200


@pytest.mark.parametrize("synthesizer", [TypeAwareSMOTE(), ProximityFilter()])
def test_clones_and_refits_start_afresh(synthesizer, data):
    X, y = data
    synthesizer = clone(synthesizer).set_params(random_state=0)
    first = synthesizer.fit_resample(X, y)[0]
    synthesizer.fit_resample(X.iloc[:, :3], y)
    assert synthesizer.n_features_in_ == 3
    pd.testing.assert_frame_equal(clone(synthesizer).fit_resample(X, y)[0], first)
