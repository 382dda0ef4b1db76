"""What becomes of a table whose rows repeat, told before any row is made."""

from __future__ import annotations

import shlex

import numpy as np

from skl_synth.generators.copies_of_real import possible_rows
from skl_synth.table.real import RealTable

BY_TREES = ("--method", "cart")
"""What is typed for such a table: its filter keeps copies as people are alike."""

MUCH_SHARED = 0.1
"""Where so large a share of the people have a row that another one has, too, dropping
what equals a real row empties the dense part of a table."""


MANY = 1e9
"""Of more rows than this the number says nothing."""


def ways_for(table: RealTable) -> tuple[str, ...]:
    """Name the options without which generate may refuse a table, or bend it.

    Parameters
    ----------
    table : RealTable
        The real table.

    Returns
    -------
    tuple of str
        What is to be typed; nothing where the taught method makes enough new rows.
    """
    if table.has_visits:
        return ()
    _, shared = _different_rows(table)
    return BY_TREES if shared >= MUCH_SHARED or not _has_numbers(table) else ()


def foretold(table: RealTable) -> str:
    """Say how many different rows there can be, where there are few.

    Parameters
    ----------
    table : RealTable
        The real table.

    Returns
    -------
    str
        A sentence or two; nothing where the taught method makes enough new rows.
    """
    ways = ways_for(table)
    if not ways:
        return ""
    n_different, shared = _different_rows(table)
    possible = possible_rows(table)
    allowed = f"{possible:,.0f} different rows" if possible < MANY else "many rows"
    people = f"{len(table):,} people share {n_different:,} of them"
    if shared < MUCH_SHARED:
        people = "no column is a number between two of which a new row could lie"
    return (
        f"Your columns allow {allowed}, and {people}. SMOTE makes few new rows of such "
        f"a table: use {shlex.join(ways)}."
    )


def _different_rows(table: RealTable) -> tuple[int, float]:
    """Count the different rows, and the share of people who have one in common."""
    rows = table.rows
    parts = [rows.codes, np.nan_to_num(rows.numbers, nan=np.inf)]
    values = np.column_stack([part.astype(np.float64) for part in parts])
    _, places, counts = np.unique(
        values, axis=0, return_inverse=True, return_counts=True
    )
    return len(counts), float(np.mean(counts[places.ravel()] > 1))


def _has_numbers(table: RealTable) -> bool:
    """Whether SMOTE has a number between whose values it can place another one."""
    return any(one.kind != "ordinal" for one in table.schema.numbers)
