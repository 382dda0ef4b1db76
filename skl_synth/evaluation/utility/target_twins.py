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
        If there are such columns; it names one, and what to do.
    """
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
