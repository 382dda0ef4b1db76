"""Tables of every shape for the search, and what brute force says of them."""

import numpy as np

from skl_synth.neighbors import Levels, MixedRows
from skl_synth.neighbors.distinct import distinct_rows

SHAPES = {
    # numbers, levels of the codes, whether the numbers are whole
    "numeric": (6, [], False),
    "numeric, wide": (20, [], False),
    "grid": (2, [], True),
    "one column": (1, [], True),
    "few discrete": (5, [2, 3], False),
    "few discrete, whole": (3, [2, 2], True),
    "many discrete": (2, [2] * 12 + [3, 5], False),
    "discrete only": (0, [2, 3, 4, 6], False),
    "rare levels": (3, [40, 2], True),
    "one level": (2, [1, 2], False),
}


def levels_of(codes, sizes):
    """Standardise 0/1 columns as the layout of a table does: one for two levels."""
    made = []
    for code, n_levels in zip(codes.T, sizes, strict=True):
        units = np.eye(n_levels)[:, int(n_levels == 2) :]
        share = np.bincount(code[code >= 0], minlength=n_levels) / max(len(code), 1)
        mean = share @ units
        scale = np.sqrt(mean * (1 - mean))
        scale[scale == 0] = 1
        made.append(Levels(mean, scale, n_levels))
    return tuple(made)


def random_rows(rng, n_rows, shape, *, unknown=0.0, levels=None):
    n_numbers, sizes, whole = SHAPES[shape]
    numbers = rng.normal(size=(n_rows, n_numbers)) * 2
    if whole:
        numbers = np.round(numbers) + 0.0
    # A missing number stands at the mean, in many rows.
    numbers[rng.random(numbers.shape) < 0.1] = 0.0
    codes = np.empty((n_rows, len(sizes)), dtype=np.int32)
    for place, n_levels in enumerate(sizes):
        shares = np.arange(n_levels, 0, -1) ** 2.0
        codes[:, place] = rng.choice(n_levels, n_rows, p=shares / shares.sum())
    levels = levels_of(codes, sizes) if levels is None else levels
    codes[rng.random(codes.shape) < unknown] = -1
    return MixedRows(numbers, codes, levels)


def different(rows):
    return rows.take(distinct_rows(rows.numbers, rows.codes).first)


def all_squared(queries, rows):
    """Every squared distance, added up in the order that `MixedRows` promises."""
    of_codes = np.zeros((len(queries), len(rows)))
    for level, mine, theirs in zip(
        rows.levels, queries.codes.T, rows.codes.T, strict=True
    ):
        of_codes += level.squared(mine[:, None], theirs[None, :])
    of_numbers = np.zeros_like(of_codes)
    for mine, theirs in zip(queries.numbers.T, rows.numbers.T, strict=True):
        of_numbers += np.square(mine[:, None] - theirs[None, :])
    return of_codes + of_numbers


def brute(queries, rows, k):
    """The k nearest rows, the lower position first among equals."""
    squared = all_squared(queries, rows)
    order = np.argsort(squared, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(squared, order, axis=1), order
