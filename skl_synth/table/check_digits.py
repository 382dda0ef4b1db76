"""Check digits: of NHS numbers, and of payment cards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

CHECKED_LENGTHS = {"nhs": range(10, 11), "luhn": range(13, 20)}
"""How many digits such numbers have."""

LEAST_VALID = 5
"""Fewer keys may keep a rule by chance."""

DIGITS = re.compile(r"[0-9]+").fullmatch


def nhs_check(digits: np.ndarray) -> np.ndarray:
    """Compute the check digits of NHS numbers, modulo 11.

    Parameters
    ----------
    digits : ndarray of shape (n_keys, 9)
        The digits before it.

    Returns
    -------
    ndarray of shape (n_keys,)
        The check digits; 10 where there is no NHS number with these digits.
    """
    return (11 - digits @ np.arange(10, 1, -1) % 11) % 11


def luhn_check(digits: np.ndarray) -> np.ndarray:
    """Compute the check digits of payment cards, by Luhn's rule.

    Parameters
    ----------
    digits : ndarray of shape (n_keys, n_digits)
        The digits before it.

    Returns
    -------
    ndarray of shape (n_keys,)
        The check digits.
    """
    doubled = digits.copy()
    doubled[:, ::-1][:, ::2] *= 2
    return -(doubled // 10 + doubled % 10).sum(axis=1) % 10


CHECKS: Mapping[str, Any] = {"nhs": nhs_check, "luhn": luhn_check}
"""The check digit that belongs to the digits before it, by the name of the rule."""


def check_rule_of(numbers: np.ndarray) -> str:
    """Find the rule of check digits that keys keep.

    Parameters
    ----------
    numbers : ndarray of str
        Keys without spaces; those that are no digits keep no rule.

    Returns
    -------
    str
        A key of `CHECKS`; empty where there is none.
    """
    for rule, allowed in CHECKED_LENGTHS.items():
        n_valid = sum(_n_valid(numbers, n_digits, rule) for n_digits in allowed)
        # Of numbers without a check digit, one in ten or eleven has it by chance.
        if n_valid >= max(0.9 * len(numbers), LEAST_VALID):
            return rule
    return ""


def _n_valid(numbers: np.ndarray, n_digits: int, rule: str) -> int:
    of_length = [one for one in numbers if len(one) == n_digits and DIGITS(one)]
    if not of_length:
        return 0
    cells = np.array(of_length).view("U1").reshape(len(of_length), n_digits)
    digits = cells.astype(np.int64)
    return int((CHECKS[rule](digits[:, :-1]) == digits[:, -1]).sum())
