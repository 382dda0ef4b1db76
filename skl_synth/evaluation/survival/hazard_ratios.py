"""Hazard ratios of two Cox models side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.figures import NAN, REAL, SYNTHETIC
from skl_synth.evaluation.survival.cox_fit import CoxFit

Z = 1.959964
"""Half the width of a 95 % interval, in standard errors."""

NOTHING = CoxFit(np.empty(0), np.empty(0))
"""A model of no columns."""


def hazard_overlap(real: CoxFit, other: CoxFit) -> float:
    """Say how much the intervals of two models overlap.

    Parameters
    ----------
    real, other : CoxFit
        Two models of the same columns.

    Returns
    -------
    float
        The mean over the columns, by the width of the real intervals: 1 is the same,
        below 0 they are apart. NaN where no column is in both.
    """
    each = _overlaps(real, other)
    return float(np.nanmean(each)) if np.isfinite(each).any() else NAN


def hazard_frame(names: list[str], real: CoxFit, synthetic: CoxFit) -> pd.DataFrame:
    """Put two models side by side.

    Parameters
    ----------
    names : list of str
        The columns.
    real, synthetic : CoxFit
        The models.

    Returns
    -------
    DataFrame
        By column: the log hazard ratio with its 95 % interval, and the overlap.
    """
    frame = pd.DataFrame(index=pd.Index(names, name="column", dtype=object))
    for name, fit in ((REAL, real), (SYNTHETIC, synthetic)):
        half = Z * fit.errors
        frame[name] = fit.coefficients
        frame[f"{name}_low"] = fit.coefficients - half
        frame[f"{name}_high"] = fit.coefficients + half
    return frame.assign(overlap=_overlaps(real, synthetic))


def _overlaps(real: CoxFit, other: CoxFit) -> np.ndarray:
    apart = np.abs(real.coefficients - other.coefficients)
    return np.asarray(1 - apart / (2 * Z * real.errors))
