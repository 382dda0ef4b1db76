"""Names of people, in columns that say they hold such and in those that do not."""

from __future__ import annotations

import re

import pandas as pd

from skl_synth.table.detectors.shapes import SAMPLE, Shape

ONE_NAME = r"[^\W\d_](\.|[^\W\d_]*(['’-][^\W\d_]+)*)\.?"

LIKE_NAME = re.compile(rf"{ONE_NAME}(,?\s+{ONE_NAME}){{0,4}}")
"""Words without digits: names of people, but of much else, too."""

FULL_NAME = re.compile(
    r"[A-ZÀ-Þ][\w'’-]*,?( ([A-ZÀ-Þ]\.?|[A-ZÀ-Þ][\w'’-]+|de|da|van|von|der|al|bin))?"
    r",? [A-ZÀ-Þ][\w'’-]+"
)
"""Two or three words, each with a capital."""


def are_like_names(levels: pd.Series) -> bool:
    """Whether texts may be names of people; only to be asked of columns called so.

    Parameters
    ----------
    levels : Series of str
        Different texts, stripped.

    Returns
    -------
    bool
        True for words without digits.
    """
    return Shape("names", LIKE_NAME.fullmatch).is_of(levels)


def are_full_names(levels: pd.Series, *, called_so: bool = False) -> bool:
    """Whether texts look like forename and surname.

    Parameters
    ----------
    levels : Series of str
        Different texts, stripped.
    called_so : bool, default=False
        Whether the name of the column speaks of people.

    Returns
    -------
    bool
        True for two or three words with capitals, that begin in many ways unless the
        column is called so.
    """
    if not Shape("full names", FULL_NAME.fullmatch).is_of(levels):
        return False
    # Names of makes and towns begin with the same few words.
    firsts = levels.iloc[: 10 * SAMPLE].str.partition(" ")[0]
    return called_so or 3 * firsts.nunique() > len(firsts)
