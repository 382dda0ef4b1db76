"""Known rows: how many people have each real row, and how often strangers meet one.

A stranger is a person of the table to all the others: each is left out in turn, and
looked for among those who remain. That is how often a row of somebody who is not in the
table would equal one that is (the estimate of Good and Turing), and so it is how often
an honest row may.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from skl_synth.neighbors import MixedRows
from skl_synth.neighbors.near_rows import (
    NearOthers,
    NumberedRows,
    groups_of_columns,
    near_others,
)
from skl_synth.neighbors.stranger_rates import (
    any_row,
    by_person,
    free_positions,
    rates_of,
)

ENOUGH_PEOPLE = 10
"""A class is judged by as many people of the whole table besides its own. Of twenty
people of whom none is like another it would else be believed that nobody ever is, and
that a released row of theirs belongs to nobody in the table."""

BY_CHANCE = 2.0
"""Standard errors by which copies of rows that several people share may lie above the
rate at which strangers were seen to repeat them. Such a row shows nobody, and what is
dropped for nothing moves shares."""


NONE, SHARED, ALONE = range(3)
"""What a candidate equals: no real row, one of several people, or one of a person who
is alone with it."""


class Allowed(NamedTuple):
    """The most copies that there may be of real rows, per row that is released.

    Parameters
    ----------
    alone : ndarray of shape (n_classes,)
        Of rows that one person alone has.
    all : ndarray of shape (n_classes,)
        Of rows at all.
    """

    alone: np.ndarray
    all: np.ndarray


@dataclass(frozen=True, eq=False)
class KnownRows:
    """Real rows with the number of people who have them.

    Parameters
    ----------
    persons : ndarray of shape (n_known,), dtype int
        Whom each row belongs to.
    holders : ndarray of shape (n_known,), dtype int
        How many people have that row, its own person among them.
    believed : float
        The share of people who are like another one that can be chance: somebody who
        stands in the table twice, by mistake, is no stranger to himself.
    own : ndarray of int
        The rows that were learnt, the people of which are the strangers.
    """

    persons: np.ndarray
    holders: np.ndarray
    believed: float
    own: np.ndarray

    @classmethod
    def of(
        cls,
        rows: MixedRows,
        missing_code: np.ndarray,
        persons: np.ndarray,
        own: np.ndarray,
    ) -> KnownRows:
        """Count the people who have the same row.

        Parameters
        ----------
        rows : MixedRows
            All real rows.
        missing_code : ndarray of shape (n_numbers,), dtype int
            Which code says that a number is missing, see `MatrixLayout`.
        persons : ndarray of shape (n_known,), dtype int
            Whom each row belongs to.
        own : ndarray of int
            The rows that were learnt.

        Returns
        -------
        KnownRows
            The rows as they are counted.
        """
        return cls.of_numbered(numbered_rows(rows, missing_code), persons, own)

    @classmethod
    def of_numbered(
        cls, numbered: NumberedRows, persons: np.ndarray, own: np.ndarray
    ) -> KnownRows:
        """Count the people who have the same row, of rows that are numbered.

        Parameters
        ----------
        numbered : NumberedRows
            All real rows.
        persons : ndarray of shape (n_known,), dtype int
            Whom each row belongs to.
        own : ndarray of int
            The rows that were learnt.

        Returns
        -------
        KnownRows
            The rows as they are counted.
        """
        holders = _count_persons(numbered.without(), persons)
        return cls(persons, holders, _believed(numbered, persons, holders), own)

    def equalled(self, nearest: np.ndarray, is_copy: np.ndarray) -> np.ndarray:
        """Say what candidates equal.

        Parameters
        ----------
        nearest : ndarray of shape (n_rows,), dtype int
            The nearest known row of each.
        is_copy : ndarray of shape (n_rows,), dtype bool
            Which of them equal it.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            `NONE`, `SHARED` or `ALONE`.
        """
        copied = np.where(self.holders[nearest] == 1, ALONE, SHARED)
        return np.where(is_copy, copied, NONE)

    def allowed(self, groups: np.ndarray, n_groups: int) -> Allowed:
        """Say how often strangers of each class repeat a row, where rows are people.

        Parameters
        ----------
        groups : ndarray of shape (n_own,), dtype int
            The class of each row that was learnt.
        n_groups : int
            Number of classes.

        Returns
        -------
        Allowed
            By class.
        """
        # Without its own person, a row that two people have is one that a single
        # person has: so often strangers meet the row of somebody who is alone with it.
        holders = self.holders[self.own]
        return self._rates(holders == 2, holders >= 2, groups, n_groups)

    def allowed_of_persons(self) -> Allowed:
        """Say how often strangers repeat a row, where persons have several.

        Returns
        -------
        Allowed
            Of all persons, as of one class: how many of them may have a row that is a
            copy.
        """
        _, whose = np.unique(self.persons[self.own], return_inverse=True)
        holders = self.holders[self.own]
        alone, alike = (any_row(rows, whose) for rows in (holders == 2, holders >= 2))
        return self._rates(alone, alike, np.zeros(len(alone), dtype=np.intp), 1)

    def _rates(
        self, alone: np.ndarray, alike: np.ndarray, groups: np.ndarray, n_groups: int
    ) -> Allowed:
        n = np.bincount(groups, minlength=n_groups)
        of_alone, of_all = (
            _shrunk(hits, groups, n) * self.believed for hits in (alone, alike)
        )
        # Who is added from elsewhere must not make a class of people who are all alike
        # look as if some were not: without anything new to be had, nothing would stay.
        of_all = np.maximum(of_all, _share(alike, groups, n) * self.believed)
        error = np.sqrt(of_all * (1 - of_all) / np.maximum(n, 1))
        return Allowed(of_alone, np.minimum(of_all + BY_CHANCE * error, 1.0))


def _share(hits: np.ndarray, groups: np.ndarray, n: np.ndarray) -> np.ndarray:
    """The share of hits in each class."""
    in_class = np.bincount(groups, hits, minlength=len(n))
    return np.asarray(in_class / np.maximum(n, 1))


def _shrunk(hits: np.ndarray, groups: np.ndarray, n: np.ndarray) -> np.ndarray:
    """The share of hits in each class, with some people of the whole table added."""
    in_class = np.bincount(groups, hits, minlength=len(n))
    overall = float(np.mean(hits)) if len(hits) else 0.0
    return np.asarray((in_class + ENOUGH_PEOPLE * overall) / (n + ENOUGH_PEOPLE))


def numbered_rows(rows: MixedRows, missing_code: np.ndarray) -> NumberedRows:
    """Number the values, a number and whether it is missing as one column.

    Parameters
    ----------
    rows : MixedRows
        The rows.
    missing_code : ndarray of shape (n_numbers,), dtype int
        Which code says that a number is missing, see `MatrixLayout`.

    Returns
    -------
    NumberedRows
        The rows as they are compared.
    """
    values = np.column_stack([rows.numbers, rows.codes]).astype(np.float64)
    columns = NumberedRows.of(values).columns
    n_numbers = rows.numbers.shape[1]
    # Without numbers it is empty, and of no type that could be a position.
    missing_code = missing_code.astype(np.intp)
    paired = np.flatnonzero(missing_code >= 0)
    codes = n_numbers + missing_code[paired]
    columns[:, paired] += columns[:, codes]
    return NumberedRows(np.delete(columns, codes, axis=1))


def _count_persons(numbers: np.ndarray, persons: np.ndarray) -> np.ndarray:
    """Count the different persons among the rows of each number."""
    _, places = np.unique(numbers, return_inverse=True)
    pairs = np.unique(np.column_stack([places, persons]), axis=0)
    return np.bincount(pairs[:, 0])[places]


def _believed(rows: NumberedRows, persons: np.ndarray, holders: np.ndarray) -> float:
    """Say how much of what people share can be chance, as `rates_of` does."""
    if not len(rows) or not rows.n_columns or not (holders > 1).any():
        return 1.0
    _, whose = np.unique(persons, return_inverse=True)
    free = rows.of_columns(free_positions(rows))
    groups = groups_of_columns(free.n_columns)
    found: NearOthers = by_person(near_others(free, whose, groups), whose)
    alike = float(np.mean(found.equal))
    return rates_of(found).equal / alike if alike else 1.0
