"""The context of the attacks: who is attacked, and what an attacker holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from skl_synth.evaluation.matrix import Standardiser
from skl_synth.evaluation.table_data import AuditTables, TableData

MEMBERS = "members"
"""What is measured: people in the table, not rows of the release."""

MOST_PEOPLE = 2000
"""Of members, and of controls, so many are attacked; intervals are narrow by then."""

OUTLYING_SHARE = 0.1
"""The share of people who count as outliers."""


@dataclass(frozen=True, eq=False)
class AttackContext:
    """Members and controls, as many of each class, and the tables as matrices.

    Parameters
    ----------
    tables : AuditTables
        The tables.
    members, controls : ndarray of int
        The positions of the people attacked, among the real rows and in the hold-out.
    real, synthetic, holdout : ndarray of shape (n_rows, n_matrix_columns)
        All rows, in standard deviations of the real ones.
    owner : ndarray of shape (n_matrix_columns,), dtype int
        The attribute of each column.
    """

    tables: AuditTables
    members: np.ndarray
    controls: np.ndarray
    real: np.ndarray
    synthetic: np.ndarray
    holdout: np.ndarray
    owner: np.ndarray

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
        members, controls = _exchangeable(tables, rng)
        return cls(
            tables,
            members,
            controls,
            standardise.transform(tables.real),
            standardise.transform(tables.synthetic),
            standardise.transform(tables.holdout),
            standardise.owner,
        )

    @property
    def control_data(self) -> TableData:
        """The hold-out."""
        assert self.tables.holdout is not None
        return self.tables.holdout

    @cached_property
    def people(self) -> np.ndarray:
        """The matrix of the people attacked, members first."""
        return np.vstack([self.real[self.members], self.holdout[self.controls]])

    @cached_property
    def is_member(self) -> np.ndarray:
        """Who of them is a member."""
        return np.repeat([True, False], [len(self.members), len(self.controls)])

    @cached_property
    def classes(self) -> tuple[np.ndarray, np.ndarray]:
        """The classes of the people and of the synthetic rows; zeros if none."""
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


def _exchangeable(
    tables: AuditTables, rng: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray]:
    """Draw as many members as controls of each class."""
    real, holdout = tables.real, tables.holdout
    assert holdout is not None
    if not tables.is_classes:
        n = min(len(real), len(holdout), MOST_PEOPLE)
        return rng.permutation(len(real))[:n], rng.permutation(len(holdout))[:n]
    labels = tables.labels_of("real"), tables.labels_of("holdout")
    cut = min(1.0, MOST_PEOPLE / max(len(holdout), 1))
    members, controls = [], []
    for label in np.unique(labels[0]):
        places = [np.flatnonzero(one == label) for one in labels]
        n = min(len(places[0]), int(np.ceil(cut * len(places[1]))))
        members.append(rng.permutation(places[0])[:n])
        controls.append(rng.permutation(places[1])[:n])
    return np.concatenate(members), np.concatenate(controls)
