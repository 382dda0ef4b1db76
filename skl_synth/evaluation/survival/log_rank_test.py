"""The log-rank test: whether two samples of censored times are of one kind."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import chi2

from skl_synth.evaluation.survival.survival_sample import SurvivalSample


class LogRank(NamedTuple):
    """What a log-rank test found.

    Parameters
    ----------
    statistic : float
        Chi-squared on one degree of freedom; NaN without events.
    p_value : float
        How often chance alone makes it as large.
    """

    statistic: float
    p_value: float


def log_rank(one: SurvivalSample, other: SurvivalSample) -> LogRank:
    """Test two samples.

    Parameters
    ----------
    one, other : SurvivalSample
        The samples.

    Returns
    -------
    LogRank
        Statistic and p-value.

    References
    ----------
    .. [1] N. Mantel, "Evaluation of survival data and two new rank order statistics
       arising in its consideration", Cancer Chemotherapy Reports 50, 163-170, 1966.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.survival.log_rank_test import log_rank
    >>> from skl_synth.evaluation.survival.survival_sample import SurvivalSample
    >>> all_of = np.ones(3, dtype=bool)
    >>> early = SurvivalSample(np.array([1.0, 2.0, 3.0]), all_of, np.arange(3))
    >>> late = SurvivalSample(np.array([7.0, 8.0, 9.0]), all_of, np.arange(3))
    >>> round(log_rank(early, late).statistic, 2), log_rank(early, early).statistic
    (5.05, 0.0)
    """
    time = np.concatenate([one.time, other.time])
    event = np.concatenate([one.event, other.event])
    is_one = np.arange(len(time)) < len(one)
    moments = np.unique(time[event])
    at_risk, at_risk_one = (
        len(part) - np.searchsorted(np.sort(part), moments)
        for part in (time, time[is_one])
    )
    events, events_one = (
        np.bincount(np.searchsorted(moments, part), minlength=len(moments))
        for part in (time[event], time[event & is_one])
    )
    share = at_risk_one / np.maximum(at_risk, 1)
    surplus = (events_one - events * share).sum()
    left = (at_risk - events) / np.maximum(at_risk - 1, 1)
    variance = (events * share * (1 - share) * left).sum()
    if variance <= 0:
        return LogRank(float("nan"), float("nan"))
    statistic = float(surplus**2 / variance)
    return LogRank(statistic, float(chi2.sf(statistic, 1)))
