"""Delimited text: from a file to its columns, each different value once."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from typing import Any

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting

DELIMITERS = ",;\t|"
"""What may stand between two values; the first of them where there is none."""

SAMPLED_LINES = 50
SAMPLED_CHARACTERS = 1_000_000
"""So many lines, and no more of the text than this, decide on the delimiter."""

LARGE = 1_000_000
"""From so many characters on it is worth while to load pyarrow, where it is there."""

ROWS_AT_A_TIME = 50_000
"""Rows of which all values are in memory, beside the different ones."""


@dataclass(eq=False)
class Cells:
    """The values of one column as they stand in the file, each different one once.

    Parameters
    ----------
    texts : list of str
        The different values.
    codes : ndarray of shape (n_rows,), dtype int
        Which of them stands in each row.
    counts : ndarray of shape (n_texts,), dtype int
        How often each of them stands there.
    """

    texts: list[str]
    codes: np.ndarray
    counts: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        """Count the values."""
        self.counts = np.bincount(self.codes, minlength=len(self.texts))


def delimiter_of(text: str) -> str:
    """Find out what stands between two values.

    The delimiter that splits the first lines into equally many values, and most of
    them; where none does, the one of which the header has most.

    Parameters
    ----------
    text : str
        The text of a file.

    Returns
    -------
    str
        One of `DELIMITERS`.
    """

    def rank(mark: str) -> tuple[int, int]:
        widths = _widths(text, mark)
        even = len(set(widths)) == 1 and widths[0] > 1
        return (widths[0] if even else 0, widths[0])

    return max(DELIMITERS, key=rank)


def delimiter_of_header(text: str, path: Path) -> str:
    """Find out what stands between two values by the names of the columns alone.

    Parameters
    ----------
    text : str
        The text of a file.
    path : Path
        The file, for messages.

    Returns
    -------
    str
        The one of `DELIMITERS` that stands in the first line, outside of quotes; the
        first of them where none does.

    Raises
    ------
    InputError
        If several do, or a quote is open at the end of the line.
    """
    header = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    bare = re.sub(r'"[^"]*"', "", header)
    found = [mark for mark in DELIMITERS if mark in bare]
    likely = max(found, key=bare.count, default=DELIMITERS[0])
    if len(found) > 1 or '"' in bare:
        raise InputError(
            "{path}: its first line leaves open what stands between two values "
            "({found}), and with a guarantee no row of a person may decide it",
            parameter="delimiter",
            path=path,
            found=" or ".join(map(repr, found)) or "a quote is open",
            remedies=[
                Remedy("give it, such as {setting}", Setting("delimiter", likely))
            ],
        )
    return likely


def _widths(text: str, mark: str) -> list[int]:
    lines = lines_of(text[:SAMPLED_CHARACTERS])
    rows = filter(None, csv.reader(lines, delimiter=mark))
    widths: list[int] = []
    try:
        widths.extend(len(row) for row in islice(rows, SAMPLED_LINES))
    except csv.Error:
        widths.append(0)
    return widths


def lines_of(text: str) -> io.StringIO:
    """Split at line ends without translating those within quotes.

    Parameters
    ----------
    text : str
        The text of a file.

    Returns
    -------
    StringIO
        Its lines.
    """
    return io.StringIO(text, newline="")


def line_end_of(text: str) -> str:
    r"""Tell what ends the first line.

    Parameters
    ----------
    text : str
        The text of a file.

    Returns
    -------
    str
        ``"\n"``, ``"\r\n"`` or ``"\r"``.
    """
    # Line ends within quotes belong to values.
    bare = re.sub(r'"[^"]*"', "", text[:SAMPLED_CHARACTERS])
    match = re.search(r"\r\n|\n|\r", bare)
    return match[0] if match else "\n"


def columns_of(text: str, delimiter: str, path: Path) -> dict[str, Cells]:
    """Split a file into columns; blank lines are no rows.

    Parameters
    ----------
    text : str
        The text of the file.
    delimiter : str
        What stands between two values.
    path : Path
        The file, for messages.

    Returns
    -------
    dict of str to Cells
        The names of the columns and their values.

    Raises
    ------
    InputError
        If a line has more or fewer values than the header, a quote is open, two
        columns have one name, or there are no rows; the message names the line.
    """
    plain = _plain(text)
    if plain is None:
        blocks = _quoted_blocks(text, delimiter, path)
        names = [column[0] for column in next(blocks)]
    else:
        blocks = _plain_blocks(plain, delimiter, path)
        names = plain.lstrip("\n").partition("\n")[0].split(delimiter)
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise InputError(
            "{path} has two columns called {column!r}, and its first line must hold "
            "the column names",
            column=twice[0],
            path=path,
            remedies=["rename or remove one"],
        )
    columns = None if plain is None else _by_arrow(plain, delimiter, len(names))
    if columns is None:
        columns = _gathered(blocks, len(names))
    if not len(columns[0].codes):
        raise InputError("{path} has column names but no rows", path=path)
    return dict(zip(names, columns, strict=True))


def _by_arrow(text: str, delimiter: str, n_columns: int) -> list[Cells] | None:
    """Split a large text without quotes in compiled code; None where it cannot be."""
    if len(text) < LARGE:
        return None
    try:
        import pyarrow as pa
        from pyarrow import csv as arrow_csv
    except ImportError:
        return None
    names = [str(place) for place in range(n_columns)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text.encode()),
            read_options=arrow_csv.ReadOptions(column_names=names),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter, quote_char=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string())
            ),
        )
    except pa.ArrowInvalid:
        # The other way will say in which line, or find that nothing is wrong.
        return None
    return [_numbered(column.slice(1)) for column in table.columns]


def _numbered(column: Any) -> Cells:
    """Number the different values of a column of Arrow by their first row."""
    encoded = column.combine_chunks().dictionary_encode()
    return Cells(encoded.dictionary.to_pylist(), encoded.indices.to_numpy())


def _gathered(blocks: Iterator[list], n_columns: int) -> list[Cells]:
    """Number the different values of each column, block after block."""
    known: list[defaultdict[str, int]] = [
        defaultdict(count().__next__) for _ in range(n_columns)
    ]
    codes: list[list[np.ndarray]] = [[] for _ in range(n_columns)]
    for block in blocks:
        for numbers, parts, values in zip(known, codes, block, strict=True):
            look_up = map(numbers.__getitem__, values)
            parts.append(np.fromiter(look_up, np.int32, len(values)))
    nothing = np.empty(0, dtype=np.int32)
    return [
        Cells(list(numbers), np.concatenate([nothing, *parts]))
        for numbers, parts in zip(known, codes, strict=True)
    ]


def _plain(text: str) -> str | None:
    """Make all line ends line feeds; None where a text has quotes or several kinds."""
    if '"' in text:
        return None
    returns = text.count("\r")
    if not returns:
        return text
    if returns == text.count("\r\n"):
        return text.replace("\r\n", "\n")
    return None if "\n" in text else text.replace("\r", "\n")


def _plain_blocks(text: str, delimiter: str, path: Path) -> Iterator[list]:
    """Split what follows the header of a text without quotes, block after block."""
    lines = text.split("\n")
    places = [place for place, line in enumerate(lines) if line]
    marks = lines[places[0]].count(delimiter)
    for start in range(1, len(places), ROWS_AT_A_TIME):
        block = [lines[place] for place in places[start : start + ROWS_AT_A_TIME]]
        for row, line in enumerate(block):
            if line.count(delimiter) != marks:
                number, others = places[start + row] + 1, line.count(delimiter)
                raise _ragged(path, number, marks + 1, others + 1, delimiter)
        cells = delimiter.join(block).split(delimiter)
        yield [cells[column :: marks + 1] for column in range(marks + 1)]


def _ragged(
    path: Path, line: int, n_columns: int, n_values: int, mark: str
) -> InputError:
    return InputError(
        "{path}, line {line}: the header names {n_columns} columns, but there are "
        "{n_values} values",
        path=path,
        line=line,
        n_columns=n_columns,
        n_values=n_values,
        mark=mark,
        remedies=[
            "correct the line",
            "put a value that holds {mark!r} into double quotes",
        ],
    )


def _quoted_blocks(text: str, delimiter: str, path: Path) -> Iterator[list]:
    """Split a text with quotes: the header, then block after block, by column."""
    reader = csv.reader(lines_of(text), delimiter=delimiter, strict=True)
    try:
        header = next(filter(None, reader))
        yield [[name] for name in header]
        rows = _even_rows(reader, len(header), delimiter, path)
        while block := list(islice(rows, ROWS_AT_A_TIME)):
            yield list(zip(*block, strict=True))
    except csv.Error as error:
        raise InputError(
            "{path}, line {line}: {reason}",
            path=path,
            line=reader.line_num,
            reason=str(error),
            remedies=["check the double quotes"],
        ) from error


def _even_rows(
    reader: Iterable[list[str]], n_columns: int, delimiter: str, path: Path
) -> Iterator[list[str]]:
    for row in filter(None, reader):
        if len(row) != n_columns:
            line: int = reader.line_num  # type: ignore[attr-defined]
            raise _ragged(path, line, n_columns, len(row), delimiter)
        yield row
