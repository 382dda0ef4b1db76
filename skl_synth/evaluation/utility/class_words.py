"""Recall of each class in words and on a page; the class that models lose first."""

from __future__ import annotations

import pandas as pd

from skl_synth.evaluation.figure_text import percent, with_interval
from skl_synth.evaluation.figures import REAL, SYNTHETIC, Interval

LEAST_FALL = 0.1
"""A fall of recall that is smaller is not named, however sure it is: intervals hold for
these training rows, and as many other real rows of a class of 60 move it by .1 at times
(measured .09)."""

MOST_CLASSES = 8
"""Classes that a report in words lists; a page lists all."""

MOST_NAMED = 3
"""Classes that the verdict names."""

FIGURES = {"class_recall": "recall", "class_precision": "precision"}
"""What is listed of each class."""

OfClasses = dict[tuple[str, str, str], Interval]
"""Figures by metric, class and rows."""


class ClassFigures:
    """The figures of each class.

    Parameters
    ----------
    figures : DataFrame
        Every figure of utility.

    Attributes
    ----------
    labels : list of str
        The classes, that whose recall falls most first.
    """

    def __init__(self, figures: pd.DataFrame) -> None:
        lines = figures[figures["scope"] == "class"]
        names = ["metric", "subject", "rows", "value", "low", "high"]
        self._found: OfClasses = {
            (metric, label, rows): Interval(*values)
            for metric, label, rows, *values in lines[names].itertuples(index=False)
        }
        of = lines[lines["metric"] == "class_recall"]["subject"]
        labels = list(dict.fromkeys(of.tolist()))
        self.labels = sorted(labels, key=lambda label: self.change(label).value)

    def get(self, metric: str, label: str, rows: str) -> Interval | None:
        """Return a figure of a class, if there is one.

        Parameters
        ----------
        metric, label, rows : str
            Its name, the class, and the rows that were trained on.

        Returns
        -------
        Interval or None
            The figure.
        """
        return self._found.get((metric, label, rows))

    def change(self, label: str) -> Interval:
        """Return what training on synthetic rows changes in the recall of a class.

        Parameters
        ----------
        label : str
            The class.

        Returns
        -------
        Interval
            The change; none where no model was trained on synthetic rows.
        """
        change = self.get("class_recall_change", label, SYNTHETIC)
        return Interval(0.0) if change is None else change

    def n_rows(self, label: str) -> int:
        """Count the test rows of a class.

        Parameters
        ----------
        label : str
            The class.

        Returns
        -------
        int
            How many there are, over folds their mean.
        """
        support = self.get("class_support", label, REAL)
        return 0 if support is None else round(support.value)

    def fallen(self) -> list[str]:
        """List the classes that models find less often after synthetic rows.

        Returns
        -------
        list of str
            Those whose whole interval of the change lies below 0, and the change itself
            by more than a little, where real rows teach to find them at all.
        """
        changes = {label: self.change(label) for label in self.labels}
        return [
            label
            for label, one in changes.items()
            if one.high < 0 and one.value <= -LEAST_FALL and self._is_found(label)
        ]

    def _is_found(self, label: str) -> bool:
        """Whether models of real rows name a class better than by lot."""
        precision = self.get("class_precision", label, REAL)
        n_rows = sum(map(self.n_rows, self.labels))
        by_lot = self.n_rows(label) / max(n_rows, 1)
        return precision is not None and precision.value > by_lot


def fallen_sentence(found: ClassFigures) -> str:
    """Name the classes that models find less often after training on synthetic rows.

    Parameters
    ----------
    found : ClassFigures
        The figures of the classes.

    Returns
    -------
    str
        A sentence and a blank; nothing where there is no such class.
    """
    fallen = found.fallen()
    if not fallen:
        return ""
    named = "; ".join(_loss(found, label) for label in fallen[:MOST_NAMED])
    more = len(fallen) - MOST_NAMED
    others = f"; {more} more classes fall" if more > 0 else ""
    return f"Models trained on synthetic rows find fewer rows of {named}{others}. "


def _loss(found: ClassFigures, label: str) -> str:
    made, real = (
        found.get("class_recall", label, rows) or Interval(0.0)
        for rows in (SYNTHETIC, REAL)
    )
    return (
        f"class {label!r}: recall {percent(made.value)}, trained on real rows "
        f"{percent(real.value)}"
    )


def class_lines(found: ClassFigures) -> list[tuple[str, str]]:
    """Write recall and precision of each class for a terminal.

    Parameters
    ----------
    found : ClassFigures
        The figures of the classes.

    Returns
    -------
    list of (str, str)
        A head for each figure, and under it a line for each class; of many classes
        those whose recall falls most.
    """
    shown, lines = found.labels[:MOST_CLASSES], []
    for metric, name in FIGURES.items():
        if shown:
            lines.append((f"{name} by class, trained on synthetic rows", ""))
        lines += [_class_line(found, metric, label) for label in shown]
    more = len(found.labels) - len(shown)
    if more > 0:
        lines.append((f"  {more} more classes: see the figures of the report", ""))
    return lines


def _class_line(found: ClassFigures, metric: str, label: str) -> tuple[str, str]:
    name = label if len(label) <= 20 else f"{label[:19]}…"
    made, real = (found.get(metric, label, rows) for rows in (SYNTHETIC, REAL))
    n_rows = f" (n = {found.n_rows(label)})"
    return f"  {name}{n_rows}", f"{with_interval(made)}; real {_short(real)}"


def _short(figure: Interval | None) -> str:
    return with_interval(None if figure is None else Interval(figure.value))


def class_table(found: ClassFigures, trained_on: tuple[str, ...]) -> pd.DataFrame:
    """Write recall and precision of each class for a page.

    Parameters
    ----------
    found : ClassFigures
        The figures of the classes.
    trained_on : tuple of str
        Kinds of rows to train on.

    Returns
    -------
    DataFrame
        Two lines for each class, a column for each kind of rows.
    """
    lines = [
        {
            "class": label,
            "test rows": found.n_rows(label),
            "figure": name,
            **{
                f"trained on {rows}": with_interval(found.get(metric, label, rows))
                for rows in trained_on
            },
        }
        for label in found.labels
        for metric, name in FIGURES.items()
    ]
    return pd.DataFrame(lines)
