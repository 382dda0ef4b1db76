"""Copies of real rows: which candidates equal one, and whether any must."""

from __future__ import annotations

import math

import numpy as np

from skl_synth.generators.outcomes import repeats
from skl_synth.neighbors import MixedRows
from skl_synth.table.real import RealTable
from skl_synth.table.rounding import FULL
from skl_synth.table.rows import Candidates, without_parents


def mark_copies(
    real: RealTable, known: MixedRows, candidates: Candidates, tolerance: float
) -> np.ndarray:
    """Mark the rows that equal their nearest real row, as far as one can tell.

    Numbers of full precision are equal within the tolerance. Those with the decimals of
    a column are equal or are not: where a long tail makes the standard deviation large,
    a tolerance would take 1 and 3 visits for the same number.

    Parameters
    ----------
    real : RealTable
        The real table.
    known : MixedRows
        The rows to which distances were measured.
    candidates : Candidates
        Rows with their distances.
    tolerance : float
        Up to which distance full precision is equal; 0 marks nothing.

    Returns
    -------
    ndarray of shape (n_candidates,), dtype bool
        Which of them are copies.
    """
    assert candidates.distances is not None
    assert candidates.nearest is not None
    is_copy: np.ndarray = candidates.distances < tolerance
    near = np.flatnonzero(is_copy)
    made = real.mixed(candidates.rows.take(near)).numbers
    equalled = known.numbers[candidates.nearest[near]]
    decimals = [one.precision.decimals for one in real.schema.numbers]
    is_rounded = np.array(decimals, dtype=np.intp) < FULL
    is_copy[near] = (made == equalled)[:, is_rounded].all(axis=1)
    return is_copy


def domain_is_full(real: RealTable) -> bool:
    """Whether every row that the columns allow is a real one.

    Parameters
    ----------
    real : RealTable
        The real table.

    Returns
    -------
    bool
        True where nothing new can be made.
    """
    rows = without_parents(real.rows, np.zeros(len(real)))
    n_different = len(real) - repeats(rows).sum()
    return bool(n_different >= possible_rows(real))


def possible_rows(real: RealTable) -> float:
    """How many different rows the columns of a table allow.

    Parameters
    ----------
    real : RealTable
        The real table.

    Returns
    -------
    float
        Infinite for unrounded numbers. A column that a rule computes adds nothing.
    """
    computed = {rule.computed for rule, _ in real.rules.learned} - {None}
    free = (one for one in real.schema.variables if one.name not in computed)
    return math.prod(float(one.n_possible) for one in free)


def possible_rows_of(real: RealTable, group: int) -> float:
    """How many different rows the values of a class allow, put together freely.

    Parameters
    ----------
    real : RealTable
        The real table, with its rows.
    group : int
        Position of the class.

    Returns
    -------
    float
        Fewer than of the table, where a class has one value of a column only.
    """
    rows = real.rows.take(real.target.groups == group)
    codes = math.prod(float(len(np.unique(one))) for one in rows.codes.T)
    is_spread = [len(np.unique(one[~np.isnan(one)])) > 1 for one in rows.numbers.T]
    numbers = zip(real.schema.numbers, is_spread, strict=True)
    return codes * math.prod(float(one.n_possible) for one, some in numbers if some)
