"""Ceilings of a guarantee: what no attack on one person can exceed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

FALSE_POSITIVES = np.linspace(0.0, 1.0, 2001)
"""Where the curve is computed: of its area the third decimal is right."""

ORDERS = 1 + np.geomspace(1e-3, 1e5, 400)
"""Orders of the Rényi divergence over which the conversion is optimised. Any of them
gives a valid bound; the finer the grid, the nearer it is to the least."""

N_EPSILONS = 200
"""Pairs (ε, δ(ε)) of which each bounds the curve; again, any of them is valid."""


class Ceiling(NamedTuple):
    """The most that an attack on one person can reach.

    Parameters
    ----------
    auc : float
        ROC AUC; chance is .5.
    tpr_at_5, tpr_at_1 : float
        Share of members found at 5 % and at 1 % of false alarms.
    """

    auc: float
    tpr_at_5: float
    tpr_at_1: float


def ceiling_of(epsilon: float, delta: float) -> Ceiling:
    r"""Bound every attack by (ε, δ) alone.

    Parameters
    ----------
    epsilon, delta : float
        The guarantee.

    Returns
    -------
    Ceiling
        The most that any attack reaches, whatever the attacker knows besides.

    Notes
    -----
    Of two neighbouring tables, each released set of tables has a probability under the
    one of at most :math:`e^ε` times that under the other, plus δ: in both directions.
    So TPR is at most the lower of :math:`δ + e^ε \mathrm{FPR}` and
    :math:`1 - e^{-ε}(1 - δ - \mathrm{FPR})` [1]_, and the area
    :math:`1 - (1 - δ)^2 / (1 + e^ε)`.

    References
    ----------
    .. [1] P. Kairouz, S. Oh, P. Viswanath, "The composition theorem for differential
       privacy", ICML 2015 (privacy as a region of tests).

    Examples
    --------
    >>> from skl_synth.release.guarantee_ceilings import ceiling_of
    >>> [round(figure, 3) for figure in ceiling_of(1.0, 1e-6)]
    [0.731, 0.136, 0.027]
    """
    area = 1 - (1 - delta) ** 2 / (1 + np.exp(epsilon))
    rates = _rates(np.array([0.05, 0.01]), np.array([epsilon]), np.array([delta]))
    return Ceiling(float(area), *rates.tolist())


def ceiling_of_rho(rho: float) -> Ceiling:
    """Bound every attack by the sum of the measurements, which says more than (ε, δ).

    Parameters
    ----------
    rho : float
        What all measurements together spend, in zero-concentrated differential
        privacy.

    Returns
    -------
    Ceiling
        The most that any attack reaches.

    Notes
    -----
    ρ stands for a δ at every ε [1]_, and all of these hold at once: at each rate of
    false alarms the strictest counts. Where the Rényi divergences are those of a normal
    distribution, the bound of two such distributions would be a little lower still.

    References
    ----------
    .. [1] C. L. Canonne, G. Kamath, T. Steinke, "The discrete Gaussian for differential
       privacy", NeurIPS 2020, corollary 13.

    Examples
    --------
    >>> from skl_synth.release.guarantee_ceilings import ceiling_of_rho
    >>> ceiling = ceiling_of_rho(0.02)
    >>> 0.55 < ceiling.auc < 0.62
    True
    """
    epsilons = np.linspace(0.0, rho + 8 * np.sqrt(rho) + 1e-3, N_EPSILONS)
    deltas = _deltas(rho, epsilons)
    curve = _rates(FALSE_POSITIVES, epsilons, deltas)
    # The curve is concave: chords lie below it, and steps to the right above.
    area = float(curve[1:].mean())
    return Ceiling(
        min(area, 1.0), *_rates(np.array([0.05, 0.01]), epsilons, deltas).tolist()
    )


def _deltas(rho: float, epsilons: np.ndarray) -> np.ndarray:
    """The δ of each ε, by the best order."""
    orders = ORDERS[:, None]
    exponent = (orders - 1) * (orders * rho - epsilons)
    logs = exponent - np.log(orders) + (orders - 1) * np.log1p(-1 / orders)
    deltas = np.exp(np.minimum(logs.min(axis=0), 0.0))
    # At ε = 0 it is the total variation distance, which Pinsker bounds.
    deltas[0] = min(deltas[0], np.sqrt(rho / 2))
    return deltas


def _rates(
    false_positives: np.ndarray, epsilons: np.ndarray, deltas: np.ndarray
) -> np.ndarray:
    """The most true positives at each rate of false ones, by the strictest pair."""
    rates, grow = false_positives[:, None], np.exp(epsilons)
    above = np.minimum(deltas + grow * rates, 1 - (1 - deltas - rates) / grow)
    return np.clip(above.min(axis=1), false_positives, 1.0)
