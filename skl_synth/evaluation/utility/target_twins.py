"""Columns that say what the target says: a model reads the answer off them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from skl_synth.errors import Remedy, Setting, warn
from skl_synth.evaluation.read_data import read_data
from skl_synth.evaluation.table_data import Attribute, TableData
from skl_synth.evaluation.tables import reader_of
from skl_synth.table.real import RealTable

NEAR = 0.01
"""Up to this share of rows in which it differs, a column is the target with slips."""

NEAR_IN_CLASS = 0.1
"""Up to this share of each class, however rare it is."""

N_LINES = 5
"""Lines that are drawn, each through the rows that lie nearest to the one before."""


def target_twins(
    attributes: tuple[Attribute, ...], data: TableData, *, is_classes: bool
) -> list[str]:
    """Find the columns that equal the target, in these words or in others.

    Parameters
    ----------
    attributes : tuple of Attribute
        The columns and one-hot groups.
    data : TableData
        The rows, with the target.
    is_classes : bool
        Whether the target holds classes.

    Returns
    -------
    list of str
        Of a target of classes, the names of those with one level, or number, for each
        class, and one class for each; of a number, of those that equal it, in whatever
        unit.
    """
    if data.labels is None or len(np.unique(data.labels)) < 2:
        return []
    same = _is_renamed if is_classes else _is_rescaled
    return [
        one.name
        for one in attributes
        if not one.is_constant and same(data.values(one), data.labels)
    ]


def near_twins(
    attributes: tuple[Attribute, ...], data: TableData, *, is_classes: bool
) -> dict[str, int]:
    """Find the columns that equal the target but in a few rows, as after corrections.

    Parameters
    ----------
    attributes, data, is_classes : object
        As in `target_twins`.

    Returns
    -------
    dict of str to int
        The columns, with the number of rows in which they differ: one at least, and no
        more than 1 % of all, nor a tenth of any class.
    """
    if data.labels is None or len(np.unique(data.labels)) < 2:
        return {}
    off = _unlike_classes if is_classes else _unlike_numbers
    found = {
        one.name: off(data.values(one), data.labels)
        for one in attributes
        if not one.is_constant
    }
    return {name: n for name, n in found.items() if 0 < n <= NEAR * len(data.labels)}


def _unlike_classes(values: np.ndarray, labels: np.ndarray) -> int:
    """Rows in which a level is not that of the class; all, where it stands for none."""
    found, codes = np.unique(values, return_inverse=True)
    classes, places = np.unique(labels, return_inverse=True)
    if len(found) != len(classes):
        return len(labels)
    counts = np.zeros((len(found), len(classes)), dtype=int)
    np.add.at(counts, (codes, places), 1)
    of_level = counts.argmax(axis=1)
    missed = counts.sum(axis=0)
    missed[of_level] -= counts.max(axis=1)
    # A flag that is never set agrees with a rare class in most rows, and tells nothing.
    is_any_other = len(set(of_level.tolist())) < len(classes)
    if is_any_other or (missed > NEAR_IN_CLASS * counts.sum(axis=0)).any():
        return len(labels)
    return int(missed.sum())


def _unlike_numbers(values: np.ndarray, labels: np.ndarray) -> int:
    """Rows in which a number is not the target in another unit."""
    numbers, target = values.astype(np.float64), labels.astype(np.float64)
    if np.isnan(numbers).any() or len(np.unique(numbers)) < 3:
        return len(labels)
    kept = np.arange(len(labels))
    n_kept = len(labels) - int(NEAR * len(labels))
    # Each line is nearer to the rows that agree than the one before it.
    for _ in range(N_LINES):
        slope, start = np.polyfit(numbers[kept], target[kept], 1)
        off = np.abs(slope * numbers + start - target)
        kept = np.argsort(off, kind="stable")[:n_kept]
    return int((off > 1e-9 * max(float(np.ptp(target)), 1e-300)).sum())


def _is_renamed(values: np.ndarray, labels: np.ndarray) -> bool:
    """Whether values and classes stand for one another, one by one."""
    found, codes = np.unique(values, return_inverse=True)
    classes, places = np.unique(labels, return_inverse=True)
    if len(found) != len(classes):
        return False
    return len(np.unique(codes * len(classes) + places)) == len(classes)


def _is_rescaled(values: np.ndarray, labels: np.ndarray) -> bool:
    """Whether a number equals another one but for its unit."""
    numbers, target = values.astype(np.float64), labels.astype(np.float64)
    if np.isnan(numbers).any() or len(np.unique(numbers)) < 3:
        return False
    slope, start = np.polyfit(numbers, target, 1)
    off = np.abs(slope * numbers + start - target).max()
    return bool(off <= 1e-9 * max(float(np.ptp(target)), 1e-300))


def warn_of_target_twins(
    attributes: tuple[Attribute, ...], data: TableData, *, is_classes: bool
) -> None:
    """Warn of columns that equal the target.

    Parameters
    ----------
    attributes, data, is_classes : object
        As in `target_twins`.

    Warns
    -----
    InputWarning
        If there are such columns, or such as differ in a few rows; it names one, and
        what to do.
    """
    for name, n in near_twins(attributes, data, is_classes=is_classes).items():
        warn(
            "column {column!r} says the same as the target but in {n} of {n_rows} "
            "rows: if it is the target in other words, utility shows nothing else",
            column=name,
            n=n,
            n_rows=len(data),
            remedies=[Remedy("leave it out, {setting}", Setting("drop", [name]))],
            stacklevel=4,
        )
    for name in target_twins(attributes, data, is_classes=is_classes):
        warn(
            "column {column!r} says the same as the target in every row: models that "
            "predict the target read it there, and utility shows nothing else",
            column=name,
            remedies=[Remedy("leave it out, {setting}", Setting("drop", [name]))],
            stacklevel=4,
        )


def warn_of_twins_in(table: RealTable, X: Any, labels: np.ndarray) -> None:
    """Warn of columns of a real table that equal its target.

    Parameters
    ----------
    table : RealTable
        The table as it was read.
    X : table
        The table as it came.
    labels : ndarray of shape (n_rows,)
        The target as a plain array.

    Warns
    -----
    InputWarning
        As `warn_of_target_twins`.
    """
    columns = reader_of(table)(table.without_dropped(X))
    attributes, [data] = read_data(table.schema.as_published(), [columns])
    of_classes = table.target.kind == "classes"
    warn_of_target_twins(
        attributes, replace(data, labels=labels), is_classes=of_classes
    )
