"""Two tables under one another: whose the rows are, and which table by chance."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.table_data import TableData


def persons_of_both(real: TableData, other: TableData) -> np.ndarray | None:
    """Number the people of two tables; None where everybody has one row.

    Parameters
    ----------
    real, other : TableData
        Nobody stands in both; where persons are not known, each row is one.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int, or None
        Whom the rows of both belong to.
    """
    if all(data.n_people == len(data) for data in (real, other)):
        return None
    numbers = [
        np.arange(len(data)) if data.persons is None else data.persons
        for data in (real, other)
    ]
    whose = [np.unique(one, return_inverse=True)[1].ravel() for one in numbers]
    return np.concatenate([whose[0], whose[1] + whose[0].max() + 1])


def permuted(
    is_other: np.ndarray, persons: np.ndarray | None, rng: np.random.RandomState
) -> np.ndarray:
    """Draw which rows are taken for those of the other table.

    Parameters
    ----------
    is_other : ndarray of bool
        Which are.
    persons : ndarray of int or None
        Whom they belong to; the rows of a person are moved together.
    rng : RandomState
        Source of the permutation.

    Returns
    -------
    ndarray of bool
        As many rows, or persons, as before.
    """
    if persons is None:
        return rng.permutation(is_other)
    people = np.zeros(int(persons.max()) + 1, dtype=bool)
    people[persons[is_other]] = True
    drawn: np.ndarray = rng.permutation(people)[persons]
    return drawn
