"""How much a release is to hold, as it is typed, and what cannot be typed with it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

from skl_synth.cli.given_files import check_column
from skl_synth.cli.source import Source
from skl_synth.errors import InputError

OF_DICTIONARY = {
    "kinds": "--kinds",
    "one_hot": "--one-hot",
    "baseline": "--baseline",
    "min_category_count": "--min-category-count",
    "min_tail_count": "--min-tail-count",
    "constraints": "--constraints",
}
"""Options that say what the dictionary says of a release with a guarantee."""


def check_reading(reading: Mapping[str, Any]) -> None:
    """Refuse what reads the columns in another way than the dictionary says.

    Parameters
    ----------
    reading : mapping of str to object
        The options of the table.

    Raises
    ------
    InputError
        If one of them was given.
    """
    given = [option for name, option in OF_DICTIONARY.items() if reading[name]]
    if reading["identifiers"] != "surrogate":
        given.append("--identifiers")
    if given:
        raise InputError(
            "{options} cannot be used with --epsilon: what is known of the columns "
            "stands in the dictionary, and what is found in the real rows would get "
            "out",
            options=", ".join(given),
            remedies=["say it in the file of --dictionary"],
        )


def fidelity_of(fidelity: str | None, margins: tuple[str, ...], source: Source) -> Any:
    """Put what was typed into the parameter of `publish`.

    Parameters
    ----------
    fidelity : {"columns"} or None
        Each column alone.
    margins : tuple of str
        Columns that are held together, with commas between them.
    source : Source
        The table whose columns they are.

    Returns
    -------
    "columns", list of tuple of str, or None
        As `publish` takes it.

    Raises
    ------
    InputError
        If both were given, or a column is not in the table.
    """
    if not margins:
        return fidelity
    if fidelity is not None:
        raise InputError(
            "--fidelity {value} and --margin say two things of the same",
            parameter="fidelity",
            value=fidelity,
            remedies=["leave out one of them"],
        )
    # As in a file: a name with a comma stands in quotes.
    found = [tuple(next(csv.reader([text]))) for text in margins]
    for margin in found:
        for name in margin:
            check_column(name, source.frame, f"{source.path}, --margin")
    return found
