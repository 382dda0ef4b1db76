"""Delimited text: from a file to its columns, each different value once."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.files.text_lines import LINE_END, SAMPLED_CHARACTERS, lines_of
from skl_synth.files.uneven_lines import quote_error, uneven_error

DELIMITERS = ",;\t|"
"""What may stand between two values; the first of them where there is none."""

SAMPLED_LINES = 50
"""So many lines decide on the delimiter."""

LARGE = 1_000_000
"""From so many characters on it is worth while to load pyarrow, where it is there."""

USUAL = 0.8
"""The share of lines of equal width from which on the others are something else."""

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
    them; where none does, the one that does so with nearly all but the first third of
    them, or of which the header has most.

    Parameters
    ----------
    text : str
        The text of a file.

    Returns
    -------
    str
        One of `DELIMITERS`.
    """

    def rank(mark: str) -> tuple[int, int, int]:
        widths = _widths(text, mark)
        even = len(set(widths)) == 1 and widths[0] > 1
        # Titles stand above a table: what is even below them is the next best.
        later = widths[len(widths) // 3 :]
        width, times = Counter(later).most_common(1)[0]
        is_usual = width > 1 and times >= USUAL * len(later)
        return (widths[0] if even else 0, width if is_usual else 0, widths[0])

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


def header_of(text: str, delimiter: str, path: Path) -> list[str]:
    """Split the first line of a text in which something stands.

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
    list of str
        Its values.

    Raises
    ------
    InputError
        If its quotes are not closed.
    """
    if '"' not in text:
        return LINE_END.split(text.lstrip("\r\n"), maxsplit=1)[0].split(delimiter)
    return next(_strict_rows(text, delimiter, path), (0, []))[1]


def columns_of(
    text: str,
    delimiter: str,
    path: Path,
    names: Sequence[str] | None = None,
    *,
    has_header: bool = True,
) -> dict[str, Cells]:
    """Split a file into columns; blank lines are no rows.

    Parameters
    ----------
    text : str
        The text of the file.
    delimiter : str
        What stands between two values.
    path : Path
        The file, for messages.
    names : sequence of str or None, default=None
        The names of the columns; by default those of the first line.
    has_header : bool, default=True
        Whether the first line is no row.

    Returns
    -------
    dict of str to Cells
        The names of the columns and their values.

    Raises
    ------
    InputError
        If a line has more or fewer values than there are names, a quote is open, or
        there are no rows; the message names the line.
    """
    names = header_of(text, delimiter, path) if names is None else names
    plain = _plain(text)
    columns = None
    if plain is None:
        blocks = _quoted_blocks(text, delimiter, path, len(names), has_header)
    else:
        blocks = _plain_blocks(plain, delimiter, path, len(names), has_header)
        columns = _by_arrow(plain, delimiter, len(names), has_header)
    if columns is None:
        columns = _gathered(blocks, len(names))
    if not len(columns[0].codes):
        raise InputError("{path} has column names but no rows", path=path)
    return dict(zip(names, columns, strict=True))


def _by_arrow(
    text: str, delimiter: str, n_columns: int, has_header: bool
) -> list[Cells] | None:
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
    return [_numbered(column.slice(has_header)) for column in table.columns]


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


def _plain_blocks(
    text: str, delimiter: str, path: Path, n_columns: int, has_header: bool
) -> Iterator[list]:
    """Split what follows the header of a text without quotes, block after block."""
    lines = text.split("\n")
    places = [place for place, line in enumerate(lines) if line]
    marks = n_columns - 1
    for start in range(has_header, len(places), ROWS_AT_A_TIME):
        block = [lines[place] for place in places[start : start + ROWS_AT_A_TIME]]
        if any(line.count(delimiter) != marks for line in block):
            rows = places[has_header:]
            widths = ((row + 1, lines[row].count(delimiter) + 1) for row in rows)
            raise uneven_error(path, widths, n_columns, delimiter)
        cells = delimiter.join(block).split(delimiter)
        yield [cells[column::n_columns] for column in range(n_columns)]


def _quoted_blocks(
    text: str, delimiter: str, path: Path, n_columns: int, has_header: bool
) -> Iterator[list]:
    """Split what follows the header of a text with quotes, block after block."""
    rows = islice(_strict_rows(text, delimiter, path), int(has_header), None)
    while block := list(islice(rows, ROWS_AT_A_TIME)):
        if any(len(row) != n_columns for _, row in block):
            widths = ((line, len(row)) for line, row in chain(block, rows))
            raise uneven_error(path, widths, n_columns, delimiter)
        yield list(zip(*(row for _, row in block), strict=True))


def _strict_rows(
    text: str, delimiter: str, path: Path
) -> Iterator[tuple[int, list[str]]]:
    """Split into rows, each with the line in which it begins."""
    reader = csv.reader(lines_of(text), delimiter=delimiter, strict=True)
    before = 0
    try:
        for row in reader:
            if row:
                yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        raise quote_error(path, before + 1, error) from error
