"""Code signatures: rows that are equal in all discrete attributes form a bucket."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from skl_synth.neighbors.distinct import distinct_rows, hash_rows
from skl_synth.neighbors.rows import Levels, MixedRows

ROUNDING = 1e-9
"""Relative margin of every bound, far above what adding up can lose."""


class Signatures:
    """The different combinations of codes among some rows.

    Parameters
    ----------
    rows : MixedRows
        The rows.

    Attributes
    ----------
    codes : ndarray of shape (n_signatures, n_codes)
        The combinations.
    of_rows : ndarray of shape (n_rows,), dtype int
        For each row the place of its combination.
    """

    def __init__(self, rows: MixedRows) -> None:
        found = distinct_rows(rows.codes)
        self.codes = rows.codes[found.first]
        self.of_rows = found.inverse
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
            The place of the signature; -1 where there is none.
        """
        hashes, order = self._by_hash
        wanted = hash_rows(codes)
        found = np.full(len(codes), -1, dtype=np.intp)
        rest = np.arange(len(codes))
        place = np.searchsorted(hashes, wanted)
        # One step, unless two signatures have one hash.
        while len(rest):
            inside = place < len(hashes)
            rest, place = rest[inside], place[inside]
            same_hash = hashes[place] == wanted[rest]
            rest, place = rest[same_hash], place[same_hash]
            equal = (self.codes[order[place]] == codes[rest]).all(axis=1)
            found[rest[equal]] = order[place[equal]]
            rest, place = rest[~equal], place[~equal] + 1
        return found

    def gaps(self, codes: np.ndarray) -> np.ndarray:
        """Bound from below how far rows of other signatures are.

        A row of another signature differs in one discrete attribute at least, and is
        as far away as the nearest other level there that any row has.

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
        """Hashes of the signatures, sorted, and whose they are."""
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
    """Squared distance of each level, the unknown one last, to the next one present."""
    n_levels = len(level)
    gap = np.full(n_levels + 1, np.inf)
    everyone = np.arange(n_levels)
    known = present[present >= 0]
    if len(known):
        # The two levels that add least: the second one serves the first.
        least = known[np.argsort(level.halves[known], kind="stable")[:2]]
        nearest = np.where(everyone == least[0], least[-1], least[0])
        apart = level.squared(everyone, nearest)
        gap[:-1] = np.where(everyone == nearest, np.inf, apart)
        gap[-1] = level.to_unknown[known].min()
    if (present < 0).any():
        gap[:-1] = np.minimum(gap[:-1], level.to_unknown[:-1])
    return gap
