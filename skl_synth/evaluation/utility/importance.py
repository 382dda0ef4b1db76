"""Whether models trained on synthetic rows lean on the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from skl_synth.compat import safe_indexing
from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.utility.measures import LEADING, measure
from skl_synth.evaluation.utility.training import (
    Answers,
    Table,
    Trained,
    predict_scores,
)

MOST_ROWS = 500
"""Of the test rows so many are permuted; the order of columns needs no more."""


def permutation_importances(
    trained: Trained,
    test: Table,
    columns: Sequence[Sequence[int]],
    rng: np.random.RandomState,
    *,
    continuous: bool,
) -> np.ndarray:
    """Measure how much worse a model is when the values of a column are exchanged.

    Parameters
    ----------
    trained : Trained
        The model.
    test : (X, y)
        Real rows.
    columns : sequence of sequences of int
        The positions of the columns that are exchanged together, each a column or a
        one-hot group.
    rng : RandomState
        Source of the permutations.
    continuous : bool
        Whether the target is a number.

    Returns
    -------
    ndarray of shape (n_attributes,)
        The drop of the area under the ROC curve, of R² or of accuracy, whichever comes
        first.
    """
    exchanged = exchange(test, columns, rng)
    return importances_in(
        exchanged, predict_scores(trained.model, exchanged.X), continuous=continuous
    )


class Exchanged(NamedTuple):
    """Test rows as they are, and below them once more for each column exchanged.

    Parameters
    ----------
    X : table
        All blocks of rows, one below the other.
    y : ndarray of shape (n_rows,)
        The target of one block.
    """

    X: Any
    y: np.ndarray


def exchange(
    test: Table, columns: Sequence[Sequence[int]], rng: np.random.RandomState
) -> Exchanged:
    """Exchange the values of one column after another between test rows.

    Parameters
    ----------
    test, columns, rng : object
        As in `permutation_importances`.

    Returns
    -------
    Exchanged
        What a model is asked about.
    """
    X, y = test
    rows = rng.permutation(len(y))[:MOST_ROWS]
    frame, y = _as_frame(safe_indexing(X, rows)), y[rows]
    blocks = [frame, *(_exchanged(frame, places, rng) for places in columns)]
    whole = pd.concat(blocks, ignore_index=True)
    return Exchanged(whole if isinstance(X, pd.DataFrame) else _plain(whole), y)


def importances_in(
    exchanged: Exchanged, answers: Answers, *, continuous: bool
) -> np.ndarray:
    """Measure how much worse the answers to each block are.

    Parameters
    ----------
    exchanged : Exchanged
        The rows.
    answers : Answers
        What a model says of them.
    continuous : bool
        Whether the target is a number.

    Returns
    -------
    ndarray of shape (n_attributes,)
        As `permutation_importances`.
    """
    y = exchanged.y
    n_blocks = exchanged.X.shape[0] // len(y)
    scores = [
        _score(answers, y, block, continuous=continuous) for block in range(n_blocks)
    ]
    return scores[0] - np.array(scores[1:])


def agreement(one: np.ndarray, other: np.ndarray) -> float:
    """Rank correlation of two sets of importances.

    Parameters
    ----------
    one, other : ndarray of shape (n_attributes,)
        Importances.

    Returns
    -------
    float
        Spearman's coefficient; NaN for fewer than three columns, or if all are alike.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.utility.importance import agreement
    >>> agreement(np.array([0.1, 0.2, 0.5]), np.array([0.0, 0.1, 0.2]))
    1.0
    """
    if len(one) < 3 or len(set(one)) < 2 or len(set(other)) < 2:
        return NAN
    return float(stats.spearmanr(one, other).statistic)


def _exchanged(
    frame: pd.DataFrame, places: Sequence[int], rng: np.random.RandomState
) -> pd.DataFrame:
    exchanged = frame.copy()
    order = rng.permutation(len(frame))
    for place in places:
        values = frame.iloc[order, place].array
        exchanged.isetitem(place, values)
    return exchanged


def _score(answers: Answers, y: np.ndarray, block: int, *, continuous: bool) -> float:
    rows = slice(block * len(y), (block + 1) * len(y))
    scores = None if answers.scores is None else answers.scores[rows]
    part = answers._replace(predicted=answers.predicted[rows], scores=scores)
    measures = measure(part, y, np.ones((1, len(y))), continuous=continuous)
    leading = next(name for name in LEADING if name in measures)
    return float(measures[leading][0])


def _as_frame(X: Any) -> pd.DataFrame:
    if isinstance(X, pd.DataFrame):
        return X.reset_index(drop=True)
    return pd.DataFrame(X.toarray() if hasattr(X, "toarray") else np.asarray(X))


def _plain(frame: pd.DataFrame) -> Any:
    return frame.to_numpy()
