"""Areas over shadow models: of groups of people, and of the most exposed person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from skl_synth.evaluation.curves import (
    FEW_FALSE_ALARMS,
    caught_at,
    count_by_score,
)
from skl_synth.evaluation.figures import NAN, Interval
from skl_synth.evaluation.intervals import N_RESAMPLES, percentiles

N_DIVISIONS = 10
"""Divisions of the models, of which the mean is taken: one alone would be a lottery."""


@dataclass(frozen=True, eq=False)
class ShadowScores:
    """The scores of people in releases made with them, and without them.

    Parameters
    ----------
    within, without : ndarray of shape (n_pairs, n_targets)
        The score of each person in the release of each pair whose table they were in,
        and in the other.
    parts : ndarray of shape (n_pairs,), dtype int
        The part of each pair: scores are compared within a part.
    resamples : ndarray of shape (n_resamples, n_pairs), dtype int
        Pairs of models drawn with replacement; the first line is the pairs themselves.
    divisions : ndarray of shape (n_divisions, n_pairs), dtype bool
        Which pairs choose the most exposed person; the others measure.
    """

    within: np.ndarray
    without: np.ndarray
    parts: np.ndarray
    resamples: np.ndarray
    divisions: np.ndarray

    @classmethod
    def of(
        cls,
        scores: np.ndarray,
        parts: np.ndarray,
        inside: np.ndarray,
        rng: np.random.RandomState,
    ) -> ShadowScores:
        """Separate scores, and draw resamples.

        Parameters
        ----------
        scores, parts : ndarray
            As `cross_fitted` gives them.
        inside : ndarray of shape (n_models, n_targets), dtype bool
            Whether the person was in the table: in one of each pair.
        rng : RandomState
            Source of resamples and divisions.

        Returns
        -------
        ShadowScores
            The scores.
        """
        n_pairs = len(scores) // 2
        first = inside[::2]
        drawn = rng.randint(n_pairs, size=(N_RESAMPLES, n_pairs))
        halves = [rng.permutation(n_pairs) < n_pairs // 2 for _ in range(N_DIVISIONS)]
        return cls(
            np.where(first, scores[::2], scores[1::2]),
            np.where(first, scores[1::2], scores[::2]),
            parts,
            np.vstack([np.arange(n_pairs), drawn]),
            np.array(halves),
        )

    def area(self, among: np.ndarray, *, by_chance: bool = False) -> Interval:
        """Average the area under the ROC curve of each person.

        Parameters
        ----------
        among : ndarray of int
            The people.
        by_chance : bool, default=False
            Whether they stand for others: then they, too, are drawn again.

        Returns
        -------
        Interval
            The mean, with its interval over the models.
        """
        areas = [
            self._areas(pairs)[who].mean()
            for pairs, who in self._again(among, by_chance)
        ]
        return percentiles(float(areas[0]), np.array(areas[1:]))

    def rate(self, among: np.ndarray, *, by_chance: bool = False) -> Interval:
        """Measure how many are identified at 5 % false alarms.

        Parameters
        ----------
        among, by_chance : ndarray of int, bool
            As in `area`.

        Returns
        -------
        Interval
            The share, with its interval over the models.
        """
        again = self._again(among, by_chance)
        rates = [self._rate(pairs, who) for pairs, who in again]
        return percentiles(rates[0], np.array(rates[1:]))

    def worst_area(self) -> Interval:
        """Measure the area of the most exposed person.

        The highest of many areas is too high even where all are guesses. So the person
        is chosen by one half of the models, and measured by the other.

        Returns
        -------
        Interval
            The mean over divisions of the models, with an interval that holds the
            choice, too.
        """
        areas = [self._worst(pairs) for pairs in self.resamples]
        return percentiles(areas[0], np.array(areas[1:]))

    def _again(
        self, among: np.ndarray, by_chance: bool
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Models and people: as they are, then as they are drawn again."""
        for number, pairs in enumerate(self.resamples):
            draw = by_chance and number > 0
            yield pairs, among[_drawn(len(among), number)] if draw else among

    def _areas(self, pairs: np.ndarray) -> np.ndarray:
        """The area of each person on some pairs of models."""
        above = self._above[pairs[:, None], pairs]
        is_same = self.parts[pairs][:, None] == self.parts[pairs]
        return above[is_same].mean(axis=0)

    def _rate(self, pairs: np.ndarray, among: np.ndarray) -> float:
        places = np.ix_(pairs, among)
        parts = self.within[places].ravel(), self.without[places].ravel()
        is_in = np.repeat([True, False], len(parts[0]))
        counts = count_by_score(np.concatenate(parts), is_in)
        return float(caught_at(counts, FEW_FALSE_ALARMS)[0])

    def _worst(self, pairs: np.ndarray) -> float:
        """Choose by one half and measure by the other, both ways, again and again."""
        found = []
        for half in self.divisions:
            # Whatever is drawn twice stands in one half.
            parts = [pairs[half[pairs]], pairs[~half[pairs]]]
            if all(map(len, parts)):
                one, other = map(self._areas, parts)
                found += [other[one.argmax()], one[other.argmax()]]
        return float(np.mean(found)) if found else NAN

    @cached_property
    def _above(self) -> np.ndarray:
        """Whether each score within is above each score without: 1, or 1/2 if equal."""
        within, without = self.within[:, None], self.without[None, :]
        return (within > without) + 0.5 * (within == without)


def _drawn(n_people: int, number: int) -> np.ndarray:
    """People drawn with replacement: the same of every figure for the same number."""
    return np.random.RandomState(number).randint(n_people, size=n_people)
