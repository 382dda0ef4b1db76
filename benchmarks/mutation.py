"""Which small changes of the code the mirrored tests notice.

Run from the root of the repository; ``README.md`` says what the figures mean::

    python -m benchmarks.mutation --output mutation.json
    python -m benchmarks.mutation -n 20 --modules release/gates.py evaluation/privacy
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[1]

PACKAGE = "skl_synth"

MODULES = (
    "base.py",
    "generators",
    "selection",
    "table",
    "release/gates.py",
    "evaluation/privacy",
)
"""What is changed unless other modules are named."""

MIRRORED_ELSEWHERE = {"base.py": ["tests/synthesizers"]}
"""Tests of modules that stand in no room."""

EXTRAS = {"neural": "torch", "kernels": "numba"}
"""Parts of a path that no test reaches unless something else is installed."""

MEMORY = 8 * 2**30
"""Bytes that a run of the tests may use: some changes would never stop asking."""


class Copy:
    """A copy of package and tests, in which one module at a time is changed.

    Parameters
    ----------
    folder : Path
        Where it stands.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Some tests hold the guide against the code.
        for name in (PACKAGE, "tests", "docs"):
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        for name in ("pyproject.toml", "conftest.py"):
            shutil.copy(ROOT / name, folder)
        self._stamp = int(time.time())

    def write(self, path: str, source: bytes) -> None:
        """Write a module."""
        (self._folder / path).write_bytes(source)
        # Python takes a compiled file for current by the second and the size of its
        # source, which two changes may share: each gets a second of its own.
        self._stamp += 1
        os.utime(self._folder / path, (self._stamp, self._stamp))

    def test(self, tests: list[str], limit: float | None = None) -> str:
        """Run tests until one fails: "survived", "killed" or "timed out"."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
        with subprocess.Popen(
            command + tests,
            cwd=self._folder,
            env=os.environ | {"PYTHONPATH": str(self._folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_limit_memory,
        ) as run:
            try:
                # 5 is "no test collected": a module without doctests.
                return "survived" if run.wait(limit) in (0, 5) else "killed"
            except subprocess.TimeoutExpired:
                return "timed out"
            finally:
                # With the processes that tests have started, in a group of their own.
                with suppress(ProcessLookupError):
                    os.killpg(run.pid, signal.SIGKILL)


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def sources(modules: list[str]) -> dict[str, bytes]:
    """Read the modules that can be tested here."""
    paths: list[Path] = []
    for name in modules:
        whole = ROOT / PACKAGE / name
        paths += sorted(whole.rglob("*.py")) if whole.is_dir() else [whole]
    missing = [part for part, extra in EXTRAS.items() if find_spec(extra) is None]
    return {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in paths
        if not any(part in path.as_posix() for part in missing)
    }


def mirrored(path: str) -> list[list[str]]:
    """Tests of a module: its doctests and its own file, then those of its room."""
    room, name = Path(path).relative_to(PACKAGE).parent, Path(path).name
    folder = "tests" / room
    while not (ROOT / folder).is_dir():
        folder = folder.parent
    own = folder / f"test_{name}"
    first = [path] + [own.as_posix()] * (ROOT / own).exists()
    rest = MIRRORED_ELSEWHERE.get(name, []) if folder == Path("tests") else [folder]
    return [first, [str(one) for one in rest]] if rest else [first]


def draw(modules: dict[str, bytes], n: int, seed: int) -> tuple[list[Mutant], int]:
    """Draw mutants, each of all as likely as any other; also say how many there are."""
    everything = [
        one for path, source in modules.items() for one in mutants_of(path, source)
    ]
    drawn = random.Random(seed).sample(everything, min(n, len(everything)))
    return drawn, len(everything)


class Judge:
    """Tell which mutants the tests notice."""

    def __init__(self, copy: Copy, modules: dict[str, bytes]) -> None:
        self._copy, self._modules = copy, modules
        self._limits: dict[str, float] = {}
        # A run that reads another copy of the package would notice nothing.
        init = f"{PACKAGE}/__init__.py"
        copy.write(init, b"raise ImportError")
        if copy.test(["tests/test_counts.py"]) != "killed":
            raise SystemExit("the tests do not read the package that is changed")
        copy.write(init, (ROOT / init).read_bytes())

    def judge(self, mutant: Mutant) -> dict[str, Any]:
        """Say what becomes of a mutant."""
        source, stages = self._modules[mutant.path], mirrored(mutant.path)
        limits = [self._limit(tests) for tests in stages]
        start, outcome = time.monotonic(), "survived"
        self._copy.write(mutant.path, mutant.apply(source))
        for tests, limit in zip(stages, limits, strict=True):
            outcome = self._copy.test(tests, limit)
            if outcome != "survived":
                break
        self._copy.write(mutant.path, source)
        return {
            "path": mutant.path,
            "line": mutant.line,
            "kind": mutant.kind,
            "outcome": outcome,
            "seconds": round(time.monotonic() - start, 1),
            "diff": mutant.diff(source),
        }

    def _limit(self, tests: list[str]) -> float:
        """Seconds after which tests are stopped, by those that they take unchanged."""
        key = " ".join(tests)
        if key not in self._limits:
            start = time.monotonic()
            if self._copy.test(tests) != "survived":
                raise SystemExit(f"{key} fails without any change")
            self._limits[key] = 30.0 + 5.0 * (time.monotonic() - start)
        return self._limits[key]


def summary(records: list[dict[str, Any]], n_possible: int) -> str:
    """Put the figures into words, below the diffs of the survivors."""
    counts = Counter(one["outcome"] for one in records)
    n_noticed = counts["killed"] + counts["timed out"]
    survivors = [one["diff"] for one in records if one["outcome"] == "survived"]
    share = n_noticed / max(len(records), 1)
    each = ", ".join(f"{n} {one}" for one, n in counts.items())
    words = f"{n_noticed} of {len(records)} noticed ({share:.0%}): {each}"
    return "\n\n".join([*survivors, f"{words}; drawn from {n_possible}"])


def main() -> None:
    """Draw mutants, try each, and write what became of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", nargs="+", default=MODULES, help="in the package")
    parser.add_argument("-n", type=int, default=200, help="mutants to draw")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path, help="JSON; a run goes on where it ends")
    options = parser.parse_args()
    modules = sources(options.modules)
    drawn, n_possible = draw(modules, options.n, options.seed)
    records = []
    known = {}
    if options.output and options.output.exists():
        before = json.loads(options.output.read_text(encoding="utf-8"))
        known = {one["diff"]: one for one in before["mutants"]}
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(Copy(Path(folder)), modules)
        for mutant in drawn:
            diff = mutant.diff(modules[mutant.path])
            one = known.get(diff) or judge.judge(mutant)
            records.append(one)
            line = "{outcome:10}{path}:{line} {kind}, {seconds} s".format(**one)
            print(line, flush=True)
            if options.output:
                counts = Counter(one["outcome"] for one in records)
                written = {"seed": options.seed, "possible": n_possible, **counts}
                text = json.dumps({**written, "mutants": records}, indent=1)
                options.output.write_text(text, encoding="utf-8")
    print(summary(records, n_possible))


if __name__ == "__main__":
    main()
