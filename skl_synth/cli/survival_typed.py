"""--survival TIME:EVENT: which column is a time, and which says how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.values import some_of


def survival_typed(
    typed: Sequence[str], frame: pd.DataFrame
) -> dict[str, str | tuple[str, str]] | None:
    """Read which columns belong together.

    Parameters
    ----------
    typed : sequence of str
        What was typed, each as ``TIME:EVENT`` or ``TIME:EVENT=VALUE``.
    frame : DataFrame
        The table: names may hold a colon, or an equals sign.

    Returns
    -------
    dict or None
        As the parameter of `TableEncoder`; None where nothing was typed.

    Raises
    ------
    InputError
        If there are no such columns.
    """
    return dict(_pair(one, list(frame.columns)) for one in typed) or None


def _pair(text: str, columns: list[str]) -> tuple[str, Any]:
    for place, sign in enumerate(text):
        time, event = text[:place], text[place + 1 :]
        if sign != ":" or time not in columns:
            continue
        if event in columns:
            return time, event
        for end, mark in enumerate(event):
            if mark == "=" and event[:end] in columns:
                return time, (event[:end], event[end + 1 :])
    raise InputError(
        "--survival {value!r} is no time and event of the table, whose columns are "
        "{columns}",
        parameter="survival",
        value=text,
        columns=some_of(columns, 20),
        remedies=[
            "type the column of the times, a colon, and the column of the events, such "
            "as --survival days:died",
            "name the value that is the event, too: --survival days:status=2",
        ],
    )
