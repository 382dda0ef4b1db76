"""Columns: how each is distributed, in all rows and in each class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.denoise import (
    SHRINKAGE_OF_CLASSES,
    contrasts,
    shrink_differences,
    to_simplex,
)
from skl_synth.generators.marginals.even_bins import draw_within, even_bins
from skl_synth.generators.marginals.heaps import Heaps
from skl_synth.generators.marginals.histogram import Histogram


@dataclass(frozen=True, eq=False)
class Column:
    """How an attribute is distributed.

    Parameters
    ----------
    attribute : Attribute
        What it may hold.
    bins : ndarray of shape (n_blocks,), dtype int
        The bin of each block of the histogram, or of each cell where there is none.
    shares : ndarray of shape (n_classes, n_bins)
        How the rows of each class are shared among bins.
    histogram : Histogram or None
        How rows are shared among the blocks of a bin, in all classes; None where cells
        were counted by class at once.
    heaps : Heaps or None
        How round numbers are; None where it was not counted.
    """

    attribute: Attribute
    bins: np.ndarray
    shares: np.ndarray
    histogram: Histogram | None = None
    heaps: Heaps | None = None

    @property
    def n_bins(self) -> int:
        """How many bins it has."""
        return int(self.bins.max()) + 1

    def blocks(self, bins: np.ndarray | None = None) -> list[np.ndarray]:
        """List what its bins, or coarser ones, can differ in."""
        n_bins = self.n_bins if bins is None else int(bins.max()) + 1
        return contrasts(
            n_bins,
            ordered=self.attribute.is_ordered,
            missing=self.attribute.n_absent,
        )

    def bins_of(self, cells: np.ndarray) -> np.ndarray:
        """Find the bins of cells.

        Parameters
        ----------
        cells : ndarray of shape (n_rows,), dtype int
            Cells.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            Their bins.
        """
        blocks = cells if self.histogram is None else self.histogram.blocks_of(cells)
        return self.bins[blocks]

    def coarser(self, n_bins: int, class_counts: np.ndarray) -> np.ndarray:
        """Take bins together, so that they hold about as many rows each.

        Parameters
        ----------
        n_bins : int
            The most bins.
        class_counts : ndarray of shape (n_classes,)
            Rows of each class.

        Returns
        -------
        ndarray of shape (n_bins,), dtype int
            The coarse bin of each bin.
        """
        return even_bins(
            class_counts @ self.shares,
            n_bins,
            ordered=self.attribute.is_ordered,
            missing=self.attribute.n_absent,
        )

    def cells_in(self, bins: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
        """Draw a cell within each of some bins.

        Parameters
        ----------
        bins : ndarray of shape (n_rows,), dtype int
            Bins.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            Cells.
        """
        if self.histogram is None:
            return bins
        blocks = draw_within(self.bins, self.histogram.counts, bins, rng)
        return self.histogram.cells_in(blocks, rng)

    def round_numbers(
        self, numbers: np.ndarray, cells: np.ndarray, rng: np.random.RandomState
    ) -> np.ndarray:
        """Make numbers as round as those that were counted.

        Parameters
        ----------
        numbers : ndarray of shape (n_rows,)
            Numbers that were drawn within cells.
        cells : ndarray of shape (n_rows,), dtype int
            The cells.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows,)
            The numbers.
        """
        if self.heaps is None or self.histogram is None:
            return numbers
        one, blocks = self.attribute, self.histogram.blocks_of(cells)
        lowest = int(np.rint(one.low / one.step))
        first, widths = self.histogram.starts[blocks], self.histogram.widths[blocks]
        points = self.heaps.rounded(lowest + first, widths, rng)
        return np.where(np.isnan(numbers), np.nan, points * one.step)


def shares_by_class(
    counts: np.ndarray,
    sigma: float,
    class_counts: np.ndarray,
    base: np.ndarray | None,
    blocks: list[np.ndarray],
) -> np.ndarray:
    """Estimate how the rows of each class are shared among bins.

    Parameters
    ----------
    counts : ndarray of shape (n_classes, n_bins)
        Noisy counts.
    sigma : float
        Spread of their noise.
    class_counts : ndarray of shape (n_classes,)
        Rows that each class is thought to have.
    base : ndarray of shape (n_bins,) or None
        What another count says of all classes together.
    blocks : list of ndarray
        What bins can differ in.

    Returns
    -------
    ndarray of shape (n_classes, n_bins)
        Shares, which are not negative and have the sum 1 in each class.
    """
    total = class_counts.sum()
    pooled = counts.sum(axis=0)
    if base is not None and sigma:
        base = total * base / base.sum()
        moved = shrink_differences(pooled - base, len(counts) * sigma**2, blocks)
        pooled = base + moved
    common = to_simplex(pooled, total) / total
    shares = []
    for own, n_rows in zip(counts, class_counts, strict=True):
        difference = own - n_rows * common
        if sigma:
            difference = shrink_differences(
                difference, sigma**2, blocks, SHRINKAGE_OF_CLASSES
            )
        found = to_simplex(n_rows * common + difference, n_rows)
        shares.append(found / found.sum())
    return np.array(shares)
