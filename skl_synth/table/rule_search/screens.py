"""Which columns may follow from one or two others, from sums of products only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

LEAST_ROWS = 12
"""Rows on which a fit must rest to be looked at."""

MOST_COLUMNS = 120
"""Columns of which pairs are tried: the work grows with the third power."""


class Screen(NamedTuple):
    """Columns, made ready for fits.

    Parameters
    ----------
    values : ndarray of shape (n_columns, n_rows)
        Standardised values, 0 where missing.
    present : ndarray of shape (n_columns, n_rows)
        1 where there is a value.
    noise : ndarray of shape (n_columns,)
        The mean square of what rounding leaves of a perfect fit, on that scale.
    """

    values: np.ndarray
    present: np.ndarray
    noise: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, noise: np.ndarray) -> Screen:
        """Standardise columns.

        Parameters
        ----------
        values : ndarray of shape (n_columns, n_rows)
            Values, NaN where missing.
        noise : ndarray of shape (n_columns,)
            The mean square of what rounding leaves of a perfect fit.

        Returns
        -------
        Screen
            The columns.
        """
        present = (~np.isnan(values)).astype(np.float64)
        n = np.maximum(present.sum(axis=1), 1)
        filled = np.where(present > 0, values, 0.0)
        centered = (filled - (filled.sum(axis=1) / n)[:, None]) * present
        square = (centered**2).sum(axis=1) / n
        square[square == 0] = 1.0
        return cls(centered / np.sqrt(square)[:, None], present, noise / square + 1e-11)


def single_fits(screen: Screen) -> np.ndarray:
    """Find the columns that may follow from one other.

    Parameters
    ----------
    screen : Screen
        The columns.

    Returns
    -------
    ndarray of bool of shape (n_columns, n_columns)
        True in row x and column y where y may follow from x.
    """
    Z, M = screen.values, screen.present
    n = M @ M.T
    with np.errstate(all="ignore"):
        mean, other = Z @ M.T / n, M @ Z.T / n
        square, other_square = Z**2 @ M.T / n - mean**2, M @ (Z**2).T / n - other**2
        product = Z @ Z.T / n - mean * other
        rest = other_square - product**2 / square
        good = (n >= LEAST_ROWS) & (rest <= screen.noise) & (square > 1e-9)
        good &= other_square > 4 * screen.noise
    np.fill_diagonal(good, False)
    return good


def double_fits(
    screen: Screen, is_target: np.ndarray
) -> Iterator[tuple[int, int, int]]:
    """Find the columns that may follow from two others, and from neither alone.

    Parameters
    ----------
    screen : Screen
        The columns.
    is_target : ndarray of bool
        Which of them may follow.

    Yields
    ------
    (int, int, int)
        The two columns, and the one that follows.
    """
    if len(screen.values) > MOST_COLUMNS:
        return
    for first in range(len(screen.values)):
        for second, target in _fits_with(screen, first):
            if is_target[target]:
                yield first, second, target


def _fits_with(screen: Screen, first: int) -> list[tuple[int, int]]:
    rows = screen.present[first] > 0
    M, Z = screen.present[:, rows], screen.values[:, rows]
    z = Z[first]
    n = M @ M.T
    with np.errstate(all="ignore"):
        m1, m2 = (M * z) @ M.T / n, Z @ M.T / n
        my = m2.T
        c11 = (M * z**2) @ M.T / n - m1**2
        c22 = Z**2 @ M.T / n - m2**2
        cyy = c22.T
        c12 = (Z * z) @ M.T / n - m1 * m2
        c1y = ((Z * z) @ M.T).T / n - m1 * my
        c2y = Z @ Z.T / n - m2 * my
        det = c11 * c22 - c12**2
        explained = (c22 * c1y**2 - 2 * c12 * c1y * c2y + c11 * c2y**2) / det
        rest = cyy - explained
        alone = np.minimum(cyy - c1y**2 / c11, cyy - c2y**2 / c22)
        good = (n >= LEAST_ROWS) & (det > 1e-9 * c11 * c22) & (rest <= screen.noise)
        good &= (alone > 4 * screen.noise) & (cyy > 4 * screen.noise)
    good[: first + 1] = False
    good[:, first] = False
    np.fill_diagonal(good, False)
    return [(int(a), int(b)) for a, b in np.argwhere(good)]
