"""Numbers written as text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skl_synth.table.codecs.base import Codec

NUMBER_TEXT = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
"""A number as text: nothing before it, no leading zero, no exponent."""

MAX_DIGITS = 15
"""A float holds every decimal number of so many digits, and tells them apart."""


def decimals_of(texts: pd.Series) -> int | None:
    """Find the number of decimals that all texts have.

    Parameters
    ----------
    texts : Series of str
        Numbers as text.

    Returns
    -------
    int or None
        The number; None where they differ.
    """
    digits = texts.str.partition(".")[2].str.len()
    return int(digits.iloc[0]) if digits.nunique() == 1 else None


def number_texts(numbers: np.ndarray, decimals: int | None) -> list[str | None]:
    """Write numbers as text.

    Parameters
    ----------
    numbers : ndarray of float64
        Numbers, NaN where missing.
    decimals : int or None
        Decimals to write; as many as are needed if None.

    Returns
    -------
    list of str or None
        The texts, None where missing.
    """
    if decimals is not None:
        return [None if v != v else f"{v:.{decimals}f}" for v in numbers.tolist()]
    return [
        None if v != v else np.format_float_positional(v, trim="-")
        for v in numbers.tolist()
    ]


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
    decimals : int or None
        Decimals that every number has, as ``1.50`` has two; None where they differ,
        and a number is written with as many as it needs.
    """

    decimals: int | None

    def read(self, series: pd.Series) -> np.ndarray:
        """Read the numbers.

        Raises
        ------
        ValueError
            For text that is no number.
        """
        codes, texts = pd.factorize(series.astype(object))
        try:
            numbers = [float(text) for text in texts]
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"column {series.name!r} holds numbers as text in the real table, but "
                f"here something else: {error}. Correct it."
            ) from error
        return np.array([*numbers, np.nan])[codes]

    def write(self, numbers: np.ndarray) -> pd.Series:
        """Write them as text."""
        return pd.Series(number_texts(numbers, self.decimals), dtype=self.dtype)
