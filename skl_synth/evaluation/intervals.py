"""Intervals of shares, of risks above a control, of resamples and over folds.

Each kind of figure has the interval whose assumption it meets. A share of few rows gets
a score interval, since p ± z √(p (1 - p) / n) shrinks to nothing at no hit of n: just
where a report must not claim certainty. What has no formula is resampled. Figures of
folds are not independent, and are widened for it.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from skl_synth.evaluation.figures import NAN, Interval

LEVEL = 0.95
"""How often an interval covers what it should."""

Z = float(stats.norm.ppf(0.5 + LEVEL / 2))

N_RESAMPLES = 200
"""Resamples of a bootstrap; the ends of an interval are then good to about a tenth of
its length, which is enough to read it, at a time that every figure can afford."""


def wilson(hits: float, n: int) -> Interval:
    """Wilson's score interval of a share.

    Parameters
    ----------
    hits : float
        How many.
    n : int
        Of how many.

    Returns
    -------
    Interval
        The share itself and the interval around Wilson's centre; NaN for none of none.

    References
    ----------
    .. [1] E. B. Wilson, "Probable inference, the law of succession, and statistical
       inference", Journal of the American Statistical Association 22, 209-212, 1927.

    Examples
    --------
    >>> from skl_synth.evaluation.intervals import wilson
    >>> share, low, high = wilson(5, 50)
    >>> f"{share:.2f}, {low:.3f} to {high:.3f}"
    '0.10, 0.043 to 0.214'
    """
    if not n:
        return Interval(NAN)
    share = hits / n
    # The interval lies around a centre between the share and one half, not around the
    # share: it holds every rate that a score test of these hits would not reject.
    center, margin = _wilson_center(share, n)
    # At no hit, or all, the ends are 0 and 1, which floats miss by their last digit.
    low = 0.0 if hits == 0 else max(center - margin, 0.0)
    high = 1.0 if hits == n else min(center + margin, 1.0)
    return Interval(share, low, high)


def excess(hits: float, n: int, control_hits: float, n_control: int) -> Interval:
    """How much more often something happens to members than to controls.

    Parameters
    ----------
    hits, n : int
        Members it happened to, and all.
    control_hits, n_control : int
        The same of controls.

    Returns
    -------
    Interval
        The difference of the shares, with Newcombe's hybrid score interval.

    References
    ----------
    .. [1] R. G. Newcombe, "Interval estimation for the difference between independent
       proportions", Statistics in Medicine 17, 873-890, 1998.

    Examples
    --------
    >>> from skl_synth.evaluation.intervals import excess
    >>> difference, low, high = excess(56, 70, 48, 80)
    >>> f"{difference:.2f}, {low:.4f} to {high:.4f}"
    '0.20, 0.0524 to 0.3339'
    """
    one, other = wilson(hits, n), wilson(control_hits, n_control)
    difference = one.value - other.value
    # Each end combines the arms that point its way: the difference is lowest where the
    # one share is low and the other high. The arms are of unequal length near 0 and 1,
    # and errors of independent groups add up in squares.
    below = np.hypot(one.value - one.low, other.high - other.value)
    above = np.hypot(one.high - one.value, other.value - other.low)
    return Interval(difference, float(difference - below), float(difference + above))


def risk_above_control(
    hits: float, n: int, control_hits: float, n_control: int
) -> Interval:
    """Risk above what succeeds against people who were not in the table.

    Parameters
    ----------
    hits, n : int
        Successful guesses about members, and all.
    control_hits, n_control : int
        The same about controls.

    Returns
    -------
    Interval
        The share of the guesses about members that succeed where those about controls
        fail, from rates and margins by Wilson. Below 0 where controls are hit as often.

    References
    ----------
    .. [1] M. Giomi et al., "A unified framework for quantifying privacy risk in
       synthetic data", Proceedings on Privacy Enhancing Technologies 2023(2), 312-328.

    Examples
    --------
    >>> from skl_synth.evaluation.intervals import risk_above_control
    >>> risk, low, high = risk_above_control(300, 500, 100, 500)
    >>> f"{risk:.2f}, {low:.2f} to {high:.2f}"
    '0.50, 0.44 to 0.56'
    """
    if not n or not n_control:
        return Interval(NAN)
    # Of the guesses that would fail against a control, 1 - base, the share that succeed
    # against members all the same: what an outsider could guess anyway is no risk of
    # this release. Wilson's centre is below 1 even if every control is hit, so that
    # the division is always possible.
    rate, margin = _wilson_center(hits / n, n)
    base, base_margin = _wilson_center(control_hits / n_control, n_control)
    risk = (rate - base) / (1 - base)
    # Propagation of errors: the derivatives are 1 / (1 - base) by the rate, and this
    # slope by the base rate; members and controls are independent.
    slope = (rate - 1) / (1 - base) ** 2
    half = float(np.hypot(margin / (1 - base), slope * base_margin))
    # No more than all guesses succeed where those about controls fail.
    return clipped(Interval(risk, risk - half, risk + half), (-np.inf, 1.0))


def paired_excess(differences: np.ndarray) -> Interval:
    """How much more often something happens to the same people in one of two ways.

    Parameters
    ----------
    differences : ndarray of shape (n_people,)
        For each person 1 where it happens in the first way alone, -1 in the second
        alone, 0 in both or neither; of a person with several rows the mean of these.

    Returns
    -------
    Interval
        The mean, with the interval of Agresti and Min; NaN for nobody.

    References
    ----------
    .. [1] A. Agresti, Y. Min, "Simple improved confidence intervals for comparing
       matched proportions", Statistics in Medicine 24, 729-740, 2005.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.intervals import paired_excess
    >>> gain, low, high = paired_excess(np.repeat([1, -1, 0], [20, 5, 75]))
    >>> f"{gain:.2f}, {low:.3f} to {high:.3f}"
    '0.15, 0.051 to 0.243'
    """
    n = len(differences)
    if not n:
        return Interval(NAN)
    # One more person of either kind: without, nobody who differs would be certainty.
    center = float(differences.sum()) / (n + 2)
    squares = (float((differences**2).sum()) + 2) / (n + 2)
    half = Z * np.sqrt((squares - center**2) / (n + 2))
    low, high = np.clip([center - half, center + half], -1.0, 1.0).tolist()
    value = float(differences.mean())
    return Interval(value, min(low, value), max(high, value))


def percentiles(value: float, resampled: np.ndarray) -> Interval:
    """Interval of a bootstrap.

    Parameters
    ----------
    value : float
        The figure.
    resampled : ndarray of shape (n_resamples,)
        The same of each resample; NaN where it could not be computed.

    Returns
    -------
    Interval
        The figure with the percentiles of the resamples.
    """
    good = resampled[~np.isnan(resampled)]
    if not len(good):
        return Interval(value)
    # Percentiles, not a normal interval: rates and areas are bounded and skewed near
    # their ends, and percentiles never leave the range of the figure.
    ends = np.percentile(good, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return Interval(value, *ends.tolist())


def bounded(value: float, resampled: np.ndarray) -> Interval:
    """Interval of a similarity, which resampling makes smaller than it is.

    Parameters
    ----------
    value : float
        The similarity, from 0 to 1.
    resampled : ndarray of shape (n_resamples,)
        The same of resamples. They differ from the table that they are drawn from, and
        that difference comes on top; the basic bootstrap takes it off again.

    Returns
    -------
    Interval
        The similarity with its interval, within 0 and 1.
    """
    # Resampling adds chance differences to the table, so that resamples lie below the
    # similarity, and their percentiles with them. The table itself is a sample, too,
    # and its similarity lies below the truth by about as much: the basic bootstrap
    # turns the distribution round, 2 value - resampled. Where the bias is larger than
    # the spread, the interval is stretched to hold the figure that it stands beside.
    _, low, high = percentiles(value, 2 * value - resampled)
    low, high = min(low, value), max(high, value)
    return Interval(value, *np.clip([low, high], 0.0, 1.0).tolist())


def over_choices(figure: Interval, each: np.ndarray) -> Interval:
    """Widen the interval of a mean over choices made by lot for the choice itself.

    Parameters
    ----------
    figure : Interval
        The figure over all choices, with its interval as if these were given.
    each : ndarray of shape (n_choices,)
        The figure of each choice.

    Returns
    -------
    Interval
        The same figure. Of one choice nothing is known, and it stays as it is.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.figures import Interval
    >>> from skl_synth.evaluation.intervals import over_choices
    >>> figure = over_choices(Interval(0.2, 0.1, 0.3), np.array([0.1, 0.3, 0.2, 0.2]))
    >>> f"{figure.low:.2f} to {figure.high:.2f}"
    '0.04 to 0.36'
    """
    good = each[~np.isnan(each)]
    n = len(good)
    if n < 2:
        return figure
    # Who is attacked and what is chosen are independent: errors add up in squares. The
    # spread of a few choices is uncertain itself, hence Student's t.
    error = float(good.std(ddof=1) / np.sqrt(n))
    half = float(stats.t.ppf(0.5 + LEVEL / 2, n - 1) * error)
    value, low, high = figure
    below, above = np.hypot(value - low, half), np.hypot(high - value, half)
    wider = Interval(value, float(value - below), float(value + above))
    return clipped(wider, (-np.inf, 1.0))


ANYTHING = (-np.inf, np.inf)
"""The range of a figure that can be any number."""


def over_folds(
    values: np.ndarray, test_share: float, possible: tuple[float, float] = ANYTHING
) -> Interval:
    """Interval of the mean of a figure over folds.

    Parameters
    ----------
    values : ndarray of shape (n_folds,)
        The figure in each fold.
    test_share : float
        Rows that test over rows that train. Folds share training rows, so that their
        spread alone would promise too much.
    possible : (float, float), default=(-inf, inf)
        The least and the most that the figure can be: of two folds the t interval of
        an area is easily wider than all areas.

    Returns
    -------
    Interval
        The mean with the corrected t interval, cut to what is possible; NaN ends for
        one fold.

    References
    ----------
    .. [1] C. Nadeau, Y. Bengio, "Inference for the generalization error", Machine
       Learning 52, 239-281, 2003.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.intervals import over_folds
    >>> mean, low, high = over_folds(np.array([0.7, 0.8, 0.75]), test_share=0.5)
    >>> f"{mean:.2f}, {low:.2f} to {high:.2f}"
    '0.75, 0.55 to 0.95'
    """
    good = values[~np.isnan(values)]
    n = len(good)
    if not n:
        return Interval(NAN)
    mean = float(good.mean())
    if n == 1:
        return Interval(mean)
    # The variance of the mean of n independent figures would be s² / n. Folds share
    # training rows, so that their figures move together, and more folds do not make
    # the error vanish. Nadeau and Bengio put the correlation at
    # n_test / (n_test + n_train), which turns 1 / n into 1 / n + n_test / n_train.
    error = float(good.std(ddof=1)) * np.sqrt(1 / n + test_share)
    half = float(stats.t.ppf(0.5 + LEVEL / 2, n - 1) * error)
    return clipped(Interval(mean, mean - half, mean + half), possible)


def clipped(figure: Interval, possible: tuple[float, float]) -> Interval:
    """Cut an interval to what is possible; the figure itself stays in it.

    Parameters
    ----------
    figure : Interval
        The figure and its ends.
    possible : (float, float)
        The least and the most that the figure can be.

    Returns
    -------
    Interval
        The same figure; ends that are NaN stay so.

    Examples
    --------
    >>> from skl_synth.evaluation.figures import Interval
    >>> from skl_synth.evaluation.intervals import clipped
    >>> tuple(clipped(Interval(0.75, 0.25, 1.25), (0.0, 1.0)))
    (0.75, 0.25, 1.0)
    """
    least, most = min(possible[0], figure.value), max(possible[1], figure.value)
    low, high = (float(np.clip(end, least, most)) for end in figure[1:])
    return Interval(figure.value, low, high)


def _wilson_center(share: float, n: int) -> tuple[float, float]:
    """Centre and half width of Wilson's interval."""
    spread = Z**2 / n
    center = (share + spread / 2) / (1 + spread)
    margin = Z / (1 + spread) * np.sqrt(share * (1 - share) / n + spread / (4 * n))
    return center, float(margin)
