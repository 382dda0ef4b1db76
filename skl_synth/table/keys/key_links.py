"""Links between columns of keys: one refers to another, or both name the same thing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skl_synth.table.keys.key_reuse import EMPTY
from skl_synth.table.keys.known_keys import normal_form
from skl_synth.table.persons import numbered

LEAST_SHARED = 0.5
"""Columns that share this much of the fewer keys are one family."""


@dataclass(frozen=True, eq=False)
class KeyValues:
    """The keys of a column.

    Parameters
    ----------
    name : hashable
        The column.
    codes : ndarray of shape (n_rows,), dtype int
        Which key each row has; -1 where it has none.
    texts : ndarray of str
        The different keys.
    are_numbers : bool
        Whether they are written as numbers.
    """

    name: Hashable
    codes: np.ndarray
    texts: np.ndarray
    are_numbers: bool


@dataclass(frozen=True)
class Reference:
    """A column of keys that are those of other rows, such as who infected whom.

    Parameters
    ----------
    column : hashable
        The column that is referred to.
    inside : float
        Share of the different keys that stand in that column.
    own : float
        Share of the rows that refer to themselves.
    """

    column: Hashable
    inside: float
    own: float


def find_references(columns: Sequence[KeyValues]) -> Mapping[Hashable, Reference]:
    """Find the columns that refer to another.

    Parameters
    ----------
    columns : sequence of KeyValues
        The columns of keys of a table.

    Returns
    -------
    mapping of column to Reference
        Each column that refers to one with more different keys, or as many and an
        earlier place.
    """
    # The column with the most different keys is the one that others refer to.
    ordered = sorted(columns, key=lambda one: -len(one.texts))
    # As objects: pandas looks text up more slowly.
    normal = {
        one.name: pd.Index(normal_form(one.texts), dtype=object) for one in ordered
    }
    found: dict[Hashable, Reference] = {}
    for place, column in enumerate(ordered):
        for other in ordered[:place]:
            shared = normal[column.name].isin(normal[other.name])
            can_be_written = other.are_numbers or not column.are_numbers
            if other.name in found or not can_be_written or not len(shared):
                continue
            if shared.mean() >= LEAST_SHARED:
                own = _own_share(column, other, normal)
                found[column.name] = Reference(other.name, float(shared.mean()), own)
                break
    return found


def _own_share(
    column: KeyValues, other: KeyValues, normal: Mapping[Hashable, pd.Index]
) -> float:
    """Share of the rows whose key is the one that they have in the other column."""
    filled = column.codes != EMPTY
    place = normal[other.name].get_indexer_for(normal[column.name])
    return float((place[column.codes[filled]] == other.codes[filled]).mean())


def find_leaders(columns: Sequence[KeyValues]) -> Mapping[Hashable, Hashable]:
    """Find the columns that name the same things as an earlier one.

    A number, a name and an address may stand for the same person, and are repeated
    together.

    Parameters
    ----------
    columns : sequence of KeyValues
        The columns of keys of a table.

    Returns
    -------
    mapping of column to column
        The earlier column that each such column follows.
    """
    leaders: dict[Hashable, Hashable] = {}
    repeating = [one for one in columns if _repeats(one)]
    for place, column in enumerate(repeating):
        for other in repeating[:place]:
            if other.name not in leaders and _name_the_same(column.codes, other.codes):
                leaders[column.name] = other.name
                break
    return leaders


def _repeats(column: KeyValues) -> bool:
    return len(column.texts) < int((column.codes != EMPTY).sum())


def _name_the_same(codes: np.ndarray, others: np.ndarray) -> bool:
    """Whether each key of one column goes with one key of the other."""
    both = (codes != EMPTY) & (others != EMPTY)
    pairs = numbered(codes[both].astype(np.int64) * (len(codes) + 1) + others[both])
    n_pairs, n_keys = _n_different(pairs), _n_different(codes[both])
    is_one_to_one = n_pairs == n_keys == _n_different(others[both])
    return bool(is_one_to_one and n_keys < both.sum())


def _n_different(codes: np.ndarray) -> int:
    return len(pd.unique(codes))
