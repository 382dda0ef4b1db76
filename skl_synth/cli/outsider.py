"""Who looks at a release from outside: what they know, and would like to know."""

from __future__ import annotations

import csv
from typing import Any

from skl_synth.cli.given_files import check_column
from skl_synth.cli.source import Source
from skl_synth.errors import InputError


def read_outsider(
    quasi_identifiers: str | None, secrets: str | None, source: Source
) -> dict[str, Any]:
    """Read the columns of --quasi-identifiers and --secrets.

    Parameters
    ----------
    quasi_identifiers, secrets : str or None
        Names with commas between them; one that holds a comma stands in quotes.
    source : Source
        The table whose columns they are.

    Returns
    -------
    dict of str to list of str, or None
        The parameters of an audit.

    Raises
    ------
    InputError
        If a column is not in the table, or the target is said to be known.
    """
    found = {
        "quasi_identifiers": _names(quasi_identifiers),
        "secrets": _names(secrets),
    }
    for parameter, names in found.items():
        option = f"--{parameter.replace('_', '-')}"
        for name in names or ():
            check_column(name, source.frame, f"{source.path}, {option}")
    if source.target in (found["quasi_identifiers"] or ()):
        raise InputError(
            "--quasi-identifiers names the target {column!r}, which models predict",
            column=source.target,
            remedies=["leave it out", "name it with --secrets"],
        )
    return found


def _names(text: str | None) -> list[str] | None:
    if text is None:
        return None
    # As in a file: a name with a comma stands in quotes.
    cells = next(csv.reader([text], skipinitialspace=True), [])
    return [cell.strip() for cell in cells]
