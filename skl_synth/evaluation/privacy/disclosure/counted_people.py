"""Counts of people: how many share a combination, in the table and in the release."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.evaluation.people import People


@dataclass(frozen=True, eq=False)
class Crowd:
    """The rows of one table as combinations of keys, and whom they belong to.

    Parameters
    ----------
    keys : ndarray of shape (n_rows,), dtype int
        The number of the combination of keys of each row.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Whom each row belongs to, from 0 on; None where every row is another person.
    """

    keys: np.ndarray
    persons: np.ndarray | None = None

    @property
    def n_people(self) -> int:
        """How many people there are."""
        return len(self.keys) if self.persons is None else len(People(self.persons))

    def counts(self, n_keys: int) -> np.ndarray:
        """Count the people of each combination.

        Parameters
        ----------
        n_keys : int
            How many combinations there are.

        Returns
        -------
        ndarray of shape (n_keys,), dtype int
            People, each once, in however many rows.
        """
        if self.persons is None:
            return np.bincount(self.keys, minlength=n_keys)
        pairs = np.unique(np.column_stack([self.keys, self.persons]), axis=0)
        return np.bincount(pairs[:, 0], minlength=n_keys)

    def any_row(self, holds: np.ndarray) -> np.ndarray:
        """Say of whom something holds in one row at least.

        Parameters
        ----------
        holds : ndarray of shape (n_rows,), dtype bool
            Of which rows it holds.

        Returns
        -------
        ndarray of shape (n_people,), dtype bool
            The same where rows are people.
        """
        if self.persons is None:
            return holds
        counts = np.bincount(self.persons[holds], minlength=self.n_people)
        found: np.ndarray = counts > 0
        return found

    @property
    def first_keys(self) -> np.ndarray:
        """The combination of keys in the first row of each person."""
        if self.persons is None:
            return self.keys
        first: np.ndarray = self.keys[np.unique(self.persons, return_index=True)[1]]
        return first

    def mean_row(self, values: np.ndarray) -> np.ndarray:
        """Average over the rows of each person.

        Parameters
        ----------
        values : ndarray of shape (n_rows,)
            One for each row.

        Returns
        -------
        ndarray of shape (n_people,)
            The same where rows are people.
        """
        if self.persons is None:
            return values
        sums = np.bincount(self.persons, weights=values, minlength=self.n_people)
        means: np.ndarray = sums / np.bincount(self.persons, minlength=self.n_people)
        return means


@dataclass(frozen=True, eq=False)
class Levels:
    """What values of a secret stand beside each combination of keys.

    Parameters
    ----------
    only : ndarray of shape (n_keys,), dtype int
        The one value of all rows of a combination; -1 where there are several, or no
        rows.
    cell_of : ndarray of int
        The numbers of the cells that there are: combination × number of levels + level.
    sizes : ndarray of int
        How many rows each of them has.
    n_rows : ndarray of shape (n_keys,), dtype int
        How many rows each combination has.
    n_levels : int
        How many values there are.
    """

    only: np.ndarray
    cell_of: np.ndarray
    sizes: np.ndarray
    n_rows: np.ndarray
    n_levels: int

    @classmethod
    def of(
        cls, keys: np.ndarray, secret: np.ndarray, n_keys: int, n_levels: int
    ) -> Levels:
        """Cross a secret with the combinations of keys.

        Parameters
        ----------
        keys, secret : ndarray of shape (n_rows,), dtype int
            The combination and the value of each row.
        n_keys, n_levels : int
            How many there are.

        Returns
        -------
        Levels
            The cells that are not empty; a whole table of them would not fit where
            keys and secrets have many values.
        """
        cells, sizes = np.unique(keys * n_levels + secret, return_counts=True)
        of_cell = cells // n_levels
        n_values = np.bincount(of_cell, minlength=n_keys)
        only = np.full(n_keys, -1)
        is_one = n_values[of_cell] == 1
        only[of_cell[is_one]] = cells[is_one] % n_levels
        n_rows = np.bincount(keys, minlength=n_keys)
        return cls(only, cells, sizes, n_rows, n_levels)

    def in_cell(self, keys: np.ndarray, secret: np.ndarray) -> np.ndarray:
        """Count the rows that agree in keys and secret.

        Parameters
        ----------
        keys, secret : ndarray of shape (n_rows,), dtype int
            Of rows of any table.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            How many rows of this one there are.
        """
        if not len(self.cell_of):
            return np.zeros(len(keys), dtype=np.int64)
        wanted = keys * self.n_levels + secret
        at = np.minimum(np.searchsorted(self.cell_of, wanted), len(self.cell_of) - 1)
        found: np.ndarray = np.where(self.cell_of[at] == wanted, self.sizes[at], 0)
        return found
