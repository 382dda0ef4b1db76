"""Regions: a table cut into few large parts, such that neighbours lie in one of them.

Unlike the cells of the screen these parts are so large that a search in one costs
something. So it is not their extent that counts, but how rarely the neighbours of a row
lie beyond a cut.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.neighbors.mixed_rows import Levels, MixedRows

OF_NUMBER = 0.25
"""How good a cut of a number is, of which the neighbours of many rows lie on both
sides, beside one between levels, which are a gap apart."""

LEAST = 1e-12
"""A cut that is no better than this parts nothing."""


@dataclass(frozen=True)
class _Node:
    """A cut: of a code, with the child of each level, or of a number, at a value."""

    column: int
    children: tuple[int, ...]
    child_of: np.ndarray | None = None
    value: float = 0.0


class Regions:
    """Cuts of a table into regions of at most so many rows.

    A region that is too large is cut by the levels of a code, or in two at the median
    of a number. Levels of few rows stay together. A code is preferred that has many
    levels, none of which most rows have: then a row of another level is far away, and
    each of the regions is smaller by much.

    Parameters
    ----------
    rows : MixedRows
        The rows, or a sample of them.
    most : int
        How many of these a region has at most, unless they are all equal.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.neighbors import MixedRows
    >>> from skl_synth.neighbors.compact_regions import Regions
    >>> rows = MixedRows.of(np.arange(8.0)[:, None])
    >>> regions = Regions(rows, most=2)
    >>> len(regions), regions.locate(rows)
    (4, array([0, 0, 1, 1, 2, 2, 3, 3]))
    """

    def __init__(self, rows: MixedRows, most: int) -> None:
        self._nodes: list[_Node] = []
        self._n_regions = 0
        self._root = self._cut(rows, np.arange(len(rows)), max(most, 1))

    def __len__(self) -> int:
        return self._n_regions

    def locate(self, rows: MixedRows) -> np.ndarray:
        """Find the regions that rows lie in.

        Parameters
        ----------
        rows : MixedRows
            Any rows of the same table.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            The region of each.
        """
        regions = np.zeros(len(rows), dtype=np.intp)
        stack = [(self._root, np.arange(len(rows)))]
        while stack:
            place, members = stack.pop()
            if place < 0:
                regions[members] = -1 - place
                continue
            node = self._nodes[place]
            child = _child(node, rows, members)
            stack += [
                (one, members[child == number])
                for number, one in enumerate(node.children)
            ]
        return regions

    def _cut(self, rows: MixedRows, members: np.ndarray, most: int) -> int:
        """Cut a region, and its parts again; what is no node is -1, less the region."""
        node = _best_node(rows, members, most) if len(members) > most else None
        if node is None:
            self._n_regions += 1
            return -self._n_regions
        child = _child(node, rows, members)
        children = [
            self._cut(rows, members[child == number], most)
            for number in range(len(node.children))
        ]
        self._nodes.append(
            _Node(node.column, tuple(children), node.child_of, node.value)
        )
        return len(self._nodes) - 1


def _child(node: _Node, rows: MixedRows, members: np.ndarray) -> np.ndarray:
    """Which child of a node each of some rows belongs to."""
    if node.child_of is not None:
        # The unknown level is the last one, which the code -1 selects.
        return node.child_of[rows.codes[members, node.column]]
    return (rows.numbers[members, node.column] > node.value).astype(np.intp)


def _best_node(rows: MixedRows, members: np.ndarray, most: int) -> _Node | None:
    """Choose the best cut of a region; None if all its rows are equal."""
    counts = [
        np.bincount(code % (len(level) + 1), minlength=len(level) + 1)
        for level, code in zip(rows.levels, rows.codes[members].T, strict=True)
    ]
    of_codes = [_gain(*pair) for pair in zip(rows.levels, counts, strict=True)]
    numbers = rows.numbers[members]
    half = (len(members) - 1) // 2
    middle = np.partition(numbers, half, axis=0)[half]
    of_numbers = OF_NUMBER * np.square(np.abs(numbers - middle).mean(axis=0))
    gains = np.concatenate([of_codes, of_numbers])
    best = int(gains.argmax()) if len(gains) else 0
    if not len(gains) or not gains[best] > LEAST:
        return None
    if best < len(of_codes):
        child_of = _packed(counts[best], most)
        return _Node(best, (0,) * (int(child_of.max()) + 1), child_of)
    column = best - len(of_codes)
    return _Node(column, (0, 0), None, _between(numbers[:, column], middle[column]))


def _gain(level: Levels, counts: np.ndarray) -> float:
    """Say how good a cut between levels is."""
    share = counts / counts.sum()
    # What the levels of two rows differ by, in the mean, and how much smaller the parts
    # are than the whole.
    differ = (np.append(level.halves[:-1], 1.0) * share * (1.0 - share)).sum()
    return float(differ * (1.0 - np.square(share).sum()))


def _packed(counts: np.ndarray, most: int) -> np.ndarray:
    """Put levels of few rows together; two children at least, where two levels are.

    What no row has goes to the last of them.
    """
    most = min(most, int(counts.sum()) - 1)
    child_of = np.full(len(counts), -1)
    child, filled = -1, most + 1
    for level in np.argsort(-counts, kind="stable").tolist():
        if not counts[level]:
            break
        if filled + counts[level] > most:
            child, filled = child + 1, 0
        child_of[level] = child
        filled += counts[level]
    return np.where(child_of < 0, child, child_of)


def _between(values: np.ndarray, middle: float) -> float:
    """A value that parts others, near their middle."""
    high = values.max()
    if middle < high:
        return float(middle)
    # The largest would leave nothing to the right: then the next smaller one.
    return float(values[values < high].max())
