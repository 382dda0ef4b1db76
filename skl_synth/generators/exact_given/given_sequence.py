"""Rows drawn attribute after attribute under conditions: by weighted candidates.

What is given of an attribute is set when its turn comes, and the row weighs as much as
that was likely in the leaf it fell into; rows are then resampled by weight, so that
what was drawn before is as it is in rows that meet the condition.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from skl_synth.generators.exact_given.given_step import StepConditions, draw_step
from skl_synth.generators.exact_given.lot_candidates import (
    LotCandidates,
    Lots,
    Weighted,
)
from skl_synth.generators.exact_given.resampling import (
    effective_sizes,
    log_means,
    resample,
)
from skl_synth.generators.trees import DonorForest
from skl_synth.table.rows import EncodedRows

HEALTHY = 0.5
"""Rows of a lot are resampled once they say less than so large a share of them."""


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

    @cached_property
    def candidates(self) -> LotCandidates:
        """The candidates of all lots."""
        return LotCandidates(len(self.lots), self._make, self.begins_given, self.rng)

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
        drawn, effective = self.candidates.draw(counts)
        for forest in self.forests[self.n_given :]:
            forest.draw(drawn, self.smoothing, self.rng)
        return drawn, effective

    def _make(self, counts: np.ndarray) -> Weighted:
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
        return rows, log_weights, lots

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
