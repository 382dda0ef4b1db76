"""Confidence intervals of means and shares: how much those of two tables overlap."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import norm

from skl_synth.evaluation.fidelity.few_levels import with_few_levels
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.registry import (
    HELD_OUT,
    HIGHER,
    LOWER,
    Measure,
    register,
)
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData

HALF_WIDTH = float(norm.ppf(0.975))
"""Of an interval of 95 %, in standard errors."""


class _Estimates(NamedTuple):
    """The mean of a number, or the shares of levels, with their standard errors."""

    values: np.ndarray
    errors: np.ndarray


@register(
    "fidelity",
    8,
    Measure(
        "interval_overlap",
        HIGHER,
        "Overlap of the 95 % confidence intervals of means and of shares of levels, as "
        "wide as those of the real rows: 1 where they are the same, 0 where they are "
        "apart; of the table, the mean over its columns.",
        label="intervals of means overlap (best 1)",
        ceiling=HELD_OUT,
        scopes=("table", "column"),
    ),
    Measure(
        "std_difference",
        LOWER,
        "Mean absolute difference of means and of shares of levels, in standard errors "
        "of the real ones; of the table, the mean over its columns.",
        label="  means differ by (standard errors)",
        ceiling=HELD_OUT,
        scopes=("table", "column"),
    ),
)
def compare_intervals(tables: AuditTables) -> FigureList:
    """Compare means and shares beside how uncertain those of the real rows are.

    Parameters
    ----------
    tables : AuditTables
        The tables, with the target as a column.

    Returns
    -------
    FigureList
        ``interval_overlap`` and ``std_difference``, per column and for the table; none
        where no column varies.

    Notes
    -----
    A correct synthesizer that makes as many rows reaches 0.80 and 0.8, as many further
    people 0.71 and 1.1. What a hold-out of fewer people differs by is taken for as many
    people as there are synthetic rows. Where persons have several rows, the errors are
    those of means over persons.

    References
    ----------
    .. [1] A. F. Karr et al., "A framework for evaluating the utility of data altered to
       protect confidentiality", The American Statistician 60(3), 224-232, 2006.
    """
    figures = FigureList()
    few = with_few_levels(tables)
    size = size_factor(few)
    found = []
    for one in few.varying:
        gaps = [gap * by for gap, by in zip(_gaps(one, few), (1.0, size), strict=False)]
        if not len(gaps[0]):
            continue
        overlaps = [float(overlap_of(gap).mean()) for gap in gaps]
        differences = [float(gap.mean()) for gap in gaps]
        for metric, values in (
            ("interval_overlap", overlaps),
            ("std_difference", differences),
        ):
            _add(figures, metric, values, scope="column", subject=one.name)
        found.append((overlaps, differences))
    if found:
        means = np.array(found).mean(axis=0).tolist()
        _add(figures, "interval_overlap", means[0])
        _add(figures, "std_difference", means[1])
    return figures


def _add(
    figures: FigureList,
    metric: str,
    values: list[float],
    scope: str = "table",
    subject: str = "",
) -> None:
    ceiling = values[1] if len(values) > 1 else NAN
    figures.add(metric, values[0], scope=scope, subject=subject, ceiling=ceiling)


def overlap_of(gaps: np.ndarray) -> np.ndarray:
    """Say what intervals of one width have in common.

    Parameters
    ----------
    gaps : ndarray of float
        Standard errors between their middles.

    Returns
    -------
    ndarray of float
        Their common part, from 1 to 0, where they are apart.
    """
    return np.maximum(1 - gaps / (2 * HALF_WIDTH), 0.0)


def size_factor(tables: AuditTables) -> float:
    """Say what makes the difference of a hold-out one of as many people as were made.

    Parameters
    ----------
    tables : AuditTables
        The tables.

    Returns
    -------
    float
        The factor; NaN without a hold-out.
    """
    if tables.holdout is None:
        return NAN
    real, made, held_out = (data.n_people for data in tables.parts)
    return float(np.sqrt((1 + real / made) / (1 + real / held_out)))


def _gaps(one: Attribute, tables: AuditTables) -> list[np.ndarray]:
    """How far other tables lie from the real one, in its standard errors."""
    found = [_estimates(one, data) for data in tables.parts]
    errors = found[0].errors
    known = errors > 0
    for other in found:
        known = known & ~np.isnan(other.values)
    return [
        np.abs(other.values - found[0].values)[known] / errors[known]
        for other in found[1:]
    ]


def _estimates(one: Attribute, data: TableData) -> _Estimates:
    """The mean of a number and the share that is missing, or the shares of levels."""
    values = data.values(one)
    if one.is_number:
        missing = np.isnan(values)
        columns = [values, missing.astype(float)]
    else:
        first = 1 if len(one.levels) == 2 else 0
        columns = [values == level for level in range(first, len(one.levels))]
    found = [_mean(np.asarray(column, dtype=float), data) for column in columns]
    return _Estimates(*(np.array(part) for part in zip(*found, strict=True)))


def _mean(values: np.ndarray, data: TableData) -> tuple[float, float]:
    """A mean and its standard error, by persons where rows have them."""
    present = ~np.isnan(values)
    n = int(present.sum())
    if n < 2:
        return NAN, NAN
    mean = float(values[present].mean())
    gaps = np.where(present, values - mean, 0.0)
    if data.persons is not None:
        whose = np.unique(data.persons, return_inverse=True)[1].ravel()
        gaps = np.bincount(whose, weights=gaps)
    people = min(len(gaps), n)
    return mean, float(np.sqrt((gaps**2).sum() * people / max(people - 1, 1))) / n
