"""What is done to noisy counts afterwards, which costs no privacy."""

from __future__ import annotations

from itertools import product

import numpy as np

SWEEPS = 30
"""How often a table is fitted to its margins in turn."""

LEAST_SHARE = 1e-9
"""Of the mean of a table: cells are not lower, so that they can be fitted."""

SHRINKAGE_OF_CLASSES = 0.5
"""How much of what James and Stein take is taken from what tells classes apart: what
is left of a weak but true difference serves a model more than its noise harms it."""


def to_simplex(counts: np.ndarray, total: float) -> np.ndarray:
    """Find the nearest counts that are not negative and have a given sum.

    Parameters
    ----------
    counts : ndarray of shape (n_cells,)
        Noisy counts.
    total : float
        Their sum, more than 0.

    Returns
    -------
    ndarray of shape (n_cells,)
        Counts.

    References
    ----------
    J. Duchi, S. Shalev-Shwartz, Y. Singer and T. Chandra, "Efficient projections onto
    the l1-ball for learning in high dimensions", ICML 2008.
    """
    ordered = np.sort(counts)[::-1]
    excess = (np.cumsum(ordered) - total) / np.arange(1, len(counts) + 1)
    last = np.flatnonzero(ordered > excess)[-1]
    return np.maximum(counts - excess[last], 0.0)


def shrink(coefficients: np.ndarray, variance: float, share: float = 1.0) -> np.ndarray:
    """Shrink a block of noisy coefficients by the part of it that is noise.

    Parameters
    ----------
    coefficients : ndarray
        What was measured, less what was expected.
    variance : float
        Of the noise on each.
    share : float, default=1.0
        How much of the shrinkage is wanted.

    Returns
    -------
    ndarray
        The coefficients, times a factor from 0 to 1.

    References
    ----------
    W. James and C. Stein, "Estimation with quadratic loss", Berkeley Symposium, 1961;
    the positive part.
    """
    size = float((coefficients**2).sum())
    if not size:
        return coefficients
    n_free = coefficients.size - (coefficients.size > 2)
    return coefficients * max(0.0, 1.0 - share * n_free * variance / size)


def contrasts(n_cells: int, *, ordered: bool, missing: int) -> list[np.ndarray]:
    """List what cells of an attribute can differ in, from coarse to fine.

    Parameters
    ----------
    n_cells : int
        How many cells.
    ordered : bool
        Whether neighbouring cells are alike: then halves are compared, quarters, and so
        on, each in a block of its own. Else all cells are one block.
    missing : int
        How many of the last cells are those of missing or special values.

    Returns
    -------
    list of ndarray of shape (n_contrasts, n_cells)
        Orthonormal rows, block after block; with the constant row they span all.
    """
    if n_cells < 2:
        return []
    if not ordered:
        return [np.vstack(_halves(n_cells))]
    if not missing:
        return _halves(n_cells)
    alone = np.full(n_cells, 1.0 / (n_cells - 1))
    alone[-1] = -1.0
    before = contrasts(n_cells - 1, ordered=True, missing=missing - 1)
    others = [np.pad(block, ((0, 0), (0, 1))) for block in before]
    return [alone[None] / np.linalg.norm(alone), *others]


def _halves(n_cells: int) -> list[np.ndarray]:
    """Haar's contrasts of a row of cells, of any length."""
    blocks, spans = [], [(0, n_cells)]
    while spans:
        rows, parts = [], []
        for start, stop in spans:
            if stop - start < 2:
                continue
            middle = (start + stop + 1) // 2
            row = np.zeros(n_cells)
            row[start:middle] = 1.0 / (middle - start)
            row[middle:stop] = -1.0 / (stop - middle)
            rows.append(row / np.linalg.norm(row))
            parts += [(start, middle), (middle, stop)]
        if rows:
            blocks.append(np.array(rows))
        spans = parts
    return blocks


def shrink_differences(
    difference: np.ndarray,
    variance: float,
    blocks: list[np.ndarray],
    share: float = 1.0,
) -> np.ndarray:
    """Shrink what a noisy row of counts differs in from what was expected.

    Parameters
    ----------
    difference : ndarray of shape (n_cells,)
        Measured less expected.
    variance : float
        Of the noise on each cell.
    blocks : list of ndarray
        From `contrasts`.
    share : float, default=1.0
        How much of the shrinkage is wanted.

    Returns
    -------
    ndarray of shape (n_cells,)
        The difference that is likely more than noise; its sum is 0.
    """
    kept = np.zeros_like(difference)
    for block in blocks:
        kept += block.T @ shrink(block @ difference, variance, share)
    return kept


def shrink_interactions(
    residual: np.ndarray, variance: float, blocks: list[list[np.ndarray]]
) -> np.ndarray:
    """Shrink what a noisy table holds beyond what each of its attributes says alone.

    Parameters
    ----------
    residual : ndarray of shape (n_cells_of_first, n_cells_of_second, ...)
        Measured less expected.
    variance : float
        Of the noise on each cell.
    blocks : list of list of ndarray
        The contrasts of each attribute.

    Returns
    -------
    ndarray of the same shape
        The interactions that are likely more than noise.
    """
    constant = [np.full((1, n), n**-0.5) for n in residual.shape]
    choices = [[one, *rows] for one, rows in zip(constant, blocks, strict=True)]
    kept = np.zeros_like(residual)
    for chosen in product(*(range(len(rows)) for rows in choices)):
        if sum(place > 0 for place in chosen) < 2:
            continue
        rows = [choices[axis][place] for axis, place in enumerate(chosen)]
        found = shrink(_along(residual, rows), variance)
        kept += _along(found, [row.T for row in rows])
    return kept


def _along(table: np.ndarray, matrices: list[np.ndarray]) -> np.ndarray:
    """Multiply every axis of a table by a matrix."""
    for axis, matrix in enumerate(matrices):
        table = np.moveaxis(np.tensordot(matrix, table, axes=(1, axis)), 0, axis)
    return table


def shrink_by_class(
    residual: np.ndarray, sigma: float, shares: np.ndarray, blocks: list
) -> np.ndarray:
    """Shrink interactions: first what classes have in common, then what is their own.

    Parameters
    ----------
    residual : ndarray of shape (n_classes, n_cells_of_first, n_cells_of_second)
        Measured less expected.
    sigma : float
        Spread of the noise on each cell.
    shares : ndarray of shape (n_classes,)
        Shares of the classes.
    blocks : list of list of ndarray
        The contrasts of each attribute.

    Returns
    -------
    ndarray of the same shape
        The interactions that are likely more than noise.
    """
    if not sigma:
        return residual
    n_classes, pooled = len(shares), residual.sum(axis=0)
    common = shrink_interactions(pooled, n_classes * sigma**2, blocks)
    kept = shares[:, None, None] * common
    if n_classes == 1:
        return kept
    for group, share in enumerate(shares):
        # The variance of the class, less its share of the noise of all classes.
        variance = sigma**2 * (1 - 2 * share + n_classes * share**2)
        own = residual[group] - share * pooled
        kept[group] += shrink_interactions(own, variance, blocks)
    return kept


def fit_margins(table: np.ndarray, margins: list[np.ndarray]) -> np.ndarray:
    """Make a table positive, with given counts of each of its attributes.

    Parameters
    ----------
    table : ndarray
        Counts, some of which may be negative.
    margins : list of ndarray
        Counts along each axis.

    Returns
    -------
    ndarray of the same shape
        The table, fitted to its margins in turn.
    """
    total = max(float(margins[0].sum()), 1e-12)
    fitted = np.maximum(table, LEAST_SHARE * total / table.size)
    for _ in range(SWEEPS):
        for axis, margin in enumerate(margins):
            others = tuple(place for place in range(table.ndim) if place != axis)
            factor = margin / np.maximum(fitted.sum(axis=others), 1e-300)
            fitted = fitted * np.expand_dims(factor, others)
    return fitted
