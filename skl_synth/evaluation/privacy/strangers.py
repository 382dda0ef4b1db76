"""Strangers: how often real people are alike who have nothing to do with one another.

A release is held against the people of the table themselves, each of whom is a stranger
to all the others. So nobody need be held out, and the figure can be had of the table
that is published, of which everybody is a member.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.intervals import excess
from skl_synth.evaluation.near_rows import MOST_GROUPS, NearOthers, NumberedRows
from skl_synth.evaluation.people import people_of
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData

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


def above_strangers(
    shown: float,
    rate: float,
    n_shown: int,
    n_people: int,
    *,
    by_chance: bool = True,
) -> Interval:
    """How much more often something is seen of a release than among strangers.

    Parameters
    ----------
    shown, rate : float
        The share of the rows released, and that of real people.
    n_shown, n_people : int
        Of how many people each is a share.
    by_chance : bool, default=True
        Whether what strangers never show may be chance all the same. If not, the low
        end of such a figure is the figure itself.

    Returns
    -------
    Interval
        The difference of the shares.
    """
    if not n_shown or not n_people:
        return Interval(float("nan"))
    # Two people who are alike are two hits, but one coincidence: as much is known of
    # the rate as from half of the people.
    half = max(n_people // 2, 1)
    found = excess(shown * n_shown, n_shown, rate * half, half)
    return found if by_chance or rate else found._replace(low=found.value)


def persons_of(data: TableData) -> np.ndarray:
    """Say whom each row belongs to: to a person of its own where nothing is known.

    Parameters
    ----------
    data : TableData
        Rows.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        People from 0 on.
    """
    if data.persons is None:
        return np.arange(len(data))
    return people_of(data.persons).persons


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


def as_many_as(
    released: NumberedRows, n: int, rng: np.random.RandomState
) -> NumberedRows:
    """Take no more rows of a release than there are real ones.

    Parameters
    ----------
    released : NumberedRows
        The synthetic rows.
    n : int
        How many real ones there are.
    rng : RandomState
        Source of the choice where there are more.

    Returns
    -------
    NumberedRows
        Twice as many rows would meet everybody by chance twice as often, while each
        person has only so many others.
    """
    if len(released) <= n:
        return released
    return released.take(rng.permutation(len(released))[:n])


def n_released(tables: AuditTables) -> int:
    """Count the people of whom the synthetic rows tell.

    Parameters
    ----------
    tables : AuditTables
        The tables.

    Returns
    -------
    int
        Synthetic persons where they are known; else as many as have so many rows in
        the real table.
    """
    if tables.synthetic.persons is not None:
        return tables.synthetic.n_people
    of_row = tables.real.n_people / max(len(tables.real), 1)
    return math.ceil(len(tables.synthetic) * of_row)


def free_columns(tables: AuditTables) -> list[Attribute]:
    """Leave out columns that another one determines, such as a code beside its label.

    Parameters
    ----------
    tables : AuditTables
        The tables.

    Returns
    -------
    list of Attribute
        The varying attributes that may differ alone; all of them where there are so
        many that they are not looked at one by one.
    """
    if len(tables.varying) > MOST_GROUPS:
        return list(tables.varying)
    # Where two columns only ever change together, nobody differs in all but one, and
    # neither would an honest row.
    columns = NumberedRows.of(tables.real, tables.varying).columns
    n_values = np.array([_n_different(one) for one in columns.T])
    kept: list[int] = []
    for place in np.argsort(-n_values, kind="stable").tolist():
        # A column in which most values stand once determines any other by that alone.
        by = [other for other in kept if 2 * n_values[other] <= len(columns)]
        if not any(_determines(columns[:, one], columns[:, place]) for one in by):
            kept.append(place)
    return [tables.varying[place] for place in sorted(kept)]


def _determines(by: np.ndarray, column: np.ndarray) -> bool:
    """Whether a column has one value wherever another has the same one."""
    for size in (SAMPLE, len(by)):
        some, values = by[:size], column[:size]
        if _n_different(some + values) > _n_different(some):
            return False
    return True


def _n_different(numbers: np.ndarray) -> int:
    return len(np.unique(numbers))
