"""What an attacker sees of a person in one release."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.matrix import Standardiser
from skl_synth.evaluation.people import People
from skl_synth.evaluation.privacy.membership.features import nearest
from skl_synth.evaluation.privacy.shadow.cell_counts import count_cells
from skl_synth.evaluation.privacy.shadow.cell_weights import CellWeights
from skl_synth.evaluation.table_data import AuditTables, TableData

NEAR = 0.1
"""Distances are compared by their logarithms, of which one of zero has none; below so
many standard deviations they do not matter."""

DIFFERENT = (0, 1, 2, 3)
"""In how many columns a released row may differ that counts as a near copy."""


def features_of(
    tables: AuditTables, people: People, targets: np.ndarray, weights: CellWeights
) -> np.ndarray:
    """Look for people in one release.

    Parameters
    ----------
    tables : AuditTables
        The pool in the place of the real rows, and the release.
    people : People
        Whom the rows of the pool belong to.
    targets : ndarray of int
        The people who are looked for.
    weights : CellWeights
        What the counts of the release say of them.

    Returns
    -------
    ndarray of shape (n_targets, n_features)
        Tracing by counts (all, those of single columns, those of pairs); how near the
        nearest released row is, and the five nearest; and how many near copies there
        are. Of the rows of a person the nearest counts, and all near copies.
    """
    counts = weights.scores(count_cells(tables)[1])
    whole = tables.with_target()
    rows = people.rows_of(targets)
    sizes = people.sizes_of(targets)
    starts = np.cumsum(sizes) - sizes
    near = np.maximum.reduceat(_nearness(whole, rows), starts, axis=0)
    copies = np.add.reduceat(_near_copies(whole, rows), starts, axis=0)
    return np.column_stack([counts, near, np.log1p(copies)])


def _nearness(tables: AuditTables, rows: np.ndarray) -> np.ndarray:
    standardise = Standardiser(tables)
    attacked = standardise.transform(tables.real.take(rows))
    released = standardise.transform(tables.synthetic)
    found = -np.log(nearest(attacked, released)[0] + NEAR)
    return np.column_stack([found[:, 0], found.mean(axis=1)])


def _near_copies(tables: AuditTables, rows: np.ndarray) -> np.ndarray:
    """Count the released rows that differ from each row in few columns."""
    attacked, released = (
        _values(tables, part) for part in (tables.real.take(rows), tables.synthetic)
    )
    differ = np.zeros((len(attacked), len(released)), dtype=np.int16)
    for one, other in zip(attacked.T, released.T, strict=True):
        differ += one[:, None] != other[None, :]
    most = [n for n in DIFFERENT if n < attacked.shape[1]]
    return np.column_stack([(differ <= n).sum(axis=1) for n in most])


def _values(tables: AuditTables, data: TableData) -> np.ndarray:
    """All that varies, as numbers; what is missing is one value."""
    columns = [data.values(one).astype(np.float64) for one in tables.varying]
    return np.nan_to_num(np.column_stack(columns), nan=np.inf)
