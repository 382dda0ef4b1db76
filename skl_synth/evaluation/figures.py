"""Figures: a number, what it is about, which way is better, what real rows reach."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

REAL, SYNTHETIC, BOTH = "real", "synthetic", "real+synthetic"
"""The rows that a model was trained on, or that were measured."""

BALANCED = "real, balanced"
"""Real rows, weighted so that every class weighs the same."""

FIGURE_COLUMNS = [
    "section",
    "metric",
    "scope",
    "subject",
    "rows",
    "value",
    "low",
    "high",
    "better",
    "ceiling",
]
"""The columns of every frame of figures."""

KEY = ["section", "metric", "scope", "subject", "rows"]
"""What a figure is about; no two figures of one report share it."""

NAN = float("nan")


class Interval(NamedTuple):
    """A figure and the ends of its 95 % interval, NaN where there is none."""

    value: float
    low: float = NAN
    high: float = NAN


class FigureList:
    """Collect the figures of one section.

    Parameters
    ----------
    section : {"utility", "fidelity", "privacy"}
        The section.
    """

    def __init__(self, section: str) -> None:
        self.section = section
        self.lines: list[tuple[Any, ...]] = []

    def add(
        self,
        metric: str,
        figure: Interval | float,
        *,
        better: str,
        scope: str = "table",
        subject: str = "",
        rows: str = SYNTHETIC,
        ceiling: float = NAN,
    ) -> None:
        """Add one figure.

        Parameters
        ----------
        metric : str
            What was measured.
        figure : Interval or float
            The number, with its interval if it has one.
        better : {"higher", "lower"}
            Which way is better.
        scope : {"table", "model", "column", "pair", "class", "group"}, default="table"
            What kind of thing it is about.
        subject : str, default=""
            The name of that thing; empty for the whole table.
        rows : str, default="synthetic"
            The rows that a model was trained on, or that were measured.
        ceiling : float, default=NaN
            The same figure of real rows that nobody was given.
        """
        value, low, high = figure if isinstance(figure, tuple) else Interval(figure)
        about = (self.section, metric, scope, subject, rows)
        self.lines.append((*about, value, low, high, better, ceiling))

    def frame(self) -> pd.DataFrame:
        """Put the figures under one another.

        Returns
        -------
        DataFrame
            With the columns `FIGURE_COLUMNS`.
        """
        frame = pd.DataFrame(self.lines, columns=FIGURE_COLUMNS)
        numbers = dict.fromkeys(("value", "low", "high", "ceiling"), np.float64)
        return frame.astype(numbers)
