"""Tables on disk, made on two workers of bounded memory and in one process.

Run ``python -m benchmarks.beyond_one_machine --help`` from the root of the repository.
Each run is a process of its own: what another one left in memory counts for nobody.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.large_tables import write_large_table

TARGET = "died"

OF_METHOD: dict[str, Callable[[Any], Any]] = {
    "smote": lambda room: room.TypeAwareSMOTE(mode="replace", random_state=0),
    "filter": lambda room: room.ProximityFilter(
        room.TypeAwareSMOTE(), mode="replace", random_state=0
    ),
    "cart": lambda room: room.TypeAwareCART(mode="replace", random_state=0),
    "private": lambda room: room.PrivateMarginals(
        epsilon=1.0, dictionary=_dictionary(), mode="replace", random_state=0
    ),
}
"""What is run, by its class in ``skl_synth`` or in ``skl_synth.dask``."""


def _dictionary() -> Any:
    """What is known of the columns without looking at a single person."""
    from benchmarks.large_tables import public_dictionary

    return public_dictionary()


def here(method: str, folder: Path, out: Path) -> dict[str, Any]:
    """Make a table in this process, from Parquet to Parquet."""
    start = time.perf_counter()
    X = pd.read_parquet(folder)
    y = X.pop(TARGET)
    synthesizer = OF_METHOD[method](import_module("skl_synth")).fit(X, y)
    fitted = time.perf_counter()
    X_new, y_new = synthesizer.sample()
    X_new.assign(**{TARGET: y_new}).to_parquet(out / "table.parquet")
    return {
        "rows_made": len(X_new),
        "seconds_fit": fitted - start,
        "seconds": time.perf_counter() - start,
        "seconds_processor": time.process_time(),
        "peak_mb": peak_mb(),
    }


def on_workers(
    method: str, folder: Path, out: Path, n_workers: int, memory: str
) -> dict[str, Any]:
    """Make a table on processes of one thread each, from Parquet to Parquet."""
    import dask.dataframe as dd
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=n_workers,
            threads_per_worker=1,
            memory_limit=memory,
            dashboard_address=":0",
        ) as cluster,
        Client(cluster) as client,
    ):
        start = time.perf_counter()
        table = dd.read_parquet(folder)
        X, y = table.drop(columns=TARGET), table[TARGET]
        synthesizer = OF_METHOD[method](import_module("skl_synth.dask")).fit(X, y)
        fitted = time.perf_counter()
        X_new, y_new = synthesizer.sample()
        X_new.assign(**{TARGET: y_new}).to_parquet(out)
        seconds = time.perf_counter() - start
        workers = list(client.run(of_worker).values())
    made = dd.read_parquet(out)[TARGET]
    return {
        "rows_made": len(made),
        "seconds_fit": fitted - start,
        "seconds": seconds,
        "seconds_processor": time.process_time()
        + sum(one["seconds_processor"] for one in workers),
        "peak_mb_of_workers": [one["peak_mb"] for one in workers],
        "moved_mb": sum(one["moved_mb"] for one in workers),
        "spilled_mb": sum(one["spilled_mb"] for one in workers),
        "tasks": sum(one["tasks"] for one in workers),
        "peak_mb": peak_mb(),
    }


def of_worker(dask_worker: Any) -> dict[str, float]:
    """Read what a worker knows of itself; run on it."""
    moved = sum(one["total"] for one in dask_worker.transfer_incoming_log)
    written = getattr(dask_worker.data, "cumulative_metrics", {})
    return {
        "seconds_processor": time.process_time(),
        "peak_mb": peak_mb(),
        "moved_mb": moved / 1e6,
        "spilled_mb": written.get(("disk-write", "bytes"), 0.0) / 1e6,
        "tasks": float(dask_worker.state.executed_count),
    }


def equal(method: str, folder: Path) -> dict[str, Any]:
    """Compare the table of threads with that of one process, cell by cell."""
    import dask
    import dask.dataframe as dd

    whole = pd.read_parquet(folder)
    X, y = whole.drop(columns=TARGET), whole[TARGET]
    expected = OF_METHOD[method](import_module("skl_synth")).fit(X, y).sample()
    table = dd.read_parquet(folder)
    far = OF_METHOD[method](import_module("skl_synth.dask"))
    far.fit(table.drop(columns=TARGET), table[TARGET])
    made = dask.compute(*far.sample())
    return {
        "rows_made": len(made[0]),
        "are_equal": all(
            bool((a.to_numpy(object) == b.to_numpy(object)).all())
            if a.ndim == 1
            else _same(a, b)
            for a, b in zip(made, expected, strict=True)
        ),
    }


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    return one.reset_index(drop=True).astype(other.dtypes.to_dict()).equals(other)


def peak_mb() -> float:
    """The most memory that this process has had, in megabytes of a million bytes."""
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1.024 / scale


def run_piece(arguments: argparse.Namespace) -> dict[str, Any]:
    """Carry out one run, in this process."""
    warnings.simplefilter("ignore")
    folder = arguments.data / f"rows_{arguments.rows[0]}"
    (method,), (way,) = arguments.methods, arguments.ways
    with tempfile.TemporaryDirectory(dir=arguments.data) as out:
        if way == "here":
            return here(method, folder, Path(out))
        if way == "equal":
            return equal(method, folder)
        return on_workers(
            method, folder, Path(out), arguments.workers, arguments.memory
        )


def run_apart(arguments: argparse.Namespace, **one: Any) -> dict[str, Any]:
    """Carry out one run in a process of its own."""
    told = [f"--{name}={value}" for name, value in one.items()]
    told += [f"--data={arguments.data}", f"--workers={arguments.workers}"]
    told += [f"--memory={arguments.memory}", "--piece"]
    command = [sys.executable, "-m", "benchmarks.beyond_one_machine", *told]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return one | {"failed": done.stderr.strip().splitlines()[-1:]}
    return one | json.loads(done.stdout.splitlines()[-1])


def growth(records: list[dict[str, Any]]) -> dict[str, float]:
    """Say how processor seconds grow: the exponent from the fewest rows to the most."""
    exponents = {}
    for name in sorted({f"{one['methods']} {one['ways']}" for one in records}):
        runs = [
            (one["rows"], one["seconds_processor"])
            for one in records
            if f"{one['methods']} {one['ways']}" == name and "seconds" in one
        ]
        if len(runs) > 1:
            (few, short), (many, long) = min(runs), max(runs)
            exponents[name] = math.log(long / short) / math.log(many / few)
    return exponents


def line_of(one: dict[str, Any]) -> str:
    """Write a run as a line of the table."""
    name = f"{one['methods']:8} {one['ways']:8} {one['rows']:12,}"
    if "failed" in one:
        return f"{name}  failed: {one['failed']}"
    if "are_equal" in one:
        return f"{name}  {'equal' if one['are_equal'] else 'DIFFERENT'}"
    peak = max(one.get("peak_mb_of_workers", [one["peak_mb"]]))
    moved = one.get("moved_mb", 0.0)
    seconds = f"{one['seconds']:9.1f} s ({one['seconds_processor']:.0f} of processors)"
    return f"{name} {seconds} {peak:9.0f} MB {moved:9.0f} MB moved"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--methods", nargs="+", default=[*OF_METHOD])
    parser.add_argument("--ways", nargs="+", default=["here", "workers"])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--memory", default="2GB", help="of each worker")
    parser.add_argument("--data", type=Path, default=Path("large_tables"))
    parser.add_argument("--output", type=Path, help="JSON")
    parser.add_argument("--piece", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.piece:
        print(json.dumps(run_piece(arguments)))
        return
    for n_rows in arguments.rows:
        write_large_table(arguments.data / f"rows_{n_rows}", n_rows)
    records = []
    for n_rows in arguments.rows:
        for method in arguments.methods:
            for way in arguments.ways:
                one = {"rows": n_rows, "methods": method, "ways": way}
                records.append(run_apart(arguments, **one))
                print(line_of(records[-1]), flush=True)
    exponents = growth(records)
    for name, exponent in exponents.items():
        print(f"{name}: processor seconds grow as rows to the power of {exponent:.2f}")
    if arguments.output:
        written = {"runs": records, "growth": exponents}
        arguments.output.write_text(json.dumps(written, indent=1) + "\n")


if __name__ == "__main__":
    main()
