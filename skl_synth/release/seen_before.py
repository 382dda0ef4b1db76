"""What tables of so many people showed before: no measurement of the table at hand."""

from __future__ import annotations

import numpy as np

from skl_synth.errors import InputWarning
from skl_synth.release.release_checks import people_in_classes
from skl_synth.table.real import RealTable

SEEN = {
    "little noise": {300: 0.58, 1_000: 0.57, 2_500: 0.53},
    "half of the people": {300: 0.53, 1_000: 0.53, 2_500: 0.52},
}
"""The worst membership attack on everyone by the number of people, with the first and
the third setting of the ladder: means of simulated patients and of stroke. More columns
disclose more; two runs differ by some hundredths."""

SEEN_OF_CLASS = {39: 0.63, 91: 0.615, 130: 0.55}
"""The same on the smallest class, by its people (of 300, 700 and 1,000 patients)."""

CLOSE = 0.01
"""So near to a bound a run is above it as often as below."""


def seen_of_everyone(table: RealTable, bound: float) -> InputWarning | None:
    """Say what membership attacks reached on tables of so many people.

    Parameters
    ----------
    table : RealTable
        The table.
    bound : float
        What is let through.

    Returns
    -------
    InputWarning or None
        None where tables of that size passed with the first setting.
    """
    n, first = table.n_persons, _at(table.n_persons, SEEN["little noise"])
    coarse = _at(n, SEEN["half of the people"])
    if first < bound - CLOSE:
        return None
    return InputWarning(
        "tables of {n} people reached about {first:.2f} under the worst membership "
        "attack with the first setting, and the bound is {bound}; coarser settings, "
        "which are tried next, about {coarse:.2f} (seen on other tables, not measured "
        "on yours)",
        parameter="membership_bound",
        n=f"{n:,}",
        first=first,
        coarse=coarse,
        bound=bound,
        remedies=["use more people, or fewer columns"],
    )


def seen_of_class(table: RealTable, bound: float) -> InputWarning | None:
    """Say what attacks reached on a smallest class of so many people.

    Parameters
    ----------
    table : RealTable
        The table.
    bound : float
        What is let through.

    Returns
    -------
    InputWarning or None
        None where there are no classes, or such classes passed.
    """
    if table.target.classes is None or len(table.target.classes) < 2:
        return None
    sizes = people_in_classes(table)
    n = int(sizes.min())
    reached = _at(n, SEEN_OF_CLASS)
    # Figures of few people differ by .05 between runs.
    if reached < bound - 4 * CLOSE:
        return None
    return InputWarning(
        "smallest classes of about {n} people, here {value!r}, reached {reached:.2f} "
        "in the mean with the first setting, in some runs .05 more, and the bound is "
        "{bound} (seen on other tables, not measured on yours)",
        parameter="group_bound",
        value=table.target.classes.tolist()[sizes.argmin()],
        n=n,
        reached=reached,
        bound=bound,
        remedies=["join the class to another"],
    )


def _at(n: int, seen: dict[int, float]) -> float:
    """What was seen at such a number, between those that were tried."""
    return float(np.interp(np.log(max(n, 1)), np.log(list(seen)), list(seen.values())))
