"""The order of visits: by the date that a table has of them, or as its rows stand."""

from __future__ import annotations

import numpy as np

from skl_synth.table.persons import constant_within, visit_numbers
from skl_synth.table.real import RealTable


def visit_order_of(real: RealTable) -> np.ndarray:
    """Put the rows of each person together, in the order of their visits.

    Parameters
    ----------
    real : RealTable
        A table whose persons are known.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        Positions of rows. Visits are in the order of the first column of dates that
        varies within persons; else of a column that counts them; else of the table.
    """
    assert real.persons is not None
    for number, variable in enumerate(real.schema.numbers):
        values = real.rows.numbers[:, number]
        if constant_within(real.persons, values):
            continue
        order = np.lexsort((values, real.persons))
        if variable.kind == "datetime" or _counts(values[order], real.persons[order]):
            return order
    return np.argsort(real.persons, kind="stable")


def _counts(values: np.ndarray, persons: np.ndarray) -> bool:
    """Whether numbers count the rows of every person through."""
    start = values[visit_numbers(persons) == 0]
    return bool((values - start[persons] == visit_numbers(persons)).all())
