"""Distances to the nearest real row: a diagnostic, and no verdict."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.figures import NAN, FigureList
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.neighbors import NearestRow


def add_distances(figures: FigureList, context: AttackContext) -> pd.DataFrame:
    """Measure how close synthetic rows come to training rows, beside other people.

    Parameters
    ----------
    figures : FigureList
        Receives the 5th percentile and the median of the distance to the nearest
        training row, with those of the hold-out as ceiling, and their ratios.
    context : AttackContext
        The tables.

    Returns
    -------
    DataFrame
        Columns rows ("synthetic" or "holdout") and distance.
    """
    search = NearestRow(context.real)
    found = {
        "synthetic": search.query(context.synthetic)[0],
        "holdout": search.query(context.holdout)[0],
    }
    for name, percentile in (("p5", 5), ("median", 50)):
        synthetic, other = (
            float(np.percentile(values, percentile)) for values in found.values()
        )
        metric = f"nearest_training_{name}"
        figures.add(metric, synthetic, better="higher", ceiling=other)
        ratio = synthetic / other if other > 0 else NAN
        figures.add(f"{metric}_ratio", ratio, better="higher", ceiling=1.0)
    parts = [
        pd.DataFrame({"rows": rows, "distance": values})
        for rows, values in found.items()
    ]
    return pd.concat(parts, ignore_index=True)
