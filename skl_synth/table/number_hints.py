"""Whole numbers that are codes, and numbers that are none: what tells them apart."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd

from skl_synth.table.detectors.key_names import words_of
from skl_synth.table.detectors.key_words import COUNTS, PLACES, QUANTITIES
from skl_synth.table.missing_tokens import TOKENS
from skl_synth.table.value_steps import find_lattice
from skl_synth.table.values import some_of

CODES = frozenset(
    (
        *(
            "code",
            "codes",
            "zip",
            "zipcode",
            "fips",
            "plz",
            "postcode",
            "icd",
            "snomed",
        ),
        *("naics", "drg", "hrg", "opcs", "ndc", "cpt", "lsoa", "msoa", "ccg", "sic"),
    )
)
"""Words that make whole numbers codes."""

OF_PLACES = frozenset(("id", "ids", "code", "cd"))
"""Words that do so behind that for a place or a thing."""

MEASURED = frozenset(
    [
        "count",
        "counts",
        "total",
        "sum",
        "mean",
        "score",
        "distance",
        "density",
        "rate",
        "length",
    ]
)
"""Words for what is counted or measured of codes."""

ROWS_PER_CODE = 2
"""Codes repeat: the numbers of a column have so many rows each, at least."""

MANY = 12
"""So many different numbers, and fewer, are looked at by other rules."""

DENSE = 0.2
"""Of the numbers between the least and the largest, codes are a smaller share."""


def is_code_name(name: Hashable) -> bool:
    """Whether whole numbers of a column are codes by its name, where they repeat.

    Parameters
    ----------
    name : hashable
        The column.

    Returns
    -------
    bool
        True for ``zip_code``, ``provider_id`` and ``county_fips``.

    Examples
    --------
    >>> [is_code_name(name) for name in ("zip", "ProviderId", "n_codes", "age")]
    [True, True, False, False]
    """
    words = words_of(name)
    if not words or words[0] in COUNTS or "of" in words or MEASURED & {*words}:
        return False
    is_place = bool(PLACES & {*words[:-1]}) and words[-1] in OF_PLACES
    return bool(CODES & {*words}) or is_place


def may_be_code_name(name: Hashable) -> bool:
    """Whether a column has the name of a place or a thing, of which there are codes.

    Parameters
    ----------
    name : hashable
        The column.

    Returns
    -------
    bool
        True for ``ward`` and ``practice_no``.
    """
    words = words_of(name)
    if is_code_name(name):
        return True
    is_other = not words or words[0] in COUNTS or bool(QUANTITIES & {*words})
    return not is_other and bool(PLACES & {*words})


def hint_of_codes(ordered: np.ndarray, name: Hashable | None) -> str:
    """Say that whole numbers may be codes, by the name of the column or by how many.

    Parameters
    ----------
    ordered : ndarray of shape (n_values,)
        The numbers in order, none missing.
    name : hashable or None
        The column; None where it has no name of its own.

    Returns
    -------
    str
        The hint; empty where they look like quantities.
    """
    n_values = 1 + int(np.count_nonzero(np.diff(ordered)))
    repeat = len(ordered) >= (ROWS_PER_CODE + 1) * n_values
    if n_values <= 2 or ordered[0] < 1:
        return ""
    remedy = "if they are codes, call the column a category"
    if name is not None and (is_code_name(name) or (repeat and may_be_code_name(name))):
        return f"whole numbers with the name of a code or a place: {remedy}"
    n_digits = len(str(int(ordered[0])))
    is_alike = n_digits >= 3 and n_digits == len(str(int(ordered[-1])))
    share = n_values / (ordered[-1] - ordered[0] + 1)
    if not (is_alike and repeat and n_values > MANY and share < DENSE):
        return ""
    if find_lattice(ordered, 0) is not None:
        return ""
    return (
        f"{n_values} whole numbers of {n_digits} digits that repeat, of many that "
        f"there could be: {remedy}"
    )


def hint_of_tokens(levels: pd.Series) -> str:
    """Say that a level of a category may stand for a missing value.

    Parameters
    ----------
    levels : Series
        Rows of each level, which is the index.

    Returns
    -------
    str
        The hint; empty where no level is such a text.
    """
    found = [one for one in levels.index if str(one).strip() in TOKENS]
    if not found:
        return ""
    return (
        f"{some_of(found)} is a level like the others: if it means that nothing is "
        "known, name it as missing"
    )
