"""The ways that are left once all settings of the ladder were refused."""

from __future__ import annotations

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.release.held_margins import Margin
from skl_synth.release.ladder_report import RungOutcome

MORE_PEOPLE = Remedy(
    "use more people: what is disclosed about each becomes less by itself"
)

WITH_GUARANTEE = Remedy(
    "ask for a formal guarantee, {setting}, with a dictionary of the public bounds and "
    "levels, {dictionary}",
    Setting("epsilon", 1.0),
)

COLUMNS_ALONE = Remedy(
    "the same of each column alone, where that is enough, {setting}",
    Setting("fidelity", "columns"),
)
"""Beside a guarantee: without noise, exact counts of single columns may say more of who
was counted than what was refused."""

DICTIONARY = Setting("dictionary", "patients.json")
"""An example of what is to be typed."""


def ways_after(
    rungs: tuple[RungOutcome, ...],
    margins: tuple[Margin, ...] | None,
) -> InputError | None:
    """Say what can be done where nothing coarser is left, or was tried.

    Parameters
    ----------
    rungs : tuple of RungOutcome
        The settings; none where one was asked for.
    margins : tuple of tuple of str, or None
        What the release holds, where it holds chosen margins alone.

    Returns
    -------
    InputError or None
        To be put into words; None where a synthesizer of the user's was judged.
    """
    ways = [MORE_PEOPLE, WITH_GUARANTEE, COLUMNS_ALONE]
    if _are_columns(margins):
        ways.remove(COLUMNS_ALONE)
    if not rungs:
        return None if margins is None else _after_margins(ways)
    tried = [one for one in rungs if one.was_tried]
    return InputError(
        "{n} settings were tried, the coarsest last ({names}), and what is said here "
        "is of the last that made a table",
        n=len(tried),
        names=", ".join(f"{one.name}: {one.outcome}" for one in tried),
        remedies=ways,
        dictionary=DICTIONARY,
    )


def _after_margins(ways: list[Remedy]) -> InputError:
    return InputError(
        "the margins alone disclose it", remedies=ways, dictionary=DICTIONARY
    )


def _are_columns(margins: tuple[Margin, ...] | None) -> bool:
    """Whether each column stands alone already, the coarsest that there is."""
    return margins is not None and all(len(margin) == 1 for margin in margins)
