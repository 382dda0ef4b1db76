"""Kinds that a dictionary says and a column cannot have: the dictionary is named."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.dictionary.data_dictionary import DataDictionary
from skl_synth.table.schema import Schema, infer_schema
from skl_synth.table.unreadable_columns import UnreadableColumnsError


def infer_by_dictionary(
    dictionary: DataDictionary | None,
    overruled: Any,
    frame: pd.DataFrame,
    **said: Any,
) -> Schema:
    """Infer what a table is, once a dictionary was merged into what is said of it.

    Parameters
    ----------
    dictionary : DataDictionary or None
        What is known; None for nothing.
    overruled : "infer" or mapping of column to kind
        Kinds that the user has given besides, which overrule the dictionary.
    frame : DataFrame
        The table.
    **said : object
        As for `infer_schema`.

    Returns
    -------
    Schema
        What the columns are.

    Raises
    ------
    UnreadableColumnsError
        If columns cannot be read. Where it is the dictionary that gives a column a kind
        that it cannot have, the error says so.
    """
    try:
        return infer_schema(frame, **said)
    except UnreadableColumnsError as error:
        if dictionary is None:
            raise
        given = overruled if isinstance(overruled, Mapping) else {}
        described = {one.name for one in dictionary.fields} - set(map(str, given))
        raise UnreadableColumnsError(
            {name: _named(name, one, described) for name, one in error.reasons.items()}
        ) from error


def _named(name: Hashable, reason: ValueError, described: set[str]) -> ValueError:
    if (
        not isinstance(reason, InputError)
        or reason.parameter != "column_kinds"
        or str(name) not in described
    ):
        return reason
    message = reason.message
    return InputError(
        message.problem,
        column=message.column,
        parameter="dictionary",
        value=message.value,
        remedies=["correct its kind there", *message.remedies],
        **message.fields,
    )
