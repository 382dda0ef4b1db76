"""A pool of drawn rows, weighted until it has margins that its tree does not have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.marginals.even_bins import draw_within

ROWS = 50_000
"""Rows of a pool."""

SWEEPS = 15
"""How often rows are weighted to each margin in turn."""

FARTHEST = 5.0
"""A weight is changed by this factor at most, at a time."""


@dataclass(frozen=True, eq=False)
class Pool:
    """Rows that were drawn, and how likely each is to be drawn again.

    Parameters
    ----------
    groups : ndarray of shape (n_rows,), dtype int
        The class of each.
    bins : ndarray of shape (n_rows, n_columns), dtype int
        Their bins.
    weights : ndarray of shape (n_rows,)
        Their weights.
    """

    groups: np.ndarray
    bins: np.ndarray
    weights: np.ndarray

    def draw(self, groups: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
        """Draw rows of given classes, by weight.

        Parameters
        ----------
        groups : ndarray of shape (n_rows,), dtype int
            The class of each.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows, n_columns), dtype int
            Their bins.
        """
        return self.bins[draw_within(self.groups, self.weights, groups, rng)]


def pool_groups(class_counts: np.ndarray) -> np.ndarray:
    """Share a pool among classes, by their counts, with some rows for each.

    Parameters
    ----------
    class_counts : ndarray of shape (n_classes,)
        Rows of each class.

    Returns
    -------
    ndarray of shape (n_pool,), dtype int
        The class of each row.
    """
    shares = 0.5 * class_counts / class_counts.sum() + 0.5 / len(class_counts)
    sizes = np.maximum(np.rint(ROWS * shares), 1).astype(np.intp)
    return np.repeat(np.arange(len(sizes)), sizes)


def rake(
    weights: np.ndarray, margins: list[tuple[np.ndarray, np.ndarray]]
) -> np.ndarray:
    """Weight rows so that they have the counts of several margins.

    Parameters
    ----------
    weights : ndarray of shape (n_rows,)
        Weights to begin with.
    margins : list of (ndarray of shape (n_rows,), ndarray of shape (n_cells,))
        Of each the cell that every row is in, and the counts of the cells.

    Returns
    -------
    ndarray of shape (n_rows,)
        The weights.

    References
    ----------
    W. E. Deming and F. F. Stephan, "On a least squares adjustment of a sampled
    frequency table when the expected marginal totals are known", Annals of
    Mathematical Statistics, 1940.
    """
    for _ in range(SWEEPS):
        for cells, wanted in margins:
            have = np.bincount(cells, weights=weights, minlength=len(wanted))
            factor = wanted / np.maximum(have, 1e-12)
            weights = weights * np.clip(factor, 1 / FARTHEST, FARTHEST)[cells]
    return weights
