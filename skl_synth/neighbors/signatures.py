"""Code signatures: rows that are equal in all discrete attributes form a bucket.

The gap of a query bounds from below how far rows of all other buckets are. Whoever is
nearer than that in the query's own bucket is nearest of all.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from skl_synth.neighbors.distinct import distinct_rows, hash_rows
from skl_synth.neighbors.mixed_rows import Levels, MixedRows

ROUNDING = 1e-9
"""Relative margin of every bound, far above what rounding can lose.

A sum of n terms of one sign is off by less than n 2⁻⁵³ of itself, 1e-13 for a thousand
columns, in whatever order it is added up. A margin too wide costs a few comparisons,
one too narrow would cost the exactness.
"""


class Signatures:
    """The distinct combinations of codes among some rows.

    Parameters
    ----------
    rows : MixedRows
        The rows.

    Attributes
    ----------
    codes : ndarray of shape (n_signatures, n_codes)
        The combinations.
    of_rows : ndarray of shape (n_rows,), dtype int
        For each row the index of its combination.
    """

    def __init__(self, rows: MixedRows) -> None:
        distinct = distinct_rows(rows.codes)
        self.codes = rows.codes[distinct.first]
        self.of_rows = distinct.inverse
        self._levels = rows.levels

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def sizes(self) -> np.ndarray:
        """Rows of each signature."""
        return np.bincount(self.of_rows, minlength=len(self))

    def match(self, codes: np.ndarray) -> np.ndarray:
        """Find the signature that equals each row of codes.

        Parameters
        ----------
        codes : ndarray of shape (n_queries, n_codes)
            Any codes.

        Returns
        -------
        ndarray of shape (n_queries,), dtype int
            The index of the signature; -1 where there is none.
        """
        hashes, order = self._by_hash
        wanted = hash_rows(codes)
        matches = np.full(len(codes), -1, dtype=np.intp)
        rest = np.arange(len(codes))
        slot = np.searchsorted(hashes, wanted)
        # One step, unless two signatures have one hash: then on to the next slot, until
        # the codes themselves are equal or the hash is another.
        while len(rest):
            inside = slot < len(hashes)
            rest, slot = rest[inside], slot[inside]
            same_hash = hashes[slot] == wanted[rest]
            rest, slot = rest[same_hash], slot[same_hash]
            equal = (self.codes[order[slot]] == codes[rest]).all(axis=1)
            matches[rest[equal]] = order[slot[equal]]
            rest, slot = rest[~equal], slot[~equal] + 1
        return matches

    def gaps(self, codes: np.ndarray) -> np.ndarray:
        """Bound from below the squared distances to rows of other signatures.

        A row of another signature differs in one discrete attribute at least, and that
        attribute alone adds the distance to the nearest other level that any row has.
        Nothing that the other attributes and the numbers add is negative. Which
        attribute it is is not known, hence the least over all of them.

        Parameters
        ----------
        codes : ndarray of shape (n_queries, n_codes)
            Any codes.

        Returns
        -------
        ndarray of shape (n_queries,)
            Squared distance that no row of another signature is nearer than; infinite
            where there is no other signature.
        """
        gap = np.full(len(codes), np.inf)
        for of_level, code in zip(self._gaps, codes.T, strict=True):
            gap = np.minimum(gap, of_level[code])
        return gap * (1.0 - ROUNDING)

    @cached_property
    def _by_hash(self) -> tuple[np.ndarray, np.ndarray]:
        """Hashes of the signatures, sorted, and the signature of each."""
        hashes = hash_rows(self.codes)
        order = np.argsort(hashes, kind="stable")
        return hashes[order], order

    @cached_property
    def _gaps(self) -> list[np.ndarray]:
        """Gap of each level of each attribute."""
        return [
            _gap(level, np.unique(code))
            for level, code in zip(self._levels, self.codes.T, strict=True)
        ]


def _gap(level: Levels, present: np.ndarray) -> np.ndarray:
    """Squared distance of each level, unknown last, to the nearest other one present.

    Only levels that some row has can be met. A level that is alone gets no bound from
    this attribute: its gap there is infinite.
    """
    n_levels = len(level)
    gap = np.full(n_levels + 1, np.inf)
    all_levels = np.arange(n_levels)
    known = present[present >= 0]
    if len(known):
        # The distance of two levels is a sum of one number of each, so that the nearest
        # other level is the one that adds least; for that level itself the second.
        least = known[np.argsort(level.halves[known], kind="stable")[:2]]
        nearest = np.where(all_levels == least[0], least[-1], least[0])
        squared = level.squared(all_levels, nearest)
        gap[:-1] = np.where(all_levels == nearest, np.inf, squared)
        gap[-1] = level.to_unknown[known].min()
    if (present < 0).any():
        gap[:-1] = np.minimum(gap[:-1], level.to_unknown[:-1])
    return gap
