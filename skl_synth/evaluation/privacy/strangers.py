"""Strangers: how often real people are alike who have nothing to do with one another.

A release is held against the people of the table themselves, each of whom is a stranger
to all the others. So nobody need be held out, and the figure can be had of the table
that is published, of which everybody is a member.
"""

from __future__ import annotations

import math

import numpy as np

from skl_synth.evaluation.equal_rows import plain_values
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.intervals import excess
from skl_synth.evaluation.people import people_of
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData
from skl_synth.neighbors.near_rows import NumberedRows
from skl_synth.neighbors.stranger_rates import free_positions


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
    numbered = NumberedRows.of(plain_values(tables.real, tables.varying))
    return [tables.varying[place] for place in free_positions(numbered)]
