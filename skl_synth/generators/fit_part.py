"""The part of the people that rows are learnt from, where not all of them are."""

from __future__ import annotations

import numpy as np

LEAST_PEOPLE = 2
"""So many people of each class are learnt from, where there are so many."""


def part_of_people(
    classes: np.ndarray,
    persons: np.ndarray | None,
    fraction: float,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Draw the people that rows are learnt from, class by class.

    Counts of a table are followed less closely by rows that were learnt from a part of
    it: who was counted can then be solved for less well, and who was left out not at
    all. Means stay what they are.

    Parameters
    ----------
    classes : ndarray of shape (n_rows,), dtype int
        The class of each row.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Whose rows they are; None takes each row for a person.
    fraction : float
        Share of the people of each class, rounded up.
    rng : RandomState
        Source of the draw; untouched where all are taken.

    Returns
    -------
    ndarray of shape (n_kept,), dtype int
        Positions of their rows, in order. A person counts among the class of the first
        of them.
    """
    if fraction == 1:
        return np.arange(len(classes))
    people = np.arange(len(classes)) if persons is None else persons
    _, first, whose = np.unique(people, return_index=True, return_inverse=True)
    of_person = classes[first]
    is_kept = np.zeros(len(first), dtype=bool)
    for label in np.unique(of_person).tolist():
        members = rng.permutation(np.flatnonzero(of_person == label))
        n_kept = max(LEAST_PEOPLE, int(np.ceil(fraction * len(members))))
        is_kept[members[:n_kept]] = True
    return np.flatnonzero(is_kept[whose])
