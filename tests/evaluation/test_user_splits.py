"""Splitters of the user's: all kinds work, and a fold that cannot is named."""

import re

import numpy as np
import pytest
from sklearn.model_selection import (
    GroupKFold,
    PredefinedSplit,
    RepeatedStratifiedKFold,
    ShuffleSplit,
    TimeSeriesSplit,
)

from skl_synth import SyntheticEvaluator, TypeAwareSMOTE
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError, InputWarning
from skl_synth.evaluation.splits import draw_splits

N = 120
LABELS = np.arange(N) % 3 == 0
TWINS = np.arange(N) // 2


def splits(cv, labels=LABELS, persons=None, *, is_classes=True):
    rng = np.random.RandomState(0)
    X = np.zeros((len(labels), 1))
    return draw_splits(cv, X, labels, is_classes=is_classes, rng=rng, persons=persons)


PREDEFINED = PredefinedSplit(np.r_[np.full(40, -1), np.repeat([0, 1], 40)])

HALVES = [(np.arange(60), np.arange(60, 120)), (np.arange(60, 120), np.arange(60))]

WHOLE = {
    "time series": (TimeSeriesSplit(2), 2),
    "predefined": (PREDEFINED, 2),
    "list": (HALVES, 2),
    "iterator": (iter(HALVES), 2),
    "repeated": (RepeatedStratifiedKFold(n_splits=2, n_repeats=3, random_state=0), 6),
    "shuffled": (ShuffleSplit(4, test_size=0.3, random_state=0), 4),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_splitter_of_rows(name):
    cv, n_folds = WHOLE[name]
    found = splits(cv)
    assert len(found) == n_folds
    for one in found:
        assert not np.intersect1d(one.train, one.test).size
        assert one.test.tolist() == sorted(set(one.test.tolist()))


def test_training_parts_may_grow_and_leave_rows_out():
    found = splits(TimeSeriesSplit(3))
    assert [len(one.train) for one in found] == [30, 60, 90]
    assert [len(one.test) for one in found] == [30, 30, 30]


def test_persons_of_one_row_are_given_to_a_splitter_of_groups():
    for persons in (TWINS, np.arange(N)):
        for one in splits(GroupKFold(3), persons=persons, is_classes=False):
            assert not set(persons[one.train]) & set(persons[one.test])


def test_a_splitter_of_groups_needs_them():
    said = re.escape(
        "nothing says whose a row is: pass groups, such as X['patient_id']"
    )
    with pytest.raises(InputError, match=said):
        splits(GroupKFold(3))


def test_masks_and_negative_positions_are_positions():
    first = np.arange(N) < 60
    [mask] = splits([(first, ~first)])
    [negative] = splits([(np.arange(60), np.arange(-60, 0))])
    for one in (mask, negative):
        assert one.train.tolist() == list(range(60))
        assert one.test.tolist() == list(range(60, 120))


def test_rows_may_train_twice_and_test_once():
    [one] = splits([(np.repeat(np.arange(60), 2), np.repeat(np.arange(60, 120), 2))])
    assert len(one.train) == 120
    assert len(one.test) == 60


@pytest.mark.parametrize(
    ("cv", "said"),
    [
        ([(np.arange(60), [])], "fold 0 of cv has a part without rows"),
        ([HALVES[0], ([], np.arange(9))], "fold 1 of cv has a part without rows"),
        ([(np.arange(60), [500])], "fold 0 of cv names rows that there are not"),
        ([(np.arange(60), ["a"])], "fold 0 of cv names rows that there are not"),
        ([], "cv gives no fold"),
        ([HALVES[0], (np.flatnonzero(LABELS), np.flatnonzero(~LABELS))],
         "fold 1 of cv trains on rows of class True only"),
    ],
)  # fmt: skip
def test_a_fold_that_cannot_be_is_named(cv, said):
    for persons in (None, np.arange(N)):
        with pytest.raises(InputError, match=said):
            splits(cv, persons=persons)


def test_an_iterator_is_there_once():
    once = iter(HALVES)
    assert len(splits(once)) == 2
    with pytest.raises(InputError, match="an iterator gives its folds once only"):
        splits(once)


def test_a_fold_that_tests_on_one_class_is_warned_of():
    ones = np.flatnonzero(LABELS)
    fold = np.setdiff1d(np.arange(N), ones[:20]), ones[:20]
    said = r"1 fold of cv tests on rows of one class only \(True in fold 1\)"
    with pytest.warns(InputWarning, match=said):
        assert len(splits([HALVES[0], fold])) == 2
    assert len(splits([fold], LABELS.astype(float), is_classes=False)) == 1


def test_rows_on_both_sides_are_warned_of():
    said = "cv puts 20 of 120 rows into the training and the test part of one fold"
    with pytest.warns(InputWarning, match=said):
        splits([(np.arange(80), np.arange(60, 120))])


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(N, random_state=0, return_X_y=True)
    return X.drop(columns="patient_id"), y


@pytest.mark.parametrize("groups", [None, TWINS], ids=["rows", "persons"])
@pytest.mark.parametrize(
    "cv",
    [TimeSeriesSplit(2, test_size=40), PREDEFINED, HALVES],
    ids=["time series", "predefined", "list"],
)
@pytest.mark.filterwarnings("ignore:class 1 has")
def test_an_audit_by_any_splitter(patients, cv, groups):
    maker = TypeAwareSMOTE(mode="replace", k_neighbors=2)
    evaluator = SyntheticEvaluator(maker, cv=cv, random_state=0)
    evaluator.fit(*patients, groups=groups)
    assert evaluator.n_splits_ == 2
    held_out = 80 if cv is not HALVES else 120
    assert evaluator.n_controls_ == held_out // (1 if groups is None else 2)
    summary = evaluator.summary_.set_index(["metric", "rows"])
    assert 0.2 < summary.loc[("roc_auc", "synthetic"), "mean"] < 1
    tested = evaluator.predictions_["row"].unique()
    assert len(tested) == held_out


def test_a_fold_of_one_class_is_left_out_of_areas_and_nothing_else(patients):
    X, y = patients
    zeros = np.flatnonzero(y == 0)
    single = np.setdiff1d(np.arange(N), zeros[:50]), zeros[:50]
    maker = TypeAwareSMOTE(mode="replace", k_neighbors=2)
    evaluator = SyntheticEvaluator(
        maker, cv=[single, HALVES[0]], sections=["utility"], random_state=0
    )
    with pytest.warns(InputWarning, match="tests on rows of one class"):
        evaluator.fit(X, y)
    results = evaluator.results_.query("scope == 'table' and rows == 'synthetic'")
    values = results.set_index(["fold", "metric"])["value"]
    assert np.isnan(values[0, "roc_auc"])
    assert values[[(0, "accuracy"), (1, "accuracy"), (1, "roc_auc")]].notna().all()
    mean = evaluator.summary_.set_index(["metric", "rows"])["mean"]
    assert mean["roc_auc", "synthetic"] == values[1, "roc_auc"]


def test_a_headline_is_of_what_could_be_measured(patients):
    X, y = patients
    zeros = np.flatnonzero(y == 0)
    single = np.setdiff1d(np.arange(N), zeros[:50]), zeros[:50]
    maker = TypeAwareSMOTE(mode="replace", k_neighbors=2)
    evaluator = SyntheticEvaluator(
        maker, cv=[single], sections=["utility"], random_state=0
    )
    with pytest.warns(InputWarning, match="tests on rows of one class"):
        report = evaluator.fit(X, y).report()
    assert "nan" not in report
    assert "models reach accuracy" in " ".join(report.split())


def test_what_fails_in_a_fold_names_it(patients):
    """Of the second fold's class there is one row to generate from."""
    X, y = patients
    ones = np.flatnonzero(y == 1)
    few = np.r_[np.flatnonzero(y == 0)[:60], ones[:1]]
    rest = np.setdiff1d(np.arange(N), few)
    evaluator = SyntheticEvaluator(
        TypeAwareSMOTE(mode="replace", k_neighbors=2), cv=[HALVES[0], (few, rest)]
    )
    with pytest.raises(InputError, match="in fold 1: class 1"):
        evaluator.fit(X, y)
