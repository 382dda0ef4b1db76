"""The generators of others, each used as its documentation tells.

They are no dependency of this package: ``frontier_peers.txt`` says what to install, in
an environment of its own. What most of them lack is done for them as by hand: missing
values are filled in, whole numbers are rounded, and rows are drawn until every class
has as many as there are real ones.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import norm, rankdata

from benchmarks.frontier_generators import Maker, Rows

MOST_DRAWS = 50
"""Tables that are drawn at most until every class has its rows."""

TARGET = "target_"


def filled(X: pd.DataFrame) -> pd.DataFrame:
    """Fill in missing values, by the median or a level of their own.

    Parameters
    ----------
    X : DataFrame
        Real rows.

    Returns
    -------
    DataFrame
        The rows without gaps.
    """
    return X.assign(
        **{
            name: X[name].fillna("missing" if name in words(X) else X[name].median())
            for name in X
            if X[name].isna().any()
        }
    )


def words(X: pd.DataFrame) -> list[str]:
    """List the columns that are no numbers.

    Parameters
    ----------
    X : DataFrame
        Real rows.

    Returns
    -------
    list of str
        Their names.
    """
    return [name for name in X if not pd.api.types.is_numeric_dtype(X[name])]


def discrete(X: pd.DataFrame) -> list[str]:
    """List the columns that are no numbers, or have two values only.

    Parameters
    ----------
    X : DataFrame
        Real rows.

    Returns
    -------
    list of str
        Their names.
    """
    two = {name for name in X if X[name].nunique() <= 2}
    return [name for name in X if name in two or name in words(X)]


def restored(made: pd.DataFrame, X: pd.DataFrame) -> pd.DataFrame:
    """Round the columns of whole numbers, and give all their type back.

    Parameters
    ----------
    made : DataFrame
        Synthetic rows.
    X : DataFrame
        The filled real rows.

    Returns
    -------
    DataFrame
        Synthetic rows of the same columns.
    """
    made = made[list(X)].reset_index(drop=True).copy()
    for name in X:
        known = X[name]
        if pd.api.types.is_numeric_dtype(known):
            made[name] = made[name].astype(float)
            if (known == np.round(known.astype(float))).all():
                made[name] = np.round(made[name])
        made[name] = made[name].astype(known.dtype)
    return made


def in_classes(draw: Callable[[], pd.DataFrame], X: pd.DataFrame, y: pd.Series) -> Rows:
    """Draw rows until every class has as many as there are real ones.

    Parameters
    ----------
    draw : callable
        Draws a table with a column for the target.
    X, y : DataFrame, Series
        The filled real rows.

    Returns
    -------
    tuple of (DataFrame, Series)
        Synthetic rows; a class that never comes is short.
    """
    wanted, chosen = y.value_counts(), []
    for _ in range(MOST_DRAWS):
        table = draw()
        labels = table[TARGET].astype(y.dtype)
        for label, short in wanted[wanted > 0].items():
            mine = table[labels == label].iloc[:short]
            chosen.append(mine)
            wanted[label] -= len(mine)
        if not wanted.any():
            break
    table = pd.concat(chosen, ignore_index=True)
    return restored(table, X), table[TARGET].astype(y.dtype).rename(y.name)


def smote(X: pd.DataFrame, y: pd.Series, seed: int) -> Rows:
    """SMOTE of imbalanced-learn on one-hot columns, the strongest level taken back."""
    from imblearn.over_sampling import SMOTE

    X = filled(X)
    levels = {name: sorted(X[name].unique()) for name in words(X)}
    coded = pd.get_dummies(X, columns=list(levels), prefix_sep="=", dtype=float)
    strategy = (2 * y.value_counts()).to_dict()
    made, labels = SMOTE(sampling_strategy=strategy, random_state=seed).fit_resample(
        coded.astype(float), y
    )
    made, labels = made.iloc[len(X) :], labels.iloc[len(X) :].reset_index(drop=True)
    for name, known in levels.items():
        strongest = made[[f"{name}={level}" for level in known]].to_numpy().argmax(1)
        made = made.assign(**{name: np.array(known, dtype=object)[strongest]})
    return restored(made, X), labels


def smotenc(X: pd.DataFrame, y: pd.Series, seed: int) -> Rows:
    """SMOTENC of imbalanced-learn, told which columns are discrete."""
    from imblearn.over_sampling import SMOTENC

    X = filled(X)
    strategy = (2 * y.value_counts()).to_dict()
    made, labels = SMOTENC(
        discrete(X), sampling_strategy=strategy, random_state=seed
    ).fit_resample(X, y)
    labels = labels.iloc[len(X) :].reset_index(drop=True)
    return restored(made.iloc[len(X) :], X), labels


def gaussian_copula(X: pd.DataFrame, y: pd.Series, seed: int) -> Rows:
    """A Gaussian copula for each class: real columns, joined by normal correlations."""
    rng, parts = np.random.default_rng(seed), []
    for _, rows in X.groupby(y.to_numpy()):
        n = len(rows)
        codes = rows.apply(lambda column: pd.factorize(column, sort=True)[0])
        scores = norm.ppf((rankdata(codes, axis=0) - 0.5) / n)
        with np.errstate(invalid="ignore"):
            joined = np.nan_to_num(np.corrcoef(scores.T))
        np.fill_diagonal(joined, 1.0)
        drawn = rng.multivariate_normal(
            np.zeros(len(joined)), joined, n, method="eigh", check_valid="ignore"
        )
        places = np.minimum((norm.cdf(drawn) * n).astype(int), n - 1)
        parts.append(
            pd.DataFrame(
                {
                    name: column.iloc[np.argsort(codes[name], kind="stable")]
                    .iloc[places[:, at]]
                    .to_numpy()
                    for at, (name, column) in enumerate(rows.items())
                }
            ).astype(X.dtypes)
        )
    labels = pd.concat([part for _, part in y.groupby(y.to_numpy())])
    return pd.concat(parts, ignore_index=True), labels.reset_index(drop=True)


def adversarial_forest(X: pd.DataFrame, y: pd.Series, seed: int) -> Rows:
    """Adversarial random forests of arfpy, the target one of the columns."""
    from arfpy import arf

    np.random.seed(seed)  # noqa: NPY002 - the package draws from it
    X = filled(X)
    table = X.assign(**{TARGET: y.to_numpy()})
    # It tells numbers from categories by this type alone.
    table = table.astype(dict.fromkeys(discrete(table), "category"))
    model = arf.arf(table, verbose=False, random_state=seed)
    model.forde()
    return in_classes(lambda: model.forge(len(table)), X, y)


def of_ctgan(name: str) -> Maker:
    """Make rows with a network of the ctgan package, the target one of the columns.

    Parameters
    ----------
    name : {"CTGAN", "TVAE"}
        Name of its class.

    Returns
    -------
    callable
        From real rows and a seed to synthetic ones.
    """

    def make(X: pd.DataFrame, y: pd.Series, seed: int) -> Rows:
        import torch

        torch.manual_seed(seed)
        np.random.seed(seed)  # noqa: NPY002 - the package draws from it
        X = filled(X)
        table = X.assign(**{TARGET: y.to_numpy()})
        model = getattr(importlib.import_module("ctgan"), name)()
        model.fit(table, discrete(table))
        return in_classes(lambda: model.sample(len(table)), X, y)

    return make


PEERS: dict[str, Maker] = {
    "imblearn SMOTE": smote,
    "imblearn SMOTENC": smotenc,
    "Gaussian copula": gaussian_copula,
    "arfpy": adversarial_forest,
    "ctgan TVAE": of_ctgan("TVAE"),
    "ctgan CTGAN": of_ctgan("CTGAN"),
}
"""By name; the copula is in this file and needs SciPy only."""
