"""Numbers written as text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.codecs.codec import Codec

# What is read must be written as it was. A sign, a leading zero or an exponent would be
# lost, and is the mark of a code, too: 007 and 1e5 are names.
NUMBER_TEXT = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
"""A number as text: nothing before it, no leading zero, no exponent."""

MAX_DIGITS = 15
"""A float holds every decimal number of so many digits, and tells them apart."""


def decimals_of(texts: pd.Series) -> tuple[int, int]:
    """Count the decimals with which numbers are written.

    Parameters
    ----------
    texts : Series of str
        Numbers as text.

    Returns
    -------
    tuple of int
        The fewest and the most.
    """
    digits = texts.str.partition(".")[2].str.len()
    return int(digits.min()), int(digits.max())


def number_texts(numbers: np.ndarray, decimals: tuple[int, int]) -> list[str | None]:
    """Write numbers as text.

    Parameters
    ----------
    numbers : ndarray of float64
        Numbers, NaN where missing.
    decimals : tuple of int
        The fewest and the most decimals; in between, as many as a number needs.

    Returns
    -------
    list of str or None
        The texts, None where missing.
    """
    least, most = decimals

    def text(number: float) -> str:
        if least == most:
            return f"{number:.{most}f}"
        if least == 0:
            return np.format_float_positional(number, trim="-")
        return np.format_float_positional(number, min_digits=least)

    return [None if np.isnan(n) else text(n) for n in numbers.tolist()]


def are_numbers(texts: pd.Series) -> bool:
    """Whether texts are numbers that can be read and written without loss.

    Parameters
    ----------
    texts : Series of str
        Different texts.

    Returns
    -------
    bool
        False if one of them is something else, such as a code with a leading zero.
    """
    if not texts.str.fullmatch(NUMBER_TEXT).all():
        return False
    return bool((texts.str.count(r"\d") <= MAX_DIGITS).all())


@dataclass(frozen=True, eq=False, kw_only=True)
class TextNumbers(Codec):
    """Numbers that stand in the table as text.

    Parameters
    ----------
    decimals : tuple of int
        The fewest and the most decimals that a number has: ``1.50`` has two.
    """

    decimals: tuple[int, int]

    def read(self, series: pd.Series) -> np.ndarray:
        """Read the numbers.

        Raises
        ------
        InputError
            For text that is no number.
        """
        codes, texts = pd.factorize(series.astype(object))
        try:
            numbers = [float(text) for text in texts]
        except (TypeError, ValueError) as error:
            raise InputError(
                "column {column!r} holds numbers as text in the real table, but here "
                "something else ({reason})",
                column=series.name,
                reason=error,
                remedies=["correct it"],
            ) from error
        return np.array([*numbers, np.nan])[codes]

    def write(self, numbers: np.ndarray) -> pd.Series:
        """Write them as text."""
        return pd.Series(number_texts(numbers, self.decimals), dtype=self.dtype)
