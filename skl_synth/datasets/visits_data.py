"""A simulated table of hospital visits, several rows a person."""

from numbers import Integral, Real
from typing import Any, Literal, overload

import numpy as np
import pandas as pd
from numpy.random import RandomState
from sklearn.utils import check_random_state

from skl_synth.datasets.visits_drawing import (
    OUTCOME,
    PERSON_KEY,
    draw_n_visits,
    draw_persons,
    draw_visits,
    lose_values,
    number_within,
)
from skl_synth.errors import InputError

PERSON_COLUMNS = (
    "sex",
    "birth_date",
    "ethnicity",
    "area",
    "hypertension",
    "diabetes",
    "copd",
)
"""Columns that are the same in all rows of a person, beside the key."""

VISIT_COLUMNS = (
    "visit",
    "admitted",
    "discharged",
    "age",
    "ward",
    "emergency",
    "sbp",
    "weight_kg",
    "cost",
    "died",
)
"""Columns that change from visit to visit, as the outcome does."""

LAG_CORRELATION = 0.7
"""Correlation of ``sbp`` at a visit with that at the visit before, over all persons."""

MOST_PERSONS = 900_000
"""Numbers from 999 000 0000 on are never given out; so many have a check digit."""

MOST_VISITS = 1000

# At this rate emergencies lack well under half of their measurements.
_MAX_MISSING_RATE = 0.25


@overload
def make_visits(
    n_persons: int = ...,
    *,
    visits: int | tuple[int, int] = ...,
    missing_rate: float = ...,
    return_X_y: Literal[False] = ...,
    random_state: int | RandomState | None = ...,
) -> pd.DataFrame: ...


@overload
def make_visits(
    n_persons: int = ...,
    *,
    visits: int | tuple[int, int] = ...,
    missing_rate: float = ...,
    return_X_y: Literal[True],
    random_state: int | RandomState | None = ...,
) -> tuple[pd.DataFrame, pd.Series]: ...


def make_visits(
    n_persons: int = 200,
    *,
    visits: int | tuple[int, int] = (1, 12),
    missing_rate: float = 0.05,
    return_X_y: bool = False,
    random_state: int | RandomState | None = None,
) -> pd.DataFrame | tuple[pd.DataFrame, pd.Series]:
    """Simulate a table of hospital visits, with several rows for most persons.

    No real person stands behind any row: the numbers begin with 999, which the NHS
    gives to nobody, and have a valid check digit. Persons come one after another, the
    visits of each in the order of time.

    ================ ====================================================
    column           values
    ================ ====================================================
    ``nhs_number``   the person, ten digits as text
    ``sex``          ``"Female"`` or ``"Male"``
    ``birth_date``   18 to 95 years before the first visit
    ``ethnicity``    five names of unequal frequency
    ``area``         four names, home of the person; a stratum
    ``hypertension`` 0 or 1, more often with age, as the next two
    ``diabetes``     0 or 1
    ``copd``         0 or 1
    ``visit``        1, 2, 3, … within the person
    ``admitted``     a day, later than all earlier discharges
    ``discharged``   the same day or later
    ``age``          whole years between ``birth_date`` and ``admitted``
    ``ward``         five names; mostly that of the visit before
    ``emergency``    0 or 1
    ``sbp``          mmHg, whole numbers
    ``weight_kg``    kg to one decimal, changing little between visits
    ``cost``         pounds and pence, by ward, stay and emergency
    ``died``         0 or 1; at the last visit only, of about one in 20
    ``readmitted``   the outcome of the visit, 0 or 1, about 20 % ones
    ================ ====================================================

    What is true of it, for a check of what was made from it: the columns from ``sex``
    to ``copd`` are the same in all rows of a person; the number of visits is skewed,
    and higher in persons with long-term conditions; ``sbp`` is correlated with that of
    the visit before by 0.70, half of it because persons differ, and ``weight_kg`` by
    0.99; three in five visits stay on the ward of the visit before, the others choose
    among all; after a readmission the next visit, if any, begins within 30 days, else
    later. Readmission depends on age, ``sbp``, conditions, ward and emergency.

    Parameters
    ----------
    n_persons : int, default=200
        Number of persons, at most 900,000.
    visits : int or pair of int, default=(1, 12)
        Visits of every person, or the fewest and the most.
    missing_rate : float, default=0.05
        Expected share of missing ``sbp`` and ``weight_kg``, more of them in
        emergencies, and of persons of unknown ``ethnicity``; from 0 to 0.25.
    return_X_y : bool, default=False
        Whether to hand back the outcome apart from the other columns.
    random_state : int, RandomState instance or None, default=None
        Fixes the table: the same seed and size give the same rows.

    Returns
    -------
    table : DataFrame of shape (n_visits, 19)
        The whole table, outcome last. Only if ``return_X_y`` is False.
    (X, y) : tuple of a DataFrame of shape (n_visits, 18) and a Series
        The columns and the outcome. Only if ``return_X_y`` is True.

    Raises
    ------
    InputError
        If ``n_persons`` or ``visits`` are no whole numbers in range, or
        ``missing_rate`` is not a number from 0 to 0.25.

    See Also
    --------
    make_patients : One row a person.

    Examples
    --------
    >>> from skl_synth.datasets import make_visits
    >>> X, y = make_visits(100, random_state=0, return_X_y=True)
    >>> X["nhs_number"].nunique()
    100
    >>> bool((X.groupby("nhs_number")["sex"].nunique() == 1).all())
    True
    >>> make_visits(50, visits=4, random_state=0).shape
    (200, 19)
    """
    _check_persons(n_persons)
    least, most = _range_of(visits)
    _check_missing_rate(missing_rate)
    rng = check_random_state(random_state)
    persons = draw_persons(n_persons, rng)
    n_visits = draw_n_visits(persons, least, most, rng)
    person = np.repeat(np.arange(n_persons), n_visits)
    number = number_within(n_visits)
    table = draw_visits(persons.iloc[person].reset_index(drop=True), number, rng)
    lose_values(table, person, missing_rate, rng)
    table = table[[PERSON_KEY, *PERSON_COLUMNS, *VISIT_COLUMNS, OUTCOME]]
    if return_X_y:
        return table.drop(columns=OUTCOME), table[OUTCOME]
    return table


def _is_whole(value: Any, least: int, most: int) -> bool:
    is_whole = isinstance(value, Integral) and not isinstance(value, bool)
    return is_whole and least <= value <= most


def _check_persons(n_persons: Any) -> None:
    if not _is_whole(n_persons, 1, MOST_PERSONS):
        raise InputError(
            "{parameter} must be a whole number from 1 to {most}, got {value!r}",
            parameter="n_persons",
            value=n_persons,
            most=MOST_PERSONS,
        )


def _range_of(visits: Any) -> tuple[int, int]:
    """Read how many visits persons have: the fewest and the most."""
    pair = visits if isinstance(visits, tuple | list) else (visits, visits)
    is_pair = len(pair) == 2 and all(_is_whole(one, 1, MOST_VISITS) for one in pair)
    if not is_pair or pair[0] > pair[1]:
        raise InputError(
            "{parameter} must be a whole number from 1 to {most}, or the fewest and "
            "the most, such as (1, 12), got {value!r}",
            parameter="visits",
            value=visits,
            most=MOST_VISITS,
        )
    return int(pair[0]), int(pair[1])


def _check_missing_rate(missing_rate: Any) -> None:
    is_number = isinstance(missing_rate, Real) and not isinstance(missing_rate, bool)
    if not is_number or not 0 <= missing_rate <= _MAX_MISSING_RATE:
        raise InputError(
            "{parameter} must be a number from 0 to {most}, got {value!r}",
            parameter="missing_rate",
            value=missing_rate,
            most=_MAX_MISSING_RATE,
            remedies=["pass 0 for a table without missing values"],
        )
