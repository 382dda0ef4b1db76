"""Models trained on several tables, and the measures of what they say."""

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    make_scorer,
    mean_absolute_error,
    r2_score,
    roc_auc_score,
)
from sklearn.svm import LinearSVC

import skl_synth
from skl_synth.errors import InputError
from skl_synth.evaluation.utility.importance import permutation_importances
from skl_synth.evaluation.utility.measures import draw_weights, measure
from skl_synth.evaluation.utility.training import (
    OUR_OWN,
    Scoring,
    default_scoring,
    predict_scores,
    predictions_of,
    train,
)

TWO = np.array([0, 1] * 20)


@pytest.fixture
def rows():
    rng = np.random.default_rng(0)
    return rng.normal(size=(40, 2)) + TWO[:, None] * 3


def measured(model, X, y, *, continuous=False):
    found = measure(
        predict_scores(model, X), y, np.ones((1, len(y))), continuous=continuous
    )
    return {metric: values[0] for metric, values in found.items()}


def test_measures_of_classes_are_those_of_scikit_learn(rows):
    noisy = rows + np.random.default_rng(1).normal(size=rows.shape) * 2
    model = LogisticRegression().fit(noisy, TWO)
    probability = model.predict_proba(noisy)[:, 1]
    found = measured(model, noisy, TWO)
    assert found == pytest.approx(
        {
            "accuracy": accuracy_score(TWO, model.predict(noisy)),
            "roc_auc": roc_auc_score(TWO, probability),
            "brier": brier_score_loss(TWO, probability),
        }
    )


def test_measures_with_ties_are_those_of_scikit_learn():
    X = np.random.default_rng(0).integers(0, 3, size=(60, 1)).astype(float)
    y = np.random.default_rng(1).integers(0, 2, 60)
    model = LogisticRegression().fit(X, y)
    auc = roc_auc_score(y, model.predict_proba(X)[:, 1])
    assert measured(model, X, y)["roc_auc"] == pytest.approx(auc)


def test_measures_of_three_classes(rows):
    y = np.array(["a", "b", "c"])[np.arange(40) % 3]
    model = LogisticRegression().fit(rows, y)
    expected = roc_auc_score(y, model.predict_proba(rows), multi_class="ovr")
    assert measured(model, rows, y)["roc_auc_ovr"] == pytest.approx(expected)


def test_measures_of_numbers(rows):
    y = rows[:, 0] + rows[:, 1] ** 2
    model = LinearRegression().fit(rows, y)
    predicted = model.predict(rows)
    assert measured(model, rows, y, continuous=True) == pytest.approx(
        {"r2": r2_score(y, predicted), "mae": mean_absolute_error(y, predicted)}
    )


def test_a_resample_is_measured_as_if_its_rows_were_repeated(rows):
    noisy = rows + np.random.default_rng(1).normal(size=rows.shape) * 2
    model = LogisticRegression().fit(noisy, TWO)
    weights = draw_weights(40, np.random.RandomState(0))
    found = measure(predict_scores(model, noisy), TWO, weights, continuous=False)
    for place in (0, 1, 17):
        repeated = np.repeat(np.arange(40), weights[place].astype(int))
        again = measured(model, noisy[repeated], TWO[repeated])
        assert {m: v[place] for m, v in found.items()} == pytest.approx(again)


def test_a_table_that_teaches_nothing_scores_less(rows):
    shuffled = np.random.default_rng(1).permutation(TWO)
    tables = {"real": (rows, TWO), "noise": (rows, shuffled)}
    model = LogisticRegression()
    good, bad = train({"logistic": model}, tables, rows)
    assert (good.answers.predicted == TWO).mean() > 0.95
    assert (bad.answers.predicted == TWO).mean() < 0.95
    assert not hasattr(model, "coef_")


def test_predictions_of_two_classes_have_one_score(rows):
    for model in (LogisticRegression(), LinearSVC()):
        [one] = train({"model": model}, {"real": (rows, TWO)}, rows)
        found = predictions_of(one, TWO)
        assert found["label"].unique().tolist() == [1]
        scores = found["score"].to_numpy()
        assert scores[TWO == 1].mean() > scores[TWO == 0].mean()


def test_predictions_of_three_classes_have_three(rows):
    y = np.arange(40) % 3
    [one] = train({"dummy": DummyClassifier()}, {"real": (rows, y)}, rows)
    assert predictions_of(one, y).groupby("row").size().eq(3).all()


@pytest.mark.parametrize("container", [np.asarray, pd.DataFrame])
def test_the_column_that_decides_is_the_important_one(rows, container):
    noise = np.random.default_rng(3).normal(size=(40, 1))
    X = container(np.hstack([rows[:, :1], noise]))
    [one] = train({"model": LogisticRegression()}, {"real": (X, TWO)}, X)
    found = permutation_importances(
        one, (X, TWO), [[0], [1]], np.random.RandomState(0), continuous=False
    )
    assert found[0] > 0.2 > abs(found[1])


@pytest.mark.parametrize(
    ("estimator", "labels", "continuous", "names"),
    [
        (LogisticRegression(), "ab", False, ["accuracy", "roc_auc"]),
        (LinearSVC(), "ab", False, ["accuracy", "roc_auc"]),
        (LinearSVC(), "abc", False, ["accuracy"]),
        (LogisticRegression(), "abc", False, ["accuracy", "roc_auc_ovr"]),
        (LogisticRegression(), "abc", True, ["r2"]),
    ],
)
def test_scorers_fit_the_model_and_the_target(estimator, labels, continuous, names):
    y = np.array(list(labels))
    assert default_scoring(estimator, y, continuous=continuous) == names


@pytest.mark.parametrize("wrap", [str, lambda one: ["r2", one], lambda one: {"a": one}])
@pytest.mark.parametrize("name", list(OUR_OWN))
def test_the_name_of_a_scorer_of_ours_leads_to_it(name, wrap):
    with pytest.raises(InputError, match=f"skl_synth.{OUR_OWN[name]}") as error:
        Scoring(LogisticRegression(), wrap(name))
    assert callable(getattr(skl_synth, OUR_OWN[name]))
    assert error.value.parameter == "scoring"


def test_other_scorers_are_left_to_scikit_learn():
    for scoring in ("r2", ["r2"], {"privacy": "r2"}, make_scorer(r2_score)):
        Scoring(LogisticRegression(), scoring)
