"""Rows that equal some, among all rows of a table that is elsewhere."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.evaluation.equal_rows import SAME_DECIMALS
from skl_synth.neighbors.distinct import hash_rows
from skl_synth.table.rows import EncodedRows

_NOBODY = np.iinfo(np.int64).max


class EqualRows(NamedTuple):
    """Of each of some rows, who has a row that equals it.

    Parameters
    ----------
    first, last : ndarray of shape (n_rows,), dtype int
        The persons of the least and of the largest number who have one; -1 for nobody.
    """

    first: np.ndarray
    last: np.ndarray

    @property
    def are_there(self) -> np.ndarray:
        """Whether somebody has such a row."""
        return self.first >= 0

    def of_others(self, persons: np.ndarray) -> np.ndarray:
        """Say which rows another person has, too.

        Parameters
        ----------
        persons : ndarray of shape (n_rows,), dtype int
            Whose they are.

        Returns
        -------
        ndarray of bool
            Whether somebody else has such a row.
        """
        return self.are_there & ((self.first != persons) | (self.last != persons))


def equal_in_blocks(
    wanted: EncodedRows, rows: RowBlocks, persons: np.ndarray | None = None
) -> EqualRows:
    """Look for some rows among all of a table.

    Parameters
    ----------
    wanted : EncodedRows
        The rows that are looked for.
    rows : RowBlocks
        All rows of a table.
    persons : ndarray of shape (n_rows,), dtype int, or None, default=None
        Whose each of these is; None where each is one.

    Returns
    -------
    EqualRows
        Who has a row that agrees in all columns but keys. Rows are known by hashes of
        64 bits: that two of 10⁹ rows and 20,000 have the same by chance happens once in
        a million tables.
    """
    hashes, place = np.unique(_hashes(wanted), return_inverse=True)
    whose = np.arange(len(rows)) if persons is None else persons
    tasks = rows.each(_found, whose, shared=(hashes,))
    found = rows.runner.merged(tasks, _both)
    first = np.where(found[0] == _NOBODY, -1, found[0])[place]
    return EqualRows(first, found[1][place])


def _hashes(rows: EncodedRows) -> np.ndarray:
    # One byte pattern for every missing number; adding zero turns -0.0 into 0.0.
    numbers = np.round(rows.numbers, SAME_DECIMALS) + 0.0
    numbers[np.isnan(numbers)] = np.nan
    return hash_rows(numbers, rows.codes)


def _found(
    rows: EncodedRows, persons: np.ndarray, hashes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Find the least and the largest person who has each of some rows."""
    own = _hashes(rows)
    place = np.searchsorted(hashes, own)
    place[place == len(hashes)] = 0
    is_one = hashes[place] == own if len(hashes) else np.zeros(len(own), bool)
    first, last = np.full(len(hashes), _NOBODY), np.full(len(hashes), -1)
    np.minimum.at(first, place[is_one], persons[is_one])
    np.maximum.at(last, place[is_one], persons[is_one])
    return first, last


def _both(
    one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    return np.minimum(one[0], other[0]), np.maximum(one[1], other[1])
