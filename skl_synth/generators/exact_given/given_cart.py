"""Rows of several classes under conditions, from trees of each class or of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from skl_synth.generators.exact_given.chosen_classes import chosen_classes
from skl_synth.generators.exact_given.given_sequence import GivenSequence
from skl_synth.generators.exact_given.given_steps import said_of_steps
from skl_synth.generators.exact_given.lot_candidates import Lots
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
        n_conditions = len(given.conditions)
        # A class without a real row has no trees.
        can_be = np.tile(self.real.counts > 0, (n_conditions, 1))
        lots = Lots.of(given, can_be)
        sequences = self._sequences(given, lots, rng)
        log_likelihood = np.full(can_be.shape, -np.inf)
        for sequence in sequences:
            found = sequence.candidates.explore(len(given))
            own = sequence.lots
            log_likelihood[own.conditions, own.groups] = found
        shares = np.maximum(self.real.counts, 0).astype(np.float64)
        groups = chosen_classes(given, shares, log_likelihood, rng)
        is_met = np.isfinite(log_likelihood[given.which, groups])
        return self._filled(given, groups, is_met, sequences, rng)

    def _sequences(
        self, given: Given, lots: Lots, rng: np.random.RandomState
    ) -> list[GivenSequence]:
        """Share the lots among the trees that they are drawn from."""
        sequences = []
        for place, forests in enumerate(self.forests):
            mine = np.flatnonzero((lots.groups == place) | (len(self.forests) == 1))
            if not len(mine):
                continue
            steps = [forest.step for forest in forests]
            said = said_of_steps(self.real, steps, given.conditions)
            sequence = GivenSequence(
                forests, said, self.blank, self.smoothing, lots.take(mine), rng
            )
            sequences.append(sequence)
        return sequences

    def _filled(
        self,
        given: Given,
        groups: np.ndarray,
        is_met: np.ndarray,
        sequences: list[GivenSequence],
        rng: np.random.RandomState,
    ) -> tuple[EncodedRows, np.ndarray, np.ndarray]:
        """Draw the rows of every lot, and put them where they are asked for."""
        places = [np.flatnonzero(~is_met)]
        parts = [self._ordinary(groups[~is_met], rng)]
        effective, met = np.zeros(len(given)), np.flatnonzero(is_met)
        for sequence in sequences:
            rows, lot = sequence.lots.members(given.which[met], groups[met], rng)
            drawn, behind = sequence.draw(
                np.bincount(lot, minlength=len(sequence.lots))
            )
            parts.append(drawn)
            places.append(met[rows])
            effective[met[rows]] = behind[lot]
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
