"""What a released column is in the file: told from its texts, so that it holds there.

Nothing here is read from the real rows: levels and ends are those of released rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.files import ColumnStyle
from skl_synth.files.notation import PLAIN, Notation
from skl_synth.release.pack.released_table import ReleasedTable
from skl_synth.release.released_columns import ReleasedColumn

NUMBERS, DATES = ("integer", "continuous"), ("datetime",)

LISTED = ("binary", "category", "ordinal", "constant", "one_hot")
"""Kinds whose levels are listed."""

MOST_LEVELS, FEW_LEVELS = 1000, 50
"""More are not listed, since they stand in the table; and where nothing is known."""

MOST_DECIMALS = 9
"""More come from how computers hold a number."""

INTEGER = re.compile(r"[-+]?\d+", re.ASCII)
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
DATE, MOMENT = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class WrittenColumn:
    """A column as it stands in the file.

    Parameters
    ----------
    name : str
        Its name there.
    kind : str
        What it is, see `TableEncoder`.
    type : {"integer", "number", "boolean", "date", "datetime", "string"}
        What all of its texts are.
    form : str, default=""
        How dates are written, as in ``"%d/%m/%Y"``; empty where there are none.
    levels : tuple, default=()
        The levels that released rows have, in their order; none of a key.
    low, high : int, float, str or None, default=None
        The ends of numbers and dates among released rows.
    special : tuple of str, default=()
        Texts beside numbers.
    missing : str or None, default=None
        What stands for a missing value; None where none is missing.
    group : str, default=""
        The one-hot group that it belongs to.
    decimals : int or None, default=None
        The most decimals of a number that is not whole.
    notation : Notation, default=PLAIN
        How its numbers are written.
    """

    name: str
    kind: str
    type: str
    form: str = ""
    levels: tuple = ()
    low: Any = None
    high: Any = None
    special: tuple = ()
    missing: str | None = None
    group: str = ""
    decimals: int | None = None
    notation: Notation = PLAIN


def written_columns(table: ReleasedTable) -> Iterator[WrittenColumn]:
    """Describe the columns of a table as they stand in its file.

    Parameters
    ----------
    table : ReleasedTable
        The table.

    Yields
    ------
    WrittenColumn
        One for each, in order.
    """
    for name in table.frame.columns:
        yield _written(
            table.written_name(name),
            table.frame[name],
            table.style.of(name),
            table.columns.get(name, ReleasedColumn("")),
        )


def _written(
    name: str, values: pd.Series, style: ColumnStyle, said: ReleasedColumn
) -> WrittenColumn:
    levels = pd.Series(values.dropna().unique())
    texts, plain = style.write(levels), levels.tolist()
    described: dict[str, Any] = {
        "name": name,
        "missing": _missing(values, texts, style),
        "group": said.group,
        "notation": style.notation,
    }
    type_, form = _type_of(plain, texts, style.notation, said)
    kind = said.kind or _KIND_OF_TYPE[type_]
    found = WrittenColumn(kind=kind, type=type_, form=form, **described)
    if kind == "identifier":
        return found
    # Of a column of which nothing was said, many texts may be anything: keys, too.
    is_open = not said.kind and len(plain) > min(FEW_LEVELS, len(values) // 2)
    if type_ == "string" and is_open:
        return found
    return _with_values(found, plain, texts, said)


def _missing(values: pd.Series, texts: list[str], style: ColumnStyle) -> str | None:
    """What stands for a missing value; a text of no letters is taken for one."""
    if values.isna().any():
        return style.missing
    return "" if "" in texts else None


_KIND_OF_TYPE = {
    "integer": "integer",
    "number": "continuous",
    "boolean": "binary",
    "date": "datetime",
    "datetime": "datetime",
    "string": "category",
}
"""What a column is of which nothing is known."""


def _type_of(
    levels: Sequence[Any], texts: list[str], notation: Notation, said: ReleasedColumn
) -> tuple[str, str]:
    """The narrowest type that every text has, and the form of dates."""
    if not levels or said.kind == "identifier":
        return "string", ""
    if all(isinstance(one, bool | np.bool_) for one in levels):
        return ("boolean" if set(texts) <= {"True", "False"} else "string"), ""
    are_numbers = all(isinstance(one, int | float) for one in levels)
    if are_numbers or said.kind in NUMBERS:
        return _type_of_numbers(texts, notation), ""
    if said.kind in DATES or isinstance(levels[0], pd.Timestamp):
        return _type_of_dates(texts, said.form)
    return "string", ""


def _type_of_numbers(texts: list[str], notation: Notation) -> str:
    # Outside of this project nobody reads brackets or a minus behind as a number.
    if notation.before or notation.behind or notation.negative:
        return "string"
    plain = [_plain(text, notation) for text in texts]
    if all(INTEGER.fullmatch(text) for text in plain):
        return "integer"
    return "number" if all(NUMBER.fullmatch(text) for text in plain) else "string"


def _plain(text: str, notation: Notation) -> str:
    if notation.thousands:
        text = text.replace(notation.thousands, "")
    return text.replace(notation.mark, ".") if notation.mark != "." else text


def _type_of_dates(texts: list[str], form: str) -> tuple[str, str]:
    for one in filter(None, (form, DATE, MOMENT)):
        if all(_is_of(text, one) for text in texts):
            return ("datetime" if "%H" in one else "date"), one
    return "string", ""


def _is_of(text: str, form: str) -> bool:
    try:
        return bool(_moment(text, form))
    except ValueError:
        return False


def _moment(text: str, form: str) -> datetime:
    return datetime.strptime(text, form)


def _with_values(
    found: WrittenColumn, levels: list[Any], texts: list[str], said: ReleasedColumn
) -> WrittenColumn:
    """Add levels or ends: what released rows show, and not what a key is."""
    if found.type in ("date", "datetime"):
        ordered = sorted(texts, key=lambda text: _moment(text, found.form))
        return _of_range(found, ordered[0], ordered[-1], tuple(ordered))
    if not texts:
        return _changed(found, kind=found.kind if found.group else "constant")
    if found.kind in NUMBERS:
        return _of_numbers(found, texts)
    if found.kind not in LISTED or len(texts) > MOST_LEVELS:
        return found
    order = {level: place for place, level in enumerate(said.order)}
    known = [
        (order.get(level, len(order)), _level(text, found))
        for level, text in zip(levels, texts, strict=True)
    ]
    return _listed(found, tuple(level for _, level in sorted(known)))


def _of_numbers(found: WrittenColumn, texts: list[str]) -> WrittenColumn:
    plain = {text: _plain(text, found.notation) for text in texts}
    special = tuple(sorted(t for t, one in plain.items() if not NUMBER.fullmatch(one)))
    numbers = sorted((one for t, one in plain.items() if t not in special), key=float)
    if found.type == "string" and not special:
        # Written as nobody else reads numbers: their ends would say little.
        return found
    if not numbers:
        return _listed(found, tuple(sorted(texts)))
    decimals = max(len(one.partition(".")[2]) for one in numbers)
    found = _changed(found, special=special)
    is_fixed = decimals <= MOST_DECIMALS and not any("e" in n.lower() for n in numbers)
    if found.kind == "continuous" and is_fixed:
        found = _changed(found, decimals=decimals)
    ends = _number(numbers[0]), _number(numbers[-1])
    return _of_range(found, *ends, tuple(dict.fromkeys(map(_number, numbers))))


def _of_range(
    found: WrittenColumn, low: Any, high: Any, values: tuple
) -> WrittenColumn:
    """Give the ends; what has one value is a constant."""
    if low == high and not found.special:
        return _changed(found, kind="constant", levels=values[:1], decimals=None)
    return found if low == high else _changed(found, low=low, high=high)


def _listed(found: WrittenColumn, levels: tuple) -> WrittenColumn:
    """Give the levels, and the kind that has so many."""
    if found.kind == "one_hot":
        return found
    if len(levels) == 1:
        return _changed(found, kind="constant", levels=levels)
    kind = "category" if found.kind in (*NUMBERS, "constant") else found.kind
    if kind in ("binary", "category"):
        kind = "binary" if len(levels) == 2 else "category"
    return _changed(found, kind=kind, levels=levels)


def _changed(found: WrittenColumn, **changes: Any) -> WrittenColumn:
    return WrittenColumn(**{**vars(found), **changes})


def _level(text: str, found: WrittenColumn) -> Any:
    if found.type in ("integer", "number"):
        return _number(_plain(text, found.notation))
    return text == "True" if found.type == "boolean" else text


def _number(text: str) -> int | float:
    return int(text) if INTEGER.fullmatch(text) else float(text)
