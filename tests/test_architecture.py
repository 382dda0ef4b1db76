"""The walls between the rooms: imports that are allowed, and those that are not."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "skl_synth"
FILES = sorted(PACKAGE.rglob("*.py"))


def _imports(source: str) -> Iterator[str]:
    """Every imported name in full, such as "sklearn.base.BaseEstimator"."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _private_imports(source: str) -> list[str]:
    return [
        name
        for name in _imports(source)
        if name.startswith(("sklearn.", "imblearn.")) and "._" in name
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_private_names_are_imported_in_compat_only(path):
    found = _private_imports(path.read_text(encoding="utf-8"))
    assert path.name == "compat.py" or not found


def test_a_private_import_is_noticed():
    source = "from sklearn.utils._param_validation import Interval\nimport sklearn.base"
    assert _private_imports(source) == ["sklearn.utils._param_validation.Interval"]


def test_importing_the_package_loads_no_extra_and_no_command_line():
    code = (
        "import sys, skl_synth\n"
        "print(sorted({'matplotlib', 'click', 'torch'} & set(sys.modules)))"
    )
    seen = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert seen.stdout.strip() == "[]"


EXTRAS = {"matplotlib", "narwhals", "numba", "polars", "pyarrow", "skops", "torch"}

BY_EXTRA = [
    path
    for path in FILES
    if path.name.endswith("kernels.py") or path.parts[-3:-1] == ("neural", "training")
]
"""Modules that are nothing without their extra, and are imported when it is used."""


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path not in BY_EXTRA],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_what_is_optional_is_imported_where_it_is_used(path):
    module = ast.parse(path.read_text(encoding="utf-8"))
    at_once = [
        one for one in module.body if isinstance(one, ast.Import | ast.ImportFrom)
    ]
    names = _imports("\n".join(map(ast.unparse, at_once)))
    assert not {name.partition(".")[0] for name in names} & EXTRAS
