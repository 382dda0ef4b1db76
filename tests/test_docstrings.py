"""What a public function raises by itself, its docstring says."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "skl_synth"
FILES = sorted(PACKAGE.rglob("*.py"))


def _public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    for node in body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public(node.body)


def _untold(source: str) -> list[str]:
    return [
        function.name
        for function in _public(ast.parse(source).body)
        if any(isinstance(one, ast.Raise) and one.exc for one in ast.walk(function))
        and "Raises\n" not in (ast.get_docstring(function) or "")
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_what_is_raised_is_told(path):
    assert _untold(path.read_text(encoding="utf-8")) == []


def test_what_is_not_told_is_noticed():
    raising = "    def {}(self):\n        '''{}'''\n        raise ValueError('no')\n"
    told = raising.format("one", "Do.\n\n        Raises\n        ------")
    source = "class A:\n" + told + raising.format("two", "Do.")
    assert _untold(source + raising.format("_three", "Do.")) == ["two"]
