"""ROC curves of scores that distinguish two kinds of rows, with resamples.

All is computed from counts of rows by score, never from the rows themselves: a resample
is then one multinomial draw, and 200 of them are one array.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from skl_synth.evaluation.figures import NAN, Interval
from skl_synth.evaluation.intervals import N_RESAMPLES, percentiles

FEW_FALSE_ALARMS = 0.05
"""The false positive rate at which an attacker who wants to be sure is looked at."""


VERY_FEW_FALSE_ALARMS = 0.01
"""That of one who wants to be surer still."""

FIRST_SCORES = 256
"""Of the scores, highest first, so many are read for a rate; more if need be."""


class Counts(NamedTuple):
    """Rows by score, highest score first; a second axis in front holds resamples."""

    positive: np.ndarray
    negative: np.ndarray


def count_by_score(scores: np.ndarray, is_positive: np.ndarray) -> Counts:
    """Count rows of both kinds at each score.

    Parameters
    ----------
    scores : ndarray of shape (n_rows,)
        Higher for rows that are rather positive.
    is_positive : ndarray of shape (n_rows,), dtype bool
        What they are.

    Returns
    -------
    Counts
        Numbers of positive and of negative rows, highest score first.
    """
    levels, codes = np.unique(-scores, return_inverse=True)
    return Counts(
        np.bincount(codes[is_positive], minlength=len(levels)).astype(np.float64),
        np.bincount(codes[~is_positive], minlength=len(levels)).astype(np.float64),
    )


def resample(counts: Counts, rng: np.random.RandomState) -> Counts:
    """Draw both kinds of rows anew, as many of each.

    Parameters
    ----------
    counts : Counts
        Of the rows that there are.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    Counts
        Of shape (n_resamples, n_scores).
    """
    # To draw rows with replacement and count them is to draw the counts. Each kind by
    # itself: how many members and controls there are was chosen, not observed, and both
    # kinds must be there for a curve to exist.
    drawn = [
        rng.multinomial(int(kind.sum()), kind / kind.sum(), size=N_RESAMPLES)
        for kind in counts
    ]
    return Counts(*(kind.astype(np.float64) for kind in drawn))


def area_under(counts: Counts) -> np.ndarray:
    """Area under the ROC curve; rows of equal score count half.

    Parameters
    ----------
    counts : Counts
        Rows by score.

    Returns
    -------
    ndarray
        The area, or one per resample.
    """
    positive, negative = counts
    # The area is the share of pairs in which the positive row scores higher. Highest
    # scores come first, so that a running sum counts, for each negative row, the
    # positive ones above it; of those at its own score it counts half.
    above = positive.cumsum(axis=-1) - positive / 2
    pairs = positive.sum(axis=-1) * negative.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (negative * above).sum(axis=-1) / pairs


def caught_at(counts: Counts, false_positive_rate: float) -> np.ndarray:
    """True positive rate at a false positive rate; equal scores are split by lot.

    Parameters
    ----------
    counts : Counts
        Rows by score.
    false_positive_rate : float
        Share of negative rows that may be taken for positive.

    Returns
    -------
    ndarray of shape (n_resamples,)
        The rate; one only for counts without resamples.
    """
    # Straight lines between the scores: on such a line rows of one score are taken for
    # positive by lot, which is the only way to meet a rate between two scores exactly.
    n_read = FIRST_SCORES
    while True:
        true, false = (_curve_of(kind, n_read) for kind in counts)
        # The beginning of all curves, in which the rate is met, is enough.
        if n_read >= counts.negative.shape[-1]:
            break
        if (false[:, -1] > false_positive_rate).all():
            break
        n_read *= 4
    return np.array(
        [
            np.interp(false_positive_rate, along, up)
            for up, along in zip(true, false, strict=True)
        ]
    )


def curve_at(counts: Counts, rates: np.ndarray) -> np.ndarray:
    """True positive rates at many false positive rates, of rows without resamples.

    Parameters
    ----------
    counts : Counts
        Rows by score.
    rates : ndarray of shape (n_rates,)
        False positive rates, from 0 to 1.

    Returns
    -------
    ndarray of shape (n_rates,)
        The curve; where it goes straight up, its upper end, but at 0 nothing.
    """
    # Sums of shares end a little above one.
    true, false = (_curve_of(kind, kind.shape[-1])[0].clip(0, 1) for kind in counts)
    return np.where(rates > 0, np.interp(rates, false, true), 0.0)


def _curve_of(kind: np.ndarray, n_read: int) -> np.ndarray:
    """Share of the rows of one kind down to each of the first scores, from 0 on."""
    rates = np.atleast_2d(kind[..., :n_read] / kind.sum(axis=-1, keepdims=True))
    return np.pad(rates.cumsum(axis=1), ((0, 0), (1, 0)))


def measure_curve(
    scores: np.ndarray,
    is_positive: np.ndarray,
    rng: np.random.RandomState,
    rates: Sequence[float] = (FEW_FALSE_ALARMS,),
) -> tuple[Interval, ...]:
    """Measure how well scores distinguish positive rows from negative ones.

    Parameters
    ----------
    scores : ndarray of shape (n_rows,)
        Higher for rows that are rather positive. Which way is meant is decided
        before; an area below one half is no success.
    is_positive : ndarray of shape (n_rows,), dtype bool
        What they are.
    rng : RandomState
        Source of the resamples.
    rates : sequence of float, default=(0.05,)
        False positive rates.

    Returns
    -------
    auc, *tpr : Interval
        The area under the ROC curve, and the true positive rate at each false positive
        rate, with bootstrap intervals. NaN where one kind has no row.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.curves import measure_curve
    >>> scores = np.array([0.9, 0.8, 0.8, 0.1])
    >>> is_positive = np.array([True, True, False, False])
    >>> auc, tpr = measure_curve(scores, is_positive, np.random.RandomState(0))
    >>> auc.value
    0.875
    """
    if is_positive.all() or not is_positive.any():
        return (Interval(NAN),) * (1 + len(rates))
    # The first is the figure itself: no resample, and no part of the interval.
    return tuple(
        percentiles(float(values[0]), values[1:])
        for values in resampled_curve(scores, is_positive, rng, rates)
    )


def resampled_curve(
    scores: np.ndarray,
    is_positive: np.ndarray,
    rng: np.random.RandomState,
    rates: Sequence[float] = (FEW_FALSE_ALARMS,),
) -> tuple[np.ndarray, ...]:
    """Measure a curve, for the rows as they are and for resamples.

    Parameters
    ----------
    scores, is_positive : ndarray of shape (n_rows,)
        As in `measure_curve`, with rows of both kinds.
    rng : RandomState
        Source of the resamples.
    rates : sequence of float, default=(0.05,)
        False positive rates.

    Returns
    -------
    auc, *tpr : ndarray of shape (1 + n_resamples,)
        First the figure itself.
    """
    counts = count_by_score(scores, is_positive)
    every = Counts(
        *(np.vstack(pair) for pair in zip(counts, resample(counts, rng), strict=True))
    )
    return area_under(every), *(caught_at(every, rate) for rate in rates)
