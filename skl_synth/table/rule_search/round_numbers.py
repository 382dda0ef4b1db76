"""Numbers as people write them: the roundest that fit."""

from __future__ import annotations

import numpy as np

DIGITS = 15
"""Significant digits that a float64 holds for certain."""


def roundest(low: float, high: float) -> float | None:
    """Give the number between two others that has the fewest digits.

    Parameters
    ----------
    low, high : float
        The least and the largest that fits.

    Returns
    -------
    float or None
        The number; None where the first is above the second.
    """
    if not low <= high:
        return None
    if low <= 0 <= high:
        return 0.0
    if high < 0:
        return -float(_roundest(-high, -low))
    return float(_roundest(low, high))


def _roundest(low: float, high: float) -> float:
    size = int(np.floor(np.log10(high)))
    for digits in range(1, DIGITS + 1):
        power = size - digits + 1
        unit = 10.0**power
        first, last = int(np.ceil(low / unit)), int(np.floor(high / unit))
        if first <= last:
            # By way of text, so that it is the float that people would write.
            return float(f"{_rounder(first, last)}e{power}")
    return (low + high) / 2


def _rounder(first: int, last: int) -> int:
    """Of whole numbers the one that ends in 0, else in 5, else the middle one."""
    for divisor in (10, 5):
        number = last // divisor * divisor
        if number >= first and number:
            return number
    return (first + last) // 2


def with_digits(number: float, digits: int) -> float:
    """Round a number to significant digits.

    Parameters
    ----------
    number : float
        Any number.
    digits : int
        How many.

    Returns
    -------
    float
        The float that is printed so.
    """
    return float(f"{number:.{digits - 1}e}")


def count_digits(number: float) -> int:
    """Count the significant digits of a number.

    Parameters
    ----------
    number : float
        Any number.

    Returns
    -------
    int
        How many it is written with.
    """
    mantissa = f"{number:.14e}".partition("e")[0].replace(".", "").lstrip("-")
    return max(1, len(mantissa.rstrip("0")))
