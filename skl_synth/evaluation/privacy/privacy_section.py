"""Privacy on a page: what the attacks reached, beside chance and the bounds."""

from __future__ import annotations

import pandas as pd

from skl_synth.evaluation.figure_text import with_interval
from skl_synth.evaluation.page_lines import PageLine, page_lines, table_of_lines
from skl_synth.evaluation.privacy.privacy_verdict import CHANCE, without_small_groups
from skl_synth.evaluation.registry import Measure
from skl_synth.pages import Figures, Picture, Section
from skl_synth.pages.charts import Ranges
from skl_synth.pages.page import Block

OF_CHANCE = f" (chance {CHANCE})"
"""What the picture says by a mark of its own."""


def privacy_section(figures: pd.DataFrame) -> Section:
    """Show what the table discloses.

    Parameters
    ----------
    figures : DataFrame
        Every figure of privacy.

    Returns
    -------
    Section
        A picture of membership inference, and a table of every attack.
    """
    lines = page_lines("privacy", without_small_groups(figures)[0])
    blocks: list[Block] = [
        *_picture([one for one in lines if _is_area(one.measure)]),
        Figures(
            table_of_lines(lines, "strangers or chance", bounds=True),
            "What attacks reached (95 % interval), beside what they reach of strangers "
            "or by chance, and the most that a release may reach. Marked is what is "
            "above it.",
            [one.mark for one in lines],
            most=60,
        ),
    ]
    return Section("Privacy", tuple(blocks))


def _is_area(measure: Measure) -> bool:
    return measure.ceiling == CHANCE and measure.name.endswith("auc")


def _picture(lines: list[PageLine]) -> list[Block]:
    if not lines:
        return []
    chart = Ranges(
        names=[one.name.replace(OF_CHANCE, "") for one in lines],
        values=[one.figure.value for one in lines],
        low=[one.figure.low for one in lines],
        high=[one.figure.high for one in lines],
        bounds=[one.bound for one in lines],
        ceilings=[one.ceiling for one in lines],
        ceiling_name="chance",
        what="area under the ROC curve",
    )
    worst = max(lines, key=lambda one: one.figure.value)
    described = (
        f"The highest is {worst.name.strip()}: {with_interval(worst.figure)}; chance "
        f"is {CHANCE}."
    )
    return [Picture(chart, "Membership inference, attack by attack", described)]
