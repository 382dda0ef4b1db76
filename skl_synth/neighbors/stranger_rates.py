"""How often people are alike who have nothing to do with one another.

Written once for those who keep copies of real rows as often as strangers show them, and
for those who look whether that was done.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from skl_synth.neighbors.near_rows import MOST_GROUPS, NearOthers, NumberedRows

SAMPLE = 500
"""Rows by which most columns are known not to determine one another."""


class Rates(NamedTuple):
    """How often people are like a stranger.

    Parameters
    ----------
    equal : float
        The share who equal one in every column.
    near : float
        The share who equal one in every column, or in all but one.
    """

    equal: float
    near: float


def rates_of(found: NearOthers, pairs_seen: float = 1.0) -> Rates:
    """Say how often people are like a stranger.

    Parameters
    ----------
    found : NearOthers
        Who has somebody else near, of rows or of people.
    pairs_seen : float, default=1.0
        The share of all pairs of columns in which somebody near may differ that were
        looked at; 0 where none was, and nothing bears out who is near.

    Returns
    -------
    Rates
        The shares, as far as they can be chance.

    Notes
    -----
    Somebody who stands in a table twice, by mistake, looks like two people who agree in
    everything; counted as strangers they would let through as many copies as there are
    mistakes. But chance does not stop there: where two people agree in everything by
    chance, more will agree in all columns but one, since every column is a chance to
    differ. So rows that agree are believed to be of strangers only as far as rows that
    differ by one more column bear it out.
    """
    equal, but_one, but_two = (float(np.mean(one)) for one in found)
    near = float(np.mean(found.equal | found.but_one))
    but_two = 1 - (1 - but_two) ** (1 / pairs_seen) if pairs_seen else 1.0
    equal = min(equal, but_one)
    return Rates(equal, min(near, equal + but_one, but_two))


def by_person(rows: NearOthers, persons: np.ndarray) -> NearOthers:
    """Say of people what is so of any of their rows.

    Parameters
    ----------
    rows : NearOthers
        What was found of rows.
    persons : ndarray of shape (n_rows,), dtype int
        Whom each of them belongs to, from 0 on.

    Returns
    -------
    NearOthers
        What was found of people.
    """
    return NearOthers(*(any_row(one, persons) for one in rows))


def any_row(rows: np.ndarray, persons: np.ndarray) -> np.ndarray:
    """Say of which people something is so of a row.

    Parameters
    ----------
    rows : ndarray of shape (n_rows,), dtype bool
        Of which rows it is so.
    persons : ndarray of shape (n_rows,), dtype int
        Whom each of them belongs to, from 0 on.

    Returns
    -------
    ndarray of shape (n_people,), dtype bool
        Of which people it is.
    """
    return np.bincount(persons, rows, minlength=int(persons.max(initial=-1)) + 1) > 0


def free_positions(rows: NumberedRows) -> list[int]:
    """Leave out columns that another one determines, such as a code beside its label.

    Parameters
    ----------
    rows : NumberedRows
        The rows of a table.

    Returns
    -------
    list of int
        The columns that may differ alone; all of them where there are so many that
        they are not looked at one by one.
    """
    if rows.n_columns > MOST_GROUPS:
        return list(range(rows.n_columns))
    # Where two columns only ever change together, nobody differs in all but one, and
    # neither would an honest row.
    every = range(rows.n_columns)
    n_values = np.array([_n_different(rows.column(one)) for one in every])
    kept: list[int] = []
    for place in np.argsort(-n_values, kind="stable").tolist():
        # A column in which most values stand once determines any other by that alone.
        by = [other for other in kept if 2 * n_values[other] <= len(rows)]
        if not any(_determines(rows, one, place) for one in by):
            kept.append(place)
    return sorted(kept)


def _determines(rows: NumberedRows, by: int, place: int) -> bool:
    """Whether a column has one value wherever another has the same one."""
    for size in (SAMPLE, None):
        some, values = rows.column(by, size), rows.column(place, size)
        if _n_different(some + values) > _n_different(some):
            return False
    return True


def _n_different(numbers: np.ndarray) -> int:
    return len(np.unique(numbers))
