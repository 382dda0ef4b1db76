"""The checks of both libraries, with as little training as they need."""

import pytest
from imblearn.utils import estimator_checks as imblearn_checks
from sklearn.utils import estimator_checks as sklearn_checks

from skl_synth import TypeAwareGAN, TypeAwareVAE

pytest.importorskip("torch", reason="the extra neural is not installed")

# Two epochs converge nowhere; what is warned of is tested in its own place.
pytestmark = pytest.mark.filterwarnings("default::UserWarning")

SMALL = {"epochs": 2, "hidden_layers": (8,), "random_state": 0}
SYNTHESIZERS = [
    *(TypeAwareVAE(**SMALL), TypeAwareGAN(**SMALL)),
    *(TypeAwareVAE(**SMALL, batch_size=16), TypeAwareGAN(**SMALL, batch_size=16)),
]


def named(estimator):
    return f"{type(estimator).__name__}-{estimator.batch_size}"


def all_checks(module):
    return [
        pytest.param(estimator, check, id=f"{named(one)}-{check.func.__name__}")
        for one in SYNTHESIZERS
        for estimator, check in module.estimator_checks_generator(one)
    ]


@pytest.mark.parametrize(("estimator", "check"), all_checks(sklearn_checks))
def test_scikit_learn(estimator, check):
    check(estimator)


@pytest.mark.parametrize(("estimator", "check"), all_checks(imblearn_checks))
def test_imbalanced_learn(estimator, check):
    check(estimator)


@pytest.mark.parametrize("estimator", SYNTHESIZERS, ids=named)
@pytest.mark.parametrize(
    "check",
    [
        imblearn_checks.check_param_validation,
        imblearn_checks.check_dataframe_column_names_consistency,
    ],
)
def test_checks_that_the_generator_does_not_yield(estimator, check):
    check(type(estimator).__name__, estimator)
