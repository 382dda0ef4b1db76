"""The class that models lose is named first: on planted truth, and by its figures."""

import numpy as np
import pandas as pd
import pytest
from sklearn.tree import DecisionTreeClassifier

from skl_synth import SyntheticEvaluator, TypeAwareSMOTE, utility_report
from skl_synth.evaluation.utility.class_words import (
    MOST_CLASSES,
    ClassFigures,
    class_lines,
    class_table,
    fallen_sentence,
)
from tests.evaluation.page_figures import line


def of_class(label, real, made, change, precision=0.5):
    about = {"scope": "class", "subject": label}
    value, low, high = change
    return [
        line("utility", "class_support", 40, **about, rows="real"),
        line("utility", "class_recall", real, **about, rows="real"),
        line("utility", "class_recall", made, **about),
        line("utility", "class_precision", precision, **about, rows="real"),
        line("utility", "class_recall_change", value, low=low, high=high, **about),
    ]


def figures(*classes):
    return ClassFigures(pd.DataFrame([one for each in classes for one in each]))


TREE = DecisionTreeClassifier(min_samples_leaf=5)

SURE = ("yes", 0.8, 0.36, (-0.44, -0.5, -0.38))
UNSURE = ("maybe", 0.8, 0.7, (-0.1, -0.3, 0.1))
SLIGHT = ("no", 0.99, 0.97, (-0.02, -0.03, -0.01))


def test_only_a_sure_and_large_fall_is_named():
    found = figures(of_class(*SLIGHT), of_class(*UNSURE), of_class(*SURE))
    assert found.fallen() == ["yes"]
    assert found.labels == ["yes", "maybe", "no"]
    sentence = fallen_sentence(found)
    assert "class 'yes': recall 36.0 %, trained on real rows 80.0 %" in sentence
    assert "maybe" not in sentence


def test_a_class_that_real_rows_do_not_teach_to_find_is_not_named():
    """Of noise, recall is how often models name a class, and no loss."""
    other = of_class(*SLIGHT)
    assert figures(of_class(*SURE, precision=0.51), other).fallen() == ["yes"]
    assert figures(of_class(*SURE, precision=0.49), other).fallen() == []


def test_no_fall_no_sentence():
    assert fallen_sentence(figures(of_class(*UNSURE))) == ""
    nothing = figures([line("utility", "roc_auc", 0.8)])
    assert fallen_sentence(nothing) == ""
    assert class_lines(nothing) == []
    assert class_table(nothing, ("real",)).empty


def test_of_many_classes_the_words_list_some_and_the_page_all():
    many = [
        of_class(f"class {i}", 0.9, 0.5 + i / 100, (-0.4 + i / 100, -0.5, -0.1))
        for i in range(MOST_CLASSES + 3)
    ]
    found = figures(*many)
    assert "8 more classes fall" in fallen_sentence(found)
    names = [name for name, _ in class_lines(found)]
    assert "  3 more classes: see the figures of the report" in names
    assert sum("class 0 (n = 40)" in name for name in names) == 2
    assert len(class_table(found, ("real", "synthetic"))) == 2 * len(many)


@pytest.fixture(scope="module")
def planted():
    """A class that two columns make together; the synthetic rows have lost that."""
    rng = np.random.RandomState(0)
    X = pd.DataFrame(rng.normal(size=(1500, 3)), columns=["a", "b", "of no use"])
    y = pd.Series(
        np.where((X["a"] > 0.4) & (X["b"] > 0.4), "leaves", "stays"), name="y"
    )
    parts = [(X[k::3], y[k::3]) for k in range(3)]
    lost = parts[1][0].assign(a=rng.permutation(parts[1][0]["a"]))
    return parts, (lost, parts[1][1])


def test_a_class_that_is_lost_comes_first_in_the_verdict(planted):
    (real, _, holdout), lost = planted
    report = utility_report(*real, *lost, *holdout, estimator=TREE, random_state=0)
    verdict = report.verdict()
    assert verdict.verdict.startswith(
        "Models trained on synthetic rows find fewer rows of class 'leaves': recall "
    )
    assert verdict.mark == "attention"
    assert "recall by class" in str(report)
    page = report._repr_html_()
    assert "precision" in page
    assert "leaves" in page


def test_a_class_that_is_kept_is_not_named(planted):
    (real, other, holdout), _ = planted
    report = utility_report(*real, *other, *holdout, estimator=TREE, random_state=0)
    assert report.verdict().verdict.startswith("Trained on synthetic rows alone")
    assert report.verdict().mark == "neutral"


def test_folds_have_it_too(planted):
    (real, *_), _ = planted
    evaluator = SyntheticEvaluator(
        TypeAwareSMOTE(mode="replace"),
        cv=3,
        sections=["utility"],
        estimator=TREE,
        random_state=0,
    ).fit(*real)
    recall = evaluator.details_[evaluator.details_["metric"] == "class_recall"]
    assert set(recall["subject"]) == {"leaves", "stays"}
    assert recall[["low", "high"]].notna().all(axis=None)
    assert "recall by class, trained on synthetic rows" in evaluator.report()
