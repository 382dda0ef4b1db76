"""Read a table: from a file to a frame, and how everything is written."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from skl_synth.errors import InputError, Setting
from skl_synth.files.bounded_content import content_of
from skl_synth.files.bounds import Bound
from skl_synth.files.content import text_of
from skl_synth.files.formats import NO_TEXT, read_other, unpacked
from skl_synth.files.grids import Layout
from skl_synth.files.style import TableStyle
from skl_synth.files.text_lines import ChosenLines
from skl_synth.files.text_table import read_text


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
    drop_lines: Collection[int] | None = None,
    missing: Collection[str] = (),
    sheet: str | None = None,
    max_size: int | None = None,
) -> tuple[pd.DataFrame, TableStyle]:
    r"""Read a table from a file, and how it is written.

    A file of Excel or LibreOffice (.xlsx, .xls, .xlsb, .ods), SPSS (.sav, .zsav, .por),
    Stata (.dta), SAS (.sas7bdat, .xpt), JSON (.json, .jsonl, .ndjson), Parquet or
    Feather is told by its content, and everything else is delimited text.

    The first line of a CSV file holds the column names. Where titles, units, totals or
    notes stand about the table, or the first line looks like data, the error names the
    parameters that leave them out; a parameter that is given is believed. Comment lines
    (``#``) before the names and repetitions of the names are left out with a warning.

    A column is read as numbers where all its values are numbers in one notation
    (``1234.5``, ``1.234,50``, ``12.5 %``), or missing (nothing, ``NA``, ``N/A`` and the
    like). Everything else stays text, to the letter: postcodes with leading zeros,
    whole numbers of more than 15 digits, dates, ``Unknown``. In a column of dates the
    same markers are missing; in one of words only an empty value is: ``NA`` may be a
    country there, and comes back as it is.

    A column without a name is called by its number, such as ``column_3``, the second of
    two columns of one name ``name_2``; `write_table` writes both as in the file.

    Parameters
    ----------
    path : str or path
        The file, which may be packed by gzip, or alone in a ZIP file.
    delimiter : {",", ";", "\\t", "|", " "} or None, default=None
        What stands between two values; by default what splits the lines evenly. A blank
        stands for any number of blanks and tabs.
    encoding : str or None, default=None
        The encoding of the text; by default that of its byte order mark, else UTF-8,
        else the one in which its words are the likeliest.
    decimal : {".", ","} or None, default=None
        The decimal mark; by default the one that leaves no doubt in some column.
    as_text : bool, default=False
        Whether the cells of a CSV file stay text, of which nothing alone is missing,
        and each is read by itself: ``36,6`` becomes ``36.6`` whatever the others are.
        The delimiter is then that of the first line, and what is no UTF-8 is refused.
    skip_rows : int or None, default=None
        Lines before the one that holds the column names.
    header_row : int or None, default=None
        The line that holds the column names, the first line of the file being 1; 0
        where there is none: columns are then called ``column_1`` and so on.
    drop_last : int or None, default=None
        Rows at the end that are left out, such as totals and footnotes.
    drop_lines : collection of int or None, default=None
        Numbers of other lines that are left out, such as one of units.
    missing : collection of str, default=()
        What stands for a missing value, in all columns and of every kind.
    sheet : str or None, default=None
        The sheet of a workbook; by default the first that holds a table.
    max_size : int or None, default=None
        The most bytes that are read or unpacked; by default 1 GB, and of a packed file
        a hundred times its size, or 50 MB. Lines are at most 10 MB long.

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
        If it is no table, too large, has no rows, or a row with more or fewer values
        than the header; if titles, units, totals or notes stand about the table, or its
        first line looks like data. The message names the line, and what leaves it out.
        With ``as_text``, if the encoding, the delimiter or the lines of the table would
        have to be guessed from the rows.
    ImportError
        If what reads such files is not installed: pyarrow, python-calamine or
        pyreadstat.

    Warns
    -----
    InputWarning
        If the encoding or the decimal mark had to be guessed, if most values of a
        column look like numbers or dates, but some do not, if a line is left out, or if
        a column has no name.

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
    bound = Bound(max_size)
    content, path = unpacked(content_of(path, bound, NO_TEXT), path, bound)
    lines = ChosenLines(skip_rows, header_row, drop_last, drop_lines)
    layout = Layout(
        lines=lines, missing=tuple(missing), sheet=sheet, as_text=as_text, bound=bound
    )
    other = read_other(content, path, layout)
    if other is not None:
        return other
    decoded = text_of(content, path, encoding, guesses=not as_text)
    return read_text(
        decoded,
        path,
        lines,
        delimiter=delimiter,
        decimal=decimal,
        as_text=as_text,
        missing=missing,
    )


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
