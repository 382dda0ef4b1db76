"""Rows between the two ends: numbers and codes, and what is known about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True, eq=False)
class EncodedRows:
    """Rows of a table as the matrix that every room between the ends works on.

    Parameters
    ----------
    numbers : ndarray of shape (n_rows, n_numbers), dtype float64
        One column per numeric variable, in the variable's own unit; NaN where the
        value is missing.
    decimals : ndarray of shape (n_rows, n_numbers), dtype int8
        The decimals of each number, `FULL` for full precision. They are a property of
        a value like its being missing: most ages are whole, a few are not.
    codes : ndarray of shape (n_rows, n_codes), dtype int32
        One column per discrete attribute: the position of the value among the levels
        of the attribute, -1 for a level that the schema does not know.
    """

    numbers: np.ndarray
    decimals: np.ndarray
    codes: np.ndarray

    def __len__(self) -> int:
        return len(self.numbers)

    def __sizeof__(self) -> int:
        """Bytes in memory: of what is in the arrays, by which clusters are balanced."""
        return self.numbers.nbytes + self.decimals.nbytes + self.codes.nbytes

    def take(self, rows: np.ndarray) -> EncodedRows:
        """Return the rows at the given positions (or under a mask).

        Parameters
        ----------
        rows : ndarray of int or bool
            Positions, or a mask over all rows.

        Returns
        -------
        EncodedRows
            The rows asked for, copied.
        """
        rows = np.asarray(rows)
        if rows.dtype == bool:
            rows = np.flatnonzero(rows)
        # Several times faster than an index, which may be of any kind.
        return EncodedRows(
            self.numbers.take(rows, axis=0),
            self.decimals.take(rows, axis=0),
            self.codes.take(rows, axis=0),
        )

    def of_columns(self, numbers: Any, codes: Any) -> EncodedRows:
        """Return the same rows with some of their columns.

        Parameters
        ----------
        numbers, codes : sequence of int or slice
            Positions of columns.

        Returns
        -------
        EncodedRows
            The rows; of slices, nothing is copied.
        """
        return EncodedRows(
            self.numbers[:, numbers], self.decimals[:, numbers], self.codes[:, codes]
        )

    @classmethod
    def stacked(cls, parts: list[EncodedRows]) -> EncodedRows:
        """Put several blocks of rows under one another.

        Parameters
        ----------
        parts : list of EncodedRows
            At least one block, all of one schema. The list is emptied: so numbers that
            nobody else holds are freed before the codes are copied.

        Returns
        -------
        EncodedRows
            All rows, in the order given.
        """
        numbers = [part.numbers for part in parts]
        decimals = [part.decimals for part in parts]
        codes = [part.codes for part in parts]
        parts.clear()
        stacked = np.concatenate(numbers)
        numbers.clear()
        return cls(stacked, np.concatenate(decimals), np.concatenate(codes))


def stack_rows(parts: list[EncodedRows]) -> EncodedRows:
    """Put several blocks of rows of one schema under one another.

    Parameters
    ----------
    parts : list of EncodedRows
        At least one block.

    Returns
    -------
    EncodedRows
        All rows, in the order given.
    """
    return type(parts[0]).stacked(list(parts))


@dataclass(frozen=True, eq=False)
class Candidates:
    """Synthetic rows and all that is known of them, in one structure until the end.

    A row, its class, its parents and its distance are selected and shuffled together
    and never meet again by position: that is what makes it impossible to attach one
    row's distance to another row.

    Parameters
    ----------
    rows : EncodedRows
        The rows as they will be published.
    target : ndarray of shape (n_rows,)
        Class positions (int), target values (float), or zeros where there is no target.
    parents : ndarray of shape (n_rows, n_parents), dtype int
        Positions of the real rows each row was made from; no columns if unknown.
    weights : ndarray of shape (n_rows, n_parents)
        The share of each parent.
    distances : ndarray of shape (n_rows,) or None
        Distance to the nearest real row on the standardised matrix, once measured.
    nearest : ndarray of shape (n_rows,) or None
        Position of that nearest real row.
    diagnostics : mapping of str to object
        What generators tell of the draw as a whole, by the name of the attribute under
        which a synthesizer shows it.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Which synthetic person each row belongs to, where whole persons were drawn.
    seed : int, default=0
        Source of what is written beside the rows, such as fresh keys.
    """

    rows: EncodedRows
    target: np.ndarray
    parents: np.ndarray
    weights: np.ndarray
    distances: np.ndarray | None = None
    nearest: np.ndarray | None = None
    diagnostics: Mapping[str, Any] = field(default_factory=dict)
    persons: np.ndarray | None = None
    seed: int = 0

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, rows: np.ndarray) -> Candidates:
        """Return the candidates at the given positions, with all that is known of them.

        Parameters
        ----------
        rows : ndarray of int or bool
            Positions, or a mask over all candidates.

        Returns
        -------
        Candidates
            The candidates asked for.
        """
        return replace(
            self,
            rows=self.rows.take(rows),
            target=self.target[rows],
            parents=self.parents[rows],
            weights=self.weights[rows],
            distances=None if self.distances is None else self.distances[rows],
            nearest=None if self.nearest is None else self.nearest[rows],
            persons=None if self.persons is None else self.persons[rows],
        )

    def to_frame(self) -> pd.DataFrame:
        """Show what is known of each row, for audit; it leads back to real people.

        Returns
        -------
        DataFrame
            One row per synthetic row, in order: the positions of its parents among
            the real rows and their weights (mean weights where each column has its
            own), and, once measured, its distance and its nearest real row.
        """
        weights = self.weights if self.weights.ndim == 2 else self.weights.mean(axis=2)
        columns = {f"parent_{i}": values for i, values in enumerate(self.parents.T)}
        columns |= {f"weight_{i}": values for i, values in enumerate(weights.T)}
        if self.distances is not None:
            columns |= {"distance": self.distances, "nearest_real": self.nearest}
        return pd.DataFrame(columns, index=pd.RangeIndex(len(self)))

    def measured(self, distances: np.ndarray, nearest: np.ndarray) -> Candidates:
        """Return the same candidates with their distances to the real rows.

        Parameters
        ----------
        distances : ndarray of shape (n_rows,)
            Distance of each candidate to its nearest real row.
        nearest : ndarray of shape (n_rows,)
            Position of that real row.

        Returns
        -------
        Candidates
            The same rows, with distances.
        """
        return replace(self, distances=distances, nearest=nearest)

    def of_persons(self, persons: np.ndarray) -> Candidates:
        """Return the same candidates as rows of persons.

        Parameters
        ----------
        persons : ndarray of shape (n_rows,), dtype int
            Which synthetic person each row belongs to, from 0 on.

        Returns
        -------
        Candidates
            The same rows.
        """
        return replace(self, persons=persons)

    def diagnosed(self, **diagnostics: Any) -> Candidates:
        """Return the same candidates with more told of their draw.

        Parameters
        ----------
        **diagnostics : object
            By name.

        Returns
        -------
        Candidates
            The same rows.
        """
        return replace(self, diagnostics={**self.diagnostics, **diagnostics})


def without_parents(rows: EncodedRows, target: np.ndarray) -> Candidates:
    """Candidates whose parents are not known.

    Parameters
    ----------
    rows : EncodedRows
        The rows.
    target : ndarray of shape (n_rows,)
        Their encoded target.

    Returns
    -------
    Candidates
        The rows, with no parents.
    """
    nothing = np.empty((len(rows), 0))
    return Candidates(rows, target, nothing.astype(np.intp), nothing)


def stack_candidates(parts: list[Candidates], *, emptied: bool = False) -> Candidates:
    """Put several batches of candidates under one another.

    Parameters
    ----------
    parts : list of Candidates
        At least one batch; either all batches are measured or none is.
    emptied : bool, default=False
        Whether the list is emptied, so that batches are freed on the way.

    Returns
    -------
    Candidates
        All candidates, in the order given, with what the last draw tells.
    """
    fields = ("target", "parents", "weights", "distances", "nearest")
    beside: dict[str, Any] = {
        "diagnostics": parts[-1].diagnostics,
        "persons": _distinct_persons(parts),
        "seed": parts[0].seed,
    }
    for name in fields:
        values = [getattr(part, name) for part in parts]
        beside[name] = None if values[0] is None else np.concatenate(values)
    rows = [part.rows for part in parts]
    if emptied:
        parts.clear()
    return Candidates(type(rows[0]).stacked(rows), **beside)


def _distinct_persons(parts: list[Candidates]) -> np.ndarray | None:
    """Number the persons of batches through: those of two batches are different."""
    if any(part.persons is None for part in parts):
        return None
    numbers, n_persons = [], 0
    for part in parts:
        assert part.persons is not None
        numbers.append(part.persons + n_persons)
        n_persons += int(part.persons.max(initial=-1)) + 1
    return np.concatenate(numbers)
