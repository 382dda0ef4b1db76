"""Drawn rows put in the places of those that are asked for, by what is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from skl_synth.table.given import Condition, Given
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows, stack_candidates

NEAR = 8
"""Drawn rows that are looked at for each place where numbers need only be near."""

EXACT = 1e-9
"""Numbers so near, in standard deviations, are the same."""


class Places:
    """The rows that are asked for, which are filled one after the other.

    Parameters
    ----------
    given : Given
        What is given of each.
    """

    def __init__(self, given: Given) -> None:
        self.given = given
        self.is_open = np.ones(len(given), dtype=bool)
        self._parts: list[tuple[Candidates, np.ndarray]] = []

    @property
    def open(self) -> np.ndarray:
        """The places that are still to be filled."""
        return np.flatnonzero(self.is_open)

    def put(self, rows: Candidates, places: np.ndarray) -> None:
        """Put rows into places.

        Parameters
        ----------
        rows : Candidates
            Rows that meet what is given.
        places : ndarray of shape (n_rows,), dtype int
            A place for each, none twice.
        """
        self.is_open[places] = False
        self._parts.append((rows, places))

    def rows(self) -> Candidates:
        """Give all rows in the order of their places.

        Returns
        -------
        Candidates
            The rows of the places that are filled.
        """
        stacked = stack_candidates([rows for rows, _ in self._parts])
        places = np.concatenate([places for _, places in self._parts])
        return stacked.take(np.argsort(places, kind="stable"))


@dataclass(frozen=True, eq=False)
class Match:
    """Which drawn rows go to which places.

    Parameters
    ----------
    drawn, places : ndarray of int
        Positions, pair by pair.
    """

    drawn: np.ndarray
    places: np.ndarray


class Cells:
    """Places that ask for the same levels and classes, and differ in numbers alone.

    Parameters
    ----------
    real : RealTable
        The table.
    given : Given
        What is given of each place.
    """

    def __init__(self, real: RealTable, given: Given) -> None:
        self.given, self.scale = given, real.layout.scale
        self.spread = spread_of_target(real)
        keys: dict[tuple, int] = {}
        of_condition = [_key(condition) for condition in given.conditions]
        self.cells = np.array(
            [
                keys.setdefault((*of_condition[which], group), len(keys))
                for which, group in zip(
                    given.which.tolist(), given.groups.tolist(), strict=True
                )
            ],
            dtype=np.intp,
        )

    def match(self, drawn: Candidates, is_open: np.ndarray, tolerance: float) -> Match:
        """Find drawn rows for the places that are open.

        Parameters
        ----------
        drawn : Candidates
            Rows in random order.
        is_open : ndarray of shape (n_places,), dtype bool
            The places.
        tolerance : float
            How far, in standard deviations, a number may be from a single one that is
            asked for.

        Returns
        -------
        Match
            Each drawn row in one place at most.
        """
        pairs = list(self._pairs(drawn, np.flatnonzero(is_open), tolerance))
        nothing = np.empty(0, dtype=np.intp)
        return Match(
            np.concatenate([nothing, *(rows for rows, _ in pairs)]),
            np.concatenate([nothing, *(places for _, places in pairs)]),
        )

    def n_meeting(self, drawn: Candidates, tolerance: float) -> int:
        """Count the rows that meet a condition, more of them than are asked for too.

        Parameters
        ----------
        drawn : Candidates
            Rows.
        tolerance : float
            As in `match`.

        Returns
        -------
        int
            0 where there are several conditions: a row is then of use for some places
            and not for others.
        """
        if len(self.given.conditions) > 1:
            return 0
        condition = self._widened(self.given.conditions[0], tolerance)
        marks = condition.satisfied(drawn.rows, drawn.target)
        if not self.given.is_free:
            marks &= np.isin(drawn.target, self.given.groups)
        return int(marks.sum())

    def _pairs(
        self, drawn: Candidates, places: np.ndarray, tolerance: float
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        free = np.ones(len(drawn), dtype=bool)
        order = places[np.argsort(self.cells[places], kind="stable")]
        ends = np.flatnonzero(np.diff(self.cells[order])) + 1
        for mine in np.split(order, ends) if len(order) else []:
            of_cell = self._rows_of(drawn, mine[0], tolerance) & free
            rows = np.flatnonzero(of_cell)
            if len(rows):
                for pair in self._within(drawn.take(rows), mine, tolerance):
                    free[rows[pair[0]]] = False
                    yield rows[pair[0]], pair[1]

    def _rows_of(self, drawn: Candidates, place: int, tolerance: float) -> np.ndarray:
        """Mark the rows that have the levels and the class of a cell."""
        condition = self.given.conditions[self.given.which[place]]
        condition = self._widened(condition, tolerance)
        marks = replace(condition, ranges={}, points={}).satisfied(
            drawn.rows, drawn.target
        )
        group = self.given.groups[place]
        return marks if group < 0 else marks & (drawn.target == group)

    def _within(
        self, drawn: Candidates, places: np.ndarray, tolerance: float
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Find rows for the places of one cell by their numbers."""
        columns = list(self.given.conditions[self.given.which[places[0]]].ranges)
        are_there = not np.isnan(drawn.rows.numbers[:, columns]).any()
        if columns and are_there and all(map(are_single, self._conditions(places))):
            yield self._nearest(drawn, places, columns, tolerance)
            return
        free = np.ones(len(drawn), dtype=bool)
        for which in np.unique(self.given.which[places]).tolist():
            mine = places[self.given.which[places] == which]
            condition = self._widened(self.given.conditions[which], tolerance)
            good = condition.satisfied(drawn.rows, drawn.target)
            rows = np.flatnonzero(good & free)[: len(mine)]
            free[rows] = False
            yield rows, mine[: len(rows)]

    def _widened(self, condition: Condition, tolerance: float) -> Condition:
        """Let single numbers be met nearly."""
        if not tolerance:
            return condition
        near, target = self.scale * tolerance, condition.target
        if target is not None and target[0] == target[1]:
            target = (
                target[0] - self.spread * tolerance,
                target[1] + self.spread * tolerance,
            )
        return replace(
            condition,
            target=target,
            ranges={
                place: (ends[0] - near[place], ends[1] + near[place])
                if is_single(condition, place)
                else ends
                for place, ends in condition.ranges.items()
            },
        )

    def _conditions(self, places: np.ndarray) -> list[Condition]:
        which = np.unique(self.given.which[places]).tolist()
        return [self.given.conditions[one] for one in which]

    def _nearest(
        self,
        drawn: Candidates,
        places: np.ndarray,
        columns: list[int],
        tolerance: float,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Give each place the nearest row that no other has taken."""
        scale = self.scale[columns]
        wanted = self._wanted(places, columns) / scale
        tree = cKDTree(drawn.rows.numbers[:, columns] / scale)
        n_near = min(NEAR, len(drawn))
        gaps, near = tree.query(
            wanted, k=n_near, p=np.inf, distance_upper_bound=tolerance + EXACT
        )
        gaps, near = gaps.reshape(len(places), -1), near.reshape(len(places), -1)
        taken, rows, filled = set(), [], []
        for at in np.argsort(gaps[:, 0], kind="stable").tolist():
            for row, gap in zip(near[at].tolist(), gaps[at].tolist(), strict=True):
                if np.isfinite(gap) and row not in taken:
                    taken.add(row)
                    rows.append(row)
                    filled.append(places[at])
                    break
        return np.array(rows, dtype=np.intp), np.array(filled, dtype=np.intp)

    def _wanted(self, places: np.ndarray, columns: list[int]) -> np.ndarray:
        conditions, which = self.given.conditions, self.given.which
        return np.array(
            [[conditions[which[at]].ranges[one][0] for one in columns] for at in places]
        )


def is_single(condition: Condition, place: int) -> bool:
    """Whether a condition asks for a single number in a column.

    Parameters
    ----------
    condition : Condition
        One that gives a range of the column.
    place : int
        The position of the number.

    Returns
    -------
    bool
        True where the range has equal ends.
    """
    low, high = condition.ranges[place]
    return low == high


def are_single(condition: Condition) -> bool:
    """Whether a condition asks for single numbers, and for no range.

    Parameters
    ----------
    condition : Condition
        Any.

    Returns
    -------
    bool
        True where each range has equal ends.
    """
    return not condition.points and all(
        is_single(condition, place) for place in condition.ranges
    )


def set_to_given(real: RealTable, drawn: Candidates, given: Given) -> Candidates:
    """Give rows the single numbers that are asked for, where they are near to them.

    Parameters
    ----------
    real : RealTable
        The table.
    drawn : Candidates
        A row for each place.
    given : Given
        What is given of these places.

    Returns
    -------
    Candidates
        The rows with these numbers.
    """
    rows = drawn.rows
    numbers, decimals = rows.numbers.copy(), rows.decimals.copy()
    single = [
        {place: low for place, (low, high) in one.ranges.items() if low == high}
        for one in given.conditions
    ]
    for place in {place for one in single for place in one}:
        wanted = np.array([one.get(place, np.nan) for one in single])[given.which]
        # One that is missing meets a list in which a missing value stands.
        there = ~np.isnan(wanted) & ~np.isnan(numbers[:, place])
        numbers[there, place] = wanted[there]
        precision = real.schema.numbers[place].precision
        decimals[there, place] = precision.decimals_of(wanted[there])
    moved = replace(drawn, rows=EncodedRows(numbers, decimals, rows.codes))
    ends = [one.target for one in given.conditions]
    if not any(one is not None and one[0] == one[1] for one in ends):
        return moved
    targets = np.array([one[0] if one and one[0] == one[1] else np.nan for one in ends])
    wanted = targets[given.which]
    return replace(moved, target=np.where(np.isnan(wanted), drawn.target, wanted))


def spread_of_target(real: RealTable) -> float:
    """How far values of a continuous target are apart, about a standard deviation.

    Parameters
    ----------
    real : RealTable
        The table, with or without its rows.

    Returns
    -------
    float
        A quarter of its range, which is known without rows.
    """
    precision = real.target.precision
    return 0.0 if precision is None else (precision.high - precision.low) / 4


def _key(condition: Condition) -> tuple:
    levels = sorted(condition.levels.items())
    classes = condition.classes
    return (
        tuple((place, allowed.tobytes()) for place, allowed in levels),
        tuple(sorted(condition.ranges)),
        None if classes is None else classes.tobytes(),
        condition.target,
    )
