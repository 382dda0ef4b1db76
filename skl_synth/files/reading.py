"""Read a CSV file: which columns are numbers, and how everything is written."""

from __future__ import annotations

import csv
import io
import os
import re
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from skl_synth.files.style import ColumnStyle, TableStyle, style_of_numbers

MISSING_MARKERS = frozenset({"", "na", "n/a", "nan", "null"})
"""What stands for a missing number, in small or capital letters."""

DELIMITERS = ",;\t"
"""What may stand between two values; the first of them where the header has none."""

NUMBER = re.compile(
    r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)(e[+-]?\d+)?|[+-]?inf(inity)?", re.ASCII | re.I
)
"""A number as Python reads it. More digits before the point than a float can hold are
left out: they are keys, and would lose their last digits."""

WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
LEADING_ZERO = re.compile(r"[+-]?0\d", re.ASCII)
LIKE_NUMBER = re.compile(r"[+-]?\d[\d.,' ]*", re.ASCII)


def read_table(path: str | os.PathLike[str]) -> tuple[pd.DataFrame, TableStyle]:
    r"""Read a CSV file, and how it is written.

    The first line holds the column names; comma, semicolon or tab stands between two
    values, whichever the header has most. A column is read as numbers where all its
    values are plain numbers, or missing (nothing, ``NA``, ``N/A``, ``NaN``, ``null``).
    Everything else stays text, to the letter: postcodes with leading zeros, whole
    numbers of more than 15 digits, ``Unknown``. In a column of text only an empty
    value is missing: ``NA`` may be a country there, and comes back as it is.

    Parameters
    ----------
    path : str or path
        A CSV file in UTF-8, with or without a byte order mark.

    Returns
    -------
    frame : DataFrame
        The table: int64, float64 and text columns, missing values as NaN or None.
    style : TableStyle
        How it is written, for `write_table`.

    Raises
    ------
    OSError
        If the file does not exist, is a folder, or may not be read.
    ValueError
        If it is no CSV file in UTF-8, has no rows, two columns of one name, or a row
        with more or fewer values than the header; the message names the line.

    Warns
    -----
    UserWarning
        If most values of a column look like numbers, but it has to be read as text.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from skl_synth.files import read_table, write_table
    >>> with TemporaryDirectory() as folder:
    ...     source, copy = Path(folder, "source.csv"), Path(folder, "copy.csv")
    ...     lines = ["age;bmi;postcode", "67;36.6;01234", "0.08;N/A;99999", ""]
    ...     _ = source.write_text("\n".join(lines))
    ...     frame, style = read_table(source)
    ...     write_table(frame, copy, style)
    ...     copy.read_bytes() == source.read_bytes()
    True
    >>> frame["postcode"].tolist()
    ['01234', '99999']
    """
    path = Path(path)
    text, encoding = _text_of(path)
    delimiter, (header, *rows) = _parse(text, path)
    _check_rows(header, rows, path)
    columns: dict[str, pd.Series] = {}
    styles: dict[str, ColumnStyle] = {}
    for name, cells in zip(header, zip(*rows, strict=True), strict=True):
        columns[name], styles[name] = _read_column(name, cells)
    first_line = text[: text.find("\n") + 1]
    style = TableStyle(
        delimiter=delimiter,
        line_end="\r\n" if first_line.endswith("\r\n") else "\n",
        encoding=encoding,
        columns=styles,
    )
    return pd.DataFrame(columns), style


def _text_of(path: Path) -> tuple[str, str]:
    """Read a file as text, and tell its encoding."""
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder: give the name of a CSV file.")
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise FileNotFoundError(f"there is no file {path}.") from error
    except OSError as error:
        raise OSError(f"cannot read {path} ({error.strerror}).") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path} is no text in UTF-8 (byte {error.start} cannot be read): save "
            "the table as 'CSV UTF-8' first."
        ) from error
    if "\0" in text:
        raise ValueError(f"{path} holds zero bytes: it is no CSV file.")
    if not text.strip():
        raise ValueError(f"{path} is empty: its first line must hold column names.")
    is_marked = content.startswith(b"\xef\xbb\xbf")
    return text, "utf-8-sig" if is_marked else "utf-8"


def _parse(text: str, path: Path) -> tuple[str, list[list[str]]]:
    """Find the delimiter and split a file into rows; blank lines are no rows."""
    reader = csv.reader(_lines(text))
    try:
        delimiter = max(DELIMITERS, key=lambda mark: len(_header(text, mark)))
        reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
        rows: list[list[str]] = []
        for row in filter(None, reader):
            if rows and len(row) != len(rows[0]):
                raise ValueError(
                    f"{path}, line {reader.line_num}: the header names "
                    f"{len(rows[0])} columns, but there are {len(row)} values. Correct "
                    f"the line; a value that holds {delimiter!r} needs double quotes."
                )
            rows.append(row)
    except csv.Error as error:
        raise ValueError(
            f"{path}, line {reader.line_num}: {error}. Check the double quotes."
        ) from error
    return delimiter, rows


def _lines(text: str) -> io.StringIO:
    """Split at line ends without translating those within quotes."""
    return io.StringIO(text, newline="")


def _header(text: str, delimiter: str) -> list[str]:
    return next(filter(None, csv.reader(_lines(text), delimiter=delimiter)))


def _check_rows(header: list[str], rows: list[list[str]], path: Path) -> None:
    twice = [name for name, times in Counter(header).items() if times > 1]
    if twice:
        raise ValueError(
            f"{path} has two columns called {twice[0]!r}: rename or remove one. The "
            "first line must hold the column names."
        )
    if not rows:
        raise ValueError(f"{path} has column names but no rows.")


def _read_column(name: str, cells: tuple[str, ...]) -> tuple[pd.Series, ColumnStyle]:
    counts = Counter(cells)
    given = [cell for cell in counts if not _is_missing(cell)]
    if not given or not all(map(_is_number, given)):
        _warn_of_numbers(name, given)
        return pd.Series([cell or None for cell in cells]), ColumnStyle()
    values: dict[str, float] = {cell: float(cell) for cell in given}
    missing = [cell for cell in counts if cell not in values]
    values |= dict.fromkeys(missing, np.nan)
    numbers = pd.Series([values[cell] for cell in cells], dtype=np.float64)
    if not missing and all(WHOLE.fullmatch(cell.strip()) for cell in given):
        return numbers.astype(np.int64), ColumnStyle()
    marker = max(missing, key=counts.__getitem__, default="")
    return numbers, style_of_numbers(given, counts, marker)


def _is_missing(cell: str) -> bool:
    return cell.strip().lower() in MISSING_MARKERS


def _is_number(cell: str) -> bool:
    """Whether nothing is lost by reading the cell as a number."""
    plain = cell.strip()
    return bool(NUMBER.fullmatch(plain)) and not LEADING_ZERO.match(plain)


def _warn_of_numbers(name: str, given: list[str]) -> None:
    """Tell of a column that was perhaps meant to hold numbers."""
    like = [bool(LIKE_NUMBER.fullmatch(cell.strip())) for cell in given]
    # Long keys are digits, and nothing is wrong with them.
    odd = [cell for cell in given if not (_is_number(cell) or cell.strip().isdigit())]
    if odd and 2 * sum(like) > len(given):
        warnings.warn(
            f"column {name!r} is read as text, because {odd[0]!r} is no plain number. "
            "If it should hold numbers, correct such values first.",
            UserWarning,
            stacklevel=4,
        )
