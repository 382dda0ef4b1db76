"""Cells: how many rows a release has of each class and value, or pair of values."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import combinations

import numpy as np

from skl_synth.evaluation.table_data import Attribute, AuditTables

BINS, BINS_IN_PAIRS = 20, 4
"""Intervals into which a number is divided: alone, and with another column."""

LEVELS_IN_PAIRS = 8
"""The most frequent levels of a column that are distinguished in pairs."""

MOST_PAIRS = 300
"""Pairs of columns that are counted; of more the first, in the order of the table."""


def count_cells(tables: AuditTables) -> tuple[np.ndarray, np.ndarray]:
    """Count the rows of a release in the cells that real people fall into.

    A cell is a class with a value of one column, or with values of two; numbers are
    divided at quantiles of the real ones.

    Parameters
    ----------
    tables : AuditTables
        A real table and a release.

    Returns
    -------
    cells : ndarray of shape (n_rows, n_blocks), dtype int
        The cells of each real row: one for each column, then one for each pair. They
        do not depend on the release.
    counts : ndarray of shape (n_cells,)
        How many rows of the release fall into each.
    """
    cells, counts, n_cells = [], [], 0
    for codes in _blocks(tables):
        real, released = np.split(codes, [len(tables.real)])
        known, place = np.unique(real, return_inverse=True)
        found = np.minimum(np.searchsorted(known, released), len(known) - 1)
        hits = found[known[found] == released]
        cells.append(place + n_cells)
        counts.append(np.bincount(hits, minlength=len(known)))
        n_cells += len(known)
    return np.column_stack(cells), np.concatenate(counts)


def _blocks(tables: AuditTables) -> Iterator[np.ndarray]:
    """The cells of all rows, real ones first: column by column, then pair by pair."""
    labels = _labels(tables)
    yield labels
    for attribute in tables.varying:
        yield _crossed(labels, _binned(tables, attribute, BINS))
    coarse = [_coarse(tables, one) for one in tables.varying]
    pairs = list(combinations(coarse, 2))[:MOST_PAIRS]
    for one, other in pairs:
        yield _crossed(labels, one, other)


def _labels(tables: AuditTables) -> np.ndarray:
    parts = tables.real, tables.synthetic
    if not tables.is_classes:
        return np.zeros(sum(map(len, parts)), dtype=int)
    labels = np.concatenate([np.asarray(part.labels) for part in parts])
    return np.unique(labels, return_inverse=True)[1].ravel()


def _binned(tables: AuditTables, attribute: Attribute, n_bins: int) -> np.ndarray:
    real, released = (
        part.values(attribute) for part in (tables.real, tables.synthetic)
    )
    values = np.concatenate([real, released])
    if not attribute.is_number:
        return values
    present = real[~np.isnan(real)]
    shares = np.linspace(0, 1, n_bins + 1)[1:-1]
    edges = np.unique(np.quantile(present, shares)) if len(present) else present
    bins = np.searchsorted(edges, values, side="right")
    return np.where(np.isnan(values), len(edges) + 1, bins)


def _coarse(tables: AuditTables, attribute: Attribute) -> np.ndarray:
    """Few values of a column: all levels but the most frequent are one."""
    codes = _binned(tables, attribute, BINS_IN_PAIRS)
    counts = np.bincount(codes[: len(tables.real)], minlength=codes.max() + 1)
    rank = np.empty(len(counts), dtype=int)
    rank[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    return np.minimum(rank, LEVELS_IN_PAIRS - 1)[codes]


def _crossed(*parts: np.ndarray) -> np.ndarray:
    """One number for each combination."""
    return reduce(lambda one, other: one * (other.max() + 1) + other, parts)
