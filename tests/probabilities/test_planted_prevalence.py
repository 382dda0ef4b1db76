"""On probabilities that are known: "auto" is as good as the best way, by any model."""

import numpy as np
import pytest
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from scipy.optimize import brentq
from scipy.special import expit
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from skl_synth import HonestProbabilities

MODELS = {
    "linear": LogisticRegression(),
    "forest": RandomForestClassifier(20, min_samples_leaf=2, random_state=0),
    "boosting": HistGradientBoostingClassifier(max_iter=20, random_state=0),
}


def planted(n_rows, prevalence, seed):
    """Draw rows, their outcome, and the probability of it."""
    rng = np.random.RandomState(seed)
    X = rng.normal(size=(n_rows, 4))
    odds = 1.2 * X[:, 0] + 0.8 * X[:, 1] * X[:, 2]
    start = brentq(lambda b: expit(odds + b).mean() - prevalence, -15, 15)
    probability = expit(odds + start)
    return X, (rng.rand(n_rows) < probability).astype(int), probability


def error(model, X, probability):
    """Root of the mean squared distance to the true probability."""
    said = model.predict_proba(X)[:, 1]
    return float(np.sqrt(np.mean((said - probability) ** 2)))


@pytest.mark.parametrize("prevalence", [0.04, 0.12, 0.3])
@pytest.mark.parametrize("name", MODELS)
def test_auto_is_no_worse_than_the_best_way_and_than_doing_nothing(name, prevalence):
    X, y, _ = planted(900, prevalence, 0)
    X_test, _, truth = planted(3000, prevalence, 1)
    augmented = make_pipeline(SMOTE(random_state=0), MODELS[name])
    auto = HonestProbabilities(augmented, cv=3).fit(X, y)
    errors = {"none": error(auto.estimator_, X_test, truth)}
    for method in ("prior", "sigmoid"):
        one = HonestProbabilities(augmented, method=method, cv=3).fit(X, y)
        errors[method] = error(one, X_test, truth)
    found = error(auto, X_test, truth)
    assert found < errors["none"]
    assert found < min(errors.values()) + 0.01


def test_the_prior_correction_overcorrects_a_forest_and_auto_does_not():
    """A forest is not as sure of the rows it was shown as of others."""
    X, y, _ = planted(900, 0.12, 0)
    X_test, _, truth = planted(3000, 0.12, 1)
    augmented = make_pipeline(SMOTE(random_state=0), MODELS["forest"])
    means = {
        method: HonestProbabilities(augmented, method=method, cv=3)
        .fit(X, y)
        .predict_proba(X_test)[:, 1]
        .mean()
        for method in ("prior", "auto")
    }
    assert means["prior"] < 0.75 * truth.mean()
    assert means["auto"] == pytest.approx(truth.mean(), abs=0.02)


def test_without_augmenting_it_does_no_harm():
    X, y, _ = planted(900, 0.12, 0)
    X_test, _, truth = planted(3000, 0.12, 1)
    plain = LogisticRegression().fit(X, y)
    honest = HonestProbabilities(LogisticRegression(), cv=3).fit(X, y)
    assert error(honest, X_test, truth) < error(plain, X_test, truth) + 0.005
