"""Histories: how many rows each person has, and of which classes they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.table.persons import constant_within, visit_numbers, visits_of

RARE_SHARE, FEW = 0.01, 5
"""A number of visits that fewer people have, as a share and at least, is rare."""

MOST_TRIES = 20
"""Rounds in which surplus rows of one class are made rows of another."""


@dataclass(frozen=True, eq=False)
class Histories:
    """The rows that persons have, before anything is known of them but their classes.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,), dtype int
        Numbers from 0 on; the rows of a person stand together, in their order.
    classes : ndarray of shape (n_rows,), dtype int
        Class positions; zeros where there are none.
    """

    persons: np.ndarray
    classes: np.ndarray

    @property
    def n_persons(self) -> int:
        """How many people."""
        return int(self.persons.max(initial=-1)) + 1

    @property
    def visits(self) -> np.ndarray:
        """Rows of each person."""
        return visits_of(self.persons)

    @property
    def visit(self) -> np.ndarray:
        """Which row of the person each one is, from 0 on."""
        return visit_numbers(self.persons)

    def shares(self, n_classes: int) -> np.ndarray:
        """Count classes within persons.

        Parameters
        ----------
        n_classes : int
            Number of classes.

        Returns
        -------
        ndarray of shape (n_persons, n_classes)
            The share of each class in the rows of a person.
        """
        cells = self.persons * n_classes + self.classes
        counts = np.bincount(cells, minlength=self.n_persons * n_classes)
        return counts.reshape(-1, n_classes) / np.maximum(self.visits, 1)[:, None]


@dataclass(frozen=True, eq=False)
class HistoryModel:
    """What is learnt of histories: their lengths, and how classes follow one another.

    Parameters
    ----------
    lengths : list of ndarray
        Rows of each real person: of all of them, or class by class where everybody has
        one class.
    chances : ndarray of shape (n_classes + 1, 2, n_classes)
        Chance of a class after each other one (the last row: at the first visit), at a
        visit that is not the last one, and at the last.
    is_of_person : bool
        Whether everybody has one class.
    """

    lengths: list[np.ndarray]
    chances: np.ndarray
    is_of_person: bool

    @classmethod
    def of(cls, real: Histories, n_classes: int) -> HistoryModel:
        """Learn from real histories.

        Parameters
        ----------
        real : Histories
            The rows of real persons.
        n_classes : int
            Number of classes; one where there are none.

        Returns
        -------
        HistoryModel
            What was learnt.
        """
        visits, classes = real.visits, real.classes
        is_of_person = constant_within(real.persons, classes)
        lengths = [visits]
        if is_of_person:
            of_person = classes[real.visit == 0]
            lengths = [visits[of_person == group] for group in range(n_classes)]
        counts = np.zeros((n_classes + 1, 2, n_classes))
        np.add.at(counts, (*_context(real, n_classes), classes), 1.0)
        total = counts.sum(axis=2, keepdims=True)
        return cls(lengths, counts / np.maximum(total, 1.0), is_of_person)

    def draw(self, counts: np.ndarray, rng: np.random.RandomState) -> Histories:
        """Draw the histories of new persons.

        Parameters
        ----------
        counts : ndarray of shape (n_classes,), dtype int
            Rows of each class, which are met exactly.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        Histories
            New persons.
        """
        if self.is_of_person:
            visits = [
                draw_lengths(lengths, n, rng)
                for lengths, n in zip(self.lengths, counts.tolist(), strict=True)
            ]
            of_person = np.repeat(np.arange(len(counts)), [len(one) for one in visits])
            every = np.concatenate(visits)
            persons = np.repeat(np.arange(len(every)), every)
            return Histories(persons, of_person[persons])
        every = draw_lengths(self.lengths[0], int(counts.sum()), rng)
        persons = np.repeat(np.arange(len(every)), every)
        histories = Histories(persons, np.zeros(len(persons), dtype=np.intp))
        self._follow(histories, rng)
        self._repair(histories, counts, rng)
        return histories

    def _follow(self, histories: Histories, rng: np.random.RandomState) -> None:
        """Draw class after class, in place, each by the one before."""
        visit, n_classes = histories.visit, self.chances.shape[2]
        before, last = _context(histories, n_classes)
        for number in range(int(visit.max(initial=-1)) + 1):
            rows = np.flatnonzero(visit == number)
            if number:
                before[rows] = histories.classes[rows - 1]
            chances = np.cumsum(self.chances[before[rows], last[rows]], axis=1)
            # A state that no real person was ever in has no chances of its own.
            chances[chances[:, -1] == 0] = np.cumsum(self.chances[-1, 0])
            drawn = rng.uniform(size=len(rows))[:, None] * chances[:, -1:]
            histories.classes[rows] = (drawn >= chances).sum(axis=1)
        np.clip(histories.classes, 0, n_classes - 1, out=histories.classes)

    def _repair(
        self, histories: Histories, counts: np.ndarray, rng: np.random.RandomState
    ) -> None:
        """Make rows of classes that have too many rows of those that have too few.

        Rows are taken where the new class stands as well between its neighbours.
        """
        classes, n_classes = histories.classes, len(counts)
        for attempt in range(MOST_TRIES):
            short = counts - np.bincount(classes, minlength=n_classes)
            if not short.any():
                return
            for wanted in np.flatnonzero(short > 0).tolist():
                surplus = np.maximum(-short, 0)[classes] > 0
                rows = np.flatnonzero(surplus)
                weights = self._fitness(histories, rows, wanted)
                # In the end any row will do.
                weights = weights + 1e-9 * (attempt > MOST_TRIES // 2)
                chosen = _weighted(rows, weights, int(short[wanted]), rng)
                # A class gives no more rows than it has too many.
                order = visit_numbers(classes[chosen])
                chosen = chosen[order < -short[classes[chosen]]]
                classes[chosen] = wanted
                short = counts - np.bincount(classes, minlength=n_classes)

    def _fitness(
        self, histories: Histories, rows: np.ndarray, wanted: int
    ) -> np.ndarray:
        """How much likelier rows would be, with their neighbours, in another class."""
        n_classes = self.chances.shape[2]
        before, last = (one[rows] for one in _context(histories, n_classes))
        own = histories.classes[rows]
        gain = self.chances[before, last, wanted]
        loss = self.chances[before, last, own].copy()
        follows = np.flatnonzero(last == 0)
        behind = rows[follows] + 1
        end = _context(histories, n_classes)[1][behind]
        gain[follows] *= self.chances[wanted, end, histories.classes[behind]]
        loss[follows] *= self.chances[own[follows], end, histories.classes[behind]]
        return gain / np.maximum(loss, 1e-6)


def draw_lengths(
    lengths: np.ndarray, n_rows: int, rng: np.random.RandomState
) -> np.ndarray:
    """Draw how many rows each of some new persons has.

    Parameters
    ----------
    lengths : ndarray of shape (n_persons,), dtype int
        Rows of each real person.
    n_rows : int
        Rows of all new persons together, which is met exactly.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of int
        Rows of each new person, in random order. The last one may have fewer than any
        real person, where it does not come out even.
    """
    if not n_rows or not len(lengths):
        return np.empty(0, dtype=np.intp)
    drawn = _spread(lengths, max(round(n_rows / lengths.mean()), 1), rng)
    kept = np.flatnonzero(np.cumsum(drawn) <= n_rows)
    drawn, rest = drawn[kept], n_rows - int(drawn[kept].sum())
    more = []
    while rest:
        fitting = lengths[lengths <= rest]
        more.append(int(rng.choice(fitting)) if len(fitting) else rest)
        rest -= more[-1]
    return np.concatenate([drawn, np.array(more, dtype=np.intp)]).astype(np.intp)


def _spread(lengths: np.ndarray, n: int, rng: np.random.RandomState) -> np.ndarray:
    """Take numbers evenly from the real ones; rare ones are moved towards the others.

    The number of visits may be one person's alone. One that few people have becomes any
    number down to the next that somebody has.
    """
    known, counts = np.unique(lengths, return_counts=True)
    places = (np.arange(n) + rng.uniform()) * len(lengths) / n
    last = np.minimum(places.astype(np.intp), len(lengths) - 1)
    drawn = np.sort(lengths)[last]
    place = np.searchsorted(known, drawn)
    below = np.where(place > 0, known[place - 1] + 1, known[place])
    is_rare = counts[place] < np.maximum(RARE_SHARE * len(lengths), FEW)
    moved = below + (rng.uniform(size=n) * (drawn - below + 1)).astype(np.intp)
    return np.where(is_rare, moved, drawn)[rng.permutation(n)]


def _context(histories: Histories, n_classes: int) -> tuple[np.ndarray, np.ndarray]:
    """The class before each row, and whether it is the last one of the person."""
    visit = histories.visit
    before = np.full(len(visit), n_classes, dtype=np.intp)
    follows = np.flatnonzero(visit)
    before[follows] = histories.classes[follows - 1]
    last = visit == histories.visits[histories.persons] - 1
    return before, last.astype(np.intp)


def _weighted(
    rows: np.ndarray, weights: np.ndarray, n: int, rng: np.random.RandomState
) -> np.ndarray:
    """Draw some rows by weight, none of them twice, none without weight."""
    # Exponential clocks: the first to ring are a draw without replacement.
    with np.errstate(divide="ignore"):
        clocks = rng.exponential(size=len(rows)) / weights
    order = np.argsort(clocks, kind="stable")[:n]
    return rows[order[np.isfinite(clocks[order])]]
