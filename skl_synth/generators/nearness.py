"""How close to real rows the rows of a choice may lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NEARNESS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7)
"""Quantiles of distances at which nearness is bounded."""

COPY = 1e-9
"""Rows nearer than this are the same row."""


@dataclass(frozen=True, eq=False)
class Nearness:
    """How many of the chosen rows may lie how close to a real row.

    Parameters
    ----------
    strata : ndarray of shape (n_candidates,), dtype int
        The stratum of each candidate: 0 lies closest.
    caps : ndarray of shape (n_strata - 1,), dtype int
        Chosen rows that may lie in the first, the first two, … strata.
    """

    strata: np.ndarray
    caps: np.ndarray

    @classmethod
    def of(
        cls, distances: np.ndarray, n_chosen: int, between: np.ndarray | None = None
    ) -> Nearness:
        """Bound the nearness of a choice by that of the candidates, and of real rows.

        At none of several quantiles of the distances may a larger share of the chosen
        rows be nearer than of all candidates; nor, as far as enough candidates are
        further away, than of real rows to one another.

        Parameters
        ----------
        distances : ndarray of shape (n_candidates,)
            Distance of each candidate to the nearest real row.
        n_chosen : int
            How many are to be chosen.
        between : ndarray of shape (n_real,), default=None
            Distance of each real row to the nearest other one, if those count.

        Returns
        -------
        Nearness
            The bounds.
        """
        looked_at = [distances] if between is None else [distances, between]
        # Distances that occur: rows that are equally near lie in one stratum.
        quantiles = [
            np.quantile(one, NEARNESS, method="inverted_cdf") for one in looked_at
        ]
        edges = np.unique(np.r_[COPY, np.concatenate(quantiles)])
        strata = np.searchsorted(edges, distances, side="left")
        within = np.cumsum(np.bincount(strata, minlength=len(edges) + 1))[:-1]
        caps = n_chosen * within // len(distances)
        if between is not None:
            among_real = (between[:, None] <= edges).mean(axis=0)
            # So many must come from within, where too few candidates lie beyond.
            attainable = n_chosen - (len(distances) - within)
            wanted = np.floor(n_chosen * among_real + 1e-9).astype(np.intp)
            caps = np.minimum(caps, np.maximum(wanted, attainable))
        return cls(strata, caps)

    def within(self, chosen: np.ndarray) -> np.ndarray:
        """Count the chosen rows in the first, the first two, … strata.

        Parameters
        ----------
        chosen : ndarray of int
            Positions of the chosen rows.

        Returns
        -------
        ndarray of shape (n_strata - 1,), dtype int
            Their number.
        """
        n_strata = len(self.caps) + 1
        return np.cumsum(np.bincount(self.strata[chosen], minlength=n_strata))[:-1]


def keep_away(
    chosen: np.ndarray, weights: np.ndarray, nearness: Nearness
) -> np.ndarray:
    """Exchange chosen rows that lie too close for others that do not.

    Parameters
    ----------
    chosen : ndarray of int
        Positions of the chosen rows.
    weights : ndarray of shape (n_candidates,)
        The lightest rows go, the heaviest come.
    nearness : Nearness
        The bounds.

    Returns
    -------
    ndarray of int
        As many positions, within the bounds.
    """
    taken = np.zeros(len(weights), dtype=bool)
    taken[chosen] = True
    heavy = np.argsort(-weights, kind="stable")
    # From the outermost bound inwards: what comes for one bound may still lie within
    # the next, and what goes for a later one lies within all before.
    for bound in range(len(nearness.caps))[::-1]:
        inside = nearness.strata[heavy] <= bound
        too_many = int((taken[heavy] & inside).sum() - nearness.caps[bound])
        if too_many > 0:
            taken[heavy[taken[heavy] & inside][::-1][:too_many]] = False
            taken[heavy[~taken[heavy] & ~inside][:too_many]] = True
    return np.flatnonzero(taken)
