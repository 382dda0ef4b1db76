"""Shadow models: the method fitted to one table after another, and what is released."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from sklearn.utils.parallel import Parallel, delayed
from threadpoolctl import threadpool_limits

from skl_synth.evaluation.drawn_tables import synthetic_table
from skl_synth.evaluation.people import People
from skl_synth.evaluation.person_makers import given_to
from skl_synth.evaluation.privacy.shadow.cell_weights import CellWeights
from skl_synth.evaluation.privacy.shadow.release_features import features_of
from skl_synth.evaluation.privacy.shadow.shadow_plan import ShadowPlan
from skl_synth.evaluation.seeds import draw_seed, reseeded
from skl_synth.evaluation.tables import read_tables, reader_of
from skl_synth.progress.shared_out import counted_results
from skl_synth.said_once import collected
from skl_synth.threads import at_once


class Attacked(NamedTuple):
    """What the shadow models showed.

    Parameters
    ----------
    features : ndarray of shape (n_models, n_targets, n_features)
        What is seen of each person in each release, pair by pair.
    kept : ndarray of shape (n_models,), dtype bool
        Which of the tables are among these.
    failure : str
        Why a table could not be made; empty if all were.
    """

    features: np.ndarray
    kept: np.ndarray
    failure: str


def attack_models(
    plan: ShadowPlan,
    inside: np.ndarray,
    targets: np.ndarray,
    weights: CellWeights,
    rng: np.random.RandomState,
) -> Attacked:
    """Fit all shadow models, and look for people in what they release.

    Parameters
    ----------
    plan : ShadowPlan
        The pool and the method.
    inside : ndarray of shape (n_models, n_people), dtype bool
        Who is in each table.
    targets : ndarray of int
        The people who are looked for.
    weights : CellWeights
        What counts say of them.
    rng : RandomState
        Source of one seed for each model, so that nothing depends on ``n_jobs``.

    Returns
    -------
    Attacked
        What was seen; without both tables of a pair of which one could not be made.
    """
    workers = Parallel(n_jobs=at_once(plan.n_jobs), return_as="generator")
    pairs = (
        delayed(_attack_pair)(plan, pair, targets, weights, draw_seed(rng))
        for pair in np.split(inside, len(inside) // 2)
    )
    found = counted_results(workers, pairs, len(inside) // 2, "pair of shadow models")
    good = [one for one in found if not isinstance(one, str)]
    kept = [not isinstance(one, str) for one in found]
    failures = [one for one in found if isinstance(one, str)]
    features = np.concatenate(good) if good else np.empty((0, len(targets), 0))
    return Attacked(features, np.repeat(kept, 2), (failures or [""])[0])


def _attack_pair(
    plan: ShadowPlan,
    pair: np.ndarray,
    targets: np.ndarray,
    weights: CellWeights,
    seed: int,
) -> np.ndarray | str:
    """Features of both releases of a pair, or why one of them could not be made."""
    try:
        return np.array(list(_features(plan, pair, targets, weights, seed)))
    except ValueError as error:
        return str(error)


def _features(
    plan: ShadowPlan,
    pair: np.ndarray,
    targets: np.ndarray,
    weights: CellWeights,
    seed: int,
) -> Iterator[np.ndarray]:
    rng, read = np.random.RandomState(seed), reader_of(plan.table)
    people: People = plan.people
    # What a method has to say of a table is said of the real one, not of each shadow.
    with threadpool_limits(1), collected(), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for inside in pair:
            released = release_of(plan, inside, rng)
            tables = read_tables(plan.table, (plan.X, plan.y), released, read=read)
            yield features_of(tables, people, targets, weights)


def release_of(
    plan: ShadowPlan, inside: np.ndarray, rng: np.random.RandomState
) -> tuple[Any, Any]:
    """Fit one shadow model, and draw its table.

    Parameters
    ----------
    plan : ShadowPlan
        The pool and the method.
    inside : ndarray of shape (n_people,), dtype bool
        Who is in the table.
    rng : RandomState
        Source of the seeds, those that the user had set included: of models of one
        seed the lots would be the same.

    Returns
    -------
    (X, y)
        As many rows of each class as the table has.
    """
    rows = np.flatnonzero(inside[plan.people.persons])
    part, _ = given_to(plan.synthesizer, plan.table.take(rows))
    synthesizer = reseeded(plan.synthesizer, rng)
    return synthetic_table(synthesizer._fit_table(part), rng)
