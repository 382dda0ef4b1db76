"""The context of the attacks: who is attacked, and what an attacker holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from skl_synth.evaluation.matrix import Standardiser
from skl_synth.evaluation.people import People, rarest_classes
from skl_synth.evaluation.table_data import AuditTables, TableData

MEMBERS = "members"
"""What is measured: people in the table, not rows of the release."""

MOST_PEOPLE = 2000
"""Of members, and of controls, so many are attacked; intervals are narrow by then."""

OUTLYING_SHARE = 0.1
"""The share of people who count as outliers."""


MOST_ROWS = 3000
"""Of people with several rows so many are attacked that they have about so many."""

ENOUGH_PEOPLE = 500
"""But never fewer than so many, whatever their number of rows."""


@dataclass(frozen=True, eq=False)
class AttackContext:
    """Members and controls, as many of each class, and the tables as matrices.

    Where it is known which rows belong to one person, people are attacked, by all of
    their rows at once; else each row is one.

    Parameters
    ----------
    tables : AuditTables
        The tables.
    members, controls : ndarray of int
        The positions of the rows attacked, among the real rows and in the hold-out.
    real, synthetic, holdout : ndarray of shape (n_rows, n_matrix_columns)
        All rows, in standard deviations of the real ones.
    owner : ndarray of shape (n_matrix_columns,), dtype int
        The attribute of each column.
    starts : ndarray of int or None, default=None
        Where each person begins among the rows attacked, members first; None where
        rows are people.
    """

    tables: AuditTables
    members: np.ndarray
    controls: np.ndarray
    real: np.ndarray
    synthetic: np.ndarray
    holdout: np.ndarray
    owner: np.ndarray
    starts: np.ndarray | None = None

    @classmethod
    def of(cls, tables: AuditTables, rng: np.random.RandomState) -> AttackContext:
        """Choose who is attacked.

        Parameters
        ----------
        tables : AuditTables
            With a hold-out.
        rng : RandomState
            Source of the choice.

        Returns
        -------
        AttackContext
            As many members as controls, of each class where there are classes, so that
            they differ in nothing but membership.
        """
        assert tables.holdout is not None
        standardise = Standardiser(tables)
        members, controls, starts = _attacked(tables, rng)
        return cls(
            tables,
            members,
            controls,
            standardise.transform(tables.real),
            standardise.transform(tables.synthetic),
            standardise.transform(tables.holdout),
            standardise.owner,
            starts,
        )

    @property
    def control_data(self) -> TableData:
        """The hold-out."""
        assert self.tables.holdout is not None
        return self.tables.holdout

    @cached_property
    def rows(self) -> np.ndarray:
        """The matrix of the rows attacked, those of members first."""
        return np.vstack([self.real[self.members], self.holdout[self.controls]])

    @cached_property
    def is_member(self) -> np.ndarray:
        """Who of the people attacked is a member."""
        of_rows = np.repeat([True, False], [len(self.members), len(self.controls)])
        return of_rows if self.starts is None else of_rows[self.starts]

    @cached_property
    def persons(self) -> np.ndarray:
        """The person, from 0 on, whom each row attacked belongs to."""
        n = len(self.members) + len(self.controls)
        if self.starts is None:
            return np.arange(n)
        sizes = np.diff(np.r_[self.starts, n])
        return np.repeat(np.arange(len(self.starts)), sizes)

    def of_person(self, values: np.ndarray, combine: np.ufunc) -> np.ndarray:
        """Turn values of the rows attacked into values of people.

        Parameters
        ----------
        values : ndarray of shape (n_rows_attacked, ...)
            One for each row, those of members first.
        combine : ufunc
            How those of one person are combined: `np.maximum`, say.

        Returns
        -------
        ndarray of shape (n_people, ...)
            The values as they are where rows are people.
        """
        if self.starts is None:
            return values
        combined: np.ndarray = combine.reduceat(values, self.starts, axis=0)
        return combined

    def mean_of_person(self, values: np.ndarray) -> np.ndarray:
        """Average values of the rows attacked over the rows of each person.

        Parameters
        ----------
        values : ndarray of shape (n_rows_attacked, ...)
            One for each row, those of members first.

        Returns
        -------
        ndarray of shape (n_people, ...)
            The values as they are where rows are people.
        """
        if self.starts is None:
            return values
        means: np.ndarray = (self.of_person(values, np.add).T / self.n_rows).T
        return means

    @cached_property
    def n_rows(self) -> np.ndarray:
        """How many rows each person attacked has."""
        return np.bincount(self.persons)

    def by_membership(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Separate values of people.

        Parameters
        ----------
        values : ndarray of shape (n_people, ...)
            One for each person attacked.

        Returns
        -------
        members, controls : ndarray
            Those of members, and those of controls.
        """
        return values[self.is_member], values[~self.is_member]

    @cached_property
    def classes(self) -> tuple[np.ndarray, np.ndarray]:
        """The classes of the rows attacked and of the synthetic ones; zeros if none."""
        if not self.tables.is_classes:
            n = len(self.members) + len(self.controls)
            return np.zeros(n), np.zeros(len(self.synthetic))
        labels = np.concatenate(
            [
                self.tables.labels_of("real")[self.members],
                self.tables.labels_of("holdout")[self.controls],
            ]
        )
        return labels, self.tables.labels_of("synthetic")

    @cached_property
    def classes_of_people(self) -> np.ndarray:
        """The class of each person attacked: the rarest of any of their rows."""
        labels = self.classes[0]
        if self.starts is None or not self.tables.is_classes:
            return self.of_person(labels, np.maximum)
        rarest_first = rarest_classes(self.tables.labels_of("real"))
        return People(self.persons).classes(labels, rarest_first)


def _attacked(
    tables: AuditTables, rng: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """The rows of members and of controls, and where each person begins."""
    assert tables.holdout is not None
    people = tables.people
    labels = _labels(tables)
    if people is None:
        sizes = len(tables.real), len(tables.holdout)
        return *_exchangeable(sizes, labels, MOST_PEOPLE, rng), None
    if labels is not None:
        rarest_first = rarest_classes(labels[0])
        labels = tuple(
            one.classes(known, rarest_first)
            for one, known in zip(people, labels, strict=True)
        )
    mean = len(people[1].persons) / len(people[1])
    most = min(MOST_PEOPLE, max(ENOUGH_PEOPLE, int(MOST_ROWS / mean)))
    chosen = _exchangeable((len(people[0]), len(people[1])), labels, most, rng)
    pairs = list(zip(people, chosen, strict=True))
    visits = np.concatenate([one.sizes_of(who) for one, who in pairs])
    members, controls = (one.rows_of(who) for one, who in pairs)
    return members, controls, np.cumsum(visits) - visits


def _labels(tables: AuditTables) -> tuple[np.ndarray, ...] | None:
    if not tables.is_classes:
        return None
    return tables.labels_of("real"), tables.labels_of("holdout")


def _exchangeable(
    sizes: tuple[int, int],
    labels: tuple[np.ndarray, ...] | None,
    most: int,
    rng: np.random.RandomState,
) -> tuple[np.ndarray, np.ndarray]:
    """Draw as many members as controls of each class."""
    if labels is None:
        n = min(*sizes, most)
        return rng.permutation(sizes[0])[:n], rng.permutation(sizes[1])[:n]
    cut = min(1.0, most / max(sizes[1], 1))
    members, controls = [], []
    for label in np.unique(labels[0]):
        places = [np.flatnonzero(one == label) for one in labels]
        n = min(len(places[0]), int(np.ceil(cut * len(places[1]))))
        members.append(rng.permutation(places[0])[:n])
        controls.append(rng.permutation(places[1])[:n])
    return np.concatenate(members), np.concatenate(controls)
