"""Given rows of which those too close to real ones are dropped, and drawn again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.generators.given_draws import draw_rows
from skl_synth.generators.outcomes import KEPT, UNUSED, count_outcomes
from skl_synth.generators.shortage import MAX_ROWS_PER_ROW, rows_to_draw
from skl_synth.table.given import Given
from skl_synth.table.rows import Candidates, stack_candidates

LEAST_TRIED = 100
"""Rows that are drawn under a condition, at least, before it is given up."""

WIDER = (0.05, 0.2)
"""How far, in standard deviations, rows may then be from single numbers."""


def draw_kept(
    proximity: Any, given: Given, per_row: float, rng: np.random.RandomState
) -> Candidates:
    """Draw more rows than are asked for under each condition, and keep as many.

    Parameters
    ----------
    proximity : ProximityGenerator
        The filter, which says what may be kept.
    given : Given
        What is given of each row.
    per_row : float
        Rows to draw at first for each that is asked for.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    Candidates
        A row for each that is asked for, in their order.

    Raises
    ------
    InputError
        If too few rows that meet what is given may be kept.
    """
    real, share = proximity.real, 1 - proximity.removal_fraction
    cells, first, counts = _cells(given)
    asked, limit = np.ceil(counts * per_row).astype(np.intp), np.zeros_like(counts)
    wider, tolerance, told = iter(WIDER), 0.0, 1.0
    pool, of_pool = None, np.empty(0, dtype=np.intp)
    while True:
        wanted = np.repeat(np.arange(len(counts)), asked)
        drawn = draw_rows(proximity.inner, real, given.take(first[wanted]), rng)
        told = min(told, drawn.diagnostics.get("given_yield", 1.0))
        tolerance = max(tolerance, drawn.diagnostics.get("given_tolerance", 0.0))
        drawn = proximity.measured(drawn)
        pool = drawn if pool is None else stack_candidates([pool, drawn])
        of_pool = np.concatenate([of_pool, wanted])
        outcomes = proximity.outcomes_of(pool, rng)
        had = np.bincount(of_pool[outcomes == KEPT], minlength=len(counts))
        if not (had < counts).any():
            break
        made = np.bincount(of_pool, minlength=len(counts)) - limit
        if ((had < counts) & (made > MAX_ROWS_PER_ROW * counts + LEAST_TRIED)).any():
            # What meets single numbers exactly may be next to the one real row that
            # does: others are near it, and are then set to it.
            near = next(wider, None)
            if near is None:
                _refuse(given, int(np.minimum(had, counts).sum()), len(pool))
            given, limit = replace(given, tolerance=near), limit + made
        asked = rows_to_draw(counts, had, made, share=share)
    chosen = _chosen(cells, of_pool, outcomes, rng)
    outcomes[outcomes == KEPT] = UNUSED
    outcomes[chosen] = KEPT
    return pool.take(chosen).diagnosed(
        filter_counts=count_outcomes(outcomes),
        given_yield=told * len(given) / len(pool),
        given_tolerance=tolerance,
    )


def _cells(given: Given) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number the rows that ask for the same: their cell, a row of each, its size."""
    both = np.column_stack([given.which, given.groups])
    _, first, cells, counts = np.unique(
        both, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    return cells.reshape(-1), first, counts


def _chosen(
    cells: np.ndarray,
    of_pool: np.ndarray,
    outcomes: np.ndarray,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Choose at random a kept row for each that is asked for."""
    kept = rng.permutation(np.flatnonzero(outcomes == KEPT))
    kept = kept[np.argsort(of_pool[kept], kind="stable")]
    order = np.argsort(cells, kind="stable")
    starts = np.searchsorted(of_pool[kept], cells[order])
    within = np.arange(len(order)) - np.searchsorted(cells[order], cells[order])
    chosen = np.empty(len(cells), dtype=np.intp)
    chosen[order] = kept[starts + within]
    return chosen


def _refuse(given: Given, had: int, n_drawn: int) -> NoReturn:
    raise InputError(
        "of {n_drawn} rows that have what is given of them only {had} of {n_rows} are "
        "left: the others equal real rows, or lie closest to them",
        parameter="given",
        n_drawn=n_drawn,
        had=had,
        n_rows=len(given),
        remedies=[
            "give fewer columns, so that the rest can differ from real rows",
            Remedy(
                "keep copies as often as strangers show them, {setting}",
                Setting("duplicates", "excess"),
            ),
        ],
    )
