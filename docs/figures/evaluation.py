"""The two displays on the page on reading the audit."""

from skl_synth import (
    ClassMomentsDisplay,
    ProximityFilter,
    RocDisplay,
    SyntheticEvaluator,
)
from skl_synth.datasets import make_patients


def _evaluator() -> SyntheticEvaluator:
    X, y = make_patients(1000, random_state=0, return_X_y=True)
    evaluator = SyntheticEvaluator(
        ProximityFilter(mode="replace"),
        sections=["utility", "fidelity"],
        random_state=0,
    )
    return evaluator.fit(X.drop(columns="patient_id"), y)


def roc() -> None:
    """Draw the ROC curves of models trained on real rows, on synthetic, on both."""
    RocDisplay.from_evaluator(_evaluator()).plot()


def class_moments() -> None:
    """Draw the means and standard deviations per class."""
    ClassMomentsDisplay.from_evaluator(_evaluator()).plot()
