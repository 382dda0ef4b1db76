"""Labels of rows: those of real rows stay, and synthetic rows go on behind them.

A synthetic row is nobody, so no label of a real row may be on it: what is looked up by
label would find a person and somebody who is none. And no two have the same: a join of
table and target by their labels would pair each with each.
"""

from __future__ import annotations

import datetime as dt
import numbers
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import (
    is_any_real_numeric_dtype,
    is_float_dtype,
    is_string_dtype,
)

MADE = "synthetic"
"""What the label of a synthetic row begins with, where labels are text."""


def extend_index(index: pd.Index, n_more: int) -> pd.Index:
    """Labels for real rows and the synthetic ones behind them.

    Parameters
    ----------
    index : Index
        The labels of the real rows.
    n_more : int
        Number of synthetic rows.

    Returns
    -------
    Index
        The real labels as they are, and behind them fresh ones: whole numbers behind
        the largest number; days behind the last date, or what else the steps of the
        index are; else the texts ``synthetic_0``, ``synthetic_1`` and so on.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.table.row_labels import extend_index
    >>> extend_index(pd.Index([7, 3]), 2).tolist()
    [7, 3, 8, 9]
    >>> extend_index(pd.Index(["P-01", "P-02"]), 1).tolist()
    ['P-01', 'P-02', 'synthetic_0']
    """
    if isinstance(index, pd.RangeIndex) and index.step == 1:
        return pd.RangeIndex(index.start, index.stop + n_more, name=index.name)
    if not n_more:
        return index
    if isinstance(index, pd.MultiIndex):
        levels = [index.get_level_values(i) for i in range(index.nlevels)]
        return pd.MultiIndex.from_arrays([extend_index(one, n_more) for one in levels])
    if isinstance(index, pd.CategoricalIndex):
        return _of_categories(index, n_more)
    try:
        fresh = _counted(index, n_more)
    except (OverflowError, TypeError, ValueError):
        # Behind the largest number or date of its type there is none.
        fresh = None
    if fresh is None or not fresh.is_unique or fresh.isin(index).any():
        fresh = _texts(index, n_more)
    if index.dtype == object:
        # Objects stay what they are: of dates, append makes another type.
        labels = [one.to_numpy(dtype=object) for one in (index, fresh)]
        return pd.Index(
            np.concatenate(labels), dtype=object, name=index.name, tupleize_cols=False
        )
    return index.append(fresh).rename(index.name)


def _of_categories(index: pd.CategoricalIndex, n_more: int) -> pd.Index:
    """Labels that are categories: those of synthetic rows are further ones."""
    labels = pd.Index(index.to_numpy(), name=index.name)
    fresh = extend_index(labels, n_more)[len(index) :]
    categories = [*index.categories, *fresh[~fresh.isin(index.categories)]]
    return pd.CategoricalIndex(
        [*index, *fresh], categories, ordered=index.ordered, name=index.name
    )


def _counted(index: pd.Index, n_more: int) -> pd.Index | None:
    """Labels that go on behind the largest; None where labels have no order."""
    known = index.dropna()
    if is_any_real_numeric_dtype(index.dtype):
        return _numbers(index, known, n_more)
    if not len(known):
        return None
    if isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex | pd.PeriodIndex):
        return _times(index, known.max(), n_more)
    return _objects(index, known.tolist(), n_more)


def _times(index: Any, last: Any, n_more: int) -> pd.Index:
    if isinstance(index, pd.PeriodIndex):
        return pd.period_range(last + 1, periods=n_more)
    step = index.freq
    if step is None or step.n < 0:
        # By the calendar, whatever the clocks do: the same time of the next day.
        is_date = isinstance(index, pd.DatetimeIndex)
        step = pd.DateOffset(days=1) if is_date else pd.Timedelta(days=1)
    steps = pd.date_range if isinstance(index, pd.DatetimeIndex) else pd.timedelta_range
    return steps(last, periods=n_more + 1, freq=step)[1:].astype(index.dtype)


def _numbers(index: pd.Index, known: pd.Index, n_more: int) -> pd.Index:
    """Whole numbers, of the dtype of the index if they are in its range."""
    if is_float_dtype(index.dtype):
        known = known[np.isfinite(known.to_numpy(dtype=float))]
        largest = float(known.max()) if len(known) else -1.0
        labels = np.floor(largest) + 1 + np.arange(n_more, dtype=float)
        return pd.Index(labels, dtype=index.dtype)
    first = int(known.max()) + 1 if len(known) else 0
    most = np.iinfo(getattr(index.dtype, "numpy_dtype", index.dtype)).max
    whole: Any = [first + place for place in range(n_more)]
    return pd.Index(whole, dtype=index.dtype if whole[-1] <= most else np.int64)


STEPS: tuple[tuple[type, Callable[[Any, int], Any]], ...] = (
    (numbers.Integral, lambda last, place: int(last) + place),
    (Decimal, lambda last, place: last.to_integral_value("ROUND_FLOOR") + place),
    (numbers.Real, lambda last, place: float(np.floor(last)) + place),
    (dt.date, lambda last, place: last + dt.timedelta(days=place)),
)
"""How labels go on that are objects of one type."""


def _objects(index: pd.Index, labels: list, n_more: int) -> pd.Index | None:
    for kind, label in STEPS:
        if all(isinstance(one, kind) and not isinstance(one, bool) for one in labels):
            last = max(labels)
            made: Any = [label(last, place + 1) for place in range(n_more)]
            return pd.Index(made, dtype=index.dtype)
    return None


def _texts(index: pd.Index, n_more: int) -> pd.Index:
    """Texts that no real label begins with, in the dtype of texts of the index."""
    start = MADE
    real = {str(one) for one in index}
    while any(one.startswith(f"{start}_") for one in real):
        start = f"{MADE}_{start}"
    labels = [f"{start}_{place}" for place in range(n_more)]
    is_text = index.dtype != object and is_string_dtype(index.dtype)
    return pd.Index(labels, dtype=index.dtype if is_text else object)
