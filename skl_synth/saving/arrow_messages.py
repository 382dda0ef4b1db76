"""What a stream of Arrow says of itself, looked at before any of it is unpacked.

Its buffers may be packed, a few bytes for gigabytes, and a column without values, of
the type null for example, may be of any length.
"""

from __future__ import annotations

import struct
from typing import Any

CONTINUED = 0xFFFFFFFF
"""What each message begins with."""

SCHEMA, DICTIONARY, BATCH = 1, 2, 3
"""Sorts of messages; others are of no table."""

ROWS_PER_BYTE = 8
"""Of booleans, which need least."""


def check_stream(content: bytes) -> None:
    """Refuse a stream whose columns are packed, or longer than it.

    Parameters
    ----------
    content : bytes
        The stream.

    Raises
    ------
    ValueError
        If it is no stream, packed, or announces more than it holds.
    """
    try:
        place = 0
        while place < len(content):
            place = _check_message(content, place)
    except (struct.error, IndexError) as error:
        raise ValueError(f"a table of Arrow in it is damaged ({error})") from error


def check_types(content: bytes) -> None:
    """Refuse a stream of columns in which no cells of a table here are kept.

    Parameters
    ----------
    content : bytes
        The stream, which `check_stream` has let through.

    Raises
    ------
    ValueError
        If a column is nested, of no values or of another library's type.
    """
    import pyarrow as pa

    try:
        schema = pa.ipc.open_stream(content).schema
    except (pa.ArrowException, OSError) as error:
        raise ValueError(f"a table of Arrow in it is damaged ({error})") from error
    for kind in schema.types:
        own = kind.value_type if pa.types.is_dictionary(kind) else kind
        flat = pa.types.is_primitive(own) or pa.types.is_decimal(own)
        if not (flat or any(test(own) for test in _tests_of_texts(pa.types))):
            raise ValueError(f"it holds a column of Arrow's type {kind}")


def _tests_of_texts(types: Any) -> list[Any]:
    names = ("string", "large_string", "binary", "large_binary", "string_view")
    return [getattr(types, f"is_{name}") for name in names]


def _check_message(content: bytes, place: int) -> int:
    """Check one message; where the next one begins."""
    marker, size = struct.unpack_from("<II", content, place)
    if marker != CONTINUED:
        raise ValueError("a table of Arrow in it is damaged")
    if not size:
        return len(content)
    message = content[place + 8 : place + 8 + size]
    root = _followed(message, 0)
    sort = _member(message, root, 1, "B")
    if sort not in (SCHEMA, DICTIONARY, BATCH):
        raise ValueError("a table of Arrow in it holds what is no table")
    if sort != SCHEMA:
        _check_batch(message, root, sort, len(content))
    body = _member(message, root, 3, "q")
    if body < 0:
        raise ValueError("a table of Arrow in it is damaged")
    return place + 8 + size + body


def _check_batch(message: bytes, root: int, sort: int, n_bytes: int) -> None:
    batch = _followed(message, _place(message, root, 2))
    if sort == DICTIONARY:
        batch = _followed(message, _place(message, batch, 1))
    if not 0 <= _member(message, batch, 0, "q") <= ROWS_PER_BYTE * n_bytes:
        raise ValueError("a table of Arrow in it announces more rows than it holds")
    if _place(message, batch, 3):
        raise ValueError("a table of Arrow in it is packed")


def _followed(message: bytes, place: int) -> int:
    """Where the table begins that is referred to."""
    (offset,) = struct.unpack_from("<I", message, place)
    return place + int(offset)


def _place(message: bytes, table: int, number: int) -> int:
    """Where a member of a table stands; 0 if it has none."""
    (back,) = struct.unpack_from("<i", message, table)
    start = table - back
    if start < 0:
        raise IndexError("a table before the message")
    (length,) = struct.unpack_from("<H", message, start)
    if 4 + 2 * number >= length:
        return 0
    (offset,) = struct.unpack_from("<H", message, start + 4 + 2 * number)
    return table + int(offset) if offset else 0


def _member(message: bytes, table: int, number: int, form: str) -> int:
    place = _place(message, table, number)
    return int(struct.unpack_from(f"<{form}", message, place)[0]) if place else 0
