"""A table in delimited text: its lines, names and columns, and how it is written."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.files.blanks import (
    BLANK,
    declared_delimiter,
    quotes_at_once,
    separated_by_blanks,
    single_blanks,
    without_blank_lines,
)
from skl_synth.files.bounds import MOST_COLUMNS, check_columns
from skl_synth.files.column_names import (
    ColumnNames,
    column_names,
    numbered_names,
    warn_of_index,
    warn_of_names,
)
from skl_synth.files.column_reader import ColumnReader
from skl_synth.files.content import Text
from skl_synth.files.delimited import (
    DELIMITERS,
    SAMPLED_LINES,
    columns_of,
    delimiter_of,
    delimiter_of_header,
    header_of,
    line_end_of,
)
from skl_synth.files.header_line import fitted, usual_width
from skl_synth.files.line_checks import checked
from skl_synth.files.notation import MISSING_MARKERS
from skl_synth.files.odd_delimiters import refuse_odd_delimiter
from skl_synth.files.quotes import quotes_of
from skl_synth.files.style import TableStyle
from skl_synth.files.text_lines import (
    LINE_END,
    ChosenLines,
    first_lines,
    without,
)

END_OF_FILE = "\x1a"
"""What old systems write behind the last line."""


def read_text(
    decoded: Text,
    path: Path,
    chosen: ChosenLines,
    *,
    delimiter: str | None = None,
    decimal: str | None = None,
    as_text: bool = False,
    missing: Collection[str] = (),
) -> tuple[pd.DataFrame, TableStyle]:
    """Read a table from delimited text.

    Parameters
    ----------
    decoded : Text
        The text of the file.
    path : Path
        The file, for messages.
    chosen : ChosenLines
        Which of its lines are the table.
    delimiter, decimal, as_text, missing : object
        As in `read_table`.

    Returns
    -------
    frame : DataFrame
        The table.
    style : TableStyle
        How it is written.

    Raises
    ------
    InputError
        If its lines, its quotes or its names leave in doubt what the table is.
    """
    text, declared = declared_delimiter(_without_end(decoded.text))
    text = without(text, chosen)
    if not text.strip("\r\n"):
        raise InputError("{path}: of its lines, none is left", path=path)
    _check_width(text, delimiter or declared, path)
    text, mark = _split_by(text, delimiter or declared, path, chosen, as_text)
    text = without_blank_lines(text, mark)
    text = checked(text, mark, chosen, path, as_text=as_text)
    names = _names_of(text, mark, path, chosen, as_text)
    columns = columns_of(text, mark, path, names.used, has_header=chosen.has_header)
    warn_of_names(names, path)
    warn_of_index(names.used[0], names, columns[names.used[0]], path)
    quoted_header, quotes = quotes_of(
        text, mark, len(columns), MISSING_MARKERS, has_header=chosen.has_header
    )
    reader = ColumnReader({} if as_text else columns, mark, decimal, missing)
    read = {
        name: reader.alone(cells) if as_text else reader.read(name, cells, one)
        for (name, cells), one in zip(columns.items(), quotes, strict=True)
    }
    style = TableStyle(
        delimiter=mark,
        line_end=line_end_of(decoded.text),
        last_line_end=decoded.text.endswith(("\n", "\r")),
        encoding=decoded.encoding,
        mark=decoded.mark,
        header=chosen.has_header,
        names=names.written,
        quoted_header=quoted_header,
        columns={name: column_style for name, (_, column_style) in read.items()},
    )
    return pd.DataFrame({name: series for name, (series, _) in read.items()}), style


def _check_width(text: str, delimiter: str | None, path: Path) -> None:
    """Refuse lines of more columns than are read, before they are split or copied."""
    marks = DELIMITERS if delimiter is None else delimiter
    start = 0
    for _ in range(SAMPLED_LINES):
        end = LINE_END.search(text, start)
        stop = end.start() if end else len(text)
        if stop - start > MOST_COLUMNS:
            most = max(text.count(mark, start, stop) for mark in marks)
            check_columns(1 + most, path)
        if end is None:
            return
        start = end.end()


def _without_end(text: str) -> str:
    bare = text.rstrip(END_OF_FILE)
    return bare if bare.endswith(("\n", "\r")) else text


def _split_by(
    text: str, delimiter: str | None, path: Path, chosen: ChosenLines, as_text: bool
) -> tuple[str, str]:
    """Find the delimiter, and put nothing but it between two values."""
    if delimiter is None and as_text:
        delimiter = _delimiter_of_names(text, path, chosen)
    if delimiter is None:
        delimiter = delimiter_of(text)
        lines = first_lines(text, delimiter)
        # Where nothing splits the lines, they are single values, or blanks do.
        if lines and usual_width(lines) == 1:
            separated = separated_by_blanks(text)
            if separated is not None:
                return separated, BLANK
            refuse_odd_delimiter(text, path)
    if delimiter == BLANK:
        return single_blanks(text), BLANK
    return quotes_at_once(text, delimiter), delimiter


def _delimiter_of_names(text: str, path: Path, chosen: ChosenLines) -> str:
    if chosen.has_header:
        return delimiter_of_header(text, path)
    raise InputError(
        "{path} has no line of names, and with a guarantee no row of a person may "
        "decide what stands between two values",
        parameter="delimiter",
        path=path,
        remedies=[Remedy("give it, such as {setting}", Setting("delimiter", ","))],
    )


def _names_of(
    text: str, mark: str, path: Path, chosen: ChosenLines, as_text: bool
) -> ColumnNames:
    header = header_of(text, mark, path)
    if not chosen.has_header:
        return numbered_names(len(header))
    if as_text:
        return column_names(header)
    return column_names(fitted(header, first_lines(text, mark)[1:]))
