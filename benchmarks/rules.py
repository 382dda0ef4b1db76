"""Precision and recall of the search for rules, by family, and what it costs.

Run ``python -m benchmarks.rules`` from the root of the project. Rules are planted in
simulated tables; what is found beside them is false. Then the rules that are found in
ordinary tables are listed, to be judged by eye, and a wide and long table is timed.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from importlib import import_module

import pandas as pd
import sklearn.datasets

from benchmarks.rule_tables import Planted, planted
from skl_synth import Inequality, RealTable
from skl_synth.table.rule_search import FoundRule, find_rules

SIZES = (150, 400, 1000, 4000)


def found_in(frame: pd.DataFrame) -> tuple[FoundRule, ...]:
    real = RealTable.read(frame)
    return find_rules(real.schema, real.rows)


def judge(table: Planted) -> tuple[Counter, Counter, list[str]]:
    """Count what was planted and found by family, and list what is false.

    Parameters
    ----------
    table : Planted
        A simulated table.

    Returns
    -------
    planted, found : Counter
        By family.
    false : list of str
        Rules that were not planted.
    """
    rules = found_in(table.frame)
    sets = {frozenset(one.rule.columns_named) for one in rules}
    there = Counter(family for family, _ in table.rules)
    hit = Counter(family for family, names in table.rules if names in sets)
    known = {names for _, names in table.rules}
    false = [str(one) for one in rules if not _is_known(one, known)]
    return there, hit, false


def _is_known(found: FoundRule, known: set[frozenset]) -> bool:
    """Whether it was planted, or is the order of two columns of what was planted."""
    names = frozenset(found.rule.columns_named)
    is_order = isinstance(found.rule, Inequality)
    return names in known or (is_order and any(names <= one for one in known))


def ordinary() -> Iterator[tuple[str, pd.DataFrame]]:
    for name in ("iris", "wine", "breast_cancer", "diabetes", "digits"):
        yield name, getattr(sklearn.datasets, f"load_{name}")(as_frame=True).frame
    data = import_module("statsmodels.datasets")
    for name in ("anes96", "ccard", "engel", "fair", "heart", "macrodata", "randhie"):
        yield name, getattr(data, name).load_pandas().data


def simulated(n_tables: int) -> None:
    there: Counter = Counter()
    hit: Counter = Counter()
    false: list[str] = []
    for seed in range(n_tables):
        table = planted(seed, SIZES[seed % len(SIZES)])
        a, b, wrong = judge(table)
        there, hit = there + a, hit + b
        false += [f"table {seed} ({len(table.frame)} rows): {one}" for one in wrong]
    for family in sorted(there):
        print(f"{family:18} {hit[family]:4} of {there[family]:4}")
    n_hit, n_there = hit.total(), there.total()
    print(f"recall {n_hit / n_there:.3f}, precision {n_hit / (n_hit + len(false)):.3f}")
    print("\n".join(false))


def timed(n_rows: int, n_columns: int) -> None:
    frame = planted(1, n_rows, 8).frame
    more = planted(2, n_rows, 8).frame.add_suffix("_2")
    frame = pd.concat([frame, more], axis=1).iloc[:, :n_columns]
    real = RealTable.read(frame)
    start = time.perf_counter()
    rules = find_rules(real.schema, real.rows)
    seconds = time.perf_counter() - start
    print(f"{frame.shape}: {seconds:.1f} s, {len(rules)} rules")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=400)
    parser.add_argument("--rows", type=int, default=100_000)
    arguments = parser.parse_args()
    simulated(arguments.tables)
    for name, frame in ordinary():
        print(f"{name} {frame.shape}")
        print("".join(f"    {one}\n" for one in found_in(frame)), end="")
    timed(arguments.rows, 43)


if __name__ == "__main__":
    main()
