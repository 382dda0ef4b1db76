"""Write a table as a file of Stata."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Mapping
from typing import IO, Any, Literal

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, warn
from skl_synth.files.cells_of_columns import EXACT, python_values, text_of_cell
from skl_synth.files.style import TableStyle

LONGEST_NAME, LONGEST_LABEL = 32, 80

MOST_COLUMNS = 32_767

RESERVED = re.compile(
    r"_all|_b|_coef|_cons|_n|_pi|_pred|_rc|_skip|aggregate|array|boolean|break|"
    r"byte|case|catch|class|colvector|complex|const|continue|default|delegate|"
    r"delete|do|double|else|eltypedef|end|enum|explicit|export|external|float|for|"
    r"friend|function|global|goto|if|in|inline|int|local|long|mata|matrix|"
    r"namespace|new|null|pointer|polymorphic|pragma|private|protected|public|quad|"
    r"real|return|rowvector|scalar|short|signed|static|str|string|strl|struct|"
    r"super|switch|template|this|throw|transmorphic|try|typedef|typename|union|"
    r"unsigned|using|vector|version|virtual|void|volatile|while|with|str\d+"
)
"""Words that are no names of columns in Stata, in small letters."""

MADE = dt.datetime(2000, 1, 1)
"""Stands for the time at which a file was made: the same table, the same bytes."""


def write_stata(frame: pd.DataFrame, handle: IO[bytes], style: TableStyle) -> None:
    """Write a table as a file of Stata 14 or newer.

    Levels that had codes in the source are written as these codes with their labels;
    a name that Stata does not allow is changed, and kept as the label of its column.

    Parameters
    ----------
    frame : DataFrame
        The table; its index is not written.
    handle : file object
        What to write to.
    style : TableStyle
        The codes of its levels, and the titles of its columns.

    Raises
    ------
    InputError
        If Stata cannot hold the table.

    Warns
    -----
    InputWarning
        If names were changed.
    """
    check_stata(frame)
    names = names_for_stata([str(name) for name in frame.columns])
    titles = _titles(style)
    columns: dict[str, pd.Series] = {}
    value_labels: dict[Hashable, dict[float, str]] = {}
    for (old, column), new in zip(frame.items(), names.values(), strict=True):
        levels = _codes_of(column, style.of(str(old)).codes)
        columns[new] = _plain(column) if levels is None else _coded(column, levels)
        if levels is not None:
            value_labels[new] = {code: label for label, code in levels.items()}
    table = pd.DataFrame(columns)
    table.to_stata(
        handle,
        write_index=False,
        version=118,
        time_stamp=MADE,
        convert_dates={
            name: _unit(table[name]) for name in table if _is_date(table[name])
        },
        value_labels=value_labels,
        variable_labels={
            new: titles.get(old, old if old != new else "")[:LONGEST_LABEL]
            for old, new in names.items()
        },
    )
    _warn_of_names(names)


def names_for_stata(names: list[str]) -> dict[str, str]:
    """Find names that Stata allows.

    Parameters
    ----------
    names : list of str
        The names of the columns.

    Returns
    -------
    dict of str to str
        What each is called in Stata: letters, digits and underscores, at most 32.

    Examples
    --------
    >>> from skl_synth.files.stata_writing import names_for_stata
    >>> names_for_stata(["age", "blood pressure (mmHg)", "1st"])
    {'age': 'age', 'blood pressure (mmHg)': 'blood_pressure__mmHg_', '1st': '_1st'}
    """
    found: dict[str, str] = {}
    taken = {name for name in names if _allowed(name) == name}
    for name in names:
        new = _allowed(name)
        number = 2
        while new != name and new in taken:
            end = f"_{number}"
            new = _allowed(name)[: LONGEST_NAME - len(end)] + end
            number += 1
        taken.add(new)
        found[name] = new
    return found


def _allowed(name: str) -> str:
    plain = re.sub(r"\W", "_", name)
    if not plain or plain[0].isdigit() or RESERVED.fullmatch(plain.lower()):
        plain = f"_{plain}"
    return plain[:LONGEST_NAME]


def check_stata(frame: pd.DataFrame) -> None:
    """Refuse a table that Stata cannot hold.

    Parameters
    ----------
    frame : DataFrame
        The table.

    Raises
    ------
    InputError
        If it has too many columns, or numbers that Stata does not have.
    """
    if len(frame.columns) > MOST_COLUMNS:
        raise InputError(
            "Stata holds {most} columns, and the table has {n}",
            most=MOST_COLUMNS,
            n=len(frame.columns),
            remedies=["give the output a name that ends in .csv"],
        )
    for name, column in frame.items():
        if not pd.api.types.is_numeric_dtype(column.dtype):
            continue
        given = [value for value in python_values(column) if value is not None]
        odd = [one for one in given if not abs(one) <= _largest(one)]
        if odd:
            raise InputError(
                "column {column!r} holds {value!r}, a number that Stata does not have",
                column=name,
                value=odd[0],
                remedies=["give the output a name that ends in .csv"],
            )


def _largest(value: float) -> float:
    return EXACT if isinstance(value, int) else 8.9e307


def _titles(style: TableStyle) -> dict[str, str]:
    fields = (style.described or {}).get("fields", [])
    return {one["name"]: one["title"] for one in fields if one.get("title")}


def _codes_of(column: pd.Series, codes: Mapping[str, Any]) -> dict[str, int] | None:
    """The codes of the levels that some row has; None where Stata has none for them."""
    given = [value for value in codes.values() if isinstance(value, int | float)]
    if not codes or len(given) < len(codes) or any(value % 1 for value in given):
        return None
    levels = dict.fromkeys(one for one in python_values(column) if one is not None)
    free = int(max(given)) + 1
    found: dict[str, int] = {}
    for level in levels:
        if level not in codes:
            found[str(level)] = free
            free += 1
        else:
            found[level] = int(codes[level])
    return found


def _coded(column: pd.Series, levels: dict[str, int]) -> pd.Series:
    cells = [
        np.nan if value is None else levels[str(value)]
        for value in python_values(column)
    ]
    codes = pd.Series(cells)
    return codes if codes.isna().any() else codes.astype(np.int32)


def _plain(column: pd.Series) -> pd.Series:
    """Make numbers, dates or text of a column of any type."""
    values = python_values(column)
    given = [value for value in values if value is not None]
    if given and all(isinstance(one, int | float) for one in given):
        return _numbers(values, given)
    if given and all(isinstance(one, dt.datetime) for one in given):
        return pd.Series(values, dtype="datetime64[ns]")
    texts = ["" if value is None else text_of_cell(value) for value in values]
    return pd.Series(texts, dtype=object)


def _numbers(values: list[Any], given: list[Any]) -> pd.Series:
    is_whole = len(given) == len(values) and all(isinstance(one, int) for one in given)
    if not is_whole:
        return pd.Series(
            [np.nan if value is None else float(value) for value in values]
        )
    largest = max(abs(int(one)) for one in given)
    smallest_type = next(
        (kind for kind, most in _INTEGERS.items() if largest <= most), np.float64
    )
    return pd.Series([int(value) for value in values]).astype(smallest_type)


_INTEGERS: dict[type, int] = {np.int8: 100, np.int16: 32_740, np.int32: 2_147_483_620}
"""The largest whole numbers of Stata's types; those above stand for missing ones."""


def _is_date(column: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(column.dtype)


def _unit(column: pd.Series) -> Literal["td", "tc"]:
    days = column.dropna()
    return "td" if (days == days.dt.normalize()).all() else "tc"


def _warn_of_names(names: dict[str, str]) -> None:
    changed = {old: new for old, new in names.items() if old != new}
    if changed:
        old, new = next(iter(changed.items()))
        warn(
            "{n} columns have names that Stata does not allow, and got others, such as "
            "{new} for {column!r}; the old name is the label of the column",
            column=old,
            n=len(changed),
            new=new,
            stacklevel=4,
        )
