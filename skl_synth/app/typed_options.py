"""Options as they would be typed: kept by name, read by the command line itself."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.cli.commands import inspect
from skl_synth.errors import Explained

NOT_TYPED = frozenset({"table", "write", "dictionary", "kinds", "constraints", "debug"})
"""What the page gives by itself, in the dictionary or in place of a file."""

MARKS = ",.;:"
"""What may stand behind the last word of a sentence."""

_TYPED = re.compile(r"""(?<!\S)(--[a-z][a-z-]*)(?: ((?:'[^']*'|"[^"]*"|[^\s'"])+))?""")
"""An option, and the word behind it, in quotation marks where it needs them."""


def option_kinds() -> dict[str, click.Option]:
    """List the options of a table that can be given on the page.

    Returns
    -------
    dict of str to click.Option
        By their names, such as ``--header-row``.
    """
    return {
        one.opts[0]: one
        for one in inspect.params
        if isinstance(one, click.Option) and one.name not in NOT_TYPED
    }


def words_of(options: Mapping[str, str]) -> list[str]:
    """Write options as words of a command.

    Parameters
    ----------
    options : mapping of str to str
        Option and value; several values of one option stand in lines, and an empty
        value leaves the option out.

    Returns
    -------
    list of str
        The words.

    Examples
    --------
    >>> from skl_synth.app.typed_options import words_of
    >>> words_of({"--header-row": "3", "--drop-unclassed": "yes", "--sheet": ""})
    ['--header-row', '3', '--drop-unclassed']
    """
    kinds, words = option_kinds(), []
    for name, value in options.items():
        if not value:
            continue
        if kinds[name].is_flag:
            words.append(name)
            continue
        values = value.split("\n") if kinds[name].multiple else [value]
        words += [word for one in values for word in (name, one)]
    return words


def reading_of(options: Mapping[str, str]) -> dict[str, Any]:
    """Read options as the command line reads them.

    Parameters
    ----------
    options : mapping of str to str
        Option and value.

    Returns
    -------
    dict of str to object
        As `open_source` takes it.

    Raises
    ------
    click.UsageError
        If a value is none of its option.
    """
    # The name stands for the file alone, and is not looked at.
    words = [*words_of(options), "table"]
    with inspect.make_context("inspect", words) as context:
        reading = dict(context.params)
    for name in ("table", "write"):
        del reading[name]
    return reading


def options_in(text: str) -> dict[str, str]:
    """Find the options that a sentence tells to type.

    Parameters
    ----------
    text : str
        A remedy, in the words of the command line.

    Returns
    -------
    dict of str to str
        Option and value, of those that can be given on the page.

    Examples
    --------
    >>> from skl_synth.app.typed_options import options_in
    >>> options_in("give --header-row 3 --drop-last 1")
    {'--header-row': '3', '--drop-last': '1'}
    >>> options_in("leave such lines out, --drop-lines 2,7-9, or call somebody")
    {'--drop-lines': '2,7-9'}
    """
    kinds, found = option_kinds(), {}
    for name, value in _TYPED.findall(text):
        option = kinds.get(name)
        if option is not None and option.is_flag:
            found[name] = "yes"
        elif option is not None and value:
            (word,) = shlex.split(value)
            found[name] = word.rstrip(MARKS) or word
    return found


def ways_out(error: BaseException) -> dict[str, dict[str, str]]:
    """List the remedies of an error that the page can follow by itself.

    Parameters
    ----------
    error : BaseException
        What went wrong.

    Returns
    -------
    dict of str to dict
        The options of each remedy, by how they are typed.
    """
    if not isinstance(error, Explained):
        return {}
    each = [
        replace(error.message, remedies=(one,)).advice(COMMAND_LINE)
        for one in error.remedies
    ]
    found = [options for options in map(options_in, each) if options]
    return {shlex.join(words_of(one)): one for one in found}


def named_file(path: Path) -> str:
    """Write the name of a file so that it is not taken for an option.

    Parameters
    ----------
    path : Path
        A file.

    Returns
    -------
    str
        Its name, in the folder in which the command is typed.
    """
    return f"./{path.name}" if path.name.startswith("-") else path.name
