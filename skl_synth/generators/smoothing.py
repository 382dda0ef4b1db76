"""Numbers between neighbouring donors, in the space of ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SPIKE_SHARE = 0.05
"""A value that so large a share of the rows has is a spike, and stays what it is."""


def spikes_of(values: np.ndarray) -> np.ndarray:
    """Find the values of a column that repeat so often that they stand apart.

    Parameters
    ----------
    values : ndarray of shape (n_values,)
        Numbers; NaN where missing.

    Returns
    -------
    ndarray of shape (n_spikes,)
        The values that two rows have and one in twenty of those that have any, sorted.
    """
    known = values[~np.isnan(values)]
    seen, counts = np.unique(known, return_counts=True)
    return spikes_from(seen, counts, len(known))


def spikes_from(seen: np.ndarray, counts: np.ndarray, n_known: int) -> np.ndarray:
    """Choose the values that stand apart, by how many rows have each.

    Parameters
    ----------
    seen : ndarray of shape (n_values,)
        Different values.
    counts : ndarray of shape (n_values,), dtype int
        Rows that have each.
    n_known : int
        Rows that have any.

    Returns
    -------
    ndarray of shape (n_spikes,)
        As `spikes_of`.
    """
    spikes: np.ndarray = seen[_is_spike(counts, n_known)]
    return spikes


def _is_spike(repeats: np.ndarray, n_values: int) -> np.ndarray:
    return repeats >= max(2.0, SPIKE_SHARE * n_values)


@dataclass(frozen=True, eq=False)
class RankSpace:
    """A column of numbers by rank: where values are dense, ranks are far apart.

    Moving a donor's number by ranks rather than by units keeps the shape of the
    column: gaps stay gaps, and values on which people heap come as often as before.

    Parameters
    ----------
    ranks : ndarray of shape (n_values,), dtype int
        Rank of each value; equal values have successive ranks.
    values : ndarray of shape (n_values,)
        The values, sorted.
    decimals : ndarray of shape (n_values,), dtype int8
        The decimals of each sorted value.
    first, last : ndarray of shape (n_values,), dtype int
        First and last rank that holds the same value.
    spike : ndarray of shape (n_values,), dtype bool
        Whether the value repeats so often that it stands apart, as zero does in
        counts of rare events.
    """

    ranks: np.ndarray
    values: np.ndarray
    decimals: np.ndarray
    first: np.ndarray
    last: np.ndarray
    spike: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, decimals: np.ndarray) -> RankSpace:
        """Rank a column.

        Parameters
        ----------
        values : ndarray of shape (n_values,)
            Numbers, none of them missing.
        decimals : ndarray of shape (n_values,), dtype int8
            Their decimals.

        Returns
        -------
        RankSpace
            The ranks of the column.
        """
        order = np.argsort(values, kind="stable")
        ranks = np.empty(len(values), dtype=np.intp)
        ranks[order] = np.arange(len(values))
        ordered = values[order]
        starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        counts = np.diff(np.r_[starts, len(values)])
        first = np.repeat(starts, counts)
        repeats = np.repeat(counts, counts)
        spike = _is_spike(repeats, len(values))
        return cls(ranks, ordered, decimals[order], first, first + repeats - 1, spike)

    def spread(
        self,
        donors: np.ndarray,
        below: np.ndarray,
        above: np.ndarray,
        smoothing: float,
        rng: np.random.RandomState,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Draw numbers about donors, up to half-way to the neighbouring donors.

        Parameters
        ----------
        donors, below, above : ndarray of shape (n_rows,), dtype int
            Ranks of the donors, and of the donors next below and above them; its own
            rank for a donor at the end, which reaches as far out as it reaches in.
        smoothing : float
            Share of the half way; 0 gives the donors' own numbers.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        numbers : ndarray of shape (n_rows,)
            The numbers drawn. That of a spike is the spike.
        decimals : ndarray of shape (n_rows,), dtype int8
            The decimals of the nearer real value.
        """
        draw = rng.uniform(size=len(donors))
        down, up = self.reach(donors, below, above)
        moved = donors + 0.5 * smoothing * (draw * (down + up) - down)
        # Reflected at the ends of the column: every rank stays as likely as it was.
        end = len(self.values) - 1
        moved = end - np.abs(end - np.abs(moved))
        return self.numbers_at(np.where(self.spike[donors], donors, moved))

    def reach(
        self, donors: np.ndarray, below: np.ndarray, above: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find how far it is from donors to the neighbouring ones.

        Parameters
        ----------
        donors, below, above : ndarray of int
            As in `spread`.

        Returns
        -------
        down, up : ndarray of the same shape
            Ranks down and up.
        """
        # A spike keeps its rows: neighbours do not move onto it, nor it onto them.
        below = np.where(self.spike[below], self.last[below], below)
        above = np.where(self.spike[above], self.first[above], above)
        down, up = donors - below, above - donors
        return np.where(down, down, up), np.where(up, up, down)

    def numbers_at(self, ranks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Read the column at ranks between those of its values.

        Parameters
        ----------
        ranks : ndarray of shape (n_rows,)
            Ranks, whole or between two.

        Returns
        -------
        numbers : ndarray of shape (n_rows,)
            The numbers.
        decimals : ndarray of shape (n_rows,), dtype int8
            The decimals of the nearer value.
        """
        left = np.floor(ranks).astype(np.intp)
        right = np.minimum(left + 1, len(self.values) - 1)
        step = ranks - left
        nearer = np.where(step > 0.5, right, left)
        # There is nothing between a spike and the next value.
        mixed = ~(self.spike[left] | self.spike[right])
        gap = self.values[right] - self.values[left]
        between = self.values[left] + step * gap
        numbers = np.where(mixed, between, self.values[nearer])
        return numbers, self.decimals[nearer]
