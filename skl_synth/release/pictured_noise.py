"""Real shares that are pictured beside released ones: blurred, and of few columns.

Exact shares of single columns are enough to solve for who was in a table of some
hundred people, and gates do not look at what is drawn. So each share that is shared
gets normal noise, whose spread is a number of persons: whoever knows everybody else,
and draws all conclusions that can be drawn from the picture, tells whether one given
person was counted with a ROC AUC of at most 0.54. One person moves at most two bins of
each column by one, which is √(2 n_columns) in all; over the spread that is √2 / 10, and
the area for a shift of normal noise by so much is Φ(0.1). Bins, and which columns are
drawn, follow from the released table and from figures that are told anyway.

Where so much noise would hide what is to be seen, fewer columns are drawn, or none: of
fewer than 500 persons no real share is shared. The noise comes from the seed of the
release, which stays with the owner, so that the same call makes the same report.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.evaluation.privacy.attack import MIN_PEOPLE

PERSONS = 10.0
"""The spread of the noise where one column is drawn."""

MOST_COLUMNS = 12
"""Columns that are drawn."""

LEAST_COLUMNS = 4
"""Real shares of fewer would be a picture of hardly anything."""

SURELY = 3.0
"""So many spreads above nothing a count is no mere noise."""

MOST_BLUR = 0.04
"""The spread of a share, beyond which nobody would see anything."""


def columns_that_may_be_drawn(n_persons: int) -> int:
    """Say of how many columns real shares may be drawn.

    Parameters
    ----------
    n_persons : int
        People in the real table.

    Returns
    -------
    int
        As many as keep the blur small; 0 for few people.

    Examples
    --------
    >>> from skl_synth.release.pictured_noise import columns_that_may_be_drawn
    >>> [columns_that_may_be_drawn(n) for n in (300, 500, 700, 2000)]
    [0, 4, 7, 12]
    """
    # The spread grows with the root of the number of columns.
    n_columns = int((MOST_BLUR * n_persons / PERSONS) ** 2 + 1e-9)
    return 0 if n_columns < LEAST_COLUMNS else min(n_columns, MOST_COLUMNS)


@dataclass(frozen=True, eq=False)
class Blur:
    """The noise on real shares of a release.

    Parameters
    ----------
    n_persons : int
        People in the real table.
    n_columns : int
        Columns that are drawn of it; 0 for none.
    rng : RandomState
        Source of the noise.
    """

    n_persons: int
    n_columns: int
    rng: np.random.RandomState

    @property
    def spread(self) -> float:
        """The standard deviation of the noise, in persons."""
        return float(PERSONS * np.sqrt(self.n_columns))

    def shares(self, counts: np.ndarray, *, is_released: np.ndarray) -> np.ndarray:
        """Give the shares of a column as they may be shared.

        Parameters
        ----------
        counts : ndarray of shape (n_bins,)
            Persons in each bin.
        is_released : ndarray of shape (n_bins,), dtype bool
            Which bins hold released rows: elsewhere what is mere noise is not shown.

        Returns
        -------
        ndarray of shape (n_bins,)
            Whole per cent, as shares; 0 where fewer than ten people seem to be.
        """
        noisy = counts + self.rng.normal(scale=self.spread, size=len(counts))
        # From here on nothing but the noisy counts and what is released is used.
        shown = is_released | (noisy >= SURELY * self.spread)
        noisy = np.where(shown, noisy, 0.0)
        # All of them together are known to be everybody.
        noisy += shown * (self.n_persons - noisy.sum()) / max(shown.sum(), 1)
        shares = np.round(noisy / self.n_persons, 2).clip(0, 1)
        return np.where(noisy < MIN_PEOPLE, 0.0, shares)
