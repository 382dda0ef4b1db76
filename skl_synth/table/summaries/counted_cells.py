"""CellCounts: the different rows of some columns, how often and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skl_synth.table.summaries.cell_codes import cell_codes
from skl_synth.table.summaries.one_under_another import one_under_another

ALWAYS = 1_000_000
"""So many cells are always compared; of more, only where many of them are the same."""


@dataclass(frozen=True, eq=False)
class CellCounts:
    """The different rows of some columns, how often each stands there, and where first.

    Parts of a table are summarised apart, and their summaries merged, in any order of
    merging; it takes as much space as there are different rows, or, where nearly all
    are, as the rows themselves. Of one column, which is the usual case, these are its
    different cells.

    Parameters
    ----------
    cells : DataFrame
        The different rows, in the order in which they come first. Of more than
        `ALWAYS`, of which most rows have one of their own, some may be here twice.
    counts : ndarray of shape (n_different,), dtype unsigned int
        How many rows are like each.
    firsts : ndarray of shape (n_different,), dtype unsigned int
        Where each stands first, counted in the whole table; ascending.
    n_rows : int
        Rows that are summarised.

    See Also
    --------
    cell_codes : Tells which cells are the same.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.table.summaries import CellCounts
    >>> one = CellCounts.of(pd.DataFrame({"ward": ["B", "A", "B"]}))
    >>> two = CellCounts.of(pd.DataFrame({"ward": ["C", "B"]}), start=3)
    >>> both = CellCounts.merged([one, two])
    >>> both.cells["ward"].tolist(), both.counts.tolist(), both.firsts.tolist()
    (['B', 'A', 'C'], [3, 1, 1], [0, 1, 3])
    >>> both.rebuilt()["ward"].tolist()
    ['B', 'A', 'B', 'C', 'B']
    """

    cells: pd.DataFrame
    counts: np.ndarray
    firsts: np.ndarray
    n_rows: int

    @classmethod
    def of(cls, frame: pd.DataFrame, start: int = 0) -> CellCounts:
        """Summarise some columns of a part of a table.

        Parameters
        ----------
        frame : DataFrame
            The columns.
        start : int, default=0
            Where the part begins in the table.

        Returns
        -------
        CellCounts
            The summary.
        """
        codes = cell_codes(frame)
        firsts = _firsts_of(codes)
        counts = np.bincount(codes, minlength=len(firsts))
        cells = frame.take(firsts).reset_index(drop=True)
        return cls(cells, _narrow(counts), _narrow(firsts + start), len(frame))

    @classmethod
    def merged(cls, parts: Sequence[CellCounts]) -> CellCounts:
        """Merge the summaries of parts that follow one another.

        Parameters
        ----------
        parts : sequence of CellCounts
            Summaries of the same columns, in the order of the parts; at least one.

        Returns
        -------
        CellCounts
            That of all of them.
        """
        if len(parts) == 1:
            return parts[0]
        cells = one_under_another([one.cells for one in parts])
        counts = np.concatenate([one.counts for one in parts])
        firsts = np.concatenate([one.firsts for one in parts])
        n_rows = sum(one.n_rows for one in parts)
        if len(cells) > max(ALWAYS, n_rows // 2):
            return cls(cells, counts, firsts, n_rows)
        codes = cell_codes(cells)
        chosen = _firsts_of(codes)
        # Counts are whole numbers far below 2**53, which floats add exactly.
        total = np.bincount(codes, weights=counts, minlength=len(chosen))
        cells = cells.take(chosen).reset_index(drop=True)
        return cls(cells, _narrow(total.astype(np.int64)), firsts[chosen], n_rows)

    def rebuilt(self) -> pd.DataFrame:
        """Make columns of the same cells, as often, each first at its first place.

        The repeats of a cell stand somewhere behind its first place. Whatever does not
        look at their order cannot tell these columns from the real ones.

        Returns
        -------
        DataFrame
            All rows that were summarised, which must be those of a table from its
            first row on.
        """
        if len(self.cells) == self.n_rows:
            return self.cells
        codes = np.full(self.n_rows, -1, dtype=np.int64)
        codes[self.firsts] = np.arange(len(self.firsts))
        # Up to any row there are as many free places at most as there were repeats of
        # what came before: so no repeat is put before its first place.
        free = np.flatnonzero(codes < 0)
        codes[free] = np.repeat(np.arange(len(self.firsts)), self.counts - 1)
        return self.cells.take(codes).reset_index(drop=True)


def _narrow(numbers: np.ndarray) -> np.ndarray:
    """Keep whole numbers in as few bytes as the largest of them takes."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def _firsts_of(codes: np.ndarray) -> np.ndarray:
    """Find the first place of each number; they are given by their first places."""
    highest = np.maximum.accumulate(codes)
    return np.flatnonzero(np.diff(highest, prepend=-1) > 0)
