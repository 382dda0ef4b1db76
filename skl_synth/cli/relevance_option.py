"""--relevance: rows of rare values of a number, in place of small classes."""

from __future__ import annotations

from typing import Any

import click

SIDES = ("both", "low", "high")
"""Which values can be said to be rare."""

relevance_option = click.option(
    "--relevance",
    type=click.Choice(SIDES),
    help="Of smote, where --target is a number, with --mode augment: make rows of its "
    "rare values, beyond the whiskers of its box plot on both sides, or on one.",
)


def relevance_of_side(side: str | None) -> Any:
    """Read what was typed.

    Parameters
    ----------
    side : {"both", "low", "high"} or None
        Which values are rare.

    Returns
    -------
    Relevance or None
        As `TypeAwareSMOTE` takes it.
    """
    if side is None:
        return None
    # Help has to be there at once.
    from skl_synth.table.relevance import Relevance

    return Relevance(extremes=side)
