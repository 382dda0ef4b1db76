"""Gaps of rows that were mixed from real ones: the mixture of the real gaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.derived.derived_steps import steps_of_rules
from skl_synth.generators.derived.gap import Gap
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.real import RealTable
from skl_synth.table.rounding import FULL
from skl_synth.table.rows import Candidates, EncodedRows


@dataclass(frozen=True, eq=False)
class MixedGaps:
    """The gaps of real rows, from which those of mixed rows follow.

    A row on the line between two real ones has a gap between theirs. Where each column
    is mixed by weights of its own, or noise is added, it is whatever comes about: stays
    of 0 to 14 days become stays of 40.

    Parameters
    ----------
    gap : Gap
        The gap.
    real : ndarray of shape (n_real,)
        That of each real row, NaN where there is none.
    """

    gap: Gap
    real: np.ndarray

    def mended(self, drawn: Candidates, reader: RowReader) -> EncodedRows:
        """Move the ends of mixed rows whose gap is not what was mixed.

        Parameters
        ----------
        drawn : Candidates
            Rows with their parents.
        reader : RowReader
            The same rows, of which columns before may have been mended.

        Returns
        -------
        EncodedRows
            The rows.
        """
        return self.moved(self.of_parents(drawn), reader)

    def moved(self, mixed: np.ndarray, reader: RowReader) -> EncodedRows:
        """Move the ends of rows whose gap is not the one that was mixed.

        Parameters
        ----------
        mixed : ndarray of shape (n_rows,)
            The gaps that were mixed.
        reader : RowReader
            The rows.

        Returns
        -------
        EncodedRows
            The rows.
        """
        own = self.gap.numbers(reader)
        # Beginning and end are rounded each for itself, so that one unit is no fault.
        precision = self.gap.variable.precision
        slack = 0.0 if precision.decimals == FULL else 10.0**-precision.decimals
        off = np.abs(own - mixed) > slack + 1e-9 * np.abs(mixed)
        off |= (own < precision.low) | (own > precision.high)
        gaps = self.gap.variable.snap(mixed)
        ends = self.gap.ends(self.gap.base(reader), gaps)
        rows, _ = self.gap.put(reader.rows, ends, off & ~np.isnan(ends))
        return rows

    def without_rows(self) -> MixedGaps:
        """Forget the gaps of the real rows.

        Returns
        -------
        MixedGaps
            What can still move ends.
        """
        return MixedGaps(self.gap, np.empty(0))

    def of_parents(self, drawn: Candidates) -> np.ndarray:
        """Mix the gaps of the parents by the weights of the end.

        Parameters
        ----------
        drawn : Candidates
            Rows with their parents.

        Returns
        -------
        ndarray of shape (n_rows,)
            The gaps; NaN where no parent has one.
        """
        weights = drawn.weights
        if weights.ndim == 3:
            weights = weights[:, :, self.gap.place]
        gaps = self.real[drawn.parents]
        weights = np.where(np.isnan(gaps), 0.0, weights)
        total = weights.sum(axis=1)
        summed = (weights * np.nan_to_num(gaps)).sum(axis=1)
        known = total > 0
        return np.where(known, summed / np.where(known, total, 1.0), np.nan)


def gaps_of_rows(real: RealTable) -> tuple[MixedGaps, ...]:
    """Measure the gaps of the real rows, for rows that will be mixed from them.

    Parameters
    ----------
    real : RealTable
        The table, with its rules.

    Returns
    -------
    tuple of MixedGaps
        One for each column that is the end of an order.
    """
    reader = RowReader(real.schema, real.rows)
    steps = steps_of_rules(real)
    # Shares need no mending: what is mixed from parts of a constant adds up to it.
    gaps = [one for one in steps if type(one) is Gap]
    return tuple(MixedGaps(gap, gap.of_real(reader)) for gap in gaps)
