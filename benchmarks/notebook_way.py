"""The taught method as it is usually written in a notebook, failures included.

Nothing in here stops with an error and nothing warns. Each place where a line does not
do what it says is marked FAILS, with what happens instead. It is kept to be measured
against, see `benchmarks.course`, and not to be used.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

K_NEIGHBORS = 6
IDENTICAL = 1e-3
CLOSEST_SHARE = 0.1


def notebook_release(
    X: pd.DataFrame,
    y: pd.Series,
    *,
    whole: list[str],
    groups: dict[str, list[str]],
    random_state: int,
) -> tuple[pd.DataFrame, pd.Series, np.ndarray]:
    """Make a synthetic table in place of a real one.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_columns)
        The real table, numbers only.
    y : Series of shape (n_rows,)
        Class labels.
    whole : list of str
        Columns that the author rounds: integers and binaries.
    groups : dict of str to list of str
        The columns of each one-hot group.
    random_state : int
        Seed of every draw.

    Returns
    -------
    X_released : DataFrame
        Synthetic rows.
    y_released : Series
        Their classes.
    distances : ndarray
        The distance to the nearest real row that was attached to each.
    """
    X = X.astype(float)
    raw, raw_y = generate(X, y, random_state)
    synthetic = restore(raw, whole, groups)
    synthetic["target"] = raw_y
    synthetic = synthetic.sample(frac=1.0, random_state=random_state)
    # FAILS: the rows were shuffled by now and the distances come in the order before.
    # A list is attached by position, so each row gets the distance of some other row.
    synthetic["distance"] = list(distances_to_real(X, raw))
    synthetic = remove_close(synthetic)
    released = cut_to_counts(synthetic, y.value_counts(), random_state)
    distances = released.pop("distance").to_numpy()
    return released.drop(columns="target"), released["target"], distances


def generate(
    X: pd.DataFrame, y: pd.Series, random_state: int
) -> tuple[pd.DataFrame, pd.Series]:
    """Make twice as many rows of each class as there are, with imbalanced-learn.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_columns)
        The real table as floats.
    y : Series of shape (n_rows,)
        Class labels.
    random_state : int
        Seed.

    Returns
    -------
    X_raw : DataFrame of shape (2 * n_rows, n_columns)
        Synthetic rows, sorted by class, as SMOTE leaves them.
    y_raw : Series
        Their classes.
    """
    counts = y.value_counts()
    smote = SMOTE(
        sampling_strategy={label: n + 2 * n for label, n in counts.items()},
        k_neighbors=K_NEIGHBORS,
        random_state=random_state,
    )
    # FAILS: neighbours are searched in the columns' own units. The column with the
    # largest numbers (fare, glucose) decides which rows are alike.
    X_both, y_both = smote.fit_resample(X, y)
    n_real = len(X)
    return (
        X_both[n_real:].reset_index(drop=True),
        y_both[n_real:].reset_index(drop=True),
    )


def restore(
    raw: pd.DataFrame, whole: list[str], groups: dict[str, list[str]]
) -> pd.DataFrame:
    """Round what is whole, and set the largest column of each one-hot group to one.

    Parameters
    ----------
    raw : DataFrame
        Rows as SMOTE leaves them.
    whole : list of str
        Integer and binary columns.
    groups : dict of str to list of str
        The columns of each one-hot group.

    Returns
    -------
    DataFrame
        The rows, restored in part.
    """
    table = raw.copy()
    # FAILS: prices and measurements are no integers and stay as SMOTE left them, with
    # up to fifteen decimals where the source has one to four.
    table[whole] = table[whole].round(0)
    for _, row in table.iterrows():
        for columns in groups.values():
            largest = row[columns].idxmax()
            # FAILS: under pandas 3 the row is a copy, and what is assigned to it never
            # reaches the table. (Under pandas 2, if all columns were float, it did.)
            row[columns] = 0.0
            row[largest] = 1.0
    return table


def distances_to_real(X: pd.DataFrame, raw: pd.DataFrame) -> np.ndarray:
    """Measure how far each row is from the nearest real one.

    Parameters
    ----------
    X : DataFrame
        The real rows.
    raw : DataFrame
        Synthetic rows.

    Returns
    -------
    ndarray of shape (n_rows,)
        Distances in standard deviations.
    """
    scaler = StandardScaler().fit(X)
    search = NearestNeighbors(n_neighbors=1).fit(scaler.transform(X))
    # FAILS: these are the rows before they were restored. A row that rounding turns
    # into a copy of a real one still has a distance here.
    return search.kneighbors(scaler.transform(raw))[0].ravel()


def remove_close(synthetic: pd.DataFrame) -> pd.DataFrame:
    """Drop the identical rows, then the closest tenth.

    Parameters
    ----------
    synthetic : DataFrame
        Rows with a column ``distance``.

    Returns
    -------
    DataFrame
        The rest.
    """
    # FAILS, both lines, through the distances they are given: as many rows go as should
    # by those distances, but they are drawn by lot, and the copies stay.
    different = synthetic[synthetic["distance"] > IDENTICAL]
    n_closest = int(CLOSEST_SHARE * len(different))
    return different.sort_values("distance").iloc[n_closest:]


def cut_to_counts(
    synthetic: pd.DataFrame, counts: pd.Series, random_state: int
) -> pd.DataFrame:
    """Draw as many rows of each class as the real table has.

    Parameters
    ----------
    synthetic : DataFrame
        Rows with a column ``target``.
    counts : Series of int by label
        Rows needed.
    random_state : int
        Seed.

    Returns
    -------
    DataFrame
        The rows drawn, shuffled.
    """
    drawn = [
        synthetic[synthetic["target"] == label].sample(n, random_state=random_state)
        for label, n in counts.items()
    ]
    return pd.concat(drawn).sample(frac=1.0, random_state=random_state)
