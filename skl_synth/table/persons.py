"""Persons: which rows belong to one, as the user says it and as rooms use it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Row
from skl_synth.table.detectors import is_token


def read_groups(
    groups: Any, n_rows: int, *, parameter: str = "groups"
) -> np.ndarray | None:
    """Read which person each row belongs to.

    Parameters
    ----------
    groups : array-like of shape (n_rows,) or None
        A value for each row, the same in all rows of a person: numbers or text.
    n_rows : int
        Rows of the table.
    parameter : str, default="groups"
        The name by which the user passed them.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int, or None
        The persons numbered by their first row; None where nothing is known.

    Raises
    ------
    InputError
        If the length is another, or a row has no person.

    Examples
    --------
    >>> from skl_synth.table.persons import read_groups
    >>> read_groups(["b", "a", "b"], 3).tolist()
    [0, 1, 0]
    """
    if groups is None:
        return None
    values = _one_dimensional(groups, parameter)
    if len(values) != n_rows:
        raise InputError(
            "{parameter} has {n} values and the table {n_rows} rows",
            parameter=parameter,
            n=len(values),
            n_rows=n_rows,
            remedies=["pass one value for each row: the person that it belongs to"],
        )
    missing = np.flatnonzero(is_unknown(values))
    check_persons_known(
        len(missing), int(missing[0]) if len(missing) else 0, n_rows, parameter
    )
    return numbered(values)


def check_persons_known(
    n_unknown: int, first: int, n_rows: int, parameter: str
) -> None:
    """Refuse rows of which nobody knows whose they are.

    Parameters
    ----------
    n_unknown : int
        How many there are.
    first : int
        Position of the first.
    n_rows : int
        Rows of the table.
    parameter : str
        The name by which the user passed whose they are.

    Raises
    ------
    InputError
        If there are any.
    """
    if not n_unknown:
        return
    raise InputError(
        "{parameter} says nothing of {n} of {n_rows} rows, the first is {row}: "
        "whose they are must be known",
        parameter=parameter,
        n=n_unknown,
        n_rows=n_rows,
        row=Row(first),
        remedies=[
            "give each of these rows a value of its own, or the person's",
            "leave these rows out",
        ],
    )


def is_unknown(values: np.ndarray) -> np.ndarray:
    """Mark what is missing, and blanks and tokens such as UNKNOWN, which are nobody.

    Parameters
    ----------
    values : ndarray of object
        What says whose a row is.

    Returns
    -------
    ndarray of bool
        True where it says nothing.
    """
    texts = {one for one in values.tolist() if isinstance(one, str)}
    tokens = [one for one in texts if is_token(one)]
    unknown: np.ndarray = pd.isna(values) | pd.Series(values).isin(tokens).to_numpy()
    return unknown


def _one_dimensional(groups: Any, parameter: str) -> np.ndarray:
    """Take the values out of any container; objects as they are."""
    try:
        # Lists of text and numbers must not become text: 1 and "1" are two persons.
        values = np.asarray(pd.Series(groups).to_numpy(dtype=object))
    except (TypeError, ValueError):
        values = np.empty((0, 2), dtype=object)
    if values.ndim == 1 and not any(isinstance(one, list | dict) for one in values[:1]):
        return values
    raise InputError(
        "{parameter} is a {what}, and must be one column: a value for each row",
        parameter=parameter,
        what=type(groups).__name__,
        remedies=["pass the column that says whose a row is, such as X['patient_id']"],
    )


def numbered(values: np.ndarray) -> np.ndarray:
    """Number different values by their first place.

    Parameters
    ----------
    values : ndarray of shape (n_rows,)
        Values that can be hashed, none of them missing.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        The same number for equal values.
    """
    return np.asarray(pd.factorize(values)[0], dtype=np.intp)


def first_rows(persons: np.ndarray) -> np.ndarray:
    """Find the first row of each person.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,), dtype int
        Numbers from 0 on, each of them given.

    Returns
    -------
    ndarray of shape (n_persons,), dtype int
        A position for each person.
    """
    return np.unique(persons, return_index=True)[1]


def visits_of(persons: np.ndarray) -> np.ndarray:
    """Count the rows of each person.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,), dtype int
        Numbers from 0 on, each of them given.

    Returns
    -------
    ndarray of shape (n_persons,), dtype int
        How many.
    """
    return np.bincount(persons)


def visit_numbers(persons: np.ndarray) -> np.ndarray:
    """Number the rows of each person in their order, from 0 on.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,), dtype int
        Numbers from 0 on.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        Which row of the person each one is.
    """
    order = np.argsort(persons, kind="stable")
    ordered = persons[order]
    starts = np.searchsorted(ordered, ordered)
    numbers = np.empty(len(persons), dtype=np.intp)
    numbers[order] = np.arange(len(persons)) - starts
    return numbers


def constant_within(persons: np.ndarray, values: np.ndarray) -> bool:
    """Whether every person has one value only.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,), dtype int
        Numbers from 0 on.
    values : ndarray of shape (n_rows,)
        Numbers or codes; NaN is a value.

    Returns
    -------
    bool
        True also where all persons have a single row.
    """
    first = values[first_rows(persons)][persons]
    same = values == first
    if values.dtype.kind == "f":
        same |= np.isnan(values) & np.isnan(first)
    return bool(same.all())


MOST_EXCEPTIONS = 0.02
"""A slip of the pen in so many of the persons with several rows is forgiven."""

MOST_OF_CHANCE = 0.05
"""Persons with several values, over those that there would be by chance."""


def belongs_to_person(persons: np.ndarray, values: np.ndarray) -> bool:
    """Whether something is the person's: one value, but for a slip of the pen or two.

    A birth date that is mistyped once belongs to the person all the same. What seldom
    changes, such as a death, does not: so few would have several values by chance.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,), dtype int
        Numbers from 0 on.
    values : ndarray of shape (n_rows,)
        Numbers or codes; NaN is a value.

    Returns
    -------
    bool
        True also where all persons have a single row.
    """
    several = int((np.bincount(persons) > 1).sum())
    mixed = _n_mixed(persons, values)
    if not mixed:
        return True
    if mixed > max(MOST_EXCEPTIONS * several, 1):
        return False
    shuffled = np.random.RandomState(0).permutation(values)
    return mixed <= MOST_OF_CHANCE * _n_mixed(persons, shuffled)


def _n_mixed(persons: np.ndarray, values: np.ndarray) -> int:
    """Count the persons with several values."""
    pairs = np.unique(np.column_stack([persons, _codes_of(values)]), axis=0)
    return int((np.bincount(pairs[:, 0]) > 1).sum())


def _codes_of(values: np.ndarray) -> np.ndarray:
    return np.asarray(pd.factorize(values, use_na_sentinel=True)[0])


def most_frequent(persons: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Give each row what most rows of its person have.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,), dtype int
        Numbers from 0 on.
    values : ndarray of shape (n_rows,)
        Numbers or codes; NaN is a value.

    Returns
    -------
    ndarray of shape (n_rows,)
        The first of them where several are as frequent.
    """
    codes = _codes_of(values)
    pairs, first, counts = np.unique(
        np.column_stack([persons, codes]), axis=0, return_index=True, return_counts=True
    )
    # Of each person the pair that comes last: the most frequent, earliest one.
    order = np.lexsort((-first, counts, pairs[:, 0]))
    last = np.flatnonzero(np.r_[np.diff(pairs[order, 0]) != 0, True])
    return values[first[order[last]]][persons]


def together(persons: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
    """Shuffle persons, whose rows stay together and in order.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,), dtype int
        Numbers from 0 on.
    rng : RandomState
        Source of the order.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int
        Positions in their new order.
    """
    turn = rng.permutation(int(persons.max(initial=-1)) + 1)
    return np.argsort(turn[persons], kind="stable")
