"""What closed a gate of the released table: the columns, and what to type."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from skl_synth.errors import Remedy, Setting
from skl_synth.generators.moves import Move
from skl_synth.release.gates import MOST_DRIVERS, Columns, Gate

MOVED, RARE_LEVELS = "moved_further_than_chance", "rare_levels_released"


def with_table_drivers(
    gates: list[Gate], moves: tuple[Move, ...], figures: pd.DataFrame, columns: Columns
) -> list[Gate]:
    """Name the columns that closed a gate of the released table.

    Parameters
    ----------
    gates : list of Gate
        Those of the released table.
    moves : tuple of Move
        What moved further than chance, the worst first.
    figures : DataFrame
        The figures of the table, those of columns among them.
    columns : mapping of str to list
        The columns of each attribute.

    Returns
    -------
    list of Gate
        The same, with what drives those that are closed.
    """
    found = {
        MOVED: tuple(_of_moves(moves, columns)),
        RARE_LEVELS: tuple(_of_levels(figures, columns)),
    }
    return [
        gate if gate.passed else gate._replace(drivers=found.get(gate.metric, ()))
        for gate in gates
    ]


def _of_moves(moves: tuple[Move, ...], columns: Columns) -> Iterator[Remedy]:
    """The columns that moved most, with what they were and became."""
    worst: dict[str, Move] = {}
    for one in moves:
        if one.column in columns:
            worst.setdefault(one.column, one)
    for name in list(worst)[:MOST_DRIVERS]:
        text = f"use {{setting}}: {_plain(worst[name].text())}"
        yield Remedy(text, Setting("drop", tuple(columns[name])))


def _of_levels(figures: pd.DataFrame, columns: Columns) -> Iterator[Remedy]:
    """The columns with levels that few people have; the levels are the owner's."""
    lines = figures[
        (figures["metric"] == RARE_LEVELS)
        & (figures["scope"] == "column")
        & (figures["value"] > 0)
    ]
    for name, n in zip(lines["subject"], lines["value"], strict=True):
        if name in columns:
            levels = "one such level" if n == 1 else f"{n:.0f} such levels"
            text = f"use {{setting}}, which shows {levels}"
            yield Remedy(text, Setting("drop", tuple(columns[name])))


def _plain(text: str) -> str:
    """Text of the user's as it is, where braces stand for fields."""
    return text.replace("{", "{{").replace("}", "}}")
