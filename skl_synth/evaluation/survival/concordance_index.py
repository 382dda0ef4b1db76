"""Concordance: how often who is said to be at higher risk has the event earlier."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.survival.survival_sample import SurvivalSample

BLOCK = 2_000_000
"""So many pairs are compared at a time."""


def concordance(sample: SurvivalSample, risk: np.ndarray) -> float:
    """Compute Harrell's C.

    A pair of rows can be compared where the one with the shorter time had the event; of
    two equal times, where one of them alone had it.

    Parameters
    ----------
    sample : SurvivalSample
        The rows.
    risk : ndarray of shape (n_rows,)
        What a model says of each; higher is earlier.

    Returns
    -------
    float
        Share of the pairs in the right order, equal risks as half of one; 0.5 is
        chance. NaN where no pair can be compared.

    References
    ----------
    .. [1] F. E. Harrell, K. L. Lee, D. B. Mark, "Multivariable prognostic models",
       Statistics in Medicine 15, 361-387, 1996.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.survival.concordance_index import concordance
    >>> from skl_synth.evaluation.survival.survival_sample import SurvivalSample
    >>> ended = np.array([True, False, True])
    >>> sample = SurvivalSample(np.array([1.0, 2.0, 3.0]), ended, np.arange(3))
    >>> concordance(sample, np.array([3.0, 2.0, 2.0]))
    1.0
    """
    good = total = 0.0
    first = np.flatnonzero(sample.event)
    step = max(1, BLOCK // max(len(sample), 1))
    for start in range(0, len(first), step):
        some = first[start : start + step]
        earlier = sample.time[some, None] < sample.time[None, :]
        tied = sample.time[some, None] == sample.time[None, :]
        pairs = earlier | (tied & ~sample.event[None, :])
        higher = risk[some, None] > risk[None, :]
        equal = risk[some, None] == risk[None, :]
        good += (pairs & higher).sum() + (pairs & equal).sum() / 2
        total += pairs.sum()
    return float(good / total) if total else float("nan")
