"""What a column is for each key of others, as learnt from real rows."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from skl_synth.table.constraints.row_reader import NO_NUMBER, RowReader
from skl_synth.table.constraints.row_writer import Cells, with_cells
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import NumberVariable


@dataclass(frozen=True, eq=False)
class Lookup:
    """What a column is for each key of others.

    Parameters
    ----------
    levels : tuple of ndarray
        The different keys of each source, in order.
    places : ndarray of int
        The combinations of them that were seen, in order, as one number each.
    entries : ndarray of int
        The entry of each combination.
    cells : Cells
        The column for each entry.
    may_miss : ndarray of bool
        Whether the column is missing in some of the rows of an entry, not in all.
    n_persons : ndarray of int
        How many persons (rows, where nothing is known of persons) each rests on.
    cuts : ndarray of float64 or None
        Where the entries are bands of one number: where each but the first begins.
    n_other : int
        How many of the first combinations are no numbers, where there are bands.
    """

    levels: tuple[np.ndarray, ...]
    places: np.ndarray
    entries: np.ndarray
    cells: Cells
    may_miss: np.ndarray
    n_persons: np.ndarray
    cuts: np.ndarray | None = None
    n_other: int = 0

    @classmethod
    def learn(
        cls,
        reader: RowReader,
        column: Hashable,
        keys: Sequence[np.ndarray],
        absent: np.ndarray,
        *,
        ordered: bool,
    ) -> Lookup:
        """Learn from real rows.

        Parameters
        ----------
        reader : RowReader
            The real rows.
        column : hashable
            The column that is looked up.
        keys : sequence of ndarray of float64
            The keys, by source.
        absent : ndarray of bool
            Where a source is missing: of such a key the column may be anything.
        ordered : bool
            Whether the one source is a quantity, of which there may be bands.

        Returns
        -------
        Lookup
            What was seen.
        """
        levels, codes = zip(
            *(np.unique(key, return_inverse=True) for key in keys), strict=True
        )
        _, missing = reader.keys(column)
        # What stands for a key is a row in which the column is there, if there is one.
        rows = np.argsort(missing, kind="stable")
        places, first, entry = np.unique(
            _combined(codes, levels)[rows], return_index=True, return_inverse=True
        )
        entry = entry[np.argsort(rows)]
        n_missing = np.bincount(entry[missing], minlength=len(places))
        n_all = np.bincount(entry, minlength=len(places))
        table = cls(
            levels,
            places,
            np.arange(len(places)),
            _cells(reader, column, rows[first]),
            (n_missing > 0) & (n_missing < n_all),
            np.zeros(len(places)),
        )
        table = table._without_mixed(reader, column, entry, absent)
        if ordered:
            table, band = table._in_bands(n_missing == n_all)
            entry = band[entry]
        told = ~(missing & table.may_miss[entry])
        persons = None if reader.persons is None else reader.persons[told]
        counts = _persons_of(entry[told], persons, len(table.may_miss))
        return replace(table, n_persons=counts)

    def _without_mixed(
        self, reader: RowReader, column: Hashable, entry: np.ndarray, absent: np.ndarray
    ) -> Lookup:
        """Forget what stands for a missing source where that is not always the same."""
        mixed = np.unique(entry[absent & ~self.agrees(reader, column, entry)])
        entries = self.entries.copy()
        entries[mixed] = -1
        return replace(self, entries=entries)

    def _in_bands(self, only_missing: np.ndarray) -> tuple[Lookup, np.ndarray]:
        """Join the entries that are one band, if all are bands of a number.

        Where the column is missing of some numbers only, between others, these lie in
        the band of their neighbours.
        """
        (key,) = self.levels
        n_other = int(np.searchsorted(key, NO_NUMBER / 2))
        is_number = np.arange(len(key)) >= n_other
        for some in (is_number, is_number & ~only_missing):
            places = np.flatnonzero(some)
            starts = self._starts(places)
            if starts is not None:
                return self._banded(places, starts, n_other)
        return self, np.arange(len(key))

    def _starts(self, places: np.ndarray) -> np.ndarray | None:
        """Find where bands begin, if what stands for these entries is one of each."""
        if len(places) < 2:
            return None
        values = _as_one(self.cells.take(places))
        starts = np.flatnonzero(np.any(values[1:] != values[:-1], axis=1)) + 1
        is_one_each = len(starts) + 1 == len(np.unique(values, axis=0))
        return starts if is_one_each else None

    def _banded(
        self, places: np.ndarray, starts: np.ndarray, n_other: int
    ) -> tuple[Lookup, np.ndarray]:
        """Give the table of bands, and the band of each entry so far."""
        (key,) = self.levels
        cuts = [_roundest(key[places[i - 1]], key[places[i]]) for i in starts]
        band = np.arange(len(key))
        band[n_other:] = n_other + np.searchsorted(cuts, key[n_other:], side="right")
        kept = np.concatenate([np.arange(n_other), places[:1], places[starts]])
        left_out = np.ones(len(key), dtype=bool)
        left_out[[*range(n_other), *places]] = False
        may_miss = np.bincount(band, self.may_miss | left_out, len(kept)) > 0
        table = replace(
            self,
            entries=np.where(self.entries < 0, -1, band),
            cells=self.cells.take(kept),
            may_miss=may_miss,
            cuts=np.array(cuts),
            n_other=n_other,
        )
        return table, band

    def __len__(self) -> int:
        return len(self.n_persons)

    def restricted_to(self, least: int) -> Lookup:
        """Forget the entries that rest on few persons.

        Parameters
        ----------
        least : int
            Persons on whom an entry must rest.

        Returns
        -------
        Lookup
            A table of the others; what is not in it is left as it was drawn.
        """
        known = (self.n_persons >= least)[self.entries]
        return replace(self, entries=np.where(known, self.entries, -1))

    def without(self, forgotten: np.ndarray) -> Lookup:
        """Forget some entries.

        Parameters
        ----------
        forgotten : ndarray of int
            Which, as `find` gives them.

        Returns
        -------
        Lookup
            A table of the others.
        """
        gone = np.isin(self.entries, forgotten)
        return replace(self, entries=np.where(gone, -1, self.entries))

    @property
    def is_empty(self) -> bool:
        """Whether nothing follows from anything, since all was forgotten."""
        return bool((self.entries < 0).all())

    def find(self, keys: Sequence[np.ndarray]) -> np.ndarray:
        """Find the entry of each row.

        Parameters
        ----------
        keys : sequence of ndarray of float64
            The keys, by source.

        Returns
        -------
        ndarray of int
            The entry; -1 where there is none.
        """
        codes = []
        unknown = np.zeros(len(keys[0]), dtype=bool)
        for key, level in zip(keys, self.levels, strict=True):
            code = np.searchsorted(level, key)
            code[code == len(level)] = 0
            unknown |= level[code] != key
            codes.append(code)
        place = _combined(codes, self.levels)
        at = np.searchsorted(self.places, place)
        at[at == len(self.places)] = 0
        unknown |= self.places[at] != place
        found = np.where(unknown, -1, self.entries[at])
        return found if self.cuts is None else self._of_band(keys[0], found)

    def _of_band(self, key: np.ndarray, found: np.ndarray) -> np.ndarray:
        assert self.cuts is not None
        band = self.n_other + np.searchsorted(self.cuts, key, side="right")
        # A band that was forgotten is unknown for all of its numbers.
        kept = np.isin(np.arange(len(self)), self.entries)
        return np.where(key > NO_NUMBER / 2, np.where(kept[band], band, -1), found)

    def written(
        self, reader: RowReader, column: Hashable, found: np.ndarray
    ) -> EncodedRows:
        """Write what was found into rows.

        Parameters
        ----------
        reader : RowReader
            Snapped rows.
        column : hashable
            The column that was looked up.
        found : ndarray of int
            The entry of each row.

        Returns
        -------
        EncodedRows
            The rows; those without an entry as they were.
        """
        _, missing = reader.keys(column)
        rows = np.flatnonzero((found >= 0) & ~(missing & self.may_miss[found]))
        return with_cells(reader, column, self.cells.take(found[rows]), rows)

    def agrees(
        self, reader: RowReader, column: Hashable, found: np.ndarray
    ) -> np.ndarray:
        """Find the rows that are as the table has them.

        Parameters
        ----------
        reader : RowReader
            Rows.
        column : hashable
            The column that was looked up.
        found : ndarray of int
            The entry of each row.

        Returns
        -------
        ndarray of bool
            True, too, where there is no entry and the level is a known one.
        """
        number, code = reader.cells(reader.variable(column))
        good = np.ones(len(found), dtype=bool)
        if code is not None and self.cells.code is not None:
            good &= np.where(found < 0, code >= 0, self.cells.code[found] == code)
        if number is not None and self.cells.number is not None:
            here = self.cells.number[found]
            same = (here == number) | (np.isnan(here) & np.isnan(number))
            good &= same | (found < 0)
        _, missing = reader.keys(column)
        return good | (missing & (found >= 0) & self.may_miss[found])


def _combined(codes: Sequence[np.ndarray], levels: Sequence[np.ndarray]) -> np.ndarray:
    place = np.zeros(len(codes[0]), dtype=np.int64)
    for code, level in zip(codes, levels, strict=True):
        place = place * len(level) + code
    return place


def _cells(reader: RowReader, column: Hashable, rows: np.ndarray) -> Cells:
    variable = reader.variable(column)
    number, code = reader.cells(variable)
    decimals = None
    if isinstance(variable, NumberVariable):
        decimals = reader.rows.decimals[:, reader.schema.numbers.index(variable)]
    return Cells(number, decimals, code).take(rows)


def _as_one(cells: Cells) -> np.ndarray:
    """Number and code beside each other; what is no number is the same everywhere."""
    parts = [one for one in (cells.number, cells.code) if one is not None]
    return np.nan_to_num(np.column_stack(parts), nan=NO_NUMBER)


def _persons_of(
    entry: np.ndarray, persons: np.ndarray | None, n_entries: int
) -> np.ndarray:
    """Count the persons (or rows) of each entry."""
    if persons is not None:
        n_persons = int(persons.max(initial=-1)) + 1
        entry = np.unique(entry * n_persons + persons) // n_persons
    return np.bincount(entry, minlength=n_entries)


def _roundest(low: float, high: float) -> float:
    """Give the roundest number above one and not above the other."""
    for power in range(12, -13, -1):
        for step in (10.0**power, 5 * 10.0 ** (power - 1), 2 * 10.0 ** (power - 1)):
            number = np.floor(high / step) * step
            if low < number <= high:
                return float(number)
    return float(high)
