"""Noise on survival times: no further than those that ended in the same way."""

from __future__ import annotations

import numpy as np

from skl_synth.generators.number_noise import add_noise
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema


def ends_of(
    schema: Schema, rows: EncodedRows, groups: np.ndarray
) -> dict[int, np.ndarray]:
    """Say how each time of rows ended.

    Parameters
    ----------
    schema : Schema
        The table, with its pairs.
    rows : EncodedRows
        Rows of it.
    groups : ndarray of shape (n_rows,), dtype int
        Their classes.

    Returns
    -------
    dict of int to ndarray of shape (n_rows,)
        By the position of the time among the numbers: the code of the event, or the
        class; zeros where all end in one way.
    """
    numbers = [one.name for one in schema.numbers]
    codes = [one.name for one in schema.codes]
    ends = {}
    for pair in schema.survival:
        if pair.time not in numbers:
            continue
        own = groups if pair.in_target else np.zeros(len(rows), dtype=np.intp)
        if not pair.in_target and pair.event in codes:
            own = rows.codes[:, codes.index(pair.event)]
        ends[numbers.index(pair.time)] = own
    return ends


def noise_by_end(
    drawn: np.ndarray,
    real: np.ndarray,
    ends: np.ndarray,
    real_ends: np.ndarray,
    noise_scale: float,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Add noise to times, those of each end by the real ones that ended so.

    Events then stay before the end of follow-up, where only censored times lie.

    Parameters
    ----------
    drawn : ndarray of shape (n_rows,)
        Times; NaN where missing.
    real : ndarray of shape (n_real,)
        Those of the real rows.
    ends, real_ends : ndarray of int
        How each ended, from `ends_of`.
    noise_scale : float
        See `add_noise`.
    rng : RandomState
        Source of the noise.

    Returns
    -------
    ndarray of shape (n_rows,)
        The times.
    """
    moved = drawn.copy()
    for end in np.unique(ends).tolist():
        mine = ends == end
        own = real[real_ends == end]
        moved[mine] = add_noise(drawn[mine], own, noise_scale, rng)
    return moved
