"""Survival times: a column of times, and the one that says how each time ended."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.table.containers import column_name
from skl_synth.table.foreign import as_pandas
from skl_synth.table.level_keys import key_of
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.values import some_of
from skl_synth.table.variables import NumberVariable, OneHotVariable

TIME_KINDS = ("continuous", "integer", "timedelta")
"""Kinds that a time may have: how long, not when."""

EVENT_KINDS = ("binary", "category", "ordinal", "constant")
"""Kinds of what says how a time ended."""

HAPPENED = ("1", "true", "yes", "event", "dead", "died", "death", "failure")
NOT_YET = ("0", "false", "no", "censored", "alive")
"""Words that leave no doubt which of two levels is the event."""


@dataclass(frozen=True)
class SurvivalPair:
    """A time, and what says whether it ended with the event or was censored.

    Parameters
    ----------
    time : hashable
        The column of the times.
    event : hashable
        The column, or the target, that says how each ended.
    level : object
        The level of it that is the event; all others are censored.
    in_target : bool, default=False
        Whether the target says how a time ended.
    """

    time: Hashable
    event: Hashable
    level: Any
    in_target: bool = False

    @property
    def columns(self) -> tuple[Hashable, ...]:
        """The columns of the table that belong together."""
        return (self.time,) if self.in_target else (self.time, self.event)


def with_survival(
    schema: Schema,
    rows: EncodedRows,
    said: Mapping[Hashable, Any] | None,
    y: Any,
    *,
    named: bool,
) -> Schema:
    """Note in a schema which times and events belong together.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    rows : EncodedRows
        The real rows.
    said : mapping of time to event, or None
        What the user says; an event may be a pair of its column and its level.
    y : array-like or None
        The target.
    named : bool
        Whether the columns have names of their own; those of an array go by position.

    Returns
    -------
    Schema
        The schema with its pairs.

    Raises
    ------
    InputError
        If a column is not there or of another kind, a time is negative, it is not
        known which level is the event, or a column is named twice.
    """
    pairs: list[SurvivalPair] = []
    for time, event in (said or {}).items():
        event, level = event if _is_with_level(event) else (event, None)
        if not named:
            time, event = (_by_position(one, schema) for one in (time, event))
        _check_time(time, schema, rows)
        pairs.append(_pair(time, event, level, schema, y))
    _check_once(pairs)
    return replace(schema, survival=tuple(pairs)) if pairs else schema


def event_level(
    levels: list[Any], wanted: Any, name: Hashable, time: Hashable = "time"
) -> Any:
    """Find which level is the event.

    Parameters
    ----------
    levels : list
        The levels of the column, none of them missing.
    wanted : object or None
        What the user calls it, perhaps typed as text; None where one level leaves no
        doubt, such as the 1 of 0 and 1.
    name : hashable
        The column.
    time : hashable, default="time"
        The column of the times, for messages.

    Returns
    -------
    object
        One of the levels.

    Raises
    ------
    InputError
        If there is no such level, or more than one could be meant.

    Examples
    --------
    >>> from skl_synth.table.survival_pairs import event_level
    >>> event_level(["alive", "dead"], None, "status")
    'dead'
    >>> event_level([1, 2], "2", "status")
    2
    """
    by_key = {key_of(one): one for one in levels}
    if wanted is not None:
        if key_of(wanted) in by_key:
            return by_key[key_of(wanted)]
        raise InputError(
            "{parameter} calls {value!r} the event, and column {column!r} holds "
            "{levels}",
            column=name,
            parameter="survival",
            value=wanted,
            levels=some_of(levels),
            remedies=["name one of these levels"],
        )
    found = clear_event(by_key)
    if found is not None:
        return found
    if len(by_key) == 1 and {one.lower() for one in by_key} <= set(NOT_YET):
        # All are censored: no level is the event.
        return 1
    raise InputError(
        "{parameter} names {column!r}, and does not say which of its values {levels} "
        "is the event",
        column=name,
        parameter="survival",
        levels=some_of(levels),
        remedies=[
            Remedy(
                "if it is {one!r}, say {setting}",
                Setting("survival", {time: (name, levels[-1])}),
            ),
            "name another one in its place",
        ],
        one=levels[-1],
    )


def clear_event(by_key: Mapping[str, Any]) -> Any:
    """Find the level that is the event, where their words leave no doubt.

    Parameters
    ----------
    by_key : mapping of str to object
        The levels, by their keys.

    Returns
    -------
    object or None
        One of them; None where it has to be said.

    Examples
    --------
    >>> from skl_synth.table.survival_pairs import clear_event
    >>> clear_event({"0": 0, "1": 1}), clear_event({"dead": "dead", "lost": "lost"})
    (1, None)
    """
    words = {one.lower() for one in by_key}
    happened = [one for one in by_key if one.lower() in HAPPENED]
    if len(happened) == 1 and words - {happened[0].lower()} <= set(NOT_YET):
        return by_key[happened[0]]
    return None


def _is_with_level(event: Any) -> bool:
    return isinstance(event, list | tuple) and len(event) == 2


def _by_position(name: Any, schema: Schema) -> Hashable:
    found: Hashable = column_name(name, pd.DataFrame(columns=schema.columns))
    return found


def _check_time(time: Hashable, schema: Schema, rows: EncodedRows) -> None:
    variable = _variable(time, schema)
    if not isinstance(variable, NumberVariable) or variable.kind not in TIME_KINDS:
        dates = variable.kind == "datetime"
        raise InputError(
            "{parameter} takes {column!r} for the time, which is of kind {kind}, and a "
            "time is a number: how long, not when",
            column=time,
            parameter="survival",
            kind=variable.kind,
            remedies=[
                "give the time since entry, such as days from the first date to the "
                "last"
                if dates
                else Remedy("say {setting}", Setting("column_kinds", {time: "integer"}))
            ],
        )
    times = rows.numbers[:, [one.name for one in schema.numbers].index(time)]
    if (times < 0).any():
        raise InputError(
            "{parameter} takes {column!r} for the time, and it holds {value}: a time "
            "is never negative",
            column=time,
            parameter="survival",
            value=float(np.nanmin(times)),
            remedies=[
                "correct these rows",
                Remedy(
                    "if it stands for a missing value, say {setting}",
                    Setting("special_values", {time: [float(np.nanmin(times))]}),
                ),
            ],
        )


def _variable(name: Hashable, schema: Schema) -> Any:
    """Find a column; one of a one-hot group stands for the group."""
    found = [one for one in schema.variables if name in one.columns]
    if found:
        return found[0]
    raise InputError(
        "{parameter} names {value!r}, which is no column of the table; its columns are "
        "{columns}",
        parameter="survival",
        value=name,
        columns=some_of(list(schema.columns), 20),
        remedies=[
            "name the column of the times, then that of the events",
            Remedy(
                "pass both as columns of X, and no target (an event as target goes by "
                "its name, y.rename('died'))",
                only="python",
            ),
        ],
    )


def _pair(
    time: Hashable, event: Hashable, level: Any, schema: Schema, y: Any
) -> SurvivalPair:
    is_target = y is not None and event == getattr(y, "name", None)
    if is_target and event not in schema.columns:
        known = pd.Series(np.asarray(as_pandas(y)).ravel()).dropna().unique()
        found = event_level(known.tolist(), level, event, time)
        return SurvivalPair(time, event, found, in_target=True)
    variable = _variable(event, schema)
    if isinstance(variable, OneHotVariable) or variable.kind not in EVENT_KINDS:
        raise InputError(
            "{parameter} takes {column!r} for the event, which is of kind {kind}, and "
            "an event is a column of levels, such as 0 and 1",
            column=event,
            parameter="survival",
            kind=variable.kind,
            remedies=[
                "make one column of the group"
                if isinstance(variable, OneHotVariable)
                else Remedy(
                    "say {setting}", Setting("column_kinds", {event: "category"})
                )
            ],
        )
    levels = list(getattr(variable, "known", []))
    return SurvivalPair(time, event, event_level(levels, level, event, time))


def _check_once(pairs: list[SurvivalPair]) -> None:
    names = [name for one in pairs for name in (one.time, one.event)]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise InputError(
                "{parameter} names {value!r} twice, and a time has one event",
                parameter="survival",
                value=name,
                remedies=["give each time and each event a column of its own"],
            )
