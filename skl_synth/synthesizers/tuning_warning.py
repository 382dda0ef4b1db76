"""A word to who tries several values of epsilon on one table."""

from __future__ import annotations

import weakref

from skl_synth.errors import warn
from skl_synth.table.dictionary import DataDictionary

_TRIED: dict[int, set[float]] = {}
"""The values of epsilon that each living dictionary was used with, by its identity."""


def warn_of_tuning(dictionary: DataDictionary, epsilon: float) -> None:
    """Warn, once for a dictionary, where it is used with a second epsilon.

    A search makes copies of an estimator, which know nothing of one another. What they
    share is the dictionary, of which there is never a copy; so that this is the one
    place where a search can be noticed, as long as it stays in one process.

    Parameters
    ----------
    dictionary : DataDictionary
        What the table can hold.
    epsilon : float
        What is about to be spent.

    Warns
    -----
    InputWarning
        For the second value.
    """
    if id(dictionary) not in _TRIED:
        weakref.finalize(dictionary, _TRIED.pop, id(dictionary), None)
    tried = _TRIED.setdefault(id(dictionary), set())
    is_second = len(tried | {epsilon}) == 2 and epsilon not in tried
    tried.add(epsilon)
    if is_second:
        warn(
            "a table of this dictionary was fitted with {parameter}={other:g} before, "
            "and now with {value:g}. If it is the same table, all that was tried is "
            "spent, the best as well as the others, and to choose by scores on real "
            "rows spends more, which no figure here counts",
            parameter="epsilon",
            value=epsilon,
            other=min(tried - {epsilon}),
            stacklevel=6,
            remedies=[
                "choose epsilon before looking at the table",
                "tune on another table, such as a public one or one made up",
            ],
        )
