"""A generator of one's own, as the guide shows it, passes the checks of estimators."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from imblearn.utils import estimator_checks as imblearn_checks
from sklearn.utils import estimator_checks as sklearn_checks

from skl_synth import Inequality, ProximityFilter, TableEncoder
from skl_synth.datasets import make_patients

EXAMPLE = Path(__file__).parents[1] / "examples" / "plot_own_generator.py"


def _example():
    """Run the example as a module that pickle finds again."""
    spec = importlib.util.spec_from_file_location("plot_own_generator", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


Rose = _example().Rose
ROSE = Rose(random_state=0)


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(200, random_state=0, return_X_y=True)
    return X.drop(columns="patient_id"), y


def _checks(module):
    return [
        pytest.param(check, id=check.func.__name__)
        for _, check in module.estimator_checks_generator(ROSE)
    ]


@pytest.mark.filterwarnings("default::UserWarning")
@pytest.mark.parametrize("check", _checks(sklearn_checks))
def test_scikit_learn(check):
    check(Rose(random_state=0))


@pytest.mark.filterwarnings("default::UserWarning")
@pytest.mark.parametrize("check", _checks(imblearn_checks))
def test_imbalanced_learn(check):
    check(Rose(random_state=0))


def test_rows_keep_dtypes_counts_and_gaps(patients):
    X, y = patients
    X_new, y_new = Rose(mode="replace", random_state=0).fit_resample(X, y)
    assert (X_new.dtypes == X.dtypes).all()
    assert y_new.value_counts().equals(y.value_counts())
    assert 0 < X_new["glucose"].isna().mean() < 0.3


def test_it_keeps_rules_between_columns(patients):
    X, y = patients
    X = X.assign(leaves=X["age"] + X["length_of_stay"])
    encoder = TableEncoder(constraints=[Inequality("age", "<=", "leaves")])
    rose = Rose(mode="replace", encoder=encoder, shrinkage=3.0, random_state=0)
    X_new, _ = rose.fit_resample(X, y)
    assert (X_new["age"] <= X_new["leaves"]).all()


def test_a_filter_wraps_it(patients):
    rose = Rose(mode="replace")
    _, y_new = ProximityFilter(rose, random_state=0).fit_resample(*patients)
    assert y_new.value_counts().nunique() == 1


def test_without_a_bandwidth_rows_are_copies(patients):
    X, y = patients
    rose = Rose(mode="replace", shrinkage=0.0, random_state=0)
    X_new, _ = rose.fit_resample(X, y)
    real = set(X.fillna(-1).itertuples(index=False))
    assert set(X_new.fillna(-1).itertuples(index=False)) <= real
    assert np.array_equal(rose.provenance_.weights, np.ones((len(X), 1)))


def test_a_class_of_one_row_is_refused_where_its_rows_are_asked_for(patients):
    X, _ = patients
    y = np.arange(len(X)) == 0
    with pytest.raises(ValueError, match=r"has 1 row .* merge or drop the class"):
        Rose({True: 5}, random_state=0).fit_resample(X, y)
    with pytest.warns(UserWarning, match=r"class True gains 0 rows .* has 1 row"):
        _, y_all = Rose(random_state=0).fit_resample(X, y)
    assert y_all.sum() == 1
