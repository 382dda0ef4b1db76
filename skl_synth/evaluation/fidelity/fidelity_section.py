"""Fidelity on a page: its figures, and the pairs of columns."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.page_lines import page_lines, table_of_lines
from skl_synth.pages import Figures, Picture, Section
from skl_synth.pages.charts import PairMatrix
from skl_synth.pages.page import Block

MOST_PAIRS = 60
"""Pairs in the table: those that are furthest below their ceiling."""

PAIR = " × "


def fidelity_section(figures: pd.DataFrame) -> Section:
    """Show the fidelity.

    Parameters
    ----------
    figures : DataFrame
        Every figure of fidelity.

    Returns
    -------
    Section
        A table of the figures, each beside other real rows, and the pairs as a heat
        map.
    """
    table = table_of_lines(page_lines("fidelity", figures), "other real rows")
    blocks: list[Block] = [
        Figures(
            table,
            "Figures of fidelity (95 % interval), beside the same of real rows that "
            "were held out",
        )
    ]
    return Section("Fidelity", (*blocks, *_pairs(figures)))


def _pairs(figures: pd.DataFrame) -> list[Block]:
    pairs = figures[figures["metric"] == "pair_similarity"]
    pairs = pairs[pairs["scope"] == "pair"]
    columns = figures[figures["metric"] == "column_similarity"]["subject"]
    names = [name for name in columns if name]
    values = _differences(names, pairs)
    if np.isnan(values).all():
        return []
    frame = pd.DataFrame(
        {
            "pair": pairs["subject"],
            "difference": 1 - pairs["value"],
            "other real rows": 1 - pairs["ceiling"],
        }
    )
    further = frame["difference"] - frame["other real rows"].fillna(0.0)
    frame = frame.loc[further.sort_values(ascending=False, kind="stable").index]
    worst = frame.iloc[0]
    described = (
        f"0 is a pair that depends as in the real table, 1 nothing alike. Furthest "
        f"from other real rows is {worst['pair']}: {worst['difference']:.3f}."
    )
    if len(frame) > MOST_PAIRS:
        described += f" The table lists {MOST_PAIRS} of {len(frame)} pairs."
    chart = PairMatrix(names=names, values=values)
    title = "How differently pairs of columns depend on each other"
    return [Picture(chart, title, described, frame.iloc[:MOST_PAIRS])]


def _differences(names: list[str], pairs: pd.DataFrame) -> np.ndarray:
    """A matrix of the differences, of which the lower half is filled."""
    known = dict(zip(pairs["subject"], 1 - pairs["value"], strict=True))
    values = np.full((len(names), len(names)), np.nan)
    for later, other in enumerate(names):
        for earlier, one in enumerate(names[:later]):
            values[later, earlier] = known.get(f"{one}{PAIR}{other}", np.nan)
    return values
