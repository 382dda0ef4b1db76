"""The checks of both libraries for the evaluator, none of them skipped."""

import pytest
from imblearn.utils import estimator_checks as imblearn_checks
from sklearn.utils import estimator_checks as sklearn_checks

from skl_synth import SyntheticEvaluator

# The checks make tables of a few rows; what is warned of there is tested elsewhere.
pytestmark = pytest.mark.filterwarnings("default::UserWarning")

CHECKS = [
    pytest.param(estimator, check, id=check.func.__name__)
    for estimator, check in sklearn_checks.estimator_checks_generator(
        SyntheticEvaluator(cv=3)
    )
]


@pytest.mark.parametrize(("estimator", "check"), CHECKS)
def test_scikit_learn(estimator, check):
    check(estimator)


@pytest.mark.parametrize(
    "check",
    [
        imblearn_checks.check_param_validation,
        imblearn_checks.check_dataframe_column_names_consistency,
    ],
)
def test_imbalanced_learn(check):
    check("SyntheticEvaluator", SyntheticEvaluator())
