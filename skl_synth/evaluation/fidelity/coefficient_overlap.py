"""Coefficients of a model of the target: how much real and synthetic ones overlap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from skl_synth.evaluation.fidelity.few_levels import with_few_levels
from skl_synth.evaluation.fidelity.logit_propensity import fit_logit
from skl_synth.evaluation.fidelity.mean_overlap import overlap_of, size_factor
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.matrix import Standardiser
from skl_synth.evaluation.registry import (
    HELD_OUT,
    HIGHER,
    LOWER,
    Measure,
    register,
)
from skl_synth.evaluation.table_data import AuditTables, TableData

ROWS_PER_TERM = 10
"""With fewer real rows for each coefficient none of them means anything."""

MOST_CLASSES = 10
"""Of more classes the commonest are explained, each against all others."""

FAR_OFF = 10.0
"""Standard error, in log odds of a standard deviation: where rows of a level have one
class only, coefficients run away, and mean nothing."""


class _Fit(NamedTuple):
    """Coefficients of one model, and their standard errors."""

    values: np.ndarray
    errors: np.ndarray


@register(
    "fidelity",
    9,
    Measure(
        "coefficient_overlap",
        HIGHER,
        "Overlap of the 95 % confidence intervals of the coefficients of a regression "
        "of the target on all other columns (logistic for classes, else linear), as "
        "wide as those of the real rows: 1 where they are the same, 0 where they are "
        "apart; mean over the coefficients.",
        label="coefficients of the target overlap (best 1)",
        ceiling=HELD_OUT,
    ),
    Measure(
        "coefficient_difference",
        LOWER,
        "Median absolute difference of these coefficients, in standard errors of the "
        "real ones.",
        label="  they differ by (standard errors)",
        ceiling=HELD_OUT,
    ),
)
def compare_coefficients(tables: AuditTables) -> FigureList:
    """Fit one model to each table, and compare the coefficients.

    Parameters
    ----------
    tables : AuditTables
        The tables, with the target aside.

    Returns
    -------
    FigureList
        ``coefficient_overlap`` and ``coefficient_difference``; none without a target,
        where no real column varies, or with fewer than ten real rows for each
        coefficient.

    Notes
    -----
    What a hold-out of fewer people differs by is taken for as many people as there are
    synthetic rows. Where persons have several rows, errors are robust to that.

    References
    ----------
    .. [1] A. F. Karr et al., "A framework for evaluating the utility of data altered to
       protect confidentiality", The American Statistician 60(3), 224-232, 2006.
    """
    figures = FigureList()
    few = with_few_levels(tables)
    gaps = [] if few.target_kind == "none" or not few.varying else _gaps(few)
    if not gaps or not len(gaps[0]):
        return figures
    gaps = [one * by for one, by in zip(gaps, (1.0, size_factor(few)), strict=False)]
    for metric, values in (
        ("coefficient_overlap", [float(overlap_of(one).mean()) for one in gaps]),
        ("coefficient_difference", [float(np.median(one)) for one in gaps]),
    ):
        figures.add(metric, values[0], ceiling=values[1] if len(values) > 1 else NAN)
    return figures


def _gaps(tables: AuditTables) -> list[np.ndarray]:
    """How far the coefficients of other tables lie from the real ones."""
    standardise = Standardiser(tables)
    terms = [standardise.transform(data) for data in tables.parts]
    kept = _independent(terms[0])
    if not len(kept) or len(tables.real) < ROWS_PER_TERM * (len(kept) + 1):
        return []
    terms = [np.column_stack([np.ones(len(one)), one[:, kept]]) for one in terms]
    found: list[list[np.ndarray]] = [[] for _ in tables.parts[1:]]
    for targets in _targets(tables):
        fits = [
            _fit(one, target, data, is_classes=tables.is_classes)
            for one, target, data in zip(terms, targets, tables.parts, strict=True)
        ]
        known = (fits[0].errors > 0) & (fits[0].errors < FAR_OFF)
        for gaps, other in zip(found, fits[1:], strict=True):
            gap = np.abs(other.values - fits[0].values)[known] / fits[0].errors[known]
            gaps.append(gap)
    return [np.concatenate([*gaps, np.zeros(0)]) for gaps in found]


def _independent(terms: np.ndarray) -> np.ndarray:
    """The positions of columns that do not follow from those before them."""
    if not terms.shape[1]:
        return np.zeros(0, dtype=np.intp)
    centered = terms - terms.mean(axis=0)
    left = np.abs(np.diag(np.linalg.qr(centered, mode="r")))
    return np.flatnonzero(left > 1e-6 * np.sqrt(len(terms)))


def _targets(tables: AuditTables) -> Iterator[list[np.ndarray]]:
    """What is explained, of each table: numbers, or whether a row is of a class."""
    labels = [tables.labels_of(name) for name in ("real", "synthetic")]
    if tables.holdout is not None:
        labels.append(tables.labels_of("holdout"))
    if not tables.is_classes:
        numbers = [one.astype(float) for one in labels]
        scale = numbers[0].std()
        if scale > 0:
            yield [(one - numbers[0].mean()) / scale for one in numbers]
        return
    classes, counts = np.unique(labels[0], return_counts=True)
    if len(classes) == 2:
        classes, counts = classes[1:], counts[1:]
    for label in classes[np.argsort(-counts, kind="stable")][:MOST_CLASSES]:
        of_class = [one == label for one in labels]
        # Of one class only there is no model.
        if all(one.any() and not one.all() for one in of_class):
            yield of_class


def _fit(
    terms: np.ndarray, target: np.ndarray, data: TableData, *, is_classes: bool
) -> _Fit:
    """Fit a model, of which the intercept is left out of what is returned."""
    if is_classes:
        values = fit_logit(terms[:, 1:], target)
        fitted = expit(terms @ values)
        weights = fitted * (1 - fitted)
    else:
        values = np.linalg.lstsq(terms, target, rcond=None)[0]
        fitted = terms @ values
        weights = np.ones(len(terms))
    bread = np.linalg.pinv((terms * weights[:, None]).T @ terms, hermitian=True)
    left = target - fitted
    if data.n_people < len(data):
        covariance = _robust(bread, terms * left[:, None], data)
    else:
        degrees = max(len(terms) - terms.shape[1], 1)
        noise = 1.0 if is_classes else float(left @ left) / degrees
        covariance = bread * noise
    errors = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    return _Fit(values[1:], errors[1:])


def _robust(bread: np.ndarray, scores: np.ndarray, data: TableData) -> np.ndarray:
    """The covariance of coefficients where rows of a person are alike."""
    assert data.persons is not None
    whose = np.unique(data.persons, return_inverse=True)[1].ravel()
    people = int(whose.max()) + 1
    sums = np.zeros((people, scores.shape[1]))
    np.add.at(sums, whose, scores)
    found: np.ndarray = bread @ (sums.T @ sums) @ bread * people / max(people - 1, 1)
    return found
