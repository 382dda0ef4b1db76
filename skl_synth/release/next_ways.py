"""The ways that are left once all settings of the ladder were refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.release.ladder_report import RungOutcome

MORE_PEOPLE = Remedy(
    "use more people: what is disclosed about each becomes less by itself"
)

COLUMNS_ALONE = Remedy(
    "publish each column alone, {setting}", Setting("fidelity", "columns")
)

WITH_GUARANTEE = Remedy(
    "ask for a formal guarantee, {setting}, with a dictionary of the public bounds and "
    "levels, {dictionary}",
    Setting("epsilon", 1.0),
)

DICTIONARY = Setting("dictionary", "patients.json")
"""An example of what is to be typed."""


def ways_after(
    rungs: tuple[RungOutcome, ...], about: Mapping[str, Any]
) -> InputError | None:
    """Name the settings that were refused, and what can be done instead.

    Parameters
    ----------
    rungs : tuple of RungOutcome
        The settings; none where one was asked for.
    about : mapping of str to object
        What the report says of the table.

    Returns
    -------
    InputError or None
        To be put into words; None where no ladder was walked.
    """
    if not rungs:
        return None
    tried = [one for one in rungs if one.was_tried]
    ways = [MORE_PEOPLE, COLUMNS_ALONE, WITH_GUARANTEE]
    if _has_visits(about) or any(one.name == "columns" for one in tried):
        ways.remove(COLUMNS_ALONE)
    return InputError(
        "{n} settings were tried, the coarsest last ({names}), and what is said here "
        "is of the last that made a table",
        n=len(tried),
        names=", ".join(f"{one.name}: {one.outcome}" for one in tried),
        remedies=ways,
        dictionary=DICTIONARY,
    )


def _has_visits(about: Mapping[str, Any]) -> bool:
    """Whether persons have several rows, which margins know nothing of."""
    return "persons" in about and about["persons"] < about["rows"]
