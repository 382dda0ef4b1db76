"""Read a table: which columns are numbers, and how everything is written."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.files.content import content_of, text_of
from skl_synth.files.delimited import (
    Cells,
    columns_of,
    delimiter_of,
    delimiter_of_header,
    line_end_of,
)
from skl_synth.files.formats import read_other, unpacked
from skl_synth.files.grids import Layout
from skl_synth.files.notation import (
    LIKE_NUMBER,
    MISSING_MARKERS,
    SAMPLED_VALUES,
    Notation,
    decimal_mark_of,
    is_missing,
    matching,
    notations,
)
from skl_synth.files.quotes import Quotes, quotes_of
from skl_synth.files.style import ColumnStyle, TableStyle, style_of_numbers

WHOLE = re.compile(r"[+-]?\d+", re.ASCII)


def read_table(
    path: str | os.PathLike[str],
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    decimal: str | None = None,
    as_text: bool = False,
    skip_rows: int | None = None,
    header_row: int | None = None,
    drop_last: int | None = None,
    missing: Sequence[str] = (),
    sheet: str | None = None,
) -> tuple[pd.DataFrame, TableStyle]:
    r"""Read a table from a file, and how it is written.

    A file of Excel or LibreOffice (.xlsx, .xls, .xlsb, .ods), SPSS (.sav, .zsav, .por),
    Stata (.dta), SAS (.sas7bdat, .xpt), JSON (.json, .jsonl, .ndjson), Parquet or
    Feather is told by its content, and everything else is delimited text.

    The first line of a CSV file holds the column names. A column is read as numbers
    where all its values are numbers in one notation (``1234.5``, ``1.234,50``,
    ``12.5 %``), or missing (nothing, ``NA``, ``N/A`` and the like). Everything
    else stays text, to the letter: postcodes with leading zeros, whole numbers of more
    than 15 digits, dates, ``Unknown``. In a column of text only an empty value is
    missing: ``NA`` may be a country there, and comes back as it is.

    Parameters
    ----------
    path : str or path
        The file, which may be packed by gzip, or alone in a ZIP file.
    delimiter : {",", ";", "\\t", "|"} or None, default=None
        What stands between two values; by default what splits the lines evenly.
    encoding : str or None, default=None
        The encoding of the text; by default that of its byte order mark, else UTF-8,
        else windows-1252.
    decimal : {".", ","} or None, default=None
        The decimal mark; by default the one that leaves no doubt in some column.
    as_text : bool, default=False
        Whether the cells of a CSV file stay text, of which nothing alone is missing,
        and each is read by itself: ``36,6`` becomes ``36.6`` whatever the others are.
        The delimiter is then that of the first line, and what is no UTF-8 is refused.

    skip_rows, header_row, drop_last : int or None, default=None
        Lines before the names, the line of the names (counted from 1; 0 for none), and
        rows at the end that are left out.
    missing : sequence of str, default=()
        Texts that stand for a missing value, in all columns.
    sheet : str or None, default=None
        The sheet of a workbook; by default the first that holds a table.

    Returns
    -------
    frame : DataFrame
        The table: int64, float64 and text columns, missing values as NaN or None;
        the types of Arrow where it comes from Parquet.
    style : TableStyle
        How it is written, for `write_table`.

    Raises
    ------
    OSError
        If the file does not exist, is a folder, or may not be read.
    InputError
        If it is no table, has no rows, two columns of one name, or a row with more or
        fewer values than the header; the message names the line. With ``as_text``, if
        the encoding or the delimiter would have to be guessed from the rows.
    ImportError
        If what reads such files is not installed: pyarrow, python-calamine or
        pyreadstat.

    Warns
    -----
    InputWarning
        If the encoding or the decimal mark had to be guessed, or if most values of a
        column look like numbers, but it has to be read as text.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from skl_synth.files import read_table, write_table
    >>> with TemporaryDirectory() as folder:
    ...     source, copy = Path(folder, "source.csv"), Path(folder, "copy.csv")
    ...     lines = ["age;bmi;postcode", "67;36,6;01234", "0,08;N/A;99999", ""]
    ...     _ = source.write_text("\n".join(lines))
    ...     frame, style = read_table(source)
    ...     write_table(frame, copy, style)
    ...     copy.read_bytes() == source.read_bytes()
    True
    >>> frame["bmi"].tolist(), frame["postcode"].tolist()
    ([36.6, nan], ['01234', '99999'])
    """
    path = Path(path)
    _check_given(delimiter, decimal)
    content, path = unpacked(content_of(path), path)
    layout = Layout(
        skip_rows=skip_rows,
        header_row=header_row,
        drop_last=drop_last,
        missing=tuple(missing),
        sheet=sheet,
        as_text=as_text,
    )
    other = read_other(content, path, layout)
    if other is not None:
        return other
    decoded = text_of(content, path, encoding, guesses=not as_text)
    mark = delimiter or _delimiter_of(decoded.text, path, as_text)
    columns = columns_of(decoded.text, mark, path)
    quoted_header, quotes = quotes_of(decoded.text, mark, len(columns), MISSING_MARKERS)
    reader = _ColumnReader({} if as_text else columns, mark, decimal)
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
        quoted_header=quoted_header,
        columns={name: column_style for name, (_, column_style) in read.items()},
    )
    return pd.DataFrame({name: series for name, (series, _) in read.items()}), style


def _delimiter_of(text: str, path: Path, as_text: bool) -> str:
    return delimiter_of_header(text, path) if as_text else delimiter_of(text)


def _check_given(delimiter: str | None, decimal: str | None) -> None:
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise InputError(
            "{given} must be one character, such as ';', and neither a quote nor a "
            "line end",
            parameter="delimiter",
            value=delimiter,
            given=Setting("delimiter", delimiter),
        )
    if decimal not in (None, ".", ","):
        raise InputError(
            "{given} must be '.' or ','",
            parameter="decimal",
            value=decimal,
            given=Setting("decimal", decimal),
        )


class _ColumnReader:
    """Decide for each column whether it holds numbers, and in which notation."""

    def __init__(
        self, columns: dict[str, Cells], delimiter: str, decimal: str | None
    ) -> None:
        evident = decimal_mark_of(cells.texts for cells in columns.values())
        self.preferred = decimal or evident
        self.tried = notations(self.preferred, delimiter)
        if decimal is not None:
            self.tried = [one for one in self.tried if one.mark == decimal]

    def alone(self, cells: Cells) -> tuple[pd.Series, ColumnStyle]:
        """Leave a column text: how one cell is read must not depend on the others."""
        texts = [self._plain(text) for text in cells.texts]
        levels = pd.Series([text or None for text in texts], dtype=object)
        return levels.take(cells.codes).reset_index(drop=True), ColumnStyle()

    def _plain(self, text: str) -> str:
        """Write a number with commas as one with a point at most."""
        if "," not in text:
            return text
        fitting = (one for one in self.tried if one.pattern.fullmatch(text))
        return next((one.plain([text])[0] for one in fitting), text)

    def read(
        self, name: str, cells: Cells, quotes: Quotes
    ) -> tuple[pd.Series, ColumnStyle]:
        """Read one column."""
        is_gap = np.array([is_missing(text) for text in cells.texts], dtype=bool)
        given = [t for t, gap in zip(cells.texts, is_gap, strict=True) if not gap]
        notation = self._notation_of(name, given)
        if notation is None:
            _warn_of_numbers(name, given)
            return _text(cells, quotes)
        series, style = _numbers(cells, given, is_gap, notation)
        return series, replace(style, quotes=quotes)

    def _notation_of(self, name: str, given: list[str]) -> Notation | None:
        # Numbers are distinguished from text by the first few values, nearly always.
        if not matching(given[:20], self.tried):
            return None
        for notation in self.tried:
            fitting = matching(given, [notation])
            if fitting:
                self._warn_of_doubt(name, given, fitting[0])
                return fitting[0]
        return None

    def _warn_of_doubt(self, name: str, given: list[str], chosen: Notation) -> None:
        """Warn where 1,234 was read one way and could be read the other."""
        if self.preferred is not None or (chosen.mark, chosen.thousands) not in (
            (",", ""),
            (".", ","),
        ):
            return
        others = [Notation(","), Notation(".", ",")]
        if len(matching(given, others)) == 2:
            text = next(text for text in given if "," in text)
            read_as, other = (",", ".") if chosen.mark == "," else (".", ",")
            mark = Setting("decimal", other)
            warn(
                "column {column!r}: {value!r} was read as {number}, as if {read_as!r} "
                "were the decimal mark; nothing in the file says so",
                column=name,
                parameter="decimal",
                value=text,
                number=chosen.plain([text])[0],
                read_as=read_as,
                remedies=[Remedy("if that is wrong, give {setting}", mark)],
                stacklevel=5,
            )


def _text(cells: Cells, quotes: Quotes) -> tuple[pd.Series, ColumnStyle]:
    gaps = {"", quotes.bare} if quotes.bare is not None else {""}
    levels = pd.Series([None if text in gaps else text for text in cells.texts])
    series = levels.take(cells.codes).reset_index(drop=True)
    missing = quotes.bare if quotes.bare is not None else ""
    return series, ColumnStyle(missing=missing, quotes=quotes)


def _numbers(
    cells: Cells, given: list[str], is_gap: np.ndarray, notation: Notation
) -> tuple[pd.Series, ColumnStyle]:
    plain = notation.plain(given)
    values = np.full(len(cells.texts), np.nan)
    values[~is_gap] = [float(text) for text in plain]
    if not is_gap.any() and all(map(WHOLE.fullmatch, plain)):
        numbers = pd.Series(values.astype(np.int64)[cells.codes])
        return numbers, ColumnStyle(notation=notation)
    gaps = np.flatnonzero(is_gap)
    missing = cells.texts[gaps[cells.counts[gaps].argmax()]] if len(gaps) else ""
    style = style_of_numbers(
        plain,
        values[~is_gap],
        cells.counts[~is_gap],
        missing=missing,
        notation=notation,
    )
    return pd.Series(values[cells.codes]), style


def _warn_of_numbers(name: str, given: list[str]) -> None:
    """Warn of a column that was perhaps meant to hold numbers."""
    plain = Notation().pattern
    some = given[:SAMPLED_VALUES]
    if 2 * sum(bool(LIKE_NUMBER.fullmatch(t.strip())) for t in some) <= len(some):
        return
    # Long keys are digits, and nothing is wrong with them.
    odd = [t for t in given if not (plain.fullmatch(t.strip()) or t.strip().isdigit())]
    if odd:
        warn(
            "column {column!r} is read as text, because {value!r} is no plain number",
            column=name,
            value=odd[0],
            remedies=["if it should hold numbers, correct such values first"],
            stacklevel=5,
        )
