"""Excess copies: those of real rows beyond what strangers show."""

from __future__ import annotations

import numpy as np

from skl_synth.generators.known_rows import ALONE, NONE, SHARED, Allowed


def drop_excess(
    what: np.ndarray,
    groups: np.ndarray,
    allowed: Allowed,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Choose the copies that go, so that the rest has no more than strangers show.

    Parameters
    ----------
    what : ndarray of shape (n_rows,), dtype int
        What each row equals.
    groups : ndarray of shape (n_rows,), dtype int
        The class of each.
    allowed : Allowed
        The most copies per row that remains, by class.
    rng : RandomState
        Source of the choice.

    Returns
    -------
    ndarray of shape (n_rows,), dtype bool
        The copies that are in excess.
    """
    # By lot, not the rare ones first. A row that is always dropped tells that somebody
    # has it, as an empty place in a dense part of the table does; and it takes its
    # levels with it. By lot every copy stands as good a chance, the shares among copies
    # stay, and what stands in the release proves neither that somebody has it nor that
    # nobody does. Only those who are alone with their row have a number of their own:
    # an even loss would leave of them more than strangers meet, since it is them whom a
    # generator that keeps too close repeats too often. Within a class, because people
    # of a rare one are seldom alike, and would be shown by the leave of the others.
    dropped = np.zeros(len(what), dtype=bool)
    order = rng.permutation(len(what))
    n_alone, n_copies = _numbers_kept(what, groups, allowed)
    for group, (alone, copies) in enumerate(zip(n_alone, n_copies, strict=True)):
        mine = order[groups[order] == group]
        dropped[mine[what[mine] == ALONE][alone:]] = True
        dropped[mine[(what[mine] != NONE) & ~dropped[mine]][copies:]] = True
    return dropped


def _numbers_kept(
    what: np.ndarray, groups: np.ndarray, allowed: Allowed
) -> tuple[np.ndarray, np.ndarray]:
    """How many copies stay of each class: of rows of one person, and of all."""
    n_groups = len(allowed.all)
    n_none, n_shared, n_alone = (
        np.bincount(groups[what == one], minlength=n_groups)
        for one in (NONE, SHARED, ALONE)
    )
    n_rows = n_none + n_shared + n_alone
    while True:
        # The small addend keeps .29 * 100 = 28.999… from losing a row.
        alone = np.minimum(n_alone, np.floor(allowed.alone * n_rows + 1e-9))
        copies = np.minimum(alone + n_shared, np.floor(allowed.all * n_rows + 1e-9))
        # What is dropped makes the table smaller, of which copies may be a share.
        left = n_none + copies
        if np.array_equal(left, n_rows):
            return alone.astype(np.intp), copies.astype(np.intp)
        n_rows = left


class PersonsWithCopies:
    """The persons of whom a row is a copy, beyond those that strangers show.

    So many of the persons that are judged first may have one. Those who come in place
    of others may only take what these left.

    Parameters
    ----------
    allowed : Allowed
        The most per person, as of one class.
    rng : RandomState
        Source of the choice.
    """

    def __init__(self, allowed: Allowed, rng: np.random.RandomState) -> None:
        self.allowed = allowed
        self.rng = rng
        self.left: dict[int, int] | None = None

    def in_excess(self, what: np.ndarray, persons: np.ndarray) -> np.ndarray:
        """Mark the copies of persons who have to go.

        Parameters
        ----------
        what : ndarray of shape (n_rows,), dtype int
            What each row equals.
        persons : ndarray of shape (n_rows,), dtype int
            Whose they are.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            The copies that are in excess.
        """
        n_persons = int(persons.max(initial=-1)) + 1
        worst = np.zeros(n_persons, dtype=np.intp)
        np.maximum.at(worst, persons, what)
        if self.left is None:
            rates = {ALONE: self.allowed.alone[0], SHARED: self.allowed.all[0]}
            self.left = {one: int(rate * n_persons) for one, rate in rates.items()}
        goes = np.zeros(n_persons, dtype=bool)
        order = self.rng.permutation(n_persons)
        # Rows that one person has count among all copies as well.
        alone = order[worst[order] == ALONE]
        goes[alone[self.left[ALONE] :]] = True
        copied = order[(worst[order] != NONE) & ~goes[order]]
        goes[copied[self.left[SHARED] :]] = True
        self.left[ALONE] -= int(((worst == ALONE) & ~goes).sum())
        self.left[SHARED] -= int(((worst != NONE) & ~goes).sum())
        return (what != NONE) & goes[persons]
