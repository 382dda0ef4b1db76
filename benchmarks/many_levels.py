"""Tables of codes: what three columns of 20,000 levels cost in time and memory.

Run ``python -m benchmarks.many_levels`` from the root of the repository.
"""

from __future__ import annotations

import argparse
import resource
import time
import warnings

import numpy as np
import pandas as pd

from skl_synth import ProximityFilter, TableEncoder, TypeAwareCART, TypeAwareSMOTE

COLUMNS = ("icd", "practice", "ward")


def make_table(n_rows: int, n_levels: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Draw a table of codes, whose levels have about as many rows each.

    Parameters
    ----------
    n_rows, n_levels : int
        Its size.

    Returns
    -------
    X : DataFrame
        The table.
    y : ndarray of int
        Two classes.
    """
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"age": rng.integers(18, 90, n_rows)})
    for name in COLUMNS:
        X[name] = np.char.mod("c%05d", rng.integers(0, n_levels, n_rows)).astype(object)
    return X, (rng.random(n_rows) < 0.3).astype(int)


def main() -> None:
    """Print seconds, and the most memory so far, of each method."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--levels", type=int, default=20_000)
    given = parser.parse_args()
    X, y = make_table(given.rows, given.levels)
    encoder = TableEncoder(column_kinds=dict.fromkeys(COLUMNS, "category"))
    common = {"encoder": encoder, "mode": "replace", "random_state": 0}
    smote, cart = TypeAwareSMOTE(**common), TypeAwareCART(**common)
    for maker in (smote, ProximityFilter(smote, random_state=0), cart):
        start = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            maker.fit_resample(X, y)
        taken = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"{type(maker).__name__:16} {taken:6.1f} s  {memory:5.2f} GiB at most")


if __name__ == "__main__":
    main()
