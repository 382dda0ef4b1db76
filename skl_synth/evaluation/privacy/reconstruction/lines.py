"""Lines: SMOTE's parents are where lines through synthetic rows cross.

In three columns or more two lines do not meet by chance. Where one line through
synthetic rows meets another beyond their ends, a real row stands there.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
from sklearn.neighbors import NearestNeighbors

N_NEIGHBORS = 10
"""Synthetic rows around each row, through which lines are drawn."""

MOST_ROWS = 500
"""Synthetic rows around which lines are drawn."""

LEAST_COLUMNS = 3
"""In fewer columns lines meet by chance."""

EXACT = 1e-6
"""Lines that come so near, in standard deviations, do meet."""

MOST_REACH = 20.0
"""How far beyond two rows a line is followed, in times their distance."""


class Crossings(NamedTuple):
    """Where lines meet, and how many synthetic rows each line goes through."""

    points: np.ndarray
    support: np.ndarray


def cross_lines(
    rows: np.ndarray, noise: float, rng: np.random.RandomState
) -> Crossings:
    """Find where lines through neighbouring rows meet.

    Parameters
    ----------
    rows : ndarray of shape (n_rows, n_columns)
        Synthetic rows of one class, their numbers standardised.
    noise : float
        How far rounding may have moved a row.
    rng : RandomState
        Chooses rows where there are many.

    Returns
    -------
    Crossings
        The points, and the smaller number of rows that are on either line: 2 for lines
        through two rows each, 3 where both lines are proven by a third row.
    """
    k = min(N_NEIGHBORS, len(rows))
    nothing = Crossings(np.empty((0, rows.shape[1])), np.empty(0, dtype=int))
    if k < 4 or rows.shape[1] < LEAST_COLUMNS:
        return nothing
    starts = rng.permutation(len(rows))[:MOST_ROWS]
    near = NearestNeighbors(n_neighbors=k).fit(rows).kneighbors(rows[starts])[1]
    found = [_cross_within(rows[places], noise) for places in near]
    points = np.vstack([one.points for one in found])
    support = np.concatenate([one.support for one in found])
    return Crossings(points, support) if len(points) else nothing


def _cross_within(rows: np.ndarray, noise: float) -> Crossings:
    """Cross all lines through two of a few rows."""
    pairs = np.array(list(combinations(range(len(rows)), 2)))
    start, way = rows[pairs[:, 0]], rows[pairs[:, 1]] - rows[pairs[:, 0]]
    length = np.linalg.norm(way, axis=1)
    good = length > max(10 * noise, EXACT)
    pairs, start = pairs[good], start[good]
    way = way[good] / length[good, None]
    length = length[good]
    one, other = np.triu_indices(len(pairs), k=1)
    apart = (pairs[one][:, :, None] != pairs[other][:, None, :]).all(axis=(1, 2))
    one, other = one[apart], other[apart]
    s, t, gap = _closest(start[one], way[one], start[other], way[other])
    # A parent is an end of the segment: beyond both rows, on either line.
    outside = _beyond(s, length[one]) & _beyond(t, length[other])
    reach = 1 + np.maximum(np.abs(s) / length[one], np.abs(t) / length[other])
    met = outside & (gap <= EXACT + 2 * noise * reach) & (reach < MOST_REACH)
    one, other, s, t = one[met], other[met], s[met], t[met]
    points = (
        start[one] + s[:, None] * way[one] + start[other] + t[:, None] * way[other]
    ) / 2
    on_line = _on_lines(rows, start, way, noise)
    return Crossings(points, np.minimum(on_line[one], on_line[other]))


def _closest(
    p: np.ndarray, u: np.ndarray, q: np.ndarray, v: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where two lines with unit directions come closest, and how close."""
    between = q - p
    cosine = (u * v).sum(axis=1)
    along_u, along_v = (between * u).sum(axis=1), (between * v).sum(axis=1)
    sine2 = 1 - cosine**2
    # Lines that are nearly one meet nowhere in particular.
    safe = np.where(sine2 > 1e-4, sine2, np.nan)
    s = (along_u - cosine * along_v) / safe
    t = (cosine * along_u - along_v) / safe
    gap = np.linalg.norm(p + s[:, None] * u - q - t[:, None] * v, axis=1)
    return s, t, gap


def _beyond(place: np.ndarray, length: np.ndarray) -> np.ndarray:
    # Well beyond: where one line ends, another row may stand on it.
    slack = EXACT + EXACT * length
    return (place < -slack) | (place > length + slack)


def _on_lines(
    rows: np.ndarray, start: np.ndarray, way: np.ndarray, noise: float
) -> np.ndarray:
    """How many rows are on each line."""
    offset = rows[None] - start[:, None]
    along = np.einsum("lrd,ld->lr", offset, way)
    aside = np.linalg.norm(offset - along[:, :, None] * way[:, None], axis=2)
    return (aside <= EXACT + 2 * noise).sum(axis=1)
