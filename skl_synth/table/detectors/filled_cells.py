"""Cells that are filled: neither blank nor a token for what is not known."""

from __future__ import annotations

import pandas as pd

TOKENS = frozenset(
    {
        "", "na", "n/a", "n.a.", "n.a", "nan", "nat", "null", "none", "nil", "(null)",
        "<na>", "#n/a", "#na", "\\n", "-", "--", "---", ".", "..", "?", "??", "*", "**",
        "unknown", "unk", "not known", "n/k", "nk", "not recorded", "not stated",
        "not applicable", "missing", "blank", "empty", "tbc", "no comment",
        "no comments", "nothing",
    }
)  # fmt: skip
"""What stands in cells about which there is nothing to say, in small letters."""


def is_token(text: str) -> bool:
    """Whether a cell holds nothing but a token for what is missing.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    bool
        True for blanks, ``NA``, ``-`` and the like, with spaces about it or without.
    """
    return text.strip().lower() in TOKENS


def filled_counts(counts: pd.Series) -> pd.Series:
    """Leave out the tokens among the values of a column.

    Parameters
    ----------
    counts : Series of int
        Rows of each different text, which is the index.

    Returns
    -------
    Series of int
        The same, stripped, of what is filled.
    """
    texts = counts.index.astype(str)
    kept = [not is_token(text) for text in texts]
    filled = pd.Series(counts.to_numpy()[kept], index=texts[kept].str.strip())
    return filled if filled.index.is_unique else filled.groupby(level=0).sum()
