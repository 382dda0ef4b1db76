"""Figures as people read them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.figures import SYNTHETIC, Interval


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
