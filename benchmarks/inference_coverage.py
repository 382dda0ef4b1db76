"""How often combined intervals hold the truth of the population: 200 simulated tables.

    python -m benchmarks.inference_coverage --tables 200 --rows 1000

Patients are simulated by a model whose coefficients are known; each table is made
synthetic m times, and the model fitted to the synthetic tables alone. Beside how many
intervals hold the truth stands how many the report says will, from one real table and
its syntheses ("foretold"), and how far estimates are moved, in standard errors.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

from skl_synth import (
    TypeAwareCART,
    TypeAwareSMOTE,
    inference_report,
    synthesize_many,
)
from skl_synth.inference.syntheses import Syntheses

FORMULA = "y ~ x + z + C(g)"

TRUTH = pd.Series({"Intercept": 1.0, "C(g)[T.b]": 0.5, "x": 0.8, "z": -0.4})


def population(rng: np.random.Generator, n: int) -> tuple[pd.DataFrame, pd.Series]:
    """Two numbers that go together, a group, and an outcome of all three."""
    x = rng.normal(size=n)
    z = 0.5 * x + rng.normal(size=n)
    g = rng.choice(["a", "b"], n, p=[0.7, 0.3])
    y = 1.0 + 0.8 * x - 0.4 * z + 0.5 * (g == "b") + rng.normal(size=n)
    return pd.DataFrame({"x": x, "z": z, "g": g}), pd.Series(y, name="y")


def by_its_own_model(
    rng: np.random.Generator, X: pd.DataFrame, y: pd.Series, m: int
) -> Syntheses:
    """The tables of a synthesizer that holds what the formula asks for."""
    fitted = smf.ols(FORMULA, X.assign(y=y)).fit()
    tables = []
    for _ in range(m):
        X_new = X.sample(len(X), replace=True, random_state=int(rng.integers(2**31)))
        X_new = X_new.reset_index(drop=True)
        noise = rng.normal(0, fitted.scale**0.5, len(X))
        tables.append((X_new, (fitted.predict(X_new) + noise).rename("y")))
    return Syntheses(tuple(tables), len(X), False)


def by(synthesizer: Any, *, proper: bool) -> Callable[..., Syntheses]:
    """The tables of a synthesizer of the package."""

    def make(
        rng: np.random.Generator, X: pd.DataFrame, y: pd.Series, m: int
    ) -> Syntheses:
        seed = int(rng.integers(2**31))
        return synthesize_many(synthesizer, X, y, m, proper=proper, random_state=seed)

    return make


SMALL = {"min_samples_leaf": 2, "visit_order": "levels"}
"""Leaves as small as they may be; what has few values is drawn first."""

WAYS = {
    "its own model": by_its_own_model,
    "CART": by(TypeAwareCART(), proper=False),
    "CART, proper": by(TypeAwareCART(), proper=True),
    "CART, leaves of 2": by(TypeAwareCART(**SMALL), proper=False),
    "CART, leaves of 2, proper": by(TypeAwareCART(**SMALL), proper=True),
    "SMOTE": by(TypeAwareSMOTE(), proper=False),
}


def coverage(way: Callable[..., Syntheses], n_tables: int, n: int, m: int) -> pd.Series:
    """The share of tables whose interval holds the truth, by term, and the shift."""
    held, shifts, foretold = [], [], []
    for seed in range(n_tables):
        rng = np.random.default_rng(seed)
        X, y = population(rng, n)
        frame = inference_report(FORMULA, X, y, way(rng, X, y, m)).frame()
        frame = frame.loc[TRUTH.index]
        low, high = frame["synthetic_low"], frame["synthetic_high"]
        held.append((low <= TRUTH) & (high >= TRUTH))
        error = (high - low) / (2 * 1.96)
        shifts.append((frame["synthetic"] - TRUTH) / error)
        foretold.append(frame["coverage"])
    return pd.concat(
        [
            pd.DataFrame(held).mean(),
            pd.DataFrame(foretold).mean().add_prefix("foretold "),
            pd.DataFrame(shifts).mean().add_prefix("shift of "),
        ]
    )


def main() -> None:
    """Print one line for each way to make the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", type=int, default=200)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("-m", type=int, default=5)
    parser.add_argument("--ways", nargs="*", default=list(WAYS))
    given = parser.parse_args()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lines = {
            name: coverage(WAYS[name], given.tables, given.rows, given.m)
            for name in given.ways
        }
    print(pd.DataFrame(lines).T.round(3).to_string())


if __name__ == "__main__":
    main()
