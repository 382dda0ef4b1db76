"""The order of visits: by the date that a table has of them, or as its rows stand."""

from __future__ import annotations

import numpy as np

from skl_synth.table.persons import belongs_to_person, visit_numbers
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
        Positions of rows. Visits are in the order of a column of dates that varies
        within persons: of several the one by which the others are in order most often;
        else of a column that counts them; else of the table.
    """
    assert real.persons is not None
    date = visit_date_of(real)
    if date is not None:
        return _by(real, date)
    for number in _varying(real):
        order = _by(real, number)
        values = real.rows.numbers[order, number]
        if _counts(values, real.persons[order]):
            return order
    return np.argsort(real.persons, kind="stable")


def visit_date_of(real: RealTable) -> int | None:
    """Find the date by which visits are in order.

    Parameters
    ----------
    real : RealTable
        A table whose persons are known.

    Returns
    -------
    int or None
        Which of the numbers; None where no date varies within persons.
    """
    numbers = real.schema.numbers
    dates = [one for one in _varying(real) if numbers[one].kind == "datetime"]
    if not dates:
        return None
    broken = [_n_broken(real, dates, _by(real, number)) for number in dates]
    return dates[int(np.argmin(broken))]


def _varying(real: RealTable) -> list[int]:
    assert real.persons is not None
    return [
        number
        for number in range(len(real.schema.numbers))
        if not belongs_to_person(real.persons, real.rows.numbers[:, number])
    ]


def _by(real: RealTable, number: int) -> np.ndarray:
    assert real.persons is not None
    return np.lexsort((real.rows.numbers[:, number], real.persons))


def _n_broken(real: RealTable, dates: list[int], order: np.ndarray) -> int:
    """Count the visits that begin, by any date, before the one ahead of them."""
    assert real.persons is not None
    persons = real.persons[order]
    follows = persons[1:] == persons[:-1]
    steps = np.diff(real.rows.numbers[order][:, dates], axis=0)[follows]
    return int((steps < 0).sum())


def _counts(values: np.ndarray, persons: np.ndarray) -> bool:
    """Whether numbers count the rows of every person through."""
    start = values[visit_numbers(persons) == 0]
    return bool((values - start[persons] == visit_numbers(persons)).all())
