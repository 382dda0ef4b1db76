"""Groups of people who share their keys: how many they are, and how they differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.evaluation.privacy.disclosure.coded_columns import CodedColumn
from skl_synth.evaluation.privacy.disclosure.counted_people import Crowd

MOST_CELLS = 2_000_000
"""So many cells of groups × values are held in memory at a time."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Each group of people with equal keys, crossed with the values of a secret.

    A person counts once in each cell, in however many rows.

    Parameters
    ----------
    group, value : ndarray of int
        Of each cell that is not empty.
    size : ndarray of int
        How many people it has.
    n_groups, n_values : int
        How many groups and values there are.
    """

    group: np.ndarray
    value: np.ndarray
    size: np.ndarray
    n_groups: int
    n_values: int

    @classmethod
    def of(cls, crowd: Crowd, values: np.ndarray, n_values: int) -> Cells:
        """Count the people of each cell.

        Parameters
        ----------
        crowd : Crowd
            People with their keys.
        values : ndarray of shape (n_rows,), dtype int
            The secret of each row.
        n_values : int
            How many values it has.

        Returns
        -------
        Cells
            The cells, group after group.
        """
        groups = np.unique(crowd.keys, return_inverse=True)[1].ravel()
        rows = np.column_stack([groups, values])
        if crowd.persons is not None:
            rows = np.unique(np.column_stack([rows, crowd.persons]), axis=0)[:, :2]
        cells, sizes = np.unique(rows, axis=0, return_counts=True)
        n_groups = int(groups.max(initial=-1)) + 1
        return cls(cells[:, 0], cells[:, 1], sizes, n_groups, n_values)

    @property
    def totals(self) -> np.ndarray:
        """The people of each group; of several values one person counts for each."""
        return np.bincount(self.group, weights=self.size, minlength=self.n_groups)

    @property
    def shares(self) -> np.ndarray:
        """The share of its group that each cell holds."""
        shares: np.ndarray = self.size / self.totals[self.group]
        return shares

    def distinct(self) -> np.ndarray:
        """Count the values of each group (distinct l-diversity).

        Returns
        -------
        ndarray of shape (n_groups,), dtype int
            From 1 on.
        """
        return np.bincount(self.group, minlength=self.n_groups)

    def entropy(self) -> np.ndarray:
        """Say to how many equally frequent values those of each group come.

        Returns
        -------
        ndarray of shape (n_groups,)
            The exponential of Shannon's entropy (entropy l-diversity).
        """
        parts = -self.shares * np.log(self.shares)
        return np.exp(np.bincount(self.group, weights=parts, minlength=self.n_groups))

    def recursive(self, l: int) -> np.ndarray:  # noqa: E741
        """Say how much more frequent the first value is than those from the l-th on.

        Parameters
        ----------
        l : int
            From which value on, by frequency.

        Returns
        -------
        ndarray of shape (n_groups,)
            A table is recursively (c, l)-diverse for every c above the largest of
            these; infinite where a group has fewer than l values.
        """
        order = np.lexsort((-self.size, self.group))
        group, size = self.group[order], self.size[order].astype(np.float64)
        starts = np.searchsorted(group, np.arange(self.n_groups))
        rank = np.arange(len(group)) - starts[group]
        rest = np.bincount(group, weights=size * (rank >= l - 1), minlength=len(starts))
        ratio = np.full(len(starts), np.inf)
        np.divide(size[starts], rest, out=ratio, where=rest > 0)
        return ratio

    def closeness(self, *, is_ordered: bool) -> np.ndarray:
        """Say how far the values of each group lie from those of everybody.

        Parameters
        ----------
        is_ordered : bool
            Whether the values are in an order.

        Returns
        -------
        ndarray of shape (n_groups,)
            Earth mover's distance from 0 to 1 (t-closeness): with as many steps between
            two values as there are others between them, where they have an order; else
            total variation.
        """
        everyone = np.bincount(self.value, weights=self.size, minlength=self.n_values)
        everyone = everyone / everyone.sum()
        if not is_ordered:
            # Values that a group lacks are missing from it by their whole share.
            gap = np.abs(self.shares - everyone[self.value]) - everyone[self.value]
            return (1 + np.bincount(self.group, gap, minlength=self.n_groups)) / 2
        held = np.flatnonzero(everyone)
        if len(held) < 2:
            return np.zeros(self.n_groups)
        step = max(1, MOST_CELLS // len(held))
        parts = [
            self._moved(first, min(first + step, self.n_groups), held, everyone[held])
            for first in range(0, self.n_groups, step)
        ]
        return np.concatenate(parts)

    def _moved(
        self, first: int, last: int, held: np.ndarray, everyone: np.ndarray
    ) -> np.ndarray:
        """Move the shares of some groups to those of everybody, step by step."""
        inside = (self.group >= first) & (self.group < last)
        table = np.zeros((last - first, len(held)))
        at = np.searchsorted(held, self.value[inside])
        table[self.group[inside] - first, at] = self.shares[inside]
        table -= everyone
        moved: np.ndarray = np.abs(np.cumsum(table, axis=1)[:, :-1]).sum(axis=1)
        return moved / (len(held) - 1)


def diversity_of(
    crowd: Crowd,
    secret: CodedColumn,
    which: int = 0,
    l: int = 2,  # noqa: E741
) -> dict[str, float]:
    """Say how a secret differs among people who share their keys, at the worst.

    Parameters
    ----------
    crowd : Crowd
        People with their keys.
    secret : CodedColumn
        The secret.
    which : int, default=0
        The table of the people.
    l : int, default=2
        As in `Cells.recursive`.

    Returns
    -------
    dict of str to float
        ``distinct_l``, ``entropy_l``, ``recursive_c`` and ``t_closeness`` of the worst
        group, and ``one_value``, the share of people in groups of one value.
    """
    cells = Cells.of(crowd, secret.codes[which], len(secret.levels))
    distinct = cells.distinct()
    closeness = cells.closeness(is_ordered=secret.is_ordered)
    return {
        "distinct_l": int(distinct.min()),
        "entropy_l": float(cells.entropy().min()),
        "recursive_c": float(cells.recursive(l).max()),
        "t_closeness": float(closeness.max()),
        "one_value": float(cells.totals[distinct == 1].sum() / cells.totals.sum()),
    }
