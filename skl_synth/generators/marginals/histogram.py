"""Histograms: single columns, counted finely where rows are, and smoothed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.denoise import to_simplex
from skl_synth.generators.marginals.ledger import Ledger

MOST_AT_ONCE = 128
"""Up to so many values are counted one by one; more are counted in blocks, and blocks
with many rows are divided."""

ROUNDS = 3
"""How often blocks are counted."""

LEAST_BLOCKS, MOST_BLOCKS = 16, 64
"""Blocks of the first round."""

FINEST = 256
"""Blocks are not divided into parts that would hold less than one in so many rows."""

SIGNAL = 2.0
"""Rows that a block is to hold, in units of the spread of the noise."""

LEAST_PEOPLE, COARSEST = 10, 32
"""Without noise a block holds so many rows at least, and one in so many: else the exact
values of single people would be handed on, and members found by them."""

BANDWIDTHS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Of the kernels that are tried, in blocks."""

HEAP = 4.0
"""A block that stands out by so many times the noise is a heap, and not smoothed."""


@dataclass(frozen=True, eq=False)
class Histogram:
    """How many rows are thought to be in each block of neighbouring cells.

    Parameters
    ----------
    starts : ndarray of shape (n_blocks,), dtype int
        The first cell of each block; all cells are in one.
    widths : ndarray of shape (n_blocks,), dtype int
        How many cells each has.
    counts : ndarray of shape (n_blocks,)
        Rows in each block, all classes together.
    """

    starts: np.ndarray
    widths: np.ndarray
    counts: np.ndarray

    def blocks_of(self, cells: np.ndarray) -> np.ndarray:
        """Find the blocks of cells.

        Parameters
        ----------
        cells : ndarray of shape (n_rows,), dtype int
            Cells.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            Their blocks.
        """
        return np.searchsorted(self.starts, cells, side="right") - 1

    def cells_in(self, blocks: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
        """Draw cells within blocks, each as likely as another.

        Parameters
        ----------
        blocks : ndarray of shape (n_rows,), dtype int
            Blocks.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            Cells.
        """
        within = rng.uniform(size=len(blocks)) * self.widths[blocks]
        return self.starts[blocks] + within.astype(np.intp)

    def true_counts(self, cells: np.ndarray) -> np.ndarray:
        """Count rows by block, for a ledger only.

        Parameters
        ----------
        cells : ndarray of shape (n_rows,), dtype int
            Cells of real rows.

        Returns
        -------
        ndarray of shape (n_blocks,), dtype int
            The counts.
        """
        return np.bincount(self.blocks_of(cells), minlength=len(self.starts))


def count_histogram(
    attribute: Attribute,
    cells: np.ndarray,
    n_rows: float,
    ledger: Ledger,
    rho: float,
) -> Histogram:
    """Count a column with noise.

    Parameters
    ----------
    attribute : Attribute
        What is counted.
    cells : ndarray of shape (n_rows,), dtype int
        The cell of each row.
    n_rows : float
        How many rows there are thought to be.
    ledger : Ledger
        Adds the noise.
    rho : float
        What it may cost.

    Returns
    -------
    Histogram
        The counts, not negative, smoothed where neighbouring values are alike.
    """
    if ledger.budget is None and attribute.is_ordered:
        return _without_noise(attribute, cells, n_rows, ledger)
    at_once = not attribute.is_ordered or attribute.n_values <= MOST_AT_ONCE
    rounds = 1 if at_once else ROUNDS
    sigma = ledger.sigma_of(rho / rounds)
    wanted = int(np.clip(n_rows / max(SIGNAL * sigma, 1e-9), LEAST_BLOCKS, MOST_BLOCKS))
    parts = np.array([attribute.n_values if at_once else wanted])
    one = _divided(np.zeros(1, np.intp), np.array([attribute.n_values]), parts)
    if attribute.may_be_missing:
        one = np.r_[one[0], attribute.n_values], np.r_[one[1], 1]
    blocks = Histogram(*one, np.zeros(len(one[0])))
    name = (attribute.name,)
    noisy = ledger.measure(name, blocks.true_counts(cells), rho / rounds).values
    blocks = Histogram(*one, noisy)
    for _ in range(1, rounds):
        parts = _parts(blocks, n_rows, sigma)
        if not (parts > 1).any():
            break
        blocks = _counted_again(attribute, blocks, parts, cells, ledger, rho / rounds)
    return _cleaned(attribute, blocks, n_rows, sigma)


def _without_noise(
    attribute: Attribute, cells: np.ndarray, n_rows: float, ledger: Ledger
) -> Histogram:
    """Count blocks that hold enough rows each, where nothing but that hides them."""
    least = max(LEAST_PEOPLE, n_rows / COARSEST)
    held, counts = np.unique(cells[cells < attribute.n_values], return_counts=True)
    starts, so_far = [0], 0
    for cell, count in zip(held.tolist(), counts.tolist(), strict=True):
        is_heap = count >= least
        if starts[-1] < cell and (so_far >= least or (is_heap and so_far)):
            starts.append(cell)
            so_far = 0
        so_far += count
        if is_heap and so_far == count and cell + 1 < attribute.n_values:
            # A value that so many have may stand by itself.
            starts += [cell + 1] if starts[-1] == cell else [cell, cell + 1]
            so_far = 0
    ends = [*starts[1:], attribute.n_values]
    if attribute.may_be_missing:
        starts, ends = [*starts, attribute.n_values], [*ends, attribute.n_cells]
    first = np.array(starts, dtype=np.intp)
    blocks = Histogram(first, np.array(ends) - first, np.zeros(len(first)))
    counted = ledger.measure((attribute.name,), blocks.true_counts(cells), 1.0)
    return Histogram(blocks.starts, blocks.widths, counted.values)


def _cleaned(
    attribute: Attribute, blocks: Histogram, n_rows: float, sigma: float
) -> Histogram:
    counts, widths = blocks.counts.copy(), blocks.widths
    if attribute.is_ordered:
        present = slice(len(counts) - attribute.may_be_missing)
        counts[present] = smoothed(counts[present], widths[present], sigma)
    return Histogram(blocks.starts, widths, to_simplex(counts, n_rows))


def _parts(blocks: Histogram, n_rows: float, sigma: float) -> np.ndarray:
    """Decide into how many parts each block is divided, by what is thought in it."""
    least = max(SIGNAL * sigma, n_rows / FINEST)
    wanted = np.floor(to_simplex(blocks.counts, n_rows) / least).astype(np.intp)
    return np.clip(np.minimum(wanted, blocks.widths), 1, MOST_BLOCKS)


def _divided(
    starts: np.ndarray, widths: np.ndarray, parts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Divide blocks into even parts, and give starts and widths of the parts."""
    parts = np.minimum(parts, widths)
    place = np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)
    wide, many = np.repeat(widths, parts), np.repeat(parts, parts)
    first, after = -(-place * wide // many), -(-(place + 1) * wide // many)
    return np.repeat(starts, parts) + first, after - first


def _counted_again(
    attribute: Attribute,
    blocks: Histogram,
    parts: np.ndarray,
    cells: np.ndarray,
    ledger: Ledger,
    rho: float,
) -> Histogram:
    """Divide blocks and count the parts of those that were divided."""
    starts, widths = _divided(blocks.starts, blocks.widths, parts)
    is_part = np.repeat(parts > 1, parts)
    fine = Histogram(starts, widths, np.zeros(len(starts)))
    counts = fine.true_counts(cells) * is_part
    noisy = ledger.measure((attribute.name,), counts, rho).values
    # Both counts of a block are used: its parts take their share of the difference.
    sums = np.add.reduceat(noisy, np.cumsum(parts) - parts)
    share = np.repeat((blocks.counts - sums) / (1 + parts), parts)
    whole = np.repeat(blocks.counts, parts)
    return Histogram(starts, widths, np.where(is_part, noisy + share, whole))


def smoothed(counts: np.ndarray, widths: np.ndarray, sigma: float) -> np.ndarray:
    """Smooth noisy counts of neighbouring blocks, heaps apart.

    Parameters
    ----------
    counts : ndarray of shape (n_blocks,)
        Noisy counts.
    widths : ndarray of shape (n_blocks,)
        How wide each block is.
    sigma : float
        Spread of their noise.

    Returns
    -------
    ndarray of shape (n_blocks,)
        Counts by the kernel, among several and none, of the least estimated risk.

    References
    ----------
    C. Stein, "Estimation of the mean of a multivariate normal distribution", Annals
    of Statistics, 1981.
    """
    if not sigma or len(counts) < LEAST_BLOCKS:
        return counts
    density = counts / widths
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(density, 3, "edge"), 7)
    usual = np.maximum(np.median(windows, axis=1), 0) * widths
    is_heap = counts - usual > np.maximum(HEAP * sigma, 0.75 * usual)
    return _least_risk(counts, widths.astype(float), sigma, ~is_heap)


def _least_risk(
    counts: np.ndarray, widths: np.ndarray, sigma: float, kept: np.ndarray
) -> np.ndarray:
    best, least = counts, kept.sum() * sigma**2
    places = np.arange(len(counts))
    for bandwidth in BANDWIDTHS:
        kernel = np.exp(-0.5 * ((places[:, None] - places) / bandwidth) ** 2) * kept
        matrix = widths[:, None] * kernel / np.maximum(kernel @ widths, 1e-12)[:, None]
        fitted = matrix @ counts
        error = ((counts - fitted)[kept] ** 2).sum() - kept.sum() * sigma**2
        risk = error + 2 * sigma**2 * np.diag(matrix)[kept].sum()
        if risk < least:
            best, least = np.where(kept, fitted, counts), risk
    return best
