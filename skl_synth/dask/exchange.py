"""The exchange: rows of some blocks into other blocks, each where it is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.dask.running import Runner
from skl_synth.table.rows import EncodedRows, stack_rows

MOST_PIECES = 10_000
"""Pieces of an exchange in one step; each is a task of about a millisecond."""


def exchanged(
    blocks: list[Any], sizes: np.ndarray, runner: Runner, wanted: list[np.ndarray]
) -> list[Any]:
    """Make tasks that bring rows together.

    Each block is cut into pieces, one for each new block that wants rows of it, and
    each new block is put together from its pieces: as many pieces as there are blocks
    times new blocks. Where these are too many, it is done in two steps: groups of
    blocks to groups of new blocks, and within these to the new blocks themselves.
    Every row is sent twice then, in far fewer pieces.

    Parameters
    ----------
    blocks : list of Delayed
        Tasks that give `EncodedRows`; at least one.
    sizes : ndarray of shape (n_blocks,), dtype int
        The rows of each.
    runner : Runner
        What computes them.
    wanted : list of ndarray of int
        For each new block the positions of its rows among the rows of all blocks.

    Returns
    -------
    list of Delayed
        A task for each new block.
    """
    starts = np.cumsum(sizes) - sizes
    plans = [_Plan(one, starts) for one in wanted]
    n_groups = min(_root(len(blocks)), _root(len(wanted)))
    if sum(len(one.sources) for one in plans) > MOST_PIECES and n_groups > 1:
        return _in_two_steps(blocks, sizes, runner, wanted)
    asked: list[list[tuple[int, Any]]] = [[] for _ in blocks]
    for place, plan in enumerate(plans):
        for source, piece in plan.pieces():
            asked[source].append((place, piece))
    of_new: list[list[Any]] = [[] for _ in wanted]
    for block, pieces in zip(blocks, asked, strict=True):
        for place, task in _cut_for(block, pieces, runner):
            of_new[place].append(task)
    return [
        runner.task(_assembled, plan.put(runner), *pieces)
        for plan, pieces in zip(plans, of_new, strict=True)
    ]


class _Plan:
    """Where the rows of a new block come from, and in which order they stand in it."""

    def __init__(self, wanted: np.ndarray, starts: np.ndarray) -> None:
        source = np.searchsorted(starts, wanted, side="right") - 1
        self._order = None
        if (np.diff(source) < 0).any():
            # Numbers of 16 bits are sorted in one pass.
            few = np.int16 if len(starts) < 2**15 else np.intp
            self._order = np.argsort(source.astype(few), kind="stable")
            wanted, source = wanted[self._order], source[self._order]
        first = np.flatnonzero(np.r_[True, np.diff(source) > 0])[: len(source)]
        # A block of no rows is an empty piece of the first one.
        self.sources = source[first] if len(source) else np.zeros(1, dtype=np.intp)
        self._wanted = np.split(wanted, first[1:])
        self._starts = starts

    def pieces(self) -> list[tuple[int, Any]]:
        """For each source its number, and the rows of it."""
        return [
            (source, _short(one - self._starts[source]))
            for source, one in zip(self.sources.tolist(), self._wanted, strict=True)
        ]

    def put(self, runner: Runner) -> Any:
        """Bring the order to where it is needed; None where pieces lie in order."""
        return None if self._order is None else runner.put(self._order.astype(np.int32))


def _short(positions: np.ndarray) -> Any:
    """Write rows that lie one behind another by the first and the last."""
    if len(positions) and (np.diff(positions) == 1).all():
        return slice(int(positions[0]), int(positions[-1]) + 1)
    return positions.astype(np.int32)


def _cut_for(
    block: Any, pieces: list[tuple[int, Any]], runner: Runner
) -> list[tuple[int, Any]]:
    """Cut a block for those who want rows of it."""
    if not pieces:
        return []
    places, rows = zip(*pieces, strict=True)
    cut = runner.task(_cut, block, runner.put(rows), n_results=len(rows))
    return list(zip(places, cut, strict=True))


def _in_two_steps(
    blocks: list[Any], sizes: np.ndarray, runner: Runner, wanted: list[np.ndarray]
) -> list[Any]:
    starts = np.cumsum(sizes) - sizes
    of_blocks = _groups(len(blocks))
    first_rows = np.array([starts[one.start] for one in of_blocks])
    for_groups: list[list[np.ndarray]] = [[] for _ in of_blocks]
    rest = []
    for group in _groups(len(wanted)):
        rows = np.concatenate(wanted[group])
        source = np.searchsorted(first_rows, rows, side="right") - 1
        order = np.argsort(source.astype(np.int16), kind="stable")
        n_rows = np.bincount(source, minlength=len(of_blocks))
        for number, one in enumerate(np.split(rows[order], np.cumsum(n_rows)[:-1])):
            for_groups[number].append(one - first_rows[number])
        back = np.empty(len(order), dtype=np.intp)
        back[order] = np.arange(len(order))
        stops = np.cumsum([len(one) for one in wanted[group]])[:-1]
        rest.append((n_rows, np.split(back, stops)))
    between = [
        exchanged(blocks[group], sizes[group], runner, asked)
        for group, asked in zip(of_blocks, for_groups, strict=True)
    ]
    made: list[Any] = []
    for number, (n_rows, asked) in enumerate(rest):
        made += exchanged([one[number] for one in between], n_rows, runner, asked)
    return made


def _root(number: int) -> int:
    return int(np.ceil(np.sqrt(number)))


def _groups(number: int) -> list[slice]:
    """Cut a number of things into about as many groups as each has members."""
    step = _root(number)
    return [slice(start, start + step) for start in range(0, number, step)]


def _cut(block: EncodedRows, pieces: tuple[Any, ...]) -> list[EncodedRows]:
    everything = np.arange(len(block))
    return [
        block.take(everything[one] if isinstance(one, slice) else one) for one in pieces
    ]


def _assembled(order: np.ndarray | None, *pieces: EncodedRows) -> EncodedRows:
    """Put pieces, which lie block after block, back into the order of the rows."""
    rows = stack_rows(list(pieces))
    if order is None:
        return rows
    back = np.empty(len(order), dtype=np.intp)
    back[order] = np.arange(len(order))
    return rows.take(back)
