"""Times and their events, as a dictionary lists them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

from skl_synth.errors import InputError
from skl_synth.table.dictionary.dictionary_field import Field
from skl_synth.table.dictionary.schema_shapes import OURS, as_mapping
from skl_synth.table.schema import Schema
from skl_synth.table.values import some_of


def survival_from(written: Any, fields: Sequence[Field]) -> dict[str, Any]:
    """Read which times and events belong together.

    Parameters
    ----------
    written : mapping or None
        The event of each time: its column, or a list of its column and its level.
    fields : sequence of Field
        The columns.

    Returns
    -------
    dict of str to object
        The same.

    Raises
    ------
    InputError
        If it is no mapping, or names what is no column.
    """
    said = as_mapping(written, "survival", at=(OURS, "survival"))
    known = [one.name for one in fields]
    for time, event in said.items():
        is_list = isinstance(event, list | tuple) and len(event) == 2
        for name in (time, event[0] if is_list else event):
            if name not in known:
                raise InputError(
                    "{parameter} names {value!r}, and the columns are {columns}",
                    parameter="survival",
                    value=name,
                    columns=some_of(known, 20),
                    at=(OURS, "survival", time),
                    remedies=[
                        'write a time and its event, {{"time": "died"}}, or with the '
                        'level that is the event, {{"time": ["status", 2]}}'
                    ],
                )
    return {time: _plain(event) for time, event in said.items()}


def survival_of(schema: Schema, target: str | None) -> dict[str, Any]:
    """Write which times and events of a table belong together.

    Parameters
    ----------
    schema : Schema
        The table.
    target : str or None
        What the target is called in the dictionary.

    Returns
    -------
    dict of str to object
        For a dictionary.
    """
    return {
        str(one.time): [
            str(target if one.in_target else one.event),
            one.level.item() if hasattr(one.level, "item") else one.level,
        ]
        for one in schema.survival
    }


def survival_said(
    known: Mapping[str, Any], names: Mapping[str, Hashable], given: Any
) -> Any:
    """Merge what a dictionary says into what else is said, which overrules it.

    Parameters
    ----------
    known : mapping of str to object
        From the dictionary.
    names : mapping of str to hashable
        The columns of the table, and the target, by their names in the dictionary.
    given : mapping of time to event, or None
        What else is said.

    Returns
    -------
    mapping or None
        All of it.
    """
    if given is not None:
        return given
    return {
        names[time]: (names.get(event[0], event[0]), event[1])
        if isinstance(event, list)
        else names.get(event, event)
        for time, event in known.items()
        if time in names
    } or None


def survival_without(
    known: Mapping[str, Any], names: Collection[str]
) -> dict[str, Any]:
    """Leave out pairs of which a column is left out.

    Parameters
    ----------
    known : mapping of str to object
        From the dictionary.
    names : collection of str
        The columns that are left out.

    Returns
    -------
    dict of str to object
        The other pairs.
    """
    return {
        time: event
        for time, event in known.items()
        if time not in names
        and (event[0] if isinstance(event, list) else event) not in names
    }


def _plain(event: Any) -> Any:
    return list(event) if isinstance(event, list | tuple) else event
