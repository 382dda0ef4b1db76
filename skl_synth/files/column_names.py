"""Names of columns as they are used: none empty, no two alike, no blanks about them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from skl_synth.errors import Remedy, Setting, warn
from skl_synth.files.delimited import Cells

INDEX = re.compile(r"Unnamed: ?0|index|X", re.ASCII)
"""How programs call a column that had no name."""

LEAST_ROWS = 10
"""In fewer rows, anything may count."""


@dataclass(frozen=True)
class ColumnNames:
    """The names of the columns of a file.

    Parameters
    ----------
    used : list of str
        The names by which they are known here.
    written : mapping of str to str or None
        How those are written that stand otherwise in the file; None for not at all.
    nameless, repeated : list of str
        Those that have no name in the file, and those whose name another one has.
    """

    used: list[str]
    written: Mapping[str, str | None] = field(default_factory=dict)
    nameless: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)


def numbered_names(n_columns: int) -> ColumnNames:
    """Make names for a file that has none.

    Parameters
    ----------
    n_columns : int
        Number of columns.

    Returns
    -------
    ColumnNames
        ``column_1`` and so on.
    """
    return ColumnNames([_numbered(place) for place in range(n_columns)])


def _numbered(place: int) -> str:
    return f"column_{place + 1}"


def column_names(header: Sequence[str | None]) -> ColumnNames:
    """Make the names of a header unique.

    Parameters
    ----------
    header : sequence of str or None
        The names as they stand in the file; None for a column that the header leaves
        out.

    Returns
    -------
    ColumnNames
        The names, and which of them are others in the file.

    Examples
    --------
    >>> from skl_synth.files.column_names import column_names
    >>> names = column_names(["age", "", " sex", "age"])
    >>> names.used
    ['age', 'column_2', 'sex', 'age_2']
    >>> names.written
    {'column_2': '', 'sex': ' sex', 'age_2': 'age'}
    """
    taken = {_plain(name) for name in header}
    used: list[str] = []
    nameless: list[str] = []
    repeated: list[str] = []
    for place, name in enumerate(header):
        plain = _plain(name)
        if not plain:
            plain = _free(_numbered(place), taken)
            nameless.append(plain)
        elif plain in used:
            plain = _free(plain, taken)
            repeated.append(plain)
        taken.add(plain)
        used.append(plain)
    written = {
        plain: name for plain, name in zip(used, header, strict=True) if plain != name
    }
    return ColumnNames(used, written, nameless, repeated)


def _plain(name: str | None) -> str:
    """Take away blanks, and the mark of a comment that the names stand in."""
    return (name or "").strip().removeprefix("# ").strip()


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(one for one in (f"{name}_{n}" for n in count(2)) if one not in taken)


def warn_of_names(names: ColumnNames, path: Path) -> None:
    """Say how columns are called that have no name, or that of another.

    Parameters
    ----------
    names : ColumnNames
        The names.
    path : Path
        The file, for the message.

    Warns
    -----
    InputWarning
        If there are such columns.
    """
    if names.nameless:
        warn(
            "{path} has columns without a name: here they are called {names}, and in "
            "what is written they stand as in the file",
            path=path,
            names=", ".join(names.nameless),
            stacklevel=4,
        )
    if names.repeated:
        name = names.repeated[0]
        warn(
            "{path} has two columns called {column!r}: the second is called {other!r} "
            "here, and in what is written as in the file",
            column=(names.written[name] or "").strip(),
            path=path,
            other=name,
            stacklevel=4,
        )


def warn_of_index(name: str, names: ColumnNames, cells: Cells, path: Path) -> None:
    """Say that the first column has no name and counts the rows.

    Parameters
    ----------
    name : str
        The first column.
    names : ColumnNames
        The names.
    cells : Cells
        Its values.
    path : Path
        The file, for the message.

    Warns
    -----
    InputWarning
        If the column was an index, which is nothing to make more of.
    """
    n_rows = len(cells.codes)
    is_unnamed = name in names.nameless or INDEX.fullmatch(name)
    may_count = len(cells.texts) == n_rows >= LEAST_ROWS
    if is_unnamed and may_count and _counts(cells.texts):
        warn(
            "{path}: its first column {column!r} only counts the rows",
            column=name,
            path=path,
            remedies=[Remedy("leave it out, {setting}", Setting("drop", (name,)))],
            stacklevel=4,
        )


def _counts(texts: Sequence[str]) -> bool:
    for first in (0, 1):
        counted = (str(place) for place in range(first, first + len(texts)))
        if all(text == number for text, number in zip(texts, counted, strict=True)):
            return True
    return False
