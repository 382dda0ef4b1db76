"""Repeated people: whether rows stand in a table several times for no other reason.

Where columns are coarse, people are alike who have nothing to do with one another. Then
nearly as many different rows are there as would be if the columns had nothing to do
with one another either, or some rows stand there once and others often. Where everybody
was entered several times, far fewer rows are different, and hardly one stands alone.
"""

from __future__ import annotations

import numpy as np

from skl_synth.neighbors.near_rows import NumberedRows
from skl_synth.neighbors.stranger_rates import free_positions

LEAST_DIFFERENT = 10
"""Of fewer different rows it cannot be told."""

MOST_OF_EXPECTED = 0.5
"""At most so many of the different rows are there that free columns would make. Of
tables whose people are all different, cut into two to four levels or rounded, it was
.6 to 1.1, but for columns that measure the same thing (.3)."""

MOST_ALONE = 0.2
"""And at most so many of them stand there once; in those (.3) it was .4 to .6."""


def are_repeated(rows: NumberedRows) -> bool:
    """Whether rows look as if they had been entered several times.

    Parameters
    ----------
    rows : NumberedRows
        The rows that are looked at, those of a class.

    Returns
    -------
    bool
        False where the columns leave room for nothing else.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.generators.repeated_people import are_repeated
    >>> from skl_synth.neighbors.near_rows import NumberedRows
    >>> people = np.random.default_rng(0).normal(size=(40, 2)).round(1)
    >>> are_repeated(NumberedRows.of(np.tile(people, (5, 1))))
    True
    >>> coarse = np.random.default_rng(0).integers(0, 5, size=(200, 2))
    >>> are_repeated(NumberedRows.of(coarse))
    False
    """
    times = np.unique(rows.without(), return_counts=True)[1]
    if len(times) < LEAST_DIFFERENT or np.mean(times == 1) > MOST_ALONE:
        return False
    return len(times) <= MOST_OF_EXPECTED * _expected_different(rows)


def _expected_different(rows: NumberedRows) -> int:
    """Count the different rows if each column were dealt out by itself."""
    # The answer is to be the same whatever seed the rows are made with.
    rng = np.random.RandomState(0)
    dealt = np.zeros(len(rows), dtype=np.uint64)
    for place in free_positions(rows):
        dealt += rng.permutation(rows.column(place))
    return len(np.unique(dealt))
