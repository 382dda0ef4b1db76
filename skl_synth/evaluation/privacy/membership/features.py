"""What an attacker sees of a person in a synthetic table: how close, and how often."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from weakref import WeakKeyDictionary

import numpy as np
from sklearn.neighbors import NearestNeighbors

from skl_synth.evaluation.privacy.attack_context import AttackContext

N_NEIGHBORS = 5
"""Synthetic rows around a person that are looked at."""

FAR = 99.0
"""Stands for the distance to a row that does not exist."""


def nearest(
    people: np.ndarray, rows: np.ndarray, k: int = N_NEIGHBORS
) -> tuple[np.ndarray, np.ndarray]:
    """Find the k nearest rows of each person.

    Parameters
    ----------
    people : ndarray of shape (n_people, n_columns)
        Standardised.
    rows : ndarray of shape (n_rows, n_columns)
        Standardised.
    k : int
        How many.

    Returns
    -------
    distances : ndarray of shape (n_people, k)
        Nearest first; `FAR` where there are fewer rows.
    indices : ndarray of shape (n_people, k), dtype int
        Their positions; -1 where there are fewer rows.
    """
    distances = np.full((len(people), k), FAR)
    indices = np.full((len(people), k), -1)
    found = min(k, len(rows))
    if not found or not len(people):
        return distances, indices
    if not rows.shape[1]:
        return np.zeros_like(distances), np.zeros_like(indices)
    search = NearestNeighbors(n_neighbors=found).fit(rows)
    distances[:, :found], indices[:, :found] = search.kneighbors(people)
    return distances, indices


Searched = tuple[np.ndarray, np.ndarray]
"""Distances and indices, as from `nearest`."""


def once(search: Callable[[AttackContext], Searched]) -> Callable[..., Searched]:
    """Make a search that is done once for each context, whichever attacks ask for it.

    Parameters
    ----------
    search : callable
        Takes a context alone.

    Returns
    -------
    callable
        The same; what it gives is not to be written to.
    """
    known: WeakKeyDictionary[AttackContext, Searched] = WeakKeyDictionary()

    @wraps(search)
    def found(context: AttackContext) -> Searched:
        if context not in known:
            known[context] = search(context)
        return known[context]

    return found


@once
def nearest_synthetic(context: AttackContext) -> Searched:
    """Find the nearest synthetic rows of each person.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.

    Returns
    -------
    distances, indices : ndarray of shape (n_people, k)
        As `nearest`.
    """
    return nearest(context.people, context.synthetic)


@once
def nearest_people(context: AttackContext) -> Searched:
    """Find the nearest people of each person, who is the first of them.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.

    Returns
    -------
    distances, indices : ndarray of shape (n_people, 1 + k)
        As `nearest`.
    """
    return nearest(context.people, context.people, N_NEIGHBORS + 1)


@once
def nearest_of_own_class(context: AttackContext) -> Searched:
    """Find the nearest synthetic rows of each person's own class.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.

    Returns
    -------
    distances, indices : ndarray of shape (n_people, k)
        As `nearest`; without classes all rows are one.
    """
    people, (of_people, of_rows) = context.people, context.classes
    distances = np.full((len(people), N_NEIGHBORS), FAR)
    indices = np.full((len(people), N_NEIGHBORS), -1)
    for label in np.unique(of_people):
        who, rows = of_people == label, np.flatnonzero(of_rows == label)
        distances[who], found = nearest(people[who], context.synthetic[rows])
        if len(rows):
            indices[who] = np.where(found < 0, -1, rows[found])
    return distances, indices
