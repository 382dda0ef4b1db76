"""The options that say what is given of rows, and how many there are to be."""

from __future__ import annotations

from typing import Any

import click

from skl_synth.cli.options import FILE

_OPTIONS = (
    click.option(
        "--given",
        multiple=True,
        metavar="COL=VALUE",
        help="Only rows with this value: sex=F. A range: age=80.. (from 80), age=..90, "
        "age=80..90. The same column again: one of several values. Nothing behind the "
        "sign: a missing value. Of several columns all hold.",
    ),
    click.option(
        "--given-rows",
        type=FILE,
        metavar="ROWS.csv",
        help="A file of some of the columns: each of its rows is completed to a whole "
        "one, in their order.",
    ),
    click.option(
        "--rows",
        type=click.IntRange(min=0),
        metavar="N",
        help="How many synthetic rows, shared among the classes as in TABLE; with "
        "--given as they are under the condition.",
    ),
)


def given_options(command: Any) -> Any:
    """Give a command the options that say what is given of its rows.

    Parameters
    ----------
    command : callable
        The command.

    Returns
    -------
    callable
        The same, with the options.
    """
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
