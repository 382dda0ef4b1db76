"""How like a synthetic table is to a real one: measured on the tables alone.

No function in here uses `skl_synth`, so that it is not its own judge.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

BINS = 10
"""Numbers are compared by the tenth of the real values that they fall into."""


def similarity(X: pd.DataFrame, X_real: pd.DataFrame) -> dict[str, float]:
    """Compare tables column by column, and by pairs of columns.

    Parameters
    ----------
    X, X_real : DataFrame
        The rows in question and the real ones, numbers only, target included.

    Returns
    -------
    dict of str to float
        One minus the total variation distance between the counts, mean over the
        columns (``marginal``) and over the pairs of columns (``pairwise``).
    """
    made, real = _coarse(X, X_real), _coarse(X_real, X_real)
    gap = np.abs(_meetings(made) - _meetings(real))
    column = np.repeat(np.arange(made.shape[1]), BINS + 1)
    total = np.zeros((made.shape[1], made.shape[1]))
    np.add.at(total, (column[:, None], column), gap)
    pairs = total[np.triu_indices(len(total), k=1)]
    return {
        "marginal": float(1 - 0.5 * np.diag(total).mean()),
        "pairwise": float(1 - 0.5 * pairs.mean()),
    }


def two_sample_auc(X: pd.DataFrame, X_real: pd.DataFrame, random_state: int) -> float:
    """Let a model tell synthetic rows from real ones that nobody was given.

    Parameters
    ----------
    X, X_real : DataFrame
        The rows in question and the real ones, numbers only.
    random_state : int
        Seed of the model and its folds.

    Returns
    -------
    float
        ROC AUC of cross-validated predictions: 0.5 where they cannot be told apart.
    """
    n_rows = min(len(X), len(X_real))
    rows = [part.sample(n_rows, random_state=random_state) for part in (X, X_real)]
    both = pd.concat([part[list(X_real)] for part in rows]).to_numpy(float)
    label = np.repeat([1, 0], n_rows)
    folds = StratifiedKFold(5, shuffle=True, random_state=random_state)
    model = HistGradientBoostingClassifier(max_iter=50, random_state=random_state)
    scores = cross_val_predict(model, both, label, cv=folds, method="predict_proba")
    return float(roc_auc_score(label, scores[:, 1]))


def membership_auc(
    X: pd.DataFrame, X_train: pd.DataFrame, X_test: pd.DataFrame
) -> float:
    """Guess who was in the table from the distance to the nearest synthetic row.

    Parameters
    ----------
    X : DataFrame
        The released rows.
    X_train, X_test : DataFrame
        Rows that the generator was given, and rows that it was not.

    Returns
    -------
    float
        ROC AUC of the guess: 0.5 where it is worth nothing. One attack of many.
    """
    scaler = StandardScaler().fit(X_train.to_numpy(float))
    search = NearestNeighbors(n_neighbors=1)
    search.fit(scaler.transform(X[list(X_train)].to_numpy(float)))
    near = [
        -search.kneighbors(scaler.transform(part.to_numpy(float)))[0].ravel()
        for part in (X_train, X_test)
    ]
    member = np.repeat([1, 0], [len(X_train), len(X_test)])
    return float(roc_auc_score(member, np.concatenate(near)))


def _coarse(X: pd.DataFrame, X_real: pd.DataFrame) -> np.ndarray:
    parts = np.linspace(0, 1, BINS + 1)[1:-1]
    edges = [np.unique(np.quantile(X_real[name], parts)) for name in X_real]
    return np.column_stack(
        [
            np.searchsorted(bounds, X[name].to_numpy(float))
            for name, bounds in zip(X_real, edges, strict=True)
        ]
    )


def _meetings(coarse: np.ndarray) -> np.ndarray:
    one_hot = np.zeros((len(coarse), coarse.shape[1] * (BINS + 1)), dtype=np.float32)
    at = coarse + (BINS + 1) * np.arange(coarse.shape[1])
    np.put_along_axis(one_hot, at, 1.0, axis=1)
    return one_hot.T @ one_hot / len(coarse)
