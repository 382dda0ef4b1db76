"""Load files that were tampered with: nothing but a synthesizer or an error comes.

``python -m benchmarks.load_fuzz fuzz --minutes 10`` changes valid files of every
synthesizer, byte by byte and in what their parts say, and loads each of them in a
process with little memory and time. Whatever is neither a synthesizer nor an
`InputError` or `OSError` is reported, and what a changed synthesizer does when asked
for rows is counted.

``python -m benchmarks.load_fuzz bombs`` loads files that were built to fill the memory
or to last for ever, each in its own process, and measures it.
"""

from __future__ import annotations

import argparse
import collections
import copy
import faulthandler
import io
import json
import multiprocessing
import os
import random
import resource
import signal
import tempfile
import time
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import skl_synth
from skl_synth.errors import InputError

MEMORY, SECONDS = 2 * 2**30, 20
"""What a process has: bytes beyond what it starts with, and seconds for one file."""

ROWS = 150


def seeds() -> Iterator[tuple[str, bytes]]:
    """Valid files of all synthesizers."""
    from imblearn.over_sampling import SMOTE

    from skl_synth.datasets import make_patients

    patients = make_patients(ROWS, random_state=0).drop(columns="patient_id")
    y = patients.pop("readmitted")
    numbers = patients.select_dtypes("number").dropna(axis=1)
    zoned = patients.assign(day=_days())
    for name, synthesizer, table in [
        ("smote", skl_synth.TypeAwareSMOTE(random_state=0), patients),
        ("zoned", skl_synth.TypeAwareSMOTE(random_state=0), zoned),
        ("filter", skl_synth.ProximityFilter(random_state=0), patients),
        ("cart", skl_synth.TypeAwareCART(random_state=0), patients),
        (
            "calibrator",
            skl_synth.MarginalCalibrator(skl_synth.TypeAwareCART(), random_state=0),
            patients,
        ),
        ("adapter", skl_synth.SamplerAdapter(SMOTE(), random_state=0), numbers),
        ("polars", skl_synth.TypeAwareSMOTE(random_state=0), _of_polars(patients)),
        ("arrow", skl_synth.TypeAwareSMOTE(random_state=0), _of_arrow(patients)),
    ]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, name)
            synthesizer.fit(table, y.to_numpy()).save(path)
            yield name, path.read_bytes()


def _days() -> Any:
    import pandas as pd

    return pd.date_range("2020-01-01", periods=ROWS, freq="37h", tz="Europe/London")


def _of_polars(table: Any) -> Any:
    import polars as pl

    return pl.from_pandas(table)


def _of_arrow(table: Any) -> Any:
    return table.convert_dtypes(dtype_backend="pyarrow")


def changed_bytes(content: bytes, rng: random.Random) -> bytes:
    """Change some bytes of a file, cut it, or repeat a piece of it."""
    changed = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 8])):
        place = rng.randrange(len(changed))
        # What lists the parts stands at the end.
        if rng.random() < 0.5:
            place = max(0, len(changed) - 1 - int(rng.expovariate(1 / 300)))
        how, size = rng.randrange(4), rng.choice([1, 1, 2, 4, 64])
        if how == 0:
            changed[place] ^= 1 << rng.randrange(8)
        elif how == 1:
            changed[place : place + size] = rng.randbytes(size)
        elif how == 2:
            del changed[place : place + size]
        else:
            changed[place:place] = changed[place : place + size]
    return bytes(changed)


ODD = [
    *(None, True, False, 0, 1, -1, 2**31, 2**63, 10**30, 1e308, -0.5, "", "x", [], {}),
    *([[]], [0] * 1000, "parts/0.npy", "parts/1.npy", "object", "a" * 10_000),
    *({"kind": "same", "as": 0}, {"kind": "same", "as": 5}, {"kind": "pandas NA"}),
    *({"kind": "float", "text": "nan"}, {"kind": "float", "text": "inf"}),
]
"""What may stand in the place of a value."""


def _places(value: Any, found: list) -> list:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in list(items):
        found.append((value, key))
        if isinstance(one, (dict, list)):
            _places(one, found)
    return found


def changed_values(text: bytes, rng: random.Random) -> bytes:
    """Change some of the values that a text of JSON holds."""
    state = json.loads(text)
    for _ in range(rng.choice([1, 1, 1, 3])):
        places = _places(state, [])
        holder, key = rng.choice(places)
        how = rng.randrange(6)
        if how <= 1:
            holder[key] = copy.deepcopy(rng.choice(ODD))
        elif how == 2:
            other, from_key = rng.choice(places)
            holder[key] = json.loads(json.dumps(other[from_key]))
        elif how == 3:
            del holder[key]
        elif how == 4 and type(holder[key]) is int:
            holder[key] = rng.choice(
                [holder[key] + 1, -holder[key], holder[key] * 1000]
            )
        elif how == 5 and isinstance(holder, dict):
            holder[rng.choice(["x", "sample", "kind", "n_jobs", "shape"])] = (
                copy.deepcopy(holder[key])
            )
    return json.dumps(state).encode()


def changed_parts(content: bytes, rng: random.Random) -> bytes:
    """Change what a part says, and write the file anew."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        names = old.namelist()
        chosen = "state.json" if rng.random() < 0.6 else rng.choice(names)
        other = rng.choice(names)
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            for name in names:
                part = old.read(name)
                if name == chosen:
                    part = _changed_part(name, part, old.read(other), rng)
                if part is not None:
                    new.writestr(name, part)
    return buffer.getvalue()


def _changed_part(
    name: str, part: bytes, other: bytes, rng: random.Random
) -> bytes | None:
    how = rng.random()
    if how < 0.03:
        return None
    if how < 0.08:
        return other
    if name.endswith(".json") and how < 0.9:
        return changed_values(part, rng)
    if name.endswith(".skops") and how < 0.7:
        return changed_parts_of_skops(part, rng)
    return changed_bytes(part, rng)


def changed_parts_of_skops(content: bytes, rng: random.Random) -> bytes:
    """Change what a part of a part says."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        names = old.namelist()
        chosen = rng.choice(names)
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            for name in names:
                part = old.read(name)
                if name == chosen and name.endswith(".json"):
                    part = changed_values(part, rng)
                elif name == chosen:
                    part = changed_bytes(part, rng)
                new.writestr(name, part)
    return buffer.getvalue()


def outcome(path: Path, *, samples: bool) -> str:
    """What becomes of a file: a word for it."""
    try:
        loaded = skl_synth.load(path)
    except (InputError, OSError) as error:
        return f"refused: {type(error).__name__}"
    except ImportError:
        return "refused: ImportError"
    except BaseException as error:
        return f"WRONG {type(error).__name__}: {str(error)[:200]}"
    if not samples:
        return "loaded"
    try:
        loaded.sample(10)
    except Exception as error:
        return f"loaded; sample: {type(error).__name__}"
    return "loaded; sample: rows"


def peak_memory() -> float:
    """The most memory that this process has had, in MB.

    The figure of `getrusage` is no less than what its parent had when it was started.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _late(*_: object) -> None:
    raise TimeoutError("the time is over")


def _work(connection: Any) -> None:
    """Load what is sent; a process of its own, as it may die of it."""
    faulthandler.enable()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _late)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    bound = pages * os.sysconf("SC_PAGE_SIZE") + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    while True:
        path, samples = connection.recv()
        signal.alarm(SECONDS)
        try:
            found = outcome(path, samples=samples)
        except TimeoutError:
            found = "WRONG late in sample"
        signal.alarm(0)
        peak = peak_memory()
        connection.send((found, peak))


class Loader:
    """A process that loads files, and another one when it has died."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._ours, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("fork")
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def __call__(self, path: Path, *, samples: bool) -> tuple[str, float]:
        """What becomes of a file, and the most memory so far in MB."""
        self._ours.send((path, samples))
        try:
            if self._ours.poll(3 * SECONDS):
                found: tuple[str, float] = self._ours.recv()
                return found
            self._process.kill()
            found = "WRONG hangs", 0.0
        except EOFError:
            self._process.join()
            found = f"WRONG died: {self._process.exitcode}", 0.0
        self._start()
        return found


def fuzz(minutes: float, seed: int, kept: Path) -> None:
    """Change valid files until the time is over."""
    rng, load = random.Random(seed), Loader()
    files = dict(seeds())
    counts: collections.Counter[str] = collections.Counter()
    end, peak = time.monotonic() + 60 * minutes, 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "changed.synth")
        while time.monotonic() < end:
            name, content = rng.choice(list(files.items()))
            change = changed_bytes if rng.random() < 0.3 else changed_parts
            try:
                path.write_bytes(change(content, rng))
            except (ValueError, IndexError, TypeError, RecursionError):
                continue
            found, used = load(path, samples=True)
            peak = max(peak, used)
            counts[found[:110]] += 1
            if found.startswith("WRONG") and counts[found[:110]] == 1:
                kept.mkdir(exist_ok=True)
                target = kept / f"{name}-{sum(counts.values())}.synth"
                target.write_bytes(path.read_bytes())
                print(found, target, flush=True)
    print(f"{sum(counts.values())} files, {minutes} minutes, peak {peak:.0f} MB")
    for what, count in counts.most_common():
        print(f"{count:8d} {what}")


def _measured(path: Path, connection: Any) -> None:
    warnings.simplefilter("ignore")
    started = time.monotonic()
    found = outcome(path, samples=False)
    try:
        skl_synth.load(path)
    except Exception as error:
        found += f" ({str(error).partition(': ')[2][:90]})"
    peak = peak_memory()
    connection.send((found, peak, (time.monotonic() - started) / 2))


def bombs() -> None:
    """Measure what files ask for that were built to ask for much."""
    # Not above: the processes that are measured would build them too.
    from benchmarks.load_bombs import BOMBS

    context = multiprocessing.get_context("spawn")
    valid = next(seeds())[1]
    with tempfile.TemporaryDirectory() as folder:
        for name, build in BOMBS.items():
            path = Path(folder, "bomb.synth")
            path.write_bytes(build(valid))
            ours, theirs = context.Pipe()
            process = context.Process(target=_measured, args=(path, theirs))
            process.start()
            theirs.close()
            try:
                found, peak, seconds = (
                    ours.recv() if ours.poll(120) else ("HANGS", 0, 0)
                )
            except EOFError:
                found, peak, seconds = "DIED", 0, 0
            process.kill()
            size = path.stat().st_size
            print(f"{name:30s} {size:9d} B {peak:5.0f} MB {seconds:5.2f} s  {found}")


def main() -> None:
    """Run what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["fuzz", "bombs"])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kept", type=Path, default=Path("fuzz-found"))
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    if given.what == "bombs":
        bombs()
    else:
        fuzz(given.minutes, given.seed, given.kept)


if __name__ == "__main__":
    main()
