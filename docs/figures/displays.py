"""The pictures of the page on displays."""

from typing import Any

from skl_synth import (
    DistanceDisplay,
    MarginalsDisplay,
    MembershipRocDisplay,
    PairDifferenceDisplay,
    ProximityFilter,
    SmoteStepsDisplay,
    privacy_report,
)
from skl_synth.datasets import make_patients


def _tables() -> tuple[Any, Any, Any]:
    X, y = make_patients(1500, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    real, holdout = (X[:1000], y[:1000]), (X[1000:], y[1000:])
    synthesizer = ProximityFilter(mode="replace", random_state=0)
    return real, synthesizer.fit_resample(*real), holdout


def steps() -> None:
    """Draw how SMOTE makes one row."""
    X, y = make_patients(1000, random_state=0, return_X_y=True)
    SmoteStepsDisplay.from_table(X, y, columns=("age", "length_of_stay")).plot()


def marginals() -> None:
    """Draw each column by itself."""
    real, synthetic, _ = _tables()
    MarginalsDisplay.from_tables(*real, *synthetic).plot()


def pairs() -> None:
    """Draw the differences of pairs of columns."""
    real, synthetic, _ = _tables()
    PairDifferenceDisplay.from_tables(*real, *synthetic).plot()


def distances() -> None:
    """Draw the distances to the nearest training row."""
    real, synthetic, holdout = _tables()
    DistanceDisplay.from_tables(real[0], synthetic[0], holdout[0]).plot()


def membership() -> None:
    """Draw the ROC curves of membership inference."""
    real, synthetic, holdout = _tables()
    report = privacy_report(
        *real, *synthetic, *holdout, attacks=["membership"], random_state=0
    )
    MembershipRocDisplay.from_report(report).plot()
