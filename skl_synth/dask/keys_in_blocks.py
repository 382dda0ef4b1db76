"""Fresh keys for rows in blocks: different over all blocks, whoever draws them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.running import Runner
from skl_synth.table.coding import fresh_keys
from skl_synth.table.keys.fresh_keys import NoRoomError
from skl_synth.table.keys.key_column import KeyColumn
from skl_synth.table.keys.key_reuse import EMPTY
from skl_synth.table.keys.write_keys import KeyWriter, no_room
from skl_synth.table.schema import Schema

TOGETHER = 500_000
"""Rows up to which the keys are those of one machine, drawn in one task."""

DRAWN_ROWS = 100_000
"""Keys that a task draws, where there are more."""

MOST_ROUNDS = 40
"""Draws of other keys in place of those that two tasks have drawn."""

BEFORE_WIDER = 3
"""Of these so many before shapes are widened, as they are where one task draws all."""


def keys_of_blocks(
    schema: Schema,
    sizes: np.ndarray,
    persons: np.ndarray | None,
    seed: int,
    runner: Runner,
) -> list[Any]:
    """Draw the keys of rows in blocks.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    sizes : ndarray of int
        The rows of each block.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Which person each row belongs to.
    seed : int
        Source of the keys.
    runner : Runner
        What computes tasks.

    Returns
    -------
    list of Delayed or dict
        The columns of keys of each block. Of few rows, and where keys refer to those
        of another column, they are those of one machine, and one task draws them all.

    Raises
    ------
    InputError
        If a column of keys has no room for so many.
    """
    columns = {
        one.name: (one.keys, one.valid)
        for one in schema.identifiers
        if one.keys is not None and not one.dropped
    }
    if not columns:
        return [{}] * len(sizes)
    refer = any(keys.reference is not None for keys, _ in columns.values())
    if refer or sizes.sum() <= TOGETHER:
        return _at_once(schema, sizes, persons, seed, runner)
    return _part_by_part(columns, sizes, persons, seed, runner)


def _at_once(
    schema: Schema,
    sizes: np.ndarray,
    persons: np.ndarray | None,
    seed: int,
    runner: Runner,
) -> list[Any]:
    given = None if persons is None else runner.put(persons)
    drawn = runner.task(_in_pieces, runner.put(schema), sizes, given, seed)
    # They take long to draw, and every block asks for its own.
    (drawn,) = runner.kept([drawn])
    return [drawn[place] for place in range(len(sizes))]


def _in_pieces(
    schema: Schema, sizes: np.ndarray, persons: np.ndarray | None, seed: int
) -> list[dict[Hashable, pd.Series]]:
    keys = fresh_keys(schema, int(sizes.sum()), persons, seed)
    columns = {name: pd.Series(column) for name, column in keys.items()}
    return [
        {
            name: column.iloc[stop - n : stop].reset_index(drop=True)
            for name, column in columns.items()
        }
        for stop, n in zip(np.cumsum(sizes), sizes, strict=True)
    ]


def _part_by_part(
    columns: Mapping[Hashable, tuple[KeyColumn, bool]],
    sizes: np.ndarray,
    persons: np.ndarray | None,
    seed: int,
    runner: Runner,
) -> list[Any]:
    """Share keys out here, as numbers, and draw them in tasks."""
    writer = KeyWriter(int(sizes.sum()), persons, np.random.RandomState(seed))
    # A leader follows none, and comes first.
    ordered = sorted(columns.items(), key=lambda one: one[1][0].leader is not None)
    of_blocks: list[dict[Hashable, Any]] = [{} for _ in sizes]
    for place, (name, (column, valid)) in enumerate(ordered):
        slots = writer.slots[name] = writer.slots_of(column)
        drawing = _Drawing(name, column, valid, (seed, place))
        parts = _drawn(drawing, int(slots.max(initial=EMPTY)) + 1, runner)
        for number, stop in enumerate(np.cumsum(sizes)):
            own = slots[stop - sizes[number] : stop]
            of_blocks[number][name] = _keys_of(own, parts, drawing, runner)
    return [runner.task(_named, list(one), *one.values()) for one in of_blocks]


@dataclass(frozen=True, eq=False)
class _Drawing:
    """A column of keys that tasks draw."""

    name: Hashable
    column: KeyColumn
    valid: bool
    seed: tuple[int, ...]

    def keys(
        self, n_keys: int, part: int, turn: int, taken: np.ndarray | None = None
    ) -> np.ndarray:
        """Draw keys by the number of the part, whoever draws it.

        Raises
        ------
        InputError
            If there are not so many keys of their shape.
        """
        rng = np.random.RandomState([*self.seed, part, turn])
        fresh = self.column.fresh
        for _ in range(turn - BEFORE_WIDER):
            fresh = replace(fresh, shapes=fresh.shapes.widened())
        try:
            return fresh.draw(n_keys, rng, valid=self.valid, taken=taken)
        except NoRoomError as error:
            raise no_room(self.name, self.column, n_keys) from error


def _drawn(drawing: _Drawing, n_keys: int, runner: Runner) -> list[Any]:
    """Draw keys in parts, again where two parts have the same one."""
    sizes = np.diff(np.append(np.arange(0, n_keys, DRAWN_ROWS), n_keys))
    known = runner.put(drawing)
    parts = runner.kept(
        [
            runner.task(_first_draw, known, int(n), part)
            for part, n in enumerate(sizes.tolist())
        ]
    )
    marks = runner.results([runner.task(_marks, one) for one in parts])
    for turn in range(1, MOST_ROUNDS + 1):
        twice = _twice(marks)
        odd = [part for part, places in enumerate(twice) if len(places)]
        if not odd:
            return list(parts)
        again = runner.kept(
            [
                runner.task(_drawn_again, known, parts[part], twice[part], part, turn)
                for part in odd
            ]
        )
        told = runner.results([runner.task(_marks, one) for one in again])
        for part, made, mark in zip(odd, again, told, strict=True):
            parts[part], marks[part] = made, mark
    raise no_room(drawing.name, drawing.column, n_keys)


def _twice(marks: list[np.ndarray]) -> list[np.ndarray]:
    """Find the keys that an earlier one equals, by part."""
    whole = np.concatenate(marks) if marks else np.empty(0, dtype=np.uint64)
    is_first = np.zeros(len(whole), dtype=bool)
    is_first[np.unique(whole, return_index=True)[1]] = True
    stops = np.cumsum([len(one) for one in marks])
    return [
        np.flatnonzero(~is_first[stop - len(one) : stop])
        for one, stop in zip(marks, stops, strict=True)
    ]


def _first_draw(drawing: _Drawing, n_keys: int, part: int) -> np.ndarray:
    return drawing.keys(n_keys, part, 0)


def _drawn_again(
    drawing: _Drawing, keys: np.ndarray, places: np.ndarray, part: int, turn: int
) -> np.ndarray:
    made = keys.copy()
    made[places] = drawing.keys(len(places), part, turn, taken=keys)
    return made


def _marks(keys: np.ndarray) -> np.ndarray:
    """Tell keys apart by eight bytes each: two that share them are drawn again."""
    return pd.util.hash_array(keys.astype(object), categorize=False)


def _keys_of(
    slots: np.ndarray, parts: list[Any], drawing: _Drawing, runner: Runner
) -> Any:
    """Bring the keys of the rows of a block together, in the dtype of the column."""
    numbers = np.where(slots == EMPTY, EMPTY, slots // DRAWN_ROWS)
    wanted = [int(one) for one in np.unique(numbers) if one != EMPTY]
    cut = [
        runner.task(
            _cut, parts[one], runner.put(slots[numbers == one] - one * DRAWN_ROWS)
        )
        for one in wanted
    ]
    return runner.task(
        _written, runner.put(drawing.column), runner.put(numbers), wanted, *cut
    )


def _cut(keys: np.ndarray, places: np.ndarray) -> np.ndarray:
    return keys[places]


def _written(
    column: KeyColumn, numbers: np.ndarray, wanted: list[int], *cut: np.ndarray
) -> pd.Series:
    keys = np.full(len(numbers), None, dtype=object)
    for one, cells in zip(wanted, cut, strict=True):
        keys[numbers == one] = cells
    return pd.Series(column.write(keys))


def _named(names: list[Hashable], *columns: pd.Series) -> dict[Hashable, pd.Series]:
    return dict(zip(names, columns, strict=True))
