"""Filter words: what a filter says of rows that are missing, and of what it dropped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.generators.moves import Move, name_moves
from skl_synth.generators.nearness import COPY
from skl_synth.generators.outcomes import (
    CLOSEST,
    IDENTICAL,
    KEPT,
    REPEATED,
    UNUSED,
    WITHIN_MINIMUM,
)
from skl_synth.generators.shortage import FEWER_ROWS, warn_of_missing_rows
from skl_synth.table.rows import Candidates

NOTHING_REMOVED = Setting("removal_fraction", 0.0)

WORTH_A_WORD = 0.25
"""The user is warned if more than this share of the candidates passes for copies."""

TOO_FEW = "the sampler makes, or the columns allow, too few different rows"

SPENT = "every row that the columns allow is a real one"

KEEP_COPIES = Remedy(
    "keep copies of real rows as often as strangers show them, {setting}",
    Setting("duplicates", "excess"),
)

MORE_VALUES = Remedy("keep columns with more different values (decimals, say)")

PER_FEATURE = (
    Remedy(
        "where most columns are categories, use TypeAwareSMOTE({setting})",
        Setting("interpolation", "per_feature"),
        only="python",
    ),
    Remedy(
        "where most columns are categories, use {setting}",
        Setting("interpolation", "per_feature"),
        only="command line",
    ),
)

LOWER_TOLERANCE = Remedy("lower duplicate_tolerance", only="python")

BY_TREES = Remedy(
    "make the rows by TypeAwareCART, whose rows are copies less often", only="python"
)

METHOD_OF_TREES = Remedy(
    "make the rows by trees, {setting}", Setting("method", "cart"), only="command line"
)
"""There the filter around trees keeps copies as strangers show them, unless asked."""


class Shortage(NamedTuple):
    """Rows of a class that could not be had.

    Parameters
    ----------
    label : str
        The class.
    had, asked : int
        How many of how many there are.
    remedies : tuple of Remedy
        What would bring them.
    is_spent : bool, default=False
        Whether every row that the columns allow is a real one.
    """

    label: str
    had: int
    asked: int
    remedies: tuple[Remedy, ...]
    is_spent: bool = False


def refuse_shortage(shortage: Shortage) -> None:
    """Refuse a number of rows that cannot be had.

    Parameters
    ----------
    shortage : Shortage
        What is missing.

    Raises
    ------
    InputError
        Always.
    """
    fewer = [FEWER_ROWS] if shortage.had else []
    raise InputError(
        "only {had} of {asked} rows of {label} could be had that are no copies of "
        "real rows: {why}",
        parameter="sampling_strategy",
        had=shortage.had,
        asked=shortage.asked,
        label=shortage.label,
        why=SPENT if shortage.is_spent else TOO_FEW,
        remedies=[*shortage.remedies, *fewer, MORE_VALUES],
    )


def warn_of_shortage(shortage: Shortage) -> None:
    """Say how many rows are missing where no number was asked for.

    Parameters
    ----------
    shortage : Shortage
        What is missing.
    """
    warn_of_missing_rows(
        shortage.label,
        shortage.had,
        shortage.asked,
        why=SPENT if shortage.is_spent else TOO_FEW,
        remedies=[*shortage.remedies, MORE_VALUES],
    )


def remedies_of_steps(
    outcomes: np.ndarray, distances: np.ndarray, n_missing: int
) -> list[Remedy]:
    """Name the steps of the filter without which there would be enough rows.

    Parameters
    ----------
    outcomes : ndarray of shape (n_rows,)
        What became of the candidates of a class.
    distances : ndarray of shape (n_rows,)
        How far they lie from the nearest real row.
    n_missing : int
        How many more are needed.

    Returns
    -------
    list of Remedy
        Those that would do, alone.
    """
    steps = {
        CLOSEST: Remedy("use {setting}", NOTHING_REMOVED),
        WITHIN_MINIMUM: Remedy("use {setting}", Setting("min_distance", None)),
    }
    found = [
        remedy
        for step, remedy in steps.items()
        if (outcomes == step).sum() >= n_missing
    ]
    if _only_near(outcomes, distances).sum() >= n_missing:
        found.append(LOWER_TOLERANCE)
    return found


def warn_of_tolerance(pool: Candidates, outcomes: np.ndarray, tolerance: float) -> None:
    """Say so where many rows count as copies that are none.

    Parameters
    ----------
    pool : Candidates
        Rows with their distances.
    outcomes : ndarray of shape (n_rows,)
        What became of them.
    tolerance : float
        Up to which distance rows are copies.
    """
    assert pool.distances is not None
    near = _only_near(outcomes, pool.distances)
    share = near.mean() if len(near) else 0.0
    if share > WORTH_A_WORD:
        warn(
            "{share:.0%} of the candidates were dropped because they lie within "
            "{tolerance} of a real row, though they equal none, and those that "
            "remain may be unlike the table. A column of full precision with a "
            "long tail makes other distances small",
            parameter="duplicate_tolerance",
            value=tolerance,
            share=share,
            tolerance=Setting("duplicate_tolerance", tolerance),
            remedies=[
                "transform or round it",
                LOWER_TOLERANCE,
            ],
        )


def warn_of_moves(
    moves: Iterable[Move], pool: Candidates, outcomes: np.ndarray, duplicates: str
) -> None:
    """Say which shares and means are others among the rows that were kept.

    Parameters
    ----------
    moves : iterable of Move
        What moved; nothing is said of nothing.
    pool : Candidates
        The candidates, with their distances.
    outcomes : ndarray of shape (n_rows,)
        What became of the candidates.
    duplicates : {"all", "excess"}
        Which copies were dropped.
    """
    moves = list(moves)
    if not moves:
        return
    dropped = (outcomes != KEPT) & (outcomes != UNUSED)
    copies = np.isin(outcomes, (IDENTICAL, REPEATED))
    warn(
        "{share:.0%} of the candidates were dropped, {copies:.0%} as copies of real "
        "rows or repetitions, and what is left is unlike what was made, by more than "
        "chance: {moved}",
        parameter="duplicates",
        value=duplicates,
        share=dropped.mean(),
        copies=copies.mean(),
        moved=name_moves(moves),
        remedies=[_remedy_of_moves(pool, outcomes, dropped, copies, duplicates)],
    )


def _remedy_of_moves(
    pool: Candidates,
    outcomes: np.ndarray,
    dropped: np.ndarray,
    copies: np.ndarray,
    duplicates: str,
) -> Remedy:
    """Name what would not have dropped most of the rows."""
    assert pool.distances is not None
    if 2 * copies.sum() < dropped.sum():
        is_far = (outcomes == WITHIN_MINIMUM).sum() > (outcomes == CLOSEST).sum()
        step = Setting("min_distance", None) if is_far else NOTHING_REMOVED
        return Remedy("use {setting}", step)
    if 2 * _only_near(outcomes, pool.distances).sum() > copies.sum():
        return LOWER_TOLERANCE
    return KEEP_COPIES if duplicates == "all" else MORE_VALUES


def _only_near(outcomes: np.ndarray, distances: np.ndarray) -> np.ndarray:
    """Mark what was taken for a copy and is none."""
    marks: np.ndarray = (outcomes == IDENTICAL) & (distances > COPY)
    return marks
