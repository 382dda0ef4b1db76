"""New rows from the neighbourhood of a real one, as spread out as the rows in it."""

from __future__ import annotations

import numpy as np

from skl_synth.table.rows import EncodedRows


def draw_local_weights(
    shape: tuple[int, int], n_present: int, rng: np.random.RandomState
) -> np.ndarray:
    """Draw weights whose mixtures have the mean and covariance of a neighbourhood.

    With normal draws g, the mixture of n rows by ``1 / n + (g - mean(g)) / sqrt(n)`` is
    normal about their mean with their covariance. Points between rows are less spread
    out than the rows are; these are not.

    Parameters
    ----------
    shape : (n_rows, n_parents)
        Shape of the parents: a base row, its neighbours, and the base again in place
        of neighbours that are not there.
    n_present : int
        How many are there: the base and its neighbours.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_rows, n_parents)
        Weights that sum to one, some of them negative.
    """
    draws = rng.normal(size=(shape[0], n_present))
    weights = np.zeros(shape)
    weights[:, :n_present] = draws - draws.mean(axis=1, keepdims=True)
    weights[:, :n_present] /= np.sqrt(n_present)
    weights[:, :n_present] += 1.0 / n_present
    return weights


def mix_locally(
    rows: EncodedRows, parents: np.ndarray, weights: np.ndarray, n_present: int
) -> EncodedRows:
    """Draw numbers about the mean of a neighbourhood; take codes from one neighbour.

    All codes of a row, and the decimals of its numbers, come from the same neighbour:
    they are as frequent, and occur together, as among real rows.

    Parameters
    ----------
    rows : EncodedRows
        The rows that the parents are positions of.
    parents, weights : ndarray of shape (n_rows, n_parents)
        As `draw_local_weights` has them; the neighbours in random order.
    n_present : int
        How many are there: the base and its neighbours.

    Returns
    -------
    EncodedRows
        The new rows, not yet snapped. Where some miss a number, the others make it up.
    """
    donor = rows.take(parents[:, 1])
    values = rows.numbers[parents[:, :n_present]]
    known = ~np.isnan(values)
    n_known = np.maximum(known.sum(axis=1), 1)
    mean = np.where(known, values, 0.0).sum(axis=1) / n_known
    steps = np.where(known, values - mean[:, None], 0.0)
    share = weights[:, :n_present, None] - 1.0 / n_present
    spread = (share * steps).sum(axis=1) * np.sqrt(n_present / n_known)
    # Where nobody has the number, the code of the donor says that it is missing.
    numbers = np.where(known.any(axis=1), mean + spread, np.nan)
    return EncodedRows(numbers, donor.decimals, donor.codes)
