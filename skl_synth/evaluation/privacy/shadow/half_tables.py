"""Shadow tables: which people are in each, so that all stand in half of them."""

from __future__ import annotations

import numpy as np


def draw_halves(
    classes: np.ndarray,
    sizes: np.ndarray,
    targets: np.ndarray,
    n_pairs: int,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Draw pairs of tables of different people.

    Who is looked for stands in one table of each pair, by lot in the first or in the
    second, so that those with and those without are as many whatever pairs are left
    out. One set of tables serves all who are looked for: what is known as the online
    likelihood ratio attack.

    Parameters
    ----------
    classes : ndarray of shape (n_people,), dtype int
        The class of each person, from 0 on.
    sizes : ndarray of shape (n_classes,), dtype int
        People of each class in a table: half of those that there are at most.
    targets : ndarray of int
        The people who are looked for.
    n_pairs : int
        How many pairs.
    rng : RandomState
        Source of the lots.

    Returns
    -------
    ndarray of shape (2 * n_pairs, n_people), dtype bool
        Who is in each table; the two of a pair follow each other.

    References
    ----------
    .. [1] N. Carlini et al., "Membership inference attacks from first principles", IEEE
       Symposium on Security and Privacy 2022.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.privacy.shadow.half_tables import draw_halves
    >>> classes = np.repeat([0, 1], [6, 4])
    >>> rng = np.random.RandomState(0)
    >>> inside = draw_halves(classes, np.array([3, 2]), np.array([0, 9]), 4, rng)
    >>> inside.sum(axis=1).tolist()
    [5, 5, 5, 5, 5, 5, 5, 5]
    >>> inside[:, [0, 9]].reshape(4, 2, 2).sum(axis=1).tolist()
    [[1, 1], [1, 1], [1, 1], [1, 1]]
    """
    inside = np.zeros((2 * n_pairs, len(classes)), dtype=bool)
    is_target = np.zeros(len(classes), dtype=bool)
    is_target[targets] = True
    for pair in range(n_pairs):
        for group, size in enumerate(sizes):
            places = np.flatnonzero(classes == group)
            halves = _halves(places, is_target[places], size, rng)
            for table, members in enumerate(halves):
                inside[2 * pair + table, members] = True
    return inside


def _halves(
    places: np.ndarray, is_target: np.ndarray, size: int, rng: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray]:
    """Divide the people of a class: those looked for first, others fill up."""
    wanted = rng.permutation(places[is_target])
    others = rng.permutation(places[~is_target])
    # Of an odd number the one left over stands in either table by lot.
    n_first = (len(wanted) + rng.randint(2)) // 2
    n_first = min(max(n_first, len(wanted) - size), size)
    n_more = size - n_first
    first = np.r_[wanted[:n_first], others[:n_more]]
    rest = size - (len(wanted) - n_first)
    return first, np.r_[wanted[n_first:], others[n_more : n_more + rest]]
