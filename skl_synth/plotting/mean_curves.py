"""ROC curves of several folds, averaged at equal false positive rates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import auc, roc_curve

from skl_synth.errors import InputError

GRID = np.linspace(0.0, 1.0, 201)
"""False positive rates at which the curves of several folds are averaged."""


def for_label(predictions: pd.DataFrame, pos_label: Any) -> tuple[pd.DataFrame, Any]:
    """Keep the scores of one class; of two classes only the second has scores.

    Parameters
    ----------
    predictions : DataFrame
        With the columns target, label and score.
    pos_label : label or None
        The class; None keeps all that have scores.

    Returns
    -------
    predictions : DataFrame
        The scores of that class.
    pos_label : label or None
        The class, where there is one only.

    Raises
    ------
    ValueError
        If there is no such class.
    """
    scored = predictions["label"].unique().tolist()
    if pos_label is None:
        return predictions, scored[0] if len(scored) == 1 else None
    if pos_label in scored:
        return predictions[predictions["label"] == pos_label], pos_label
    check_label(pos_label, np.unique(predictions["target"]).tolist())
    return predictions.assign(label=pos_label, score=-predictions["score"]), pos_label


def check_label(pos_label: Any, labels: list[Any]) -> None:
    """Refuse a positive class that is none of the classes.

    Parameters
    ----------
    pos_label : label
        The positive class.
    labels : list
        The classes.

    Raises
    ------
    ValueError
        If it is none of them.
    """
    if pos_label not in labels:
        raise InputError(
            "{parameter}={value!r} is none of the classes {labels}",
            parameter="pos_label",
            value=pos_label,
            labels=labels,
        )


def mean_curve(part: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Average over the classes of a fold, then over folds, at equal fpr.

    Parameters
    ----------
    part : DataFrame
        With the columns fold, target, label and score.

    Returns
    -------
    tpr, tpr_std : ndarray of shape (n_points,)
        Mean and standard deviation of the curve over folds, at `GRID`.
    roc_auc, roc_auc_std : float
        The same of the area under it. Standard deviations are NaN for one fold.
    """
    curves, areas = [], []
    for _, of_fold in part.groupby("fold", sort=False):
        pairs = [_curve(scores) for _, scores in of_fold.groupby("label", sort=False)]
        curves.append(np.mean([curve for curve, _ in pairs], axis=0))
        areas.append(float(np.mean([area for _, area in pairs])))
    mean, area = np.mean(curves, axis=0), float(np.mean(areas))
    if len(curves) == 1:
        return mean, np.full(len(GRID), np.nan), area, float("nan")
    std, area_std = np.std(curves, axis=0, ddof=1), float(np.std(areas, ddof=1))
    return mean, std, area, area_std


def _curve(scores: pd.DataFrame) -> tuple[np.ndarray, float]:
    is_label = scores["target"] == scores["label"].iloc[0]
    fpr, tpr, _ = roc_curve(is_label, scores["score"])
    # Where a curve goes straight up, the grid gets its upper end, but at 0 the lower.
    curve = np.interp(GRID, fpr, tpr)
    curve[0] = 0.0
    return curve, float(auc(fpr, tpr))
