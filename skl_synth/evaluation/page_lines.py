"""Figures of an evaluation as the tables and ranges of a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from skl_synth.evaluation.figure_text import called, in_report, written
from skl_synth.evaluation.figures import NAN, Interval
from skl_synth.evaluation.registry import GateRule, Measure, measures_of
from skl_synth.pages.page import Mark

INDENT = "\N{NO-BREAK SPACE}" * 4
"""Before a figure that belongs to the one above it."""


class PageLine(NamedTuple):
    """A figure that has a line of its own.

    Parameters
    ----------
    name : str
        What it is called.
    measure : Measure
        What was measured.
    figure : Interval
        The figure.
    ceiling : float
        What real rows reach that nobody was given; NaN where that was not measured.
    rule : GateRule or None
        What a release may reach of it.
    """

    name: str
    measure: Measure
    figure: Interval
    ceiling: float
    rule: GateRule | None

    @property
    def bound(self) -> float:
        """The most that a release may reach; NaN where nothing is said."""
        return NAN if self.rule is None else self.rule.bound

    @property
    def mark(self) -> Mark:
        """Whether the figure is above what a release may reach."""
        judged = self.figure.value
        if self.rule is not None and self.rule.by_low_end:
            judged = judged if np.isnan(self.figure.low) else self.figure.low
        return "attention" if judged > self.bound else "neutral"


def page_lines(section: str, figures: pd.DataFrame) -> list[PageLine]:
    """Return the figures of a section that have a line of their own.

    Parameters
    ----------
    section : {"fidelity", "privacy"}
        The section.
    figures : DataFrame
        Every figure.

    Returns
    -------
    list of PageLine
        In the order of reports.
    """
    return [
        PageLine(
            called(measure, one),
            measure,
            Interval(one.value, one.low, one.high),
            one.ceiling,
            _rule_of(measure, one.scope, one.subject),
        )
        for measure, one in _found(section, figures)
    ]


def _found(section: str, figures: pd.DataFrame) -> Iterator[tuple[Measure, Any]]:
    for measure in measures_of(section):
        for one in in_report(measure, figures).itertuples(index=False):
            yield measure, one


def _rule_of(measure: Measure, scope: str, subject: str) -> GateRule | None:
    rules = [rule for rule in measure.gates if rule.judges(scope, subject)]
    return rules[0] if rules else None


def table_of_lines(
    lines: list[PageLine], ceiling: str, *, bounds: bool = False
) -> pd.DataFrame:
    """Write lines as a table: each figure beside its ceiling and its bound.

    Parameters
    ----------
    lines : list of PageLine
        The figures.
    ceiling : str
        What the ceiling is of.
    bounds : bool, default=False
        Whether the bounds are written, too.

    Returns
    -------
    DataFrame
        Columns figure, synthetic rows, the ceiling, and bound of a release.
    """
    frame = pd.DataFrame(
        {
            "figure": [one.name.replace("  ", INDENT) for one in lines],
            "synthetic rows": [written(one.measure, one.figure) for one in lines],
            ceiling: [written(one.measure, Interval(one.ceiling)) for one in lines],
            "bound of a release": [
                written(one.measure, Interval(one.bound)) for one in lines
            ],
        }
    )
    return frame if bounds else frame.iloc[:, :3]
