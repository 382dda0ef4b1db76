"""Labels of any kind train and test models, and come back as they were."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from skl_synth import SyntheticEvaluator, TypeAwareSMOTE
from skl_synth.datasets import make_patients
from skl_synth.evaluation.utility.encoded_labels import EncodedLabels, fit_on_labels

X = np.random.default_rng(0).normal(size=(60, 2))
CODES = (X[:, 0] > 0).astype(int)


@pytest.mark.parametrize("labels", [["0", "1"], ["9", "10"], ["1.5", "no"], ["b", "a"]])
@pytest.mark.parametrize("dtype", ["U", object])
@pytest.mark.parametrize("forest", [RandomForestClassifier, ExtraTreesClassifier])
def test_numbers_in_text_are_weighed_alike(labels, dtype, forest):
    y = np.array(labels, dtype=dtype)[CODES]
    model = forest(10, class_weight="balanced", random_state=0)
    fitted = fit_on_labels(model, X, y)
    assert (fitted.predict(X) == y).mean() > 0.9
    assert fitted.classes_.tolist() == sorted(labels)
    assert fitted.predict_proba(X).shape == (60, 2)


@pytest.mark.parametrize(
    "labels", [["0", "1"], ["9", "10"], ["1.5", "no"], ["-1", "0"]]
)
@pytest.mark.parametrize("dtype", ["U", object])
@pytest.mark.parametrize(
    "model",
    [
        LogisticRegression(),
        RandomForestClassifier(10, random_state=0),
        make_pipeline(StandardScaler(), LinearSVC()),
    ],
)
def test_weights_by_labels_that_are_numbers_in_text(labels, dtype, model):
    y = np.array(labels, dtype=dtype)[CODES]
    [name] = [name for name in model.get_params() if name.endswith("class_weight")]

    def predicted(weights):
        given = dict(zip(labels, weights, strict=True))
        return fit_on_labels(clone(model).set_params(**{name: given}), X, y).predict(X)

    assert {*predicted([1, 1])} == {*labels}
    assert (predicted([1, 1e6]) == labels[1]).sum() >= (y == labels[1]).sum()
    assert {*predicted([1, 1e9])} <= {*labels}


def test_weights_of_what_is_no_label_are_refused():
    y = np.array(["0", "1"])[CODES]
    model = LogisticRegression(class_weight={0: 1.0, 1: 5.0})
    with pytest.raises(ValueError, match="class_weight"):
        fit_on_labels(model, X, y)


def test_a_model_that_reads_labels_is_left_as_it_is():
    y = np.array(["0", "1"])[CODES]
    assert type(fit_on_labels(LogisticRegression(), X, y)) is LogisticRegression
    by_label = RandomForestClassifier(5, class_weight={"no": 1.0, "yes": 9.0})
    named = np.array(["no", "yes"])[CODES]
    assert type(fit_on_labels(by_label, X, named)) is RandomForestClassifier
    weighed = RandomForestClassifier(5, class_weight="balanced")
    assert type(fit_on_labels(weighed, X, CODES)) is RandomForestClassifier


def test_the_answers_are_those_of_the_model_on_numbers():
    y = np.array(["0", "1", "2"])[CODES + (X[:, 1] > 0)]
    model = RandomForestClassifier(10, random_state=0)
    numbered = model.fit(X, y.astype(int))
    labelled = EncodedLabels(model).fit(X, y)
    assert labelled.predict(X).tolist() == numbered.predict(X).astype(str).tolist()
    assert (labelled.predict_proba(X) == numbered.predict_proba(X)).all()


def test_it_has_the_methods_of_its_classifier():
    y = np.array(["0", "1"])[CODES]
    svc = EncodedLabels(LinearSVC()).fit(X, y)
    assert not hasattr(svc, "predict_proba")
    assert svc.decision_function(X).shape == (60,)
    assert not hasattr(EncodedLabels(RandomForestClassifier()), "decision_function")


def of_kinds(zeros_and_ones):
    yes = pd.Series(zeros_and_ones == 1)
    return {
        "text numbers": yes.map({True: "1", False: "0"}),
        "a plain array of text": np.where(yes, "1", "0"),
        "text of two lengths": yes.map({True: "10", False: "9"}),
        "string dtype": yes.map({True: "1", False: "0"}).astype("string"),
        "bool": yes,
        "bool objects": yes.astype(object),
        "nullable bool": yes.astype("boolean"),
        "nullable integers": yes.astype("Int64"),
        "category": yes.map({True: "yes", False: "no"}).astype("category"),
        "category of numbers in text": yes.map({True: "1", False: "0"}).astype(
            "category"
        ),
        "category of bool": yes.astype("category"),
        "dates in text": yes.map({True: "2024-01-01", False: "2023-01-01"}),
        "words for bool": yes.map({True: "True", False: "False"}),
        "whole floats": yes.astype(float),
        "three": pd.Series(np.array(["0", "1", "2"])[np.arange(len(yes)) % 3]),
    }


KINDS = list(of_kinds(np.zeros(6)))


@pytest.fixture(scope="module")
def patients():
    X = make_patients(90, random_state=0)
    flags = np.random.default_rng(0).permutation(np.arange(90) % 3 == 0).astype(int)
    return X[["age", "sex", "bmi"]], flags


@pytest.mark.parametrize("kind", KINDS)
def test_an_audit_of_any_labels(patients, kind):
    X, flags = patients
    y = of_kinds(flags)[kind]
    evaluator = SyntheticEvaluator(
        TypeAwareSMOTE(mode="replace"), cv=2, sections=["utility"], random_state=0
    ).fit(X, y)
    labels = sorted({str(one) for one in np.asarray(y).tolist()})
    assert sorted(evaluator.predictions_["target"].astype(str).unique()) == labels
    trained = set(evaluator.summary_["rows"])
    assert {"synthetic", "real", "real+synthetic", "real, balanced"} <= trained
    assert 0 <= evaluator.score(X, y) <= 1
