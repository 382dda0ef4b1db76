"""Figures as people read them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.evaluation.figures import SYNTHETIC, Interval
from skl_synth.evaluation.registry import COUNT, SHARE, Measure, measures_of


class Lookup:
    """The figures of a whole table, by metric and rows.

    Parameters
    ----------
    figures : DataFrame
        With the columns metric, scope, subject, rows, value, low and high.
    """

    def __init__(self, figures: pd.DataFrame) -> None:
        of_table = figures[figures["scope"] == "table"]
        self.metrics = list(dict.fromkeys(of_table["metric"]))
        self._found = {
            (metric, rows): Interval(*values)
            for metric, rows, *values in of_table[
                ["metric", "rows", "value", "low", "high"]
            ].itertuples(index=False)
        }
        keys = zip(of_table["metric"], of_table["rows"], strict=True)
        self.ceilings = dict(zip(keys, of_table["ceiling"].tolist(), strict=True))

    def __getitem__(self, key: tuple[str, str]) -> Interval:
        return self._found[key]

    def get(self, metric: str, rows: str = SYNTHETIC) -> Interval | None:
        """Return a figure, if there is one.

        Parameters
        ----------
        metric : str
            Its name.
        rows : str, default="synthetic"
            The rows trained on or measured.

        Returns
        -------
        Interval or None
            The figure.
        """
        return self._found.get((metric, rows))


def lines_of(section: str, figures: pd.DataFrame) -> list[tuple[str, str]]:
    """Write the figures of a section that have a line in reports, in their order.

    Parameters
    ----------
    section : {"fidelity", "privacy"}
        The section.
    figures : DataFrame
        With the columns metric, scope, subject, rows, value, low and high.

    Returns
    -------
    list of (str, str)
        What each is called, and the figure. Of a figure of several groups the
        highest stands first; what could not be measured is left out.
    """
    lines = []
    one: Any
    for measure in measures_of(section):
        for one in in_report(measure, figures).itertuples(index=False):
            figure = Interval(one.value, one.low, one.high)
            lines.append((called(measure, one), written(measure, figure)))
    return lines


def called(measure: Measure, line: Any) -> str:
    """Say what a figure is called in a line of its own.

    Parameters
    ----------
    measure : Measure
        What was measured.
    line : object
        With ``subject`` and ``rows``.

    Returns
    -------
    str
        Its name.
    """
    return measure.label.format(subject=line.subject or "everyone", rows=line.rows)


def in_report(measure: Measure, figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of one measure that have a line of their own.

    Parameters
    ----------
    measure : Measure
        What was measured.
    figures : DataFrame
        Every figure.

    Returns
    -------
    DataFrame
        Some of them, in the order of reports.
    """
    found = figures[figures["metric"] == measure.name].dropna(subset="value")
    if not measure.label:
        found = found.iloc[:0]
    elif "{subject}" in measure.label:
        found = found.sort_values("value", ascending=False, kind="stable")
    else:
        found = found[found["scope"] == "table"]
    return found


def claims_of(section: str, found: Lookup) -> list[str]:
    """Say what may be said by the figures of a section.

    Parameters
    ----------
    section : {"fidelity", "privacy"}
        The section.
    found : Lookup
        Its figures.

    Returns
    -------
    list of str
        Sentences.
    """
    claims = []
    for measure in measures_of(section):
        figure = found.get(measure.name, measure.rows[0]) if measure.claim else None
        if figure is None or np.isnan(figure.value):
            continue
        ceiling = found.ceilings[measure.name, measure.rows[0]]
        words = {
            "figure": written(measure, figure),
            "value": written(measure, Interval(figure.value)),
            "ceiling": written(measure, Interval(ceiling)),
        }
        claims.append(measure.claim.format_map(words))
    return claims


def written(measure: Measure, figure: Interval) -> str:
    """Write a figure in its unit.

    Parameters
    ----------
    measure : Measure
        What was measured.
    figure : Interval
        The figure.

    Returns
    -------
    str
        With its interval, if it has one; a dash for NaN.
    """
    if measure.unit == SHARE and not np.isnan(figure.value):
        return share_of(figure)
    is_count = measure.unit == COUNT or any(rule.is_count for rule in measure.gates)
    if is_count and not np.isnan(figure.value):
        return _count(figure.value)
    return with_interval(figure)


def _count(value: float) -> str:
    """Write a count, or the mean of counts over folds, of which a few are not none."""
    return f"{value:.2g}" if value < 1 else f"{round(value, 1):g}"


def with_interval(figure: Interval | None, decimals: int = 3) -> str:
    """Write a figure with its interval.

    Parameters
    ----------
    figure : Interval or None
        The figure.
    decimals : int, default=3
        How many.

    Returns
    -------
    str
        Such as ``0.731 (0.702 – 0.760)``; a dash for none.
    """
    if figure is None or np.isnan(figure.value):
        return "–"
    text = f"{figure.value:.{decimals}f}"
    if np.isnan(figure.low):
        return text
    return f"{text} ({figure.low:.{decimals}f} – {figure.high:.{decimals}f})"


def share_of(figure: Interval) -> str:
    """Write a share in per cent, with its interval.

    Parameters
    ----------
    figure : Interval
        The share.

    Returns
    -------
    str
        Such as ``98.2 % (96.1 % – 100.3 %)``.
    """
    text = percent(figure.value)
    if np.isnan(figure.low):
        return text
    return f"{text} ({percent(figure.low)} – {percent(figure.high)})"


def percent(share: float) -> str:
    """Write a share in per cent; 0 only where there is none.

    Parameters
    ----------
    share : float
        From 0 to 1, a little beyond for the ends of intervals.

    Returns
    -------
    str
        One decimal, or two for small shares.
    """
    if 0 < share < 0.0001:
        return "< 0.01 %"
    return f"{100 * share:.{2 if 0 < abs(share) < 0.01 else 1}f} %"
