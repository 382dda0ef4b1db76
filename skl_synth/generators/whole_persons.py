"""Whole persons: where one row of somebody will not do, somebody else is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from skl_synth.table.persons import numbered
from skl_synth.table.rows import Candidates, stack_candidates

MOST_ROUNDS = 50
"""After so many others in place of a person there is nobody who will do."""


class Judged(NamedTuple):
    """Rows, and which of them will do.

    Parameters
    ----------
    rows : Candidates
        The rows, repaired or measured.
    will_do : ndarray of shape (n_rows,), dtype bool
        Which of them.
    """

    rows: Candidates
    will_do: np.ndarray


Judge = Callable[[Candidates], Judged]
"""Judges rows that were drawn."""

Redraw = Callable[[Candidates, np.ndarray, np.random.RandomState], Candidates]
"""Draws other people in place of some, see `Generator.redraw`."""


def replace_persons(
    drawn: Candidates, judge: Judge, redraw: Redraw, rng: np.random.RandomState
) -> Judged:
    """Draw others in place of persons of whom a row will not do, until all will.

    Everybody keeps the number of rows and their classes, so that the counts of both
    stay what they were. To leave people out would take those with long histories.

    Parameters
    ----------
    drawn : Candidates
        Whole persons.
    judge : callable
        Judges rows.
    redraw : callable
        Draws other people in place of some.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    Judged
        The persons; rows that will not do are left where nobody else could be had.
    """
    rows, will_do = judge(drawn)
    for _ in range(MOST_ROUNDS):
        assert rows.persons is not None
        others = np.bincount(rows.persons, weights=~will_do) > 0
        if not others.any():
            break
        new = judge(redraw(rows, others, rng))
        rows, places = _in_place(rows, others, new.rows)
        will_do[places] = new.will_do
    return Judged(rows, will_do)


def who_will_do(rows: Candidates, will_do: np.ndarray, *, whole: bool) -> Candidates:
    """Leave out what will not do.

    Parameters
    ----------
    rows : Candidates
        Whole persons.
    will_do : ndarray of shape (n_rows,), dtype bool
        Which rows will do.
    whole : bool
        Whether to leave out all rows of a person of whom one will not do; else only
        that row, to count them.

    Returns
    -------
    Candidates
        The others.
    """
    if not whole:
        return rows.take(will_do)
    assert rows.persons is not None
    is_out = np.bincount(rows.persons, weights=~will_do) > 0
    kept = rows.take(~is_out[rows.persons])
    assert kept.persons is not None
    return replace(kept, persons=numbered(kept.persons))


def _in_place(
    rows: Candidates, others: np.ndarray, new: Candidates
) -> tuple[Candidates, np.ndarray]:
    """Put other people where those stood whom they replace."""
    assert rows.persons is not None
    places = np.flatnonzero(others[rows.persons])
    places = places[np.argsort(rows.persons[places], kind="stable")]
    order = np.arange(len(rows))
    order[places] = len(rows) + np.arange(len(new))
    together = stack_candidates([rows, new]).take(order)
    return replace(together, persons=rows.persons), places
