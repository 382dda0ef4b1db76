"""What the reconstructions compute, class by class, and how much of it is real."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from skl_synth.evaluation.figures import FigureList
from skl_synth.evaluation.intervals import excess, wilson
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.reconstruction.lattice import MOST_ROWS, solve_row
from skl_synth.evaluation.privacy.reconstruction.lines import (
    LEAST_COLUMNS,
    cross_lines,
)
from skl_synth.evaluation.table_data import TableData
from skl_synth.table.rounding import FULL, count_decimals

REBUILT = "reconstructed"
"""What is measured: rows that an attacker computed."""


def add_reconstruction(
    figures: FigureList, context: AttackContext, rng: np.random.RandomState
) -> list[str]:
    """Compute real rows from synthetic ones, and compare them with the real table.

    Parameters
    ----------
    figures : FigureList
        Receives, for each attack that can be tried, ``…_precision``, the share of the
        rows computed that are real, and ``…_recall_above_control``, the share of the
        real rows of the smallest class that were found, less that of the hold-out:
        ``lines_2`` (two lines through two synthetic rows each), ``lines_3`` (through
        three each) and ``lattice`` (from single rows). Only numbers are compared.
    context : AttackContext
        The tables.
    rng : RandomState
        Chooses rows where there are many.

    Returns
    -------
    list of str
        Which attack could not be tried, and why.

    References
    ----------
    .. [1] G. Ganev et al., "SMOTE and Mirrors: exposing privacy leakage from synthetic
       minority oversampling", arXiv:2510.15083, 2025.
    """
    scale = _Scale.of(context)
    notes = []
    parts = _of_smallest_class(context)
    if len(scale.columns) < LEAST_COLUMNS:
        notes.append(
            f"reconstruction by lines needs {LEAST_COLUMNS} numeric columns: it was "
            "not tried."
        )
    else:
        _add_lines(figures, scale, parts, rng)
    if len(scale.too_fine) >= 2:
        _add_lattice(figures, scale, parts, rng)
    return notes


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
        """Tell which rows hold what the source can, as far as rounding lets one see."""
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
    numbers = data.numbers[:, scale.columns]
    return numbers[~np.isnan(numbers).any(axis=1)]


def _add_lines(
    figures: FigureList,
    scale: _Scale,
    parts: list[TableData],
    rng: np.random.RandomState,
) -> None:
    real, synthetic, holdout = (_numbers(scale, data) for data in parts)
    points, support = cross_lines(synthetic / scale.spread, scale.noise, rng)
    points = points * scale.spread
    good = scale.on_grid(points)
    for rows in (2, 3):
        found = points[good & (support >= rows)]
        columns = np.arange(len(scale.columns))
        _add(figures, f"lines_{rows}", scale, columns, found, (real, holdout))


def _add_lattice(
    figures: FigureList,
    scale: _Scale,
    parts: list[TableData],
    rng: np.random.RandomState,
) -> None:
    """Solve single rows in the columns whose units are coarsest."""
    real, synthetic, holdout = (_numbers(scale, data) for data in parts)
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
    _add(figures, "lattice", scale, columns, points, (real, holdout))


def _add(
    figures: FigureList,
    attack: str,
    scale: _Scale,
    columns: np.ndarray,
    found: np.ndarray,
    others: tuple[np.ndarray, np.ndarray],
) -> None:
    """Compare what was computed with real rows, and with rows nobody was given."""
    part = scale._replace(
        columns=scale.columns[columns],
        decimals=scale.decimals[columns],
    )
    guesses = set(map(tuple, part.to_grid(found).tolist()))
    keys = [list(map(tuple, part.to_grid(one[:, columns]).tolist())) for one in others]
    real = set(keys[0])
    if guesses:
        hits = sum(guess in real for guess in guesses)
        precision = wilson(hits, len(guesses))
        figures.add(f"{attack}_precision", precision, better="lower", rows=REBUILT)
    hit = [sum(key in guesses for key in rows) for rows in keys]
    if len(keys[0]) and len(keys[1]):
        figures.add(
            f"{attack}_recall_above_control",
            excess(hit[0], len(keys[0]), hit[1], len(keys[1])),
            better="lower",
            rows=REBUILT,
            ceiling=0.0,
        )
