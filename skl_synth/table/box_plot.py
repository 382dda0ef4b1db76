"""The box plot of a target: where its whiskers end, and what lies beyond them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MOST_VALUES = 2000
"""All pairs of so many values are compared for the skewness; of more values as many
quantiles stand for them."""


@dataclass(frozen=True)
class BoxPlot:
    """The five numbers of a box plot, and its fences.

    Parameters
    ----------
    median, low_hinge, high_hinge : float
        The box: Tukey's hinges, as R draws them.
    low_fence, high_fence : float
        What lies beyond them is extreme.
    low_whisker, high_whisker : float
        The outermost values that are not.
    has_low, has_high : bool
        Whether some values are extreme.

    References
    ----------
    .. [1] J. W. Tukey, "Exploratory Data Analysis", Addison-Wesley, 1977.
    .. [2] M. Hubert, E. Vandervieren, "An adjusted boxplot for skewed distributions",
       Computational Statistics & Data Analysis 52, 5186-5201, 2008.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.table.box_plot import BoxPlot
    >>> box = BoxPlot.of(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 20.0]))
    >>> box.median, box.high_whisker, box.has_high, box.has_low
    (3.5, 5.0, True, False)
    """

    median: float
    low_hinge: float
    high_hinge: float
    low_fence: float
    high_fence: float
    low_whisker: float
    high_whisker: float
    has_low: bool
    has_high: bool

    @classmethod
    def of(
        cls, values: np.ndarray, coef: float = 1.5, *, adjusted: bool = False
    ) -> BoxPlot:
        """Find the box plot of values.

        Parameters
        ----------
        values : ndarray of shape (n_values,)
            Finite numbers, at least one.
        coef : float, default=1.5
            How long whiskers may be, in lengths of the box.
        adjusted : bool, default=False
            Whether the whiskers are those for skewed values: longer on the side to
            which these are drawn out.

        Returns
        -------
        BoxPlot
            Its numbers.
        """
        ordered = np.sort(np.asarray(values, dtype=np.float64))
        low, high = _hinges(ordered)
        below = above = coef * (high - low)
        if adjusted:
            skew = medcouple(ordered)
            below *= np.exp((-4 if skew >= 0 else -3) * skew)
            above *= np.exp((3 if skew >= 0 else 4) * skew)
        inside = ordered[(ordered >= low - below) & (ordered <= high + above)]
        # Hinges lie between values, and there may be none between two fences.
        ends = (inside[0], inside[-1]) if len(inside) else (low, high)
        return cls(
            median=float(np.median(ordered)),
            low_hinge=low,
            high_hinge=high,
            low_fence=float(low - below),
            high_fence=float(high + above),
            low_whisker=float(ends[0]),
            high_whisker=float(ends[1]),
            has_low=bool(ordered[0] < low - below),
            has_high=bool(ordered[-1] > high + above),
        )


def _hinges(ordered: np.ndarray) -> tuple[float, float]:
    """Tukey's hinges: the medians of both halves, the middle value in each of them."""
    half = (len(ordered) + 1) // 2
    return float(np.median(ordered[:half])), float(np.median(ordered[-half:]))


def medcouple(values: np.ndarray) -> float:
    """Measure skewness by the medians of how far pairs stand from the middle.

    Parameters
    ----------
    values : ndarray of shape (n_values,)
        Finite numbers, at least one.

    Returns
    -------
    float
        From -1, drawn out to the left, to 1, to the right. Of more than 2000 values
        that of as many evenly spaced quantiles.

    References
    ----------
    .. [1] G. Brys, M. Hubert, A. Struyf, "A robust measure of skewness", Journal of
       Computational and Graphical Statistics 13, 996-1017, 2004.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.table.box_plot import medcouple
    >>> medcouple(np.array([1.0, 2.0, 3.0])), medcouple(np.array([0.0, 1.0, 9.0]))
    (0.0, 0.388...)
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    if len(ordered) > MOST_VALUES:
        ordered = np.quantile(ordered, np.linspace(0, 1, MOST_VALUES))
    centred = ordered - np.median(ordered)
    left, right = centred[centred <= 0][:, None], centred[centred >= 0][None, :]
    apart = right - left
    kernel = (right + left) / np.where(apart > 0, apart, 1.0)
    n_tied = int((centred == 0).sum())
    if n_tied:
        # Pairs of two values in the middle: a triangle of -1, a diagonal of 0, of 1.
        place = np.arange(n_tied)
        kernel[-n_tied:, :n_tied] = np.sign(place[:, None] + place - n_tied + 1)
    return float(np.median(kernel))
