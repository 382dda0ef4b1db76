"""How often an interval holds the truth, where the synthesizer has moved its middle."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import norm
from scipy.stats import t as student


def expected_coverage(
    difference: Any, drawn: Any, std_error: Any, df: Any, level: float
) -> Any:
    """Estimate how often intervals made so hold the truth.

    Parameters
    ----------
    difference : array-like
        Between the synthetic estimate and the real one.
    drawn : array-like
        The variance that the drawing of rows alone gives this difference.
    std_error : array-like
        Of the synthetic estimate around the truth, if the synthesizer holds the
        relation.
    df : array-like
        Degrees of freedom of the interval.
    level : float
        Its level.

    Returns
    -------
    ndarray
        Shares. The difference beyond what drawing explains is taken for the bias of the
        synthesizer, which every such interval would have.

    Examples
    --------
    >>> from skl_synth.inference.held_truth import expected_coverage
    >>> expected_coverage([0.1, 2.0], 0.04, 1.0, float("inf"), 0.95).round(2)
    array([0.95, 0.49])
    """
    beyond = np.maximum(np.square(difference) - np.asarray(drawn, dtype=float), 0.0)
    bias = np.sqrt(beyond) / np.asarray(std_error, dtype=float)
    half = student.ppf(0.5 + level / 2, df)
    return norm.cdf(half - bias) - norm.cdf(-half - bias)


def chance_of(difference: Any, drawn: Any) -> Any:
    """Say how often drawing alone moves an estimate as far.

    Parameters
    ----------
    difference : array-like
        Between the synthetic estimate and the real one.
    drawn : array-like
        The variance that the drawing of rows alone gives it.

    Returns
    -------
    ndarray
        Two-sided p-values.
    """
    return 2 * norm.sf(np.abs(difference) / np.sqrt(drawn))
