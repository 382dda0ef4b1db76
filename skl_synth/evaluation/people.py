"""People: the rows of an audit by whom they belong to, where that is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class People:
    """Which rows of a table belong to whom.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,), dtype int
        A number for each row, from 0 on, the same in all rows of a person.
    """

    persons: np.ndarray

    def __len__(self) -> int:
        return int(self.persons.max(initial=-1)) + 1

    @cached_property
    def _order(self) -> tuple[np.ndarray, np.ndarray]:
        """The rows, person after person, and where each person begins."""
        order = np.argsort(self.persons, kind="stable")
        starts = np.searchsorted(self.persons[order], np.arange(len(self) + 1))
        return order, starts

    def rows_of(self, chosen: np.ndarray) -> np.ndarray:
        """Find the rows of some people.

        Parameters
        ----------
        chosen : ndarray of int
            The people.

        Returns
        -------
        ndarray of int
            Positions of their rows, person after person in the order given.
        """
        order, starts = self._order
        nothing = [np.empty(0, dtype=np.intp)]
        pairs = zip(starts[chosen], starts[chosen + 1], strict=True)
        return np.concatenate([*(order[first:last] for first, last in pairs), *nothing])

    def sizes_of(self, chosen: np.ndarray) -> np.ndarray:
        """Count the rows of some people.

        Parameters
        ----------
        chosen : ndarray of int
            The people.

        Returns
        -------
        ndarray of int
            How many rows each of them has.
        """
        return np.bincount(self.persons, minlength=len(self))[chosen]

    def classes(self, labels: np.ndarray, rarest_first: np.ndarray) -> np.ndarray:
        """Say in which class each person is: the rarest that any of their rows has.

        A class is of the row, and one person may have rows in several. Who was ever in
        a rare class counts for it: there are few of them, and it is they who are found.

        Parameters
        ----------
        labels : ndarray of shape (n_rows,)
            The classes of the rows.
        rarest_first : ndarray of shape (n_classes,)
            All classes, see `rarest_classes`.

        Returns
        -------
        ndarray of shape (n_people,)
            A class for each person.
        """
        by_name = np.argsort(rarest_first, kind="stable")
        place = np.searchsorted(rarest_first, labels, sorter=by_name)
        rank = np.full(len(self), len(rarest_first) - 1)
        np.minimum.at(rank, self.persons, by_name[place])
        return rarest_first[rank]


def rarest_classes(labels: np.ndarray) -> np.ndarray:
    """Order classes by their size.

    Parameters
    ----------
    labels : ndarray of shape (n_rows,)
        The classes of rows.

    Returns
    -------
    ndarray of shape (n_classes,)
        The classes, those of fewest rows first.
    """
    found, sizes = np.unique(labels, return_counts=True)
    return found[np.argsort(sizes, kind="stable")]


def people_of(persons: np.ndarray) -> People:
    """Make people of the numbers of some rows, however these are numbered.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,), dtype int
        Which person each row belongs to.

    Returns
    -------
    People
        The people who have a row.
    """
    return People(np.unique(persons, return_inverse=True)[1].ravel())


def taken(persons: np.ndarray | None, rows: Any) -> np.ndarray | None:
    """Restrict the numbers of people to some rows.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,) or None
        Which person each row belongs to.
    rows : ndarray of int or bool
        Positions, or a mask.

    Returns
    -------
    ndarray or None
        The numbers of those rows, as they were.
    """
    return None if persons is None else persons[rows]
