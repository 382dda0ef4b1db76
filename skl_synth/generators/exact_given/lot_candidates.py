"""Weighted candidates for rows of several kinds: drawn until there are enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from skl_synth.generators.exact_given.resampling import (
    effective_sizes,
    log_means,
    resample,
    scaled,
)
from skl_synth.table.given import Given
from skl_synth.table.rows import EncodedRows, stack_rows

LEAST, MOST_AT_FIRST = 16, 4_000
"""The least and the most candidates of a lot to begin with."""

AT_FIRST, PER_ROW_AT_FIRST = 8_000, 20
"""Candidates of all lots to begin with: so many, or so many per row."""

ENOUGH = 8
"""Candidates behind a lot say at least as much as so many, and one more per row."""

GROWTH = 4
"""A lot that has too few gets so many times as many, again and again, ..."""

BUDGET, PER_ROW = 400_000, 40
"""... until so many were drawn in all, and so many per row that is asked for."""

Weighted = tuple[EncodedRows, np.ndarray, np.ndarray]
"""Candidates, the logarithms of their weights, and the lot of each."""


@dataclass(frozen=True, eq=False)
class Lots:
    """Kinds of rows: each has a condition and a class.

    Parameters
    ----------
    conditions, groups : ndarray of shape (n_lots,), dtype int
        The condition and the class of each lot.
    """

    conditions: np.ndarray
    groups: np.ndarray

    def __len__(self) -> int:
        return len(self.conditions)

    @classmethod
    def of(cls, given: Given, can_be: np.ndarray) -> Lots:
        """List the conditions and classes that rows may have.

        Parameters
        ----------
        given : Given
            What is given of rows.
        can_be : ndarray of shape (n_conditions, n_classes), dtype bool
            Which classes may meet which conditions.

        Returns
        -------
        Lots
            Sorted by condition, then by class.
        """
        n_classes = can_be.shape[1]
        free = np.unique(given.which[given.groups < 0])
        of_free = (free[:, None] * n_classes + np.arange(n_classes)).ravel()
        known = given.groups >= 0
        of_known = given.which[known] * n_classes + given.groups[known]
        key = np.union1d(of_free, of_known).astype(np.intp)
        key = key[can_be.ravel()[key]]
        return cls(key // n_classes, key % n_classes)

    def take(self, some: np.ndarray) -> Lots:
        """Take some of the lots.

        Parameters
        ----------
        some : ndarray of int
            Their positions.

        Returns
        -------
        Lots
            They alone.
        """
        return Lots(self.conditions[some], self.groups[some])

    def members(
        self, which: np.ndarray, groups: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the rows of each lot.

        Parameters
        ----------
        which, groups : ndarray of shape (n_rows,), dtype int
            The condition and the class of each row.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        rows : ndarray of int
            The rows of the lots, lot after lot, in random order within: candidates
            beside one another may be alike.
        lots : ndarray of the same shape
            The lot of each.
        """
        n_classes = int(max(self.groups.max(), groups.max(initial=0))) + 1
        known, key = (
            conditions * n_classes + classes
            for conditions, classes in ((self.conditions, self.groups), (which, groups))
        )
        rows = rng.permutation(len(key))
        place = np.minimum(np.searchsorted(known, key[rows]), len(known) - 1)
        is_there = known[place] == key[rows]
        rows, place = rows[is_there], place[is_there]
        order = np.argsort(place, kind="stable")
        return rows[order], place[order]


@dataclass(eq=False)
class LotCandidates:
    """Candidates of several lots, each with a weight.

    Parameters
    ----------
    n_lots : int
        How many lots there are.
    make : callable
        Draws so many candidates of each lot.
    are_even : bool
        Whether all candidates of a lot weigh the same, so that one tells all.
    rng : RandomState
        Source of randomness.
    """

    n_lots: int
    make: Callable[[np.ndarray], Weighted]
    are_even: bool
    rng: np.random.RandomState
    _parts: list[Weighted] = field(default_factory=list)
    _n_drawn: int = 0

    def explore(self, n_rows: int) -> np.ndarray:
        """Draw candidates of every lot, and estimate how likely it is.

        Parameters
        ----------
        n_rows : int
            How many rows are wanted of all lots together.

        Returns
        -------
        ndarray of shape (n_lots,)
            Logarithm of the probability that a row of the class of a lot meets its
            condition; minus infinity where no candidate does.
        """
        each = max(AT_FIRST, PER_ROW_AT_FIRST * n_rows) // max(self.n_lots, 1)
        first = int(np.clip(each, LEAST, MOST_AT_FIRST))
        counts = np.full(self.n_lots, 1 if self.are_even else first)
        self._add(counts)
        # A lot that nobody met may yet be met by one among many.
        for _ in range(3):
            missed = np.flatnonzero(np.isneginf(self._log_likelihood()))
            if not len(missed) or self.are_even:
                break
            more = np.zeros_like(counts)
            more[missed] = min(GROWTH * first, BUDGET // len(missed))
            self._add(more)
        return self._log_likelihood()

    def draw(self, counts: np.ndarray) -> tuple[EncodedRows, np.ndarray]:
        """Choose rows of every lot by weight.

        Parameters
        ----------
        counts : ndarray of shape (n_lots,), dtype int
            How many; none of a lot that no candidate met.

        Returns
        -------
        rows : EncodedRows
            The rows, lot after lot.
        effective : ndarray of shape (n_lots,)
            How many candidates of even weight are behind the rows of each lot.
        """
        if self.are_even:
            # Every candidate is as good as another: as many as there are rows.
            self._parts = []
            self._add(counts)
        budget = BUDGET + PER_ROW * int(counts.sum())
        while (wanted := self._short(counts)).any() and self._n_drawn < budget:
            left = budget - self._n_drawn
            share = min(1.0, left / wanted.sum())
            self._add(np.ceil(wanted * share).astype(np.intp))
        rows, log_weights, of = self._all()
        chosen = resample(log_weights, of, counts, self.rng)
        effective = effective_sizes(log_weights, of, self.n_lots)
        return rows.take(chosen), np.where(self.are_even, np.inf, effective)

    def _log_likelihood(self) -> np.ndarray:
        _, log_weights, of = self._all()
        return log_means(log_weights, of, self.n_lots)

    def _short(self, counts: np.ndarray) -> np.ndarray:
        """Find how many candidates more are wanted of each lot."""
        _, log_weights, of = self._all()
        weights, _ = scaled(log_weights, of, len(counts))
        sums = np.bincount(of, weights, len(counts))
        effective = effective_sizes(log_weights, of, len(counts))
        # The heaviest candidate has no more than one row, so that none repeats.
        enough = (effective >= ENOUGH + counts) & (counts <= sums)
        drawn = np.bincount(of, minlength=len(counts))
        if self.are_even:
            return np.zeros_like(drawn)
        return np.where(enough | (counts == 0), 0, (GROWTH - 1) * drawn)

    def _add(self, counts: np.ndarray) -> None:
        self._parts.append(self.make(counts))
        self._n_drawn += int(counts.sum())

    def _all(self) -> Weighted:
        """All candidates so far, lot after lot."""
        if len(self._parts) > 1:
            rows, log_weights, of = zip(*self._parts, strict=True)
            order = np.argsort(np.concatenate(of), kind="stable")
            self._parts = [
                (
                    stack_rows([*rows]).take(order),
                    np.concatenate(log_weights)[order],
                    np.concatenate(of)[order],
                )
            ]
        return self._parts[0]
