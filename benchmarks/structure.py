"""How the house is built: what a newcomer walks through, counted.

Run ``python -m benchmarks.structure`` from the root of the project. Four counts of one
``ProximityFilter.fit_resample`` on 300 rows of 8 columns: own files entered, own
functions, the depth of the calls, and how often a call leads to another file. Then, of
an audit on two folds of the same rows, how often a table is validated, read as a frame,
and the codec of a column searched for. Then the lines of the package.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pandas as pd

import skl_synth
from skl_synth import ProximityFilter, SyntheticEvaluator

PACKAGE = Path(skl_synth.__file__).parent

WATCHED = {
    "a table validated": ("check_table", "frame_of"),
    "a container read as pandas": ("as_pandas",),
    "a codec searched for": ("find_codec",),
}
"""Functions whose calls are counted; the first of each that exists."""


def patients(n_rows: int = 300) -> tuple[pd.DataFrame, pd.Series]:
    """Make eight columns of the usual kinds, and a target."""
    rng = np.random.RandomState(0)
    X = pd.DataFrame(
        {
            "age": rng.randint(18, 95, n_rows),
            "bmi": rng.normal(26, 4, n_rows).round(1),
            "glucose": rng.lognormal(1.7, 0.3, n_rows).round(2),
            "smoker": rng.randint(0, 2, n_rows),
            "ward": rng.choice(["surgery", "maternity", "geriatrics"], n_rows),
            "stage": rng.choice(["I", "II", "III", "IV"], n_rows),
            "admitted": pd.Timestamp("2023-01-01")
            + pd.to_timedelta(rng.randint(0, 365, n_rows), unit="D"),
            "stay": rng.poisson(4, n_rows),
        }
    )
    return X, pd.Series(rng.choice(["no", "yes"], n_rows, p=[0.8, 0.2]), name="again")


class Walk:
    """Calls of the package's own functions, as they happen."""

    def __init__(self) -> None:
        self.calls: Counter[tuple[str, str]] = Counter()
        self.changes = 0
        self.depth = 0
        self._stack: list[str] = []

    def __call__(self, frame: FrameType, event: str, arg: Any) -> None:
        """Count one event of the interpreter."""
        path = frame.f_code.co_filename
        if not path.startswith(str(PACKAGE)):
            return
        if event == "call":
            self.calls[path, frame.f_code.co_qualname] += 1
            self.changes += bool(self._stack) and self._stack[-1] != path
            self._stack.append(path)
            self.depth = max(self.depth, len(self._stack))
        elif event == "return" and self._stack:
            self._stack.pop()

    def count(self, names: tuple[str, ...]) -> int:
        """Count the calls of functions, wherever they stand."""
        return sum(n for (_, name), n in self.calls.items() if name in names)


def walked(do: Callable[[], Any]) -> Walk:
    """Follow the calls of a function, in this thread."""
    walk = Walk()
    sys.setprofile(walk)
    try:
        do()
    finally:
        sys.setprofile(None)
    return walk


def lines_of_code(path: Path) -> int:
    """Count lines that hold code: no blanks, comments and docstrings."""
    text = path.read_text(encoding="utf-8")
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    prose: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        for one in _strings(node) if isinstance(node, documented) else ():
            prose.update(range(one.lineno, (one.end_lineno or one.lineno) + 1))
    code: set[int] = set()
    passed = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in (*passed, tokenize.INDENT, tokenize.DEDENT):
            code.update(range(token.start[0], token.end[0] + 1))
    return len(code - prose)


def _strings(node: Any) -> Iterator[ast.expr]:
    """The docstring of a node, and those that stand behind its attributes."""
    for one in node.body:
        if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
            yield one.value


def main() -> None:
    X, y = patients()

    def resample() -> None:
        ProximityFilter(mode="replace", random_state=0).fit_resample(X, y)

    def audit() -> None:
        evaluator = SyntheticEvaluator(
            ProximityFilter(mode="replace"), cv=2, random_state=0
        )
        evaluator.fit(X, y)

    resample()  # loaded
    walk = walked(resample)
    files = len({path for path, _ in walk.calls})
    print(
        f"fit_resample: {files} files, {len(walk.calls)} functions, depth {walk.depth}"
        f", {walk.changes} changes of file"
    )
    audited = walked(audit)
    for what, names in WATCHED.items():
        print(f"audit on two folds: {what} {audited.count(names)} times")
    paths = sorted(PACKAGE.rglob("*.py"))
    n_lines = sum(len(p.read_text(encoding="utf-8").splitlines()) for p in paths)
    n_code = sum(map(lines_of_code, paths))
    print(f"package: {len(paths)} files, {n_lines:,} lines, of which {n_code:,} code")


if __name__ == "__main__":
    main()
