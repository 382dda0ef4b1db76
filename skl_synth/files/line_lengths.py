"""The lines of a text as they come: one that never ends fills the memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from skl_synth.errors import InputError
from skl_synth.files.bounds import LONGEST_LINE, in_units

CHUNK = 2**20
"""So many bytes are looked at a time; it is far less than the longest line."""

_BLANK = b"\xef\xbb\xbf \t\r\n"

_LISTS = (b"[{", b"[\n", b"[\r", b"[ ", b"[]")
"""How a list of records begins, which stands in one line often enough."""


def with_lines_checked(
    chunks: Iterable[bytes], path: Path, marks: tuple[bytes, ...]
) -> Iterator[bytes]:
    """Pass on what comes of a file, and refuse a line that is too long.

    Parameters
    ----------
    chunks : iterable of bytes
        What the file holds, in pieces of `CHUNK` bytes at most.
    path : Path
        The file, for messages.
    marks : tuple of bytes
        How files begin that are no text.

    Yields
    ------
    bytes
        The pieces.

    Raises
    ------
    InputError
        If a line is longer than `LONGEST_LINE`.
    """
    n_lines, length, is_text = 1, 0, None
    for chunk in chunks:
        if is_text is None:
            head = chunk.lstrip(_BLANK)
            is_text = not (chunk.startswith(marks) or head.startswith(_LISTS))
        if is_text:
            first, last = _line_ends(chunk)
            if length + first > LONGEST_LINE:
                raise _too_long(path, n_lines)
            length = length + len(chunk) if last < 0 else len(chunk) - last
            n_lines += chunk.count(b"\n")
        yield chunk


def _line_ends(chunk: bytes) -> tuple[int, int]:
    """Find the first and the last line end; the length and -1 where there is none."""
    found = [at for mark in (b"\n", b"\r") if (at := chunk.find(mark)) >= 0]
    if not found:
        return len(chunk), -1
    return min(found), max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))


def _too_long(path: Path, line: int) -> InputError:
    return InputError(
        "{path}: line {line} is longer than {most}, as no line of a table is",
        path=path,
        line=line,
        most=in_units(LONGEST_LINE),
        remedies=["get the file anew", "see that each row stands in a line of its own"],
    )
