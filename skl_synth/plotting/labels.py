"""Names beside points, where they hide neither points nor one another."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

REACHES = (0.03, 0.07, 0.12, 0.18, 0.25, 0.33, 0.42)
"""How far from its point a name may stand, in sides of the panel; near ones first."""

TURNS = np.deg2rad((0, 30, -30, 60, -60, 85, -85))
"""Into which directions, as angles from the one that leads away from the diagonal."""

CLEAR = 0.02
"""What is left free around a name."""


class Box(NamedTuple):
    """Where a name stands, in shares of the panel.

    Parameters
    ----------
    low, high : ndarray of shape (2,)
        Its lower left and its upper right corner.
    anchor : ndarray of shape (2,)
        The point of its edge from which a line leads to what it names.
    """

    low: np.ndarray
    high: np.ndarray
    anchor: np.ndarray


def place_names(points: np.ndarray, named: np.ndarray, sizes: np.ndarray) -> list[Box]:
    """Find places for the names of points on both sides of the diagonal.

    Parameters
    ----------
    points : ndarray of shape (n_points, 2)
        All points, in shares of the panel.
    named : ndarray of shape (n_names,), dtype int
        Which of them are named, the most important first.
    sizes : ndarray of shape (n_names, 2)
        Width and height of the names.

    Returns
    -------
    list of Box
        A place for each.
    """
    taken: list[tuple[np.ndarray, Box]] = []
    for place, size in zip(named.tolist(), sizes, strict=True):
        point = points[place]
        boxes = _candidates(point, size)
        costs = [_cost(box, point, points, taken) for box in boxes]
        taken.append((point, boxes[int(np.argmin(costs))]))
    return [box for _, box in taken]


def _candidates(point: np.ndarray, size: np.ndarray) -> list[Box]:
    away = -np.pi / 4 if point[0] > point[1] else 3 * np.pi / 4
    boxes = []
    for reach in REACHES:
        for turn in TURNS:
            step = np.array([np.cos(away + turn), np.sin(away + turn)])
            # The side of the name that looks to the point: left, middle or right.
            share = np.where(np.abs(step) < 0.35, 0.5, step < 0)
            anchor = point + reach * step
            low = np.clip(anchor - share * size, 0.01, 0.99 - size)
            boxes.append(Box(low, low + size, low + share * size))
    return boxes


def _cost(
    box: Box,
    point: np.ndarray,
    points: np.ndarray,
    taken: list[tuple[np.ndarray, Box]],
) -> float:
    low, high = box.low - CLEAR, box.high + CLEAR
    hidden = int(((points > low) & (points < high)).all(axis=1).sum())
    line = np.linspace(point, box.anchor, 12)[1:]
    crossed = sum(_meet(line, low, high, *one) for one in taken)
    on_diagonal = (low[0] - high[1]) * (high[0] - low[1]) < 0
    reach = float(np.linalg.norm(box.anchor - point))
    return 10.0 * (hidden + crossed) + 2.0 * on_diagonal + 5.0 * reach


def _meet(
    line: np.ndarray, low: np.ndarray, high: np.ndarray, point: np.ndarray, box: Box
) -> int:
    """Count how often a name or its line runs into another name or its line."""
    overlap = bool(((low < box.high) & (high > box.low)).all())
    over = ((line > box.low - CLEAR) & (line < box.high + CLEAR)).all(axis=1).any()
    other = np.linspace(point, box.anchor, 12)
    under = ((other > low) & (other < high)).all(axis=1).any()
    return 2 * overlap + int(over) + int(under) + _cross(line, other)


def _cross(one: np.ndarray, other: np.ndarray) -> int:
    """Whether two straight lines cross."""

    def side(start: np.ndarray, end: np.ndarray, at: np.ndarray) -> float:
        (ax, ay), (bx, by) = end - start, at - start
        return float(np.sign(ax * by - ay * bx))

    a, b, c, d = one[0], one[-1], other[0], other[-1]
    return int(side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0)
