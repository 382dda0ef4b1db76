"""Bags: samples of whole persons, from each of which a generator learns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from skl_synth.table.real import RealTable

BAG_ROWS, MOST_BAGS = 50_000, 8
"""Rows of a bag, and how many bags there are at most."""

LEAST_OF_CLASS = 40
"""Persons of a class that a bag has at least, as far as there are so many: trees have
four leaves, and those of fewer than ten rows follow single people."""


def bags_of(
    real: RealTable,
    rng: np.random.RandomState,
    *,
    bag_rows: int = BAG_ROWS,
    n_bags: int = MOST_BAGS,
    least_of_class: int = LEAST_OF_CLASS,
) -> list[np.ndarray]:
    """Say which rows of a table are in which bag.

    Persons are whole. Each is in one bag, and nobody is in none, as long as there are
    no more rows than bags can hold; else they are drawn by lot. A class has the same
    share of every bag, or ``least_of_class`` persons: a rare one is in several.

    Parameters
    ----------
    real : RealTable
        The table; only its classes and its persons are looked at.
    rng : RandomState
        Source of randomness; untouched where the table is one bag.
    bag_rows : int, default=50,000
        Rows of a bag, but for those of rare classes and the last person.
    n_bags : int, default=8
        Bags at most.
    least_of_class : int, default=40
        Persons of a class in each bag, as far as there are so many.

    Returns
    -------
    list of ndarray
        The rows of each bag, in the order of the table. Each has every class.
    """
    n_rows = len(real)
    n_bags = min(n_bags, -(-n_rows // bag_rows))
    if n_bags < 2:
        return [np.arange(n_rows)]
    persons = np.arange(n_rows) if real.persons is None else real.persons
    strata = _rarest_class(real, persons)
    order = rng.permutation(len(strata))
    share = min(1.0, bag_rows * n_bags / n_rows)
    of_bags = np.zeros((n_bags, len(strata)), dtype=bool)
    for stratum in np.unique(strata).tolist():
        members = order[strata[order] == stratum]
        for bag, chosen in enumerate(_dealt(len(members), n_bags, share)):
            more = max(min(len(members), least_of_class) - len(chosen), 0)
            start = chosen.stop
            places = [*chosen, *range(start, start + more)]
            of_bags[bag, members[np.array(places, dtype=np.intp) % len(members)]] = True
    for one in of_bags:
        _with_every_class(one, real, persons)
    return [np.flatnonzero(one[persons]) for one in of_bags]


def _rarest_class(real: RealTable, persons: np.ndarray) -> np.ndarray:
    """Give the rarest class that each person has."""
    rank = np.argsort(np.argsort(real.counts, kind="stable"), kind="stable")
    if real.persons is None:
        return np.asarray(rank[real.target.groups])
    rarest = np.full(real.n_persons, real.n_groups)
    np.minimum.at(rarest, persons, rank[real.target.groups])
    return rarest


def _dealt(n: int, n_bags: int, share: float) -> list[range]:
    """Deal a share of so many members out, as evenly as can be."""
    ends = np.floor(np.arange(n_bags + 1) * (n * share / n_bags) + 0.5).astype(int)
    return [range(a, b) for a, b in pairwise(ends.tolist())]


def _with_every_class(chosen: np.ndarray, real: RealTable, persons: np.ndarray) -> None:
    """Add a person of each class that is in no row of those chosen, in place."""
    groups = real.target.groups
    had = np.bincount(groups[chosen[persons]], minlength=real.n_groups)
    for group in np.flatnonzero((had == 0) & (real.counts > 0)).tolist():
        chosen[persons[np.argmax(groups == group)]] = True
