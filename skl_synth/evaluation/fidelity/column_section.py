"""The columns on a page, those that need attention first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.figure_text import with_interval
from skl_synth.evaluation.figures import Interval
from skl_synth.pages import Figures, Picture, Section
from skl_synth.pages.charts import Ranges
from skl_synth.pages.page import Mark

MOST_DRAWN = 25
"""Columns in the picture: those that are furthest below their ceiling."""


def column_section(figures: pd.DataFrame) -> Section | None:
    """Show how alike each column is, beside what other real rows reach.

    Parameters
    ----------
    figures : DataFrame
        Every figure.

    Returns
    -------
    Section or None
        The columns by how far they are below their ceiling; None where they were not
        compared.
    """
    frame = column_frame(figures)
    if not len(frame):
        return None
    drawn = frame.iloc[:MOST_DRAWN]
    chart = Ranges(
        names=drawn["column"].tolist(),
        values=drawn["similarity"],
        low=drawn["low"],
        high=drawn["high"],
        bounds=np.full(len(drawn), np.nan),
        ceilings=drawn["other real rows"],
        what="similarity of the column (1: the same shares)",
    )
    return Section(
        "Columns that need attention first",
        (
            Picture(chart, "How alike each column is", _described(frame)),
            Figures(
                _written(frame),
                "Columns, those furthest below other real rows first. Marked is what "
                "is below them beyond its 95 % interval.",
                _marks(frame),
            ),
        ),
    )


def column_frame(figures: pd.DataFrame) -> pd.DataFrame:
    """Put what is known of each column into one line.

    Parameters
    ----------
    figures : DataFrame
        Every figure.

    Returns
    -------
    DataFrame
        Columns column, similarity, low, high, other real rows, and attribute inference
        where it was measured; those furthest below other real rows stand first.
    """
    of_columns = figures[figures["scope"] == "column"]
    alike = of_columns[of_columns["metric"] == "column_similarity"]
    frame = pd.DataFrame(
        {
            "column": alike["subject"],
            "similarity": alike["value"],
            "low": alike["low"],
            "high": alike["high"],
            "other real rows": alike["ceiling"],
        }
    )
    below = frame["other real rows"].fillna(1.0) - frame["similarity"]
    frame = frame.loc[below.sort_values(ascending=False, kind="stable").index]
    guessed = of_columns[of_columns["metric"] == "inference"]
    if len(guessed):
        by_name = guessed.set_index("subject")["value"]
        frame["attribute inference, above control"] = frame["column"].map(by_name)
    return frame.reset_index(drop=True)


def _written(frame: pd.DataFrame) -> pd.DataFrame:
    """The same as people read it: each figure with its interval."""
    intervals = zip(frame["similarity"], frame["low"], frame["high"], strict=True)
    others = {
        name: [with_interval(Interval(value)) for value in frame[name]]
        for name in frame.columns[4:]
    }
    return pd.DataFrame(
        {
            "column": frame["column"],
            "similarity": [with_interval(Interval(*one)) for one in intervals],
            **others,
        }
    )


def _marks(frame: pd.DataFrame) -> list[Mark]:
    is_below = frame["high"] < frame["other real rows"]
    return ["attention" if one else "neutral" for one in is_below]


def _described(frame: pd.DataFrame) -> str:
    first = frame.iloc[0]
    ceiling = first["other real rows"]
    beside = "" if np.isnan(ceiling) else f", other real rows {ceiling:.3f}"
    n = len(frame)
    drawn = (
        f" The {MOST_DRAWN} of {n} furthest below are drawn." if n > MOST_DRAWN else ""
    )
    is_below = not first["similarity"] >= ceiling
    which = (
        "Furthest below other real rows is"
        if is_below
        else "No column is below other real rows; nearest to them is"
    )
    return f"{which} {first['column']}: {first['similarity']:.3f}{beside}.{drawn}"
