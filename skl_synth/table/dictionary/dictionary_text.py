"""The text of a dictionary: its values, and where in the text each stands."""

from __future__ import annotations

import codecs
import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from skl_synth.errors import InputError, Remedy

DEEPEST = 40
"""Objects within objects; a dictionary has six."""

MOST_BYTES = 10_000_000
"""No text is read that is longer; a dictionary of ten thousand columns has a tenth."""

MOST_VALUES = 200_000
"""Nor one with more values: each, with its place, takes a hundred times its text."""

HALF_A_CHARACTER = "this text holds half a character (\\ud800 to \\udfff)"

Path_ = tuple[str | int, ...]


@dataclass
class DictionaryText:
    """What a dictionary says, and at which line and column.

    Parameters
    ----------
    value : object
        Plain objects, lists, texts, numbers, true, false and null.
    values, keys : dict of path to (line, column)
        Where each value begins, and the name before it; lines and columns count from
        one. A path is the names and places that lead to it.
    file : str, default=""
        The file, for messages; empty for a mapping that was never text.
    """

    value: Any = None
    values: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    file: str = ""

    def place_of(self, path: Path_, of_key: bool = False) -> tuple[int, int] | None:
        """Find a place in the text, or that of the nearest thing around it.

        Parameters
        ----------
        path : tuple of str and int
            Names and places from the outermost object on.
        of_key : bool, default=False
            Whether the name is meant, and not its value.

        Returns
        -------
        (line, column) or None
            None where there is no text.
        """
        if of_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path)


class WrongTextError(ValueError):
    """What is wrong with a text, and where.

    Parameters
    ----------
    reason : str
        What is wrong, in words.
    line, column : int
        Where, counted from one.
    """

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.line, self.column = line, column


REMEDIES = (
    Remedy("correct the file there"),
    Remedy("write one anew by DataDictionary.write", only="python"),
    Remedy("write one anew by skl-synth inspect --write", only="command line"),
)
"""What to do about a dictionary that cannot be read."""


@contextlib.contextmanager
def at_its_place(file: str, parameter: str = "dictionary") -> Iterator[None]:
    """Name file, line and column of a text that cannot be read.

    Parameters
    ----------
    file : str
        The file.
    parameter : str, default="dictionary"
        What it was given for.

    Yields
    ------
    None
        While it is read.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        yield
    except WrongTextError as error:
        raise InputError(
            "{file}, line {line}, column {place}: {reason}",
            parameter=parameter,
            file=file,
            line=error.line,
            place=error.column,
            reason=str(error),
            remedies=REMEDIES if parameter == "dictionary" else REMEDIES[:1],
        ) from error


def text_of(path: str | os.PathLike[str], parameter: str = "dictionary") -> str:
    """Read the text of a file.

    Parameters
    ----------
    path : str or path
        The file.
    parameter : str, default="dictionary"
        What it was given for.

    Returns
    -------
    str
        Its text.

    Raises
    ------
    InputError
        If it is no text in UTF-8, nor one in UTF-16 that says so, or is too long.
    OSError
        If it cannot be read; the message names the file.
    """
    what = f"the dictionary {path}" if parameter == "dictionary" else str(path)
    try:
        with Path(path).open("rb") as handle:
            raw = handle.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        if isinstance(error, FileNotFoundError):
            reason = "there is no such file"
        raise type(error)(f"cannot read {what} ({reason}).") from error
    with at_its_place(str(path), parameter):
        if len(raw) > MOST_BYTES:
            reason = f"more than {MOST_BYTES // 10**6} MB stand in it, too much to read"
            raise WrongTextError(reason, 1, 1)
        text = _decoded(raw)
        if sum(map(text.count, (",", "\n", "[", "{", "- "))) > MOST_VALUES:
            reason = f"more than {MOST_VALUES} values stand in it, too many to read"
            raise WrongTextError(reason, 1, 1)
    return text


def _decoded(raw: bytes) -> str:
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return raw.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        reason = "the text is not in UTF-8; save it as such"
        raise WrongTextError(reason, before.count(b"\n") + 1, column) from error
