"""What an attacker sees of a row in a synthetic table: how close, and how often."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from sklearn.neighbors import NearestNeighbors

from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.nearest_levels import nearest_of_levels

N_NEIGHBORS = 5
"""Synthetic rows around a person that are looked at."""

WIDE = 100
"""Of a matrix with more columns most are levels, and next to all of it is empty."""

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
    if rows.shape[1] > WIDE:
        distances[:, :found], indices[:, :found] = nearest_of_levels(
            people, rows, found
        )
        return distances, indices
    search = NearestNeighbors(n_neighbors=found).fit(rows)
    distances[:, :found], indices[:, :found] = search.kneighbors(people)
    return distances, indices


Searched = tuple[np.ndarray, np.ndarray]
"""Distances and indices, as from `nearest`."""

Found = TypeVar("Found")


def once(search: Callable[[AttackContext], Found]) -> Callable[[AttackContext], Found]:
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
    known: WeakKeyDictionary[AttackContext, Found] = WeakKeyDictionary()

    @wraps(search)
    def found(context: AttackContext) -> Found:
        if context not in known:
            known[context] = search(context)
        return known[context]

    return found


@once
def nearest_synthetic(context: AttackContext) -> Searched:
    """Find the nearest synthetic rows of each row attacked.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.

    Returns
    -------
    distances, indices : ndarray of shape (n_rows_attacked, k)
        As `nearest`.
    """
    return nearest(context.rows, context.synthetic)


@once
def nearest_people(context: AttackContext) -> Searched:
    """Find the nearest other people of each row attacked.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.

    Returns
    -------
    distances, indices : ndarray of shape (n_rows_attacked, k)
        As `nearest`; no row of the same person is among them.
    """
    return nearest_others(context.rows, context.persons)


def nearest_others(
    rows: np.ndarray, persons: np.ndarray, k: int = N_NEIGHBORS
) -> Searched:
    """Find the k nearest rows of each row among those of other people.

    Parameters
    ----------
    rows : ndarray of shape (n_rows, n_columns)
        Standardised.
    persons : ndarray of shape (n_rows,), dtype int
        Whom each row belongs to.
    k : int
        How many.

    Returns
    -------
    distances, indices : ndarray of shape (n_rows, k)
        As `nearest`.
    """
    own = int(np.unique(persons, return_counts=True)[1].max(initial=1))
    distances, indices = nearest(rows, rows, own + k)
    if own == 1:
        # Everybody is their own nearest neighbour, which says nothing of the others.
        return distances[:, 1:], indices[:, 1:]
    is_other = (indices < 0) | (persons[indices] != persons[:, None])
    # The first k of other people, in their order; own rows come last.
    first = np.argsort(~is_other, axis=1, kind="stable")[:, :k]
    return (
        np.take_along_axis(distances, first, axis=1),
        np.take_along_axis(indices, first, axis=1),
    )


@once
def nearest_of_own_class(context: AttackContext) -> Searched:
    """Find the nearest synthetic rows of the class of each row attacked.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.

    Returns
    -------
    distances, indices : ndarray of shape (n_rows_attacked, k)
        As `nearest`; without classes all rows are one.
    """
    attacked, (of_attacked, of_rows) = context.rows, context.classes
    distances = np.full((len(attacked), N_NEIGHBORS), FAR)
    indices = np.full((len(attacked), N_NEIGHBORS), -1)
    for label in np.unique(of_attacked):
        who, rows = of_attacked == label, np.flatnonzero(of_rows == label)
        distances[who], found = nearest(attacked[who], context.synthetic[rows])
        if len(rows):
            indices[who] = np.where(found < 0, -1, rows[found])
    return distances, indices
