"""The checks of both libraries for the evaluator, none of them skipped."""

import pytest
from imblearn.utils import estimator_checks as imblearn_checks
from sklearn.utils import estimator_checks as sklearn_checks

from skl_synth import SyntheticEvaluator, TypeAwareSMOTE

# The checks make tables of a few rows; what is warned of there is tested elsewhere.
pytestmark = pytest.mark.filterwarnings("default::UserWarning")

SETTINGS = [
    SyntheticEvaluator(cv=3),
    SyntheticEvaluator(
        TypeAwareSMOTE(random_state=0), cv=4, sections=["fidelity"], random_state=0
    ),
]
CHECKS = [
    pytest.param(estimator, check, id=f"{estimator.cv}-{check.func.__name__}")
    for setting in SETTINGS
    for estimator, check in sklearn_checks.estimator_checks_generator(setting)
]


@pytest.mark.parametrize(("estimator", "check"), CHECKS)
def test_scikit_learn(estimator, check):
    check(estimator)


@pytest.mark.parametrize("estimator", SETTINGS, ids=lambda one: one.cv)
@pytest.mark.parametrize(
    "check",
    [
        imblearn_checks.check_param_validation,
        imblearn_checks.check_dataframe_column_names_consistency,
    ],
)
def test_imbalanced_learn(estimator, check):
    check("SyntheticEvaluator", estimator)
