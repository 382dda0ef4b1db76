"""How much faster than the peers: ratios measured side by side, on one core.

Run ``python -m benchmarks.speed --help`` from the root of the repository.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from imblearn.over_sampling import SMOTE, SMOTENC
from sklearn.neighbors import NearestNeighbors
from threadpoolctl import threadpool_limits

import skl_synth.generators.interpolation
import skl_synth.neighbors.search
from benchmarks.speed_tables import SHAPES, make_table
from skl_synth import ProximityFilter, TypeAwareSMOTE
from skl_synth.generators.generator import Request
from skl_synth.neighbors import NearestRow

QUERIES = 2000
"""Queries by which brute force is timed; its time is proportional to their number."""


def seconds(do: Callable[[], Any]) -> float:
    """Processor time: what others do on the machine counts less than by the clock."""
    start = time.process_time()
    do()
    return time.process_time() - start


@contextmanager
def kernels(used: bool) -> Iterator[None]:
    """Use the compiled kernels from the first row on, or not at all."""
    rooms = (skl_synth.neighbors.search, skl_synth.generators.interpolation)
    before = [room.is_fast for room in rooms]
    for room in rooms:
        room.is_fast = lambda *_, **__: used
    try:
        yield
    finally:
        for room, one in zip(rooms, before, strict=True):
            room.is_fast = one


class Case:
    """One table, and all that is timed on it."""

    def __init__(self, shape: str, n_rows: int, data: Path) -> None:
        self.X, self.y = make_table(shape, n_rows, data)
        self.smote = TypeAwareSMOTE(mode="replace", random_state=0).fit(self.X, self.y)
        self.table = self.smote.table_
        self.rows = self.table.mixed(self.smote.rows_)
        self.made = self.generate()
        self.queries = self.table.mixed(self.made.rows)
        found = self.nearest()
        self.limit = float(np.quantile(found[0], 0.1))
        self.matrix = self.rows.matrix()

    def generate(self) -> Any:
        """New rows, neighbours included."""
        self.smote.generator_._neighbors = {}
        return self.again()

    def again(self) -> Any:
        """New rows, once the neighbours are known."""
        rng = np.random.RandomState(0)
        return self.smote.generator_.draw(Request(self.smote.counts_), rng)

    def nearest(self) -> Any:
        """Nearest real row of every new row, exactly."""
        return NearestRow(self.rows).query(self.queries, near=self.made.parents)

    def lowest(self) -> Any:
        """The same for the closest tenth only."""
        near = self.made.parents
        return NearestRow(self.rows).query(self.queries, near=near, within=self.limit)

    def whole(self) -> Any:
        """The taught method, from table to table."""
        filter_ = ProximityFilter(mode="replace", random_state=0)
        return filter_.fit_resample(self.X, self.y)

    def brute(self) -> float:
        """Nearest real row of every synthetic one, by scikit-learn."""
        some = np.random.default_rng(0).permutation(len(self.matrix))[:QUERIES]
        queries = self.queries.take(some).matrix()
        search = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(self.matrix)
        took = seconds(lambda: search.kneighbors(queries))
        return took * len(self.matrix) / len(some)

    def imblearn(self, factor: int = 1) -> float:
        """imbalanced-learn's SMOTE: as many new rows of each class as there are.

        The search, which is all of its time, is that of scikit-learn for each class,
        and is timed on some of the rows from 20,000 on.
        """
        counts = self.y.value_counts()
        if len(self.y) <= 20_000:
            final = {label: (1 + factor) * n for label, n in counts.items()}
            sampler = SMOTE(sampling_strategy=final, k_neighbors=6, random_state=0)
            return seconds(lambda: sampler.fit_resample(self.matrix, self.y))
        total = seconds(lambda: self.matrix[::-1].copy())
        for label, n_rows in counts.items():
            rows = self.matrix[(self.y == label).to_numpy()]
            some = np.random.default_rng(0).permutation(len(rows))[:QUERIES]
            search = NearestNeighbors(n_neighbors=7).fit(rows)
            took = seconds(lambda s=search, q=rows[some]: s.kneighbors(q))
            total += took * n_rows / len(some)
        return total

    def smotenc(self) -> float:
        """imbalanced-learn's SMOTENC, on the table itself."""
        kinds = self.smote.describe().set_index("column")["kind"]
        discrete = [c for c in self.X if kinds.get(c) in ("binary", "category")]
        if not discrete or len(discrete) == len(self.X.columns):
            return float("nan")
        final = {label: 2 * n for label, n in self.y.value_counts().items()}
        sampler = SMOTENC(
            discrete, sampling_strategy=final, k_neighbors=6, random_state=0
        )
        X = self.X.fillna(self.X.mean(numeric_only=True))
        return seconds(lambda: sampler.fit_resample(X, self.y))

    def restore(self) -> Any:
        """Round the numbers and take the arg-max of each group, in whole columns."""
        n_numbers = self.rows.numbers.shape[1]
        made = np.round(self.matrix)
        start = n_numbers
        for level in self.rows.levels:
            stop = start + level.columns.shape[1]
            if stop - start > 1:
                made[:, start:stop] = np.eye(stop - start)[
                    self.matrix[:, start:stop].argmax(axis=1)
                ]
            start = stop
        return made

    def copy(self) -> Any:
        """The plainest thing to do with a matrix."""
        return self.matrix.copy()


def measure(case: Case, repeats: int, *, smotenc: bool) -> dict[str, float]:
    """Time everything in turn, some times over, and take medians."""
    seen: dict[str, list[float]] = {}
    for _ in range(repeats):
        took = {"brute": case.brute(), "imblearn": case.imblearn()}
        took["restore"] = seconds(case.restore)
        took["copy"] = seconds(case.copy)
        for name, used in (("plain", False), ("fast", True)):
            with kernels(used):
                took[f"nearest {name}"] = seconds(case.nearest)
                took[f"lowest {name}"] = seconds(case.lowest)
                took[f"generate {name}"] = seconds(case.generate)
                took[f"again {name}"] = seconds(case.again)
                took[f"whole {name}"] = seconds(case.whole)
        for name, one in took.items():
            seen.setdefault(name, []).append(one)
    medians = {name: statistics.median(values) for name, values in seen.items()}
    if smotenc:
        medians["smotenc"] = case.smotenc()
    return medians


RATIOS = {
    "nearest real row, plain": ("brute", "nearest plain"),
    "nearest real row, fast": ("brute", "nearest fast"),
    "lowest 10 %, plain": ("brute", "lowest plain"),
    "lowest 10 %, fast": ("brute", "lowest fast"),
    "neighbours + generation against SMOTE, plain": ("imblearn", "generate plain"),
    "neighbours + generation against SMOTE, fast": ("imblearn", "generate fast"),
    "neighbours + generation against SMOTENC, fast": ("smotenc", "generate fast"),
    "whole method against a notebook, plain": ("notebook", "whole plain"),
    "whole method against a notebook, fast": ("notebook", "whole fast"),
    "generation over a copy of the matrix, plain": ("again plain", "copy"),
    "generation over a copy of the matrix, fast": ("again fast", "copy"),
}
"""What is divided by what."""


def ratios(took: dict[str, float]) -> dict[str, float]:
    """Ratios of the medians.

    A notebook has SMOTE make as many new rows as there are real ones. For as many
    candidates as the whole method compares, it restores and measures twice the rows.
    """
    by_hand = took["imblearn"] + 2 * took["restore"] + 2 * took["brute"]
    took = took | {"notebook": by_hand}
    return {
        name: took[above] / took[below]
        for name, (above, below) in RATIOS.items()
        if above in took
    }


def memory(case: Case) -> dict[str, float]:
    """Most memory that each step adds, over that of the matrix of one-hot floats."""
    seen = {}
    for name, used in (("plain", False), ("fast", True)):
        for step in ("nearest", "generate", "whole"):
            do = getattr(case, step)
            with kernels(used):
                do()
                tracemalloc.start()
                do()
                peak = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
            seen[f"{step} {name}"] = peak / case.matrix.nbytes
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--shapes", nargs="+", default=["patients"])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--smotenc", action="store_true", help="68 s, 2 GB at 50,000")
    parser.add_argument("--memory", action="store_true", help="of ours, as NumPy tells")
    parser.add_argument("--alone", action="store_true", help="ours only: no peers")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--output", type=Path, help="JSON, added to what is there")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if "all" in arguments.shapes:
        arguments.shapes = [*SHAPES, "stroke"]
    with threadpool_limits(1):
        records = [
            _record(shape, n_rows, arguments)
            for shape in arguments.shapes
            for n_rows in arguments.rows
        ]
    if arguments.output:
        before = []
        if arguments.output.exists():
            before = json.loads(arguments.output.read_text())
        arguments.output.write_text(json.dumps(before + records, indent=1) + "\n")


def _record(shape: str, n_rows: int, arguments: Any) -> dict[str, Any]:
    record: dict[str, Any] = {"shape": shape, "rows": n_rows}
    if arguments.alone:
        X, y = make_table(shape, n_rows, arguments.data)
        filter_ = ProximityFilter(mode="replace", random_state=0)
        before = _peak_mb()
        record["seconds"] = {"whole": seconds(lambda: filter_.fit_resample(X, y))}
        record["added_mb"] = _peak_mb() - before
        width = filter_.encoder_.layout_.n_columns
        record["matrix_mb"] = n_rows * width * 8 / 1e6
        record["seconds"] |= _steps(X, y)
    else:
        with kernels(True):
            Case("patients", 3000, arguments.data).whole()  # compile, or load
        case = Case(shape, n_rows, arguments.data)
        if arguments.memory:
            record["matrices"] = memory(case)
        took = measure(case, arguments.repeats, smotenc=arguments.smotenc)
        record |= {"seconds": took, "ratios": ratios(took)}
    record["peak_mb"] = _peak_mb()
    print(f"\n{shape}, {n_rows:,} rows; peak {record['peak_mb']:.0f} MB")
    for name, value in record["seconds"].items():
        print(f"  {name:48} {value:10.3f} s")
    for name, value in record.get("matrices", {}).items():
        print(f"  memory, {name:40} {value:10.2f} matrices")
    for name, value in record.get("ratios", {}).items():
        print(f"  {name:48} {value:10.1f}")
    return record


def _steps(X: Any, y: Any) -> dict[str, float]:
    """Neighbours and new rows, and their nearest real rows, as `Case` times them."""
    smote = TypeAwareSMOTE(mode="replace", random_state=0).fit(X, y)
    made: list[Any] = []
    draw = np.random.RandomState(0)
    request = Request(smote.counts_)
    took = seconds(lambda: made.append(smote.generator_.draw(request, draw)))
    rows, queries = (
        smote.table_.mixed(smote.rows_),
        smote.table_.mixed(made[0].rows),
    )
    near = made[0].parents
    nearest = seconds(lambda: NearestRow(rows).query(queries, near=near))
    return {"generate": took, "nearest": nearest}


def _peak_mb() -> float:
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


if __name__ == "__main__":
    main()
