"""Check digits, by which a number shows what it is."""

from __future__ import annotations

import re

import numpy as np

NOT_DIGITS = re.compile(r"[\s-]")
"""What may stand between the digits of a number."""

NHS_WEIGHTS = np.arange(10, 1, -1)

IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")

LENGTHS_OF_CARDS = range(13, 20)


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
    if len(digits) != 10 or not digits.isdecimal() or len(set(digits)) == 1:
        return False
    numbers = np.array([int(digit) for digit in digits])
    check = 11 - int(NHS_WEIGHTS @ numbers[:9]) % 11
    return check % 11 == numbers[9] and check != 10


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
    if len(digits) not in LENGTHS_OF_CARDS or not digits.isdecimal():
        return False
    if digits[0] not in "3456":
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(digits[::-1])]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


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
