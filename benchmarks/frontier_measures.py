"""Utility, fidelity and privacy of a released table, in one number each.

A small set of measures, apart from the package: none of its functions but the
standardised matrix is used, so that it is not its own judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import ks_2samp
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

N_BINS = 10
MOST_PAIRS = 120

MOST_DECIMALS = 5
"""A column of so many or more may hold any number."""

MOST_MEMBERS = 2000
"""People of the table that are attacked, drawn by the seed."""


@dataclass(frozen=True)
class Parts:
    """What a release is judged by: rows it was made from, and rows it never saw."""

    X: pd.DataFrame
    y: pd.Series
    X_out: pd.DataFrame
    y_out: pd.Series
    seed: int


def columns_to_numbers(trees: bool):
    """Write a mixed table as numbers.

    Parameters
    ----------
    trees : bool
        Whether they are for trees, which need no common scale.

    Returns
    -------
    ColumnTransformer
        Unfitted.
    """
    numbers = SimpleImputer(add_indicator=True, keep_empty_features=True)
    scaled = numbers if trees else make_pipeline(numbers, StandardScaler())
    one_hot = OneHotEncoder(
        handle_unknown="infrequent_if_exist", min_frequency=5, sparse_output=False
    )
    return make_column_transformer(
        (scaled, make_column_selector(dtype_include=["number", "bool"])),
        (one_hot, make_column_selector(dtype_exclude=["number", "bool"])),
    )


def models(seed: int) -> dict:
    """Return the models that learn from real and from synthetic rows.

    Parameters
    ----------
    seed : int
        Their seed.

    Returns
    -------
    dict of str to Pipeline
        Unfitted.
    """
    return {
        "logistic": make_pipeline(
            columns_to_numbers(False), LogisticRegression(max_iter=2000)
        ),
        "forest": make_pipeline(
            columns_to_numbers(True), RandomForestClassifier(100, random_state=seed)
        ),
        "boosting": make_pipeline(
            columns_to_numbers(True),
            HistGradientBoostingClassifier(max_iter=60, random_state=seed),
        ),
    }


def utility(X: pd.DataFrame, y: pd.Series, parts: Parts) -> dict[str, float]:
    """Train on some rows, test on rows never seen.

    Parameters
    ----------
    X, y : DataFrame, Series
        The rows to train on.
    parts : Parts
        The rows to test on.

    Returns
    -------
    dict of str to float
        AUC and balanced accuracy, each the mean of three models; chance where the rows
        to train on lack a class.
    """
    if y.nunique() < 2:
        return {"auc": 0.5, "balanced": 0.5}
    scores: dict[str, list[float]] = {"auc": [], "balanced": []}
    for model in models(parts.seed).values():
        model.fit(X, y)
        probability = model.predict_proba(parts.X_out)[:, 1]
        scores["auc"].append(roc_auc_score(parts.y_out, probability))
        # At the share of the class, so that a rare class is predicted at all.
        cut = np.quantile(probability, 1 - y.mean())
        guess = probability > cut
        scores["balanced"].append(balanced_accuracy_score(parts.y_out, guess))
    return {name: float(np.mean(values)) for name, values in scores.items()}


def binned(X: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    """Write every column as a few levels, a missing value as one of them.

    Parameters
    ----------
    X : DataFrame
        The rows.
    like : DataFrame
        The rows that say what the levels are.

    Returns
    -------
    DataFrame of int
        Levels.
    """
    columns = {}
    for name in like:
        if pd.api.types.is_numeric_dtype(like[name]) and like[name].nunique() > N_BINS:
            known = like[name].dropna().astype(float)
            edges = np.unique(np.quantile(known, np.linspace(0, 1, N_BINS + 1)[1:-1]))
            level = np.searchsorted(edges, X[name].astype(float), side="right")
            columns[name] = np.where(X[name].isna(), -1, level)
        else:
            levels = pd.Index(like[name].dropna().unique())
            columns[name] = levels.get_indexer(X[name])
    return pd.DataFrame(columns)


def fidelity(X: pd.DataFrame, real: pd.DataFrame) -> dict[str, float]:
    """Compare columns, and pairs of columns.

    Parameters
    ----------
    X, real : DataFrame
        Two tables.

    Returns
    -------
    dict of str to float
        Mean similarity of columns (one less the Kolmogorov-Smirnov distance or the
        total variation) and of pairs of binned columns (one less the total variation);
        1 where they are alike.
    """
    alike = []
    for name in real:
        known = X[name].dropna(), real[name].dropna()
        if pd.api.types.is_numeric_dtype(real[name]) and real[name].nunique() > 2:
            distance = ks_2samp(
                *(one.astype(float) for one in known), method="asymp"
            ).statistic
        else:
            shares = [one.value_counts(normalize=True) for one in known]
            distance = 0.5 * shares[0].sub(shares[1], fill_value=0).abs().sum()
        missing = abs(X[name].isna().mean() - real[name].isna().mean())
        alike.append(1 - max(distance, missing))
    a, b = binned(X, real), binned(real, real)
    pairs = list(combinations(real.columns, 2))
    step = max(1, len(pairs) // MOST_PAIRS)
    close = []
    for pair in pairs[::step]:
        shares = [frame[list(pair)].value_counts(normalize=True) for frame in (a, b)]
        close.append(1 - 0.5 * shares[0].sub(shares[1], fill_value=0).abs().sum())
    return {"marginal": float(np.mean(alike)), "pairwise": float(np.mean(close))}


def two_sample(X: pd.DataFrame, other: pd.DataFrame, seed: int) -> float:
    """Tell released rows from real ones.

    Parameters
    ----------
    X, other : DataFrame
        Released rows, and real rows never seen.
    seed : int
        Seed of the model.

    Returns
    -------
    float
        Cross-validated AUC of gradient boosting: 0.5 where it cannot tell them.
    """
    n = min(len(X), len(other))
    rows = pd.concat([X.iloc[:n], other.iloc[:n]], ignore_index=True)
    label = np.repeat([1, 0], n)
    model = make_pipeline(
        columns_to_numbers(True),
        HistGradientBoostingClassifier(max_iter=60, random_state=seed),
    )
    order = np.random.default_rng(seed).permutation(2 * n)
    guess = cross_val_predict(
        model, rows.iloc[order], label[order], cv=3, method="predict_proba"
    )
    return float(roc_auc_score(label[order], guess[:, 1]))


def membership(
    released: np.ndarray, members: np.ndarray, others: np.ndarray, seed: int
) -> dict[str, float]:
    """Tell the people behind a release from others.

    Each attacker sees the release and real rows of both kinds. One goes by the
    distance to the nearest released row; one by that distance over the distance to
    people that he knows were not in the table; one learns from distances to many
    released rows, on real rows of known membership.

    Parameters
    ----------
    released, members, others : ndarray of shape (n_rows, n_columns)
        Released rows, the real rows behind them, and real rows never seen, on the
        standardised matrix.
    seed : int
        Seed of the third attacker.

    Returns
    -------
    dict of str to float
        AUC of each attacker: 0.5 where he learns nothing.
    """
    known, controls = others[::2], others[1::2]
    members = np.random.default_rng(seed).permutation(members)[:MOST_MEMBERS]
    people = np.vstack([members, controls])
    label = np.r_[np.ones(len(members)), np.zeros(len(controls))]
    search = NearestNeighbors(n_neighbors=20, algorithm="brute").fit(released)
    distances, nearest = search.kneighbors(people)
    base = (
        NearestNeighbors(n_neighbors=5, algorithm="brute")
        .fit(known)
        .kneighbors(people)[0]
    )
    ratio = np.log(distances[:, 0] + 1e-3) - np.log(base[:, 0] + 1e-3)
    difference = np.sort(np.abs(people[:, None] - released[nearest[:, :5]]), axis=2)
    features = np.column_stack(
        [
            np.log(distances[:, [0, 1, 2, 4, 9, 19]] + 1e-3),
            np.log(base + 1e-3),
            ratio,
            (difference < 1e-6).sum(axis=2),
            difference.sum(axis=2),
        ]
    )
    model = RandomForestClassifier(
        200, min_samples_leaf=10, class_weight="balanced", random_state=seed
    )
    order = np.random.default_rng(seed).permutation(len(label))
    guess = cross_val_predict(
        model, features[order], label[order], cv=5, method="predict_proba"
    )
    return {
        "distance": float(roc_auc_score(label, -distances[:, 0])),
        "ratio": float(roc_auc_score(label, -ratio)),
        "learned": float(roc_auc_score(label[order], guess[:, 1])),
    }


def nearness(
    released: np.ndarray, members: np.ndarray, others: np.ndarray
) -> dict[str, float]:
    """Compare distances of released rows to real ones with those of other people.

    Parameters
    ----------
    released, members, others : ndarray of shape (n_rows, n_columns)
        Released rows, the real rows behind them, and real rows never seen, on the
        standardised matrix.

    Returns
    -------
    dict of str to float
        The share of released rows that equal a real one, and of other people who do;
        median and 5th percentile of the distance, over those of other people: from 1
        on, released rows are no closer to the real ones than people are.
    """
    search = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(members)
    made = search.kneighbors(released)[0][:, 0]
    base = search.kneighbors(others)[0][:, 0]
    ratio = [
        np.quantile(made, q) / max(np.quantile(base, q), 1e-9) for q in (0.5, 0.05)
    ]
    return {
        "identical": float((made < 1e-6).mean()),
        "identical_base": float((base < 1e-6).mean()),
        "distance_median": float(min(ratio[0], 9.99)),
        "distance_5th": float(min(ratio[1], 9.99)),
    }


def invalid(X: pd.DataFrame, real: pd.DataFrame) -> float:
    """Count the rows that hold what no column of the real table could.

    Parameters
    ----------
    X, real : DataFrame
        Released rows and the real rows behind them.

    Returns
    -------
    float
        The share of rows with a level that is not there, a number outside the range, or
        one of more decimals than the column has.
    """
    bad = np.zeros(len(X), dtype=bool)
    for name in real:
        known, made = real[name].dropna(), X[name]
        if not pd.api.types.is_numeric_dtype(known):
            bad |= (~made.isin(known) & made.notna()).to_numpy()
            continue
        made, known = made.astype(float).to_numpy(), known.astype(float).to_numpy()
        bad |= (made < known.min()) | (made > known.max())
        places = decimals(known)
        if places < MOST_DECIMALS:
            bad |= np.abs(made - np.round(made, places)) > 1e-9 * (1 + np.abs(made))
    return float(bad.mean())


def decimals(values: np.ndarray) -> int:
    """Count the decimals of a column.

    Parameters
    ----------
    values : ndarray of shape (n_values,)
        Numbers, none of them missing.

    Returns
    -------
    int
        The fewest by which every number can be written.
    """
    for places in range(MOST_DECIMALS):
        if np.allclose(values, np.round(values, places), rtol=1e-9, atol=1e-9):
            return places
    return MOST_DECIMALS
