"""Privacy in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.report import Verdict
from skl_synth.evaluation.words import Lookup, share_of, with_interval

NAMES = {
    "membership_worst_auc": "who was in the table? worst attack, ROC AUC (0.5 is chance)",
    "membership_worst_tpr": "  found at 5 % false alarms (0.05 is chance)",
    "membership_learned_auc": "  learned attack",
    "membership_density_auc": "  density attack",
    "membership_distance_auc": "  distance attack",
}


def privacy_verdict(figures: pd.DataFrame, notes: tuple[str, ...]) -> Verdict:
    """Say what the figures of privacy come to.

    Parameters
    ----------
    figures : DataFrame
        Every figure of privacy.
    notes : tuple of str
        What the reader should know besides.

    Returns
    -------
    Verdict
        Words and the figures that count.
    """
    found = Lookup(figures)
    lines = [
        (name, with_interval(found.get(metric)))
        for metric, name in NAMES.items()
        if found.get(metric) is not None
    ]
    return Verdict("Privacy", "", tuple(lines), (), (), notes)
