"""Over-samplers for regression of others, for benchmarks/rare_numbers.py.

They are no dependency of this package, and want pandas below 2, so that they run in an
environment of their own (``rare_numbers_peers.txt``), without this package.
``benchmarks.rare_numbers --write`` writes the files that it is given, ``--judge`` reads
those that it makes::

    python benchmarks/rare_numbers_peers.py FOLDER
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

TARGET = "target"


def peers() -> dict[str, Callable]:
    """List the over-samplers, each at its defaults.

    Returns
    -------
    dict of str to callable
        By name.
    """
    import ImbalancedLearningRegression
    import smogn

    return {
        "smogn": smogn.smoter,
        "ILR smote": ImbalancedLearningRegression.smote,
        "ILR gn": ImbalancedLearningRegression.gn,
    }


def made(peer: Callable, table: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, dict]:
    """Let one over-sampler work on a table.

    Parameters
    ----------
    peer : callable
        One of `peers`.
    table : DataFrame
        Training rows with their target.
    seed : int
        Seed of numpy and of Python.

    Returns
    -------
    table : DataFrame
        What it gives; the training rows, where it gives up.
    about : dict
        Its seconds, and why it gave up.
    """
    np.random.seed(seed)  # noqa: NPY002 - theirs is the global source
    random.seed(seed)
    start = time.process_time()
    error = ""
    result = table
    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            result = peer(data=table.copy(), y=TARGET)
    except Exception as problem:  # whatever ends it, a user would be left with it
        error = f"{type(problem).__name__}: {problem}"[:200]
    return result, {"seconds": time.process_time() - start, "error": error}


def main() -> None:
    """Make a table for each that lies in a folder."""
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for path in sorted(folder.glob("*.train.csv")):
        table, case = pd.read_csv(path), path.name.removesuffix(".train.csv")
        for name, peer in peers().items():
            result, about = made(peer, table, seed=int(case.rsplit("-", 1)[1]))
            result.to_csv(folder / f"{case}.{name}.csv", index=False)
            (folder / f"{case}.{name}.json").write_text(json.dumps(about))
        print(case, flush=True)


if __name__ == "__main__":
    main()
