"""Who is looked for: outliers, holders of rare levels, and people drawn by chance."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.matrix import Standardiser
from skl_synth.evaluation.people import People
from skl_synth.evaluation.privacy.membership.features import (
    N_NEIGHBORS,
    nearest_others,
)
from skl_synth.evaluation.table_data import AuditTables

OUTLIERS, RARE_LEVELS = "outliers", "holders of rare levels"
BY_CHANCE = "people drawn by chance"

N_MOST_EXPOSED = 16
"""Outliers, and holders of rare levels: those whom an attacker would look for first."""

N_BY_CHANCE = 128
"""People drawn by chance, who stand for everyone. They take no further models."""

RARE_SHARE = 0.05
"""A level that more people hold is not rare."""


def choose_targets(
    tables: AuditTables,
    people: People,
    allowed: np.ndarray,
    rng: np.random.RandomState,
) -> dict[str, np.ndarray]:
    """Choose whom to look for.

    Parameters
    ----------
    tables : AuditTables
        With the pool in the place of the real rows.
    people : People
        Whom the rows of the pool belong to.
    allowed : ndarray of shape (n_people,), dtype bool
        Who may be chosen.
    rng : RandomState
        Source of those who are drawn by chance.

    Returns
    -------
    dict of str to ndarray of int
        People by group: those least like others; those with a level that fewest hold,
        and people drawn from all. Somebody may be in several; a group of nobody is left
        out.
    """
    chosen = np.flatnonzero(allowed)
    sparsity, holders = _sparsity(tables, people), _fewest_holders(tables, people)
    found = {OUTLIERS: _first(-sparsity, chosen)}
    is_rare = allowed & (holders <= max(1.0, RARE_SHARE * len(people)))
    found[RARE_LEVELS] = _first(holders, np.flatnonzero(is_rare))
    # Anybody: without those who are easily found they would not stand for everyone.
    found[BY_CHANCE] = np.sort(rng.permutation(chosen)[:N_BY_CHANCE])
    return {name: who for name, who in found.items() if len(who)}


def _first(order: np.ndarray, among: np.ndarray) -> np.ndarray:
    """Those of the lowest values."""
    return among[np.argsort(order[among], kind="stable")][:N_MOST_EXPOSED]


def _sparsity(tables: AuditTables, people: People) -> np.ndarray:
    """How far other people are from each, in the mean of all of their rows."""
    rows = Standardiser(tables).transform(tables.real)
    away = nearest_others(rows, people.persons)[0][:, N_NEIGHBORS - 1]
    n_rows = np.bincount(people.persons)
    return np.bincount(people.persons, weights=away) / n_rows


def _fewest_holders(tables: AuditTables, people: People) -> np.ndarray:
    """How many people hold the rarest level that each person has."""
    fewest = np.full(len(people), len(people))
    for attribute in tables.varying:
        if not attribute.is_number:
            codes = tables.real.values(attribute)
            pairs = np.unique(np.column_stack([codes, people.persons]), axis=0)
            n_holders = np.bincount(pairs[:, 0])
            np.minimum.at(fewest, pairs[:, 1], n_holders[pairs[:, 0]])
    return fewest
