"""Log-rank scores: censored times as numbers that a regression tree can split."""

from __future__ import annotations

import numpy as np


def log_rank_scores(time: np.ndarray, event: np.ndarray) -> np.ndarray:
    """Score times by whether their events came sooner or later than in all rows.

    The score is the event (0 or 1) less the Nelson-Aalen estimate of the cumulative
    hazard at its time: the martingale residual of a model without columns. The sum of
    the scores of some rows is the numerator of the log-rank test of these rows against
    all, so that a regression tree on scores is a log-rank tree.

    Parameters
    ----------
    time : ndarray of shape (n_rows,)
        Times, none of them missing.
    event : ndarray of shape (n_rows,), dtype bool
        Whether each ended with the event.

    Returns
    -------
    ndarray of shape (n_rows,)
        Scores that sum to zero.

    References
    ----------
    .. [1] M. LeBlanc, J. Crowley, "Relative risk trees for censored survival data",
       Biometrics 48, 411-425, 1992.
    .. [2] T. Hothorn, B. Lausen, "On the exact distribution of maximally selected rank
       statistics", Computational Statistics & Data Analysis 43, 121-137, 2003.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.generators.rank_scores import log_rank_scores
    >>> log_rank_scores(np.array([1.0, 2.0, 3.0]), np.array([True, False, True]))
    array([ 0.66666667, -0.33333333, -0.33333333])
    """
    moments, place = np.unique(time, return_inverse=True)
    place = place.reshape(-1)
    leaving = np.bincount(place, minlength=len(moments))
    events = np.bincount(place, weights=event, minlength=len(moments))
    at_risk = leaving[::-1].cumsum()[::-1]
    return event - np.cumsum(events / np.maximum(at_risk, 1))[place]
