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
    chosen: list[list[np.ndarray]] = [[] for _ in range(n_bags)]
    for stratum in np.unique(strata).tolist():
        members = order[strata[order] == stratum]
        least = min(len(members), least_of_class)
        for bag, (start, stop) in enumerate(_dealt(len(members), n_bags, share)):
            # A rare class goes on, past its end, with those of the next bags.
            places = np.arange(start, max(stop, start + least))
            chosen[bag].append(members[places % len(members)])
    return [_rows_of(np.concatenate(one), real, persons) for one in chosen]


def _rarest_class(real: RealTable, persons: np.ndarray) -> np.ndarray:
    """Give the rarest class that each person has."""
    rank = np.argsort(np.argsort(real.counts, kind="stable"), kind="stable")
    if real.persons is None:
        return np.asarray(rank[real.target.groups])
    rarest = np.full(real.n_persons, real.n_groups)
    np.minimum.at(rarest, persons, rank[real.target.groups])
    return rarest


def _dealt(n: int, n_bags: int, share: float) -> list[tuple[int, int]]:
    """Deal a share of so many members out, as evenly as can be."""
    ends = np.floor(np.arange(n_bags + 1) * (n * share / n_bags) + 0.5).astype(int)
    return list(pairwise(ends.tolist()))


def _rows_of(chosen: np.ndarray, real: RealTable, persons: np.ndarray) -> np.ndarray:
    """Find the rows of persons, and of one more for each class that they have none of.

    Some rows of a person may be of a class, and of the rarest of these she was chosen.
    """
    inside = np.zeros(real.n_persons, dtype=bool)
    inside[chosen] = True
    groups = real.target.groups
    had = np.bincount(groups[inside[persons]], minlength=real.n_groups)
    for group in np.flatnonzero((had == 0) & (real.counts > 0)).tolist():
        inside[persons[np.argmax(groups == group)]] = True
    return np.flatnonzero(inside[persons])
