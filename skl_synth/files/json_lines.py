"""Tables of JSON: a record in each line, or a list of records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.files.cells_of_columns import (
    EXACT,
    as_texts,
    python_values,
    series_of,
    text_of_cell,
)
from skl_synth.files.content import text_of
from skl_synth.files.grids import Layout
from skl_synth.files.style import ColumnStyle, TableStyle

RECORDS = 'each record in a line of its own, such as {{"age": 67, "sex": "f"}}'


def read_json(
    content: bytes, path: Path, layout: Layout
) -> tuple[pd.DataFrame, TableStyle]:
    """Read a table from records of JSON.

    Parameters
    ----------
    content : bytes
        What the file holds: a record in each line, or one list of them.
    path : Path
        The file, for messages.
    layout : Layout
        What the user has said; of it only ``missing``, ``drop_last`` and ``as_text``
        mean something here.

    Returns
    -------
    frame : DataFrame
        The table, with a column for each name in any record.
    style : TableStyle
        How it is written.

    Raises
    ------
    InputError
        If it is no such JSON, or a value is a list or an object. The message names the
        line.
    """
    text = text_of(content, path, guesses=False).text
    records = list(_records(text, path))
    if layout.lines.drop_last:
        records = records[: -layout.lines.drop_last]
    if not records:
        raise InputError("{path} has no rows", path=path)
    names = dict.fromkeys(name for _, record in records for name in record)
    columns = {name: [record.get(name) for _, record in records] for name in names}
    for name, cells in columns.items():
        _check_flat(name, cells, [line for line, _ in records], path)
    if layout.as_text:
        return as_texts(pd.DataFrame(columns, dtype=object)), TableStyle()
    read = {
        name: series_of(cells, missing=layout.missing, reads_texts=False)
        for name, cells in columns.items()
    }
    frame = pd.DataFrame({name: series for name, (series, _) in read.items()})
    return frame, TableStyle(columns={name: style for name, (_, style) in read.items()})


def write_json(
    frame: pd.DataFrame, handle: IO[str], style: TableStyle, *, as_list: bool
) -> None:
    """Write a table as records of JSON.

    Parameters
    ----------
    frame : DataFrame
        The table; its index is not written.
    handle : file object
        What to write to.
    style : TableStyle
        How its numbers are written.
    as_list : bool
        Whether to write one list, rather than a record in each line.
    """
    columns = [
        [_value(value, style.of(name)) for value in python_values(frame[name])]
        for name in frame.columns
    ]
    names = [str(name) for name in frame.columns]
    before = "[\n" if as_list else ""
    for row in zip(*columns, strict=True):
        record = dict(zip(names, row, strict=True))
        handle.write(before + json.dumps(record, ensure_ascii=False, allow_nan=False))
        before = ",\n" if as_list else "\n"
    handle.write("\n]\n" if as_list else "\n")


def _value(value: Any, style: ColumnStyle) -> Any:
    if isinstance(value, float):
        is_whole = value.is_integer() and not style.point and abs(value) <= EXACT
        return int(value) if is_whole else value
    if value is None or isinstance(value, bool | int | str):
        return value
    return text_of_cell(value)


def _records(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Read the records, each with its line or its number."""
    start = text.lstrip()[:1]
    if start == "[":
        described = _parsed(text, path, 1)
        lines: Iterable[tuple[int, Any]] = enumerate(described, 1)
    else:
        given = enumerate(text.split("\n"), 1)
        lines = ((at, _parsed(one, path, at)) for at, one in given if one.strip())
    for at, record in lines:
        if not isinstance(record, Mapping):
            raise InputError(
                "{path}, record {at}: {value!r} is no record of names and values",
                value=record,
                path=path,
                at=at,
                remedies=["write " + RECORDS],
            )
        yield at, record


def _parsed(text: str, path: Path, line: int) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_Records())
    except RepeatedNameError as error:
        raise InputError(
            "{path}, record {at}: the name {column!r} stands twice in it",
            column=error.name,
            path=path,
            # A line holds one record; of a list, they are counted.
            at=error.number + line - 1,
            remedies=["rename one of them", "leave one of them out"],
        ) from error
    except (ValueError, RecursionError) as error:
        where = getattr(error, "lineno", 1) + line - 1
        raise InputError(
            "{path}, line {line}: this is no record of JSON ({reason})",
            path=path,
            line=where,
            reason=str(getattr(error, "msg", error)),
            remedies=["write " + RECORDS, "save the table as CSV"],
        ) from error


class RepeatedNameError(ValueError):
    """A name that stands twice in one record.

    Parameters
    ----------
    name : str
        The name.
    number : int
        The record, counted from one.
    """

    def __init__(self, name: str, number: int) -> None:
        super().__init__(name)
        self.name, self.number = name, number


class _Records:
    """Makes a record of names and values, of which the standard takes the last."""

    def __init__(self) -> None:
        self.n_read = 0

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self.n_read += 1
        record = dict(pairs)
        if len(record) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise RepeatedNameError(twice, self.n_read)
        return record


def _check_flat(name: str, cells: list[Any], lines: list[int], path: Path) -> None:
    for line, cell in zip(lines, cells, strict=True):
        if isinstance(cell, list | Mapping):
            raise InputError(
                "{path}, record {line}: {column!r} holds a list or an object "
                "({value!r}), and a cell of a table holds one value",
                column=name,
                value=cell,
                path=path,
                line=line,
                remedies=["make a column of each value in it", "leave the name out"],
            )
