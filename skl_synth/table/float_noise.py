"""Float noise: decimals that arithmetic has left next to where they should be.

``172.46 * 0.2`` is 34.492000000000004. A column that was computed has full precision by
its digits, and three decimals by what it means. Published as it stands, each of its
values would be recognised: hence the decimals that were meant are found, and the noise
is taken away. Two mistakes are possible. Numbers that were measured to the last digit
must not be rounded, so what is near to a decimal number has to be too near, too often,
for chance (`LUCK`); and values with few digits are taken as they stand.
"""

from __future__ import annotations

import numpy as np

from skl_synth.table.rounding import FULL, POWERS, round_to

TRUE_DIGITS = 0.85
"""Share of the digits of the largest value that arithmetic leaves as they should be.

13 or 14 of the 16 that a float64 has: a sum of a few terms, or a product, loses two or
three; those of the largest value count, since it may have been a term of any sum.
"""

MOST_NEAR = 0.01
"""The share of all numbers that may be near to a decimal one: a price that ends in .99
is far from the next whole one."""

LUCK = 1e-4
"""How likely numbers of full precision may be so near to decimals by chance."""


def find_noise(values: np.ndarray, counted: np.ndarray) -> tuple[int, float]:
    """Find out whether values are decimals, but for what arithmetic has left there.

    They are where each is as near to a decimal number as arithmetic leaves it, and so
    many of them cannot be by chance. Numbers that are written with few digits are meant
    as they stand: 0.00000000001 is not taken for zero, though among millions.

    Parameters
    ----------
    values : ndarray of shape (n_values,), dtype float64 or float32
        Different finite values, at least one.
    counted : ndarray of shape (n_values,)
        Their decimals, from `count_decimals`.

    Returns
    -------
    decimals : int
        The decimals that were meant.
    noise : float
        How far from them a value may be; 0 where there is no noise.
    """
    eps = float(np.finfo(values.dtype).eps)
    noise = eps**TRUE_DIGITS * float(np.abs(values).astype(np.float64).max())
    long = _are_long(values, counted)
    doubtful = values[long].astype(np.float64)
    # Values with few digits are meant: the column has at least their decimals.
    least = int(counted[~long].max(initial=0))
    for decimals in range(least, min(int(counted.max()), FULL)):
        # The share of all numbers that are so near to one of so many decimals.
        share = 2 * noise * POWERS[decimals]
        # Few such values may all be near by chance, and so may many where decimal
        # numbers lie close: more decimals make both more likely, so the search ends.
        if share > MOST_NEAR or share ** len(doubtful) > LUCK:
            break
        # The first few rule most columns out, however long they are.
        if all(
            (np.abs(some - round_to(some, decimals)) <= noise).all()
            for some in (doubtful[:8], doubtful)
        ):
            return decimals, noise
    return FULL, 0.0


def without_noise(values: np.ndarray, decimals: int, noise: float) -> np.ndarray:
    """Move values that miss a decimal number by noise upon it; others stay.

    Parameters
    ----------
    values : ndarray of shape (n_values,), dtype float64 or float32
        Any numbers; NaN stays NaN.
    decimals : int
        The decimals that were meant.
    noise : float
        How far from them a value may be.

    Returns
    -------
    ndarray of shape (n_values,)
        The values, of the same dtype.
    """
    exact = values.astype(np.float64)
    rounded = round_to(exact, decimals)
    near = np.abs(exact - rounded) <= noise
    # Adding zero turns -0.0 into 0.0.
    return np.where(near, rounded + 0.0, exact).astype(values.dtype)


def may_be_noisy(
    values: np.ndarray, counted: np.ndarray, largest: np.ndarray
) -> np.ndarray:
    """Find the columns in which `find_noise` may find some, from two values of each.

    Parameters
    ----------
    values : ndarray of shape (n_columns, n_values), dtype float64 or float32
        Their values, NaN where missing.
    counted : ndarray of shape (n_columns, n_values)
        Their decimals, from `count_decimals`.
    largest : ndarray of shape (n_columns,)
        The largest absolute value of each.

    Returns
    -------
    ndarray of bool of shape (n_columns,)
        False where there is none for certain: one of the values is far from every
        decimal number that it could be meant to be.
    """
    eps = float(np.finfo(values.dtype).eps)
    noise = eps**TRUE_DIGITS * largest.astype(np.float64)
    doubtful = _are_long(values, counted)
    may_be = np.asarray(doubtful.any(axis=1))
    columns = np.flatnonzero(may_be)
    first, last = (doubtful[columns, ::side].argmax(axis=1) for side in (1, -1))
    samples = values[columns, first], values[columns, -1 - last]
    near = np.zeros(len(columns), dtype=bool)
    for decimals in range(FULL):
        is_near = 2 * noise[columns] * POWERS[decimals] <= MOST_NEAR
        for sample in samples:
            exact = sample.astype(np.float64)
            is_near &= abs(exact - round_to(exact, decimals)) <= noise[columns]
        near |= is_near
    may_be[columns] = near
    return may_be


def _are_long(values: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Find values with so many digits that they may be meant as others.

    A float tells apart 1 / eps numbers; who needs more than a fiftieth of them has the
    look of a number that came out of arithmetic. All others are meant as they stand.
    """
    size = np.abs(values.astype(np.float64, copy=False))
    eps = float(np.finfo(values.dtype).eps)
    return (counted == FULL) | (size * POWERS[counted] > 0.02 / eps)
