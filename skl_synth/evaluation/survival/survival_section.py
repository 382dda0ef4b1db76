"""Survival times on a page."""

from __future__ import annotations

import pandas as pd

from skl_synth.evaluation.page_lines import page_lines, table_of_lines
from skl_synth.pages import Figures, Section


def survival_section(figures: pd.DataFrame, hazards: pd.DataFrame) -> Section:
    """Show the figures of survival times.

    Parameters
    ----------
    figures : DataFrame
        Every figure.
    hazards : DataFrame
        Log hazard ratios, real and synthetic.

    Returns
    -------
    Section
        The figures, and the hazard ratios.
    """
    table = table_of_lines(page_lines("fidelity", figures), "other real rows")
    blocks = [Figures(table, "Survival times, beside those of real rows held out")]
    if len(hazards):
        shown = hazards.reset_index().round(3)
        blocks.append(
            Figures(shown, "Log hazard ratios of a Cox model, with intervals")
        )
    return Section("Survival", tuple(blocks))
