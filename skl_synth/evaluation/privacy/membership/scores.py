"""What each attack of membership inference says of a person: a score."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.features import (
    nearest_of_own_class,
    nearest_people,
    nearest_synthetic,
)
from skl_synth.evaluation.privacy.membership.learned import learned_scores

DENSITY_NEIGHBORS = 3
"""Of the `N_NEIGHBORS` that are looked for, so many say how dense rows lie."""

SMALL = 1e-3
"""Added to distances before their logarithm is taken."""


def distance_scores(context: AttackContext, rng: np.random.RandomState) -> np.ndarray:
    """Score each person by how near the nearest synthetic row of their class lies.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Not used: nothing is drawn by chance.

    Returns
    -------
    ndarray of shape (n_people,)
        Minus the distance to closest record; higher for rather a member.
    """
    return -nearest_of_own_class(context)[0][:, 0]


def density_scores(context: AttackContext, rng: np.random.RandomState) -> np.ndarray:
    """Score each person by how dense synthetic rows lie there, over how dense others.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Not used: nothing is drawn by chance.

    Returns
    -------
    ndarray of shape (n_people,)
        The mean log ratio of the distances to the nearest other real people to those
        to the nearest synthetic rows: high where synthetic rows crowd around somebody
        more than people do, after DOMIAS, with nearest neighbours for densities.
    """
    synthetic = nearest_synthetic(context)[0][:, :DENSITY_NEIGHBORS]
    # Everybody is their own nearest neighbour, which says nothing of the others.
    others = nearest_people(context)[0][:, 1 : 1 + DENSITY_NEIGHBORS]
    return (np.log(others + SMALL) - np.log(synthetic + SMALL)).mean(axis=1)


Score = Callable[[AttackContext, np.random.RandomState], np.ndarray]

SCORES: dict[str, Score] = {
    "distance": distance_scores,
    "density": density_scores,
    "learned": learned_scores,
}
"""The attacks of membership inference by name: each scores every person, higher for
rather a member. The worst of them is what counts."""
