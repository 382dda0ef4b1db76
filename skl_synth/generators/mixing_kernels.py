"""The compiled mixture of two rows; imported only where numba is, the extra fast."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def mix_two(
    numbers: np.ndarray,
    decimals: np.ndarray,
    codes: np.ndarray,
    parents: np.ndarray,
    steps: np.ndarray,
    new_numbers: np.ndarray,
    new_decimals: np.ndarray,
    new_codes: np.ndarray,
) -> None:
    """Write new rows a part of the way from a first parent to a second."""
    for row in range(len(parents)):
        first, second, step = parents[row, 0], parents[row, 1], steps[row]
        nearer = second if step > 0.5 else first
        for column in range(numbers.shape[1]):
            one, other = numbers[first, column], numbers[second, column]
            of = nearer
            if one != one:
                one, of = other, second
            elif other != other:
                other, of = one, first
            new_numbers[row, column] = one + step * (other - one)
            new_decimals[row, column] = decimals[of, column]
        for column in range(codes.shape[1]):
            new_codes[row, column] = codes[nearer, column]
