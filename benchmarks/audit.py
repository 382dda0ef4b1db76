"""The audit on tables whose leak is known, and the seconds that it takes.

Run from the root of the repository; ``README.md`` says what the figures mean::

    python -m benchmarks.audit --data ../shared/data
    python -m benchmarks.audit --seconds
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

from benchmarks.course_tables import TABLES
from skl_synth import (
    ProximityFilter,
    SyntheticEvaluator,
    TypeAwareSMOTE,
    fidelity_report,
    privacy_report,
)
from skl_synth.datasets import load_table, make_patients

DEFAULT_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

PACKAGED = ("breast_cancer", "wine")

FIGURES = {
    "learned": ("membership_learned_auc", "synthetic"),
    "worst": ("membership_worst_auc", "synthetic"),
    "tpr 5 %": ("membership_worst_tpr", "synthetic"),
    "copied": ("copied_above_control", "members"),
    "lines": ("lines_2_recall_above_control", "reconstructed"),
    "singled": ("singling_out_several_columns", "guesses"),
    "linked": ("linkability", "members"),
    "guessed": ("inference", "members"),
}
"""Column of the printed table: metric and rows."""

ANCHORS = {
    ("titanic", "taught"): 0.73,
    ("stroke", "taught"): 0.85,
    ("titanic", "rounded"): 0.77,
    ("stroke", "rounded"): 0.87,
}
"""Learned membership attacks as measured by others on the same tables."""

ROWS = (1250, 2500, 5000)
"""Sizes at which the whole audit is timed."""

Table = tuple[pd.DataFrame, pd.Series]


def taught(real: Table, seed: int) -> Table:
    """Make rows by the taught method."""
    return ProximityFilter(mode="replace", random_state=seed).fit_resample(*real)


def rounded(real: Table, seed: int) -> Table:
    """Make rows by SMOTE, rounded and restored, none dropped."""
    return TypeAwareSMOTE(mode="replace", random_state=seed).fit_resample(*real)


def independent(real: Table, seed: int) -> Table:
    """Draw each column on its own within each class."""
    X, y = real
    rng = np.random.default_rng(seed)
    drawn = X.copy()
    for label in y.unique():
        rows = np.flatnonzero(y == label)
        for place in range(X.shape[1]):
            drawn.iloc[rows, place] = X.iloc[rng.permutation(rows), place].to_numpy()
    return drawn, y


def copy(real: Table, _: int) -> Table:
    """Hand out the real rows."""
    return real


MAKERS: dict[str, Callable[[Table, int], Table]] = {
    "taught": taught,
    "rounded": rounded,
    "independent": independent,
    "copy": copy,
}

DISJOINT = "disjoint"
"""The taught method, given people who are neither members nor controls."""


def tables(folder: Path) -> Iterator[tuple[str, Table]]:
    """Read the tables that are there.

    Parameters
    ----------
    folder : Path
        Where the course's tables are.

    Yields
    ------
    name : str
        The table.
    (X, y)
        Its columns and its target.
    """
    for table in TABLES:
        if (folder / table.file).is_file():
            yield table.name, table.read(folder)
        else:
            print(f"{table.name}: {folder / table.file} is not here, left out")
    for name in PACKAGED:
        yield name, load_table(name, return_X_y=True)


def attacked(name: str, table: Table, seed: int) -> Iterator[dict[str, object]]:
    """Attack every release of one split of a table.

    Parameters
    ----------
    name : str
        The table.
    table : (X, y)
        Its rows.
    seed : int
        Of split, makers and attacks.

    Yields
    ------
    dict
        One line of results.
    """
    X, y = table
    halves = train_test_split(X, y, test_size=0.5, stratify=y, random_state=seed)
    members, controls = (halves[0], halves[2]), (halves[1], halves[3])
    for method, make in MAKERS.items():
        release = make(members, seed)
        yield {"table": name, "method": method, **_figures(members, release, controls)}
    third = train_test_split(
        *controls, test_size=0.5, stratify=controls[1], random_state=seed
    )
    others, rest = (third[0], third[2]), (third[1], third[3])
    release = taught(others, seed)
    yield {"table": name, "method": DISJOINT, **_figures(members, release, rest)}


def _figures(members: Table, release: Table, controls: Table) -> dict[str, float]:
    given = (*members, *release, *controls)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        privacy = privacy_report(*given, random_state=0)
        fidelity = fidelity_report(*given, random_state=0)
    found = {"two-sample": fidelity.figure("two_sample_auc").value}
    for column, (metric, rows) in FIGURES.items():
        try:
            found[column] = privacy.figure(metric, rows=rows).value
        except KeyError:
            found[column] = float("nan")
    return found


def seconds() -> None:
    """Time the whole audit, five folds in two processes, at several sizes."""
    print(f"{'rows':>6} {'seconds':>8}")
    taken = []
    for n_rows in ROWS:
        X, y = make_patients(n_rows, random_state=0, return_X_y=True)
        start = time.perf_counter()
        evaluator = SyntheticEvaluator(
            ProximityFilter(mode="replace"), n_jobs=2, random_state=0
        )
        evaluator.fit(X.drop(columns="patient_id"), y)
        taken.append(time.perf_counter() - start)
        print(f"{n_rows:>6} {taken[-1]:>8.1f}", flush=True)
    growth = np.polyfit(np.log(ROWS), np.log(taken), 1)[0]
    print(f"growth: rows to the power of {growth:.2f}")


def main() -> None:
    """Print the figures of every release, or the seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", action="store_true")
    arguments = parser.parse_args()
    if arguments.seconds:
        seconds()
        return
    lines = []
    for name, table in tables(arguments.data):
        for seed in range(arguments.seeds):
            lines += attacked(name, table, seed)
        found = pd.DataFrame([line for line in lines if line["table"] == name])
        by_method = found.drop(columns="table").groupby("method", sort=False)
        print(f"\n{name}: mean over {arguments.seeds} seeds")
        print(by_method.mean().round(2).to_string())
        spread = by_method["learned"].std().round(2)
        for method, anchor in ((m, a) for (t, m), a in ANCHORS.items() if t == name):
            print(f"learned, {method}: ± {spread[method]}; elsewhere {anchor}")


if __name__ == "__main__":
    main()
