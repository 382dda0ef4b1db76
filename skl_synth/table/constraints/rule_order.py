"""The order in which columns are computed: what is computed from, before."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

One = TypeVar("One")


def in_order_of_sources(
    items: Sequence[One],
    column_of: Callable[[One], Hashable],
    sources_of: Callable[[One], Iterable[Hashable]],
) -> tuple[list[One], list[One]]:
    """Put what computes columns in an order in which each finds its sources.

    Parameters
    ----------
    items : sequence
        What computes columns.
    column_of : callable
        Gives the column that one computes, or None.
    sources_of : callable
        Gives the columns that one computes it from.

    Returns
    -------
    ordered : list
        Those that can be put in order, otherwise as given.
    rest : list
        Those that wait for one another.
    """
    ordered: list[One] = []
    waiting = list(items)
    while waiting:
        open_columns = {column_of(one) for one in waiting} - {None}
        ready = [
            one
            for one in waiting
            if not open_columns.intersection(sources_of(one)) - {column_of(one)}
        ]
        if not ready:
            break
        # One by one, so that what can stay in its place does.
        ordered.append(ready[0])
        waiting = [one for one in waiting if one is not ready[0]]
    return ordered, waiting
