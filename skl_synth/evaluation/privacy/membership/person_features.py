"""What an attacker sees of a person who has several rows, looked at as a whole.

Each visit may be new and the person an old one: synthetic visits need not be near any
real one to show that somebody was in the table. So people are looked for by what stays
the same in all of their rows, and by the means of all that does not.
"""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.people import people_of
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.features import (
    Searched,
    nearest,
    nearest_others,
    once,
)
from skl_synth.evaluation.table_data import TableData

MOSTLY = 0.9
"""What is the same in all rows of such a share of the people belongs to the person, and
where it is not is taken for a slip of the pen."""


def personal_columns(context: AttackContext) -> np.ndarray:
    """Find what belongs to the person, and not to the visit.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, by persons.

    Returns
    -------
    ndarray of shape (n_matrix_columns,), dtype bool
        The columns of the matrix that are the same in all rows of nearly every real
        person who has several.
    """
    real = context.tables.real
    is_personal = [
        _share_of_constant(real, real.values(one)) >= MOSTLY
        for one in context.tables.varying
    ]
    return np.array(is_personal, dtype=bool)[context.owner]


def _share_of_constant(data: TableData, values: np.ndarray) -> float:
    """The share of the people of several rows who have one value in all of them."""
    assert data.persons is not None
    people = people_of(data.persons)
    first = np.unique(people.persons, return_index=True)[1]
    of_first = values[first][people.persons]
    same = (values == of_first) | ((values != values) & (of_first != of_first))
    several = people.sizes_of(np.arange(len(people))) > 1
    differ = np.bincount(people.persons, weights=~same)[several]
    return float((differ == 0).mean()) if len(differ) else 0.0


@once
def nearest_by_person(context: AttackContext) -> tuple[Searched, Searched]:
    """Find the nearest synthetic and other people by what belongs to the person.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, by persons.

    Returns
    -------
    (distances, indices), (distances, indices)
        Of the synthetic people, each of whose rows is one where whole people are not
        known; and of the other people attacked. All as `nearest`.
    """
    assert context.starts is not None
    columns = personal_columns(context)
    people = context.rows[context.starts][:, columns]
    synthetic = context.synthetic[:, columns]
    persons = context.tables.synthetic.persons
    if persons is not None:
        synthetic = synthetic[np.unique(persons, return_index=True)[1]]
    return nearest(people, synthetic), nearest_others(people, np.arange(len(people)))


@once
def nearest_by_means(context: AttackContext) -> tuple[Searched, Searched]:
    """Find the nearest synthetic and other people by the means of all of their rows.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, by persons; the synthetic people must be known.

    Returns
    -------
    (distances, indices), (distances, indices)
        Of the synthetic people, and of the other people attacked, as `nearest`.
    """
    people = _means(context.rows, context.persons)
    assert context.tables.synthetic.persons is not None
    made = people_of(context.tables.synthetic.persons).persons
    synthetic = _means(context.synthetic, made)
    return nearest(people, synthetic), nearest_others(people, np.arange(len(people)))


def _means(rows: np.ndarray, persons: np.ndarray) -> np.ndarray:
    sums = np.zeros((int(persons.max(initial=-1)) + 1, rows.shape[1]))
    np.add.at(sums, persons, rows)
    return sums / np.bincount(persons)[:, None]
