"""How large the tables in Parquet and Feather files are, before they are unpacked."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from skl_synth.files.bounds import Bound, check_cells, too_much_unpacked

_DICTIONARY, _ROWS = 2, 3
"""What the header of a message of Arrow says that it holds: levels, or rows."""


def check_parquet(file: Any, n_packed: int, path: Path, bound: Bound) -> None:
    """Refuse a Parquet file that no memory holds.

    Parameters
    ----------
    file : pyarrow.parquet.ParquetFile
        The file, of which only what it says of itself has been read.
    n_packed : int
        Its size.
    path : Path
        The file, for messages.
    bound : Bound
        How much is read.

    Raises
    ------
    InputError
        If it has too many cells, or too many bytes when it is unpacked.
    """
    said = file.metadata
    check_cells(said.num_rows, said.num_columns, path)
    groups = [said.row_group(at) for at in range(said.num_row_groups)]
    # What is said of the whole file may be less than what stands in its parts.
    check_cells(sum(one.num_rows for one in groups), said.num_columns, path)
    chunks = [group.column(at) for group in groups for at in range(group.num_columns)]
    most = bound.of_packed(n_packed)
    if sum(chunk.total_uncompressed_size for chunk in chunks) > most:
        raise too_much_unpacked(path, n_packed, most)


def check_long_texts(
    source: Any, file: Any, n_packed: int, path: Path, bound: Bound
) -> None:
    """Refuse a Parquet file in which few long texts stand in many rows.

    Each text is looked at once, where all of them could be more than is read.

    Parameters
    ----------
    source : path or file object
        What is opened again.
    file : pyarrow.parquet.ParquetFile
        The same, opened.
    n_packed : int
        Its size.
    path : Path
        The file, for messages.
    bound : Bound
        How much of a row group is read.

    Raises
    ------
    InputError
        If the texts of a row group take too many bytes.
    """
    from pyarrow import parquet, types

    said = file.metadata
    groups = [said.row_group(at) for at in range(said.num_row_groups)]
    schema = file.schema_arrow
    for name, kind in zip(schema.names, schema.types, strict=True):
        if not (types.is_string(kind) or types.is_large_string(kind)):
            continue
        place = schema.get_field_index(name)
        if any(
            one.num_rows * one.column(place).total_uncompressed_size > bound.most
            and "RLE_DICTIONARY" in one.column(place).encodings
            for one in groups
        ):
            once = parquet.ParquetFile(source, read_dictionary=[name])
            for at in range(len(groups)):
                column = once.read_row_group(at, columns=[name]).column(0)
                check_texts(column, n_packed, path, bound)


def check_texts(column: Any, n_packed: int, path: Path, bound: Bound) -> None:
    """Refuse few long texts that stand in many rows.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        A column whose different texts stand in it once.
    n_packed : int
        The size of the file.
    path : Path
        The file, for messages.
    bound : Bound
        How much is read.

    Raises
    ------
    InputError
        If they take too many bytes when each row has its own.
    """
    import pyarrow.compute as pc

    n_bytes = 0
    for chunk in column.chunks:
        lengths = pc.fill_null(pc.binary_length(chunk.dictionary), 0)
        n_bytes += pc.sum(lengths.take(chunk.indices.drop_null())).as_py() or 0
    if n_bytes > max(bound.most, n_packed):
        raise too_much_unpacked(path, n_packed, bound.most)


def check_arrow(content: bytes, n_columns: int, path: Path, bound: Bound) -> None:
    """Refuse a Feather file that no memory holds.

    Parameters
    ----------
    content : bytes
        What the file holds.
    n_columns : int
        Its columns.
    path : Path
        The file, for messages.
    bound : Bound
        How much is read.

    Raises
    ------
    InputError
        If it has too many cells, or too many bytes when it is unpacked.
    ValueError
        If it is damaged.
    """
    n_rows = n_bytes = 0
    most = bound.of_packed(len(content))
    try:
        for batch in _batches(content):
            n_rows += batch.n_rows
            n_bytes += batch.n_bytes
            if n_bytes > most:
                raise too_much_unpacked(path, len(content), most)
    except (struct.error, IndexError) as error:
        raise ValueError(f"its parts are not where it says ({error})") from error
    check_cells(n_rows, n_columns, path)


class _Batch:
    """The rows and bytes of one part of a Feather file."""

    def __init__(self, n_rows: int, n_bytes: int) -> None:
        self.n_rows, self.n_bytes = n_rows, n_bytes


class _Table:
    """An object of a flatbuffer, whose fields have numbers."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at
        self.fields = at - _int(data, at, "i")

    def find(self, number: int) -> int | None:
        """Find where a field stands; None where it is absent."""
        place = 4 + 2 * number
        if place >= _int(self.data, self.fields, "H"):
            return None
        offset = _int(self.data, self.fields + place, "H")
        return self.at + offset if offset else None

    def number(self, number: int, kind: str) -> int:
        """Read a field that is a number."""
        at = self.find(number)
        return 0 if at is None else _int(self.data, at, kind)

    def table(self, number: int) -> _Table | None:
        """Read a field that is an object."""
        at = self.find(number)
        return None if at is None else _Table(self.data, at + _int(self.data, at, "I"))

    def places(self, number: int, size: int) -> Iterator[int]:
        """Find the entries of a field that is a list of numbers in a row."""
        at = self.find(number)
        if at is None:
            return
        start = at + _int(self.data, at, "I")
        for place in range(_int(self.data, start, "I")):
            yield start + 4 + size * place


def _batches(content: bytes) -> Iterator[_Batch]:
    """Go through the parts that the end of the file lists, as its readers do."""
    end = len(content) - 10
    start = end - _int(content, end, "i")
    footer = _Table(content, start + _int(content, start, "I"))
    for field in (2, 3):
        for place in footer.places(field, 24):
            at = _int(content, place, "q")
            yield _batch(content, at, at + _int(content, place + 8, "i"))


def _batch(content: bytes, at: int, body: int) -> _Batch:
    # Since version 0.15 a mark stands before the size of what follows.
    at += 8 if _int(content, at, "i") == -1 else 4
    message = _Table(content, at + _int(content, at, "I"))
    kind, found = message.number(1, "B"), message.table(2)
    if found is not None and kind == _DICTIONARY:
        found = found.table(1)
    if found is None:
        return _Batch(0, 0)
    n_rows = found.number(0, "q") if kind == _ROWS else 0
    if found.table(3) is None:
        return _Batch(n_rows, 0)
    buffers = [(_int(content, one, "q"), one + 8) for one in found.places(2, 16)]
    # Each that is packed begins with its size when it is unpacked.
    packed = [body + offset for offset, size in buffers if _int(content, size, "q") > 8]
    return _Batch(n_rows, sum(max(_int(content, one, "q"), 0) for one in packed))


def _int(data: bytes, at: int, kind: str) -> int:
    if at < 0:
        raise IndexError("before the start")
    number: int = struct.unpack_from("<" + kind, data, at)[0]
    return number
