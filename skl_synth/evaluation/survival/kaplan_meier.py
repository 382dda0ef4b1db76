"""Kaplan-Meier: how many are still without the event, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from skl_synth.evaluation.survival.survival_sample import SurvivalSample

LEVEL = 0.95
"""Of the bands."""


@dataclass(frozen=True, eq=False)
class KaplanMeier:
    """The product-limit estimate of a survival function.

    Parameters
    ----------
    times : ndarray of shape (n_times,)
        The different times, in order.
    at_risk, events : ndarray of shape (n_times,)
        Rows that were not yet gone at each, and those that had the event.
    survival : ndarray of shape (n_times,)
        The share without the event from each time on.
    low, high : ndarray of shape (n_times,)
        A band at each time, 95 %, on the scale of log(-log S).

    References
    ----------
    .. [1] E. L. Kaplan, P. Meier, "Nonparametric estimation from incomplete
       observations", Journal of the American Statistical Association 53, 457-481, 1958.
    .. [2] J. P. Klein, M. L. Moeschberger, "Survival analysis: techniques for censored
       and truncated data", 2nd edition, Springer, 2003, chapter 4.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.survival.kaplan_meier import KaplanMeier
    >>> from skl_synth.evaluation.survival.survival_sample import SurvivalSample
    >>> ended = np.array([True, False, True, True])
    >>> sample = SurvivalSample(np.array([1.0, 2.0, 3.0, 4.0]), ended, np.arange(4))
    >>> KaplanMeier.of(sample).survival
    array([0.75 , 0.75 , 0.375, 0.   ])
    """

    times: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    survival: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def of(cls, sample: SurvivalSample) -> KaplanMeier:
        """Estimate the curve of some rows.

        Parameters
        ----------
        sample : SurvivalSample
            The rows.

        Returns
        -------
        KaplanMeier
            The curve.
        """
        times, place = np.unique(sample.time, return_inverse=True)
        place = place.reshape(-1)
        leaving = np.bincount(place, minlength=len(times))
        events = np.bincount(place, weights=sample.event, minlength=len(times))
        at_risk = leaving[::-1].cumsum()[::-1]
        survival = np.cumprod(1 - events / np.maximum(at_risk, 1))
        low, high = _band(survival, _greenwood(at_risk, events))
        return cls(times, at_risk, events, survival, low, high)

    def at(self, moments: np.ndarray) -> np.ndarray:
        """Read the curve.

        Parameters
        ----------
        moments : ndarray of shape (n_moments,)
            Times.

        Returns
        -------
        ndarray of shape (n_moments,)
            The share without the event at each; that of the last row behind it.
        """
        return self._read(self.survival, moments)

    def band_at(self, moments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Read the band.

        Parameters
        ----------
        moments : ndarray of shape (n_moments,)
            Times.

        Returns
        -------
        low, high : ndarray of shape (n_moments,)
            The band; 1 before the first event.
        """
        return self._read(self.low, moments), self._read(self.high, moments)

    def at_risk_at(self, moments: np.ndarray) -> np.ndarray:
        """Count the rows that are not yet gone.

        Parameters
        ----------
        moments : ndarray of shape (n_moments,)
            Times.

        Returns
        -------
        ndarray of shape (n_moments,), dtype int
            How many are followed that long, or longer.
        """
        counts = np.append(self.at_risk, 0)
        return np.asarray(counts[np.searchsorted(self.times, moments)])

    def restricted_mean(self, horizon: float) -> float:
        """Mean time without the event up to a horizon: the area below the curve.

        Parameters
        ----------
        horizon : float
            Where it is cut.

        Returns
        -------
        float
            In the unit of the times.
        """
        moments = moments_of([self], horizon)
        return float(self.at(moments[:-1]) @ np.diff(moments))

    def _read(self, values: np.ndarray, moments: np.ndarray) -> np.ndarray:
        place = np.searchsorted(self.times, moments, side="right")
        return np.asarray(np.append(1.0, values)[place])


def moments_of(curves: list[KaplanMeier], horizon: float) -> np.ndarray:
    """List the times between which no curve changes.

    Parameters
    ----------
    curves : list of KaplanMeier
        The curves.
    horizon : float
        The last time.

    Returns
    -------
    ndarray of shape (n_moments,)
        From 0 to the horizon.
    """
    inside = [one.times[(one.times > 0) & (one.times < horizon)] for one in curves]
    return np.unique(np.concatenate([[0.0], *inside, [horizon]]))


def mean_gap(one: KaplanMeier, other: KaplanMeier, horizon: float) -> float:
    """Mean absolute difference of two curves up to a horizon.

    Parameters
    ----------
    one, other : KaplanMeier
        The curves.
    horizon : float
        Where they are cut.

    Returns
    -------
    float
        The area between them, divided by the horizon: 0 for the same curve.
    """
    moments = moments_of([one, other], horizon)
    gaps = np.abs(one.at(moments[:-1]) - other.at(moments[:-1]))
    return float(gaps @ np.diff(moments) / horizon)


def band_overlap(one: KaplanMeier, other: KaplanMeier, horizon: float) -> float:
    """Share of the time up to a horizon in which two bands have something in common.

    Parameters
    ----------
    one, other : KaplanMeier
        The curves.
    horizon : float
        Where they are cut.

    Returns
    -------
    float
        1 where they do all the time.
    """
    moments = moments_of([one, other], horizon)
    (low, high), (other_low, other_high) = (
        each.band_at(moments[:-1]) for each in (one, other)
    )
    meet = np.maximum(low, other_low) <= np.minimum(high, other_high)
    return float(meet @ np.diff(moments) / horizon)


def _greenwood(at_risk: np.ndarray, events: np.ndarray) -> np.ndarray:
    """Sum up the variance of log S; infinite once nobody is left."""
    left = at_risk - events
    with np.errstate(divide="ignore"):
        return np.asarray(np.cumsum(np.where(events > 0, events / (at_risk * left), 0)))


def _band(survival: np.ndarray, variance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Make a band on the scale of log(-log S), which stays between 0 and 1."""
    inside = (survival > 0) & (survival < 1)
    low, high = survival.copy(), survival.copy()
    logarithm = np.log(survival[inside])
    half = norm.ppf((1 + LEVEL) / 2) * np.sqrt(variance[inside]) / np.abs(logarithm)
    low[inside] = np.exp(logarithm * np.exp(half))
    high[inside] = np.exp(logarithm * np.exp(-half))
    # Where nobody is left, what was known last still holds for the upper end.
    gone = survival <= 0
    if gone.any():
        high[gone] = high[~gone][-1] if (~gone).any() else 1.0
    return low, high
