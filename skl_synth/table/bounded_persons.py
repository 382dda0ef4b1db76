"""Tables in which no person has more than so many rows, and tables without any."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skl_synth.table.persons import visit_numbers
from skl_synth.table.real import RealTable


def at_most_rows(table: RealTable, most: int) -> RealTable:
    """Keep so many rows of each person, drawn at random, as rows of nobody.

    Parameters
    ----------
    table : RealTable
        A table; where nothing is known of persons, it stays as it is.
    most : int
        Rows that a person may have.

    Returns
    -------
    RealTable
        The rows that are kept, by the same schema; it does not say whose they are.
    """
    if table.persons is None:
        return table
    # Which rows of one person are kept must not depend on who else is in the table, as
    # a seed would make it: the order comes from the operating system.
    order = np.random.default_rng().permutation(len(table))
    turn = visit_numbers(table.persons[order])
    kept = np.sort(order[turn < most])
    encoded = table.target.encoded[kept]
    return replace(
        table,
        rows=table.rows.take(kept),
        target=replace(table.target.without_rows(), encoded=encoded),
        persons=None,
    )


def with_counts(table: RealTable, counts: np.ndarray) -> RealTable:
    """Forget all rows, and count as many of each class as is said.

    Parameters
    ----------
    table : RealTable
        A table.
    counts : ndarray of shape (n_classes,), dtype int
        What the table is to say of its classes; one number where there are none.

    Returns
    -------
    RealTable
        A table that reads and writes as this one does.
    """
    nobody, target = table.without_rows(), table.target.without_rows()
    groups = np.repeat(np.arange(len(counts)), counts)
    encoded = np.full(len(groups), np.nan) if target.kind == "continuous" else groups
    return replace(nobody, target=replace(target, encoded=encoded))
