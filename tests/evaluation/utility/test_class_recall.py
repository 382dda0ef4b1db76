"""Recall of each class: exact on planted answers, NaN where nothing is named."""

import numpy as np
import pytest
from sklearn.metrics import precision_score, recall_score

from skl_synth.evaluation.utility.class_recall import compare_recall
from skl_synth.evaluation.utility.measures import draw_weights
from skl_synth.evaluation.utility.training import Answers, Trained

KINDS = ("real", "synthetic", "real+synthetic")


def answers(y, wrong, rng, kinds=KINDS, names=("one", "other")):
    """Two models that are wrong about a share of the rows, by what they learnt from."""
    classes = np.unique(y)
    return [
        Trained(
            name,
            kind,
            None,
            Answers(np.where(rng.rand(len(y)) < wrong[kind], rng.choice(classes), y)),
        )
        for name in names
        for kind in kinds
    ]


def figure(frame, metric, label, rows):
    line = frame[
        (frame["metric"] == metric)
        & (frame["subject"] == label)
        & (frame["rows"] == rows)
    ]
    return line.squeeze()


@pytest.mark.parametrize(
    "labels", [[0, 1], ["a b", "c", "d"], [True, False], [-3, 7, 200]]
)
def test_figures_are_those_of_scikit_learn(labels):
    rng = np.random.RandomState(0)
    y = np.array(labels)[rng.randint(len(labels), size=300)]
    trained = answers(y, {"real": 0.1, "synthetic": 0.5, "real+synthetic": 0.2}, rng)
    frame = compare_recall(trained, y, draw_weights(len(y), rng)).frame()
    for label in np.unique(y).tolist():
        for rows in KINDS:
            said = [one.answers.predicted for one in trained if one.trained_on == rows]
            one = {"labels": [label], "average": "macro", "zero_division": 0}
            recall = np.mean([recall_score(y, each, **one) for each in said])
            precision = np.mean([precision_score(y, each, **one) for each in said])
            found = figure(frame, "class_recall", str(label), rows)
            assert found["value"] == pytest.approx(recall)
            assert found["low"] <= recall <= found["high"]
            value = figure(frame, "class_precision", str(label), rows)["value"]
            assert value == pytest.approx(precision)
        support = figure(frame, "class_support", str(label), "real")["value"]
        assert support == (y == label).sum()


def test_the_ceiling_is_that_of_real_rows_and_the_change_is_paired():
    y = np.repeat([0, 1], [80, 20])
    real = np.repeat([0, 1], [80, 20])
    lost = np.where(np.arange(100) < 90, 0, 1)
    trained = [
        Trained("m", on, None, Answers(said))
        for on, said in (("real", real), ("synthetic", lost))
    ]
    weights = draw_weights(100, np.random.RandomState(0))
    frame = compare_recall(trained, y, weights).frame()
    assert figure(frame, "class_recall", "1", "synthetic")["ceiling"] == 1.0
    change = figure(frame, "class_recall_change", "1", "synthetic")
    assert change["value"] == -0.5
    assert -0.8 < change["low"] < -0.5 < change["high"] < -0.2
    # Of the other class nothing is lost, and nothing is uncertain about it.
    other = figure(frame, "class_recall_change", "0", "synthetic")
    assert other[["value", "low", "high"]].tolist() == [0, 0, 0]


def test_a_class_that_no_model_names_has_recall_nought_and_no_precision():
    y, never = np.repeat([0, 1], [30, 3]), np.zeros(33, dtype=int)
    trained = [Trained("m", on, None, Answers(never)) for on in ("real", "synthetic")]
    frame = compare_recall(trained, y, draw_weights(33, np.random.RandomState(0)))
    frame = frame.frame()
    assert figure(frame, "class_recall", "1", "real")["value"] == 0
    assert np.isnan(figure(frame, "class_precision", "1", "real")["value"])


def test_a_mean_is_over_models_that_were_all_trained_on_such_rows():
    rng, y = np.random.RandomState(0), np.repeat([0, 1], 20)
    wrong = dict.fromkeys([*KINDS, "real, balanced"], 0.0)
    trained = answers(y, wrong, rng)
    trained += answers(y, wrong, rng, ["real, balanced"], ["one"])
    frame = compare_recall(trained, y, draw_weights(40, rng)).frame()
    assert "real, balanced" not in set(frame["rows"])
