"""How well intervals of real and synthetic coefficients overlap, on real tables.

    python -m benchmarks.inference_overlap --data ../shared/data --seeds 5

One model for each table; m synthetic tables are made by each way, and the mean overlap
of intervals is printed, over seeds, with the share of terms that were moved by more
than chance. On iris stands the printed figure of synthpop for the same model beside.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import statsmodels.api as sm

from skl_synth import (
    TypeAwareCART,
    TypeAwareSMOTE,
    inference_report,
    synthesize_many,
)
from skl_synth.datasets import load_table

SMALL = {"min_samples_leaf": 2, "visit_order": "levels"}

WAYS: dict[str, tuple[Callable[[], Any], bool]] = {
    "CART": (TypeAwareCART, False),
    "CART, leaves of 2": (lambda: TypeAwareCART(**SMALL), False),
    "CART, leaves of 2, proper": (lambda: TypeAwareCART(**SMALL), True),
    "SMOTE": (TypeAwareSMOTE, False),
}

PRINTED = {"iris": 0.41}
"""Mean overlap that synthpop printed, of one synthesis; see
``tests/inference/test_published_examples.py``."""


class Case(NamedTuple):
    """A table, what is explained of it, and by which model."""

    X: pd.DataFrame
    y: pd.Series | None
    formula: str
    about: dict[str, Any]
    m: int = 5


def _split(frame: pd.DataFrame, target: str, formula: str, **about: Any) -> Case:
    return Case(frame.drop(columns=target), frame[target], formula, about)


def _of_statsmodels(name: str) -> pd.DataFrame:
    return getattr(sm.datasets, name).load_pandas().data


def iris() -> Case:
    X, y = load_table("iris", return_X_y=True)
    formula = "sepal_length_cm ~ sepal_width_cm + petal_length_cm"
    return Case(X.assign(species=y), None, formula, {}, m=1)


def fair() -> Case:
    frame = _of_statsmodels("fair")
    frame["affair"] = (frame.pop("affairs") > 0).astype(int)
    formula = "affair ~ rate_marriage + age + yrs_married + religious + educ"
    return _split(frame, "affair", formula)


def anes96() -> Case:
    frame = _of_statsmodels("anes96").drop(columns=["popul"])
    return _split(frame, "vote", "vote ~ PID + selfLR + age + educ + income")


def randhie() -> Case:
    frame = _of_statsmodels("randhie").sample(4000, random_state=0)
    frame = frame.reset_index(drop=True).drop(columns=["hlthf", "hlthp"])
    formula = "mdvis ~ lncoins + idp + physlm + disea + hlthg"
    # Visits spread more than Poisson says: errors that allow for it.
    robust = {"cov_type": "HC1"}
    return Case(frame, None, formula, {"model": "poisson", "fit_kwargs": robust})


def heart() -> Case:
    return Case(_of_statsmodels("heart"), None, "survival ~ age", {"event": "censors"})


def titanic(folder: Path) -> Case:
    frame = pd.read_csv(folder / "titanic_processed.csv").drop(columns="PassengerId")
    whole = frame.apply(lambda one: (one % 1 == 0).all())
    frame = frame.astype(dict.fromkeys(frame.columns[whole], int))
    return _split(frame, "Survived", "Survived ~ male + Age + C(Pclass) + SibSp")


def stroke(folder: Path) -> Case:
    frame = pd.read_csv(folder / "stroke_processed.csv").drop(columns="id")
    formula = "stroke ~ age + hypertension + heart_disease + avg_glucose_level"
    return _split(frame, "stroke", formula)


def cases(folder: Path) -> Iterator[tuple[str, Case]]:
    """Those that packages carry, and those of the course where they are there."""
    for make in (iris, fair, anes96, randhie, heart):
        yield make.__name__, make()
    for of_course in (titanic, stroke):
        if (folder / f"{of_course.__name__}_processed.csv").exists():
            yield of_course.__name__, of_course(folder)
        else:
            print(f"{of_course.__name__}: left out, it is not in {folder}")


def measured(case: Case, way: str, seeds: int) -> dict[str, float]:
    """Overlap, coverage that is foretold, and the share of terms that were moved."""
    make, proper = WAYS[way]
    found = []
    for seed in range(seeds):
        tables = synthesize_many(
            make(), case.X, case.y, case.m, proper=proper, random_state=seed
        )
        report = inference_report(case.formula, case.X, case.y, tables, **case.about)
        frame = report.frame()
        coverage = frame["coverage"].mean()
        found.append((report.overlap, coverage, len(report.moved) / len(frame)))
    return dict(
        zip(("overlap", "coverage", "moved"), np.mean(found, axis=0), strict=True)
    )


def main() -> None:
    """Print one line for each table and way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--ways", nargs="*", default=list(WAYS))
    parser.add_argument("--tables", nargs="*", help="their names; all by default")
    given = parser.parse_args()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, case in cases(given.data):
            if given.tables and name not in given.tables:
                continue
            print(f"{name}  ({len(case.X)} rows, m = {case.m})  {case.formula}")
            for way in given.ways:
                try:
                    figures = measured(case, way, given.seeds)
                except ValueError as error:
                    print(f"  {way:26} {error}", flush=True)
                    continue
                line = "  ".join(f"{key} {one:.2f}" for key, one in figures.items())
                print(f"  {way:26} {line}", flush=True)
            if name in PRINTED:
                print(f"  {'synthpop, as printed':26} overlap {PRINTED[name]:.2f}")


if __name__ == "__main__":
    main()
