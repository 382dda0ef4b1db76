"""The one command to type next, with what was typed already."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

NOT_AGAIN = frozenset({"table", "write", "output", "dictionary"})
"""What is said anew in each command."""


def generate_command(table: Path, typed: Iterable[str], more: Iterable[str]) -> str:
    """Write how a synthetic table is made of the one that was inspected.

    Parameters
    ----------
    table : Path
        The file of the real rows.
    typed : iterable of str
        The options of the table that were typed.
    more : iterable of str
        Options besides.

    Returns
    -------
    str
        The command.
    """
    words = ["skl-synth", "generate", str(table), *typed, *more]
    return shlex.join([*words, "--output", str(free_name("synthetic", ".csv"))])


def inspect_command(table: Path, typed: Iterable[str]) -> str:
    """Write how a first dictionary is made of the table that was inspected.

    Parameters
    ----------
    table : Path
        The file of the real rows.
    typed : iterable of str
        The options of the table that were typed.

    Returns
    -------
    str
        The command.
    """
    words = ["skl-synth", "inspect", str(table), *typed]
    return shlex.join([*words, "--write", str(free_name("dictionary", ".json"))])


def publish_command(table: Path, typed: Iterable[str], more: Iterable[str]) -> str:
    """Write how a release is made of the table that was inspected, in one folder.

    Parameters
    ----------
    table : Path
        The file of the real rows.
    typed : iterable of str
        The options of the table that were typed.
    more : iterable of str
        Options besides.

    Returns
    -------
    str
        The command.
    """
    words = ["skl-synth", "publish", str(table), *typed, *more]
    return shlex.join([*words, "--pack", str(free_name("release_pack", ""))])


def free_name(stem: str, suffix: str) -> Path:
    """Name a file that is not there yet.

    Parameters
    ----------
    stem, suffix : str
        How it is called, unless that is taken.

    Returns
    -------
    Path
        In the folder where the command runs.
    """
    path, number = Path(f"{stem}{suffix}"), 2
    while path.exists():
        path, number = Path(f"{stem}{number}{suffix}"), number + 1
    return path


def typed_options() -> list[str]:
    """Give the options of the running command as they were typed.

    Returns
    -------
    list of str
        Without those that each command says anew; none where no command runs.
    """
    context = click.get_current_context(silent=True)
    if context is None:
        return []
    words: list[str] = []
    for option in context.command.params:
        name = str(option.name)
        source = context.get_parameter_source(name)
        if name in NOT_AGAIN or source is not ParameterSource.COMMANDLINE:
            continue
        words += _words_of(option, context.params.get(name))
    return words


def _words_of(option: click.Parameter, value: Any) -> list[str]:
    """Write one option; what is not exposed to the command has no value."""
    name = option.opts[0]
    if value is None:
        return []
    if isinstance(value, bool):
        return [name] if value else []
    if option.multiple:
        return [word for one in value for word in (name, str(one))]
    if isinstance(value, tuple):
        return [name, ",".join(map(str, value)) or "none"]
    return [name, str(value)]
