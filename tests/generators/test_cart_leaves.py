"""Leaves of a small class keep the patterns that make up the class."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TypeAwareCART
from skl_synth.generators import cart as cart_module

N = 3000


def has_cause(X):
    return (
        ((X["age"] > 80) & (X["ward"] == "B"))
        | ((X["bmi"] > 33) & (X["smoker"] == "yes"))
        | ((X["glucose"] > 150) & (X["pressure"] < 115))
    )


@pytest.fixture(scope="module", name="causes")
def _causes():
    rng = np.random.RandomState(0)
    X = pd.DataFrame(
        {
            "age": rng.randint(18, 95, N),
            "bmi": rng.normal(27, 5, N).round(1),
            "glucose": rng.lognormal(4.7, 0.3, N).round(),
            "pressure": rng.normal(130, 18, N).round(),
            "smoker": rng.choice(["yes", "no", "former"], N, p=[0.2, 0.55, 0.25]),
            "ward": rng.choice(list("ABCDE"), N),
        }
    )
    chance = np.where(has_cause(X), 0.95, 0.002)
    return X, pd.Series((rng.random_sample(N) < chance).astype(int))


def shares(causes):
    """How many of the small class, and of the others, have one of the causes."""
    X_new, y_new = TypeAwareCART(
        mode="replace",
        n_estimators=5,
        min_samples_leaf=50,
        noise_scale=0.1,
        # What the leaves do by themselves.
        patterns="drawn",
        random_state=0,
    ).fit_resample(*causes)
    return has_cause(X_new).groupby(y_new).mean()


def test_a_small_class_keeps_its_three_causes(causes, monkeypatch):
    kept = shares(causes)
    assert kept[1] > 0.75
    assert kept[0] < 0.03
    monkeypatch.setattr(cart_module, "LEAVES_OF_PATTERN", 1)
    assert kept[1] > shares(causes)[1] + 0.05


@pytest.mark.parametrize(
    ("asked", "size", "leaf"),
    [
        (50, 10_000, 50),
        (50, 600, 50),
        (50, 240, 20),
        (50, 140, 20),
        (50, 60, 15),
        (50, 40, 10),
        (10, 10_000, 10),
        (5, 100, 5),
    ],
)
def test_the_size_of_a_leaf(asked, size, leaf):
    cart = cart_module.CartGenerator(min_samples_leaf=asked)
    assert cart._leaf(0, size, is_largest=False) == leaf
    assert cart._leaf(0, size, is_largest=True) == min(asked, size // 4)
