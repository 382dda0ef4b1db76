"""Noise that a guarantee rests on: exact, by OpenDP, from the operating system.

Normal noise in floating point leaks through the last bits of what it is added to. The
samplers of OpenDP draw whole numbers by exact arithmetic, with randomness of the
operating system, which nobody can seed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

_STEP = 1e-12
"""The relative step by which a scale grows until its cost is confirmed."""

_MOST_STEPS = 40


def require_opendp() -> None:
    """Say what to install where OpenDP is missing.

    Raises
    ------
    ImportError
        If OpenDP is not installed.
    """
    _parts()


def _parts() -> SimpleNamespace:
    # Its prelude imports whole frameworks, and takes seconds; these modules do not.
    try:
        from opendp import domains, measurements, measures, metrics, mod
    except ImportError as error:
        raise ImportError(
            "OpenDP is needed for noise that a guarantee rests on, and is not "
            'installed: pip install "skl_synth[private]".'
        ) from error
    # What both mechanisms here are filed under, until their proofs have been reviewed
    # by a second person; without it OpenDP refuses to make them.
    mod.enable_features("contrib")
    return SimpleNamespace(d=domains, m=measurements, of=measures, by=metrics)


def discrete_gaussian(
    counts: np.ndarray, *, sensitivity: float, rho: float
) -> tuple[np.ndarray, float]:
    """Add exact discrete Gaussian noise to whole numbers.

    Parameters
    ----------
    counts : ndarray of int
        The numbers, of any shape.
    sensitivity : float
        How far one person can move all of them together, in Euclidean distance.
    rho : float
        What it may cost, as zero-concentrated differential privacy.

    Returns
    -------
    values : ndarray of float64
        Whole numbers, of the same shape.
    sigma : float
        The parameter of the noise, its standard deviation but for the last decimals.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.generators.marginals.exact_noise import discrete_gaussian
    >>> counts = np.array([[30, 5], [12, 0]])
    >>> values, sigma = discrete_gaussian(counts, sensitivity=1, rho=0.125)
    >>> values.shape, round(sigma, 6)
    ((2, 2), 2.0)
    """
    dp = _parts()
    space = dp.d.vector_domain(dp.d.atom_domain(T="i64"))
    metric = dp.by.l2_distance(T="f64")
    mechanism, sigma = _confirmed(
        lambda scale: dp.m.make_gaussian(space, metric, scale=scale),
        sensitivity / math.sqrt(2 * rho),
        _rounded_up(sensitivity),
        rho,
    )
    noised = mechanism(np.asarray(counts, dtype=np.int64).ravel().tolist())
    return np.array(noised, dtype=np.float64).reshape(np.shape(counts)), sigma


def noisy_maximum(scores: np.ndarray, *, sensitivity: int, rho: float) -> int:
    """Choose the best of several by the exponential mechanism.

    Parameters
    ----------
    scores : ndarray of shape (n_choices,), dtype int
        How good each is; the higher the better.
    sensitivity : int
        How far one person can move any of them.
    rho : float
        What it may cost, as zero-concentrated differential privacy.

    Returns
    -------
    int
        The position of the chosen one.

    Notes
    -----
    Gumbel noise is added to each score and the largest is taken, which is the
    exponential mechanism in distribution.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.generators.marginals.exact_noise import noisy_maximum
    >>> noisy_maximum(np.array([5, 100_000, 7]), sensitivity=1, rho=0.1)
    1
    """
    dp = _parts()
    space = dp.d.vector_domain(dp.d.atom_domain(T="i64"))
    metric, measure = dp.by.linf_distance(T="i64"), dp.of.zero_concentrated_divergence()
    mechanism, _ = _confirmed(
        lambda scale: dp.m.make_noisy_max(space, metric, measure, scale=scale),
        sensitivity / math.sqrt(2 * rho),
        int(sensitivity),
        rho,
    )
    return int(mechanism(np.asarray(scores, dtype=np.int64).tolist()))


def _rounded_up(sensitivity: float) -> float:
    """Leave whole numbers; a multiple of a root was cut off, and must not be."""
    if float(sensitivity).is_integer():
        return float(sensitivity)
    return float(sensitivity) * (1 + 4 * np.finfo(np.float64).eps)


def _confirmed(
    make: Callable[[float], Any], scale: float, distance: float, rho: float
) -> tuple[Any, float]:
    """Make a mechanism that costs no more than it may by OpenDP's own reckoning.

    The scale that does so in theory may miss it by the rounding of the last bit.
    """
    for step in range(_MOST_STEPS):
        wider = scale * (1 + _STEP * (2**step - 1))
        mechanism = make(wider)
        if mechanism.map(distance) <= rho:
            return mechanism, wider
    raise AssertionError(f"no scale near {scale} costs as little as {rho}")
