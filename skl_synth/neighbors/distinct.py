"""Distinct rows: grouped by a hash of their bytes, confirmed by comparing.

The search runs on distinct rows only. Equal rows would tie everywhere, and fill the
leaves of a tree that no cut can part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)
"""Odd factors and a shift that mix all bits of a hash; each step can be undone, so that
rows that differ in a single number never share a hash."""

HASHED_ROWS = 65_536
"""Rows that are hashed at a time, which bounds the memory needed."""


@dataclass(frozen=True, eq=False)
class Distinct:
    """The distinct rows among many.

    Parameters
    ----------
    first : ndarray of shape (n_distinct,), dtype int
        Position of the first of each set of equal rows, ascending.
    inverse : ndarray of shape (n_rows,), dtype int
        For each row its index in ``first``.
    """

    first: np.ndarray
    inverse: np.ndarray


def distinct_rows(*parts: np.ndarray) -> Distinct:
    """Find the distinct rows of arrays that stand side by side.

    Rows are equal if their bytes are: write -0.0 as 0.0 and NaN in one way before.

    Parameters
    ----------
    *parts : ndarray of shape (n_rows, n_columns)
        Numbers of any 4 or 8 bytes.

    Returns
    -------
    Distinct
        The first of each set of equal rows, and which row belongs to which.

    Notes
    -----
    ``first`` is ascending, so that a tie between distinct rows falls to the same row as
    a tie between all rows.
    """
    words = [_words(part) for part in parts]
    n_rows = len(parts[0])
    for seed in range(64):
        hashes = hash_rows(*parts, seed=seed)
        order = np.argsort(hashes)
        is_next = np.diff(hashes[order]) == 0
        left, right = order[1:][is_next], order[:-1][is_next]
        # To compare neighbours in this order is enough: if each row of one hash equals
        # the next, they are all equal. If one does not, two different rows share a
        # hash, and another seed parts them.
        if all(np.array_equal(one[left], one[right]) for one in words):
            break
    starts = np.r_[True, ~is_next][:n_rows]
    # The sort puts equal rows next to one another in any order: the first is the least.
    first = np.minimum.reduceat(order, np.flatnonzero(starts)) if n_rows else order
    rank = np.empty(len(first), dtype=np.intp)
    by_position = np.argsort(first)
    rank[by_position] = np.arange(len(first))
    inverse = np.empty(n_rows, dtype=np.intp)
    inverse[order] = rank[np.cumsum(starts) - 1]
    return Distinct(first[by_position], inverse)


def hash_rows(*parts: np.ndarray, seed: int = 0) -> np.ndarray:
    """Give each row a number that equal rows share, and others hardly ever.

    Parameters
    ----------
    *parts : ndarray of shape (n_rows, n_columns)
        Numbers of any 4 or 8 bytes.
    seed : int, default=0
        Another seed makes other numbers.

    Returns
    -------
    ndarray of shape (n_rows,), dtype uint64
        The hashes.
    """
    hashes = np.full(len(parts[0]), seed + 1, dtype=np.uint64)
    for part in parts:
        for column in _words(part).T:
            hashes ^= column.astype(np.uint64)
            hashes *= _ODD
            hashes ^= hashes >> _SHIFT
            hashes *= _MIX
    return hashes


def _words(part: np.ndarray) -> np.ndarray:
    """View numbers as unsigned integers of the same size."""
    return np.ascontiguousarray(part).view(f"u{part.dtype.itemsize}")
