"""Rows of several classes under conditions, from trees of each class or of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from skl_synth.generators.exact_given.chosen_classes import chosen_classes
from skl_synth.generators.exact_given.given_sequence import GivenSequence, Lots
from skl_synth.generators.exact_given.given_steps import said_of_steps
from skl_synth.generators.trees import DonorForest
from skl_synth.table.given import Given
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows, stack_rows


@dataclass(frozen=True, eq=False)
class GivenCart:
    """The trees of every class, or one sequence of trees for all classes.

    Parameters
    ----------
    real : RealTable
        The table.
    forests : sequence of sequence of DonorForest
        For each class the trees of its attributes; one for all where they are shared.
    blank : callable
        Makes rows of given classes whose attributes are still to be drawn.
    smoothing : float
        See `RankSpace.spread`.
    """

    real: RealTable
    forests: Sequence[Sequence[DonorForest]]
    blank: Callable[[np.ndarray], EncodedRows]
    smoothing: float

    def draw(
        self, given: Given, rng: np.random.RandomState
    ) -> tuple[EncodedRows, np.ndarray, np.ndarray]:
        """Draw rows.

        Parameters
        ----------
        given : Given
            What is given of each.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        rows : EncodedRows
            Rows that are still to be snapped, in the order in which they are given. One
            that nobody can meet is drawn without its condition.
        groups : ndarray of shape (n_rows,), dtype int
            Their classes.
        effective : ndarray of shape (n_rows,)
            How many candidates are behind each; infinite where none is needed, 0 where
            no row meets the condition.
        """
        n_groups, n_conditions = self.real.n_groups, len(given.conditions)
        lots = self._lots(given)
        sequences = self._sequences(given, lots, rng)
        log_likelihood = np.full((n_conditions, n_groups), -np.inf)
        for mine, sequence in sequences:
            found = sequence.explore(len(given))
            log_likelihood[lots.conditions[mine], lots.groups[mine]] = found
        shares = np.maximum(self.real.counts, 0).astype(np.float64)
        groups = chosen_classes(given, shares, log_likelihood, rng)
        return self._filled(given, lots, groups, sequences, log_likelihood, rng)

    def _lots(self, given: Given) -> Lots:
        """List the conditions and classes that rows may have."""
        n_groups = self.real.n_groups
        free = np.unique(given.which[given.groups < 0])
        of_free = (free[:, None] * n_groups + np.arange(n_groups)).ravel()
        known = given.groups >= 0
        key = np.union1d(of_free, given.which[known] * n_groups + given.groups[known])
        # A class without a real row has no trees.
        key = key[self.real.counts[key % n_groups] > 0]
        return Lots(key // n_groups, key % n_groups)

    def _sequences(
        self, given: Given, lots: Lots, rng: np.random.RandomState
    ) -> list[tuple[np.ndarray, GivenSequence]]:
        """Share the lots among the trees that they are drawn from."""
        sequences = []
        for place, forests in enumerate(self.forests):
            mine = np.arange(len(lots))
            if len(self.forests) > 1:
                mine = np.flatnonzero(lots.groups == place)
            if not len(mine):
                continue
            steps = [forest.step for forest in forests]
            said = said_of_steps(self.real, steps, given.conditions)
            own = Lots(lots.conditions[mine], lots.groups[mine])
            sequences.append(
                (
                    mine,
                    GivenSequence(forests, said, self.blank, self.smoothing, own, rng),
                )
            )
        return sequences

    def _filled(
        self,
        given: Given,
        lots: Lots,
        groups: np.ndarray,
        sequences: list[tuple[np.ndarray, GivenSequence]],
        log_likelihood: np.ndarray,
        rng: np.random.RandomState,
    ) -> tuple[EncodedRows, np.ndarray, np.ndarray]:
        """Draw the rows of every lot, and put them where they are asked for."""
        n_groups = self.real.n_groups
        key = given.which * n_groups + groups
        known = lots.conditions * n_groups + lots.groups
        can_be = np.isfinite(log_likelihood[given.which, groups])
        places = [np.flatnonzero(~can_be)]
        parts = [self._ordinary(groups[~can_be], rng)]
        effective = np.zeros(len(given))
        for mine, sequence in sequences:
            # In random order, since candidates beside one another may be alike.
            order = rng.permutation(np.flatnonzero(can_be))
            lot = _position(known[mine], key[order])
            order, lot = order[lot >= 0], lot[lot >= 0]
            sorted_ = np.argsort(lot, kind="stable")
            drawn, behind = sequence.draw(np.bincount(lot, minlength=len(mine)))
            parts.append(drawn)
            places.append(order[sorted_])
            effective[order] = behind[lot]
        back = np.argsort(np.concatenate(places))
        return stack_rows(parts).take(back), groups, effective

    def _ordinary(self, groups: np.ndarray, rng: np.random.RandomState) -> EncodedRows:
        """Draw rows without a condition, in place of those that cannot be."""
        rows = self.blank(groups)
        for place, forests in enumerate(self.forests):
            mine = np.flatnonzero((groups == place) | (len(self.forests) == 1))
            part = rows.take(mine)
            for forest in forests if len(mine) else ():
                forest.draw(part, self.smoothing, rng)
            for whole, own in (
                (rows.numbers, part.numbers),
                (rows.decimals, part.decimals),
                (rows.codes, part.codes),
            ):
                whole[mine] = own
        return rows


def _position(known: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Find values in a sorted list; -1 for those that are not there."""
    places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[places] == asked, places, -1)
