"""What the reconstructions compute, class by class, and how much of it is real."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from skl_synth.errors import Remedy
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.intervals import excess, wilson
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.reconstruction.lattice import MOST_ROWS, solve_row
from skl_synth.evaluation.privacy.reconstruction.lines import (
    LEAST_COLUMNS,
    cross_lines,
)
from skl_synth.evaluation.registry import LOWER, SHARE, GateRule, Measure, register
from skl_synth.evaluation.table_data import TableData
from skl_synth.table.rounding import FULL, count_decimals

LEAST_TOO_FINE = 2
"""Columns with too many decimals by which a single row is solved."""

REBUILT = "reconstructed"
"""What is measured: rows that an attacker computed."""


_HOW = {
    "lines_2": "where lines through two synthetic rows each cross",
    "lines_3": "where lines through three synthetic rows each cross",
    "lattice": "from single rows that show more decimals than the source",
}
"""How rows are computed."""

_PRECISION = {
    "lines_2": "rows rebuilt by lines that are real",
    "lattice": "rows rebuilt singly that are real",
}

_RECALL = {"lines_2": "people rebuilt by lines, above control"}


def _measures() -> list[Measure]:
    found = []
    for attack, how in _HOW.items():
        name = attack.replace("_", " of ")
        precision = Measure(
            f"{attack}_precision",
            LOWER,
            f"Share of the rows computed {how} that are real.",
            label=_PRECISION.get(attack, ""),
            unit=SHARE,
            rows=(REBUILT,),
        )
        gate = GateRule(
            f"reconstruction by {name}, above control",
            0.0,
            (
                Remedy(
                    "use the release setting: its rows do not lie between real ones",
                    only="python",
                ),
                Remedy("drop numbers with many decimals"),
            ),
            by_low_end=True,
        )
        recall = Measure(
            f"{attack}_recall_above_control",
            LOWER,
            "Share of the people of the smallest class whose numbers are computed "
            f"{how}, less that of the control.",
            label=_RECALL.get(attack, ""),
            unit=SHARE,
            ceiling=0.0,
            rows=(REBUILT,),
            gates=(gate,),
        )
        found += [precision, recall]
    return found


@register("privacy", 4, *_measures())
def reconstruct_rows(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Compute real rows from synthetic ones, and compare them with the real table.

    Parameters
    ----------
    context : AttackContext
        The tables.
    options : AttackOptions
        Not used.
    rng : RandomState
        Chooses rows where there are many.

    Returns
    -------
    Findings
        For each attack that can be tried, ``…_precision``, the share of the rows
        computed that are real, and ``…_recall_above_control``, the share of the real
        rows of the smallest class that were found, less that of the hold-out:
        ``lines_2`` (two lines through two synthetic rows each), ``lines_3`` (through
        three each) and ``lattice`` (from single rows). Only numbers are compared.

    References
    ----------
    .. [1] G. Ganev et al., "SMOTE and Mirrors: exposing privacy leakage from synthetic
       minority oversampling", arXiv:2510.15083, 2025.
    """
    figures, scale = FigureList(), _Scale.of(context)
    notes: list[str] = []
    real, synthetic, holdout = _of_smallest_class(context)
    numbers = _numbers(scale, synthetic)
    known = [_KnownRows.of(scale, context, data) for data in (real, holdout)]
    by_lines = [_recall(f"lines_{rows}") for rows in (2, 3)]
    nothing = _nothing_to_rebuild(known[0].numbers, numbers)
    if len(scale.columns) < LEAST_COLUMNS:
        needs = f"reconstruction by lines needs {LEAST_COLUMNS} numeric columns"
        notes.append(f"{needs}: it was not tried.")
        _skip(figures, by_lines, needs)
    elif nothing:
        _skip(figures, by_lines, nothing)
    else:
        _add_lines(figures, scale, numbers, known, rng)
    if len(scale.too_fine) < LEAST_TOO_FINE:
        reason = "no two columns show more decimals than the real ones"
        _skip(figures, [_recall("lattice")], reason)
    elif nothing:
        _skip(figures, [_recall("lattice")], nothing)
    else:
        _add_lattice(figures, scale, numbers, known, rng)
    return Findings(figures, tuple(notes))


def _recall(attack: str) -> str:
    return f"{attack}_recall_above_control"


def _skip(figures: FigureList, metrics: list[str], reason: str) -> None:
    for metric in metrics:
        figures.skip(metric, reason)


def _nothing_to_rebuild(real: np.ndarray, synthetic: np.ndarray) -> str:
    """Say why no row can be computed, or compared; nothing where one can."""
    for rows, kind in ((real, "real"), (synthetic, "synthetic")):
        if not len(rows):
            return f"no {kind} row of the smallest class has all of its numbers"
    return ""


class _Scale(NamedTuple):
    """The numeric columns: their place, spread, and decimals in source and release."""

    columns: np.ndarray
    spread: np.ndarray
    decimals: np.ndarray
    shown: np.ndarray

    @classmethod
    def of(cls, context: AttackContext) -> _Scale:
        tables = context.tables
        places = [one.place for one in tables.varying if one.is_number]
        columns = np.array(places, dtype=int)
        real, synthetic = tables.real.numbers, tables.synthetic.numbers
        spread = np.nanstd(real[:, columns], axis=0)
        decimals, shown = (
            np.array([_decimals(table[:, place]) for place in places], dtype=int)
            for table in (real, synthetic)
        )
        return cls(columns, np.where(spread > 0, spread, 1.0), decimals, shown)

    @property
    def noise(self) -> float:
        """How far rounding may have moved a synthetic row, in standard deviations."""
        unit = np.where(self.shown < FULL, 10.0 ** -self.shown.astype(float), 0.0)
        return float(np.linalg.norm(unit / 2 / self.spread))

    @property
    def too_fine(self) -> np.ndarray:
        """The columns that show more decimals than the source has."""
        return np.flatnonzero((self.decimals < FULL) & (self.shown > self.decimals))

    def on_grid(self, numbers: np.ndarray) -> np.ndarray:
        """Find the rows that hold what the source can, as far as rounding allows."""
        off = np.abs(numbers - self.to_grid(numbers))
        unit = 10.0 ** -self.decimals.astype(float)
        shown = np.where(self.shown < FULL, 10.0 ** -self.shown.astype(float), 0.0)
        return (off <= 0.01 * unit + 2 * shown).all(axis=1)

    def to_grid(self, numbers: np.ndarray) -> np.ndarray:
        """Round numbers to what the source can hold."""
        rounded = [
            np.round(column, int(places)) if places < FULL else np.round(column, 6)
            for column, places in zip(numbers.T, self.decimals, strict=True)
        ]
        return np.array(rounded).reshape(len(self.columns), len(numbers)).T + 0.0


def _decimals(values: np.ndarray) -> int:
    present = values[~np.isnan(values)]
    return int(count_decimals(present).max(initial=0))


def _of_smallest_class(context: AttackContext) -> list[TableData]:
    """The rows without gaps of the class that is reconstructed, in all tables."""
    tables = context.tables
    parts = [tables.real, tables.synthetic, context.control_data]
    if tables.is_classes:
        labels, sizes = np.unique(tables.labels_of("real"), return_counts=True)
        parts = [s.take(s.labels == labels[sizes.argmin()]) for s in parts]
    return parts


def _numbers(scale: _Scale, data: TableData) -> np.ndarray:
    return data.numbers[:, scale.columns][_is_whole(scale, data)]


def _is_whole(scale: _Scale, data: TableData) -> np.ndarray:
    """The rows that have all of their numbers."""
    whole: np.ndarray = ~np.isnan(data.numbers[:, scale.columns]).any(axis=1)
    return whole


class _KnownRows(NamedTuple):
    """The numbers of real rows, and whom each row belongs to."""

    numbers: np.ndarray
    persons: np.ndarray

    @classmethod
    def of(cls, scale: _Scale, context: AttackContext, data: TableData) -> _KnownRows:
        persons = np.arange(len(data))
        if context.starts is not None and data.persons is not None:
            persons = data.persons
        return cls(_numbers(scale, data), persons[_is_whole(scale, data)])

    def rebuilt(self, keys: list[tuple[float, ...]], guesses: set[Any]) -> int:
        """Count the people of whom a row was guessed."""
        hit = np.array([key in guesses for key in keys], dtype=bool)
        return len(np.unique(self.persons[hit]))

    @property
    def n_people(self) -> int:
        return len(np.unique(self.persons))


def _add_lines(
    figures: FigureList,
    scale: _Scale,
    synthetic: np.ndarray,
    known: list[_KnownRows],
    rng: np.random.RandomState,
) -> None:
    points, support = cross_lines(synthetic / scale.spread, scale.noise, rng)
    points = points * scale.spread
    good = scale.on_grid(points)
    for rows in (2, 3):
        found = points[good & (support >= rows)]
        columns = np.arange(len(scale.columns))
        _add(figures, f"lines_{rows}", scale, columns, found, known)


def _add_lattice(
    figures: FigureList,
    scale: _Scale,
    synthetic: np.ndarray,
    known: list[_KnownRows],
    rng: np.random.RandomState,
) -> None:
    """Solve single rows in the columns whose units are coarsest."""
    unit = 10.0 ** -scale.decimals[scale.too_fine].astype(float)
    coarse = np.argsort(-unit / scale.spread[scale.too_fine])[:3]
    columns, unit = scale.too_fine[coarse], unit[coarse]
    values = synthetic[:, columns] / unit
    between = (np.abs(values - np.round(values)) > 1e-4).all(axis=1)
    rows = rng.permutation(np.flatnonzero(between))[:MOST_ROWS]
    solved = [solve_row(values[row]) for row in rows]
    found = [parents * unit for parents in solved if parents is not None]
    empty = np.empty((0, len(columns)))
    points = np.vstack(found) if found else empty
    _add(figures, "lattice", scale, columns, points, known)


def _add(
    figures: FigureList,
    attack: str,
    scale: _Scale,
    columns: np.ndarray,
    found: np.ndarray,
    known: list[_KnownRows],
) -> None:
    """Compare what was computed with real rows, and with held-out ones."""
    part = scale._replace(
        columns=scale.columns[columns],
        decimals=scale.decimals[columns],
    )
    guesses = set(map(tuple, part.to_grid(found).tolist()))
    keys = [
        list(map(tuple, part.to_grid(one.numbers[:, columns]).tolist()))
        for one in known
    ]
    real = set(keys[0])
    if guesses:
        hits = sum(guess in real for guess in guesses)
        precision = wilson(hits, len(guesses))
        figures.add(f"{attack}_precision", precision)
    members, controls = (
        (one.rebuilt(rows, guesses), one.n_people)
        for one, rows in zip(known, keys, strict=True)
    )
    # NaN where no control has all of its numbers.
    recall = excess(*members, *controls)
    figures.add(_recall(attack), recall)
