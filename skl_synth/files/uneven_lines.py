"""What is said of lines that do not fit the others, or whose quotes do not close."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from skl_synth.errors import InputError, Remedy, Setting

MOST_NAMED = 100
"""So many lines can be left out one by one; more of them are no slip."""

_MORE = {1: "", 2: ", as in one more line", 3: ", as in {others} more lines"}
_WORDS = {
    "unexpected end": "a double quote is opened here and never closed",
    "expected after": "text follows a closing double quote; within a quoted value each "
    "double quote is written twice",
    "field larger": "a value is longer than {most} characters, as where a double quote "
    "is never closed",
}


def uneven_error(
    path: Path, widths: Iterable[tuple[int, int]], n_columns: int, mark: str
) -> InputError:
    """Make the error of lines with more or fewer values than there are columns.

    Parameters
    ----------
    path : Path
        The file, for the message.
    widths : iterable of (int, int)
        Line and number of values, of all rows or of those that do not fit.
    n_columns : int
        Number of columns.
    mark : str
        What stands between two values.

    Returns
    -------
    InputError
        The error, with the first such line and how all of them are left out.
    """
    odd = [(line, width) for line, width in widths if width != n_columns]
    (line, n_values), n_lines = odd[0], len(odd)
    remedies: list[Remedy | str] = ["correct the line"]
    if n_lines <= MOST_NAMED:
        lines = Setting("drop_lines", tuple(number for number, _ in odd))
        remedies.append(Remedy("leave such lines out, {setting}", lines))
        remedies.append("put a value that holds {mark!r} into double quotes")
    else:
        remedies = [
            "export the table anew, with text in double quotes: values seem to hold "
            "{mark!r} without them, or something else stands between them in some lines"
        ]
    return InputError(
        "{path}, line {line}: the header names {n_columns} columns, but there are "
        "{n_values} values" + _MORE[min(n_lines, 3)],
        path=path,
        line=line,
        n_columns=n_columns,
        n_values=n_values,
        others=n_lines - 1,
        mark=mark,
        remedies=remedies,
    )


def quote_error(path: Path, line: int, error: csv.Error) -> InputError:
    """Put into words what is wrong with the double quotes of a row.

    Parameters
    ----------
    path : Path
        The file, for the message.
    line : int
        The line in which the row begins.
    error : csv.Error
        What was found.

    Returns
    -------
    InputError
        The error, with the line and how it is left out.
    """
    found = (words for sign, words in _WORDS.items() if sign in str(error))
    return InputError(
        "{path}, line {line}: " + next(found, "it cannot be split into values"),
        path=path,
        line=line,
        most=csv.field_size_limit(),
        remedies=[
            "check the double quotes",
            Remedy("leave the line out, {setting}", Setting("drop_lines", (line,))),
        ],
    )
