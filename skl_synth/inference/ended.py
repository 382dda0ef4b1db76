"""How times of a model ended: the column that says so, and which value is the event."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from skl_synth.errors import InputError, Phrase
from skl_synth.table.level_keys import key_of
from skl_synth.table.schema import Schema
from skl_synth.table.survival_pairs import clear_event
from skl_synth.table.values import some_of


@dataclass(frozen=True)
class Ended:
    """A column that says how times ended.

    Parameters
    ----------
    column : hashable or None, default=None
        Its name; None where no times are explained.
    level : object, default=None
        The value that is the event, perhaps typed as text; None where it was not said.
    """

    column: Any = None
    level: Any = None


def events_of(schema: Schema) -> dict[Hashable, Any]:
    """List what is the event of times that were named as such.

    Parameters
    ----------
    schema : Schema
        Of the real table.

    Returns
    -------
    dict
        The event, by its column.
    """
    return {one.event: one.level for one in schema.survival}


def ended_by(
    event: Any, frame: pd.DataFrame, told: Mapping[Hashable, Any] | None = None
) -> Ended:
    """Read what the user calls the event.

    Parameters
    ----------
    event : str, (str, object) or None
        A column; or a column and its value, also typed as ``"status=2"``.
    frame : DataFrame
        The real table: names may hold an equals sign.
    told : mapping, default=None
        The event by its column, where it is known from elsewhere.

    Returns
    -------
    Ended
        The column, which may not be there, and the value.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.inference.ended import ended_by
    >>> frame = pd.DataFrame({"time": [3.0, 4.0], "status": [1, 2]})
    >>> ended_by("status=2", frame)
    Ended(column='status', level='2')
    >>> ended_by(("status", 2), frame)
    Ended(column='status', level=2)
    """
    if isinstance(event, list | tuple) and len(event) == 2:
        return Ended(*event)
    if isinstance(event, str) and event not in frame.columns:
        for end, mark in enumerate(event):
            if mark == "=" and event[:end] in frame.columns:
                return Ended(event[:end], event[end + 1 :])
    if not isinstance(event, Hashable):
        return Ended(event)
    return Ended(event, (told or {}).get(event))


def with_event_last(levels: list[Any], ended: Ended) -> list[Any]:
    """Put the value that is the event behind the others, which are censored.

    Parameters
    ----------
    levels : list
        The values of the column.
    ended : Ended
        Its name, and what is the event if that was said.

    Returns
    -------
    list
        The same values.

    Raises
    ------
    InputError
        If there is no such value, or more than one could be meant.
    """
    by_key = {_key_of(one): one for one in levels}
    if ended.level is None:
        found = clear_event(by_key)
        if found is None:
            raise _in_doubt(levels, ended)
    elif _key_of(ended.level) in by_key:
        found = by_key[_key_of(ended.level)]
    else:
        raise InputError(
            "{parameter} calls {value!r} the event, and column {column!r} holds "
            "{levels}",
            column=ended.column,
            parameter="event",
            value=ended.level,
            levels=some_of(levels),
            remedies=["name one of these values"],
        )
    return [one for one in levels if one != found] + [found]


def _key_of(wanted: Any) -> str:
    """Write a value as the columns of a formula hold it, where flags are numbers."""
    key = key_of(wanted)
    return {"true": "1", "false": "0"}.get(key, key)


def _is_whole(level: Any) -> bool:
    return isinstance(level, float) and level.is_integer()


def _in_doubt(levels: list[Any], ended: Ended) -> InputError:
    # Numbers of a formula are floats, and codes are whole.
    levels = [int(key_of(one)) if _is_whole(one) else one for one in levels]
    choices = [(ended.column, one) for one in levels[:2]]
    python = " or ".join(f"event={one!r}" for one in choices)
    typed = " or ".join(f'--event "{name}={level}"' for name, level in choices)
    return InputError(
        "{parameter} names {column!r}, and does not say which of its values {levels} "
        "is the event",
        column=ended.column,
        parameter="event",
        levels=some_of(levels),
        choices=Phrase(python, typed),
        remedies=["name the one that is, {choices}"],
    )
