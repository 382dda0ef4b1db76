"""What each attack of membership inference says of a person: a score."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from skl_synth.evaluation.privacy.absence import absence_scores
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.features import (
    nearest_of_own_class,
    nearest_people,
    nearest_synthetic,
)
from skl_synth.evaluation.privacy.membership.learned import (
    combined_scores,
    learned_scores,
)
from skl_synth.evaluation.privacy.membership.person_features import (
    nearest_by_means,
    nearest_by_person,
    personal_columns,
)
from skl_synth.evaluation.privacy.membership.tracing import (
    reference_scores,
    single_scores,
    tracing_scores,
    triple_scores,
    value_scores,
)
from skl_synth.evaluation.seeds import draw_seed

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
        Minus the distance to closest record, of several rows of a person that of the
        closest; higher for rather a member.
    """
    # The mean over rows finds less: one copied visit is enough to know somebody.
    return context.of_person(-nearest_of_own_class(context)[0][:, 0], np.maximum)


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
        more than people do, after DOMIAS, with nearest neighbours for densities. Of
        several rows of a person the highest counts.
    """
    synthetic, others = nearest_synthetic(context)[0], nearest_people(context)[0]
    return context.of_person(_log_ratio(others, synthetic), np.maximum)


def personal_scores(context: AttackContext, rng: np.random.RandomState) -> np.ndarray:
    """Score each person as `density_scores`, by what is the same in all of their rows.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Not used: nothing is drawn by chance.

    Returns
    -------
    ndarray of shape (n_people,)
        High where synthetic people crowd around somebody, whatever their visits are.
    """
    (synthetic, _), (others, _) = nearest_by_person(context)
    return _log_ratio(others, synthetic)


def means_scores(context: AttackContext, rng: np.random.RandomState) -> np.ndarray:
    """Score each person by how near the means of a synthetic person's rows lie.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables; the synthetic people must be known.
    rng : RandomState
        Not used: nothing is drawn by chance.

    Returns
    -------
    ndarray of shape (n_people,)
        Minus the distance; noise on single rows is averaged out.
    """
    return -nearest_by_means(context)[0][0][:, 0]


def _log_ratio(others: np.ndarray, synthetic: np.ndarray) -> np.ndarray:
    """How much nearer synthetic rows lie than those of other people."""
    others, synthetic = (one[:, :DENSITY_NEIGHBORS] for one in (others, synthetic))
    ratio: np.ndarray = np.log(others + SMALL) - np.log(synthetic + SMALL)
    return ratio.mean(axis=1)


COMBINED = "combined"
"""The attack that looks at the scores of all others."""

Score = Callable[[AttackContext, np.random.RandomState], np.ndarray]

SCORES: dict[str, Score] = {
    "distance": distance_scores,
    "density": density_scores,
    "absence": absence_scores,
    "learned": learned_scores,
    "tracing": tracing_scores,
    "singles": single_scores,
    "values": value_scores,
    "triples": triple_scores,
    "reference": reference_scores,
}
"""The attacks of membership inference by name: each scores every person, higher for
rather a member. The worst of them is what counts."""

PERSON_SCORES: dict[str, Score] = {
    "personal": personal_scores,
    "means": means_scores,
}
"""Those that look at all rows of a person at once."""


def scores_for(context: AttackContext) -> dict[str, Score]:
    """Choose the attacks that can be made on a table.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.

    Returns
    -------
    dict of str to callable
        Those of rows; where persons are known also those of whole persons.
    """
    chosen = dict(SCORES)
    if context.starts is not None:
        if personal_columns(context).any():
            chosen["personal"] = PERSON_SCORES["personal"]
        if context.tables.synthetic.persons is not None:
            chosen["means"] = PERSON_SCORES["means"]
    return chosen


def scores_of(
    context: AttackContext, rng: np.random.RandomState
) -> dict[str, np.ndarray]:
    """Make every attack that can be made, and combine them.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    dict of str to ndarray of shape (n_people,)
        The scores of each attack, and of all of them "combined".
    """
    # A source of its own for each: none moves because another was added.
    seeds = {name: draw_seed(rng) for name in [*SCORES, *PERSON_SCORES, COMBINED]}
    scores = {
        name: score(context, np.random.RandomState(seeds[name]))
        for name, score in scores_for(context).items()
    }
    source = np.random.RandomState(seeds[COMBINED])
    scores[COMBINED] = combined_scores(scores, context.is_member, source)
    return scores
