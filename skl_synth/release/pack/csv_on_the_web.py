"""Metadata of a CSV file as the W3C recommends them: CSV on the Web."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Any

from skl_synth.files import TableStyle
from skl_synth.release.pack.pack_dictionary import DESCRIPTION, words_of
from skl_synth.release.pack.written_columns import WrittenColumn

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]

KIND_OF_DATA = "http://purl.org/dc/dcmitype/Dataset"

DATE_FORMS = {
    "%Y-%m-%d": "yyyy-MM-dd",
    "%Y%m%d": "yyyyMMdd",
    "%d-%m-%Y": "dd-MM-yyyy",
    "%m-%d-%Y": "MM-dd-yyyy",
    "%d/%m/%Y": "dd/MM/yyyy",
    "%m/%d/%Y": "MM/dd/yyyy",
    "%d.%m.%Y": "dd.MM.yyyy",
    "%m.%d.%Y": "MM.dd.yyyy",
    "%Y-%m-%d %H:%M:%S": "yyyy-MM-dd HH:mm:ss",
}
"""How dates are written, in the words of the W3C; other forms have none there."""

TYPES = {"integer": "integer", "number": "number", "boolean": "boolean"}

WEB_NAMES = {"iso8859-1": "iso-8859-1", "mac-roman": "macintosh"}
"""Encodings that the web calls otherwise than Python."""

NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_]|^_")


def csvw_of(
    columns: Iterable[WrittenColumn], style: TableStyle, *, file: str, label: str
) -> dict[str, Any]:
    """Describe a CSV file.

    Parameters
    ----------
    columns : iterable of WrittenColumn
        Its columns.
    style : TableStyle
        How it is written.
    file : str
        Its name, in the same folder.
    label : str
        What the table is, in a sentence.

    Returns
    -------
    dict
        JSON-LD. There is no licence, which is for the owner to give.
    """
    return {
        "@context": CONTEXT,
        "url": file,
        "dc:title": label,
        "dc:description": DESCRIPTION,
        "dc:type": {"@id": KIND_OF_DATA},
        "schema:additionalType": "synthetic data",
        "dialect": _dialect(style),
        "tableSchema": {"columns": [_column(one) for one in columns]},
    }


def _dialect(style: TableStyle) -> dict[str, Any]:
    return {
        "delimiter": style.delimiter,
        "encoding": _encoding(style),
        "header": style.header,
        "headerRowCount": int(style.header),
        "lineTerminators": [style.line_end],
        "quoteChar": '"',
        "doubleQuote": True,
    }


def _encoding(style: TableStyle) -> str:
    """Name an encoding as the web does."""
    name = codecs.lookup(style.encoding).name
    if name.startswith("utf-16") and style.mark:
        return "utf-16"
    return WEB_NAMES.get(name, name.replace("cp125", "windows-125"))


def _column(column: WrittenColumn) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": _name(column.name),
        "titles": column.name,
        "datatype": _datatype(column),
        "required": column.missing is None,
    }
    if column.missing is not None:
        described["null"] = column.missing
    words = words_of(column)
    return {**described, **({"dc:description": words} if words else {})}


def _name(text: str) -> str:
    """A name as the W3C allows it: other signs stand as their bytes."""
    return NOT_IN_A_NAME.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), text
    )


def _datatype(column: WrittenColumn) -> Any:
    if column.type in ("date", "datetime"):
        return _of_dates(column)
    if column.type == "boolean":
        return {"base": "boolean", "format": "True|False"}
    if column.type not in TYPES:
        return "string"
    base = TYPES[column.type]
    mark, thousands = column.notation.mark, column.notation.thousands
    ends = {} if column.low is None else _ends(column.low, column.high)
    if mark == "." and not thousands:
        return {"base": base, **ends} if ends else base
    form = {"decimalChar": mark, **({"groupChar": thousands} if thousands else {})}
    # Readers know other marks of decimal numbers alone.
    base = "decimal" if base == "number" else base
    return {"base": base, "format": form, **ends}


def _ends(low: Any, high: Any) -> dict[str, Any]:
    return {"minimum": low, "maximum": high}


def _of_dates(column: WrittenColumn) -> Any:
    form = DATE_FORMS.get(column.form)
    if form is None:
        return "string"
    base = "datetime" if column.type == "datetime" else "date"
    return {"base": base, "format": form}
