"""Seconds of the rungs of a release and of CART, by rows and by columns.

    python -m benchmarks.frontier_seconds      # 20 columns, 1,250 to 40,000 rows
    python -m benchmarks.frontier_seconds --rows 5000 --columns 10 20 40 80 160

What is timed is the processor time of one thread, for fit and for as many new rows.
"""

from __future__ import annotations

import argparse
import time
from itertools import pairwise

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from benchmarks.frontier_generators import Rows
from skl_synth import PrivateMarginals, TypeAwareCART, release_synthesizer

ROWS = (1_250, 2_500, 5_000, 10_000, 20_000, 40_000)

METHODS = {
    "CART": TypeAwareCART(mode="replace", random_state=0),
    "CART, all columns": TypeAwareCART(
        mode="replace", max_predictors=None, random_state=0
    ),
    "release": release_synthesizer(random_state=0),
    "epsilon 1": PrivateMarginals(1.0, dictionary="from_data", random_state=0),
    "columns": PrivateMarginals(None, pairs="none", random_state=0),
}


def mixed(n_rows: int, n_columns: int) -> Rows:
    """Simulate a table whose columns hang together through five hidden numbers.

    Parameters
    ----------
    n_rows, n_columns : int
        Its size: of each four columns two hold measurements, one of them with missing
        values, one counts, and one words.

    Returns
    -------
    tuple of (DataFrame, Series)
        The columns and a class that a quarter of the rows are of.
    """
    rng = np.random.default_rng(0)
    hidden = rng.normal(size=(n_rows, 5))
    columns: dict[str, np.ndarray] = {}
    for place in range(n_columns):
        signal = hidden @ rng.normal(size=5) / 2 + rng.normal(size=n_rows)
        kind = place % 4
        if kind == 0:
            values = signal.round(3)
        elif kind == 1:
            values = np.where(rng.random(n_rows) < 0.1, np.nan, signal.round(2))
        elif kind == 2:
            values = rng.poisson(np.exp(signal / 2))
        else:
            values = np.array(list("abcde"))[np.digitize(signal, [-1, 0, 0.5, 1])]
        columns[f"{'mmcw'[kind]}{place}"] = values
    target = pd.Series((hidden[:, 0] > 0.67).astype(int), name="target")
    return pd.DataFrame(columns), target


def seconds(name: str, X: pd.DataFrame, y: pd.Series) -> float:
    """Time fit and sample.

    Parameters
    ----------
    name : str
        The method.
    X, y : DataFrame, Series
        The table.

    Returns
    -------
    float
        Processor seconds.
    """
    with threadpool_limits(1):
        start = time.process_time()
        METHODS[name].fit_resample(X, y)
        return time.process_time() - start


def growth(sizes: list[int], taken: list[float]) -> float:
    """Fit the power of the size by which the time grows.

    Parameters
    ----------
    sizes : list of int
        Sizes.
    taken : list of float
        Seconds.

    Returns
    -------
    float
        The power.
    """
    return float(np.polyfit(np.log(sizes), np.log(taken), 1)[0])


def main() -> None:
    """Print seconds by rows or by columns."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.frontier_seconds")
    parser.add_argument("--rows", type=int, nargs="+", default=list(ROWS))
    parser.add_argument("--columns", type=int, nargs="+", default=[20])
    parser.add_argument("--methods", nargs="+", default=["CART", "release"])
    options = parser.parse_args()
    print(f"{'method':>18} {'rows':>7} {'columns':>8} {'seconds':>8}")
    for name in options.methods:
        taken = []
        for n_rows in options.rows:
            for n_columns in options.columns:
                taken.append(seconds(name, *mixed(n_rows, n_columns)))
                line = f"{name:>18} {n_rows:>7,} {n_columns:>8} {taken[-1]:>8.2f}"
                print(line, flush=True)
        for sizes, what in ((options.rows, "rows"), (options.columns, "columns")):
            if len(sizes) > 1 and len(taken) == len(sizes):
                steps = [
                    f"{np.log(b / a) / np.log(n / m):.2f}"
                    for (m, n), (a, b) in zip(
                        pairwise(sizes), pairwise(taken), strict=True
                    )
                ]
                print(f"{what} to the power of {growth(sizes, taken):.2f}", *steps)
    n_log_n = [n * np.log(n) for n in options.rows]
    if len(options.rows) > 1:
        print(f"n log n: to the power of {growth(options.rows, n_log_n):.2f}")


if __name__ == "__main__":
    main()
