"""What publish says before the audit begins, or, with --first-look, in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.cli.console import print_text, progress
from skl_synth.cli.source import Source
from skl_synth.errors import InputError
from skl_synth.release import FirstLook, first_look
from skl_synth.release.first_findings import TO_KNOW

LOOKED_AT = ("groups", "encoder", "membership_bound", "group_bound", "folds")
"""What `first_look` takes of what `publish` is asked."""


def report_first_look(source: Source, asked: Mapping[str, Any]) -> None:
    """Say all that a first look shows.

    Parameters
    ----------
    source : Source
        The real table.
    asked : mapping of str to object
        What `publish` is asked.

    Raises
    ------
    InputError
        If a guarantee is asked for, with which no gate decides.
    """
    if asked["epsilon"] is not None:
        raise InputError(
            "--first-look says what gates may refuse, and with --epsilon no gate "
            "decides",
            parameter="epsilon",
            remedies=["leave out one of them"],
        )
    print_text("\nFirst look, for you alone:")
    for line in _look(source, asked).lines(COMMAND_LINE):
        print_text(f"- {line}")


def foretell_refusals(source: Source, asked: Mapping[str, Any]) -> None:
    """Say before the audit what it may refuse, and about how long it takes.

    Parameters
    ----------
    source : Source
        The real table.
    asked : mapping of str to object
        What `publish` is asked.
    """
    if asked["epsilon"] is not None or asked["fidelity"] is not None:
        return
    look = _look(source, asked)
    # What is refused at once is said by the error that follows.
    if not look.will_be_refused:
        for line in look.but(TO_KNOW).lines(COMMAND_LINE):
            print_text(line)


def _look(source: Source, asked: Mapping[str, Any]) -> FirstLook:
    given = {name: asked[name] for name in LOOKED_AT}
    with progress("Looking at the table"):
        return first_look(source.features, source.labels, **given)
