"""The nearest rows where most columns of a matrix are levels that few rows have."""

from __future__ import annotations

import numpy as np
from scipy import sparse

AT_A_TIME = 500
"""People whose distances to all rows are held at a time."""

DENSE = 0.2
"""A column of which a larger share differs from its lowest value is no rare level."""


def nearest_of_levels(
    people: np.ndarray, rows: np.ndarray, k: int
) -> tuple[np.ndarray, np.ndarray]:
    """Find the k nearest rows of each person, in a matrix with many levels.

    Distances do not change where a column is moved; moved to its lowest value, that of
    a level is zero nearly everywhere, and a product of sparse matrices is quick.

    Parameters
    ----------
    people : ndarray of shape (n_people, n_columns)
        Standardised.
    rows : ndarray of shape (n_rows, n_columns)
        Standardised, at least k.
    k : int
        How many.

    Returns
    -------
    distances : ndarray of shape (n_people, k)
        Nearest first; of equally near rows the first.
    indices : ndarray of shape (n_people, k), dtype int
        Their positions.
    """
    lowest = np.minimum(people.min(axis=0), rows.min(axis=0))
    moved = rows - lowest
    is_dense = (moved != 0).mean(axis=0) > DENSE
    dense, levels = moved[:, is_dense].T, sparse.csc_array(moved[:, ~is_dense].T)
    squares = (moved**2).sum(axis=1)
    distances, indices = np.empty((len(people), k)), np.empty((len(people), k), int)
    for start in range(0, len(people), AT_A_TIME):
        part = slice(start, start + AT_A_TIME)
        own = people[part] - lowest
        product = own[:, is_dense] @ dense
        product += (sparse.csr_array(own[:, ~is_dense]) @ levels).toarray()
        # A person's own square is the same for all rows, and left out.
        found = _least(squares - 2 * product, k)
        # What was left of a difference of squares is no distance; 0 is to be 0.
        gaps = own[:, None, :] - moved[found]
        exact = np.sqrt((gaps**2).sum(axis=2))
        order = np.argsort(exact, axis=1, kind="stable")
        distances[part] = np.take_along_axis(exact, order, axis=1)
        indices[part] = np.take_along_axis(found, order, axis=1)
    return distances, indices


def _least(values: np.ndarray, k: int) -> np.ndarray:
    """Positions of the k least values of each row, in the order of the positions."""
    if k < values.shape[1]:
        return np.sort(np.argpartition(values, k - 1, axis=1)[:, :k], axis=1)
    return np.tile(np.arange(values.shape[1]), (len(values), 1))
