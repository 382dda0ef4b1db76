"""Given rows chosen so that their counts are those of the real rows in that part."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.generators.choosing import choose
from skl_synth.generators.given_draws import draw_rows
from skl_synth.table.given import Given
from skl_synth.table.rows import Candidates

LEAST_REAL = 50
"""Real rows that a class has under a condition, at least, to go by their counts."""


def draw_matched(
    calibrator: Any, given: Given, rng: np.random.RandomState
) -> Candidates:
    """Draw more rows than are asked for under a condition, and choose by counts.

    Counts are those of the real rows that meet the condition: those of all real rows
    would be wrong within a part. Where each row has a condition of its own, or few
    real rows meet it, there is nothing to choose by, and rows are taken as they come.

    Parameters
    ----------
    calibrator : CalibratorGenerator
        What chooses.
    given : Given
        What is given of each row.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    Candidates
        A row for each that is asked for, in their order.

    Raises
    ------
    InputError
        If what is given cannot be met.
    """
    real = calibrator.real
    if len(given.conditions) > 1:
        drawn = draw_rows(calibrator.inner, real, given, rng)
        return calibrator.with_deviation(drawn)
    n_each = int(np.ceil(calibrator.oversampling_factor))
    surplus = given.take(np.repeat(np.arange(len(given)), n_each))
    pool = draw_rows(calibrator.inner, real, surplus, rng)
    pool = pool if pool.distances is not None else calibrator.measured(pool)
    holds = given.conditions[0].satisfied(real.rows, real.target.encoded)
    narrowed = calibrator.narrowed(holds)
    chosen = _chosen(narrowed, pool, given, holds, rng)
    told = pool.diagnostics.get("given_yield", 1.0) * len(given) / max(len(pool), 1)
    return narrowed.with_deviation(pool.take(chosen)).diagnosed(given_yield=told)


def _chosen(
    narrowed: Any,
    pool: Candidates,
    given: Given,
    holds: np.ndarray,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Choose rows of each class, and put them where that class is asked for."""
    real = narrowed.real
    groups = real.target.groups_of(pool.target)
    wanted = given.groups
    if given.is_free:
        # As many of each class as come of it: rows are in the order of their draw.
        wanted = groups[rng.permutation(len(groups))[: len(given)]]
    chosen = np.empty(len(given), dtype=np.intp)
    for group in np.unique(wanted).tolist():
        members, places = (
            np.flatnonzero(groups == group),
            np.flatnonzero(wanted == group),
        )
        enough = (holds & (real.target.groups == group)).sum() >= LEAST_REAL
        if enough and len(members) > len(places):
            candidates = pool.take(members)
            cells, margins = narrowed.cells(candidates, group)
            nearness = narrowed.bounds(candidates, group, len(places))
            members = members[choose(cells, margins, nearness, len(places), rng)]
        chosen[places] = rng.permutation(members)[: len(places)]
    return chosen
