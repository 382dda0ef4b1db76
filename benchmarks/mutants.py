"""Small changes to a module, each of which a test should notice.

A change is a few bytes of the source, so that a survivor can be shown as a diff.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from itertools import pairwise

OPERATORS = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Is: ("is", "is not"),
    ast.IsNot: (r"is\s+not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: (r"not\s+in", "in"),  # codespell:ignore notin
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
    ast.Add: (r"\+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: (r"\*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.Pow: (r"\*\*", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: (r"\|", "&"),
}
"""How an operator is written, and what takes its place."""


@dataclass(frozen=True)
class Mutant:
    """One change of one module.

    Parameters
    ----------
    path : str
        The module, from the root of the repository.
    kind : str
        What is changed.
    line : int
        Where.
    start, stop : int
        The bytes that are replaced.
    text : str
        What they are replaced by.
    """

    path: str
    kind: str
    line: int
    start: int
    stop: int
    text: str

    def apply(self, source: bytes) -> bytes:
        """Change the source of the module."""
        return source[: self.start] + self.text.encode() + source[self.stop :]

    def diff(self, source: bytes) -> str:
        """Show the change."""
        old, new = (one.decode().splitlines() for one in (source, self.apply(source)))
        return "\n".join(unified_diff(old, new, self.path, self.path, "", "", 1, ""))


def mutants_of(path: str, source: bytes) -> Iterator[Mutant]:
    """List every change of a module that is still Python.

    Parameters
    ----------
    path : str
        The module, from the root of the repository.
    source : bytes
        Its source.

    Yields
    ------
    Mutant
        The changes, in the order of the syntax tree.
    """
    whole = ast.parse(source)
    changes = _Changes(path, source)
    for node in _executed(whole):
        for mutant in changes.of(node):
            try:
                changed = ast.parse(mutant.apply(source))
            except SyntaxError:
                continue
            if ast.dump(changed) != ast.dump(whole):
                yield mutant


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes that run and whose position is known."""
    yield node
    for name, value in ast.iter_fields(node):
        # Annotations change nothing; in f-strings Python 3.11 gives no positions.
        if name in ("annotation", "returns") or isinstance(node, ast.JoinedStr):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _executed(child)


class _Changes:
    """The changes of each kind of node."""

    def __init__(self, path: str, source: bytes) -> None:
        self._path, self._source = path, source
        self._lines = [0]
        for line in source.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def of(self, node: ast.AST) -> Iterator[Mutant]:
        for test in _conditions(node):
            yield self._replace("condition", test, "True")
            yield self._replace("condition", test, "False")
        yield from self._of_operators(node)
        yield from self._of_values(node)

    def _of_operators(self, node: ast.AST) -> Iterator[Mutant]:
        match node:
            case ast.Compare():
                operands = pairwise([node.left, *node.comparators])
                for operator, both in zip(node.ops, operands, strict=True):
                    yield from self._exchange("comparison", operator, *both)
            case ast.BoolOp():
                for both in pairwise(node.values):
                    yield from self._exchange("boolean", node.op, *both)
            case ast.BinOp():
                yield from self._exchange("arithmetic", node.op, node.left, node.right)
            case ast.UnaryOp(op=ast.Not()):
                start, _ = self._at(node)
                stop = start + len("not")
                yield Mutant(self._path, "dropped not", node.lineno, start, stop, "")

    def _of_values(self, node: ast.AST) -> Iterator[Mutant]:
        match node:
            case ast.Constant(value=bool()):
                yield self._replace("constant", node, str(not node.value))
            case ast.Constant(value=int() | float()):
                for step in (1, -1):
                    yield self._replace("constant", node, f"{node.value + step!r}")
            case ast.Return(value=ast.expr()):
                yield self._replace("return", node.value, "None")

    def _exchange(
        self, kind: str, operator: ast.AST, left: ast.expr, right: ast.expr
    ) -> Iterator[Mutant]:
        """Exchange an operator, which stands between its operands."""
        start, stop = self._at(left)[1], self._at(right)[0]
        pattern, text = OPERATORS.get(type(operator), ("$.", ""))
        match = re.search(pattern.encode(), self._source[start:stop])
        if match:
            first, last = start + match.start(), start + match.end()
            yield Mutant(self._path, kind, right.lineno, first, last, text)

    def _replace(self, kind: str, node: ast.expr, text: str) -> Mutant:
        return Mutant(self._path, kind, node.lineno, *self._at(node), text)

    def _at(self, node: ast.expr) -> tuple[int, int]:
        """Where an expression begins and ends, in bytes."""
        first, last = self._lines[node.lineno - 1], self._lines[node.end_lineno - 1]
        return first + node.col_offset, last + node.end_col_offset


def _conditions(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.comprehension):
        return node.ifs
    return [node.test] if isinstance(node, ast.If | ast.IfExp | ast.While) else []
