"""Choose rows so that one-way counts come out right: weights, then swaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.margins import Margins
from skl_synth.generators.nearness import Nearness, keep_away

MAX_SWEEPS = 20
"""Sweeps of raking; it gains little after a few."""

WEIGHTS = (1e-6, 20.0)
"""Least and greatest weight of a row, over the weight of all rows before raking."""

FACTORS = (1e-3, 1e3)
"""Least and greatest factor for a level in one step: some levels no candidate has, and
some no real row."""

MAX_ROUNDS = 200
"""Rounds of swaps; they end earlier once a round gains nothing."""

SWAPS_PER_ROUND = 64
"""Rows to be dropped, and rows to take their place, that a round looks at."""


def choose(
    cells: np.ndarray,
    margins: Margins,
    nearness: Nearness,
    n_rows: int,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Choose rows whose one-way counts are as near to the real ones as can be had.

    Parameters
    ----------
    cells : ndarray of shape (n_candidates, n_variables), dtype int
        The cells of the candidates.
    margins : Margins
        The real shares.
    nearness : Nearness
        How many may lie how close to a real row.
    n_rows : int
        How many to choose.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        Positions of the chosen candidates.
    """
    weights = rake(cells, margins)
    chosen = draw_by_weight(weights, n_rows, rng)
    return swap(keep_away(chosen, weights, nearness), cells, margins, nearness)


def rake(cells: np.ndarray, margins: Margins) -> np.ndarray:
    """Weigh candidates until their weighted one-way counts are the real ones.

    Iterative proportional fitting: each variable in turn scales the weights of its
    levels to the real shares, again and again.

    Parameters
    ----------
    cells : ndarray of shape (n_candidates, n_variables), dtype int
        The cells of the candidates.
    margins : Margins
        The real shares.

    Returns
    -------
    ndarray of shape (n_candidates,)
        Weights that sum to one.
    """
    weights = np.full(len(cells), 1.0 / max(len(cells), 1))
    least, most = WEIGHTS[0] * weights, WEIGHTS[1] * weights
    for _ in range(MAX_SWEEPS):
        before = weights
        for column in cells.T:
            had = np.bincount(column, weights=weights, minlength=len(margins.shares))
            factor = margins.shares / np.where(had > 0, had, 1.0)
            weights = weights * np.clip(factor, *FACTORS)[column]
        # Rows are drawn without repetition: a weight that asks for one row many times
        # over cannot be met, and would leave the others short.
        weights = np.clip(weights / weights.sum(), least, most)
        if np.abs(weights - before).max() < 1e-3 / len(cells):
            break
    return weights / weights.sum()


def draw_by_weight(
    weights: np.ndarray, n_rows: int, rng: np.random.RandomState
) -> np.ndarray:
    """Draw rows without repetition, each about as likely as its weight says.

    Parameters
    ----------
    weights : ndarray of shape (n_candidates,)
        Positive weights.
    n_rows : int
        How many to draw.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        Positions of the rows.
    """
    # Clocks that run as fast as the weights say: those that ring first are a weighted
    # sample without replacement (Efraimidis and Spirakis, 2006).
    keys = rng.exponential(size=len(weights)) / weights
    return np.argsort(keys, kind="stable")[:n_rows]


def swap(
    chosen: np.ndarray, cells: np.ndarray, margins: Margins, nearness: Nearness
) -> np.ndarray:
    """Swap chosen rows for others as long as that brings counts nearer to the real.

    The sum over cells of (count - wanted)² / (wanted + 1) falls with every swap, and
    no swap breaks a bound on nearness.

    Parameters
    ----------
    chosen : ndarray of int
        Positions of the chosen rows, within the bounds.
    cells : ndarray of shape (n_candidates, n_variables), dtype int
        The cells of the candidates.
    margins : Margins
        The real shares.
    nearness : Nearness
        The bounds.

    Returns
    -------
    ndarray of int
        As many positions.
    """
    swaps = _Swaps.start(chosen, cells, margins, nearness)
    for _ in range(MAX_ROUNDS):
        if not swaps.round():
            break
    return np.flatnonzero(swaps.taken)


@dataclass(eq=False)
class _Swaps:
    """The state between two swaps: which rows are chosen, and what that adds up to."""

    cells: np.ndarray
    taken: np.ndarray
    excess: np.ndarray
    """Count of each cell over what is wanted."""
    stress: np.ndarray
    """What a unit of excess, squared, costs in each cell."""
    nearness: Nearness
    room: np.ndarray
    """Rows that may still come within each bound."""

    @classmethod
    def start(
        cls,
        chosen: np.ndarray,
        cells: np.ndarray,
        margins: Margins,
        nearness: Nearness,
    ) -> _Swaps:
        taken = np.zeros(len(cells), dtype=bool)
        taken[chosen] = True
        # Over wanted + 1, much as in a chi-squared statistic: one row too many counts
        # for more in a rare cell than in a common one, and not without end in an empty
        # one.
        wanted = margins.shares * len(chosen)
        counts = np.bincount(cells[chosen].ravel(), minlength=len(wanted))
        room = nearness.caps - nearness.within(chosen)
        return cls(cells, taken, counts - wanted, 1 / (wanted + 1), nearness, room)

    def round(self) -> bool:
        """Try the most promising swaps; say whether any was made."""
        out_gain, in_gain = self._gains(-1), self._gains(1)
        leave = _lowest(out_gain, np.flatnonzero(self.taken))
        enter = _lowest(in_gain, np.flatnonzero(~self.taken))
        swapped = False
        for row in leave.tolist():
            if not len(enter):
                break
            gains = self._exact(row, enter)
            gains[~self._allowed(row, enter)] = np.inf
            best = int(np.argmin(gains))
            if gains[best] < -1e-9:
                self._swap(row, int(enter[best]))
                enter = np.delete(enter, best)
                swapped = True
        return swapped

    def _gains(self, sign: int) -> np.ndarray:
        """Change of the objective when each row comes (1) or goes (-1) alone."""
        # (excess ± 1)² - excess² = ±2 excess + 1
        return (self.stress * (2 * sign * self.excess + 1))[self.cells].sum(axis=1)

    def _exact(self, row: int, enter: np.ndarray) -> np.ndarray:
        """Change of the objective when a row goes and each of others comes."""
        goes = self.cells[row]
        comes = self.cells[enter]
        out = self.stress[goes] * (1 - 2 * self.excess[goes])
        into = self.stress[comes] * (1 + 2 * self.excess[comes])
        # Where both rows lie in one cell its count stays.
        return np.where(comes == goes, 0.0, out + into).sum(axis=1)

    def _allowed(self, row: int, enter: np.ndarray) -> np.ndarray:
        """Mark the rows that may take the place of another under all bounds."""
        strata = self.nearness.strata
        full = np.flatnonzero(self.room <= 0)
        # Full bounds that the row to go lies beyond, and the row to come would not.
        inner = full[full < strata[row]]
        return (
            np.ones(len(enter), bool) if not len(inner) else strata[enter] > inner[-1]
        )

    def _swap(self, row: int, other: int) -> None:
        self.taken[row], self.taken[other] = False, True
        self.excess[self.cells[row]] -= 1
        self.excess[self.cells[other]] += 1
        strata = self.nearness.strata
        # A bound counts all strata up to its own, so a row counts in its own and those
        # further out.
        self.room[strata[row] :] += 1
        self.room[strata[other] :] -= 1


def _lowest(gains: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The rows of least gain, the least first."""
    if len(rows) > SWAPS_PER_ROUND:
        rows = rows[np.argpartition(gains[rows], SWAPS_PER_ROUND)[:SWAPS_PER_ROUND]]
    return rows[np.argsort(gains[rows], kind="stable")]
