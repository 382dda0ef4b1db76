"""Privacy, first form: copies, and how close rows come to real ones.

These figures are a diagnostic. Releases that pass them are open to membership
inference, and rows made between real rows to reconstruction; only attacks show that.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.neighbors import NearestRow
from skl_synth.table.encoder import TableEncoder

COPY_TOLERANCE = 1e-6
"""Rows nearer than this (in standard deviations) are the same, but for rounding."""


def nearest_distances(X: Any, X_real: Any, encoder: TableEncoder) -> np.ndarray:
    """Distance of each row to the nearest of some real rows.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        Rows of any origin.
    X_real : same container, of shape (n_real_rows, n_columns)
        Real rows.
    encoder : TableEncoder
        Fitted to the real table; its matrix is what distances are measured on.

    Returns
    -------
    ndarray of shape (n_rows,)
        Euclidean distances, in standard deviations. Keys and the target are no part
        of them.

    Raises
    ------
    ValueError
        If the columns differ from those that the encoder was fitted to.

    Examples
    --------
    >>> from skl_synth import TableEncoder
    >>> from skl_synth.evaluation.privacy import nearest_distances
    >>> real = [[0.0, 1.5], [2.0, 3.5]]
    >>> encoder = TableEncoder(column_kinds={0: "continuous", 1: "continuous"})
    >>> nearest_distances([[2.0, 2.5]], real, encoder.fit(real))
    array([1.])
    """
    search = NearestRow(encoder.transform(X_real))
    return search.query(encoder.transform(X))[0]


def identical_share(distances: np.ndarray) -> float:
    """Share of rows that are identical to a real row.

    Parameters
    ----------
    distances : ndarray of shape (n_rows,)
        Distance of each row to its nearest real row.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.privacy import identical_share
    >>> identical_share(np.array([0.0, 0.3, 1.2, 0.9]))
    0.25
    """
    return float(np.mean(distances < COPY_TOLERANCE))


def privacy_figures(
    X_synthetic: Any, X_train: Any, X_test: Any, encoder: TableEncoder | None = None
) -> pd.DataFrame:
    """Measure copies and distances, with real rows beside them for comparison.

    Parameters
    ----------
    X_synthetic : {array-like, dataframe, sparse matrix}
        Rows made from the training rows.
    X_train : same container
        The real rows that the generator was given.
    X_test : same container
        Further real rows, which nobody was given. What holds of them holds of anyone
        of the same population, so they are the base line: an equal share of identical
        rows is chance.
    encoder : TableEncoder, default=None
        Fitted to the training rows; None fits one.

    Returns
    -------
    DataFrame
        Columns rows ("synthetic" or "test"), metric, value and better.

    Raises
    ------
    ValueError
        If the columns differ.

    Examples
    --------
    >>> from skl_synth.datasets import make_patients
    >>> from skl_synth.evaluation.privacy import privacy_figures
    >>> patients = make_patients(400, random_state=0)
    >>> train, test = patients[:200], patients[200:]
    >>> figures = privacy_figures(train, train, test)
    >>> figures.loc[figures["metric"] == "identical_to_training", ["rows", "value"]]
            rows  value
    0  synthetic    1.0
    3       test    0.0
    """
    if encoder is None:
        encoder = TableEncoder(identifiers="surrogate").fit(X_train)
    figures = []
    for rows, X in (("synthetic", X_synthetic), ("test", X_test)):
        distances = nearest_distances(X, X_train, encoder)
        low, median = np.percentile(distances, [5, 50]).tolist()
        figures += [
            (rows, "identical_to_training", identical_share(distances), "lower"),
            (rows, "nearest_training_p5", low, "higher"),
            (rows, "nearest_training_median", median, "higher"),
        ]
    to_test = nearest_distances(X_synthetic, X_test, encoder)
    share = identical_share(to_test)
    figures.append(("synthetic", "identical_to_test", share, "lower"))
    return pd.DataFrame(figures, columns=["rows", "metric", "value", "better"])
