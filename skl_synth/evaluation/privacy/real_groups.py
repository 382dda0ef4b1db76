"""Groups of all real people: outliers and the smallest class, without any control."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.people import People, rarest_classes
from skl_synth.evaluation.privacy.attack_context import MOST_PEOPLE, OUTLYING_SHARE
from skl_synth.evaluation.privacy.membership.features import N_NEIGHBORS, nearest
from skl_synth.evaluation.privacy.membership.groups import A_CLASS
from skl_synth.evaluation.table_data import AuditTables

CHOSEN_BY = 0.75
"""By so many of the people outliers are chosen; the others are their strangers."""


def smallest_class(tables: AuditTables, persons: np.ndarray) -> dict[str, np.ndarray]:
    """Find the people of the smallest class.

    Parameters
    ----------
    tables : AuditTables
        The tables.
    persons : ndarray of shape (n_rows,), dtype int
        Whom each real row belongs to, from 0 on.

    Returns
    -------
    dict of str to ndarray of bool
        Who they are, by the name of the group; empty where there are no classes.
    """
    if not tables.is_classes:
        return {}
    labels = tables.labels_of("real")
    classes = People(persons).classes(labels, rarest_classes(labels))
    found, sizes = np.unique(classes, return_counts=True)
    smallest = found[sizes.argmin()]
    return {A_CLASS.replace("*", str(smallest)): classes == smallest}


def outliers_of(
    persons: np.ndarray, matrix: np.ndarray, rng: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray]:
    """Find who is far from other people.

    Who was chosen because nobody is near has nobody near. So they are chosen by a part
    of the people, to be compared with the rest. No synthetic rows take part: a near
    copy beside somebody would hide that they are far from all.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,), dtype int
        Whom each real row belongs to, from 0 on.
    matrix : ndarray of shape (n_rows, n_matrix_columns)
        The real rows, standardised.
    rng : RandomState
        Source of the parts, and of the people who are looked at where there are very
        many.

    Returns
    -------
    outliers : ndarray of int
        The people.
    is_other : ndarray of shape (n_people,), dtype bool
        The people by whom they were not chosen.
    """
    people = People(persons)
    in_first = rng.permutation(len(people)) < CHOSEN_BY * len(people)
    first = rng.permutation(np.flatnonzero(in_first))[:MOST_PEOPLE]
    looked_at = rng.permutation(len(people))[:MOST_PEOPLE]
    sparsity = _sparsity(people, matrix, looked_at, first)
    is_far = sparsity >= np.quantile(sparsity, 1 - OUTLYING_SHARE)
    return looked_at[is_far], ~in_first


def _sparsity(
    people: People, matrix: np.ndarray, who: np.ndarray, others: np.ndarray
) -> np.ndarray:
    """How far some people are from others: the mean of all of their rows."""
    rows, known = people.rows_of(who), people.rows_of(others)
    own = int(people.sizes_of(who).max(initial=1))
    distances, places = nearest(matrix[rows], matrix[known], N_NEIGHBORS + own)
    is_own = people.persons[known[places]] == people.persons[rows][:, None]
    # Own rows come last; of the others the one that is so many away is taken.
    others_first = np.sort(np.where(is_own & (places >= 0), np.inf, distances), axis=1)
    sizes = people.sizes_of(who)
    starts = np.cumsum(sizes) - sizes
    return np.add.reduceat(others_first[:, N_NEIGHBORS - 1], starts) / sizes
