"""JSON with the place of each value: the standard reader tells it of errors alone."""

from __future__ import annotations

import bisect
import json
import math
import re
from json.decoder import JSONDecodeError
from typing import Any

from skl_synth.table.dictionary.dictionary_text import (
    DEEPEST,
    DictionaryText,
    Path_,
    WrongTextError,
)

# The reader of texts in it, which typeshed does not know.
_scan_text: Any = json.decoder.scanstring  # type: ignore[attr-defined]

_BLANK = re.compile(r"[ \t\n\r]*")
_PLAIN = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false|null|NaN|-?Infinity")

_IN_WORDS = {
    "Expecting ',' delimiter": "a comma, or a closing bracket, is missing here",
    "Expecting ':' delimiter": "a colon is missing behind the name",
    "Expecting property name enclosed in double quotes": "a name in double quotes "
    "must stand here; behind the last entry there is no comma",
    "Illegal trailing comma before end of object": "this comma is one too many",
    "Illegal trailing comma before end of array": "this comma is one too many",
    "Expecting value": "a value is missing here; text stands in double quotes",
    "Extra data": "something stands behind the end of what is read",
    "Unterminated string starting at": "the text that begins here does not end",
    "Invalid control character at": "a text may not go over the end of a line, or "
    "hold a tab",
    "Invalid \\escape": "a backslash must be written twice",
}
"""What the standard reader says, in the words of somebody who writes no programs."""


def read_json(text: str) -> DictionaryText:
    """Read JSON.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    DictionaryText
        Its value, and where each part stands.

    Raises
    ------
    WrongTextError
        If it is no JSON, a name stands twice in one object, or it is nested too deep.
    """
    scanner = _Scanner(text)
    _check_depth(scanner)
    try:
        json.loads(text)
    except JSONDecodeError as error:
        reason = _IN_WORDS.get(error.msg.rstrip(": "), error.msg)
        said = f"this is no JSON: {reason}"
        raise WrongTextError(said, error.lineno, error.colno) from error
    except ValueError as error:
        # A number of thousands of digits, whose place nobody tells.
        raise WrongTextError(f"this is no JSON: {error}", 1, 1) from error
    scanner.read(scanner.blank(0), ())
    return scanner.found


class _Scanner:
    """Goes through text that is known to be JSON, and notes where values stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = DictionaryText()
        self._starts = [0, *(one.end() for one in re.finditer("\n", text))]

    def blank(self, at: int) -> int:
        """Pass over white space."""
        match = _BLANK.match(self.text, at)
        return at if match is None else match.end()

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of a position."""
        line = bisect.bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def wrong(self, reason: str, at: int) -> WrongTextError:
        """Say what is wrong at a position."""
        return WrongTextError(reason, *self.place(at))

    def read(self, at: int, path: Path_) -> int:
        """Read the value at a position; the outermost one is kept as found."""
        self.found.value, end = self._value(at, path)
        return end

    def _value(self, at: int, path: Path_) -> tuple[Any, int]:
        self.found.values[path] = self.place(at)
        if self.text[at] == "{":
            return self._object(at, path)
        if self.text[at] == "[":
            return self._list(at, path)
        if self.text[at] == '"':
            return self._string(at)
        match = _PLAIN.match(self.text, at)
        assert match is not None
        value = json.loads(match.group())
        if isinstance(value, float) and not math.isfinite(value):
            raise self.wrong(f"{match.group()} is no number that can be used", at)
        return value, match.end()

    def _string(self, at: int) -> tuple[str, int]:
        value, end = _scan_text(self.text, at + 1, True)
        if any("\ud800" <= one <= "\udfff" for one in value):
            raise self.wrong(
                "this text holds half a character (\\ud800 to \\udfff)", at
            )
        return value, end

    def _object(self, at: int, path: Path_) -> tuple[dict[str, Any], int]:
        value: dict[str, Any] = {}
        at = self.blank(at + 1)
        while self.text[at] != "}":
            name, end = self._string(at)
            if name in value:
                raise self.wrong(f"the name {name!r} stands twice in one object", at)
            self.found.keys[(*path, name)] = self.place(at)
            colon = self.blank(end)
            value[name], end = self._value(self.blank(colon + 1), (*path, name))
            at = self._next(end)
        return value, at + 1

    def _list(self, at: int, path: Path_) -> tuple[list, int]:
        value: list = []
        at = self.blank(at + 1)
        while self.text[at] != "]":
            one, end = self._value(at, (*path, len(value)))
            value.append(one)
            at = self._next(end)
        return value, at + 1

    def _next(self, end: int) -> int:
        """Go on behind a comma, if there is one."""
        at = self.blank(end)
        return self.blank(at + 1) if self.text[at] == "," else at


def _check_depth(scanner: _Scanner) -> None:
    """Refuse text that would exhaust whoever reads it one in the other."""
    depth = 0
    for match in re.finditer(r'"(?:[^"\\\n]|\\.)*"?|[\[{\]}]', scanner.text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match.group(), 0)
        if depth > DEEPEST:
            raise scanner.wrong(
                f"more than {DEEPEST} objects stand one in the other", match.start()
            )
