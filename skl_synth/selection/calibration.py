"""Choose rows so that one-way counts come out right: bins, raking, swaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MAX_SWEEPS = 20
"""Sweeps of raking; it gains little after a few."""

WEIGHTS = (1e-6, 20.0)
"""Least and greatest weight of a row, over the weight of all rows before raking."""

FACTORS = (1e-3, 1e3)
"""Least and greatest factor for a level in one step: some levels no candidate has, and
some no real row."""

NEARNESS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7)
"""Quantiles of distances at which nearness is bounded."""

COPY = 1e-9
"""Rows nearer than this are the same row."""

MAX_ROUNDS = 200
"""Rounds of swaps; they end earlier once a round gains nothing."""

SWAPS_PER_ROUND = 64
"""Rows to be dropped, and rows to take their place, that a round looks at."""


@dataclass(frozen=True, eq=False)
class Cuts:
    """Where one column of numbers is cut into levels to be counted.

    Parameters
    ----------
    edges : ndarray of shape (n_levels - 2,)
        Lower edges of all intervals but the first; the last level is for missing
        values.
    """

    edges: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, n_bins: int) -> Cuts:
        """Cut a column into intervals of about equally many rows.

        Parameters
        ----------
        values : ndarray of shape (n_rows,)
            The real numbers; NaN where missing.
        n_bins : int
            How many intervals; fewer where values repeat. A value that as many rows
            have as an interval should hold is an interval of its own.

        Returns
        -------
        Cuts
            The edges.
        """
        known = values[~np.isnan(values)]
        if not len(known):
            return cls(np.empty(0))
        quantiles = np.linspace(0, 1, n_bins + 1)[1:-1]
        inner = np.quantile(known, quantiles, method="inverted_cdf")
        seen, counts = np.unique(known, return_counts=True)
        alone = seen[counts * n_bins >= len(known)]
        edges = np.r_[inner, alone, np.nextafter(alone, np.inf)]
        return cls(np.unique(edges))

    @property
    def n_levels(self) -> int:
        """Number of intervals, and one more for missing values."""
        return len(self.edges) + 2

    def levels(self, values: np.ndarray) -> np.ndarray:
        """Tell the level of each value.

        Parameters
        ----------
        values : ndarray of shape (n_rows,)
            Numbers; NaN where missing.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            Position of the interval, or the last level.
        """
        levels = np.searchsorted(self.edges, values, side="right")
        return np.where(np.isnan(values), self.n_levels - 1, levels)


@dataclass(frozen=True, eq=False)
class Margins:
    """The one-way counts that a choice of rows should have.

    Parameters
    ----------
    offsets : ndarray of shape (n_variables,), dtype int
        Where the levels of each variable begin among all cells.
    shares : ndarray of shape (n_cells,)
        Share of the real rows in each cell; the shares of one variable sum to one.
    """

    offsets: np.ndarray
    shares: np.ndarray

    @classmethod
    def of(cls, levels: np.ndarray, n_levels: np.ndarray) -> Margins:
        """Count real rows.

        Parameters
        ----------
        levels : ndarray of shape (n_rows, n_variables), dtype int
            The level of each real row in each variable.
        n_levels : ndarray of shape (n_variables,), dtype int
            How many levels each variable has.

        Returns
        -------
        Margins
            Their shares.
        """
        offsets = np.cumsum(n_levels) - n_levels
        cells = levels + offsets
        counts = np.bincount(cells.ravel(), minlength=int(n_levels.sum()))
        return cls(offsets, counts / max(len(levels), 1))

    def deviation(self, cells: np.ndarray) -> np.ndarray:
        """Measure how far the counts of some rows are from the real ones.

        Parameters
        ----------
        cells : ndarray of shape (n_rows, n_variables), dtype int
            The cells of the rows.

        Returns
        -------
        ndarray of shape (n_variables,)
            Total variation of each variable: the share of rows that would have to
            have another level.
        """
        counts = np.bincount(cells.ravel(), minlength=len(self.shares))
        excess = np.abs(counts / max(len(cells), 1) - self.shares)
        return 0.5 * np.add.reduceat(excess, self.offsets) if len(excess) else excess


@dataclass(frozen=True, eq=False)
class Tally:
    """How the rows of one class are counted, and what the counts should be.

    Parameters
    ----------
    cuts : list of Cuts
        The bins of each column of numbers.
    margins : Margins
        The real shares of the bins and of the levels of codes.
    """

    cuts: list[Cuts]
    margins: Margins

    @classmethod
    def of(
        cls,
        numbers: np.ndarray,
        codes: np.ndarray,
        n_levels: np.ndarray,
        n_bins: int,
    ) -> Tally:
        """Count the real rows of a class.

        Parameters
        ----------
        numbers : ndarray of shape (n_rows, n_numbers)
            Their numbers.
        codes : ndarray of shape (n_rows, n_codes)
            Their codes.
        n_levels : ndarray of shape (n_codes,), dtype int
            Levels of each code.
        n_bins : int
            Bins of each number.

        Returns
        -------
        Tally
            What to count, and the real counts.
        """
        cuts = [Cuts.of(values, n_bins) for values in numbers.T]
        sizes = np.array([*(cut.n_levels for cut in cuts), *n_levels], dtype=np.intp)
        levels = _levels(cuts, numbers, codes)
        return cls(cuts, Margins.of(levels, sizes))

    def cells(self, numbers: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """Tell the cell of each row in each variable.

        Parameters
        ----------
        numbers : ndarray of shape (n_rows, n_numbers)
            Numbers of any rows.
        codes : ndarray of shape (n_rows, n_codes)
            Their codes.

        Returns
        -------
        ndarray of shape (n_rows, n_variables), dtype int
            Positions among all cells: numbers first, then codes.
        """
        return _levels(self.cuts, numbers, codes) + self.margins.offsets


def _levels(cuts: list[Cuts], numbers: np.ndarray, codes: np.ndarray) -> np.ndarray:
    binned = [cut.levels(values) for cut, values in zip(cuts, numbers.T, strict=True)]
    return np.column_stack([*binned, codes.astype(np.intp)])


@dataclass(frozen=True, eq=False)
class Nearness:
    """How many of the chosen rows may lie how close to a real row.

    Parameters
    ----------
    strata : ndarray of shape (n_candidates,), dtype int
        The stratum of each candidate: 0 lies closest.
    caps : ndarray of shape (n_strata - 1,), dtype int
        Chosen rows that may lie in the first, the first two, … strata.
    """

    strata: np.ndarray
    caps: np.ndarray

    @classmethod
    def of(
        cls, distances: np.ndarray, n_chosen: int, between: np.ndarray | None = None
    ) -> Nearness:
        """Bound the nearness of a choice by that of the candidates, and of real rows.

        At none of several quantiles of the distances may a larger share of the chosen
        rows be nearer than of all candidates; nor, as far as enough candidates are
        further away, than of real rows to one another.

        Parameters
        ----------
        distances : ndarray of shape (n_candidates,)
            Distance of each candidate to the nearest real row.
        n_chosen : int
            How many are to be chosen.
        between : ndarray of shape (n_real,), default=None
            Distance of each real row to the nearest other one, if those count.

        Returns
        -------
        Nearness
            The bounds.
        """
        looked_at = [distances] if between is None else [distances, between]
        quantiles = [
            np.quantile(one, NEARNESS, method="inverted_cdf") for one in looked_at
        ]
        edges = np.unique(np.r_[COPY, np.concatenate(quantiles)])
        strata = np.searchsorted(edges, distances, side="left")
        within = np.cumsum(np.bincount(strata, minlength=len(edges) + 1))[:-1]
        caps = n_chosen * within // len(distances)
        if between is not None:
            among_real = (between[:, None] <= edges).mean(axis=0)
            attainable = n_chosen - (len(distances) - within)
            wanted = np.floor(n_chosen * among_real + 1e-9).astype(np.intp)
            caps = np.minimum(caps, np.maximum(wanted, attainable))
        return cls(strata, caps)

    def within(self, chosen: np.ndarray) -> np.ndarray:
        """Count the chosen rows in the first, the first two, … strata.

        Parameters
        ----------
        chosen : ndarray of int
            Positions of the chosen rows.

        Returns
        -------
        ndarray of shape (n_strata - 1,), dtype int
            Their number.
        """
        n_strata = len(self.caps) + 1
        return np.cumsum(np.bincount(self.strata[chosen], minlength=n_strata))[:-1]


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
    keys = rng.exponential(size=len(weights)) / weights
    return np.argsort(keys, kind="stable")[:n_rows]


def keep_away(
    chosen: np.ndarray, weights: np.ndarray, nearness: Nearness
) -> np.ndarray:
    """Exchange chosen rows that lie too close for others that do not.

    Parameters
    ----------
    chosen : ndarray of int
        Positions of the chosen rows.
    weights : ndarray of shape (n_candidates,)
        The lightest rows go, the heaviest come.
    nearness : Nearness
        The bounds.

    Returns
    -------
    ndarray of int
        As many positions, within the bounds.
    """
    taken = np.zeros(len(weights), dtype=bool)
    taken[chosen] = True
    heavy = np.argsort(-weights, kind="stable")
    # From the outermost bound inwards: what comes for one bound may still lie within
    # the next, and what goes for a later one lies within all before.
    for bound in range(len(nearness.caps))[::-1]:
        inside = nearness.strata[heavy] <= bound
        too_many = int((taken[heavy] & inside).sum() - nearness.caps[bound])
        if too_many > 0:
            taken[heavy[taken[heavy] & inside][::-1][:too_many]] = False
            taken[heavy[~taken[heavy] & ~inside][:too_many]] = True
    return np.flatnonzero(taken)


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
        return (self.stress * (2 * sign * self.excess + 1))[self.cells].sum(axis=1)

    def _exact(self, row: int, enter: np.ndarray) -> np.ndarray:
        """Change of the objective when a row goes and each of others comes."""
        goes = self.cells[row]
        comes = self.cells[enter]
        out = self.stress[goes] * (1 - 2 * self.excess[goes])
        into = self.stress[comes] * (1 + 2 * self.excess[comes])
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
        self.room[strata[row] :] += 1
        self.room[strata[other] :] -= 1


def _lowest(gains: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The rows of least gain, the least first."""
    if len(rows) > SWAPS_PER_ROUND:
        rows = rows[np.argpartition(gains[rows], SWAPS_PER_ROUND)[:SWAPS_PER_ROUND]]
    return rows[np.argsort(gains[rows], kind="stable")]
