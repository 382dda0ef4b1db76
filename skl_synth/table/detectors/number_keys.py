"""Keys that are whole numbers."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from skl_synth.table.check_digits import LEAST_VALID, check_rule_of
from skl_synth.table.detectors.checked_numbers import is_card_number, is_nhs_number
from skl_synth.table.detectors.finding import (
    ENOUGH_VALUES,
    LEAST_ROWS,
    Finding,
    Repetition,
)
from skl_synth.table.detectors.key_names import NameKind, kind_of_name
from skl_synth.table.detectors.shapes import FEWEST, SAMPLE

LONG = 100_000
"""Numbers of six digits and more may be keys under any name."""

VERY_LONG = 100_000_000
"""Numbers of nine digits are keys more often than quantities where all differ."""

ENDS_AS_KEYS = "whole numbers with a name that ends as those of keys"

MOST_OF_ONE = 100
"""So many contacts or claims few people have; of keys there are more."""

OF_NUMBERS_IN_ORDER = 10_000
"""Smaller numbers under a name such as ``room_no`` count or order something."""

PHONE_DIGITS = (9, 13)

LEAST_WITH_SHAPE = 10.0 ** (PHONE_DIGITS[0] - 1)
"""Numbers with check digits, and those of telephones, have nine digits at least."""

FEWEST_PEOPLE = 8
"""Of fewer different values the number of rows each says little."""

NEIGHBOURS = 16
"""So many values that follow one another tell how dense numbers lie."""

ABOVE_CHANCE = 10
"""Of quantities that meet by chance not more than so many times as many do."""

MOST_ROUND = 0.25
"""Of whole numbers a tenth ends in 0; of rounded ones more."""


def may_hold_key(name: Hashable, high: float, n_values: int, n_filled: int) -> bool:
    """Whether whole numbers need a closer look; most columns of numbers do not.

    Parameters
    ----------
    name : hashable
        The column, whose name was chosen by the user.
    high : float
        The largest number.
    n_values, n_filled : int
        How many are different, and how many there are.

    Returns
    -------
    bool
        False where `find_number_key` finds nothing in them.
    """
    if n_values < FEWEST:
        return False
    if high >= LEAST_WITH_SHAPE:
        return True
    if n_filled < LEAST_ROWS:
        return False
    if n_values == n_filled or high >= LONG:
        return True
    return n_values >= FEWEST_PEOPLE and kind_of_name(name).may_be_key


def find_number_key(
    levels: np.ndarray, counts: np.ndarray, name: Hashable, n_table: int
) -> Finding | None:
    """Find out whether whole numbers are keys.

    Parameters
    ----------
    levels : ndarray of shape (n_values,)
        The different numbers in order.
    counts : ndarray of int, shape (n_values,)
        Rows that hold each.
    name : hashable
        The column, whose name was chosen by the user.
    n_table : int
        Rows of the table.

    Returns
    -------
    Finding or None
        Why they are keys, or likely so; None for quantities.
    """
    repetition = Repetition(counts, n_table)
    if not may_hold_key(name, levels[-1], len(levels), repetition.n_filled):
        return None
    kind = kind_of_name(name)
    found = _by_shape(levels, repetition, kind)
    if found is not None or repetition.n_filled < LEAST_ROWS:
        return found
    return _by_name(levels, repetition, kind) or _by_repetition(
        levels, repetition, kind
    )


def _by_shape(
    levels: np.ndarray, repetition: Repetition, kind: NameKind
) -> Finding | None:
    if not repetition.is_large or levels[-1] < LEAST_WITH_SHAPE:
        return None
    if _have_check_digits(levels):
        return Finding(f"numbers with the check digits of keys, {repetition}")
    high = 10.0 ** (PHONE_DIGITS[1] - 1)
    if kind.is_phone and levels[0] >= LEAST_WITH_SHAPE and levels[-1] < high:
        return Finding(f"telephone numbers, {repetition}")
    return None


def _have_check_digits(levels: np.ndarray) -> bool:
    """Whether they are NHS or card numbers; a few are looked at before all."""
    if len(levels) < LEAST_VALID:
        texts = _written(levels).tolist()
        return any(all(map(is_of, texts)) for is_of in (is_nhs_number, is_card_number))
    return all(
        check_rule_of(_written(some))
        for some in (levels[:: max(1, len(levels) // SAMPLE)], levels)
    )


def _written(numbers: np.ndarray) -> np.ndarray:
    """Write numbers with the zero that the shorter of NHS numbers begin with."""
    return np.array([f"{number:010.0f}" for number in numbers.tolist()])


def _by_name(
    levels: np.ndarray, repetition: Repetition, kind: NameKind
) -> Finding | None:
    if not kind.may_be_key:
        return None
    if repetition.all_differ:
        return Finding("whole numbers, all different, with the name of a key")
    many = repetition.n_values >= ENOUGH_VALUES
    few = many and repetition.has_few_rows_each
    if kind.may_be_ordinal and _are_ordinals(levels, repetition):
        return _if_counted(levels, repetition)
    if kind.is_key:
        # What people are called by is a key, however often one of them comes.
        reason = f"whole numbers with the name of a key, {repetition}"
        if few or (many and kind.is_of_person):
            return Finding(reason)
        is_likely = kind.is_of_person or kind.is_bare
        return Finding(reason, is_sure=False) if is_likely else None
    if kind.is_of_place or not few:
        return None
    if levels[0] >= OF_NUMBERS_IN_ORDER or repetition.mostly_differ:
        is_sure = bool(levels[0] >= OF_NUMBERS_IN_ORDER)
        return Finding(f"{ENDS_AS_KEYS}, {repetition}", is_sure=is_sure)
    return _if_counted(levels, repetition)


def _are_ordinals(levels: np.ndarray, repetition: Repetition) -> bool:
    """Whether they do not go far, and have several rows each."""
    is_short = levels[0] >= 0 and levels[-1] < MOST_OF_ONE
    return bool(is_short and not repetition.mostly_differ)


def _if_counted(levels: np.ndarray, repetition: Repetition) -> Finding | None:
    """Find numbers without gaps, each as common as the others."""
    if levels[-1] - levels[0] != len(levels) - 1 or not repetition.is_even:
        return None
    return Finding(f"{ENDS_AS_KEYS}, {repetition}", is_sure=False)


def _by_repetition(
    levels: np.ndarray, repetition: Repetition, kind: NameKind
) -> Finding | None:
    """Find keys without the name of one: long numbers that meet more than by chance."""
    if kind.is_quantity or kind.is_of_place or levels[0] < LONG:
        return None
    if repetition.n_values < ENOUGH_VALUES or _are_round(levels):
        return None
    of_one_length = np.floor(np.log10(levels[0])) == np.floor(np.log10(levels[-1]))
    if repetition.all_differ:
        is_long = of_one_length and levels[0] >= VERY_LONG
        reason = "whole numbers of one length, nine digits or more, all different"
        return Finding(reason, is_sure=False) if is_long else None
    if not (repetition.has_few_rows_each and repetition.is_even):
        return None
    if not _meet_more_than_by_chance(levels, repetition.counts):
        return None
    return Finding(
        f"long whole numbers that repeat as keys do, {repetition}", is_sure=False
    )


def _are_round(levels: np.ndarray) -> bool:
    return float((levels % 10 == 0).mean()) > MOST_ROUND


def _meet_more_than_by_chance(levels: np.ndarray, counts: np.ndarray) -> bool:
    """Compare the pairs of equal numbers with those of quantities as dense as these.

    Between values that follow one another the density of a quantity is nearly constant,
    whatever its distribution: so many rows fall on so many possible numbers. Keys lie
    far apart, and yet each has several rows.
    """
    starts = np.arange(0, len(levels), NEIGHBOURS)
    rows = np.add.reduceat(counts, starts)
    ends = np.minimum(starts + NEIGHBOURS, len(levels) - 1)
    possible = np.maximum(levels[ends] - levels[starts], 1)
    by_chance = (rows * (rows - 1) / 2 / possible).sum()
    pairs = (counts * (counts - 1) / 2).sum()
    most = 0.1 * counts.sum()
    return bool(pairs > max(ABOVE_CHANCE * by_chance, most))
