"""People with their visits: what is kept, what is disclosed, and the seconds.

Run from the root of the repository; ``README.md`` says what the figures mean::

    python -m benchmarks.visits
    python -m benchmarks.visits --large --methods CART release publish
    python -m benchmarks.visits --growth
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from benchmarks.visits_measures import measured, membership
from benchmarks.visits_tables import Panel, panels, simulated
from skl_synth import (
    RefusedReleaseError,
    TableEncoder,
    TypeAwareCART,
    publish,
    release_synthesizer,
)

SIZES: dict[str, tuple[int, int | tuple[int, int]]] = {
    "small": (200, 4),
    "middle": (1000, (1, 12)),
    "large": (10_000, (1, 12)),
}
"""Persons, and visits of each."""

GROWTH = (250, 500, 1000, 2000, 4000)
"""Persons whose seconds are compared."""

Made = tuple[Panel, dict[str, float]]


def said(panel: Panel) -> TableEncoder:
    """Say which column is the key; fresh keys stand in its place."""
    kinds = {panel.person: "identifier"}
    return TableEncoder(column_kinds=kinds, identifiers="surrogate")


def by_rows(panel: Panel, seed: int) -> Made:
    """Draw row by row, as if every row were somebody else."""
    maker = TypeAwareCART(mode="replace", encoder=said(panel), random_state=seed)
    return _with(panel, *maker.fit_resample(panel.X, panel.y)), {}


def by_persons(panel: Panel, seed: int) -> Made:
    """Draw persons, then their visits."""
    maker = TypeAwareCART(mode="replace", encoder=said(panel), random_state=seed)
    made = maker.fit_resample(panel.X, panel.y, groups=panel.key)
    return _with(panel, *made), {}


def by_release(panel: Panel, seed: int) -> Made:
    """Draw by the setting of tables that are published."""
    maker = release_synthesizer(encoder=said(panel), random_state=seed)
    made = maker.fit_resample(panel.X, panel.y, groups=panel.key)
    return _with(panel, *made), {}


def published(panel: Panel, seed: int) -> Made:
    """Publish; the worst membership attack on folds is what the report says."""
    options = {"folds": 2, "sections": [], "random_state": seed, "groups": panel.key}
    try:
        release = publish(panel.X, panel.y, encoder=said(panel), **options)
    except RefusedReleaseError as refused:
        closed = ", ".join(one.text() for one in refused.report.gates if not one.passed)
        print(f"{panel.name}: {closed}")
        return _with(panel, panel.X[:0], panel.y[:0]), _audited(refused.report)
    return _with(panel, release.X, release.y), _audited(release.report)


METHODS: dict[str, Callable[[Panel, int], Made]] = {
    "rows": by_rows,
    "CART": by_persons,
    "release": by_release,
    "publish": published,
}


def _with(panel: Panel, X: pd.DataFrame, y: pd.Series) -> Panel:
    return replace(panel, X=X.reset_index(drop=True), y=y.reset_index(drop=True))


def _audited(report: object) -> dict[str, float]:
    """Take the figure of the gate on membership, of all people."""
    gates = [one for one in report.gates if one.name == "membership"]
    return {"audit_membership": gates[0].figure} if gates else {}


def judged(panel: Panel, method: str, seed: int) -> dict[str, object]:
    """Make persons from all, then from one half, which is attacked.

    Parameters
    ----------
    panel : Panel
        Real persons.
    method : str
        One of `METHODS`.
    seed : int
        Of the rows and the halves.

    Returns
    -------
    dict
        One line of results.
    """
    start = time.perf_counter()
    made, told = METHODS[method](panel, seed)
    seconds = time.perf_counter() - start
    line: dict[str, object] = {"table": panel.name, "method": method, "seed": seed}
    line |= {"seconds": seconds, **told}
    if len(made.X):
        line |= measured(panel, made)
    # The audit of publish has halves of its own.
    if method != "publish":
        line["membership"] = _attacked(panel, method, seed)
    return line


def _attacked(panel: Panel, method: str, seed: int) -> float:
    members, others = halves(panel, seed)
    return membership(members, others, METHODS[method](members, seed)[0])


def halves(panel: Panel, seed: int) -> tuple[Panel, Panel]:
    """Split persons into those that a table is made from, and others.

    Parameters
    ----------
    panel : Panel
        Persons.
    seed : int
        Seed.

    Returns
    -------
    members, others : Panel
        One half each.
    """
    persons = panel.key.drop_duplicates()
    chosen = np.random.default_rng(seed).permutation(persons)[: len(persons) // 2]
    is_member = panel.key.isin(chosen)
    return panel.take(is_member), panel.take(~is_member)


def written(panel: Panel, folder: Path, seed: int) -> None:
    """Write all persons, and one half of them, for a generator of somebody else.

    Parameters
    ----------
    panel : Panel
        Real persons.
    folder : Path
        Where to; ``visits_peers.py`` reads it.
    seed : int
        Of the halves.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dates = [name for name, dtype in panel.X.dtypes.items() if dtype.kind == "M"]
    about = {"person": panel.person, "of_person": panel.of_person, "dates": dates}
    # Visits are in the order of their dates, which is what others understand.
    about |= {"time": "admitted" if "admitted" in dates else panel.time}
    for part, name in ((panel, "all"), (halves(panel, seed)[0], "members")):
        path = folder / f"{panel.name.replace(',', '').replace(' ', '_')}-{name}"
        part.X.assign(outcome_=part.y).to_csv(path.with_suffix(".csv"), index=False)
        path.with_suffix(".json").write_text(json.dumps(about), encoding="utf-8")


def judged_file(panel: Panel, folder: Path, seed: int) -> dict[str, object]:
    """Judge what somebody else has made of `written` files.

    Parameters
    ----------
    panel : Panel
        Real persons.
    folder : Path
        Where the files are.
    seed : int
        Of the halves.

    Returns
    -------
    dict
        One line of results.
    """
    made = [_read(panel, folder, name) for name in ("all", "members")]
    line: dict[str, object] = {"table": panel.name, "method": "peer", "seed": seed}
    line |= measured(panel, made[0])
    return {**line, "membership": membership(*halves(panel, seed), made[1])}


def _read(panel: Panel, folder: Path, name: str) -> Panel:
    path = folder / f"{panel.name.replace(',', '').replace(' ', '_')}-{name}.made"
    dates = [one for one, dtype in panel.X.dtypes.items() if dtype.kind == "M"]
    table = pd.read_csv(path, parse_dates=dates, dtype={panel.person: str})
    return _with(panel, table[[*panel.X]], table["outcome_"])


def command_line(folder: Path, seed: int) -> dict[str, object]:
    """Publish a file of visits by the command line, and look for real numbers.

    Parameters
    ----------
    folder : Path
        Where to write.
    seed : int
        Seed.

    Returns
    -------
    dict
        How it ended, and what of the real keys stands in the table.
    """
    panel = simulated(*SIZES["middle"], seed)
    source, output = folder / "visits.csv", folder / "out.csv"
    panel.X.assign(readmitted=panel.y).to_csv(source, index=False)
    command = [sys.executable, "-m", "skl_synth", "publish", source]
    options = ["--person", panel.person, "--target", "readmitted", "--seed", str(seed)]
    files = ["--output", output, "--report", folder / "out.json", "--folds", "2"]
    start = time.perf_counter()
    ended = subprocess.run(
        [*map(str, command), *options, *map(str, files)], capture_output=True, text=True
    )
    line: dict[str, object] = {"table": panel.name, "method": "skl-synth publish"}
    line |= {"status": ended.returncode, "seconds": time.perf_counter() - start}
    if ended.returncode:
        print(ended.stdout[-2000:], ended.stderr[-2000:])
        return line
    text = output.read_text(encoding="utf-8")
    line["keys_released"] = sum(str(key) in text for key in panel.key.unique())
    return line


def grown(
    method: str, sizes: tuple[int, ...], seed: int
) -> Iterator[dict[str, object]]:
    """Take the time at growing numbers of persons.

    Parameters
    ----------
    method : str
        One of `METHODS`.
    sizes : tuple of int
        Numbers of persons.
    seed : int
        Seed.

    Yields
    ------
    dict
        Seconds, and seconds per n log n in units of those of the first size: a method
        that grows as n log n stays at 1.
    """
    first = None
    for n_persons in sizes:
        panel = simulated(n_persons, (1, 12), seed)
        start = time.perf_counter()
        METHODS[method](panel, seed)
        seconds, n_rows = time.perf_counter() - start, len(panel.X)
        unit = seconds / (n_rows * np.log(n_rows))
        first = first or unit
        yield {
            "method": method,
            "persons": n_persons,
            "rows": n_rows,
            "seconds": seconds,
            "per n log n": unit / first,
        }


def tables(sizes: list[str], seed: int, *, with_panels: bool) -> Iterator[Panel]:
    """Make, or read, the tables.

    Parameters
    ----------
    sizes : list of str
        Which of `SIZES`.
    seed : int
        Of the simulated ones.
    with_panels : bool
        Whether those of real people follow.

    Yields
    ------
    Panel
        Persons with their rows.
    """
    for size in sizes:
        yield simulated(*SIZES[size], seed)
    if with_panels:
        yield from panels()


def parsed() -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", nargs="*", choices=SIZES, default=["small", "middle"]
    )
    parser.add_argument("--large", action="store_true", help="10,000 persons, too")
    parser.add_argument("--panels", action="store_true", help="of real people, too")
    parser.add_argument(
        "--methods", nargs="+", choices=METHODS, default=["rows", "CART", "release"]
    )
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--growth", action="store_true", help="seconds only")
    parser.add_argument("--command-line", action="store_true")
    parser.add_argument("--write", type=Path, help="a folder for visits_peers.py")
    parser.add_argument("--judge", type=Path, help="the same folder, afterwards")
    parser.add_argument("--output", type=Path, help="a CSV file for all lines")
    return parser.parse_args()


def lines(given: argparse.Namespace) -> Iterator[dict[str, object]]:
    """Do what the options ask for.

    Parameters
    ----------
    given : Namespace
        The options.

    Yields
    ------
    dict
        One line of results after another.
    """
    for seed in range(given.seeds):
        if given.growth:
            for method in given.methods:
                yield from grown(method, GROWTH, seed)
            continue
        if given.command_line:
            with TemporaryDirectory() as folder:
                yield command_line(Path(folder), seed)
            continue
        sizes = [*given.sizes, *(["large"] if given.large else [])]
        for panel in tables(sizes, seed, with_panels=given.panels):
            if given.write is not None:
                written(panel, given.write, seed)
            elif given.judge is not None:
                yield judged_file(panel, given.judge, seed)
            else:
                for method in given.methods:
                    yield judged(panel, method, seed)


def main() -> None:
    """Print a table of figures, line by line as they come."""
    warnings.simplefilter("ignore")
    given, found = parsed(), []
    for line in lines(given):
        found.append(line)
        shown = {
            key: round(value, 3) if isinstance(value, float) else value
            for key, value in line.items()
        }
        print("  ".join(f"{key}={value}" for key, value in shown.items()), flush=True)
    frame = pd.DataFrame(found)
    print(frame.round(3).to_string(index=False))
    if given.output is not None:
        frame.to_csv(given.output, index=False)


if __name__ == "__main__":
    main()
