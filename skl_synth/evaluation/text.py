"""The report: what was measured, in words, and what may and may not be claimed."""

from __future__ import annotations

import textwrap
from typing import NamedTuple

import numpy as np
import pandas as pd

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation.results import BOTH, REAL, SYNTHETIC, TEST

WIDTH = 78
NAMES = {
    "mean_gap": "means of numbers, per class (sd)",
    "sd_gap": "standard deviations of numbers (sd)",
    "share_gap": "shares of levels, per class (0 to 1)",
    "identical_to_training": "identical to a training row",
    "identical_to_test": "identical to a test row",
    "nearest_training_p5": "nearest training row, 5th percentile",
    "nearest_training_median": "nearest training row, median",
}
PERCENT = ("identical_to_training", "identical_to_test")


def write_report(
    summary: pd.DataFrame, name: str, synthesizer: BaseSynthesizer, n_splits: int
) -> str:
    """Write the report.

    Parameters
    ----------
    summary : DataFrame
        From `summarise`.
    name : str
        What was judged.
    synthesizer : BaseSynthesizer
        Fitted to all rows; tells their number.
    n_splits : int
        Number of folds.

    Returns
    -------
    str
        The report, lines of at most 78 characters.
    """
    figures = Figures(summary)
    lines = [
        *_header(name, synthesizer, n_splits),
        *_utility(figures),
        *_beside_real(
            "FIDELITY  difference from the training rows", figures, "fidelity"
        ),
        "",
        *_beside_real("PRIVACY  copies, and distances in sd", figures, "privacy"),
        *_closeness(figures),
        "",
        *_claims(figures, synthesizer),
    ]
    return "\n".join(line.rstrip() for line in lines)


class Figure(NamedTuple):
    """One line of the summary."""

    mean: float
    std: float
    ratio: float


class Figures(dict[tuple[str, str, str], Figure]):
    """The summary, by section, metric and rows.

    Parameters
    ----------
    summary : DataFrame
        From `summarise`.
    """

    def __init__(self, summary: pd.DataFrame) -> None:
        keys = zip(summary["section"], summary["metric"], summary["rows"], strict=True)
        values = zip(summary["mean"], summary["std"], summary["ratio"], strict=True)
        super().__init__(zip(keys, (Figure(*value) for value in values), strict=True))

    def metrics(self, section: str) -> list[str]:
        """Name the metrics of a section, in order.

        Parameters
        ----------
        section : str
            Its name.

        Returns
        -------
        list of str
            The metrics, each once.
        """
        return list(dict.fromkeys(metric for at, metric, _ in self if at == section))


def _header(name: str, synthesizer: BaseSynthesizer, n_splits: int) -> list[str]:
    target = synthesizer.target_
    n_rows = len(target.encoded)
    what = f"{name}, mode {synthesizer.mode!r}: {n_rows} real rows, {n_splits} folds"
    if target.classes is not None and len(target.classes) <= 6:
        sizes = np.bincount(target.encoded, minlength=target.n_groups)
        pairs = zip(target.classes.tolist(), sizes.tolist(), strict=True)
        what += "; classes " + ", ".join(f"{label!r}: {size}" for label, size in pairs)
    return [*textwrap.wrap(what, WIDTH), "Mean over folds ± standard deviation.", ""]


def _utility(figures: Figures) -> list[str]:
    lines = ["UTILITY  models tested on the same real rows, which none was trained on"]
    for metric in figures.metrics("utility"):
        lines.append(f"  {metric}")
        for rows in (REAL, SYNTHETIC, BOTH):
            figure = figures["utility", metric, rows]
            has_ratio = rows != REAL and not np.isnan(figure.ratio)
            ratio = f"   {figure.ratio:.1%} of real" if has_ratio else ""
            lines.append(f"    trained on {rows:<16}{_spread(figure)}{ratio}")
    return [*lines, ""]


def _beside_real(title: str, figures: Figures, section: str) -> list[str]:
    lines = [title, f"  {'':<38}{'synthetic':<18}real test rows"]
    if not figures.metrics(section):
        return [title, "  (no column that could differ)"]
    for metric in figures.metrics(section):
        cells = []
        for rows in (SYNTHETIC, TEST):
            figure = figures.get((section, metric, rows))
            cells.append("–" if figure is None else _cell(metric, figure))
        lines.append(f"  {NAMES[metric]:<38}{cells[0]:<18}{cells[1]}")
    return lines


def _cell(metric: str, figure: Figure) -> str:
    return _percent(figure.mean) if metric in PERCENT else _spread(figure)


def _percent(share: float) -> str:
    """Write 0 % only where there is none."""
    return "< 0.01 %" if 0 < share < 0.0001 else f"{100 * share:.2f} %"


def _spread(figure: Figure) -> str:
    if np.isnan(figure.std):
        return f"{figure.mean:.3f}"
    return f"{figure.mean:.3f} ± {figure.std:.3f}"


def _closeness(figures: Figures) -> list[str]:
    of_rows = [
        figures["privacy", "nearest_training_median", rows].mean
        for rows in (SYNTHETIC, TEST)
    ]
    if not of_rows[0] < of_rows[1]:
        return []
    return [
        "  Synthetic rows lie closer to the training rows than other real rows do: a",
        "  sign that they follow individual real rows.",
    ]


def _claims(figures: Figures, synthesizer: BaseSynthesizer) -> list[str]:
    metric = figures.metrics("utility")[-1]
    trained = figures["utility", metric, SYNTHETIC].mean
    real = figures["utility", metric, REAL].mean
    copies = figures["privacy", "identical_to_training", SYNTHETIC].mean
    base = figures["privacy", "identical_to_training", TEST].mean
    may = [
        f"On this table a {_model_words(synthesizer)} trained on synthetic rows alone "
        f"reached {metric} {trained:.3f} on real rows that it had not seen; "
        f"trained on real rows, {real:.3f}.",
        f"{_percent(copies)} of the synthetic rows equal, in every column but the "
        f"target and keys, a row that the generator was given; of real rows that it "
        f"was not given, {_percent(base)} do by chance.",
    ]
    may_not = [
        "That nobody can be recognised, or that the rows are no personal data. Rows "
        "placed between real ones, as SMOTE and its relatives do, reveal who was in "
        "the table, also where no copy is left and distances look good.",
        "That attacks fail. This first form runs none: no membership inference, no "
        "reconstruction, no linkage. Copies and distances cannot stand in for them.",
        "That anything but the figures above is preserved, or that they hold for "
        "another model, another table or another seed.",
    ]
    return ["MAY BE SAID", *_bullets(may), "MAY NOT BE SAID", *_bullets(may_not)]


def _model_words(synthesizer: BaseSynthesizer) -> str:
    continuous = synthesizer.target_.kind == "continuous"
    return "regression" if continuous else "classifier"


def _bullets(sentences: list[str]) -> list[str]:
    lines = []
    for sentence in sentences:
        lines += textwrap.wrap(
            sentence, WIDTH, initial_indent="  - ", subsequent_indent="    "
        )
    return lines
