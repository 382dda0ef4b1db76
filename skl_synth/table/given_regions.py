"""Numbers of rows by region of a continuous target, beside what else is given."""

from __future__ import annotations

import numpy as np

from skl_synth.errors import InputError, Remedy
from skl_synth.table.given import Condition, Given
from skl_synth.table.target.regions import RegionTarget


def given_by_region(
    target: RegionTarget, condition: Condition, counts: np.ndarray, *, asked: bool
) -> Given:
    """Ask for rows of each region under one condition.

    Parameters
    ----------
    target : RegionTarget
        The real target.
    condition : Condition
        What is given of all rows.
    counts : ndarray of shape (n_regions,), dtype int
        Rows of each region.
    asked : bool
        Whether these numbers were asked for; else regions that the condition excludes
        are left out.

    Returns
    -------
    Given
        A condition for each region, by the range of its real values.

    Raises
    ------
    InputError
        If rows are asked for of a region that the condition excludes.
    """
    regions = target.known_regions
    ends = zip(regions.lows.tolist(), regions.highs.tolist(), strict=True)
    each = [condition.both(Condition(target=one)) for one in ends]
    excluded = np.array([one.is_impossible for one in each])
    wrong = np.flatnonzero((counts > 0) & excluded)
    if len(wrong) and asked:
        raise InputError(
            "n_samples asks for rows of {label} and {parameter} allows none",
            parameter="given",
            label=target.label(int(wrong[0])),
            remedies=[Remedy("say one of them alone", only="python")],
        )
    which = np.repeat(np.arange(len(each)), counts * ~excluded)
    # Which region a row is of is said by its target: no class is.
    return Given(tuple(each), which, np.full(len(which), -1, dtype=np.intp))
