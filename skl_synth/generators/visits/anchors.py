"""Anchors: what a number is measured from, so that an order is kept.

Of a discharge the stay is drawn and not the date, of the next admission the time since
the last discharge, of a weight its change since the visits before, of an age what it
differs from the time between two dates. What never broke an order in the real table
does not break it in the synthetic one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, permutations

import numpy as np

from skl_synth.generators.visits.visit_layout import VisitLayout
from skl_synth.table.rows import EncodedRows

LEAST_PAIRS = 20
"""A formula is fitted to so many rows at least."""

LEAST_IN_ORDER = 6
"""An order that holds in fewer rows may hold by chance."""

SPREAD_OF_CHANGE = 0.95
"""What is left at most of the spread of a number that is measured from its past."""

LEAST_VALUES, MOST_HEAPED = 20, 0.1
"""Different numbers, and the share of the most frequent one, of what is smooth."""

YEAR, MONTH, WEEK = 365.2425, 30.436875, 7.0
"""Days of the units in which the time between two dates is given, in whole numbers."""

SPREAD_OF_SPAN = 0.1
"""What is left of it where a number is the time between two dates, such as an age."""


@dataclass(frozen=True)
class Ends:
    """The ends of the real numbers of a column.

    Parameters
    ----------
    low, high : float
        The lowest and the highest.
    before : float
        The highest at a visit that another one follows: what follows needs room.
    rest : int
        The number of the matrix of visits that says how many follow.
    """

    low: float = -np.inf
    high: float = np.inf
    before: float = np.inf
    rest: int = 0

    @classmethod
    def of(cls, work: EncodedRows, number: int, rest: int) -> Ends:
        """Find the ends.

        Parameters
        ----------
        work : EncodedRows
            Real rows.
        number, rest : int
            The column, and that which says how many visits follow.

        Returns
        -------
        Ends
            Infinite where no number is known.
        """
        values, goes_on = work.numbers[:, number], work.numbers[:, rest] > 0
        known = values[~np.isnan(values)]
        if not len(known):
            return cls(rest=rest)
        before = np.nanmax(values[goes_on], initial=-np.inf)
        high = float(known.max())
        inner = float(before) if np.isfinite(before) else high
        return cls(float(known.min()), high, inner, rest)

    def highest(self, work: EncodedRows) -> np.ndarray:
        """Give the highest number of each row.

        Parameters
        ----------
        work : EncodedRows
            The matrix of visits.

        Returns
        -------
        ndarray of shape (n_rows,)
            Lower where another visit follows.
        """
        return np.where(work.numbers[:, self.rest] > 0, self.before, self.high)


@dataclass(frozen=True)
class Anchor:
    """What a number is measured from, and what it never passes.

    Parameters
    ----------
    columns : tuple of int
        The columns of the matrix of visits from which it is measured; none where the
        number itself is drawn.
    weights : tuple of float
        The weight of each.
    constant : float
        Added to their sum.
    floors, ceilings : tuple of int
        Columns below which, and above which, it never lies.
    is_order : bool
        Whether the number only ever lies above what it is measured from.
    is_exact : bool
        Whether it is what it is measured from, rounded down, and nothing is drawn.
    """

    columns: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()
    constant: float = 0.0
    floors: tuple[int, ...] = ()
    ceilings: tuple[int, ...] = ()
    is_order: bool = False
    is_exact: bool = False

    def origin(self, work: EncodedRows) -> np.ndarray:
        """Compute what the number is measured from.

        Parameters
        ----------
        work : EncodedRows
            The matrix of visits.

        Returns
        -------
        ndarray of shape (n_rows,)
            NaN where it is not known.
        """
        return self.constant + work.numbers[:, self.columns] @ np.array(self.weights)

    def bounds(self, work: EncodedRows, ends: Ends) -> tuple[np.ndarray, np.ndarray]:
        """Find the lowest and the highest that the number may be.

        Parameters
        ----------
        work : EncodedRows
            The matrix of visits.
        ends : Ends
            The lowest and the highest number of the real table.

        Returns
        -------
        low, high : ndarray of shape (n_rows,)
            What is not known bounds nothing; where both exclude one another, the
            lowest counts.
        """
        low, high = np.full(len(work), ends.low), ends.highest(work)
        for column in self.ceilings:
            high = np.fmin(high, work.numbers[:, column])
        for column in self.floors:
            low = np.fmax(low, work.numbers[:, column])
        return low, np.maximum(low, high)


def find_anchor(
    layout: VisitLayout,
    work: EncodedRows,
    number: int,
    drawn: Iterable[int],
    *,
    is_later: bool,
) -> Anchor:
    """Find what a number is measured from in real rows.

    Parameters
    ----------
    layout : VisitLayout
        The columns of the matrix of visits.
    work : EncodedRows
        Real rows, all of a first visit, or none.
    number : int
        The number.
    drawn : iterable of int
        The numbers of the same row that are drawn before it, those of the person among
        them.
    is_later : bool
        Whether there is a visit before.

    Returns
    -------
    Anchor
        That from which the number differs least, if by less than numbers differ.
    """
    values, known = work.numbers[:, number], list(drawn)
    family = layout.axes[number].family
    same = [one for one in known if family and layout.axes[one].family == family]
    columns = [*same, *(_of_past(layout, number) if is_later else [])]
    floors = tuple(one for one in columns if _holds(work.numbers[:, one], values))
    ceilings = tuple(
        one
        for one in same
        if one not in floors and _holds(values, work.numbers[:, one])
    )
    best = Anchor(floors=floors, ceilings=ceilings)
    exact = _exact(layout, work, values, known) if not family else None
    if exact is not None:
        return replace(exact, floors=floors, ceilings=ceilings)
    of_number = least = _spread(values)
    gaps = {one: values - work.numbers[:, one] for one in floors}
    # What it follows most closely: the last discharge rather than the last admission.
    for one in sorted(gaps, key=lambda column: float(np.nanmean(gaps[column]))):
        if _spread(gaps[one]) < of_number:
            best = replace(best, columns=(one,), weights=(1.0,), is_order=True)
            least = _spread(gaps[one])
            break
    for formula in _formulas(layout, work, number, known, is_later=is_later):
        fitted = formula.fitted(work, values)
        spread = _spread(values - fitted.origin(work))
        if spread < min(least, formula.most * of_number):
            best, least = replace(fitted, floors=floors, ceilings=ceilings), spread
    return best


def _of_past(layout: VisitLayout, number: int) -> Iterator[int]:
    """The last values that a number may never lie below: its own, and other dates."""
    family = layout.axes[number].family
    for one in layout.numbers:
        if one == number or (family and layout.axes[one].family == family):
            yield layout.last(one)


@dataclass(frozen=True)
class _Formula:
    """Columns of which a number may be a straight line.

    ``terms`` has a row for each term of the line: the weights of the columns in it.
    """

    columns: tuple[int, ...]
    terms: tuple[tuple[float, ...], ...]
    most: float

    def fitted(self, work: EncodedRows, values: np.ndarray) -> Anchor:
        """Fit the line by least squares, where there are rows enough."""
        given = work.numbers[:, self.columns] @ np.array(self.terms).T
        there = ~np.isnan(given).any(axis=1) & ~np.isnan(values)
        design = np.column_stack([np.ones(int(there.sum())), given[there]])
        if len(design) < LEAST_PAIRS:
            return Anchor(constant=np.nan)
        line = np.linalg.lstsq(design, values[there], rcond=None)[0]
        weights = tuple((line[1:] @ np.array(self.terms)).tolist())
        return Anchor(self.columns, weights, float(line[0]))


def _formulas(
    layout: VisitLayout,
    work: EncodedRows,
    number: int,
    known: list[int],
    *,
    is_later: bool,
) -> Iterator[_Formula]:
    """The time between two dates, and what a number was before."""
    if layout.axes[number].family:
        return
    dates = [one for one in known if layout.axes[one].family]
    for early, late in combinations(dates, 2):
        if layout.axes[late].family == layout.axes[early].family:
            yield _Formula((late, early), ((1.0, -1.0),), SPREAD_OF_SPAN)
    if is_later and number in layout.numbers and _is_smooth(work.numbers[:, number]):
        last = layout.last(number)
        yield _Formula((last, last + 1), ((1.0, 0.0), (0.0, 1.0)), SPREAD_OF_CHANGE)


def _exact(
    layout: VisitLayout, work: EncodedRows, values: np.ndarray, known: list[int]
) -> Anchor | None:
    """Find two dates of which a number is the whole years, months, weeks or days."""
    dates = [one for one in known if layout.axes[one].family]
    for early, late in permutations(dates, 2):
        if layout.axes[late].family != layout.axes[early].family:
            continue
        days = work.numbers[:, late] - work.numbers[:, early]
        for length in (YEAR, MONTH, WEEK, 1.0):
            rest = values - days / length
            rest = rest[~np.isnan(rest)]
            if len(rest) >= LEAST_PAIRS and np.ptp(rest) < 1 + 1 / length:
                weights = (1 / length, -1 / length)
                return Anchor((late, early), weights, float(rest.max()), is_exact=True)
    return None


def _is_smooth(values: np.ndarray) -> bool:
    """Whether numbers neither are few nor heap, as on zero: a change spreads them."""
    known, counts = np.unique(values[~np.isnan(values)], return_counts=True)
    return len(known) >= LEAST_VALUES and counts.max() <= MOST_HEAPED * counts.sum()


def _spread(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.std()) if len(known) else np.inf


def _holds(low: np.ndarray, high: np.ndarray) -> bool:
    """Whether one number never lies above another, in enough rows that have both."""
    gap = high - low
    gap = gap[~np.isnan(gap)]
    return len(gap) >= LEAST_IN_ORDER and bool((gap >= 0).all())
