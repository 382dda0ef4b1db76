"""The four steps by which SMOTE made one row, found in a fitted synthesizer."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state

from skl_synth.errors import InputError, InputTypeError, Remedy, Setting
from skl_synth.generators.constrained import unconstrained
from skl_synth.generators.generator import Request
from skl_synth.generators.smote import SmoteGenerator
from skl_synth.neighbors import NeighborLists
from skl_synth.plotting.step_axes import StepAxis, axis_of
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, stack_rows

OTHER, SAME, PICKED = "other class", "same class", "picked"
NEIGHBOR, CHOSEN, NEW = "neighbour", "chosen", "new"

MOST_POINTS = 2000
"""Rows of the class, and of the others, that are shown around the neighbours."""

DRAWN = 200
"""Rows that are drawn at a time, at least."""

MOST_DRAWS = 50
"""How often, until one starts at the row asked for: by chance it is one in e^200."""


@dataclass(frozen=True, eq=False)
class StepsOfRow:
    """What is known of the making of one row.

    Parameters
    ----------
    points : DataFrame
        See `SmoteStepsDisplay`.
    axes : (StepAxis, StepAxis)
        The two columns.
    between : (float, float)
        Where the new row was before it was snapped.
    weight : float
        The part of the way from the picked row to the chosen one.
    group : str
        The class, in words.
    n_columns : int
        Columns that the neighbours were found by.
    """

    points: pd.DataFrame
    axes: tuple[StepAxis, StepAxis]
    between: tuple[float, float]
    weight: float
    group: str
    n_columns: int


class StepFinder:
    """Draw from a fitted SMOTE until a row can be shown, and collect its steps.

    Parameters
    ----------
    synthesizer : TypeAwareSMOTE
        Fitted.
    columns : (hashable, hashable)
        The two columns.
    random_state : int, RandomState instance or None
        Seed.
    """

    def __init__(
        self, synthesizer: Any, columns: Sequence[Hashable], random_state: Any
    ) -> None:
        self.real: RealTable = synthesizer.table_
        self.generator = synthesizer.generator_
        self.inner = _segments_of(self.generator)
        self.rng = check_random_state(random_state)
        first, second = columns
        self.axes = (axis_of(self.real, first), axis_of(self.real, second))
        self.places = self._places(self.real.rows)

    def find(self, label: Any, row: int | None) -> StepsOfRow:
        """Find the steps of a row.

        Parameters
        ----------
        label : object
            The class; None for the rarest, or that of the row.
        row : int or None
            Position of the row to start at; None for any.

        Returns
        -------
        StepsOfRow
            The steps.

        Raises
        ------
        InputError
            If there is no such class or row, or none of its rows can be shown.
        """
        group = self._group(label, row)
        members = np.flatnonzero(self.real.target.groups == group)
        self.generator.check(self.real, self._request(group, 1))
        near = self._neighbors_of(members)
        for _ in range(MOST_DRAWS):
            drawn = self._draw(group, len(members))
            best = self._best(drawn, members, near, row)
            if best is not None:
                return self._steps(drawn, best, members, near, group)
        raise InputError(
            "no row of {group} can be shown: it, its neighbours or the new row miss a "
            "value of {columns}",
            group=self.real.target.label(group),
            columns=[axis.name for axis in self.axes],
            remedies=["choose other columns", "choose another row"],
        )

    def _places(self, rows: Any) -> np.ndarray:
        return np.column_stack([axis.places(rows) for axis in self.axes])

    def _group(self, label: Any, row: int | None) -> int:
        target = self.real.target
        if row is not None:
            self._check_row(row)
        if label is None:
            # The first of the rarest, for no class is rarer by chance.
            return int(
                np.argmin(self.real.counts) if row is None else target.groups[row]
            )
        labels = [] if target.classes is None else target.classes.tolist()
        if label not in labels:
            raise InputError(
                "the class {value!r} is not in the target; its classes are {labels}",
                parameter="label",
                value=label,
                labels=labels,
            )
        group = labels.index(label)
        if row is not None and target.groups[row] != group:
            raise InputError(
                "row {row} is of {own}, not of class {value!r}",
                parameter="label",
                value=label,
                row=row,
                own=target.label(int(target.groups[row])),
                remedies=["leave the label out"],
            )
        return group

    def _check_row(self, row: int) -> None:
        n_rows = len(self.real)
        is_position = isinstance(row, int | np.integer) and 0 <= row < n_rows
        if not is_position:
            raise InputError(
                "{parameter} is {value!r}, which is no position of a row: there are "
                "{n} of them, from 0 on",
                parameter="row",
                value=row,
                n=n_rows,
            )
        if np.isnan(self.places[row]).any():
            raise InputError(
                "row {value} misses a value of {columns}",
                parameter="row",
                value=row,
                columns=[axis.name for axis in self.axes],
                remedies=["choose another row", "leave it out: one is then picked"],
            )

    def _request(self, group: int, n_rows: int) -> Request:
        counts = np.zeros(self.real.n_groups, dtype=np.intp)
        counts[group] = n_rows
        return Request(counts, exact=False, silent=True)

    def _neighbors_of(self, members: np.ndarray) -> NeighborLists:
        # Where rules are kept, neighbours are those of the columns that are drawn.
        real = self.inner.real
        rows = real.mixed(real.rows.take(members))
        return NeighborLists(rows, self.inner.k_neighbors, self.inner.n_jobs)

    def _draw(self, group: int, n_members: int) -> Candidates:
        n_rows = max(DRAWN, 4 * n_members)
        return self.generator.draw(self._request(group, n_rows), self.rng)

    def _best(
        self,
        drawn: Candidates,
        members: np.ndarray,
        near: NeighborLists,
        row: int | None,
    ) -> int | None:
        """Find the first row all of whose steps can be shown, best one that is new."""
        start = drawn.parents[:, 0]
        known = ~np.isnan(self._places(drawn.rows)).any(axis=1)
        known &= ~np.isnan(self.places[start]).any(axis=1)
        if row is not None:
            known &= start == row
        places = np.flatnonzero(known)[:DRAWN]
        around = self._around(members, near, start[places])
        shown = places[~np.isnan(self.places[around]).any(axis=(1, 2))]
        new = shown[self._are_new(drawn)[shown]]
        return next(iter([*new.tolist(), *shown.tolist()]), None)

    def _around(
        self, members: np.ndarray, near: NeighborLists, rows: np.ndarray
    ) -> np.ndarray:
        return members[near.of(np.searchsorted(members, rows))]

    def _are_new(self, drawn: Candidates) -> np.ndarray:
        """Mark rows that lie on neither parent: the others show no way between two."""
        places = self._places(drawn.rows)
        apart = np.ones(len(drawn), dtype=bool)
        for parent in drawn.parents.T:
            apart &= (places != self.places[parent]).any(axis=1)
        return apart

    def _steps(
        self,
        drawn: Candidates,
        best: int,
        members: np.ndarray,
        near: NeighborLists,
        group: int,
    ) -> StepsOfRow:
        start, end = drawn.parents[best, :2].tolist()
        weight = float(drawn.weights[best, 1])
        (around,) = self._around(members, near, np.array([start]))
        way = self.places[start] + weight * (self.places[end] - self.places[start])
        real = self.inner.real
        return StepsOfRow(
            points=self._points(drawn, best, members, around),
            axes=self.axes,
            between=(float(way[0]), float(way[1])),
            weight=weight,
            group=self.real.target.label(group),
            n_columns=sum(len(one.columns) for one in real.schema.variables),
        )

    def _points(
        self, drawn: Candidates, best: int, members: np.ndarray, around: np.ndarray
    ) -> pd.DataFrame:
        """List the rows by what they are; the new one last."""
        start, end = drawn.parents[best, :2].tolist()
        of_steps = np.concatenate([[start, end], around])
        others = np.setdiff1d(np.arange(len(self.real)), members)
        parts = {
            OTHER: self._some(others),
            SAME: self._some(np.setdiff1d(members, of_steps)),
            PICKED: np.array([start]),
            NEIGHBOR: around[around != end],
            CHOSEN: np.array([end]),
        }
        positions = np.concatenate(list(parts.values()))
        new = drawn.rows.take(np.array([best]))
        rows = stack_rows([self.real.rows.take(positions), new])
        places, cells = self._places(rows), self.real.decode(rows)
        x, y = (axis.cells(cells) for axis in self.axes)
        roles = np.repeat(list(parts), [len(part) for part in parts.values()])
        return pd.DataFrame(
            {
                "role": [*roles.tolist(), NEW],
                "row": pd.array([*positions.tolist(), None], dtype="Int64"),
                "x": x,
                "y": y,
                "x_place": places[:, 0],
                "y_place": places[:, 1],
            }
        )

    def _some(self, positions: np.ndarray) -> np.ndarray:
        positions = positions[~np.isnan(self.places[positions]).any(axis=1)]
        if len(positions) <= MOST_POINTS:
            return positions
        return np.sort(self.rng.choice(positions, MOST_POINTS, replace=False))


def _segments_of(generator: Any) -> SmoteGenerator:
    """Return the generator itself, if it makes rows between two in one round."""
    inner = unconstrained(generator)
    if not isinstance(inner, SmoteGenerator):
        raise InputTypeError(
            "{name} does not place rows between neighbours, so there are no steps to "
            "draw",
            name=type(inner).__name__,
            remedies=["pass a fitted TypeAwareSMOTE without strata or persons"],
        )
    taught = {"interpolation": "segment", "n_rounds": 1, "noise_scale": 0.0}
    for parameter, value in taught.items():
        if getattr(inner, parameter) != value:
            raise InputError(
                "the four steps are those of {taught}, and the synthesizer has {given}",
                parameter=parameter,
                value=getattr(inner, parameter),
                taught=Setting(parameter, value),
                given=Setting(parameter, getattr(inner, parameter)),
                remedies=[Remedy("fit one with {setting}", Setting(parameter, value))],
            )
    if inner.real.target.kind == "continuous":
        raise InputError(
            "the target is continuous: it has no class to pick a row of",
            remedies=[
                "leave the target out: SmoteStepsDisplay.from_table(X, columns=…)"
            ],
        )
    return inner
