"""Write a table as a workbook of Excel, by openpyxl."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import IO, Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.files.cells_of_columns import python_values, text_of_cell
from skl_synth.files.excel import NEEDED, SIGNIFICANT
from skl_synth.files.style import ColumnStyle, TableStyle

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet of Excel holds, the line of the names included."""

LONGEST_TEXT = 32_767

FIRST_DAY = dt.date(1900, 3, 1)
"""Before it Excel counts a day that never was."""

FORMATS = {
    dt.datetime: "yyyy-mm-dd hh:mm:ss",
    dt.date: "yyyy-mm-dd",
    dt.timedelta: "[h]:mm:ss",
}

MADE = dt.datetime(2000, 1, 1)
"""Stands for the time at which a file was made: the same table, the same bytes."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_excel(frame: pd.DataFrame, handle: IO[bytes], style: TableStyle) -> None:
    """Write a table as a workbook with one sheet.

    Dates are written as dates and numbers as numbers. Text stays text, whatever it
    looks like: no cell becomes a formula.

    Parameters
    ----------
    frame : DataFrame
        The table; its index is not written.
    handle : file object
        What to write to.
    style : TableStyle
        How its numbers are written, and the name of the sheet.

    Raises
    ------
    ImportError
        If openpyxl is not installed.
    InputError
        If a sheet of Excel cannot hold the table.
    """
    try:
        import openpyxl
        from openpyxl.writer.excel import ExcelWriter
    except ImportError as error:
        raise ImportError(NEEDED) from error
    check_excel(frame)
    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = "skl_synth"
    book.properties.created = book.properties.modified = MADE
    sheet = book.create_sheet(_sheet_name(style.sheet))
    if style.header:
        names = (style.names.get(name, name) for name in frame.columns)
        sheet.append([_cell(sheet, str(name)) if name else None for name in names])
    columns = [
        [_value(value, style.of(name)) for value in _values(frame[name])]
        for name in frame.columns
    ]
    for row in zip(*columns, strict=True):
        sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()
    ExcelWriter(
        book, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
    ).save()
    _copy_without_times(content, handle)


def check_excel(frame: pd.DataFrame) -> None:
    """Refuse a table that no sheet of Excel holds.

    Parameters
    ----------
    frame : DataFrame
        The table.

    Raises
    ------
    InputError
        If it has too many rows or columns, or a text that Excel cannot hold.
    """
    rows, columns = frame.shape
    if rows >= MOST_ROWS or columns > MOST_COLUMNS:
        raise InputError(
            "a sheet of Excel holds {most_rows} rows and {most_columns} columns, and "
            "the table has {rows} rows and {columns} columns",
            most_rows=MOST_ROWS - 1,
            most_columns=MOST_COLUMNS,
            rows=rows,
            columns=columns,
            remedies=["give the output a name that ends in .csv"],
        )
    for name in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[name].dtype):
            _check_texts(str(name), [str(name), *frame[name].dropna().unique()])


def _check_texts(name: str, values: list[Any]) -> None:
    for value in values:
        text = value if isinstance(value, str) else ""
        if len(text) > LONGEST_TEXT or _FORBIDDEN.search(text):
            raise InputError(
                "column {column!r} holds a text that no cell of Excel can hold: it has "
                "{reason}",
                column=name,
                reason=f"more than {LONGEST_TEXT} characters"
                if len(text) > LONGEST_TEXT
                else "a character that cannot be printed",
                remedies=["give the output a name that ends in .csv"],
            )


def _values(column: pd.Series) -> list[Any]:
    """List the values, dates without a time where none of them has one."""
    values = python_values(column)
    days = [value for value in values if isinstance(value, dt.datetime)]
    if days and all(value.time() == dt.time() for value in days):
        return [_day(value) for value in values]
    return values


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else value


def _value(value: Any, style: ColumnStyle) -> Any:
    """Make what Excel holds as it is, or text."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float) and value.is_integer() and not style.point:
        value = int(value)
    if isinstance(value, int):
        return value if len(str(abs(value))) <= SIGNIFICANT else str(value)
    if isinstance(value, float):
        return value if value - value == 0 else str(value)
    if isinstance(value, dt.datetime):
        is_late = value.date() >= FIRST_DAY and value.tzinfo is None
        return _plain_time(value) if is_late else text_of_cell(value)
    if isinstance(value, dt.date):
        return value if value >= FIRST_DAY else value.isoformat()
    if isinstance(value, dt.timedelta):
        return dt.timedelta(0, value.total_seconds())
    return text_of_cell(value)


def _plain_time(value: dt.datetime) -> dt.datetime:
    to_python = getattr(value, "to_pydatetime", None)
    return value if to_python is None else to_python(warn=False)


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    number_format = next(
        (written for kind, written in FORMATS.items() if isinstance(value, kind)), None
    )
    if number_format is None and not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    if number_format is not None:
        cell.number_format = number_format
    else:
        # What begins with "=" would become a formula, and "#N/A" an error.
        cell.data_type = "s"
    return cell


def _sheet_name(given: str | None) -> str:
    return re.sub(r"[\\/*?:\[\]]", "_", given or "Sheet1")[:31]


def _copy_without_times(content: io.BytesIO, handle: IO[bytes]) -> None:
    """Pack the parts of a workbook anew, without the time at which it was made."""
    with (
        zipfile.ZipFile(content) as made,
        zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in made.namelist():
            part = zipfile.ZipInfo(name, MADE.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(part, made.read(name))
