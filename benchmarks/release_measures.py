"""All that is measured of one release: apart from the package, and by its audit."""

from __future__ import annotations

import time
import warnings
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from benchmarks.frontier_judge import with_target
from benchmarks.frontier_measures import Parts, fidelity, models
from benchmarks.release_methods import Maker, single_holders
from benchmarks.release_tables import Levels, ReleaseTable
from skl_synth import fidelity_report, privacy_report

ATTACKS = ("copies", "near_copies", "membership", "few_people")

FIDELITY = {
    "marginal_audit": "column_similarity",
    "pair_audit": "pair_similarity",
    "two_sample": "two_sample_unseen_auc",
    "two_sample_seen": "two_sample_auc",
    "moved": "moved_further_than_chance",
}
"""Figures of the audit of fidelity."""

PRIVACY = {
    "worst": "membership_worst_auc",
    "worst_tpr": "membership_worst_tpr",
    "tracing": "membership_tracing_auc",
    "learned": "membership_learned_auc",
    "distance": "membership_distance_auc",
    "copies": "copies_above_strangers",
    "identical": "identical_to_training",
    "near_copies": "near_copies_above_strangers",
    "nearly_copied": "nearly_copied_above_strangers",
    "rare_levels": "rare_levels_released",
    "rare_values": "rare_values_above_control",
    "tails": "tails_above_control",
}
"""Figures of the audit of privacy."""

GROUPS = {"outliers": "outliers", "smallest_class": "class "}
"""Who is looked at apart, and how the audit's subject begins."""


def measured(
    maker: Maker, table: ReleaseTable, parts: Parts, real: dict[str, float]
) -> dict[str, Any]:
    """Make a release and measure it.

    Parameters
    ----------
    maker : callable
        One of the methods.
    table : ReleaseTable
        The table.
    parts : Parts
        The rows that it is given, and those that it is not.
    real : dict of str to float
        What `of_real` says of the rows themselves.

    Returns
    -------
    dict
        The figures; or only ``error``, where no table came.
    """
    start, synthesizer = time.process_time(), maker(table, parts.seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            X, y = synthesizer.fit_resample(parts.X, parts.y)
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"}
    # A peer runs in another process, and says itself how long it took.
    seconds = getattr(synthesizer, "seconds_", time.process_time() - start)
    levels = [name for name, one in table.public.items() if isinstance(one, Levels)]
    single, shown = single_holders(X, parts.X, levels)
    return {
        **ratios(X, y, parts, real),
        **audited(X, y, parts),
        "single_levels": single,
        "single_shown": shown,
        "rows": len(X),
        "seconds": seconds,
    }


def of_real(parts: Parts) -> dict[str, float]:
    """Measure what real rows reach: the most that can be had.

    Parameters
    ----------
    parts : Parts
        The rows that a method is given, and those that it is not.

    Returns
    -------
    dict of str to float
        Utility of the former, and their likeness to the latter.
    """
    both = with_target(parts.X, parts.y), with_target(parts.X_out, parts.y_out)
    return {**utility(parts.X, parts.y, parts), **fidelity(*both)}


def ratios(
    X: pd.DataFrame, y: pd.Series, parts: Parts, real: dict[str, float]
) -> dict[str, float]:
    """Compare a release with real rows, on rows that neither was made from.

    Parameters
    ----------
    X, y : DataFrame, Series
        The release.
    parts : Parts
        The rows that it was made from, and those that nobody was given.
    real : dict of str to float
        What `of_real` says of the former.

    Returns
    -------
    dict of str to float
        Figures over those of the real rows: 1 where they are as good.
    """
    unseen = with_target(parts.X_out, parts.y_out)
    found = {**utility(X, y, parts), **fidelity(with_target(X, y), unseen)}
    names = {"pairwise": "pair"}
    return {
        f"{names.get(name, name)}_ratio": value / real[name]
        for name, value in found.items()
    }


def utility(X: pd.DataFrame, y: pd.Series, parts: Parts) -> dict[str, float]:
    """Train on some rows, test on rows never seen; with any number of classes.

    Parameters
    ----------
    X, y : DataFrame, Series
        The rows to train on.
    parts : Parts
        The rows to test on.

    Returns
    -------
    dict of str to float
        AUC (one class against the rest) and balanced accuracy, each the mean of three
        models; chance where the rows to train on lack a class.
    """
    classes = np.unique(parts.y_out)
    if y.nunique() < len(classes):
        return {"auc": 0.5, "balanced": 1 / len(classes)}
    scores: dict[str, list[float]] = {"auc": [], "balanced": []}
    for model in models(parts.seed).values():
        chances = model.fit(X, y).predict_proba(parts.X_out)
        areas = [
            roc_auc_score(parts.y_out == label, chance)
            for label, chance in zip(classes, chances.T, strict=True)
        ]
        scores["auc"].append(float(np.mean(areas)))
        guess = classes[_above_share(chances, y).argmax(axis=1)]
        scores["balanced"].append(balanced_accuracy_score(parts.y_out, guess))
    return {name: float(np.mean(values)) for name, values in scores.items()}


def _above_share(chances: np.ndarray, y: pd.Series) -> np.ndarray:
    """Weigh each class by its share, so that a rare class is predicted at all."""
    return chances / np.bincount(np.unique(y, return_inverse=True)[1])


def audited(X: pd.DataFrame, y: pd.Series, parts: Parts) -> dict[str, float]:
    """Measure a release by the audit of the package.

    Parameters
    ----------
    X, y : DataFrame, Series
        The release.
    parts : Parts
        The rows that it was made from, and those that nobody was given.

    Returns
    -------
    dict of str to float
        Figures of the whole table, and of those looked at apart.
    """
    tables, seed = (parts.X, parts.y, X, y, parts.X_out, parts.y_out), parts.seed
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        like = fidelity_report(*tables, random_state=seed).frame()
        told = privacy_report(*tables, attacks=ATTACKS, random_state=seed).frame()
    figures = _of_table(like, FIDELITY) | _of_table(told, PRIVACY)
    worst = told[told["metric"] == PRIVACY["worst"]]
    for name, begin in GROUPS.items():
        values = worst.loc[worst["subject"].str.startswith(begin), "value"]
        figures[name] = float(values.iloc[0]) if len(values) else float("nan")
    return figures


def _of_table(frame: pd.DataFrame, names: dict[str, str]) -> dict[str, float]:
    whole = frame[frame["scope"] == "table"].drop_duplicates("metric")
    values = whole.set_index("metric")["value"].reindex(list(names.values()))
    return dict(zip(names, map(float, values), strict=True))
