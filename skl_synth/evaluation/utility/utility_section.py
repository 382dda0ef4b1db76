"""Utility on a page: models trained on real rows and on synthetic ones."""

from __future__ import annotations

import pandas as pd

from skl_synth.evaluation.figure_text import Lookup, with_interval
from skl_synth.evaluation.figures import BALANCED, BOTH, REAL, SYNTHETIC, Interval
from skl_synth.evaluation.registry import LOWER, MEASURES, Measure, score_of
from skl_synth.evaluation.utility.class_words import ClassFigures, class_table
from skl_synth.evaluation.utility.utility_verdict import leading_of, scores_in
from skl_synth.pages import Figures, Picture, Section
from skl_synth.pages.charts import UtilityBars
from skl_synth.pages.page import Block

TRAINED_ON = (REAL, SYNTHETIC, BOTH, BALANCED)

CLASSES_CAPTION = (
    "Each class by itself, that whose recall falls most first: how many of its rows "
    "models find (recall), and how many of those that they name are of it (precision); "
    "mean over the models (95 % interval). Rows are those of the test, over folds "
    "their mean."
)


def utility_section(figures: pd.DataFrame) -> Section:
    """Show the utility.

    Parameters
    ----------
    figures : DataFrame
        Every figure of utility.

    Returns
    -------
    Section
        A picture of the models by the measure that counts, a table of all, and one of
        the classes.
    """
    found = Lookup(figures)
    blocks: list[Block] = []
    leading = leading_of(found)
    if leading is not None:
        blocks += _picture(MEASURES.get(leading, score_of(leading)), figures)
    blocks.append(
        Figures(
            _scores(found),
            "What models reach on real rows that nobody had seen, by the rows they "
            "were trained on (95 % interval). Real rows are the ceiling.",
        )
    )
    of_classes = class_table(ClassFigures(figures), TRAINED_ON)
    if len(of_classes):
        blocks.append(Figures(of_classes, CLASSES_CAPTION))
    return Section("Utility", tuple(blocks))


def _picture(measure: Measure, figures: pd.DataFrame) -> list[Block]:
    """Every model by the measure that counts, and the mean of all."""
    lines = figures[(figures["metric"] == measure.name) & figures["value"].notna()]
    by = {
        rows: part.set_index("subject")
        for rows, part in lines[lines["scope"] == "model"].groupby("rows")
    }
    if REAL not in by or SYNTHETIC not in by:
        return []
    made = by[SYNTHETIC]
    made = made[made.index.isin(by[REAL].index)]
    real = by[REAL].loc[made.index, "value"]
    frame = pd.DataFrame(
        {
            "model": made.index,
            "trained on real": real.to_numpy(),
            "trained on synthetic": made["value"].to_numpy(),
            "low": made["low"].to_numpy(),
            "high": made["high"].to_numpy(),
        }
    )
    chart = UtilityBars(
        names=frame["model"].tolist(),
        real=frame["trained on real"],
        synthetic=frame["trained on synthetic"],
        low=frame["low"],
        high=frame["high"],
        what=_named(measure),
    )
    said = "; ".join(
        f"{one.model}: {one[2]:.3f} after real rows, {one[3]:.3f} after synthetic ones"
        for one in frame.itertuples()
    )
    return [Picture(chart, f"{_named(measure)}, model by model", f"{said}.", frame)]


def _named(measure: Measure) -> str:
    lower = " (lower is better)" if measure.better == LOWER else ""
    return f"{measure.label.strip()}{lower}"


def _scores(found: Lookup) -> pd.DataFrame:
    """A line for each measure, a column for each kind of rows to train on."""
    measures = scores_in(found)
    known = [MEASURES.get(name, score_of(name)) for name in found.metrics]
    others = [one for one in known if one.label and one.rows == (SYNTHETIC,)]
    lines = [
        {
            "measure": _named(one),
            **{
                f"trained on {rows}": with_interval(found.get(one.name, rows))
                for rows in TRAINED_ON
            },
        }
        for one in measures
    ]
    for one in others:
        ceiling = Interval(found.ceilings[one.name, SYNTHETIC])
        figure = found.get(one.name, SYNTHETIC)
        lines.append(
            {
                "measure": _named(one),
                f"trained on {REAL}": with_interval(ceiling),
                f"trained on {SYNTHETIC}": with_interval(figure),
            }
        )
    return pd.DataFrame(lines).dropna(axis=1, how="all")
