"""The tables of benchmarks/rare_numbers.py: skewed targets, columns of all kinds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn.datasets import load_breast_cancer, load_diabetes, make_friedman1

from skl_synth.datasets import make_patients

MOST_ROWS = 560
"""The peers take minutes for more."""

Table = tuple[pd.DataFrame, pd.Series]


def _of_statsmodels(name: str, target: str, leave_out: tuple[str, ...] = ()) -> Table:
    import statsmodels.api as sm

    frame = getattr(sm.datasets, name).load_pandas().data.drop(columns=[*leave_out])
    if len(frame) > MOST_ROWS:
        frame = frame.sample(MOST_ROWS, random_state=0)
    frame = frame.reset_index(drop=True)
    return frame.drop(columns=target), frame[target]


def _diabetes() -> Table:
    frame = load_diabetes(as_frame=True, scaled=False).frame
    frame = frame.rename(columns={"target": "progression"})
    return frame.drop(columns="bmi"), frame["bmi"]


def _breast() -> Table:
    data = load_breast_cancer(as_frame=True).data
    names = [name for name in data if name.startswith("mean")]
    return data[names], data["area error"]


def _friedman() -> Table:
    X, y = make_friedman1(500, n_features=8, noise=1.0, random_state=0)
    names = [f"x{i}" for i in range(8)]
    return pd.DataFrame(X.round(3), columns=names), pd.Series(np.exp(y / 6).round(2))


def _costs() -> Table:
    """Costs of patients: categories, whole numbers, a long right tail."""
    rng = np.random.default_rng(0)
    n = 500
    X = pd.DataFrame(
        {
            "age": rng.integers(18, 95, n),
            "ward": rng.choice(["surgery", "medicine", "children", "icu"], n),
            "visits": rng.poisson(3, n),
            "urgent": rng.choice(["yes", "no"], n, p=[0.3, 0.7]),
            "score": rng.normal(10, 3, n).round(1),
        }
    )
    level = 0.01 * X["age"] + 0.15 * X["visits"] + 0.8 * (X["ward"] == "icu")
    level += 0.5 * (X["urgent"] == "yes") + rng.normal(0, 0.4, n)
    return X, np.exp(level + 5).round(2)


def _two_tails() -> Table:
    """A change of weight: rare on both sides."""
    rng = np.random.default_rng(1)
    n = 500
    X = pd.DataFrame(
        {
            "dose": rng.integers(0, 5, n),
            "arm": rng.choice(["a", "b"], n),
            "u": rng.normal(size=n).round(2),
            "v": rng.normal(size=n).round(2),
        }
    )
    pull = X["u"] + 0.5 * X["v"] * (X["arm"] == "a") + 0.2 * (X["dose"] - 2)
    return X, (pull**3 + rng.normal(0, 0.8, n)).round(2)


def _stay() -> Table:
    X, y = make_patients(500, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id").assign(readmitted=y.to_numpy())
    X = X.drop(columns=[name for name in X if X[name].isna().any()])
    return X.drop(columns="length_of_stay"), X["length_of_stay"]


TABLES: dict[str, Callable[[], Table]] = {
    "fair": lambda: _of_statsmodels("fair", "affairs"),
    "randhie": lambda: _of_statsmodels("randhie", "mdvis"),
    "anes96": lambda: _of_statsmodels("anes96", "income"),
    "star98": lambda: _of_statsmodels("star98", "PERBLACK", ("NABOVE", "NBELOW")),
    "engel": lambda: _of_statsmodels("engel", "foodexp"),
    "diabetes": _diabetes,
    "breast": _breast,
    "friedman": _friedman,
    "costs": _costs,
    "two_tails": _two_tails,
    "stay": _stay,
}
"""By name."""
