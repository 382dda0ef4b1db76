"""Rows drawn attribute after attribute under conditions: by weighted candidates.

What is given of an attribute is set when its turn comes, and the row weighs as much as
that was likely in the leaf it fell into; rows are then resampled by weight, so that
what was drawn before is as it is in rows that meet the condition.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from skl_synth.generators.exact_given.given_step import StepConditions, draw_step
from skl_synth.generators.exact_given.resampling import (
    effective_sizes,
    log_means,
    resample,
    scaled,
)
from skl_synth.generators.trees import DonorForest
from skl_synth.table.rows import EncodedRows, stack_rows

HEALTHY = 0.5
"""Rows of a lot are resampled once they say less than so large a share of them."""

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


@dataclass(eq=False)
class GivenSequence:
    """Trees of attributes in their order, and what conditions say of each.

    Parameters
    ----------
    forests : sequence of DonorForest
        The trees of one class, or of all.
    said : list of StepConditions
        What conditions say, attribute after attribute.
    blank : callable
        Makes rows of given classes whose attributes are still to be drawn.
    smoothing : float
        See `RankSpace.spread`.
    lots : Lots
        The kinds of rows.
    rng : RandomState
        Source of randomness.
    """

    forests: Sequence[DonorForest]
    said: list[StepConditions]
    blank: Callable[[np.ndarray], EncodedRows]
    smoothing: float
    lots: Lots
    rng: np.random.RandomState
    _rows: list[EncodedRows] = field(default_factory=list)
    _log_weights: list[np.ndarray] = field(default_factory=list)
    _of: list[np.ndarray] = field(default_factory=list)

    @property
    def n_given(self) -> int:
        """How many attributes come up to the last of which something is said."""
        places = [at for at, one in enumerate(self.said) if not one.said.is_free]
        return max(places, default=-1) + 1

    @property
    def n_set(self) -> int:
        """How many attributes at the beginning are set in every lot."""
        for place, one in enumerate(self.said[: self.n_given]):
            if not one.sets(self.lots.conditions).all():
                return place
        return self.n_given

    @property
    def begins_given(self) -> bool:
        """Whether what is given comes first, so that all candidates weigh the same.

        The last attribute may be in a range.
        """
        if self.n_set >= self.n_given:
            return True
        last = self.said[self.n_given - 1]
        is_last = self.n_set == self.n_given - 1
        return is_last and bool(last.asks(self.lots.conditions).all())

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
        each = max(AT_FIRST, PER_ROW_AT_FIRST * n_rows) // max(len(self.lots), 1)
        first = int(np.clip(each, LEAST, MOST_AT_FIRST))
        counts = np.full(len(self.lots), 1 if self.begins_given else first)
        self._add(counts)
        # A lot that nobody met may yet be met by one among many.
        for _ in range(3):
            missed = np.flatnonzero(np.isneginf(self._log_likelihood()))
            if not len(missed) or self.begins_given:
                break
            more = np.zeros_like(counts)
            more[missed] = min(GROWTH * first, BUDGET // len(missed))
            self._add(more)
        return self._log_likelihood()

    def draw(self, counts: np.ndarray) -> tuple[EncodedRows, np.ndarray]:
        """Draw rows of every lot.

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
        if self.begins_given:
            # Every candidate is as good as another: as many as there are rows.
            self._forget()
            self._add(counts)
        budget = BUDGET + PER_ROW * int(counts.sum())
        while (wanted := self._short(counts)).any() and self._n_drawn < budget:
            left = budget - self._n_drawn
            share = min(1.0, left / wanted.sum())
            self._add(np.ceil(wanted * share).astype(np.intp))
        rows, log_weights, of = self._all()
        n_lots = len(self.lots)
        chosen = resample(log_weights, of, counts, self.rng)
        effective = effective_sizes(log_weights, of, n_lots)
        drawn = rows.take(chosen)
        for forest in self.forests[self.n_given :]:
            forest.draw(drawn, self.smoothing, self.rng)
        return drawn, np.where(self.begins_given, np.inf, effective)

    @property
    def _n_drawn(self) -> int:
        return sum(len(one) for one in self._of)

    def _log_likelihood(self) -> np.ndarray:
        _, log_weights, of = self._all()
        return log_means(log_weights, of, len(self.lots))

    def _short(self, counts: np.ndarray) -> np.ndarray:
        """Find how many candidates more are wanted of each lot."""
        _, log_weights, of = self._all()
        weights, _ = scaled(log_weights, of, len(counts))
        sums = np.bincount(of, weights, len(counts))
        effective = effective_sizes(log_weights, of, len(counts))
        # The heaviest candidate has no more than one row, so that none repeats.
        enough = (effective >= ENOUGH + counts) & (counts <= sums)
        drawn = np.bincount(of, minlength=len(counts))
        if self.begins_given:
            return np.zeros_like(drawn)
        return np.where(enough | (counts == 0), 0, (GROWTH - 1) * drawn)

    def _add(self, counts: np.ndarray) -> None:
        """Draw candidates up to the last attribute that is given."""
        lots, n_set, n_given = np.arange(len(counts)), self.n_set, self.n_given
        rows, log_weights = self.blank(self.lots.groups), np.zeros(len(counts))
        for place, forest in enumerate(self.forests[:n_given]):
            if place == n_set:
                # Up to here all candidates of a lot are the same.
                lots = np.repeat(lots, counts)
                rows, log_weights = rows.take(lots), log_weights[lots]
            one = self.said[place]
            if one.said.is_free:
                forest.draw(rows, self.smoothing, self.rng)
                continue
            patterns = one.said.pattern[self.lots.conditions[lots]]
            likely = draw_step(forest, rows, patterns, one, self.smoothing, self.rng)
            with np.errstate(divide="ignore"):
                log_weights += np.log(likely)
            if n_set <= place < n_given - 1:
                rows, log_weights = self._resampled(rows, log_weights, lots)
        if n_set == n_given:
            lots = np.repeat(lots, counts)
            rows, log_weights = rows.take(lots), log_weights[lots]
        self._rows.append(rows)
        self._log_weights.append(log_weights)
        self._of.append(lots)

    def _resampled(
        self, rows: EncodedRows, log_weights: np.ndarray, lots: np.ndarray
    ) -> tuple[EncodedRows, np.ndarray]:
        """Resample the lots in which a few rows have most of the weight."""
        n_lots = len(self.lots)
        counts = np.bincount(lots, minlength=n_lots)
        effective = effective_sizes(log_weights, lots, n_lots)
        poor = (effective < HEALTHY * counts) & (effective > 0)
        mine = np.flatnonzero(poor[lots])
        if not len(mine):
            return rows, log_weights
        index = np.arange(len(lots))
        means = log_means(log_weights, lots, n_lots)
        chosen = resample(
            log_weights[mine], lots[mine], np.where(poor, counts, 0), self.rng
        )
        index[mine] = mine[chosen]
        return rows.take(index), np.where(poor[lots], means[lots], log_weights)

    def _all(self) -> tuple[EncodedRows, np.ndarray, np.ndarray]:
        """All candidates so far, lot after lot."""
        if len(self._of) > 1:
            of = np.concatenate(self._of)
            order = np.argsort(of, kind="stable")
            rows = stack_rows(self._rows).take(order)
            log_weights = np.concatenate(self._log_weights)[order]
            self._rows, self._log_weights, self._of = [rows], [log_weights], [of[order]]
        return self._rows[0], self._log_weights[0], self._of[0]

    def _forget(self) -> None:
        self._rows, self._log_weights, self._of = [], [], []
