"""How benchmarks/neural.py measures a synthetic table, whoever made it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.likeness import membership_auc, similarity, two_sample_auc
from benchmarks.measures import (
    has_more_decimals,
    identical_share,
    utility,
    whole_columns,
)
from benchmarks.neural_generators import TARGET
from benchmarks.neural_tables import Fold
from skl_synth import fidelity_report, privacy_report, utility_report

AUDITED = {
    "auc_ratio": ("roc_auc_ratio", "table", "synthetic"),
    "columns": ("column_similarity", "table", "synthetic"),
    "pairs": ("pair_similarity", "table", "synthetic"),
    "two_sample": ("two_sample_auc", "table", "synthetic"),
    "membership": ("membership_worst_auc", "table", "synthetic"),
    "membership_learned": ("membership_learned_auc", "table", "synthetic"),
    "membership_outliers": ("membership_worst_auc", "group", "synthetic"),
    "copied": ("copied_above_control", "table", "members"),
    "singled": ("singling_out_several_columns", "table", "guesses"),
    "linked": ("linkability", "table", "members"),
    "guessed": ("inference", "table", "members"),
    "distance_ratio": ("nearest_training_median_ratio", "table", "synthetic"),
}
"""Figures of the audit: metric, scope and rows."""

CEILINGS = ("columns", "pairs", "two_sample")
"""Of these the audit also says what unseen real rows reach."""


def light_figures(
    X: pd.DataFrame, y: pd.Series, fold: Fold, seed: int
) -> dict[str, float]:
    """Measure without the package: utility, likeness, and what is given away.

    Parameters
    ----------
    X, y : DataFrame, Series
        Synthetic rows.
    fold : Fold
        The real ones.
    seed : int
        Seed of the models.

    Returns
    -------
    dict of str to float
        The figures.
    """
    whole = X.assign(**{TARGET: y}), fold.X.assign(**{TARGET: fold.y})
    return {
        "auc": _auc(X, y, fold, seed),
        **similarity(*whole),
        "two_sample": two_sample_auc(X, fold.X, seed),
        "identical": identical_share(X, fold.X),
        "membership": membership_auc(X, fold.X, fold.X_out),
        "valid": valid_share(X, fold),
    }


def valid_share(X: pd.DataFrame, fold: Fold) -> float:
    """Share of rows with nothing in them that the real table could not hold.

    Parameters
    ----------
    X : DataFrame
        Synthetic rows.
    fold : Fold
        The real ones.

    Returns
    -------
    float
        Rows with whole numbers where there are only such, no decimals beyond those of
        the column, nothing out of its range, and one level in every one-hot group.
    """
    real = fold.X
    grouped = {name for names in fold.groups.values() for name in names}
    whole = {*whole_columns(real, fold.groups), *grouped}
    broken = ((real.min() > X) | (real.max() < X)).any(axis=1)
    for name in real:
        finer = X[name] % 1 != 0 if name in whole else None
        broken |= has_more_decimals(X[name], real[name]) if finer is None else finer
    for names in fold.groups.values():
        broken |= X[names].sum(axis=1) != 1
    return float(1 - broken.mean())


def audit(X: pd.DataFrame, y: pd.Series, fold: Fold, seed: int) -> dict[str, float]:
    """Measure by the package's own audit.

    Parameters
    ----------
    X, y : DataFrame, Series
        Synthetic rows.
    fold : Fold
        The real ones; the fifth held out is the control.
    seed : int
        Seed of attacks and models.

    Returns
    -------
    dict of str to float
        The figures, each with ``audit_`` in front; with ``audit_real_``, what unseen
        real rows reach.
    """
    given = (fold.X, fold.y, X, y, fold.X_out, fold.y_out)
    reports = utility_report, fidelity_report, privacy_report
    frames = [report(*given, random_state=seed).frame() for report in reports]
    found = pd.concat(frames)
    # With more than two classes, each against the rest.
    found["metric"] = found["metric"].str.replace("roc_auc_ovr", "roc_auc")
    found = found.set_index(["metric", "scope", "rows"]).sort_index()
    figures = {}
    for name, key in AUDITED.items():
        rows = found.loc[[key]] if key in found.index else found.iloc[:0]
        if name == "membership_outliers":
            rows = rows[rows["subject"] == "outliers"]
        figures[f"audit_{name}"] = _only(rows["value"])
        if name in CEILINGS:
            figures[f"audit_real_{name}"] = _only(rows["ceiling"])
    return figures


def _only(values: pd.Series) -> float:
    """Take the one figure; NaN where the audit has none for such a table."""
    return float(values.iloc[0]) if len(values) else np.nan


def _auc(X: pd.DataFrame, y: pd.Series, fold: Fold, seed: int) -> float:
    """Mean AUC of the three models; of more than two classes, each against the rest."""
    labels = sorted(fold.y_out.unique())
    if y.nunique() < len(labels):
        return 0.5
    areas = [
        utility(X, y == label, fold.X_out, fold.y_out == label, seed)["auc_mean"]
        for label in (labels[1:] if len(labels) == 2 else labels)
    ]
    return float(np.mean(areas))
