r"""The VAE and the GAN beside SMOTE, and beside the ctgan package at equal epochs.

Tables are made first and judged afterwards, all by the same judge, so that whoever made
one need not share an environment with it::

    python -m benchmarks.neural make --data DIR --out OUT
    python -m benchmarks.neural make --data DIR --out OUT --ctgan   # where ctgan is
    python -m benchmarks.neural judge --data DIR --out OUT
    python -m benchmarks.neural show --out OUT
    python -m benchmarks.neural speed --data DIR

What is printed is told in README.md.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from benchmarks.neural_generators import (
    OWN,
    PEER_SPEED,
    PEERS,
    SPEED,
    SWEEP,
    TARGET,
    Maker,
)
from benchmarks.neural_tables import N_FOLDS, NAMES, read_fold, read_table

DEFAULT_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

KEY = ["table", "fold", "generator"]
"""What a record is about."""

SHORTEST = 60
"""Letters that are kept of a warning."""


def read_records(file: Path) -> list[dict[str, Any]]:
    """Read what has been done so far.

    Parameters
    ----------
    file : Path
        One record a line; it need not be there.

    Returns
    -------
    list of dict
        The records.
    """
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text().splitlines()]


def append_record(file: Path, record: dict[str, Any]) -> None:
    """Write a record down at once, so that nothing is lost when a run is cut off.

    Parameters
    ----------
    file : Path
        Where to.
    record : dict
        What to write.
    """
    with file.open("a") as stream:
        stream.write(json.dumps(record) + "\n")
    print(record, flush=True)


def make(arguments: argparse.Namespace, makers: dict[str, Maker]) -> None:
    """Make every synthetic table that is not there yet.

    Parameters
    ----------
    arguments : Namespace
        Tables, folds and folders.
    makers : dict of str to callable
        The generators by name.
    """
    records = arguments.out / "made.jsonl"
    done = _done(records)
    for fold in arguments.folds:
        for table in arguments.tables:
            for name, maker in makers.items():
                if (table, fold, name) in done:
                    continue
                given = read_fold(table, arguments.data, fold)
                key = dict(zip(KEY, (table, fold, name), strict=True))
                made, taken = timed(maker, given.X, given.y, fold)
                made.to_csv(_file(arguments.out, key), index=False)
                append_record(records, {**key, **taken})


def timed(
    maker: Maker, X: pd.DataFrame, y: pd.Series, seed: int
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Make a table, and note the seconds and the complaints.

    Parameters
    ----------
    maker : callable
        The generator.
    X, y : DataFrame, Series
        Real rows.
    seed : int
        Its seed.

    Returns
    -------
    made : DataFrame
        The synthetic rows, with the target as the last column.
    taken : dict
        Seconds, CPU seconds, and the warnings about the training.
    """
    started, worked = time.perf_counter(), time.process_time()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", ConvergenceWarning)
        X_made, y_made = maker(X, y, seed)
    return X_made.assign(**{TARGET: y_made}), {
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - worked,
        "warned": [str(one.message)[:SHORTEST] for one in told],
    }


def judge(arguments: argparse.Namespace) -> None:
    """Measure every synthetic table that has not been measured yet.

    Parameters
    ----------
    arguments : Namespace
        Folders, and whether the light measures are enough.
    """
    # Where peers make their tables, the package is not installed.
    from benchmarks.neural_measures import audit, light_figures

    figures = arguments.out / "figures.jsonl"
    done = _done(figures)
    for record in read_records(arguments.out / "made.jsonl"):
        table, _, name = key = tuple(record[part] for part in KEY)
        wanted = name in (arguments.generators or [name])
        if key in done or not wanted or table not in arguments.tables:
            continue
        fold = read_fold(record["table"], arguments.data, record["fold"])
        file = _file(arguments.out, record)
        made = pd.read_csv(file)
        X, y = made.drop(columns=TARGET), made[TARGET]
        started = time.perf_counter()
        with threadpool_limits(1), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            measured = light_figures(X, y, fold, record["fold"])
            if not arguments.light:
                measured |= audit(X, y, fold, record["fold"])
        measured["judged_in"] = time.perf_counter() - started
        append_record(figures, {**record, **measured})


def show(arguments: argparse.Namespace) -> None:
    """Print the mean over the folds, and its standard error, of every figure.

    Parameters
    ----------
    arguments : Namespace
        The folder; a generator that the others are compared with, fold by fold.
    """
    found = pd.DataFrame(read_records(arguments.out / "figures.jsonl"))
    found["warned"] = found["warned"].map(len)
    found = found.set_index([*KEY]).sort_index()
    if arguments.against:
        other = found.xs(arguments.against, level="generator")
        found = found - other.reindex(found.index.droplevel("generator")).to_numpy()
    parts = found.groupby(["table", "generator"], sort=False)
    print(f"folds: {parts.size().unique().tolist()}")
    mean, error = parts.mean(), parts.sem()
    for table in mean.index.unique("table"):
        shown = mean.loc[table].map("{:.3f}".format)
        shown += " ± " + error.loc[table].map("{:.3f}".format)
        print(f"\n{table}\n{shown.T.to_string()}")


def seconds_per_epoch(
    make_of: Callable[[int], Maker], table: str, folder: Path, epochs: int
) -> float:
    """Time epochs by the difference of a long and a short training, in CPU seconds.

    Parameters
    ----------
    make_of : callable
        From a number of epochs to a generator.
    table : str
        Name of the table.
    folder : Path
        Where the course's tables are.
    epochs : int
        Epochs of the long training, less one.

    Returns
    -------
    float
        CPU seconds per epoch; what is done once, and sampling, cancels out.
    """
    X, y = read_table(table, folder)
    # The first training is for what is imported, allocated and compiled once.
    taken = [
        timed(make_of(n_epochs), X, y, 0)[1]["cpu_seconds"]
        for n_epochs in (1, 1, 1 + epochs)
    ]
    return (taken[2] - taken[1]) / epochs


def speed(arguments: argparse.Namespace) -> None:
    """Print the CPU time per epoch.

    Parameters
    ----------
    arguments : Namespace
        Tables, and whose generators.
    """
    for table in arguments.tables:
        for name, make_of in (PEER_SPEED if arguments.ctgan else SPEED).items():
            taken = seconds_per_epoch(make_of, table, arguments.data, arguments.epochs)
            print(
                f"{table:14s} {name:12s} {1000 * taken:8.1f} ms per epoch", flush=True
            )


def _done(file: Path) -> set[tuple]:
    return {tuple(record[name] for name in KEY) for record in read_records(file)}


def _file(folder: Path, record: dict[str, Any]) -> Path:
    name = "-".join(str(record[part]) for part in KEY).replace(" ", "_")
    return folder / f"{name}.csv"


def _makers(arguments: argparse.Namespace) -> dict[str, Maker]:
    makers = PEERS if arguments.ctgan else OWN
    makers = SWEEP if arguments.sweep else makers
    return {name: makers[name] for name in arguments.generators or makers}


def main() -> None:
    """Make, judge, show, or time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("step", choices=("make", "judge", "show", "speed"))
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    parser.add_argument("--out", type=Path, default=Path("neural_tables"))
    parser.add_argument("--tables", nargs="+", default=NAMES)
    parser.add_argument("--folds", nargs="+", type=int, default=list(range(N_FOLDS)))
    parser.add_argument("--generators", nargs="+", help="some of them, by name")
    parser.add_argument("--ctgan", action="store_true", help="the peers, not our own")
    parser.add_argument("--sweep", action="store_true", help="make with other settings")
    parser.add_argument("--light", action="store_true", help="judge without the audit")
    parser.add_argument("--epochs", type=int, default=300, help="of those timed")
    parser.add_argument("--against", help="show differences from this generator")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.step == "make":
        make(arguments, _makers(arguments))
    else:
        {"judge": judge, "show": show, "speed": speed}[arguments.step](arguments)


if __name__ == "__main__":
    main()
