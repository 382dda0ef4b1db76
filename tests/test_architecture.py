"""The walls between the rooms: imports that are allowed, and those that are not."""

import ast
from collections import defaultdict
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


EXTRAS = {
    "dask",
    "distributed",
    "feature_engine",
    "matplotlib",
    "narwhals",
    "numba",
    "opendp",
    "openpyxl",
    "polars",
    "pyarrow",
    "pyreadstat",
    "python_calamine",
    "skops",
    "streamlit",
    "torch",
}

BY_EXTRA = [
    path
    for path in FILES
    if path.name.endswith(("kernels.py", "_screen.py"))
    or path.name.startswith(("screen_", "page_words"))
    or path.parts[-3:-1] == ("neural", "training")
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


ROOMS = (
    *("said_once", "errors", "keywords", "compat"),
    *("threads", "fast", "progress", "whole_files"),
    *("datasets",),
    *("neighbors", "table", "files", "counts", "generators", "saving"),
    *("fitted_views", "given_samples"),
    *("base", "synthesizers", "selection", "pages", "probabilities"),
    *("evaluation", "inference", "release", "plotting"),
    *("dask",),
    *("cli", "__main__", "app"),
)
"""The rooms in their order: each may import those that stand before it, no others."""


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _at_run_time(source: str) -> Iterator[ast.AST]:
    """All that is run, in functions too; not what only type checkers read."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        is_typing = isinstance(node, ast.If) and ast.unparse(node.test) in (
            "TYPE_CHECKING",
            "typing.TYPE_CHECKING",
        )
        yield node
        waiting += node.orelse if is_typing else ast.iter_child_nodes(node)


def _rooms_of(source: str) -> set[str]:
    """The rooms that a module takes something from; the version is of none."""
    names = set()
    for node in _at_run_time(source):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute):
            names.add(ast.unparse(node))
    rooms = {name.split(".")[1] for name in names if name.startswith("skl_synth.")}
    return rooms - {"__version__"}


def _forbidden(source: str, room: str) -> list[str]:
    allowed = ROOMS[: ROOMS.index(room) + 1]
    return sorted(_rooms_of(source).difference(allowed))


def test_every_room_has_a_place_in_the_order():
    assert {_room(path) for path in FILES} == {*ROOMS, "__init__"}


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if _room(path) != "__init__"],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_a_room_takes_nothing_from_those_above_it(path):
    assert _forbidden(path.read_text(encoding="utf-8"), _room(path)) == []


@pytest.mark.parametrize(
    ("source", "forbidden"),
    [
        ("from skl_synth.evaluation.tables import read_tables", ["evaluation"]),
        ("def late():\n    import skl_synth.cli.app", ["cli"]),
        ("import skl_synth\nskl_synth.ProximityFilter()", ["ProximityFilter"]),
        ("from skl_synth import ProximityFilter, __version__", ["ProximityFilter"]),
        ("import skl_synth\nskl_synth.__version__", []),
        ("from skl_synth.neighbors import MixedRows", []),
        ("from skl_synth.table.rows import Candidates", []),
        ("if TYPE_CHECKING:\n    from skl_synth.base import BaseSynthesizer", []),
        ("if TYPE_CHECKING:\n    pass\nelse:\n    import skl_synth.base", ["base"]),
    ],
)
def test_an_import_from_above_is_noticed(source, forbidden):
    assert _forbidden(source, "table") == forbidden


def test_no_name_of_a_file_stands_for_two_things():
    places = defaultdict(list)
    for path in FILES:
        places[path.name].append(str(path.relative_to(PACKAGE).parent))
    del places["__init__.py"]
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
