"""The ledger: what a guarantee may cost, and what each look at a table has cost."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.generators.marginals.exact_noise import (
    discrete_gaussian,
    noisy_maximum,
)

ROUNDING = 1e-9
"""The share of a budget that is left unspent, so that sums of floats stay within it."""

_FARTHEST = 40.0
"""The largest order that is tried, as the logarithm of what lies above one."""

_ROUNDS, _POINTS = 12, 101


def epsilon_of(rho: float, delta: float) -> float:
    """Convert a cost in zCDP into the epsilon that may be stated with a delta.

    Parameters
    ----------
    rho : float
        The cost, as zero-concentrated differential privacy.
    delta : float
        The delta of the statement.

    Returns
    -------
    float
        The epsilon, which every order of the Rényi divergence bounds from above: so an
        order that is not quite the best never makes it too small.

    References
    ----------
    .. [1] C. Canonne, G. Kamath, T. Steinke, "The Discrete Gaussian for Differential
       Privacy", NeurIPS 2020, Corollary 13.

    Examples
    --------
    >>> from skl_synth.generators.marginals.ledger import epsilon_of
    >>> round(epsilon_of(0.1, 1e-6), 3)
    2.142
    """
    if rho <= 0:
        return 0.0
    return max(_least(lambda above: (1 + above) * rho + _tail(above, delta)), 0.0)


def _tail(above: np.ndarray, delta: float) -> np.ndarray:
    """What the order ``1 + above`` adds to its divergence, in the corollary."""
    order = 1 + above
    log_share = np.log(above) - np.log1p(above)
    return (order * log_share - np.log(above) - math.log(delta)) / above


def _least(of_above: Callable[[np.ndarray], np.ndarray]) -> float:
    """Search the least value over all orders above one, in ever finer steps."""
    low, high = -_FARTHEST, _FARTHEST
    for _ in range(_ROUNDS):
        grid = np.linspace(low, high, _POINTS)
        values = of_above(np.exp(grid))
        place = int(np.argmin(values))
        low, high = grid[max(place - 1, 0)], grid[min(place + 1, _POINTS - 1)]
    return float(values[place])


@dataclass(frozen=True)
class Budget:
    """What a guarantee may cost.

    Parameters
    ----------
    epsilon, delta : float
        (epsilon, delta)-differential privacy for persons.

    Examples
    --------
    >>> from skl_synth.generators.marginals.ledger import Budget
    >>> round(Budget(epsilon=1.0, delta=1e-6).rho, 4)
    0.0244
    """

    epsilon: float
    delta: float

    @property
    def rho(self) -> float:
        """What may be spent as zCDP: the most for which the guarantee holds."""
        # What one order allows is allowed: so the most over all orders is, too.
        most = -_least(
            lambda above: (_tail(above, self.delta) - self.epsilon) / (1 + above)
        )
        return max(most, 0.0) * (1 - ROUNDING)


@dataclass(frozen=True, eq=False)
class Measurement:
    """Counts as they were measured.

    Parameters
    ----------
    margin : tuple
        The names of the columns that are counted together.
    values : ndarray of float64
        The counts, noise included.
    sigma : float
        The spread of the noise; 0 without any.
    """

    margin: tuple
    values: np.ndarray
    sigma: float

    def averaged(self, other: Measurement) -> Measurement:
        """Average two noisy counts of the same cells, the better weighing more.

        Parameters
        ----------
        other : Measurement
            The other, with noise, too.

        Returns
        -------
        Measurement
            The mean, and the spread of its noise.
        """
        own, others = self.sigma**-2, other.sigma**-2
        mean = (own * self.values + others * other.values) / (own + others)
        return Measurement(self.margin, mean, (own + others) ** -0.5)


@dataclass(frozen=True)
class Entry:
    """One look at the table.

    Parameters
    ----------
    step : {"measured", "chosen"}
        Whether counts were taken, or one margin chosen among several.
    margin : tuple
        What was counted, or chosen.
    sigma : float
        The spread of the noise in counts; NaN for a choice.
    rho : float
        What it cost, as zero-concentrated differential privacy.
    cells : int
        How many counts, or among how many was chosen.
    """

    step: str
    margin: tuple
    sigma: float
    rho: float
    cells: int


@dataclass(eq=False)
class Ledger:
    """All looks at a real table go through it; it adds noise and keeps the sum.

    What it returns and what it keeps may be published: neither holds a true count. Its
    noise cannot be seeded.

    Parameters
    ----------
    budget : Budget or None
        What may be spent. None: no noise, and no guarantee.
    sensitivity : float, default=1.0
        How far one person can move a table of counts, in Euclidean distance: the rows
        that a person may have; times the root of two where neighbours are tables in
        which a person is replaced by another.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.generators.marginals.ledger import Budget, Ledger
    >>> ledger = Ledger(Budget(epsilon=1.0, delta=1e-6))
    >>> _ = ledger.measure(("sex",), np.array([120, 131]), rho=ledger.rho_left / 2)
    >>> round(ledger.rho_left, 4)
    0.0122
    >>> ledger.frame()[["step", "margin", "cells"]]
           step  margin  cells
    0  measured  (sex,)      2
    """

    budget: Budget | None
    sensitivity: float = field(default=1.0, kw_only=True)
    entries: list[Entry] = field(default_factory=list, init=False)

    @cached_property
    def rho(self) -> float:
        """What may be spent in all; infinite without a budget."""
        return math.inf if self.budget is None else self.budget.rho

    @property
    def rho_spent(self) -> float:
        """What all looks have cost."""
        return math.fsum(entry.rho for entry in self.entries)

    @property
    def rho_left(self) -> float:
        """What may still be spent; infinite without a budget."""
        return max(self.rho - self.rho_spent, 0.0)

    @property
    def score_sensitivity(self) -> int:
        """How far one person can move a sum of differences between counts.

        Where a person is added or removed, as many counts as they have rows. Where one
        is replaced by another, which makes the sensitivity a multiple of the root of
        two, twice as many.
        """
        if float(self.sensitivity).is_integer():
            return int(self.sensitivity)
        return math.ceil(self.sensitivity * math.sqrt(2) * (1 - ROUNDING))

    def sigma_of(self, rho: float) -> float:
        """Tell the spread of the noise on counts.

        Parameters
        ----------
        rho : float
            What they may cost.

        Returns
        -------
        float
            The spread; 0 without a budget.
        """
        if self.budget is None:
            return 0.0
        return self.sensitivity / math.sqrt(2 * rho)

    def measure(self, margin: tuple, counts: np.ndarray, rho: float) -> Measurement:
        """Count with discrete Gaussian noise.

        Parameters
        ----------
        margin : tuple
            The names of the columns that are counted together.
        counts : ndarray of int
            The true counts, of any shape: one person moves them by no more than
            ``sensitivity``.
        rho : float
            What it may cost.

        Returns
        -------
        Measurement
            The counts with noise of spread ``sensitivity / sqrt(2 * rho)``; without a
            budget as they are.

        Raises
        ------
        AssertionError
            If it costs more than is left.
        """
        values, sigma = np.asarray(counts, dtype=np.float64), 0.0
        if self.budget is None:
            rho = 0.0
        else:
            self._check(rho)
            values, sigma = discrete_gaussian(
                counts, sensitivity=self.sensitivity, rho=rho
            )
        self.entries.append(Entry("measured", tuple(margin), sigma, rho, values.size))
        return Measurement(tuple(margin), values, sigma)

    def choose(self, margins: list[tuple], scores: np.ndarray, rho: float) -> int:
        """Choose one of several margins, the better the likelier.

        Parameters
        ----------
        margins : list of tuple
            Among what is chosen.
        scores : ndarray of shape (n_margins,), dtype int
            How good each is: one person moves each of them by no more than
            ``score_sensitivity``.
        rho : float
            What it may cost.

        Returns
        -------
        int
            The position of the chosen one; without a budget the best.

        Raises
        ------
        AssertionError
            If it costs more than is left.
        """
        if self.budget is None:
            rho, place = 0.0, int(np.argmax(scores))
        else:
            self._check(rho)
            place = noisy_maximum(scores, sensitivity=self.score_sensitivity, rho=rho)
        chosen = tuple(margins[place])
        self.entries.append(Entry("chosen", chosen, math.nan, rho, len(margins)))
        return place

    @property
    def margins(self) -> list[tuple]:
        """What was counted, each set of columns once."""
        counted = [one.margin for one in self.entries if one.step == "measured"]
        return list(dict.fromkeys(counted))

    def frame(self) -> pd.DataFrame:
        """Show every look at the table, which may be published.

        Returns
        -------
        DataFrame
            One row each: step, margin, sigma, rho, cells.
        """
        columns = {
            name: pd.Series([getattr(one, name) for one in self.entries], dtype=dtype)
            for name, dtype in _COLUMNS.items()
        }
        return pd.DataFrame(columns)

    def _check(self, rho: float) -> None:
        """Stop what the guarantee does not cover: that is never the user's doing."""
        # A sum of shares of the budget may miss it by the rounding of the last bit,
        # for which the budget keeps a thousand times as much aside.
        most = self.rho * (1 + ROUNDING / 1000)
        if not (rho > 0 and self.rho_spent + rho <= most):
            raise AssertionError(
                f"a look at the table that costs {rho}, where {self.rho_left} is left"
            )


_COLUMNS: dict[str, Any] = {
    "step": object,
    "margin": object,
    "sigma": float,
    "rho": float,
    "cells": int,
}
