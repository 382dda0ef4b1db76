"""The values that a numeric column can take: its range and its decimals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MAX_DECIMALS = 8
"""Values with more decimals than this count as full precision and are not rounded."""


@dataclass(frozen=True)
class Grid:
    """Range and decimals of a numeric column, as seen in the real rows.

    Decimals are kept where they were seen. A column of ages that holds ``0.08`` and
    ``1.32`` for infants and whole years for everyone else has two decimals between
    0.08 and 1.32 only: outside that band its values are rounded to whole numbers.

    Parameters
    ----------
    low, high : float
        Smallest and largest value seen.
    decimals : int or None
        The most decimals seen, None for full precision.
    bands : tuple of (decimals, low, high)
        From fine to coarse: outside ``[low, high]`` no value was seen that needs more
        than that number of decimals. Each band lies inside the next.
    """

    low: float
    high: float
    decimals: int | None
    bands: tuple[tuple[int, float, float], ...] = ()

    @classmethod
    def from_values(cls, values: np.ndarray) -> Grid:
        """Find the grid on which the given values lie.

        Parameters
        ----------
        values : ndarray of shape (n_values,), any float or integer dtype
            Finite values, at least one.

        Returns
        -------
        Grid
            The range and the decimals of the values.
        """
        decimals, bands = _decimals_and_bands(np.unique(values))
        return cls(float(values.min()), float(values.max()), decimals, bands)

    def snap(self, values: np.ndarray) -> np.ndarray:
        """Move values to the nearest point of the grid; values on it do not move.

        Parameters
        ----------
        values : ndarray of shape (n_values,), dtype float64
            Any numbers; NaN stays NaN.

        Returns
        -------
        ndarray of shape (n_values,)
            New array of values within the range and with the decimals of the grid.
        """
        values = np.clip(values, self.low, self.high)
        if self.decimals is not None:
            values = np.round(values, self.decimals)
        for decimals, low, high in self.bands:
            outside = (values < low) | (values > high)
            values[outside] = np.round(values[outside], decimals)
        # A second clip, since a value next to the end of a band may be rounded over
        # the end of the range; adding zero turns -0.0 into 0.0.
        return np.clip(values, self.low, self.high) + 0.0


def _decimals_and_bands(
    values: np.ndarray,
) -> tuple[int | None, tuple[tuple[int, float, float], ...]]:
    """Count decimals from coarse to fine; remember where more than that are needed."""
    bands: list[tuple[int, float, float]] = []
    for decimals in range(MAX_DECIMALS + 1):
        rounded = np.round(values.astype(np.float64), decimals).astype(values.dtype)
        finer = values[rounded != values]
        if not len(finer):
            return decimals, tuple(reversed(bands))
        # One unit in the last place wider: float32 values are rounded as float64.
        low, high = finer.min(), finer.max()
        edges = low - np.spacing(abs(low)), high + np.spacing(abs(high))
        band = (decimals, float(edges[0]), float(edges[1]))
        # Where two numbers of decimals share one band, the coarser says it all.
        if not bands or bands[-1][1:] != band[1:]:
            bands.append(band)
    return None, tuple(reversed(bands))
