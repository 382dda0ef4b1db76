"""The way out: fresh keys for synthetic rows, all columns of keys together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, in_code
from skl_synth.table.keys.fresh_keys import NoRoomError
from skl_synth.table.keys.key_column import KeyColumn
from skl_synth.table.keys.key_links import Reference
from skl_synth.table.keys.key_reuse import EMPTY

MOST_TRIES = 20
"""Draws of another key for rows that would refer to themselves."""


@dataclass(eq=False)
class KeyWriter:
    """Write the keys of synthetic rows, column by column.

    Parameters
    ----------
    n_rows : int
        How many rows.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Which person each row belongs to.
    rng : RandomState
        Source of randomness.
    """

    n_rows: int
    persons: np.ndarray | None
    rng: np.random.RandomState
    slots: dict[Hashable, np.ndarray] = field(default_factory=dict)
    """The slots of each column that was written: which rows share a key."""
    keys: dict[Hashable, np.ndarray] = field(default_factory=dict)
    """The keys of each column that was written, by row."""

    def write(self, name: Hashable, column: KeyColumn, *, valid: bool) -> Any:
        """Write a column; those that it refers to or follows come before it.

        Parameters
        ----------
        name : hashable
            The column.
        column : KeyColumn
            What is known of it.
        valid : bool
            Whether check digits are right.

        Returns
        -------
        array
            The column, in its dtype.

        Raises
        ------
        InputError
            If the column has no room for so many keys.
        """
        slots = self.slots_of(column)
        n_keys = int(slots.max(initial=EMPTY)) + 1
        try:
            if column.reference is not None and column.reference.column in self.keys:
                keys = self._referring(column, column.reference, slots, valid)
            else:
                keys = _of_rows(column.fresh.draw(n_keys, self.rng, valid=valid), slots)
        except NoRoomError as error:
            raise no_room(name, column, n_keys) from error
        self.slots[name], self.keys[name] = slots, keys
        return column.write(keys)

    def slots_of(self, column: KeyColumn) -> np.ndarray:
        """Share the keys of a column out among rows.

        Parameters
        ----------
        column : KeyColumn
            What is known of it; the column that it follows comes before it.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            The slot of each row, from 0 on; -1 where it has no key.
        """
        own = column.reuse.slots(self.n_rows, self.persons, self.rng)
        shared = self.slots.get(column.leader)
        if shared is None:
            return own
        # A row without a key in the leading column has one of its own here.
        alone = shared.max(initial=EMPTY) + 1 + np.arange(self.n_rows)
        together = np.where(shared == EMPTY, alone, shared)
        return _numbered(np.where(own == EMPTY, EMPTY, together))

    def _referring(
        self, column: KeyColumn, reference: Reference, slots: np.ndarray, valid: bool
    ) -> np.ndarray:
        """Take keys of the column that is referred to, at the rate of the real ones."""
        targets = self.keys[reference.column]
        if not column.are_numbers:
            filled = _is_filled(targets)
            targets = targets.copy()
            targets[filled] = [column.fresh.shapes.spell(k) for k in targets[filled]]
        given = column.fresh.that_fit(pd.unique(targets[_is_filled(targets)]))
        n_keys = int(slots.max(initial=EMPTY)) + 1
        is_inside = self.rng.uniform(size=n_keys) < reference.inside
        inside = np.flatnonzero(is_inside)[: len(given)]
        outside = np.setdiff1d(np.arange(n_keys), inside)
        by_slot = np.empty(n_keys, dtype=object)
        by_slot[inside] = self.rng.permutation(given)[: len(inside)]
        fresh = column.fresh.draw(
            len(outside) + len(inside), self.rng, valid=valid, taken=given
        )
        by_slot[outside] = fresh[: len(outside)]
        if not reference.own:
            spare = fresh[len(outside) :]
            self._keep_apart(by_slot, slots, targets, given, spare)
            return _of_rows(by_slot, slots)
        own = np.append(self.rng.uniform(size=n_keys) < reference.own, [False])[slots]
        keys = _of_rows(by_slot, slots)
        return np.where(own & _is_filled(targets), targets, keys)

    def _keep_apart(
        self,
        by_slot: np.ndarray,
        slots: np.ndarray,
        targets: np.ndarray,
        given: np.ndarray,
        spare: np.ndarray,
    ) -> None:
        """Draw other keys for rows that would refer to themselves."""
        for left in range(MOST_TRIES, -1, -1):
            is_own = _of_rows(by_slot, slots) == targets
            own = np.unique(slots[is_own & (slots != EMPTY)])
            if not len(own):
                break
            # The only key there is may be the row's own.
            by_slot[own] = (
                self.rng.choice(given, len(own)) if left else spare[: len(own)]
            )


def write_keys(
    columns: Mapping[Hashable, tuple[KeyColumn, bool]],
    n_rows: int,
    persons: np.ndarray | None,
    rng: np.random.RandomState,
) -> dict[Hashable, Any]:
    """Write fresh keys for synthetic rows.

    Parameters
    ----------
    columns : mapping of column to (KeyColumn, bool)
        What is known of each column of keys, and whether its check digits are right.
    n_rows : int
        How many rows.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Which person each row belongs to.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    dict of column to array
        The columns, in their dtypes.

    Raises
    ------
    InputError
        If a column has no room for so many keys.
    """
    writer = KeyWriter(n_rows, persons, rng)
    # A column that is referred to refers to no other, and a leader follows none.
    ordered = sorted(
        columns.items(),
        key=lambda one: (one[1][0].reference is not None, one[1][0].leader is not None),
    )
    return {
        name: writer.write(name, column, valid=valid)
        for name, (column, valid) in ordered
    }


def _of_rows(by_slot: np.ndarray, slots: np.ndarray) -> np.ndarray:
    """Give rows the keys of their slots; None to those without."""
    # The last one is that of the slot -1.
    return np.append(by_slot.astype(object), [None])[slots]


def _is_filled(keys: np.ndarray) -> np.ndarray:
    return np.array([key is not None for key in keys], dtype=bool)


def _numbered(slots: np.ndarray) -> np.ndarray:
    """Number slots through, so that there is a key for each."""
    filled = slots != EMPTY
    numbers = np.full(len(slots), EMPTY)
    numbers[filled] = pd.factorize(slots[filled])[0]
    return numbers


def no_room(name: Hashable, column: KeyColumn, n_keys: int) -> InputError:
    """Say that a column cannot hold as many keys as are needed.

    Parameters
    ----------
    name : hashable
        The column.
    column : KeyColumn
        What is known of it.
    n_keys : int
        How many are needed.

    Returns
    -------
    InputError
        To be raised.
    """
    return InputError(
        "column {column!r} is of type {dtype}, which has no room for {n_keys} fresh "
        "keys beside the real ones",
        column=name,
        dtype=column.dtype,
        n_keys=n_keys,
        remedies=in_code("widen it", ".astype('int64')"),
    )
