"""Figures: a number, what it is about, which way is better, what real rows reach."""

from __future__ import annotations

from typing import NamedTuple

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
