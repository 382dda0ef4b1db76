"""New rows between real ones: which parents, with what weights, and their mixture."""

from __future__ import annotations

import numpy as np

from skl_synth.fast import is_fast, load
from skl_synth.neighbors import NeighborLists
from skl_synth.table.rows import EncodedRows, stack_rows

INTERPOLATIONS = ("segment", "simplex", "per_feature")


BLOCK_ROWS = 16_384
"""Rows that are mixed at a time, which bounds the memory needed."""

KERNELS = "skl_synth.generators.mixing_kernels"
"""The module that holds what is compiled."""

MANY_ROWS = 1_000_000
"""New rows that are worth loading it."""


def draw_parents(
    neighbors: NeighborLists, n_rows: int, n_vertices: int, rng: np.random.RandomState
) -> np.ndarray:
    """Draw a base row and some of its neighbours for every new row.

    Parameters
    ----------
    neighbors : NeighborLists
        The neighbours of each source row; only those of drawn rows are searched for.
    n_rows : int
        Number of new rows.
    n_vertices : int
        Neighbours per new row, drawn without repetition; where k is smaller the base
        stands in for those that are not there.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_rows, 1 + n_vertices), dtype int
        The base row first, then its neighbours.
    """
    base = rng.randint(len(neighbors), size=n_rows)
    near = neighbors.of(base)
    k = near.shape[1]
    parents = np.repeat(base[:, None], 1 + n_vertices, axis=1)
    n_drawn = min(n_vertices, k)
    if n_drawn == 1:
        chosen = rng.randint(k, size=(n_rows, 1))
    else:
        chosen = np.argsort(rng.uniform(size=(n_rows, k)), axis=1)[:, :n_drawn]
    parents[:, 1 : 1 + n_drawn] = np.take_along_axis(near, chosen, axis=1)
    return parents


def draw_weights(
    interpolation: str,
    shape: tuple[int, int],
    n_attributes: int,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Draw the share of every parent in every new row.

    Parameters
    ----------
    interpolation : {"segment", "simplex", "per_feature"}
        One random part of the way for the whole row; a random point of the simplex
        that the parents span (uniform, by a flat Dirichlet distribution); or a random
        part of the way for each attribute on its own.
    shape : (n_rows, n_parents)
        Shape of the parents.
    n_attributes : int
        Number of numbers and codes of a row.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_rows, n_parents) or (n_rows, n_parents, n_attributes)
        Weights from 0 to 1 that sum to 1 over the parents.
    """
    n_rows, n_parents = shape
    if interpolation == "simplex":
        return rng.dirichlet(np.ones(n_parents), size=n_rows)
    if interpolation == "per_feature":
        step = rng.uniform(size=(n_rows, n_attributes))
    else:
        step = rng.uniform(size=n_rows)
    return np.stack([1.0 - step, step], axis=1)


def mix_rows(
    rows: EncodedRows, parents: np.ndarray, weights: np.ndarray
) -> EncodedRows:
    """Blend the numbers of the parents; give each code the level of most weight.

    A number has as many decimals as that of the parent of most weight: a row between
    two people of whole years has whole years.

    With two parents the level of most weight is that of the nearer parent, which is
    what the arg-max of the blended one-hot columns gives: they need not be built.

    Parameters
    ----------
    rows : EncodedRows
        The rows that the parents are positions of.
    parents : ndarray of shape (n_rows, n_parents)
        Positions of the parents.
    weights : ndarray of shape (n_rows, n_parents) or (n_rows, n_parents, n_attributes)
        Share of each parent.

    Returns
    -------
    EncodedRows
        The new rows, not yet snapped. A number is NaN only where all parents miss it.
    """
    if parents.shape[1] == 2 and weights.ndim == 2:
        if is_fast(KERNELS, worth=len(parents) >= MANY_ROWS):
            return _mix_two_compiled(rows, parents, weights)
        mix = _mix_two
    else:
        mix = _mix_many
    n_rows = max(len(parents), 1)
    blocks = [slice(i, i + BLOCK_ROWS) for i in range(0, n_rows, BLOCK_ROWS)]
    return stack_rows([mix(rows, parents[block], weights[block]) for block in blocks])


def mix_values(
    values: np.ndarray, parents: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Blend one number per row, as `mix_rows` does: the target of a regression.

    Parameters
    ----------
    values : ndarray of shape (n_sources,)
        The number of each source row.
    parents : ndarray of shape (n_rows, n_parents)
        Positions of the parents.
    weights : ndarray of shape (n_rows, n_parents) or (n_rows, n_parents, n_attributes)
        Share of each parent; the mean share where each attribute has its own.

    Returns
    -------
    ndarray of shape (n_rows,)
        The blended numbers.
    """
    shares = weights if weights.ndim == 2 else weights.mean(axis=2)
    return _mix_numbers(values[:, None], parents, shares[:, :, None])[:, 0]


def _mix_two(
    rows: EncodedRows, parents: np.ndarray, weights: np.ndarray
) -> EncodedRows:
    """Go a part of the way; all but the numbers are those of the nearer parent."""
    first, second = parents.T
    nearer = np.where(weights[:, 1] > 0.5, second, first)
    start = rows.numbers.take(first, axis=0)
    end = rows.numbers.take(second, axis=0)
    decimals = rows.decimals.take(nearer, axis=0)
    no_start, no_end = np.isnan(start), np.isnan(end)
    if no_start.any() or no_end.any():
        # Where one parent misses the number, it is that of the other.
        start = np.where(no_start, end, start)
        end = np.where(no_end, start, end)
        decimals = np.where(no_start, rows.decimals[second], decimals)
        decimals = np.where(no_end & ~no_start, rows.decimals[first], decimals)
    end -= start
    end *= weights[:, 1:]
    start += end
    return EncodedRows(start, decimals, rows.codes.take(nearer, axis=0))


def _mix_two_compiled(
    rows: EncodedRows, parents: np.ndarray, weights: np.ndarray
) -> EncodedRows:
    """Do what `_mix_two` does, in one pass over the rows."""
    mixed = EncodedRows(
        np.empty((len(parents), rows.numbers.shape[1])),
        np.empty((len(parents), rows.decimals.shape[1]), dtype=rows.decimals.dtype),
        np.empty((len(parents), rows.codes.shape[1]), dtype=rows.codes.dtype),
    )
    load(KERNELS).mix_two(
        rows.numbers,
        rows.decimals,
        rows.codes,
        parents,
        np.ascontiguousarray(weights[:, 1]),
        mixed.numbers,
        mixed.decimals,
        mixed.codes,
    )
    return mixed


def _mix_many(
    rows: EncodedRows, parents: np.ndarray, weights: np.ndarray
) -> EncodedRows:
    """Mix any number of parents, each attribute by its own weights if it has some."""
    n_numbers = rows.numbers.shape[1]
    if weights.ndim == 2:
        weights = weights[:, :, None]
        of_numbers = of_codes = weights
    else:
        of_numbers, of_codes = weights[:, :, :n_numbers], weights[:, :, n_numbers:]
    return EncodedRows(
        _mix_numbers(rows.numbers, parents, of_numbers),
        _mix_decimals(rows, parents, of_numbers),
        _mix_codes(rows.codes, parents, of_codes),
    )


def _mix_numbers(
    numbers: np.ndarray, parents: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Start at the first parent that has the number; step towards those that have it.

    Steps, rather than weighted sums: where all parents agree the value is theirs to
    the last bit.
    """
    if not np.isnan(numbers).any():
        start = numbers[parents[:, 0]]
        mixed = start.copy()
        for place in range(1, parents.shape[1]):
            mixed += weights[:, place] * (numbers[parents[:, place]] - start)
        return mixed
    values = numbers[parents]
    present = ~np.isnan(values)
    first = present.argmax(axis=1)[:, None, :]
    start = np.take_along_axis(values, first, axis=1)
    share = np.where(present, weights, 0.0)
    total = share.sum(axis=1, keepdims=True)
    share /= np.where(total > 0, total, 1.0)
    steps = np.where(present, values - start, 0.0)
    return start[:, 0] + (share * steps).sum(axis=1)


def _mix_decimals(
    rows: EncodedRows, parents: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    share = np.where(np.isnan(rows.numbers[parents]), -1.0, weights)
    heaviest = share.argmax(axis=1)[:, None, :]
    return np.take_along_axis(rows.decimals[parents], heaviest, axis=1)[:, 0]


def _mix_codes(
    codes: np.ndarray, parents: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    if parents.shape[1] == 2:
        nearer_second = weights[:, 1] > 0.5
        return np.where(nearer_second, codes[parents[:, 1]], codes[parents[:, 0]])
    mixed = np.empty((len(parents), codes.shape[1]), dtype=codes.dtype)
    everyone = np.arange(len(parents))
    for slot in range(codes.shape[1]):
        of_parents = codes[:, slot][parents]
        votes = np.zeros((len(parents), int(codes[:, slot].max()) + 1))
        share = weights[:, :, min(slot, weights.shape[2] - 1)]
        for place in range(parents.shape[1]):
            votes[everyone, of_parents[:, place]] += share[:, place]
        mixed[:, slot] = votes.argmax(axis=1)
    return mixed
