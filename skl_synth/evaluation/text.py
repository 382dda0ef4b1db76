"""The report: what was measured, in words, and what may and may not be claimed."""

from __future__ import annotations

import textwrap

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
    means = summary.set_index(["section", "metric", "rows"])
    lines = [
        *_header(name, synthesizer, n_splits),
        *_utility(means.loc["utility"]),
        *_beside_real("FIDELITY  difference from the training rows", means, "fidelity"),
        *_beside_real("PRIVACY  copies, and distances in sd", means, "privacy")[:-1],
        *_closeness(means.loc[("privacy", "nearest_training_median")]["mean"]),
        *_claims(means, synthesizer),
    ]
    return "\n".join(line.rstrip() for line in lines)


def _header(name: str, synthesizer: BaseSynthesizer, n_splits: int) -> list[str]:
    target = synthesizer.target_
    n_rows = len(target.encoded)
    what = f"{name}, mode {synthesizer.mode!r}: {n_rows} real rows, {n_splits} folds"
    if target.classes is not None and len(target.classes) <= 6:
        sizes = np.bincount(target.encoded, minlength=target.n_groups)
        pairs = zip(target.classes.tolist(), sizes.tolist(), strict=True)
        what += "; classes " + ", ".join(f"{label!r}: {size}" for label, size in pairs)
    return [*textwrap.wrap(what, WIDTH), "Mean over folds ± standard deviation.", ""]


def _utility(means: pd.DataFrame) -> list[str]:
    lines = ["UTILITY  models tested on the same real rows, which none was trained on"]
    for metric in means.index.unique("metric"):
        lines.append(f"  {metric}")
        for rows in (REAL, SYNTHETIC, BOTH):
            figure = means.loc[(metric, rows)]
            ratio = "" if rows == REAL else _of_real(figure["ratio"])
            spread = _spread(figure["mean"], figure["std"])
            lines.append(f"    trained on {rows:<16}{spread}{ratio}")
    return [*lines, ""]


def _of_real(ratio: float) -> str:
    return "" if np.isnan(ratio) else f"   {ratio:.1%} of real"


def _beside_real(title: str, means: pd.DataFrame, section: str) -> list[str]:
    if section not in means.index.unique("section"):
        return []
    figures = means.loc[section]
    lines = [title, f"  {'':<38}{'synthetic':<18}real test rows"]
    for metric in figures.index.unique("metric"):
        cells = []
        for rows in (SYNTHETIC, TEST):
            there = (metric, rows) in figures.index
            cells.append(_cell(metric, figures.loc[(metric, rows)]) if there else "–")
        lines.append(f"  {NAMES[metric]:<38}{cells[0]:<18}{cells[1]}")
    return [*lines, ""]


def _cell(metric: str, figure: pd.Series) -> str:
    if metric in PERCENT:
        return f"{figure['mean']:.2%}"
    return _spread(figure["mean"], figure["std"])


def _spread(mean: float, std: float) -> str:
    return f"{mean:.3f}" if np.isnan(std) else f"{mean:.3f} ± {std:.3f}"


def _closeness(median: pd.Series) -> list[str]:
    if not median[SYNTHETIC] < median[TEST]:
        return [""]
    return [
        "  Synthetic rows lie closer to the training rows than other real rows do: a",
        "  sign that they follow single persons.",
        "",
    ]


def _claims(means: pd.DataFrame, synthesizer: BaseSynthesizer) -> list[str]:
    metric = means.loc["utility"].index.unique("metric")[-1]
    trained = means.loc[("utility", metric, SYNTHETIC)]
    real = means.loc[("utility", metric, REAL)]
    copies = means.loc[("privacy", "identical_to_training", SYNTHETIC), "mean"]
    base = means.loc[("privacy", "identical_to_training", TEST), "mean"]
    may = [
        f"On this table a {_model_words(synthesizer)} trained on synthetic rows alone "
        f"reached {metric} {trained['mean']:.3f} on real rows that it had not seen; "
        f"trained on real rows, {real['mean']:.3f}.",
        f"{copies:.2%} of the synthetic rows equal a row that the generator was given, "
        f"in every column but the target and keys. Of real rows that it was not given, "
        f"{base:.2%} do by chance.",
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
