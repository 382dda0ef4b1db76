"""Survival times in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.figure_text import Lookup, lines_of
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.verdict import Verdict

DIFFERENT = 3.84
"""Chi-squared that chance reaches in one of twenty tables of one kind."""

MEET = 0.9
"""Share of the time in which bands of 95 % meet, at least, where curves are alike."""


def survival_verdict(
    figures: pd.DataFrame, time: str, horizon: float, notes: tuple[str, ...]
) -> Verdict:
    """Say what the figures of survival times come to.

    Parameters
    ----------
    figures : DataFrame
        Every figure.
    time : str
        The column of the times.
    horizon : float
        Up to where curves were compared.
    notes : tuple of str
        What the reader should know besides.

    Returns
    -------
    Verdict
        Words and the figures that count.
    """
    found = Lookup(figures)
    tested = found.get("survival_log_rank")
    apart = tested is not None and tested.value >= DIFFERENT
    bands = found.get("survival_band_overlap")
    crossed = not apart and bands is not None and bands.value < MEET
    overlap = found.get("survival_hazard_overlap")
    is_torn = overlap is not None and overlap.value < 0
    return Verdict(
        "Survival",
        _sentence(found, time, horizon, apart=apart, crossed=crossed),
        tuple(lines_beside_real(figures)),
        ()
        if tested is None
        else (
            "how far the curves and hazard ratios above lie from those of real rows.",
        ),
        (
            "that hazards are proportional, or that the same holds of subgroups and "
            "interactions that were not looked at.",
        ),
        notes,
        "attention" if apart or crossed or is_torn else "neutral",
    )


def lines_beside_real(figures: pd.DataFrame) -> list[tuple[str, str]]:
    """Write every line, with what other real rows reach beside it.

    Parameters
    ----------
    figures : DataFrame
        Every figure.

    Returns
    -------
    list of (str, str)
        What was measured, and the figures.
    """
    of_real = figures.assign(value=figures["ceiling"].where(figures["value"].notna()))
    ceilings = dict(lines_of("fidelity", of_real))
    lines = [("", f"{'synthetic':<16}other real rows")]
    for name, figure in lines_of("fidelity", figures):
        lines.append((name, f"{figure:<16}{ceilings.get(name, '–')}"))
    return lines


def _sentence(
    found: Lookup, time: str, horizon: float, *, apart: bool, crossed: bool
) -> str:
    gap = found.get("survival_gap") or Interval(float("nan"))
    if np.isnan(gap.value):
        return f"{time} could not be compared."
    mean = found.get("survival_mean_gap")
    away = float("nan") if mean is None else mean.value * horizon
    overlap = found.get("survival_hazard_overlap")
    hazards = (
        ""
        if overlap is None or np.isnan(overlap.value)
        else f" The intervals of hazard ratios overlap by {overlap.value:.2f} in the "
        "mean (1: the same; below 0: apart)."
    )
    chance = "more than chance explains" if apart else "no more than chance explains"
    if crossed:
        chance = (
            "no more than chance explains, but it does not see curves that cross, and "
            "their 95 % bands do not meet all the time"
        )
    return (
        f"Up to {time} = {horizon:.6g} the Kaplan-Meier curves lie {gap.value:.1%} "
        f"apart in the mean, the restricted means {away:.3g} (in the unit of {time}); "
        f"by the log-rank test that is {chance}.{hazards}"
    )
