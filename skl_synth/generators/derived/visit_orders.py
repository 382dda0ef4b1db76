"""VisitOrders: what of one visit comes before what of the next."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.real import RealTable
from skl_synth.table.variables import NumberVariable

LEAST_PAIRS = 20
"""An order that holds between fewer visits may hold by chance."""

LEAST_KEPT = 0.98
"""Pairs of visits that keep an order: where outermost dates are coded together, some do
not."""


@dataclass(frozen=True, eq=False)
class VisitOrders:
    """Dates of a visit that come before dates of the next visit of the same person.

    A discharge that follows from an admission and a stay is not seen by what draws the
    next admission: persons are drawn again who come back before they left.

    Parameters
    ----------
    pairs : tuple of (hashable, hashable)
        A date of a visit, and one of the visits behind it that is never earlier.
    """

    pairs: tuple[tuple[Hashable, Hashable], ...]

    @classmethod
    def of(cls, real: RealTable, columns: Iterable[Hashable]) -> VisitOrders:
        """Find the orders between visits that hold for dates that are computed.

        Parameters
        ----------
        real : RealTable
            The real table, whose persons are known.
        columns : iterable of hashable
            Columns that are computed.

        Returns
        -------
        VisitOrders
            The orders.
        """
        assert real.persons is not None
        of_person = real.person_columns
        reader = RowReader(real.schema, real.rows)
        dates = [
            one
            for one in real.schema.numbers
            if one.family.startswith("dates") and one.name not in of_person
        ]
        computed = set(columns)
        return cls(
            tuple(
                (earlier.name, later.name)
                for earlier in dates
                for later in dates
                if earlier.name in computed
                and _holds(reader, real.persons, earlier, later)
            )
        )

    def broken(self, reader: RowReader, persons: np.ndarray) -> np.ndarray:
        """Mark the rows of visits that begin before the last one is over.

        Parameters
        ----------
        reader : RowReader
            Rows of visits.
        persons : ndarray of shape (n_rows,)
            Whose they are.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            Which of them.
        """
        broken = np.zeros(len(reader.rows), dtype=bool)
        for earlier, later in self.pairs:
            last, own = _last_and_own(reader, persons, earlier, later)
            broken |= own < last
        return broken


def _holds(
    reader: RowReader,
    persons: np.ndarray,
    earlier: NumberVariable,
    later: NumberVariable,
) -> bool:
    if earlier.family != later.family or earlier is later:
        return False
    last, own = _last_and_own(reader, persons, earlier.name, later.name)
    known = ~np.isnan(last) & ~np.isnan(own)
    kept = own[known] >= last[known]
    return len(kept) >= LEAST_PAIRS and bool(kept.mean() >= LEAST_KEPT)


def _last_and_own(
    reader: RowReader, persons: np.ndarray, earlier: Hashable, later: Hashable
) -> tuple[np.ndarray, np.ndarray]:
    """The latest date of the visits before, and that of each visit itself."""
    before, own = (_days(reader.clock(name)) for name in (earlier, later))
    order = np.lexsort((own, persons))
    people = pd.Series(persons[order])
    latest = pd.Series(before[order]).groupby(people).cummax()
    known = latest.groupby(people).ffill().groupby(people).shift()
    last = np.empty(len(own))
    last[order] = known.to_numpy()
    return last, own


def _days(values: np.ndarray) -> np.ndarray:
    days = values.astype("M8[ns]").astype(np.int64) / (86_400 * 1e9)
    return np.where(np.isnat(values), np.nan, days)
