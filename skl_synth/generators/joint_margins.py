"""Pairs of columns: which of them the candidates have most wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.margins import Cuts, Margins, levels_of

BINS = 4
"""Bins of a number when it is counted together with another column."""

MOST_LEVELS = 8
"""Levels of a code that are told apart then; the rarest are one."""

MOST_ROWS = 10_000
"""Rows by which pairs are compared."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """The columns of a class, counted coarsely two by two.

    Parameters
    ----------
    cuts : list of Cuts
        The bins of each number.
    tables : list of ndarray
        The coarse level of each level of each code.
    n_levels : ndarray of shape (n_variables,), dtype int
        Coarse levels of each variable: numbers first, then codes.
    real : ndarray of shape (n_real, n_variables), dtype int
        The coarse levels of the real rows.
    """

    cuts: list[Cuts]
    tables: list[np.ndarray]
    n_levels: np.ndarray
    real: np.ndarray

    @classmethod
    def of(cls, numbers: np.ndarray, codes: np.ndarray, n_levels: np.ndarray) -> Pairs:
        """Count the real rows of a class.

        Parameters
        ----------
        numbers : ndarray of shape (n_rows, n_numbers)
            Their numbers.
        codes : ndarray of shape (n_rows, n_codes)
            Their codes.
        n_levels : ndarray of shape (n_codes,), dtype int
            Levels of each code.

        Returns
        -------
        Pairs
            The coarse levels.
        """
        cuts = [Cuts.of(values, BINS) for values in numbers.T]
        tables = [
            _coarse(code, int(n)) for code, n in zip(codes.T, n_levels, strict=True)
        ]
        sizes = [*(cut.n_levels for cut in cuts), *(int(t.max()) + 1 for t in tables)]
        real = _levels(cuts, tables, numbers, codes)
        return cls(cuts, tables, np.array(sizes, dtype=np.intp), real)

    def levels(self, numbers: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """Tell the coarse level of each row in each variable.

        Parameters
        ----------
        numbers : ndarray of shape (n_rows, n_numbers)
            Numbers of any rows.
        codes : ndarray of shape (n_rows, n_codes)
            Their codes.

        Returns
        -------
        ndarray of shape (n_rows, n_variables), dtype int
            Levels.
        """
        return _levels(self.cuts, self.tables, numbers, codes)

    def worst(self, levels: np.ndarray, n_pairs: int) -> np.ndarray:
        """Find the pairs whose counts among candidates are furthest from the real.

        Parameters
        ----------
        levels : ndarray of shape (n_candidates, n_variables), dtype int
            Coarse levels of the candidates.
        n_pairs : int
            How many pairs to return at most.

        Returns
        -------
        ndarray of shape (n_pairs, 2), dtype int
            Positions of two variables each, the worst first.
        """
        starts = np.cumsum(self.n_levels) - self.n_levels
        total = int(self.n_levels.sum())
        real = _joint(self.real, starts, total)
        excess = np.abs(real - _joint(levels, starts, total))
        by_pair = np.add.reduceat(
            np.add.reduceat(excess, starts, axis=0), starts, axis=1
        )
        first, second = np.triu_indices(len(starts), 1)
        gains = by_pair[first, second]
        order = np.argsort(-gains, kind="stable")[:n_pairs]
        return np.column_stack([first[order], second[order]])

    def counted(
        self, levels: np.ndarray, pairs: np.ndarray
    ) -> tuple[np.ndarray, Margins]:
        """Count candidates and real rows in the cells of some pairs.

        Parameters
        ----------
        levels : ndarray of shape (n_candidates, n_variables), dtype int
            Coarse levels of the candidates.
        pairs : ndarray of shape (n_pairs, 2), dtype int
            Positions of two variables each.

        Returns
        -------
        cells : ndarray of shape (n_candidates, n_pairs), dtype int
            The cell of each candidate in each pair.
        margins : Margins
            The real shares of the cells.
        """
        first, second = pairs.T
        sizes = self.n_levels[first] * self.n_levels[second]
        joint = [
            rows[:, first] * self.n_levels[second] + rows[:, second]
            for rows in (levels, self.real)
        ]
        margins = Margins.of(joint[1], sizes)
        return joint[0] + margins.offsets, margins


def _levels(
    cuts: list[Cuts], tables: list[np.ndarray], numbers: np.ndarray, codes: np.ndarray
) -> np.ndarray:
    coarse = [table[code] for table, code in zip(tables, codes.T, strict=True)]
    stacked = np.array(coarse, dtype=np.intp).reshape(-1, len(codes)).T
    return levels_of(cuts, numbers, stacked)


def _coarse(code: np.ndarray, n_levels: int) -> np.ndarray:
    """Number the frequent levels of a code, and all others as one."""
    counts = np.bincount(code, minlength=n_levels)
    table = np.empty(n_levels, dtype=np.intp)
    table[np.argsort(-counts, kind="stable")] = np.arange(n_levels)
    return np.minimum(table, MOST_LEVELS - 1)


def _joint(levels: np.ndarray, starts: np.ndarray, total: int) -> np.ndarray:
    """Shares of rows in every two levels of any variables, by one product."""
    step = max(1, len(levels) // MOST_ROWS)
    levels = levels[::step]
    units = np.zeros((len(levels), total), dtype=np.float32)
    np.put_along_axis(units, levels + starts, 1.0, axis=1)
    return np.asarray(units.T @ units, dtype=np.float64) / max(len(levels), 1)
