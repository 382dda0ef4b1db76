"""The taught method on the course's two tables: `skl_synth` beside the notebook way.

Run from the root of the repository; ``README.md`` says what the figures mean::

    python -m benchmarks.course --data ../shared/data
"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.course_tables import TABLES, Split
from benchmarks.measures import (
    identical_share,
    own_distances,
    utility,
    valid_one_hot_share,
    violations,
    whole_columns,
)
from benchmarks.notebook_way import notebook_release
from skl_synth import ProximityFilter, TypeAwareSMOTE

DEFAULT_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
PACKAGES = ("skl_synth", "scikit-learn", "imbalanced-learn", "pandas", "numpy")

LABELS = {
    "auc_logistic": "AUC, logistic regression",
    "auc_forest": "AUC, random forest",
    "auc_boosting": "AUC, gradient boosting",
    "auc_mean": "AUC, mean of the three",
    "auc_ratio": "AUC mean ÷ that of real",
    "accuracy_logistic": "accuracy, logistic regression",
    "accuracy_forest": "accuracy, random forest",
    "accuracy_boosting": "accuracy, gradient boosting",
    "accuracy_mean": "accuracy, mean of the three",
    "accuracy_ratio": "accuracy mean ÷ that of real",
    "identical_given": "identical to a training row, %",
    "identical_test": "identical to a test row, %",
    "valid_one_hot": "valid one-hot rows, %",
    "not_whole": "integers not whole, % of values",
    "excess_decimals": "too many decimals, % of values",
    "out_of_range": "out of range, % of values",
    "exact_counts": "class counts exact, % of seeds",
    "distance_correlation": "attached and own distance, r",
}
PERCENT = {measure for measure, label in LABELS.items() if "%" in label}


@dataclass(frozen=True)
class Release:
    """A synthetic table, and the distance that its maker attached to each row."""

    X: pd.DataFrame
    y: pd.Series
    distances: np.ndarray


def release_by_skl_synth(split: Split) -> Release:
    """Make a synthetic table with the taught defaults.

    Parameters
    ----------
    split : Split
        The real rows; the test part is not looked at.

    Returns
    -------
    Release
        The table.
    """
    synthesizer = ProximityFilter(
        TypeAwareSMOTE(), mode="replace", random_state=split.seed
    )
    X, y = synthesizer.fit_resample(split.X, split.y)
    return Release(X, y, synthesizer.provenance_.distances)


def release_by_notebook(split: Split) -> Release:
    """Make a synthetic table as in a notebook.

    Parameters
    ----------
    split : Split
        The real rows; the test part is not looked at.

    Returns
    -------
    Release
        The table.
    """
    whole = {*whole_columns(split.X, split.groups), *split.rounded}
    X, y, distances = notebook_release(
        split.X,
        split.y,
        whole=sorted(whole),
        groups=split.groups,
        random_state=split.seed,
    )
    return Release(X, y, distances)


METHODS = {"skl_synth": release_by_skl_synth, "notebook": release_by_notebook}


def judge(release: Release, split: Split) -> dict[str, float]:
    """Measure a synthetic table against the rows it was made from and the test rows.

    Parameters
    ----------
    release : Release
        The table.
    split : Split
        The real rows.

    Returns
    -------
    dict of str to float
        All measures but the ratios.
    """
    own = own_distances(release.X, split.X)
    counts = release.y.value_counts().to_dict()
    return {
        **utility(release.X, release.y, split.X_test, split.y_test, split.seed),
        "identical_given": identical_share(release.X, split.X),
        "identical_test": identical_share(release.X, split.X_test),
        "valid_one_hot": valid_one_hot_share(release.X, split.groups),
        **violations(release.X, split.X, split.groups),
        "exact_counts": float(counts == split.y.value_counts().to_dict()),
        "distance_correlation": float(np.corrcoef(release.distances, own)[0, 1]),
    }


def judge_seed(split: Split) -> Iterator[tuple[str, str, float]]:
    """Measure every method on one split.

    Parameters
    ----------
    split : Split
        The real rows.

    Yields
    ------
    tuple of (method, measure, value)
        The method ``"real"`` stands for the training rows themselves, and its copies
        are test rows that equal one of them.
    """
    real = utility(split.X, split.y, split.X_test, split.y_test, split.seed)
    copies = {"identical_given": identical_share(split.X_test, split.X)}
    for measure, value in {**real, **copies}.items():
        yield "real", measure, value
    for method, make in METHODS.items():
        figures = judge(make(split), split)
        for metric in ("auc", "accuracy"):
            mean = f"{metric}_mean"
            figures[f"{metric}_ratio"] = figures[mean] / real[mean]
        for measure, value in figures.items():
            yield method, measure, value


def run(folder: Path, seeds: range, names: list[str]) -> pd.DataFrame:
    """Run the comparison.

    Parameters
    ----------
    folder : Path
        Where the tables are.
    seeds : range
        One split per seed.
    names : list of str
        Names of the tables.

    Returns
    -------
    DataFrame
        One row per table, seed, method and measure.
    """
    records = []
    for table in TABLES:
        if table.name not in names:
            continue
        for seed in seeds:
            figures = judge_seed(Split.of(table, folder, seed))
            records += [(table.name, seed, *figure) for figure in figures]
            print(f"{table.name}: seed {seed}, up to {seeds[-1]}", flush=True)
    return pd.DataFrame(
        records, columns=["table", "seed", "method", "measure", "value"]
    )


def summary(results: pd.DataFrame) -> pd.DataFrame:
    """Write mean ± standard deviation over the seeds of one table.

    Parameters
    ----------
    results : DataFrame
        The results of one table.

    Returns
    -------
    DataFrame of str
        One row per measure, one column per method.
    """
    over_seeds = results.groupby(["measure", "method"])["value"].agg(["mean", "std"])
    cells: dict[str, list[str]] = {method: [] for method in ("real", *METHODS)}
    for measure in LABELS:
        for method, column in cells.items():
            key = (measure, method)
            known = key in over_seeds.index
            column.append(cell(measure, *over_seeds.loc[key]) if known else "")
    return pd.DataFrame(cells, index=pd.Index(LABELS.values()))


def cell(measure: str, mean: float, std: float) -> str:
    """Write one figure.

    Parameters
    ----------
    measure : str
        Its measure; shares are written in percent.
    mean, std : float
        Mean and standard deviation over the seeds.

    Returns
    -------
    str
        The cell of the table.
    """
    if measure in PERCENT:
        return f"{100 * mean:.2f} ± {100 * std:.2f}"
    return f"{mean:.4f} ± {std:.4f}"


def write(results: pd.DataFrame, path: Path) -> None:
    """Write all results, one record per table, seed, method and measure.

    Parameters
    ----------
    results : DataFrame
        The results.
    path : Path
        A file whose name ends in ``.csv`` or ``.json``.
    """
    if path.suffix == ".csv":
        results.to_csv(path, index=False)
    else:
        results.to_json(path, orient="records", indent=1, double_precision=15)


def arguments() -> argparse.Namespace:
    """Read the command line.

    Returns
    -------
    Namespace
        Its options.
    """
    names = [table.name for table in TABLES]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.course")
    parser.add_argument(
        "--data",
        type=Path,
        default=DEFAULT_DATA,
        metavar="DIR",
        help="folder with the tables (default: ../shared/data beside the repository)",
    )
    parser.add_argument("--seeds", type=int, default=20, help="number of splits")
    parser.add_argument(
        "--first-seed",
        type=int,
        default=0,
        metavar="SEED",
        help="seed of the first split: others than 0 confirm what 0 to 19 showed",
    )
    parser.add_argument("--tables", nargs="+", choices=names, default=names)
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="where to write the result of every seed, as .csv or .json",
    )
    options = parser.parse_args()
    files = [table.file for table in TABLES if table.name in options.tables]
    missing = [name for name in files if not (options.data / name).is_file()]
    if missing:
        parser.error(
            f"{' and '.join(missing)} missing in the folder {options.data}: "
            "benchmarks/README.md says what they are; name their folder with --data."
        )
    if options.seeds < 1:
        parser.error(f"--seeds is {options.seeds}, and must be 1 or more.")
    if options.output and options.output.suffix not in {".csv", ".json"}:
        parser.error(f"--output is {options.output}: end it in .csv or .json.")
    if options.output and not options.output.resolve().parent.is_dir():
        parser.error(f"--output is {options.output}: there is no such folder.")
    return options


def main() -> None:
    """Run the comparison and print one table of results per table of the course."""
    options = arguments()
    print(f"Python {platform.python_version()}, " + versions())
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    results = run(options.data, seeds, options.tables)
    for name in options.tables:
        print(f"\n{name}, {options.seeds} seeds, mean ± standard deviation\n")
        print(summary(results[results["table"] == name]).to_string())
    if options.output:
        write(results, options.output)


def versions() -> str:
    """Name the versions that the figures hold for.

    Returns
    -------
    str
        Packages with their versions.
    """
    return ", ".join(f"{package} {version(package)}" for package in PACKAGES)


if __name__ == "__main__":
    main()
