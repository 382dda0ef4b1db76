"""Histograms: single columns, counted finely where rows are, and smoothed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.counted_rows import counted
from skl_synth.generators.marginals.denoise import to_simplex
from skl_synth.generators.marginals.ledger import Ledger, Measurement

ROUNDS = 3
"""How often blocks are counted: those that hold much are divided in between."""

LEAST_BLOCKS, MOST_BLOCKS = 8, 64
"""Blocks of the first round."""

MOST_PARTS = 64
"""Parts into which a block is divided."""

HEAVY = 8
"""A block that holds one in so many rows, or more, is divided."""

SIGNAL = 2.0
"""Rows that a block is to hold, in units of the spread of the noise."""

EMPTY = 1.0
"""A block that holds fewer, in units of the spread after smoothing, is taken for
empty."""

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

    def true_counts(
        self, cells: np.ndarray, times: np.ndarray | None = None
    ) -> np.ndarray:
        """Count rows by block, for a ledger only.

        Parameters
        ----------
        cells : ndarray of shape (n_rows,), dtype int
            Cells of real rows.
        times : ndarray of shape (n_rows,), dtype int, or None, default=None
            How many real rows each stands for; None for one each.

        Returns
        -------
        ndarray of shape (n_blocks,), dtype int
            The counts.
        """
        return counted(self.blocks_of(cells), len(self.starts), times)


def count_histogram(
    attribute: Attribute,
    cells: np.ndarray,
    n_rows: float,
    ledger: Ledger,
    rho: float,
    times: np.ndarray | None = None,
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
    times : ndarray of shape (n_rows,), dtype int, or None, default=None
        How many real rows each cell stands for; None for one each.

    Returns
    -------
    Histogram
        The counts, not negative, smoothed where neighbouring values are alike.
    """
    if not attribute.is_ordered:
        counts = counted(cells, attribute.n_cells, times)
        noisy = ledger.measure((attribute.name,), counts, rho).values
        places = np.arange(attribute.n_cells)
        return Histogram(places, np.ones_like(places), to_simplex(noisy, n_rows))
    if ledger.budget is None:
        return _without_noise(attribute, cells, n_rows, ledger, times)
    sigma = ledger.sigma_of(rho / ROUNDS)
    blocks = _first_blocks(attribute, n_rows, sigma)
    name, left = (attribute.name,), ROUNDS - 1
    measured = ledger.measure(name, blocks.true_counts(cells, times), rho / ROUNDS)
    while left:
        blocks = Histogram(blocks.starts, blocks.widths, measured.values)
        parts = _parts(blocks, n_rows, measured.sigma)
        if not (parts > 1).any():
            again = rho * left / ROUNDS
            other = ledger.measure(name, blocks.true_counts(cells, times), again)
            measured = measured.averaged(other)
            break
        share = rho / ROUNDS
        blocks, measured = _divide(blocks, parts, cells, ledger, share, name, times)
        left -= 1
    counts = _cleaned(blocks.widths, measured, n_rows, attribute.n_absent)
    return Histogram(blocks.starts, blocks.widths, counts)


def _first_blocks(attribute: Attribute, n_rows: float, sigma: float) -> Histogram:
    """Divide the range evenly; zero and the ends stand by themselves."""
    n_values = attribute.n_values
    wanted = int(np.clip(n_rows / (SIGNAL * sigma), LEAST_BLOCKS, MOST_BLOCKS))
    starts, _ = _divided(np.zeros(1, np.intp), np.array([n_values]), np.array([wanted]))
    # Where nothing is measured, a cell says zero; where more is, it says so much.
    zero = np.rint(-attribute.low / attribute.step) if attribute.points == 1 else -1
    alone = [one for one in (0, zero, n_values - 1) if 0 <= one < n_values]
    cuts = np.array([cut for one in alone for cut in (one, one + 1)], dtype=np.intp)
    starts = np.unique(np.r_[starts, cuts[cuts < n_values]])
    widths = np.diff(np.r_[starts, n_values])
    if attribute.n_absent:
        behind = n_values + np.arange(attribute.n_absent)
        starts, widths = np.r_[starts, behind], np.r_[widths, np.ones_like(behind)]
    return Histogram(starts, widths, np.zeros(len(starts)))


def _without_noise(
    attribute: Attribute,
    cells: np.ndarray,
    n_rows: float,
    ledger: Ledger,
    times: np.ndarray | None,
) -> Histogram:
    """Count blocks that hold enough rows each, where nothing but that hides them."""
    least = max(LEAST_PEOPLE, n_rows / COARSEST)
    all_counts = counted(cells, attribute.n_values, times)[: attribute.n_values]
    held = np.flatnonzero(all_counts)
    counts = all_counts[held]
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
    for behind in range(attribute.n_values, attribute.n_cells):
        starts, ends = [*starts, behind], [*ends, behind + 1]
    first = np.array(starts, dtype=np.intp)
    blocks = Histogram(first, np.array(ends) - first, np.zeros(len(first)))
    true = blocks.true_counts(cells, times)
    measured = ledger.measure((attribute.name,), true, 1.0)
    return Histogram(blocks.starts, blocks.widths, measured.values)


def _cleaned(
    widths: np.ndarray, measured: Measurement, n_rows: float, missing: int
) -> np.ndarray:
    """Smooth noisy counts, take those that noise alone would make for nothing."""
    values, sigma = measured.values, measured.sigma
    fitted, spread = values.copy(), np.full(len(values), sigma)
    present = slice(len(values) - missing)
    fitted[present], spread[present] = smoothed(values[present], widths[present], sigma)
    is_filled = fitted > EMPTY * spread
    if not is_filled.any():
        return to_simplex(values, n_rows)
    counts = np.zeros(len(values))
    counts[is_filled] = to_simplex(fitted[is_filled], n_rows)
    return counts


def _parts(blocks: Histogram, n_rows: float, sigma: float) -> np.ndarray:
    """Decide into how many parts each block is divided, by what is thought in it."""
    measured = Measurement((), blocks.counts, sigma)
    counts = _cleaned(blocks.widths, measured, n_rows, False)
    wanted = np.clip(counts / (SIGNAL * sigma), 1, MOST_PARTS).astype(np.intp)
    is_heavy = counts > n_rows / HEAVY
    return np.where(is_heavy, np.minimum(wanted, blocks.widths), 1)


def _divided(
    starts: np.ndarray, widths: np.ndarray, parts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Divide blocks into even parts, and give starts and widths of the parts."""
    parts = np.minimum(parts, widths)
    place = np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)
    wide, many = np.repeat(widths, parts), np.repeat(parts, parts)
    first, after = -(-place * wide // many), -(-(place + 1) * wide // many)
    return np.repeat(starts, parts) + first, after - first


def _divide(
    blocks: Histogram,
    parts: np.ndarray,
    cells: np.ndarray,
    ledger: Ledger,
    rho: float,
    name: tuple,
    times: np.ndarray | None = None,
) -> tuple[Histogram, Measurement]:
    """Divide blocks and count the parts of those that were divided."""
    starts, widths = _divided(blocks.starts, blocks.widths, parts)
    is_part = np.repeat(parts > 1, parts)
    fine = Histogram(starts, widths, np.zeros(len(starts)))
    measured = ledger.measure(name, fine.true_counts(cells, times) * is_part, rho)
    noisy = measured.values
    # Both counts of a block are used: its parts take their share of the difference.
    sums = np.add.reduceat(noisy, np.cumsum(parts) - parts)
    share = np.repeat((blocks.counts - sums) / (1 + parts), parts)
    values = np.where(is_part, noisy + share, np.repeat(blocks.counts, parts))
    return fine, Measurement(name, values, measured.sigma)


def smoothed(
    counts: np.ndarray, widths: np.ndarray, sigma: float
) -> tuple[np.ndarray, np.ndarray]:
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
    fitted : ndarray of shape (n_blocks,)
        Counts by the kernel, among several and none, of the least estimated risk.
    spread : ndarray of shape (n_blocks,)
        Spread of the noise that they still have.

    References
    ----------
    C. Stein, "Estimation of the mean of a multivariate normal distribution", Annals
    of Statistics, 1981.
    """
    best = counts, np.full(len(counts), sigma)
    if not sigma or len(counts) < LEAST_BLOCKS:
        return best
    density = counts / widths
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(density, 3, "edge"), 7)
    usual = np.maximum(np.median(windows, axis=1), 0) * widths
    kept = counts - usual <= np.maximum(HEAP * sigma, 0.75 * usual)
    least = kept.sum() * sigma**2
    for bandwidth in BANDWIDTHS:
        matrix = _kernel(widths.astype(float), kept, bandwidth)
        fitted = matrix @ counts
        error = ((counts - fitted)[kept] ** 2).sum() - kept.sum() * sigma**2
        risk = error + 2 * sigma**2 * np.diag(matrix)[kept].sum()
        if risk < least:
            spread = sigma * np.sqrt((matrix**2).sum(axis=1))
            best = np.where(kept, fitted, counts), np.where(kept, spread, sigma)
            least = risk
    return best


def _kernel(widths: np.ndarray, kept: np.ndarray, bandwidth: float) -> np.ndarray:
    """Weights of a local mean of densities, times widths; heaps lend nothing."""
    places = np.arange(len(widths))
    kernel = np.exp(-0.5 * ((places[:, None] - places) / bandwidth) ** 2) * kept
    weights: np.ndarray = kernel / np.maximum(kernel @ widths, 1e-12)[:, None]
    return widths[:, None] * weights
