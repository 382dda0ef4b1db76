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
        raise named_by(dictionary, overruled, error) from error


def named_by(
    dictionary: DataDictionary, overruled: Any, error: UnreadableColumnsError
) -> UnreadableColumnsError:
    """Say where it is the dictionary that gives a column a kind it cannot have.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    overruled : "infer" or mapping of column to kind
        Kinds that the user has given besides, which overrule the dictionary.
    error : UnreadableColumnsError
        What is wrong with the columns.

    Returns
    -------
    UnreadableColumnsError
        The same, with the dictionary named.
    """
    given = overruled if isinstance(overruled, Mapping) else {}
    described = {one.name for one in dictionary.fields} - set(map(str, given))
    return UnreadableColumnsError(
        {name: _named(name, one, described) for name, one in error.reasons.items()}
    )


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
