"""Distance to closest record (DCR): a diagnostic, and no verdict."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.registry import HELD_OUT, HIGHER, Measure, register
from skl_synth.neighbors import NearestRow


@register(
    "privacy",
    8,
    *(
        measure
        for name, words in (("p5", "Fifth percentile"), ("median", "Median"))
        for measure in (
            Measure(
                f"nearest_training_{name}",
                HIGHER,
                f"{words} of the distance to closest record (DCR), in standard "
                "deviations of the real columns.",
                ceiling=HELD_OUT,
            ),
            Measure(
                f"nearest_training_{name}_ratio",
                HIGHER,
                f"{words} of the distance to closest record (DCR), over that of real "
                "rows that were held out.",
                label="distance to closest record (DCR), ratio" * (name == "median"),
                ceiling=1.0,
            ),
        )
    ),
)
def measure_distances(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Measure how close synthetic rows come to training rows, beside other people.

    Parameters
    ----------
    context : AttackContext
        The tables.
    options : AttackOptions
        Not used.
    rng : RandomState
        Not used: nothing is drawn by chance.

    Returns
    -------
    Findings
        The 5th percentile and the median of the distance to the nearest training row,
        with those of the hold-out as ceiling, and their ratios; and all distances:
        columns rows ("synthetic" or "holdout") and distance.
    """
    figures = FigureList()
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
        figures.add(metric, synthetic, ceiling=other)
        figures.add(f"{metric}_ratio", synthetic / other if other > 0 else NAN)
    parts = [
        pd.DataFrame({"rows": rows, "distance": values})
        for rows, values in found.items()
    ]
    return Findings(figures, distances=pd.concat(parts, ignore_index=True))
