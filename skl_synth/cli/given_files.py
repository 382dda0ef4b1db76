"""What was given for a table in files of JSON: kinds of columns, and rules."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pandas as pd

from skl_synth.cli.command_words import KINDS
from skl_synth.errors import InputError
from skl_synth.table.constraints import constraints_from_json
from skl_synth.table.dictionary.dictionary_text import at_its_place, text_of
from skl_synth.table.dictionary.json_places import read_json
from skl_synth.table.values import some_of


def read_kinds(path: Path, frame: pd.DataFrame) -> dict[str, Any]:
    """Read the kinds of columns from a JSON file.

    Parameters
    ----------
    path : Path
        A file with one object: column to kind, or to its levels in order.
    frame : DataFrame
        The table.

    Returns
    -------
    dict of str to str or list
        The kinds.

    Raises
    ------
    OSError
        If the file cannot be read.
    InputError
        If it is no such JSON, a name stands twice in it, or it names an unknown column
        or kind.
    """
    kinds = _read_json(path, "column_kinds")
    if not isinstance(kinds, dict):
        raise InputError(
            "{path} must hold one object of columns and kinds, such as {example}",
            parameter="column_kinds",
            path=path,
            example='{"age": "integer"}',
        )
    for name, kind in kinds.items():
        check_column(name, frame, str(path))
        if not isinstance(kind, list) and kind not in KINDS:
            raise InputError(
                "{path} gives column {column!r} the kind {value!r}; the kinds are "
                "{kinds}, or a list of levels in order, and one-hot columns are given "
                "by --one-hot",
                column=name,
                parameter="column_kinds",
                value=kind,
                path=path,
                kinds=", ".join(KINDS),
            )
    return kinds


def read_rules(path: Path) -> list[Any]:
    """Read constraints from a JSON file.

    Parameters
    ----------
    path : Path
        A file with a list of rules.

    Returns
    -------
    list of constraints
        The rules.

    Raises
    ------
    OSError
        If the file cannot be read.
    InputError
        If it is no such JSON, or a name stands twice in one object.
    """
    rules = _read_json(path, "constraints")
    try:
        return constraints_from_json(rules)
    except ValueError as error:
        raise InputError(
            "{path}: {reason}", parameter="constraints", path=path, reason=error
        ) from error


def _read_json(path: Path, parameter: str) -> Any:
    """Read JSON in which no name stands twice, so that none is passed over."""
    text = text_of(path, parameter)
    with at_its_place(str(path), parameter):
        return read_json(text).value


def check_column(name: str, frame: pd.DataFrame, where: str) -> None:
    """Refuse the name of a column that there is not, and offer those that are like it.

    Parameters
    ----------
    name : str
        What was typed.
    frame : DataFrame
        The table.
    where : str
        The file and the option, for the message.

    Raises
    ------
    InputError
        If there is no such column.
    """
    columns = list(frame.columns)
    if name in columns:
        return
    folded = {column.casefold(): column for column in columns}
    close = difflib.get_close_matches(name.casefold(), folded, n=3)
    if close:
        hint = f"did you mean {some_of([folded[one] for one in close])}?"
    else:
        hint = f"the columns are {some_of(columns, 20)}"
    raise InputError(
        "{where}: there is no column {column!r}; {hint}",
        column=name,
        where=where,
        hint=hint,
    )
