"""The values that a numeric column can take: its range and its decimals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MAX_PLACES = 12
"""Values with more decimals than this count as full precision and are not rounded."""

FULL = MAX_PLACES + 1
"""What stands for full precision where decimals are counted."""

_POWERS = np.array([10.0**decimals for decimals in range(FULL)] + [1.0])


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
    places : int
        The most decimals seen; `FULL` for full precision.
    bands : tuple of (places, low, high)
        From fine to coarse: outside ``[low, high]`` no value was seen that needs more
        than that number of decimals. Each band lies inside the next.
    dtype : dtype
        Precision in which decimals are counted: 0.1 has one in float32 too.
        float64 if None.
    """

    low: float
    high: float
    places: int
    bands: tuple[tuple[int, float, float], ...] = ()
    dtype: np.dtype | None = None

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
        dtype = values.dtype if values.dtype.kind == "f" else np.dtype(np.float64)
        values = np.unique(values).astype(dtype)
        places = count_places(values)
        bands: list[tuple[int, float, float]] = []
        for coarser in range(int(places.max())):
            finer = values[places > coarser]
            # One unit in the last place wider: float32 values are rounded as float64.
            low, high = finer[0], finer[-1]
            edges = low - np.spacing(abs(low)), high + np.spacing(abs(high))
            band = (coarser, float(edges[0]), float(edges[1]))
            # Where two numbers of decimals share one band, the coarser says it all.
            if not bands or bands[-1][1:] != band[1:]:
                bands.append(band)
        ends = float(values[0]), float(values[-1])
        return cls(*ends, int(places.max()), tuple(reversed(bands)), dtype)

    def places_of(self, values: np.ndarray) -> np.ndarray:
        """Count the decimals of values, but not more than the column has.

        Parameters
        ----------
        values : ndarray of shape (n_values,), dtype float64
            Any numbers; NaN counts as whole.

        Returns
        -------
        ndarray of shape (n_values,), dtype int8
            Decimals of each value.
        """
        if self.places == 0:
            return np.zeros(len(values), dtype=np.int8)
        return np.minimum(count_places(values.astype(self.dtype)), self.places)

    def snap(self, values: np.ndarray, places: np.ndarray | None = None) -> np.ndarray:
        """Move values to the nearest point of the grid; values on it do not move.

        Parameters
        ----------
        values : ndarray of shape (n_values,), dtype float64
            Any numbers; NaN stays NaN.
        places : ndarray of shape (n_values,), default=None
            Decimals that each value may have; the most that were seen if absent.

        Returns
        -------
        ndarray of shape (n_values,)
            New array of values within the range and with the decimals of the grid.
        """
        values = np.clip(values, self.low, self.high)
        if places is None:
            places = np.full(len(values), self.places, dtype=np.int8)
        places = np.minimum(places, self.places)
        values = round_to(values, places)
        for decimals, low, high in self.bands:
            if low > self.low or high < self.high:
                outside = (values < low) | (values > high)
                values[outside] = round_to(values[outside], decimals)
        # A second clip, since a value next to the end of the range may be rounded over
        # it; adding zero turns -0.0 into 0.0. What is published has the precision of
        # the column, and distances are measured on what is published.
        values = np.clip(values, self.low, self.high)
        values += 0.0
        if self.dtype in (None, np.float64):
            return values
        return values.astype(self.dtype).astype(np.float64)


def round_to(values: np.ndarray, decimals: np.ndarray | int) -> np.ndarray:
    """Round values, but leave those too large to have that many decimals.

    Parameters
    ----------
    values : ndarray of shape (n_values,), dtype float64
        Any numbers.
    decimals : int or ndarray of shape (n_values,), dtype int
        How many decimals, of all or of each; `FULL` leaves a value as it is.

    Returns
    -------
    ndarray of shape (n_values,)
        The rounded values. They are scaled by a power of ten, as in numpy, and would
        lose digits where the scaled value has no exact float.
    """
    scale = _POWERS[decimals]
    scaled = values * scale
    rounded = np.rint(scaled)
    rounded /= scale
    kept = (np.abs(scaled) >= 2.0**52) | (np.asarray(decimals) == FULL)
    if kept.any():
        rounded = np.where(kept, values, rounded)
    return rounded


def count_places(values: np.ndarray) -> np.ndarray:
    """Count the decimals that values need to be written.

    Parameters
    ----------
    values : ndarray of shape (n_values,), dtype float64 or float32
        Any numbers; NaN counts as whole.

    Returns
    -------
    ndarray of shape (n_values,), dtype int8
        Decimals of each value, `FULL` for more than `MAX_PLACES`.
    """
    places = np.zeros(len(values), dtype=np.int8)
    rest = np.flatnonzero(~np.isnan(values))
    for decimals in range(FULL):
        left = values[rest]
        rounded = round_to(left.astype(np.float64), decimals).astype(values.dtype)
        rest = rest[rounded != left]
        places[rest] = decimals + 1
        if not len(rest):
            break
    return places
