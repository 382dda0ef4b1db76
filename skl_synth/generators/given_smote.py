"""Given rows between real neighbours: which two, and how far from the one to the other.

A row of SMOTE is a point of the segment between a real row and a neighbour. Its numbers
go evenly from the one to the other, and its levels are those of the nearer end: a half
of a segment has one set of levels, and a range of a number is met on an interval of it.
So the rows that meet a condition are drawn as they would come of drawing without it, by
the length of these intervals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from skl_synth.errors import InputError
from skl_synth.generators.given_matching import spread_of_target
from skl_synth.generators.given_words import BY_TREES, FEWER
from skl_synth.table.given import Condition, Given
from skl_synth.table.real import RealTable
from skl_synth.table.variables import PRESENT

LEAST_WIDTH = 0.005
"""How far from a single number that is not rounded a row may be, in standard deviations
of the column."""

WIDER = (1, 4, 16, 40)
"""How much further, where no segment comes so near."""

MOST_CONDITIONS = 10_000_000
"""Real rows times conditions whose segments are looked through, which takes seconds;
where there are more, rows are drawn by chance."""


@dataclass(frozen=True, eq=False)
class Segments:
    """The halves of the segments between the rows of a class and their neighbours.

    Parameters
    ----------
    real : RealTable
        The table.
    first, second : ndarray of shape (n_halves,), dtype int
        The ends of the segment, as positions of real rows.
    is_far : ndarray of shape (n_halves,), dtype bool
        Whether it is the half that is nearer to the second end.
    """

    real: RealTable
    first: np.ndarray
    second: np.ndarray
    is_far: np.ndarray

    @classmethod
    def of(cls, real: RealTable, members: np.ndarray, near: np.ndarray) -> Segments:
        """List the halves of all segments of a class.

        Parameters
        ----------
        real : RealTable
            The table.
        members : ndarray of shape (n_members,), dtype int
            The rows of the class.
        near : ndarray of shape (n_members, k), dtype int
            The neighbours of each, as positions among the members.

        Returns
        -------
        Segments
            Two for each row and neighbour.
        """
        first = np.repeat(members, near.shape[1])
        second = members[near.ravel()]
        is_far = np.repeat([False, True], len(first))
        return cls(real, np.tile(first, 2), np.tile(second, 2), is_far)

    def __len__(self) -> int:
        return len(self.first)

    def spans(self, condition: Condition, wider: float) -> Spans:
        """Find on which interval of which halves a condition is met.

        Parameters
        ----------
        condition : Condition
            The condition.
        wider : float
            By how much single numbers are met less exactly.

        Returns
        -------
        Spans
            The intervals.
        """
        rows, layout = self.real.rows, self.real.layout
        nearer = np.where(self.is_far, self.second, self.first)
        meets = np.ones(len(self), dtype=bool)
        for place, allowed in condition.levels.items():
            meets &= allowed[rows.codes[nearer, place]]
        halves = np.flatnonzero(meets)
        is_far = self.is_far[halves]
        spans = Spans(halves, is_far * 0.5, 0.5 + is_far * 0.5)
        for place, ends in condition.ranges.items():
            code = layout.missing_code[place]
            there = np.ones(len(spans.halves), dtype=bool)
            if code >= 0:
                there = rows.codes[nearer[spans.halves], code] == PRESENT
            wide = self._widened(place, ends, wider)
            spans = self._narrowed(spans, rows.numbers[:, place], wide, there)
        if condition.target is not None:
            target, precision = self.real.target.encoded, self.real.target.precision
            half = 0.0 if precision is None else precision.step / 2
            spread = max(half, LEAST_WIDTH * wider * spread_of_target(self.real))
            wide = condition.target[0] - spread, condition.target[1] + spread
            there = np.ones(len(spans.halves), dtype=bool)
            spans = self._narrowed(spans, target, wide, there)
        return spans

    def _widened(
        self, place: int, ends: tuple[float, float], wider: float
    ) -> tuple[float, float]:
        """Widen a range by what is rounded into it, and a single number a little."""
        real = self.real
        usual = int(np.median(real.rows.decimals[:, place]))
        half = real.schema.numbers[place].precision.step / 2
        if usual >= 0 and half:
            half = max(half, 0.5 * 10.0**-usual)
        if ends[0] == ends[1]:
            least = LEAST_WIDTH * real.layout.scale[place]
            half = max(half, wider * least) if wider > 1 or not half else half
        return ends[0] - half, ends[1] + half

    def _narrowed(
        self,
        spans: Spans,
        values: np.ndarray,
        ends: tuple[float, float],
        there: np.ndarray,
    ) -> Spans:
        """Narrow intervals to where a number lies in a range, if it is there at all."""
        start, end = values[self.first[spans.halves]], values[self.second[spans.halves]]
        # Where one end misses the number, it is that of the other all the way.
        start = np.where(np.isnan(start), end, start)
        way = np.where(np.isnan(end), start, end) - start
        is_flat = way == 0
        step = np.where(is_flat, 1.0, way)
        one, other = (ends[0] - start) / step, (ends[1] - start) / step
        enter, leave = np.minimum(one, other), np.maximum(one, other)
        inside = (start >= ends[0]) & (start <= ends[1])
        always = ~there | (is_flat & inside)
        enter, leave = np.where(always, 0.0, enter), np.where(always, 1.0, leave)
        leave = np.where(there & is_flat & ~inside, -1.0, leave)
        low, high = np.maximum(spans.low, enter), np.minimum(spans.high, leave)
        kept = np.flatnonzero(high > low)
        return Spans(spans.halves[kept], low[kept], high[kept])


@dataclass(frozen=True, eq=False)
class Spans:
    """The intervals of halves of segments on which a condition is met.

    Parameters
    ----------
    halves : ndarray of int
        Which halves have one.
    low, high : ndarray of float
        Parts of the way from the first end to the second.
    """

    halves: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def length(self) -> float:
        """How long they are together."""
        return float((self.high - self.low).sum())

    def draw(
        self, n_rows: int, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        """Draw points, evenly over all of their length.

        Parameters
        ----------
        n_rows : int
            How many.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        halves : ndarray of shape (n_rows,), dtype int
            On which half each lies.
        step : ndarray of shape (n_rows,)
            Which part of the way from its first end.
        """
        ends = np.cumsum(self.high - self.low)
        points = rng.uniform(size=n_rows) * ends[-1]
        chosen = np.minimum(np.searchsorted(ends, points, side="right"), len(ends) - 1)
        part = rng.uniform(size=n_rows)
        step = self.low[chosen] + part * (self.high - self.low)[chosen]
        return self.halves[chosen], step


def draw_segments(
    segments_of: Callable[[int], Segments],
    real: RealTable,
    given: Given,
    rng: np.random.RandomState,
) -> tuple[np.ndarray, np.ndarray, float]:
    """Draw two parents and a part of the way for each row that is asked for.

    Parameters
    ----------
    segments_of : callable
        Gives the segments of a class.
    real : RealTable
        The table.
    given : Given
        What is given of each row.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    parents : ndarray of shape (n_rows, 2), dtype int
        Positions of real rows.
    step : ndarray of shape (n_rows,)
        The part of the way from the first to the second.
    tolerance : float
        How far from single numbers rows were looked for, in standard deviations; 0
        where they are met exactly once they are rounded.

    Raises
    ------
    InputError
        If no segment meets a condition.
    """
    parents = np.empty((len(given), 2), dtype=np.intp)
    step, tolerance = np.empty(len(given)), 0.0
    order = np.argsort(given.which, kind="stable")
    starts = np.flatnonzero(np.diff(given.which[order])) + 1
    for mine in np.split(order, starts):
        condition = given.conditions[given.which[mine[0]]]
        groups, spans, wider = _spans(segments_of, real, given, mine, condition)
        tolerance = max(tolerance, wider * LEAST_WIDTH * (wider > 1))
        asked = _classes_of(real, given.groups[mine], groups, spans, segments_of, rng)
        for group in np.unique(asked).tolist():
            places = mine[asked == group]
            segments = segments_of(group)
            halves, step[places] = spans[group].draw(len(places), rng)
            parents[places, 0] = segments.first[halves]
            parents[places, 1] = segments.second[halves]
    return parents, step, tolerance


def _spans(
    segments_of: Callable[[int], Segments],
    real: RealTable,
    given: Given,
    mine: np.ndarray,
    condition: Condition,
) -> tuple[list[int], dict[int, Spans], float]:
    """Find the intervals in each class that may be drawn, as near as there are some."""
    wanted = np.unique(given.groups[mine])
    groups = wanted.tolist()
    if wanted[0] < 0:
        allowed = real.counts > 1
        allowed &= True if condition.classes is None else condition.classes
        groups = np.flatnonzero(allowed).tolist()
    enough = [one for one in WIDER if one * LEAST_WIDTH >= given.tolerance]
    for wider in enough or WIDER[-1:]:
        spans = {group: segments_of(group).spans(condition, wider) for group in groups}
        had = [group for group in groups if spans[group].length > 0]
        if had and (wanted[0] < 0 or len(had) == len(groups)):
            return had, spans, float(wider)
    lacking = next(group for group in (groups or [0]) if group not in had)
    _refuse(real, condition, lacking)
    raise AssertionError


def _classes_of(
    real: RealTable,
    asked: np.ndarray,
    groups: list[int],
    spans: dict[int, Spans],
    segments_of: Callable[[int], Segments],
    rng: np.random.RandomState,
) -> np.ndarray:
    """Choose classes that are left open, by how likely the condition makes each."""
    if asked[0] >= 0:
        return asked
    likely = np.array(
        [real.counts[one] * spans[one].length / len(segments_of(one)) for one in groups]
    )
    return rng.choice(groups, size=len(asked), p=likely / likely.sum())


def _refuse(real: RealTable, condition: Condition, group: int) -> None:
    schema = real.schema
    names = [schema.codes[place].name for place in condition.levels]
    names += [schema.numbers[place].name for place in condition.ranges]
    raise InputError(
        "no row between two neighbours of {label} has all that is given of the columns "
        "{columns}",
        parameter="given",
        label=real.target.label(group),
        columns=list(dict.fromkeys(names)),
        remedies=[FEWER, *BY_TREES],
    )
