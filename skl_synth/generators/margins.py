"""What is counted of the rows of a class: bins, levels, and their real shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


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
        # Values that occur: equal ones are never on two sides of an edge.
        inner = np.quantile(known, quantiles, method="inverted_cdf")
        seen, counts = np.unique(known, return_counts=True)
        alone = seen[counts * n_bins >= len(known)]
        # Zero among costs, say: its share could not be kept in one with other values.
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

    def beside(self, other: Margins) -> Margins:
        """Put the cells of further variables behind these.

        Parameters
        ----------
        other : Margins
            The margins of the other variables.

        Returns
        -------
        Margins
            Both.
        """
        offsets = np.concatenate([self.offsets, other.offsets + len(self.shares)])
        return Margins(offsets, np.concatenate([self.shares, other.shares]))

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
        levels = levels_of(cuts, numbers, codes)
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
        return levels_of(self.cuts, numbers, codes) + self.margins.offsets


def levels_of(cuts: list[Cuts], numbers: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Put the bins of numbers and the levels of codes side by side.

    Parameters
    ----------
    cuts : list of Cuts
        The bins of each number.
    numbers : ndarray of shape (n_rows, n_numbers)
        Numbers.
    codes : ndarray of shape (n_rows, n_codes)
        Codes.

    Returns
    -------
    ndarray of shape (n_rows, n_numbers + n_codes), dtype int
        Levels.
    """
    binned = [cut.levels(values) for cut, values in zip(cuts, numbers.T, strict=True)]
    return np.column_stack([*binned, codes.astype(np.intp)])
