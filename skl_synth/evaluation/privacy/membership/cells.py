"""The counts of a table: how many people stand in each cell of its margins.

Whoever holds a release can count it: rows by class and column, by class and pair of
columns, and so on. A cell is one combination of values in one of these tables of
counts; numbers are cut into bins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from scipy import sparse

from skl_synth.evaluation.people import People
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData

FINE, COARSE = 20, 4
"""Bins of a number by itself, and beside others: cells that nobody stands in say
nothing."""

MOST_TABLES = 300
"""Of pairs, or triples, of columns so many are counted; of more, some by lot."""

MOST_POOL = 10_000
"""Candidates of either kind; of more people, some by lot besides those attacked."""


class Pool(NamedTuple):
    """The candidates: people of whom an attacker asks who was in the table.

    Parameters
    ----------
    counts : csr_matrix of shape (n_candidates, n_cells)
        How many rows of each candidate stand in each cell.
    released : ndarray of shape (n_cells,)
        How many rows of the release do.
    n_released : int
        Rows of the release.
    attacked : ndarray of int
        Which of the candidates are attacked, in the order of the context.
    is_member : ndarray of shape (n_candidates,), dtype bool
        Who was in the table: for folds of the audit alone, no attack may look.
    n_tables : int
        Tables of counts, in each of which every row stands once.
    share : float
        The share of the candidates' rows that are of members: how many rows there are,
        whoever published the table says.
    """

    counts: sparse.csr_matrix
    released: np.ndarray
    n_released: int
    attacked: np.ndarray
    is_member: np.ndarray
    n_tables: int
    share: float


def pool_of(
    context: AttackContext,
    sizes: Sequence[int],
    rng: np.random.RandomState,
    n_bins: int | None = FINE,
) -> Pool:
    """Count the rows of the release, and of all candidates.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    sizes : sequence of int
        How many columns are counted together: ``(1, 2)`` for each and all pairs.
    rng : RandomState
        Source of what is counted where there is much.
    n_bins : int or None, default=20
        Bins of a number by itself; None counts every value apart.

    Returns
    -------
    Pool
        All people who are known, members and not, or some of many.
    """
    tables = context.tables
    if tables.target_kind == "continuous":
        tables = tables.with_target()
    sides = _sides(context)
    attacked = [
        one.persons[rows]
        for one, rows in zip(sides, (context.members, context.controls), strict=True)
    ]
    kept = [
        _kept(len(one), np.unique(who), rng)
        for one, who in zip(sides, attacked, strict=True)
    ]
    rows = [one.rows_of(who) for one, who in zip(sides, kept, strict=True)]
    assert tables.holdout is not None
    parts = [tables.real.take(rows[0]), tables.holdout.take(rows[1]), tables.synthetic]
    cells, n_tables = _cells_of(tables, parts, sizes, rng, n_bins)
    n_rows = len(rows[0]) + len(rows[1])
    n_people = [len(who) for who in kept]
    owner = np.concatenate(
        [
            np.repeat(np.arange(n_people[0]), sides[0].sizes_of(kept[0])),
            np.repeat(np.arange(n_people[1]), sides[1].sizes_of(kept[1])) + n_people[0],
        ]
    )
    by_person = sparse.csr_matrix(
        (np.ones(n_rows), (owner, np.arange(n_rows))), shape=(sum(n_people), n_rows)
    )
    return Pool(
        (by_person @ cells[:n_rows]).tocsr(),
        np.asarray(cells[n_rows:].sum(axis=0)).ravel(),
        len(tables.synthetic),
        _places(context, attacked, kept),
        np.repeat([True, False], n_people),
        n_tables,
        len(rows[0]) / n_rows,
    )


def _sides(context: AttackContext) -> tuple[People, People]:
    """The people of the table, and those who were held out; each row where unknown."""
    people = context.tables.people
    if people is not None:
        return people
    sizes = len(context.tables.real), len(context.control_data)
    one, other = (People(np.arange(n)) for n in sizes)
    return one, other


def _kept(n: int, attacked: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
    """All people, or of many those attacked and some others."""
    if n <= MOST_POOL:
        return np.arange(n)
    others = np.setdiff1d(np.arange(n), attacked)
    more = rng.permutation(others)[: MOST_POOL - len(attacked)]
    return np.sort(np.r_[attacked, more])


def _places(
    context: AttackContext, attacked: list[np.ndarray], kept: list[np.ndarray]
) -> np.ndarray:
    """Where those attacked stand among the candidates, in the order of the context."""
    places = np.concatenate(
        [
            np.searchsorted(kept[0], attacked[0]),
            np.searchsorted(kept[1], attacked[1]) + len(kept[0]),
        ]
    )
    return places if context.starts is None else places[context.starts]


def _cells_of(
    tables: AuditTables,
    parts: list[TableData],
    sizes: Sequence[int],
    rng: np.random.RandomState,
    n_bins: int | None,
) -> tuple[sparse.csr_matrix, int]:
    """Which cells each row stands in, of all parts; and how many tables there are."""
    codes = list(_codes(tables, parts, sizes, rng, n_bins))
    n_rows = sum(map(len, parts))
    places, start = [], 0
    for one in codes:
        present, numbered = np.unique(one, return_inverse=True)
        places.append(numbered.ravel() + start)
        start += len(present)
    indices = np.column_stack(places).ravel() if places else np.empty(0, dtype=int)
    starts = np.arange(n_rows + 1) * len(codes)
    values = np.ones(len(indices))
    found = sparse.csr_matrix((values, indices, starts), shape=(n_rows, start))
    return found, len(codes)


def _codes(
    tables: AuditTables,
    parts: list[TableData],
    sizes: Sequence[int],
    rng: np.random.RandomState,
    n_bins: int | None,
) -> Iterator[np.ndarray]:
    """Number the cells of every table of counts, rows of all parts together."""
    classes = _classes(tables, parts)
    fine, coarse = (
        [_binned(one, parts, bins) for one in tables.varying]
        for bins in (n_bins, COARSE)
    )
    for size in sizes:
        chosen = list(combinations(range(len(coarse)), size))
        if size > 1 and len(chosen) > MOST_TABLES:
            some = np.sort(rng.permutation(len(chosen))[:MOST_TABLES])
            chosen = [chosen[place] for place in some]
        for columns in chosen:
            code = classes
            for column in columns:
                values = fine[column] if size == 1 else coarse[column]
                code = code * (int(values.max(initial=0)) + 1) + values
            yield code


def _classes(tables: AuditTables, parts: list[TableData]) -> np.ndarray:
    if not tables.is_classes:
        return np.zeros(sum(map(len, parts)), dtype=np.int64)
    labels = np.concatenate([data.labels for data in parts])
    return np.unique(labels, return_inverse=True)[1].ravel().astype(np.int64)


def _binned(
    attribute: Attribute, parts: list[TableData], n_bins: int | None
) -> np.ndarray:
    """The values of an attribute, numbers apart or in bins of as many candidates."""
    values = np.concatenate([data.values(attribute) for data in parts])
    if not attribute.is_number:
        return values.astype(np.int64)
    if n_bins is None:
        return np.unique(values, return_inverse=True)[1].ravel().astype(np.int64)
    known = np.concatenate([data.values(attribute) for data in parts[:2]])
    known = known[~np.isnan(known)]
    if not len(known):
        return np.isnan(values).astype(np.int64)
    ends = np.unique(np.quantile(known, np.linspace(0, 1, n_bins + 1)[1:-1]))
    bins = np.searchsorted(ends, values, side="right")
    return np.where(np.isnan(values), len(ends) + 1, bins).astype(np.int64)
