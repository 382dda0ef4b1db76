"""Probabilities that are those of the real rows, whatever the model was trained on."""

import pickle

import numpy as np
import pandas as pd
import pytest
import sklearn
from hypothesis import given, settings
from hypothesis import strategies as st
from imblearn.ensemble import BalancedRandomForestClassifier
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import RandomUnderSampler
from joblib import parallel_config
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import (
    FixedThresholdClassifier,
    GridSearchCV,
    GroupKFold,
    StratifiedKFold,
    cross_val_predict,
    cross_validate,
)
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline as plain_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from skl_synth import HonestProbabilities, ProximityFilter, TypeAwareSMOTE
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError


@pytest.fixture(scope="module")
def rare():
    """Training and test rows; one in ten is of class 1."""
    X, y = make_classification(
        3000,
        5,
        n_informative=3,
        weights=[0.9],
        flip_y=0.05,
        class_sep=0.7,
        random_state=0,
    )
    return X[:1500], y[:1500], X[1500:], y[1500:]


def augmented(classifier=None):
    return make_pipeline(SMOTE(random_state=0), classifier or LogisticRegression())


@pytest.mark.parametrize("method", ["auto", "prior", "sigmoid", "isotonic"])
def test_augmented_probabilities_become_those_of_real_rows(rare, method):
    X, y, X_test, y_test = rare
    before = augmented().fit(X, y).predict_proba(X_test)[:, 1]
    honest = HonestProbabilities(augmented(), method=method).fit(X, y)
    after = honest.predict_proba(X_test)[:, 1]
    alone = LogisticRegression().fit(X, y).predict_proba(X_test)[:, 1]
    assert before.mean() > 2.5 * y_test.mean()
    assert after.mean() == pytest.approx(y_test.mean(), abs=0.03)
    assert brier_score_loss(y_test, after) < 0.65 * brier_score_loss(y_test, before)
    assert brier_score_loss(y_test, after) < 1.05 * brier_score_loss(y_test, alone)
    ranks = roc_auc_score(y_test, before), roc_auc_score(y_test, after)
    # Steps make some people equal who were not.
    exact = method in ("prior", "sigmoid")
    assert ranks[0] == pytest.approx(ranks[1], abs=1e-9 if exact else 0.02)


def test_the_prior_correction_is_the_formula_of_elkan_and_saerens(rare):
    X, y, X_test, _ = rare
    honest = HonestProbabilities(augmented(), method="prior").fit(X, y)
    said = honest.estimator_.predict_proba(X_test)
    real = np.bincount(y) / len(y)
    weighed = said * real / 0.5
    expected = weighed / weighed.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(honest.predict_proba(X_test), expected)
    assert honest.trained_frequencies_ == {0: 0.5, 1: 0.5}
    assert honest.real_frequencies_ == pytest.approx({0: real[0], 1: real[1]})
    assert not hasattr(honest, "scores_")


def test_a_search_may_choose_the_model_inside(rare):
    X, y, *_ = rare
    grid = {"logisticregression__C": [0.01, 1.0], "smote__sampling_strategy": [0.3]}
    search = GridSearchCV(augmented(), grid, cv=2, scoring="roc_auc")
    honest = HonestProbabilities(search, method="prior").fit(X, y)
    share = honest.trained_frequencies_[1]
    assert share == pytest.approx(0.3 / 1.3, abs=0.01)
    steps = [
        *honest.estimator_.best_estimator_.named_steps,
        *honest.estimator_.estimator.named_steps,
    ]
    assert steps == ["smote", "logisticregression"] * 2, "no step of ours is left"


@pytest.mark.parametrize(
    "model",
    [
        LogisticRegression(class_weight="balanced"),
        make_pipeline(RandomUnderSampler(random_state=0), LogisticRegression()),
        plain_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced")),
        plain_pipeline(StandardScaler(), augmented()),
        make_pipeline(TypeAwareSMOTE(random_state=0), plain_pipeline(GaussianNB())),
        GridSearchCV(LogisticRegression(class_weight="balanced"), {"C": [1.0]}, cv=2),
        BalancedRandomForestClassifier(
            *(10,), sampling_strategy="all", replacement=True, random_state=0
        ),
    ],
    ids=lambda model: type(model).__name__,
)
def test_it_is_seen_how_classes_were_evened_out(rare, model):
    X, y, X_test, y_test = rare
    honest = HonestProbabilities(model, method="prior").fit(X[:800], y[:800])
    assert honest.trained_frequencies_ == pytest.approx({0: 0.5, 1: 0.5})
    before = honest.estimator_.predict_proba(X_test)[:, 1].mean()
    after = honest.predict_proba(X_test)[:, 1].mean()
    assert abs(after - y_test.mean()) < 0.6 * abs(before - y_test.mean())


def test_class_weights_by_label_count_too(rare):
    X, y, *_ = rare
    model = LogisticRegression(class_weight={1: 3.0})
    honest = HonestProbabilities(model, method="prior").fit(X, y)
    n = np.bincount(y) * [1.0, 3.0]
    assert honest.trained_frequencies_ == pytest.approx(
        {0: n[0] / sum(n), 1: n[1] / sum(n)}
    )


def test_rows_in_replace_mode_need_no_correction(rare):
    X, y, X_test, _ = rare
    model = make_pipeline(
        ProximityFilter(mode="replace", random_state=0), LogisticRegression()
    )
    honest = HonestProbabilities(model, method="prior").fit(X[:500].round(2), y[:500])
    np.testing.assert_array_equal(
        honest.predict_proba(X_test), honest.estimator_.predict_proba(X_test)
    )


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_the_curves_are_those_of_scikit_learn(rare, method):
    X, y, X_test, _ = rare
    peer = CalibratedClassifierCV(augmented(), method=method, cv=3, ensemble=False)
    expected = peer.fit(X, y).predict_proba(X_test)
    found = HonestProbabilities(augmented(), method=method, cv=3).fit(X, y)
    # Platt's targets are not quite 0 and 1 there, and between two steps margins are
    # interpolated, not probabilities.
    np.testing.assert_allclose(found.predict_proba(X_test), expected, atol=0.01)


def test_auto_takes_what_is_best_on_held_out_rows(rare):
    X, y, *_ = rare
    honest = HonestProbabilities(augmented(), cv=3).fit(X, y)
    scores = honest.scores_
    assert list(scores.index) == ["none", "prior", "sigmoid", "isotonic"]
    assert honest.method_ == scores["brier"].idxmin()
    held_out = cross_val_predict(
        augmented(), X, y, cv=StratifiedKFold(3), method="predict_proba"
    )
    assert scores.at["none", "brier"] == pytest.approx(
        brier_score_loss(y, held_out[:, 1])
    )
    assert scores.at["none", "log_loss"] == pytest.approx(log_loss(y, held_out))
    by_loss = HonestProbabilities(augmented(), cv=3, scoring="log_loss").fit(X, y)
    assert by_loss.method_ == scores["log_loss"].idxmin()


def test_what_is_honest_already_stays_as_it_is(rare):
    X, y, X_test, _ = rare
    rng = np.random.default_rng(0)
    y = (rng.random(len(X)) < 1 / (1 + np.exp(-X[:, 0]))).astype(int)
    honest = HonestProbabilities(LogisticRegression(), cv=3).fit(X, y)
    assert honest.scores_.loc["none"].equals(honest.scores_.loc["prior"])
    if honest.method_ == "none":
        np.testing.assert_array_equal(
            honest.predict_proba(X_test), honest.estimator_.predict_proba(X_test)
        )
    assert honest.method_ in ("none", "sigmoid")


def test_the_score_of_a_curve_is_of_rows_that_it_was_not_fitted_to():
    """Steps fitted to and scored on the same rows of noise would seem to know them."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(300, 3)), rng.integers(0, 2, 300)
    honest = HonestProbabilities(RandomForestClassifier(20, random_state=0)).fit(X, y)
    assert honest.scores_.at["isotonic", "brier"] > 0.245


def test_three_classes_sum_to_one_and_keep_their_shares():
    X, y = make_classification(
        1500, 6, n_informative=4, n_classes=3, weights=[0.7, 0.25, 0.05], random_state=0
    )
    labels = np.array(["none", "some", "much"])[y]
    for method in ("auto", "prior", "sigmoid", "isotonic"):
        honest = HonestProbabilities(augmented(), method=method, cv=3).fit(X, labels)
        proba = honest.predict_proba(X)
        np.testing.assert_allclose(proba.sum(axis=1), 1.0)
        shares = pd.Series(labels).value_counts(normalize=True)[honest.classes_]
        np.testing.assert_allclose(proba.mean(axis=0), shares, atol=0.04)
        assert set(honest.predict(X)) <= {"none", "some", "much"}


def test_a_margin_is_made_a_probability(rare):
    X, y, X_test, y_test = rare
    model = make_pipeline(RandomUnderSampler(random_state=0), LinearSVC())
    honest = HonestProbabilities(model).fit(X, y)
    after = honest.predict_proba(X_test)[:, 1]
    assert honest.method_ in ("sigmoid", "isotonic")
    assert after.mean() == pytest.approx(y_test.mean(), abs=0.02)


def test_a_real_table_with_a_synthesizer_in_a_cross_validation():
    X, y = make_patients(600, random_state=0, return_X_y=True)
    X = X[["age", "length_of_stay", "bmi", "emergency"]]
    model = make_pipeline(
        ProximityFilter(random_state=0), LogisticRegression(max_iter=500)
    )
    honest = HonestProbabilities(model, method="prior")
    scores = {
        name: -cross_validate(one, X, y, cv=3, scoring="neg_brier_score")[
            "test_score"
        ].mean()
        for name, one in {"before": model, "after": honest}.items()
    }
    assert scores["after"] < 0.7 * scores["before"]


def test_a_threshold_around_it_says_yes_more_often(rare):
    X, y, *_ = rare
    honest = HonestProbabilities(augmented(), method="prior")
    wide = FixedThresholdClassifier(honest, threshold=y.mean()).fit(X, y)
    assert wide.predict(X).sum() > 2 * honest.fit(X, y).predict(X).sum()


def test_persons_are_held_out_whole(rare):
    """With copies of a person in both parts a tree would seem to be right."""
    rng = np.random.default_rng(0)
    people, y = rng.normal(size=(60, 3)), np.repeat([0, 1], 30)
    rows = rng.permutation(np.repeat(np.arange(60), 5))
    X, y, groups = people[rows], y[rows], rows
    model = RandomForestClassifier(20, random_state=0)
    by_row = HonestProbabilities(model, cv=3).fit(X, y)
    by_person = HonestProbabilities(model, cv=3).fit(X, y, groups=groups)
    assert by_row.scores_.at["none", "brier"] < 0.05
    assert by_person.scores_.at["none", "brier"] > 0.2
    same = HonestProbabilities(model, cv=GroupKFold(3)).fit(X, y, groups=groups)
    assert same.scores_.at["none", "brier"] > 0.2


def test_metadata_is_routed(rare):
    X, y, *_ = rare
    X, y = X[:400].round(2), y[:400]
    weights = np.where(y == 1, 4.0, 1.0)
    with sklearn.config_context(enable_metadata_routing=True):
        inner = LogisticRegression().set_fit_request(sample_weight=True)
        honest = HonestProbabilities(inner, cv=3)
        honest.set_score_request(sample_weight=False)
        results = cross_validate(
            honest, X, y, cv=2, params={"sample_weight": weights}, return_estimator=True
        )
        honest.fit(X, y, sample_weight=weights)
        share = weights[y == 1].sum() / weights.sum()
        assert honest.real_frequencies_[1] == pytest.approx(share)
        assert honest.predict_proba(X)[:, 1].mean() == pytest.approx(share, abs=0.25)
    assert len(results["estimator"]) == 2


def test_persons_reach_the_synthesizer_that_asks_for_them():
    X, y = make_patients(300, random_state=0, return_X_y=True)
    X = X[["age", "bmi", "length_of_stay"]]
    with sklearn.config_context(enable_metadata_routing=True):
        sampler = TypeAwareSMOTE(random_state=0)
        sampler.set_fit_resample_request(groups=True).set_fit_request(groups=True)
        model = make_pipeline(sampler, LogisticRegression(max_iter=500))
        honest = HonestProbabilities(model, method="prior")
        honest.fit(X, y, groups=np.arange(len(X)))
        assert honest.estimator_[0].table_.persons is not None


def test_weights_count_without_routing_too(rare):
    X, y, *_ = rare
    X, y = X[:300], y[:300]
    twice = np.arange(len(y)) % 3 == 0
    weights = np.where(twice, 2.0, 1.0)
    weighted = HonestProbabilities(GaussianNB(), method="prior").fit(
        X, y, sample_weight=weights
    )
    rows = np.repeat(np.arange(len(y)), weights.astype(int))
    repeated = HonestProbabilities(GaussianNB(), method="prior").fit(X[rows], y[rows])
    np.testing.assert_allclose(weighted.predict_proba(X), repeated.predict_proba(X))


def test_processes_and_copies_give_the_same(rare):
    X, y, X_test, _ = rare
    one = HonestProbabilities(augmented(), cv=2).fit(X, y)
    with parallel_config("threading"):
        two = clone(one).set_params(n_jobs=2).fit(X, y)
    expected = one.predict_proba(X_test)
    np.testing.assert_array_equal(two.predict_proba(X_test), expected)
    again = pickle.loads(pickle.dumps(one))
    np.testing.assert_array_equal(again.predict_proba(X_test), expected)


def test_names_of_columns_are_those_of_the_estimator():
    X, y = make_patients(200, random_state=0, return_X_y=True)
    X = X[["age", "bmi"]]
    honest = HonestProbabilities(LogisticRegression(), method="none")
    assert not hasattr(honest, "n_features_in_")
    honest.fit(X, y)
    assert honest.n_features_in_ == 2
    assert honest.feature_names_in_.tolist() == ["age", "bmi"]


def test_too_few_rows_or_people_are_refused_with_a_way_out(rare):
    X, y = np.arange(40.0).reshape(20, 2), np.array([1] * 3 + [0] * 17)
    with pytest.raises(InputError, match=r"class 1 has 3 row.* cv=5.*method='prior'"):
        HonestProbabilities(LogisticRegression()).fit(X, y)
    HonestProbabilities(LogisticRegression(), method="prior").fit(X, y)
    groups = np.array([0, 0, 1, *range(2, 19)])
    with pytest.raises(InputError, match=r"class 1 has 2 person"):
        HonestProbabilities(LogisticRegression(), cv=3).fit(X, y, groups=groups)
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        HonestProbabilities(LogisticRegression()).fit(X, y, groups=[1, 2])
    table, labels = pd.DataFrame(X), pd.Series(np.arange(20), index=np.arange(20)[::-1])
    with pytest.raises(InputError, match="groups"):
        HonestProbabilities(LogisticRegression()).fit(table, y, groups=labels)
    with pytest.raises(InputError, match="the target has one class, 0"):
        HonestProbabilities(LogisticRegression()).fit(X, np.zeros(20, dtype=int))
    halves = [(np.arange(3, 20), np.arange(3))]
    with pytest.raises(InputError, match="in no row of a training part"):
        HonestProbabilities(LogisticRegression(), cv=halves).fit(X, y)


def test_it_is_refused_before_fit_and_with_an_unknown_method(rare):
    X, y, *_ = rare
    with pytest.raises(NotFittedError):
        HonestProbabilities(LogisticRegression()).predict(X)
    with pytest.raises(ValueError, match="'method' parameter of HonestProbabilities"):
        HonestProbabilities(LogisticRegression(), method="platt").fit(X, y)


@settings(max_examples=40, deadline=None)
@given(
    shares=st.lists(st.floats(0.02, 1.0), min_size=2, max_size=4),
    seed=st.integers(0, 1000),
)
def test_the_correction_undone_by_its_opposite_is_nothing(shares, seed):
    from skl_synth.probabilities.calibration_maps import PriorShift

    real = np.array(shares) / sum(shares)
    even = np.full(len(real), 1 / len(real))
    proba = np.random.default_rng(seed).dirichlet(even * 10, size=20)
    there = PriorShift(even, real)(proba)
    np.testing.assert_allclose(there.sum(axis=1), 1.0)
    np.testing.assert_allclose(PriorShift(real, even)(there), proba, atol=1e-9)
    # Within a class rows keep their order only against one other class: odds do.
    odds = there[:, 0] / there[:, 1] / (proba[:, 0] / proba[:, 1])
    np.testing.assert_allclose(odds, real[0] / real[1], rtol=1e-6)


def test_what_belongs_to_rows_in_another_order_is_not_paired_by_position(rare):
    X, y, *_ = rare
    table, weights = pd.DataFrame(X[:200]), pd.Series(np.arange(200.0) + 1)
    mixed = weights.sample(frac=1, random_state=0)
    honest = HonestProbabilities(LogisticRegression(), method="prior")
    with pytest.raises(InputError, match=r"sample_weight\.loc\[X\.index\]"):
        honest.fit(table, y[:200], sample_weight=mixed)
    expected = honest.fit(table, y[:200], sample_weight=weights).predict_proba(table)
    honest.fit(table, y[:200], sample_weight=mixed.loc[table.index])
    np.testing.assert_array_equal(honest.predict_proba(table), expected)


def test_one_weight_is_that_of_all_rows(rare):
    X, y, *_ = rare
    X, y = X[:200], y[:200]
    plain = HonestProbabilities(GaussianNB(), cv=3).fit(X, y)
    one = HonestProbabilities(GaussianNB(), cv=3).fit(X, y, sample_weight=2)
    np.testing.assert_allclose(one.predict_proba(X), plain.predict_proba(X))


@pytest.mark.parametrize("unknown", [None, np.nan, "UNKNOWN"])
def test_a_row_of_nobody_is_refused(rare, unknown):
    X, y, *_ = rare
    persons = pd.Series([f"p{place}" for place in range(200)], dtype=object)
    persons[[3, 5]] = unknown
    honest = HonestProbabilities(LogisticRegression(), cv=3)
    with pytest.raises(InputError, match="groups says nothing of 2 of 200 rows"):
        honest.fit(X[:200], y[:200], groups=persons)


def test_folds_that_hold_nothing_out_are_refused(rare):
    X, y, *_ = rare
    with pytest.raises(InputError, match=r"no fold .* cv=5, or hold nothing out"):
        HonestProbabilities(LogisticRegression(), cv=[]).fit(X, y)


@pytest.mark.parametrize("pipeline", [make_pipeline, plain_pipeline])
def test_weights_of_a_step_are_those_it_was_trained_by(rare, pipeline):
    X, y, *_ = rare
    weights = np.where(y == 1, 9.0, 1.0)
    honest = HonestProbabilities(pipeline(StandardScaler(), GaussianNB()), cv=3)
    honest.fit(X, y, gaussiannb__sample_weight=weights)
    trained = weights[y == 1].sum() / weights.sum()
    assert honest.trained_frequencies_[1] == pytest.approx(trained)
    assert honest.real_frequencies_[1] == pytest.approx(y.mean())
    assert honest.scores_.at["prior", "brier"] < honest.scores_.at["none", "brier"]


def test_routed_weights_reach_the_count_of_the_last_step(rare):
    X, y, *_ = rare
    weights = np.where(y == 1, 9.0, 1.0)
    with sklearn.config_context(enable_metadata_routing=True):
        inner = GaussianNB().set_fit_request(sample_weight=True)
        scaler = StandardScaler().set_fit_request(sample_weight=False)
        honest = HonestProbabilities(make_pipeline(scaler, inner), method="prior")
        honest.fit(X, y, sample_weight=weights)
        assert honest.trained_frequencies_ == honest.real_frequencies_
        deaf = GaussianNB().set_fit_request(sample_weight=False)
        scaler = StandardScaler().set_fit_request(sample_weight=True)
        honest = HonestProbabilities(make_pipeline(scaler, deaf), method="prior")
        honest.fit(X, y, sample_weight=weights)
        assert honest.trained_frequencies_[1] == pytest.approx(y.mean())
