"""A column that says what the target says is named; one that does not is not."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import SyntheticEvaluator, TypeAwareCART, publish, utility_report
from skl_synth.datasets import make_patients
from skl_synth.errors import InputWarning
from skl_synth.evaluation.utility.target_twins import near_twins, target_twins
from skl_synth.release import RefusedReleaseError
from tests.audit_tables import audit_tables, rows


def twins(real):
    tables = audit_tables(real, real)
    return target_twins(tables.attributes, real, is_classes=tables.is_classes)


@given(st.lists(st.integers(0, 2), min_size=6, max_size=40), st.permutations([0, 1, 2]))
@settings(deadline=None)
def test_levels_that_are_the_classes_by_other_names(labels, renamed):
    labels = [0, 1, 2, *labels]
    codes = [renamed[one] for one in labels]
    assert twins(rows(codes, codes, labels=labels)) == ["n0", "c0"]


@given(st.lists(st.integers(0, 1), min_size=3, max_size=30), st.integers(0, 32))
@settings(deadline=None)
def test_one_row_that_differs_is_enough(labels, place):
    labels = np.array([0, 1, 0, *labels])
    codes = labels.copy()
    codes[place % len(codes)] ^= 1
    is_swapped = (codes == 1 - labels).all()
    assert (twins(rows(codes, codes, labels=labels)) == []) != is_swapped


def test_finer_levels_are_no_names_of_the_classes():
    labels = np.arange(30) % 2
    assert twins(rows(np.arange(30), np.arange(30) % 4, labels=labels)) == []


def test_a_number_that_is_the_target_in_another_unit():
    y = np.random.default_rng(0).normal(size=50)
    other = np.random.default_rng(1).permutation(y)
    numbers = np.column_stack([y, 3.0 - 2.54 * y, other, y**3])
    assert twins(rows(numbers, labels=y)) == ["n0", "n1"]
    lacking = np.r_[np.nan, y[1:]]
    assert twins(rows(lacking, labels=y)) == []


SAID = "column 'outcome' says the same as the target .*X.drop\\(columns=..outcome"


@pytest.fixture(scope="module")
def leaking():
    X, y = make_patients(600, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id").assign(outcome=np.where(y == 1, "died", "alive"))
    return X, y


@pytest.mark.filterwarnings("ignore:class 1 has")
def test_the_evaluator_warns(leaking):
    evaluator = SyntheticEvaluator(
        TypeAwareCART(mode="replace"), cv=2, sections=["fidelity"], random_state=0
    )
    with pytest.warns(InputWarning, match=SAID):
        evaluator.fit(*leaking)


def test_the_report_warns(leaking):
    X, y = leaking
    parts = [part for k in range(3) for part in (X[k::3], y[k::3])]
    with pytest.warns(InputWarning, match=SAID):
        utility_report(*parts, random_state=0)


@pytest.mark.filterwarnings("ignore:class 1 has")
def test_publish_warns(leaking):
    X, y = leaking
    about = {"folds": 2, "sections": [], "membership_bound": 1.0, "random_state": 0}
    with pytest.warns(InputWarning, match=SAID), suppress(RefusedReleaseError):
        publish(X, y, **about)


def near(values, labels, *, is_classes=True):
    real = rows(np.asarray(values, dtype=float), labels=np.asarray(labels))
    tables = audit_tables(real, real)
    return near_twins(tables.attributes, real, is_classes=is_classes)


@pytest.mark.parametrize("n_off", [0, 1, 4, 5, 20])
def test_a_few_rows_that_differ_are_counted(n_off):
    labels = np.arange(400) % 2
    values = np.where(np.arange(400) < n_off, labels, 1 - labels) * 7.0
    assert near(values, labels) == ({"n0": n_off} if 1 <= n_off <= 4 else {})


@pytest.mark.parametrize("n_off", [0, 1, 4, 5, 20])
def test_a_few_numbers_that_differ_are_counted(n_off):
    target = np.random.default_rng(0).normal(size=400)
    values = 3 * target - 1
    values[:n_off] += 1 + np.arange(n_off)
    found = near(values, target, is_classes=False)
    assert found == ({"n0": n_off} if 1 <= n_off <= 4 else {})


def test_a_flag_that_agrees_by_the_rarity_of_the_class_is_none():
    labels = (np.arange(1000) < 8).astype(int)
    values = (np.arange(1000) == 500).astype(int)
    assert near(values, labels) == {}
    assert near(np.roll(labels, 2), labels) == {}


def test_a_strong_predictor_is_none():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 1000)
    values = np.where(rng.random(1000) < 0.03, 1 - labels, labels)
    assert near(values, labels) == {}
    target = rng.normal(size=1000)
    assert near(target + rng.normal(size=1000) / 100, target, is_classes=False) == {}


def test_a_near_copy_is_named_by_the_report():
    X, y = make_patients(900, random_state=0, return_X_y=True)
    flag = y.to_numpy().copy()
    flag[[3, 7]] ^= 1
    X = X.drop(columns="patient_id").assign(readmission_flag=flag)
    parts = [part for k in range(3) for part in (X[k::3], y[k::3])]
    with pytest.warns(InputWarning, match=r"'readmission_flag' .* in 1 of 300 rows"):
        utility_report(*parts, random_state=0)
