r"""The frontier of utility, fidelity and privacy: generators × tables × folds × seeds.

Run from the root of the repository::

    python -m benchmarks.frontier --use choose --folds 2 --seeds 1 --rows 3000

The figures without a prefix are measured apart from the package, those that begin with
``audit_`` by its own audit. README.md says what each is, and how the figures of the
documentation were made.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold

from benchmarks.frontier_generators import NETWORKS, OWN, Maker
from benchmarks.frontier_judge import ceiling, judge
from benchmarks.frontier_measures import Parts, utility
from benchmarks.frontier_peers import PEERS
from benchmarks.frontier_tables import TABLES, MixedTable
from benchmarks.frontier_words import below_real, side_by_side

DEFAULT_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

KEYS = ["table", "seed", "fold", "generator"]
"""What a record is told by."""

GROUPS = {"own": OWN, "networks": NETWORKS, "peers": PEERS}

SHOWN = [
    "auc_ratio",
    "balanced_ratio",
    "marginal",
    "pairwise",
    "two_sample",
    "identical",
    "identical_base",
    "invalid",
    "membership",
    "audit_auc_ratio",
    "audit_membership",
    "audit_distance_ratio",
    "audit_rebuilt",
    "audit_two_sample",
    "seconds",
]
"""What the documentation holds."""


def splits(
    table: MixedTable, folder: Path, rows: int, folds: int, seed: int
) -> Iterator[Parts]:
    """Cut a table into folds.

    Parameters
    ----------
    table : MixedTable
        The table.
    folder : Path
        Where the tables of the course are.
    rows : int
        The most rows to use, drawn by the seed.
    folds : int
        How many folds.
    seed : int
        Seed of the folds.

    Yields
    ------
    Parts
        The rows that a generator is given, and those that it is not.
    """
    X, y = table.read(folder)
    if len(X) > rows:
        keep = np.random.default_rng(seed).permutation(len(X))[:rows]
        X, y = X.iloc[keep], y.iloc[keep]
    X, y = X.reset_index(drop=True), y.reset_index(drop=True)
    cut = StratifiedKFold(folds, shuffle=True, random_state=seed)
    for given, out in cut.split(X, y):
        yield Parts(
            *(
                part.iloc[at].reset_index(drop=True)
                for at in (given, out)
                for part in (X, y)
            ),
            seed=seed,
        )


def cells(options: argparse.Namespace) -> Iterator[tuple[dict, Parts]]:
    """Cut all tables into folds, seed by seed.

    Parameters
    ----------
    options : Namespace
        The command line.

    Yields
    ------
    where : dict
        Table, seed and fold.
    parts : Parts
        The rows that a generator is given, and those that it is not.
    """
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    asked = [table for table in TABLES if table.use in options.use]
    if options.tables:
        asked = [table for table in asked if table.name in options.tables]
    for table, seed in product(asked, seeds):
        cut = splits(table, options.data, options.rows, options.folds, seed)
        for fold, parts in enumerate(cut):
            if options.only is None or fold in options.only:
                yield {"table": table.name, "seed": seed, "fold": fold}, parts


def run(
    options: argparse.Namespace, generators: dict[str, Maker], known: pd.DataFrame
) -> Iterator[dict]:
    """Measure all generators on all tables.

    Parameters
    ----------
    options : Namespace
        The command line.
    generators : dict of str to callable
        The generators by name.
    known : DataFrame
        Records that are there already, and are not made again.

    Yields
    ------
    dict
        One record per generator, table, seed and fold; ``real`` for real rows.
    """
    done = set(known[KEYS].itertuples(index=False, name=None)) if len(known) else set()
    for where, parts in cells(options):
        todo = [name for name in generators if (*where.values(), name) not in done]
        if not todo:
            continue
        real = utility(parts.X, parts.y, parts)
        yield {**where, "generator": "real", **real, **ceiling(parts)}
        for name in todo:
            yield {**where, "generator": name, **judge(generators[name], parts, real)}


def arguments() -> argparse.Namespace:
    """Read the command line.

    Returns
    -------
    Namespace
        Its options.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.frontier")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    parser.add_argument("--use", nargs="+", default=["choose"])
    parser.add_argument("--tables", nargs="+")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", type=int, nargs="+", help="some of the folds, from 0")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--groups", nargs="+", choices=list(GROUPS), default=["own"])
    parser.add_argument("--generators", nargs="+", help="some of those of the groups")
    parser.add_argument("--records", type=Path, help="a file of one JSON record a line")
    parser.add_argument("--read", action="store_true", help="only read the records")
    parser.add_argument("--means", type=Path, help="a JSON file, for the documentation")
    parser.add_argument("--table", type=Path, help="reStructuredText, likewise")
    return parser.parse_args()


def main() -> None:
    """Run the comparison and print the mean over tables of every figure."""
    options = arguments()
    generators: dict[str, Maker] = {}
    for group in options.groups:
        generators |= GROUPS[group]
    if options.generators:
        generators = {name: generators[name] for name in options.generators}
    records = read(options.records)
    if not options.read:
        for record in run(options, generators, records):
            print(*(record[key] for key in KEYS), file=sys.stderr, flush=True)
            records = pd.concat([records, pd.DataFrame([record])], ignore_index=True)
            if options.records:
                append(options.records, record)
    records = records.drop_duplicates(KEYS, keep="last", ignore_index=True)
    if options.only:
        records = records[records["fold"].isin(options.only)]
    if options.means:
        means = of_tables(records).reindex(columns=SHOWN).reset_index().round(4)
        text = means.to_json(orient="records", indent=1)
        options.means.write_text(text + "\n", encoding="utf-8")
    if options.table:
        names = ["real", *(name for group in GROUPS.values() for name in group)]
        text = side_by_side(of_tables(records), names)
        options.table.write_text(text, encoding="utf-8")
    print(summary(below_real(records)).to_string())


def append(file: Path, record: dict) -> None:
    """Write a record in one piece, so that several runs may write to one file.

    Parameters
    ----------
    file : Path
        The file.
    record : dict
        The record.
    """
    place = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.write(place, f"{json.dumps(record)}\n".encode())
    os.close(place)


def read(file: Path | None) -> pd.DataFrame:
    """Read the records of earlier runs.

    Parameters
    ----------
    file : Path or None
        A file of one JSON record a line.

    Returns
    -------
    DataFrame
        The records, maybe several of a cell, of which the last counts.
    """
    if file is None or not file.exists():
        return pd.DataFrame()
    lines = file.read_text(encoding="utf-8").splitlines()
    return pd.DataFrame([json.loads(line) for line in lines])


def of_tables(records: pd.DataFrame) -> pd.DataFrame:
    """Average over folds and seeds.

    Parameters
    ----------
    records : DataFrame
        All records.

    Returns
    -------
    DataFrame
        One row per generator and table.
    """
    numbers = records.drop(columns=["seed", "fold"])
    return numbers.groupby(["generator", "table"], sort=False).mean()


def summary(records: pd.DataFrame) -> pd.DataFrame:
    """Average over folds and seeds, then over tables, with the standard error.

    Parameters
    ----------
    records : DataFrame
        All records.

    Returns
    -------
    DataFrame
        One row per figure, one column per generator; the error is that over tables.
    """
    by_generator = of_tables(records).groupby("generator", sort=False)
    means, errors = by_generator.mean().T, by_generator.sem().T
    return means.map("{:.4f}".format) + errors.map(" ± {:.4f}".format)


if __name__ == "__main__":
    main()
