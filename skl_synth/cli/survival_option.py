"""The option --survival, and how it is typed; nothing but click is needed for it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

import click

survival_option = click.option(
    "--survival",
    multiple=True,
    metavar="TIME:EVENT",
    help="The column of survival times, and the one that says whether each ended with "
    "the event or was censored, such as days:died; or days:status=2, with the value "
    "that is the event. Both of a row are made together; may be given several times.",
)


def type_survival(option: str, pairs: Any) -> str | None:
    """Write what is to be typed for pairs.

    Parameters
    ----------
    option : str
        The option.
    pairs : mapping of time to event
        As the parameter of `TableEncoder`.

    Returns
    -------
    str or None
        The option for each pair; None where there is none.
    """
    if not isinstance(pairs, Mapping) or not pairs:
        return None
    texts = [
        f"{time}:{event[0]}={event[1]}"
        if isinstance(event, list | tuple)
        else f"{time}:{event}"
        for time, event in pairs.items()
    ]
    return " ".join(f"{option} {shlex.quote(text)}" for text in texts)
