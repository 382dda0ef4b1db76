"""Numbers that show by their check digit what they are, however they are written."""

from __future__ import annotations

import re

import numpy as np

from skl_synth.table.check_digits import CHECKED_LENGTHS, CHECKS

NOT_DIGITS = re.compile(r"[\s-]")
"""What may stand between the digits of a number."""

IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


def digits_of(text: str) -> str:
    """Leave out the spaces and hyphens between digits.

    Parameters
    ----------
    text : str
        A number, such as ``943 476 5919``.

    Returns
    -------
    str
        The text without them.
    """
    return NOT_DIGITS.sub("", text)


def is_nhs_number(text: str) -> bool:
    """Whether a text is an NHS number, or a CHI number, with its check digit.

    Parameters
    ----------
    text : str
        Ten digits, with spaces or hyphens or without.

    Returns
    -------
    bool
        True if the last digit is the check digit (modulus 11) of the others. Of ten
        digits drawn at random it is so once in eleven times.
    """
    digits = digits_of(text)
    return _keeps("nhs", digits) and len(set(digits)) > 1


def is_card_number(text: str) -> bool:
    """Whether a text is the number of a payment card, with its check digit.

    Parameters
    ----------
    text : str
        13 to 19 digits, with spaces or hyphens or without.

    Returns
    -------
    bool
        True if it passes the test of Luhn, as one in ten numbers does.
    """
    digits = digits_of(text)
    return digits[:1] in tuple("3456") and _keeps("luhn", digits)


def is_iban(text: str) -> bool:
    """Whether a text is an international bank account number.

    Parameters
    ----------
    text : str
        Letters and digits, with spaces or without.

    Returns
    -------
    bool
        True if its check digits (modulus 97) are right.
    """
    code = digits_of(text).upper()
    if not IBAN.fullmatch(code):
        return False
    number = "".join(str(int(sign, 36)) for sign in code[4:] + code[:4])
    return int(number) % 97 == 1


def _keeps(rule: str, digits: str) -> bool:
    if len(digits) not in CHECKED_LENGTHS[rule] or not digits.isdecimal():
        return False
    cells = np.array([[int(digit) for digit in digits]])
    return bool(CHECKS[rule](cells[:, :-1])[0] == cells[0, -1])
