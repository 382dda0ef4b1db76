"""What a figure can be at least and at most, by its name in the registry."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.intervals import ANYTHING
from skl_synth.evaluation.registry import MEASURES, SHARE, Measure

ONE = (0.0, 1.0)
"""Areas, shares and similarities."""

AT_LEAST_NOTHING = (0.0, np.inf)
"""Counts, distances, and ratios of what is not negative."""

BY_NAME = {
    "accuracy": ONE,
    "brier": (0.0, 2.0),
    "brier_change": (-2.0, 2.0),
    "class_precision": ONE,
    "class_recall": ONE,
    "class_recall_change": (-1.0, 1.0),
    "missing_gap": ONE,
    "share_gap": ONE,
    "interval_overlap": ONE,
    "coefficient_overlap": ONE,
    "pmse": (0.0, 0.25),
    "pmse_standardised": ANYTHING,
    "importance_agreement": (-1.0, 1.0),
    "r2": (-np.inf, 1.0),
    "r2_ratio": ANYTHING,
    # Above control: the share of guesses about members that succeed where those about
    # controls fail; below zero without end where all about controls succeed.
    "inference": (-np.inf, 1.0),
    "inference_above_population": (-1.0, 1.0),
    "linkability": (-np.inf, 1.0),
    "singling_out_one_column": (-np.inf, 1.0),
    "singling_out_several_columns": (-np.inf, 1.0),
}
"""Figures of which name and unit do not say it."""


def range_of(name: str) -> tuple[float, float]:
    """Say what a figure can be.

    Parameters
    ----------
    name : str
        Its name; what a scorer of the user's says can be anything.

    Returns
    -------
    least, most : float
        Infinite where there is no end.

    Examples
    --------
    >>> from skl_synth.evaluation.ranges import range_of
    >>> range_of("membership_worst_auc"), range_of("copied_above_control")
    ((0.0, 1.0), (-1.0, 1.0))
    """
    if name in BY_NAME:
        return BY_NAME[name]
    if name not in MEASURES:
        return ANYTHING
    return _by_words(MEASURES[name])


def _by_words(measure: Measure) -> tuple[float, float]:
    """By the unit, and by words that names of figures are made of."""
    words = measure.name.split("_")
    if "control" in words:
        return (-1.0, 1.0)
    if measure.unit == SHARE or {"auc", "tpr", "similarity"} & set(words):
        return AT_LEAST_NOTHING if "ratio" in words else ONE
    return AT_LEAST_NOTHING
