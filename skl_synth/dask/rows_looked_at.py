"""Rows that are looked at: some of the persons of a table, whatever its partitions."""

from __future__ import annotations

import copy
import numbers
import secrets
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state

from skl_synth.dask.parts import Parts
from skl_synth.evaluation.seeds import draw_seed

_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
"""Of SplitMix64."""

OF_REAL = "of the real table"
"""Of which table rows are, in a note."""


@dataclass(frozen=True, eq=False)
class RowsLookedAt:
    """Rows that were fetched, and how many there are.

    Parameters
    ----------
    X, y, groups : frame and series of pandas
        The rows in the order of the table, their target and persons; None for none.
    n_rows, n_people : int
        Rows and people of the whole table; of rows, where persons are not known.
    n_people_seen : int
        People whose rows were fetched, all of each.
    has_persons : bool
        Whether persons are known.
    rows : ndarray of shape (n_rows_seen,), dtype int
        Their positions in the table.
    """

    X: Any
    y: Any
    groups: Any
    n_rows: int
    n_people: int
    n_people_seen: int
    has_persons: bool
    rows: np.ndarray

    @classmethod
    def of(
        cls, parts: Parts, persons: np.ndarray | None, most: int, seed: int
    ) -> RowsLookedAt:
        """Choose persons, and fetch their rows.

        Parameters
        ----------
        parts : Parts
            A table.
        persons : ndarray of shape (n_rows,) or None
            Which person each row belongs to.
        most : int
            So many rows are fetched, or a few less.
        seed : int
            Of the choice.

        Returns
        -------
        RowsLookedAt
            The rows.
        """
        n_rows = len(parts)
        chosen = rows_of_some(n_rows, persons, most, seed)
        fetched = [
            None if tasks is None else _fetched(tasks, like, chosen, parts)
            for tasks, like in (
                (parts.tables, parts.table_like),
                (parts.targets, parts.target_like),
                (parts.groups, None),
            )
        ]
        n_people, n_seen = n_rows, len(chosen)
        if persons is not None:
            n_people = int(persons.max(initial=-1)) + 1
            n_seen = len(np.unique(persons[chosen]))
        X, y, groups = fetched
        is_known = persons is not None
        return cls(X, y, groups, n_rows, n_people, n_seen, is_known, chosen)

    def __len__(self) -> int:
        return len(self.X)

    @property
    def is_all(self) -> bool:
        """Whether no row was left out."""
        return len(self) == self.n_rows

    def counted(self, what: str) -> str:
        """Say how many rows were looked at.

        Parameters
        ----------
        what : str
            Of what table.

        Returns
        -------
        str
            A part of a sentence.
        """
        people = ""
        if self.has_persons:
            people = f" ({self.n_people_seen:,} of {self.n_people:,} persons)"
        return f"{len(self):,} of the {self.n_rows:,} rows {what}{people}"


def note_of(seen: dict[str, RowsLookedAt]) -> str:
    """Say how many rows of some tables were looked at.

    Parameters
    ----------
    seen : dict of str to RowsLookedAt
        The rows, by what they are of.

    Returns
    -------
    str
        A sentence; empty where no row was left out.
    """
    if all(one.is_all for one in seen.values()):
        return ""
    counted = ", and ".join(one.counted(what) for what, one in seen.items())
    return (
        f"{counted} were looked at, chosen by chance: figures and intervals are those "
        "of these rows."
    )


def rows_of_some(
    n_rows: int, persons: np.ndarray | None, most: int, seed: int
) -> np.ndarray:
    """Choose rows of whole persons, by a hash of their number.

    Parameters
    ----------
    n_rows : int
        Rows of the table.
    persons : ndarray of shape (n_rows,) or None
        Which person each row belongs to; None where each row is one.
    most : int
        So many rows at most, and one person at least.
    seed : int
        Other numbers give other persons.

    Returns
    -------
    ndarray of int
        Positions, ascending: all of a table that has no more rows.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.dask.rows_looked_at import rows_of_some
    >>> rows_of_some(10, np.arange(10) // 2, 4, seed=0).tolist()
    [4, 5, 8, 9]
    """
    if n_rows <= most:
        return np.arange(n_rows)
    if persons is None:
        turn = np.argsort(_hashed(np.arange(n_rows), seed), kind="stable")
        return np.sort(turn[:most])
    sizes = np.bincount(persons)
    turn = np.argsort(_hashed(np.arange(len(sizes)), seed), kind="stable")
    n_chosen = int(np.searchsorted(np.cumsum(sizes[turn]), most, side="right"))
    is_chosen = np.zeros(len(sizes), dtype=bool)
    is_chosen[turn[: max(n_chosen, 1)]] = True
    return np.flatnonzero(is_chosen[persons])


def seed_of_choice(random_state: Any) -> int:
    """Make the seed by which rows are chosen.

    Parameters
    ----------
    random_state : int, RandomState instance, Generator or None
        None gives another seed each time: who makes a table must not know beforehand
        at which of its rows nobody will look.

    Returns
    -------
    int
        A seed. A source of random numbers is left where it was.
    """
    if isinstance(random_state, numbers.Integral):
        return int(random_state)
    if random_state is None:
        return secrets.randbits(64)
    return draw_seed(check_random_state(copy.deepcopy(random_state)))


def _hashed(numbers: np.ndarray, seed: int) -> np.ndarray:
    """Mix the bits of numbers, by the finalizer of SplitMix64."""
    mixed = numbers.astype(np.uint64) * np.uint64(_STEP) + np.uint64(
        (seed + 1) * _STEP % 2**64
    )
    for shift, factor in ((30, _FIRST), (27, _SECOND)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))


def _fetched(tasks: tuple, like: Any, chosen: np.ndarray, parts: Parts) -> Any:
    """Fetch rows of partitions, as one frame or series of pandas."""
    import dask.dataframe as dd

    runner = parts.runner
    starts = parts.starts
    edges: np.ndarray = np.r_[starts, len(parts)]
    cuts = np.searchsorted(chosen, edges)
    wanted = [
        runner.task(_taken, task, runner.put(chosen[first:last] - start))
        for task, start, first, last in zip(
            tasks, starts, cuts[:-1], cuts[1:], strict=True
        )
        if last > first
    ]
    if like is None:
        # Whose they are is never looked at as a dtype.
        found = runner.results(wanted)
        return pd.concat(found) if found else None
    frame = dd.from_delayed(wanted or list(tasks[:1]), meta=like, verify_meta=False)
    return runner.results([frame])[0]


def _taken(part: Any, rows: np.ndarray) -> Any:
    return part.iloc[rows]
