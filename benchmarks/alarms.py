"""False alarms of several rows a person, and alarms that are due.

Run ``python -m benchmarks.alarms`` from the root of the project, with ``--data`` naming
the folder of the course tables. Every quality table (those of ``frontier_tables.py``)
has one row a person and must be left in peace; every table of visits, whose key is left
out, must be noticed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from benchmarks.frontier_tables import TABLES
from benchmarks.visits_tables import panels, simulated
from skl_synth import TableEncoder
from skl_synth.table.real import RealTable
from skl_synth.table.several_rows import repeated_keys, rows_alike

SIZES: tuple[tuple[int, int | tuple[int, int]], ...] = (
    (200, 2),
    (200, 4),
    (1000, (1, 12)),
    (5000, (1, 12)),
)


def tables(folder: Path) -> Iterator[tuple[str, pd.DataFrame, pd.Series, bool]]:
    """List the tables, and whether people have several rows in them.

    Parameters
    ----------
    folder : Path
        Where the course tables are.

    Yields
    ------
    (str, DataFrame, Series, bool)
        Name, columns, target, and whether an alarm is due.
    """
    for one in TABLES:
        try:
            X, y = one.read(folder)
        except (ImportError, OSError) as error:
            print(f"{one.name}: left out ({error})")
            continue
        yield one.name, X, y, False
    for n_persons, visits in SIZES:
        panel = simulated(n_persons, visits, seed=0)
        yield panel.name, panel.X.drop(columns=panel.person), panel.y, True
    for panel in panels():
        yield panel.name, panel.X.drop(columns=panel.person), panel.y, True


def seen(X: pd.DataFrame, y: pd.Series) -> str:
    """Say what a table looks like.

    Parameters
    ----------
    X, y : DataFrame, Series
        A table, and its target.

    Returns
    -------
    str
        The key that repeats, or the columns in which rows agree; empty for neither.
    """
    encoder = TableEncoder(identifiers="surrogate", one_hot_repair="repair")
    table = RealTable.read(X, y, encoder=encoder)
    keys = [f"key {one.column!r}" for one in repeated_keys(table.schema)]
    alike = rows_alike(table)
    if alike is not None:
        keys.append(f"{alike.share:.0%} of rows alike in {', '.join(alike.columns)}")
    return "; ".join(keys)


def main() -> None:
    """Print a line for each table, and count the mistakes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    false, missed = 0, 0
    for name, X, y, is_due in tables(parser.parse_args().data):
        found = seen(X, y)
        false += bool(found) and not is_due
        missed += is_due and not found
        print(f"{name:24} {'due' if is_due else '':4} {found or 'nothing'}")
    print(f"false alarms {false}, missed {missed}")


if __name__ == "__main__":
    main()
