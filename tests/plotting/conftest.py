"""Tables, reports and an evaluator that the displays draw."""

import matplotlib.pyplot as plt
import pytest

from skl_synth import (
    ProximityFilter,
    SyntheticEvaluator,
    fidelity_report,
    privacy_report,
    utility_report,
)
from skl_synth.datasets import make_patients


@pytest.fixture(autouse=True)
def _close_figures(monkeypatch):
    monkeypatch.setattr(plt, "show", lambda *_: pytest.fail("show was called"))
    yield
    plt.close("all")


@pytest.fixture(scope="session")
def patients():
    """Training rows, synthetic ones, and rows that nobody was given."""
    X, y = make_patients(450, random_state=0, return_X_y=True)
    X = X[["age", "sex", "ward", "glucose", "bmi", "emergency"]]
    real, holdout = (X[:300], y[:300]), (X[300:], y[300:])
    synthesizer = ProximityFilter(mode="replace", random_state=0)
    return real, synthesizer.fit_resample(*real), holdout


@pytest.fixture(scope="session")
def utility(patients):
    real, synthetic, holdout = patients
    return utility_report(*real, *synthetic, *holdout, random_state=0)


@pytest.fixture(scope="session")
def fidelity(patients):
    real, synthetic, holdout = patients
    return fidelity_report(*real, *synthetic, *holdout, random_state=0)


@pytest.fixture(scope="session")
def privacy(patients):
    real, synthetic, holdout = patients
    attacks = ["membership", "distances"]
    tables = (*real, *synthetic, *holdout)
    return privacy_report(*tables, attacks=attacks, random_state=0)


@pytest.fixture(scope="session")
def judged(patients):
    """An evaluator of utility and fidelity."""
    evaluator = SyntheticEvaluator(
        ProximityFilter(mode="replace"),
        cv=2,
        sections=["utility", "fidelity"],
        random_state=0,
    )
    return evaluator.fit(*patients[0])
