"""The compiled search tree, imported only where numba, the extra ``fast``, is used.

What levels add to a squared distance stands in two lists of numbers, ``halves`` and
``unknown``, in which those of attribute ``a`` begin at ``offsets[a]``: see `Levels`.

Two kinds of sums are kept apart. Distances that decide are added up in the order of
`squared_distances`, without fast mathematics, so that they equal those of the other
engines to the last bit. Bounds are added up in the order of the walk, or in any order
that is fast, and compared with a margin.
"""

from __future__ import annotations

import numpy as np
from numba import njit

LEAF_ROWS = 16
"""Most rows of a leaf."""

PURE, LEAF, NUMBER = -3, -2, -1
"""Kinds of nodes: leaves whose rows have equal codes, and other leaves; cuts of a
number, which are made only where codes are equal. From 0 on: the attribute whose levels
the children have."""

CODES_PER_ROW = 8
"""Codes whose comparison takes about as long as the rest of a row."""

_MARGIN = 1.0 - 1e-9
"""Factor on bounds, so that rounding never makes one larger than a distance that it is
the bound of."""


@njit(cache=True, nogil=True)
def grow(
    numbers: np.ndarray, codes: np.ndarray, halves: np.ndarray, offsets: np.ndarray
) -> tuple:
    """Build the tree: first by the levels of the codes, then by the numbers.

    Nodes are filled in the order in which they were listed, level after level of the
    tree, without recursion. Children stand side by side, behind their parent.

    Returns the order of the rows, and of each node its kind, its level, its first
    child, its number of children, where its rows begin and end, and its box.
    """
    n_rows = len(numbers)
    order = np.arange(n_rows)
    nodes = np.empty((64, 6), dtype=np.int64)
    scratch = np.empty(n_rows, dtype=np.int64)
    nodes[0, 0], nodes[0, 4], nodes[0, 5] = LEAF, 0, n_rows
    n_nodes, node = 1, 0
    while node < n_nodes:
        start, stop = nodes[node, 4], nodes[node, 5]
        is_small = stop - start <= LEAF_ROWS
        kind = nodes[node, 0]
        if kind == LEAF:
            kind = _attribute(codes, order[start:stop], halves, offsets, is_small)
        if kind == PURE and not is_small:
            kind = NUMBER
        nodes[node, 0], nodes[node, 2], nodes[node, 3] = kind, n_nodes, 0
        if kind == NUMBER:
            bounds = _cut_numbers(numbers, order[start:stop], scratch)
        elif kind >= 0:
            n_levels = offsets[kind + 1] - offsets[kind]
            bounds = _sort_levels(codes[:, kind], order[start:stop], n_levels, scratch)
        if kind >= NUMBER:
            # A list that doubles, since nobody knows how many nodes there will be.
            if n_nodes + len(bounds) > len(nodes):
                nodes = _more(nodes, 2 * (n_nodes + len(bounds)))
            for child in range(len(bounds) - 1):
                first, last = start + bounds[child], start + bounds[child + 1]
                if first < last:
                    level = codes[order[first], kind] if kind >= 0 else -1
                    nodes[n_nodes, 0] = LEAF if kind >= 0 else PURE
                    nodes[n_nodes, 1] = level
                    nodes[n_nodes, 4], nodes[n_nodes, 5] = first, last
                    n_nodes += 1
            nodes[node, 3] = n_nodes - nodes[node, 2]
        node += 1
    low, high = _boxes(numbers, order, nodes[:n_nodes])
    return order, nodes[:n_nodes], low, high


@njit(cache=True, nogil=True)
def search(  # noqa: C901, one loop, whose calls would cost more than they do
    nodes: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    numbers: np.ndarray,
    codes: np.ndarray,
    order: np.ndarray,
    halves: np.ndarray,
    unknown: np.ndarray,
    offsets: np.ndarray,
    query_numbers: np.ndarray,
    query_codes: np.ndarray,
    bounds: np.ndarray,
    squared: np.ndarray,
    positions: np.ndarray,
) -> int:
    """Write the k nearest rows of each query; return how much was visited.

    That is counted in nodes, and in rows of few codes. ``numbers`` and ``codes`` are
    the rows in the order of the tree.

    Depth first, the nearest child first: it is likely to hold the nearest rows, which
    lower ``worst``, the distance that another row must not exceed, and that prunes the
    rest. On the stack stands with each node the bound of its codes (``floor``) and of
    its box (``box``, negative while it has not been computed).
    """
    n_queries = len(squared)
    stack = np.empty(len(nodes), dtype=np.int64)
    floors, boxes = np.empty(len(nodes)), np.empty(len(nodes))
    visited, per_row = 0, 1 + codes.shape[1] // CODES_PER_ROW
    for query in range(n_queries):
        point, levels = query_numbers[query], query_codes[query]
        best, nearest = squared[query], positions[query]
        worst = bounds[query]
        top = 0
        stack[0], floors[0], boxes[0] = 0, 0.0, -1.0
        while top >= 0:
            node, floor, box = stack[top], floors[top], boxes[top]
            top -= 1
            visited += 1
            kind = nodes[node, 0]
            start, stop = nodes[node, 4], nodes[node, 5]
            if box < 0.0:
                box = _box_distance(point, low[node], high[node])
                if kind in (NUMBER, PURE):
                    # All rows below have the codes of the first: from here on, for cuts
                    # of numbers hand it down, the floor is no bound but their part of
                    # the distance itself, added up in its order.
                    floor = _code_distance(
                        levels, codes[start], halves, unknown, offsets, worst
                    )
            # Not if equal: a row exactly as far as the worst wins at a lower position.
            if (floor + box) * _MARGIN > worst:
                continue
            if kind == PURE:
                visited += stop - start
                for row in range(start, stop):
                    one = floor + _number_distance(point, numbers[row])
                    if one <= worst:
                        worst = _insert(best, nearest, one, order[row], worst)
                continue
            if kind == LEAF:
                visited += (stop - start) * per_row
                for row in range(start, stop):
                    one = _code_distance(
                        levels, codes[row], halves, unknown, offsets, worst
                    )
                    if one <= worst:
                        one += _number_distance(point, numbers[row])
                        if one <= worst:
                            worst = _insert(best, nearest, one, order[row], worst)
                continue
            first, n_children = nodes[node, 2], nodes[node, 3]
            # What is pushed last is visited first: the nearer child.
            if kind == NUMBER:
                left = _box_distance(point, low[first], high[first])
                right = _box_distance(point, low[first + 1], high[first + 1])
                near, far = first, first + 1
                if right < left:
                    near, far, left, right = far, near, right, left
                if (floor + right) * _MARGIN <= worst:
                    top += 1
                    stack[top], floors[top], boxes[top] = far, floor, right
                top += 1
                stack[top], floors[top], boxes[top] = near, floor, left
                continue
            same = -1
            for child in range(first, first + n_children):
                level = nodes[child, 1]
                if level == levels[kind]:
                    same = child
                    continue
                # In any order: what the child of the query's own level holds, which
                # is visited first, rules most of the others out.
                beyond = floor + _level_distance(
                    levels[kind], level, kind, halves, unknown, offsets
                )
                if beyond * _MARGIN <= worst:
                    top += 1
                    stack[top], floors[top], boxes[top] = child, beyond, -1.0
            if same >= 0:
                top += 1
                stack[top], floors[top], boxes[top] = same, floor, -1.0
    return visited


@njit(cache=True, nogil=True, inline="always")
def _level_distance(
    one: int,
    other: int,
    kind: int,
    halves: np.ndarray,
    unknown: np.ndarray,
    offsets: np.ndarray,
) -> float:
    """Squared distance of two levels of an attribute."""
    if one == other:
        return 0.0
    if one < 0:
        return unknown[offsets[kind] + other]
    if other < 0:
        return unknown[offsets[kind] + one]
    return halves[offsets[kind] + one] + halves[offsets[kind] + other]


# Added up in any order, which the compiler turns into vector instructions: allowed for
# a bound that is compared with a margin, and for nothing else here.
@njit(cache=True, nogil=True, fastmath={"reassoc"})
def _box_distance(point: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """Squared distance of a query to a box."""
    total = 0.0
    for column in range(len(point)):
        below, above = low[column] - point[column], point[column] - high[column]
        outside = below if below > above else above
        outside = outside if outside > 0.0 else 0.0
        total += outside * outside
    return total


@njit(cache=True, nogil=True, inline="always")
def _code_distance(
    levels: np.ndarray,
    codes: np.ndarray,
    halves: np.ndarray,
    unknown: np.ndarray,
    offsets: np.ndarray,
    most: float,
) -> float:
    """Squared distance of codes, added up in their order; infinite beyond ``most``."""
    total = 0.0
    for kind in range(len(codes)):
        if levels[kind] != codes[kind]:
            total += _level_distance(
                levels[kind], codes[kind], kind, halves, unknown, offsets
            )
            # Nothing that follows is negative. Exactly, without a margin: the sum so
            # far is the beginning of the distance itself.
            if total > most:
                return np.inf
    return total


@njit(cache=True, nogil=True, inline="always")
def _number_distance(point: np.ndarray, numbers: np.ndarray) -> float:
    """Squared distance of numbers, added up in the order of `squared_distances`."""
    total = 0.0
    for column in range(len(numbers)):
        difference = point[column] - numbers[column]
        total += difference * difference
    return total


@njit(cache=True, nogil=True, inline="always")
def _insert(
    best: np.ndarray, nearest: np.ndarray, one: float, position: int, worst: float
) -> float:
    """Put a row among the best, by distance and then position; return the bound.

    Branches are visited in an order that has nothing to do with positions, so that a
    row that ties may have to go in front of one that came before.
    """
    slot = len(best) - 1
    if one > best[slot] or (one == best[slot] and position > nearest[slot]):
        return worst
    while slot > 0 and (
        one < best[slot - 1] or (one == best[slot - 1] and position < nearest[slot - 1])
    ):
        best[slot], nearest[slot] = best[slot - 1], nearest[slot - 1]
        slot -= 1
    best[slot], nearest[slot] = one, position
    return min(worst, best[-1])


@njit(cache=True, nogil=True)
def _more(array: np.ndarray, size: int) -> np.ndarray:
    larger = np.empty((size, array.shape[1]), dtype=array.dtype)
    for row in range(len(array)):
        for column in range(array.shape[1]):
            larger[row, column] = array[row, column]
    return larger


@njit(cache=True, nogil=True)
def _boxes(numbers: np.ndarray, order: np.ndarray, nodes: np.ndarray) -> tuple:
    """Smallest and largest numbers of each node; children stand behind their parent."""
    low = np.empty((len(nodes), numbers.shape[1]))
    high = np.empty((len(nodes), numbers.shape[1]))
    for node in range(len(nodes) - 1, -1, -1):
        low[node], high[node] = np.inf, -np.inf
        if nodes[node, 0] <= LEAF:
            for i in range(nodes[node, 4], nodes[node, 5]):
                row = numbers[order[i]]
                for column in range(len(row)):
                    low[node, column] = min(low[node, column], row[column])
                    high[node, column] = max(high[node, column], row[column])
            continue
        first = nodes[node, 2]
        for child in range(first, first + nodes[node, 3]):
            for column in range(numbers.shape[1]):
                low[node, column] = min(low[node, column], low[child, column])
                high[node, column] = max(high[node, column], high[child, column])
    return low, high


@njit(cache=True, nogil=True)
def _attribute(
    codes: np.ndarray,
    members: np.ndarray,
    halves: np.ndarray,
    offsets: np.ndarray,
    is_small: bool,
) -> int:
    """Choose the attribute whose levels differ most, over all pairs of rows.

    The sum of the squared distances of the levels over all pairs is the sum over the
    levels of what one of them adds, times the pairs in which it meets another. `PURE`
    if all codes are equal; `LEAF` if they are not, but are not to be split.
    """
    if is_small:
        first = codes[members[0]]
        for row in members:
            for kind in range(codes.shape[1]):
                if codes[row, kind] != first[kind]:
                    return LEAF
        return PURE
    best, chosen = 0.0, PURE
    n_rows = len(members)
    for kind in range(codes.shape[1]):
        # The last one counts unknown levels: the code -1 is its index.
        counts = np.zeros(offsets[kind + 1] - offsets[kind] + 1, dtype=np.int64)
        for row in members:
            counts[codes[row, kind]] += 1
        spread = 0.0
        for level in range(len(counts)):
            weight = 1.0
            if level < len(counts) - 1:
                weight = halves[offsets[kind] + level]
            spread += weight * counts[level] * (n_rows - counts[level])
        if spread > best:
            best, chosen = spread, kind
    return chosen


@njit(cache=True, nogil=True)
def _sort_levels(
    code: np.ndarray, members: np.ndarray, n_levels: int, scratch: np.ndarray
) -> np.ndarray:
    """Sort rows by their level, in place; return where each level begins.

    A counting sort, the unknown level (-1) first: it is stable, and one pass.
    """
    bounds = np.zeros(n_levels + 2, dtype=np.int64)
    for row in members:
        bounds[code[row] + 2] += 1
    for level in range(1, len(bounds)):
        bounds[level] += bounds[level - 1]
    free = bounds.copy()
    for row in members:
        scratch[free[code[row] + 1]] = row
        free[code[row] + 1] += 1
    for i in range(len(members)):
        members[i] = scratch[i]
    return bounds


@njit(cache=True, nogil=True)
def _cut_numbers(
    numbers: np.ndarray, members: np.ndarray, scratch: np.ndarray
) -> np.ndarray:
    """Cut rows in two, in place, near the median of the number that spreads most."""
    n_rows = len(members)
    column, widest, least, largest = 0, -1.0, 0.0, 0.0
    for candidate in range(numbers.shape[1]):
        values = numbers[:, candidate]
        first = values[members[0]]
        low, high, total, of_squares = first, first, 0.0, 0.0
        for row in members:
            value = values[row]
            low, high = min(low, value), max(high, value)
            total += value - first
            of_squares += (value - first) * (value - first)
        # From the first value, not from zero: squares of large numbers cancel.
        spread = of_squares - total * total / n_rows
        if high > low and spread > widest:
            column, widest, least, largest = candidate, spread, low, high
    value = _middle(numbers[:, column], members)
    # The largest value would leave nothing to the right. Half way between two adjacent
    # floats rounds to one of them: then the smallest value.
    if value >= largest:
        value = (least + largest) / 2
    if value >= largest:
        value = least
    n_left, n_right = 0, 0
    for i in range(n_rows):
        row = members[i]
        if numbers[row, column] <= value:
            members[n_left] = row
            n_left += 1
        else:
            scratch[n_right] = row
            n_right += 1
    for i in range(n_right):
        members[n_left + i] = scratch[i]
    return np.array([0, n_left, n_rows])


@njit(cache=True, nogil=True)
def _middle(numbers: np.ndarray, members: np.ndarray) -> float:
    """Median of 64 to 127 of the values, sorted by insertion: cuts may be uneven."""
    step = max(len(members) // 64, 1)
    n_sorted = len(members) // step
    values = np.empty(n_sorted)
    for i in range(n_sorted):
        value, slot = numbers[members[i * step]], i
        while slot > 0 and values[slot - 1] > value:
            values[slot] = values[slot - 1]
            slot -= 1
        values[slot] = value
    return values[n_sorted // 2]
