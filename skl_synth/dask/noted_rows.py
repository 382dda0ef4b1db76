"""NotedRows: rows that are elsewhere, of which a few numbers each are known here."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from skl_synth.dask.bare_tables import for_tasks
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.row_pairs import fetched_of_rows
from skl_synth.generators.absent_patterns import absent_marks
from skl_synth.neighbors.distinct import hash_rows
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows

EQUAL = slice(0, 2)
"""The notes of 128 bits that equal rows share, their target included. That two others
share them as well is less likely than one in 10 ** 20, of a thousand million rows."""

ABSENT = 2
"""The note that rows share in which the same is absent."""


@dataclass(frozen=True, eq=False)
class NotedRows(RowBlocks):
    """Candidates that are elsewhere, with what a filter has to know of each.

    Parameters
    ----------
    blocks, sizes, runner, places : object
        See `RowBlocks`.
    notes : ndarray of shape (n_rows, 3), dtype uint64
        Whether rows are equal, and whether the same is absent in them.
    """

    notes: np.ndarray | None = None

    @classmethod
    def of(cls, rows: RowBlocks, target: np.ndarray, real: RealTable) -> NotedRows:
        """Look at rows, where they are.

        Parameters
        ----------
        rows : RowBlocks
            The rows.
        target : ndarray of shape (n_rows,)
            Their target.
        real : RealTable
            The real table, for its schema.

        Returns
        -------
        NotedRows
            The same rows.
        """
        notes = fetched_of_rows(rows, notes_of, target, shared=(for_tasks(real),))
        known: dict[str, Any] = {
            one.name: getattr(rows, one.name) for one in fields(RowBlocks)
        }
        return cls(**known, notes=notes)

    def take(self, rows: np.ndarray) -> NotedRows:
        """Return the rows at the given positions (or under a mask), with their notes.

        Parameters
        ----------
        rows : ndarray of int or bool
            Positions, or a mask over all rows.

        Returns
        -------
        NotedRows
            The rows asked for.
        """
        assert self.notes is not None
        taken: Any = super().take(rows)
        noted: NotedRows = replace(taken, notes=self.notes[rows])
        return noted

    @classmethod
    def stacked(cls, parts: list[Any]) -> NotedRows:
        """Put rows under one another, and their notes.

        Parameters
        ----------
        parts : list of NotedRows
            At least one.

        Returns
        -------
        NotedRows
            All rows, in the order given.
        """
        stacked: Any = super().stacked(parts)
        notes = np.concatenate([one.notes for one in parts])
        noted: NotedRows = replace(stacked, notes=notes)
        return noted


def notes_of(rows: EncodedRows, target: np.ndarray, real: RealTable) -> np.ndarray:
    """Note of each row what equal ones share.

    Parameters
    ----------
    rows : EncodedRows
        Snapped rows.
    target : ndarray of shape (n_rows,)
        Their target.
    real : RealTable
        The real table, for its schema.

    Returns
    -------
    ndarray of shape (n_rows, 3), dtype uint64
        The notes.
    """
    marks = absent_marks(real, rows)
    absent = np.zeros(len(rows), dtype=np.uint64)
    if marks is not None:
        absent = hash_rows(marks.astype(np.int32))
    return np.column_stack([fingerprints(rows, target), absent])


def fingerprints(rows: EncodedRows, target: np.ndarray) -> np.ndarray:
    """Give each row 128 bits that equal rows share, and no others.

    Parameters
    ----------
    rows : EncodedRows
        Snapped rows.
    target : ndarray of shape (n_rows,)
        Their target.

    Returns
    -------
    ndarray of shape (n_rows, 2), dtype uint64
        The numbers.
    """
    # As `repeats` compares them: one pattern for a missing number, and no -0.0.
    plain = np.where(np.isnan(rows.numbers), np.nan, rows.numbers) + 0.0
    last = np.asarray(target, dtype=np.float64)[:, None] + 0.0
    parts = plain, rows.codes, last
    return np.column_stack([hash_rows(*parts, seed=seed) for seed in (0, 1)])
