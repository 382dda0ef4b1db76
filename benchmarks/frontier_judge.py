"""All that the frontier measures of one release: apart from the package, and by it."""

from __future__ import annotations

import time
import warnings

import numpy as np
import pandas as pd

from benchmarks.frontier_generators import Maker
from benchmarks.frontier_measures import (
    Parts,
    fidelity,
    invalid,
    membership,
    nearness,
    two_sample,
    utility,
)
from skl_synth import TableEncoder, fidelity_report, privacy_report, utility_report

FIDELITY = {
    "marginals": "column_similarity",
    "pairs": "pair_similarity",
    "two_sample": "two_sample_auc",
}
PRIVACY = {
    "membership": "membership_worst_auc",
    "membership_distance": "membership_distance_auc",
    "membership_density": "membership_density_auc",
    "membership_learned": "membership_learned_auc",
    "identical": "identical_to_training",
    "distance_ratio": "nearest_training_median_ratio",
    "distance_ratio_5th": "nearest_training_p5_ratio",
}
ATTACKS = ("copies", "distances", "membership", "reconstruction")


def judge(make: Maker, parts: Parts, real: dict[str, float]) -> dict[str, float]:
    """Make a release and measure it.

    Parameters
    ----------
    make : callable
        The generator.
    parts : Parts
        The rows that it is given, and those that it is not.
    real : dict of str to float
        Utility of the real rows themselves.

    Returns
    -------
    dict of str to float
        The figures. Those that begin with ``audit_`` are by the audit of the package.
    """
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        X, y = make(parts.X, parts.y, parts.seed)
    seconds = time.process_time() - start
    figures = utility(X, y, parts)
    released, unseen = with_target(X, y), with_target(parts.X_out, parts.y_out)
    return {
        "auc_ratio": figures["auc"] / real["auc"],
        "balanced_ratio": figures["balanced"] / real["balanced"],
        **fidelity(released, unseen),
        "two_sample": two_sample(released, unseen, parts.seed),
        "invalid": invalid(X, parts.X),
        **given_away(X, y, parts),
        "seconds": seconds,
        **audit(X, y, parts),
    }


def given_away(X: pd.DataFrame, y: pd.Series, parts: Parts) -> dict[str, float]:
    """Attack a release, and measure how close it is to the real rows.

    Parameters
    ----------
    X, y : DataFrame, Series
        The release.
    parts : Parts
        The rows that it was made from, and those that nobody was given.

    Returns
    -------
    dict of str to float
        The area of each attacker, the largest, and distances.
    """
    real = with_target(parts.X, parts.y)
    encoder = TableEncoder(one_hot_groups=None).fit(real)
    matrices = [
        encoder.transform(table)
        for table in (with_target(X, y), real, with_target(parts.X_out, parts.y_out))
    ]
    attacks = membership(*matrices, parts.seed)
    return {
        **{f"membership_{name}": value for name, value in attacks.items()},
        "membership": max(attacks.values()),
        **nearness(*matrices),
    }


def audit(X: pd.DataFrame, y: pd.Series, parts: Parts) -> dict[str, float]:
    """Measure a release by the audit of the package itself.

    Parameters
    ----------
    X, y : DataFrame, Series
        The release.
    parts : Parts
        The rows that it was made from, and those that nobody was given.

    Returns
    -------
    dict of str to float
        Figures, and what real rows reach.
    """
    tables, seed = (parts.X, parts.y, X, y, parts.X_out, parts.y_out), parts.seed
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        like = fidelity_report(*tables, random_state=seed).frame()
        told = privacy_report(*tables, attacks=ATTACKS, random_state=seed).frame()
    figures = {"audit_auc_ratio": learnt(tables, seed)}
    for frame, names in ((of_table(like), FIDELITY), (of_table(told), PRIVACY)):
        for name, metric in names.items():
            figures[f"audit_{name}"] = frame.loc[metric, "value"]
            figures[f"audit_{name}_ceiling"] = frame.loc[metric, "ceiling"]
    worst = told[(told["scope"] == "group") & (told["metric"] == PRIVACY["membership"])]
    for subject, value in zip(worst["subject"], worst["value"], strict=True):
        group = "outliers" if subject == "outliers" else "smallest_class"
        figures[f"audit_membership_{group}"] = value
    rebuilt = told["metric"].str.endswith("recall_above_control")
    figures["audit_rebuilt"] = told.loc[rebuilt, "value"].max()
    return {name: float(value) for name, value in figures.items()}


def learnt(tables: tuple, seed: int) -> float:
    """Compare models by the audit of the package.

    Parameters
    ----------
    tables : tuple
        The real rows, the release, and the rows that nobody was given.
    seed : int
        Seed of the models.

    Returns
    -------
    float
        Their AUC relative to real rows; NaN for a release that lacks a class, which
        the audit refuses.
    """
    if tables[3].nunique() < 2:
        return float("nan")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        frame = utility_report(*tables, random_state=seed).frame()
    ratio = frame[(frame["scope"] == "table") & (frame["metric"] == "roc_auc_ratio")]
    return ratio.set_index("rows").loc["synthetic", "value"]


def of_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Take the figures of whole tables out of a report.

    Parameters
    ----------
    frame : DataFrame
        The frame of a report.

    Returns
    -------
    DataFrame
        Its figures by metric.
    """
    return frame[frame["scope"] == "table"].set_index("metric")


def with_target(X: pd.DataFrame, y: pd.Series) -> pd.DataFrame:
    """Put the target among the columns.

    Parameters
    ----------
    X, y : DataFrame, Series
        Rows and their target.

    Returns
    -------
    DataFrame
        Both.
    """
    return X.assign(target=np.asarray(y))


def ceiling(parts: Parts) -> dict[str, float]:
    """Measure real rows themselves against the rows never seen.

    Parameters
    ----------
    parts : Parts
        Both.

    Returns
    -------
    dict of str to float
        What a perfect generator would reach.
    """
    both = with_target(parts.X, parts.y), with_target(parts.X_out, parts.y_out)
    return {**fidelity(*both), "two_sample": two_sample(*both, parts.seed)}
