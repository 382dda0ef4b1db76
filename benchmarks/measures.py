"""What a released table is worth: measured on the table alone, whoever made it.

No function in here uses `skl_synth`, so that it is not its own judge.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SAME_DECIMALS = 9
"""Numbers equal to this many decimals are equal; what differs behind is float noise."""


def models(random_state: int) -> dict[str, Any]:
    """Return the models that judge, by the name that stands in the table of results.

    Parameters
    ----------
    random_state : int
        Seed of those that draw.

    Returns
    -------
    dict of str to estimator
        Unfitted models.
    """
    return {
        "logistic": make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000)),
        "forest": RandomForestClassifier(200, random_state=random_state),
        "boosting": HistGradientBoostingClassifier(random_state=random_state),
    }


def utility(
    X: pd.DataFrame,
    y: pd.Series,
    X_test: pd.DataFrame,
    y_test: pd.Series,
    random_state: int,
) -> dict[str, float]:
    """Train each model on some rows and test it on real ones.

    Parameters
    ----------
    X, y : DataFrame and Series
        The rows to train on, real or synthetic.
    X_test, y_test : DataFrame and Series
        Real rows that neither the models nor a generator has seen.
    random_state : int
        Seed of the models.

    Returns
    -------
    dict of str to float
        Accuracy and ROC AUC of each model, and their means.
    """
    figures: dict[str, float] = {}
    for name, model in models(random_state).items():
        model.fit(X, y)
        probability = model.predict_proba(X_test)[:, 1]
        figures[f"auc_{name}"] = float(roc_auc_score(y_test, probability))
        figures[f"accuracy_{name}"] = float(
            accuracy_score(y_test, model.predict(X_test))
        )
    for metric in ("auc", "accuracy"):
        of_models = [figures[f"{metric}_{name}"] for name in models(random_state)]
        figures[f"{metric}_mean"] = float(np.mean(of_models))
    return figures


def identical_share(X: pd.DataFrame, X_real: pd.DataFrame) -> float:
    """Share of rows that are equal in every column to one of some real rows.

    Parameters
    ----------
    X : DataFrame
        The rows in question.
    X_real : DataFrame
        Real rows with the same columns.

    Returns
    -------
    float
        From 0 to 1.
    """
    real = set(map(tuple, X_real.to_numpy(float).round(SAME_DECIMALS)))
    rows = map(tuple, X[list(X_real)].to_numpy(float).round(SAME_DECIMALS))
    return float(np.mean([row in real for row in rows]))


def valid_one_hot_share(X: pd.DataFrame, groups: dict[str, list[str]]) -> float:
    """Share of rows in which every one-hot group has a single one, and zeros.

    Parameters
    ----------
    X : DataFrame
        The rows.
    groups : dict of str to list of str
        The columns of each group.

    Returns
    -------
    float
        From 0 to 1.
    """
    valid = np.ones(len(X), dtype=bool)
    for columns in groups.values():
        values = X[columns].to_numpy(float)
        valid &= np.isin(values, (0, 1)).all(axis=1) & (values.sum(axis=1) == 1)
    return float(valid.mean())


def whole_columns(X: pd.DataFrame, groups: dict[str, list[str]]) -> list[str]:
    """Return the columns outside one-hot groups that hold whole numbers only.

    Parameters
    ----------
    X : DataFrame
        The real rows.
    groups : dict of str to list of str
        The columns of each group.

    Returns
    -------
    list of str
        Integer and binary columns.
    """
    grouped = {name for columns in groups.values() for name in columns}
    return [name for name in X if name not in grouped and (X[name] % 1 == 0).all()]


def violations(
    X: pd.DataFrame, X_real: pd.DataFrame, groups: dict[str, list[str]]
) -> dict[str, float]:
    """Count values that the columns of the real table do not hold.

    Parameters
    ----------
    X : DataFrame
        The rows in question.
    X_real : DataFrame
        The real rows from which they were made.
    groups : dict of str to list of str
        The columns of each one-hot group, which are judged elsewhere.

    Returns
    -------
    dict of str to float
        Shares of values: ``not_whole`` among those of integer and binary columns;
        ``excess_decimals`` among those of all other numbers; ``out_of_range`` among
        both.
    """
    whole = whole_columns(X_real, groups)
    grouped = {name for columns in groups.values() for name in columns}
    fractional = [name for name in X_real if name not in {*whole, *grouped}]
    numbers = X[whole + fractional].to_numpy(float)
    real = X_real[whole + fractional].to_numpy(float)
    outside = (numbers < real.min(axis=0)) | (numbers > real.max(axis=0))
    excess = [has_more_decimals(X[name], X_real[name]) for name in fractional]
    return {
        "not_whole": float((X[whole].to_numpy(float) % 1 != 0).mean()),
        "excess_decimals": float(np.mean(excess)),
        "out_of_range": float(outside.mean()),
    }


def has_more_decimals(values: pd.Series, real: pd.Series) -> np.ndarray:
    """Mark the values with more decimals than any value of the real column.

    Parameters
    ----------
    values : Series
        The values in question.
    real : Series
        The real column.

    Returns
    -------
    ndarray of bool
        True for each value with too many.
    """
    decimals = next(
        n for n in range(SAME_DECIMALS + 1) if np.allclose(real.round(n), real, 0, 1e-9)
    )
    return ~np.isclose(values.round(decimals), values, rtol=0, atol=1e-9)


def own_distances(X: pd.DataFrame, X_real: pd.DataFrame) -> np.ndarray:
    """Measure how far each row, as released, is from the nearest real row.

    Parameters
    ----------
    X : DataFrame
        The rows as released.
    X_real : DataFrame
        The real rows.

    Returns
    -------
    ndarray of shape (n_rows,)
        Euclidean distance on the columns, standardised over the real rows.
    """
    scaler = StandardScaler().fit(X_real.to_numpy(float))
    search = NearestNeighbors(n_neighbors=1, algorithm="kd_tree")
    search.fit(scaler.transform(X_real.to_numpy(float)))
    released = X[list(X_real)].to_numpy(float)
    return search.kneighbors(scaler.transform(released))[0].ravel()
