"""The checks of both libraries, for every public estimator, none of them skipped."""

import inspect
from collections import Counter

import pytest
from imblearn.over_sampling import SMOTE
from imblearn.utils import estimator_checks as imblearn_checks
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.utils import estimator_checks as sklearn_checks

import skl_synth
from skl_synth import (
    HonestProbabilities,
    MarginalCalibrator,
    OneHotArgmaxRestorer,
    PrivateMarginals,
    ProximityFilter,
    SamplerAdapter,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
)

# The checks make tables of a few rows and targets of many classes; what is warned of
# there is tested in its own place.
pytestmark = pytest.mark.filterwarnings("default::UserWarning")

# The checks of imbalanced-learn compare two runs, so a seed is set.
SYNTHESIZERS = [
    TypeAwareSMOTE(random_state=0),
    TypeAwareSMOTE(interpolation="simplex", noise_scale=0.1, random_state=0),
    TypeAwareSMOTE(interpolation="per_feature", n_rounds=2, random_state=0),
    TypeAwareSMOTE(interpolation="local", random_state=0),
    TypeAwareCART(n_estimators=2, random_state=0),
    TypeAwareCART(n_estimators=2, labels="modelled", random_state=0),
    ProximityFilter(random_state=0),
    ProximityFilter(TypeAwareCART(n_estimators=2), random_state=0),
    MarginalCalibrator(TypeAwareCART(n_estimators=2), random_state=0),
    MarginalCalibrator(TypeAwareSMOTE(mode="replace"), random_state=0),
    ProximityFilter(SMOTE(k_neighbors=1), random_state=0),
    SamplerAdapter(random_state=0),
    SamplerAdapter(SMOTE(k_neighbors=1), random_state=0),
    # The checks compare two runs, and no two have the same noise: once there is none,
    # once so little that no count is changed by it.
    PrivateMarginals(None, mode="augment", random_state=0),
    PrivateMarginals(
        1e9, dictionary="from_data", pairs="none", mode="augment", random_state=0
    ),
]
TRANSFORMERS = [
    OneHotArgmaxRestorer(),
    OneHotArgmaxRestorer(None),
    TableEncoder(),
    TableEncoder(rules=None, identifiers="surrogate", min_category_count=2),
]
ESTIMATORS = SYNTHESIZERS + TRANSFORMERS
# The checks have classes of few rows, so that two folds are all there can be.
CLASSIFIERS = [
    HonestProbabilities(LogisticRegression(), cv=2),
    HonestProbabilities(LogisticRegression(), method="prior"),
    HonestProbabilities(LogisticRegression(), method="isotonic", cv=2),
]


def all_checks(module, estimators):
    """List what parametrize_with_checks yields: pytest wants to see its length."""
    return [
        pytest.param(estimator, check, id=f"{estimator!r}-{check.func.__name__}")
        for one in estimators
        for estimator, check in module.estimator_checks_generator(one)
    ]


@pytest.mark.parametrize(
    ("estimator", "check"), all_checks(sklearn_checks, ESTIMATORS + CLASSIFIERS)
)
def test_scikit_learn(estimator, check):
    check(estimator)


@pytest.mark.parametrize(
    ("estimator", "check"), all_checks(imblearn_checks, SYNTHESIZERS)
)
def test_imbalanced_learn(estimator, check):
    check(estimator)


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=repr)
@pytest.mark.parametrize(
    "check",
    [
        imblearn_checks.check_param_validation,
        imblearn_checks.check_dataframe_column_names_consistency,
    ],
)
def test_checks_that_the_generator_does_not_yield(estimator, check):
    check(type(estimator).__name__, estimator)


def test_every_public_estimator_is_checked():
    public = {
        item
        for item in (getattr(skl_synth, name) for name in skl_synth.__all__)
        if inspect.isclass(item)
        and issubclass(item, BaseEstimator)
        and not inspect.isabstract(item)
    }
    # tests/evaluation, tests/generators/neural
    elsewhere = {"SyntheticEvaluator", "TypeAwareGAN", "TypeAwareVAE"}
    checked = Counter(type(one).__name__ for one in ESTIMATORS + CLASSIFIERS)
    assert {item.__name__ for item in public} == checked.keys() | elsewhere
    assert min(checked.values()) >= 2, "each is checked in two settings at least"
