"""Parts of a table under one another, in the dtypes that the whole table has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pandas.api.types import union_categoricals


def one_under_another(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put parts of a table under one another.

    Parameters
    ----------
    parts : sequence of DataFrame
        Parts of the same columns; at least one. Those without rows say nothing of the
        dtypes, unless no part has rows.

    Returns
    -------
    DataFrame
        All rows, with a fresh index. Categories that parts have of their own are put
        behind those of the parts before.
    """
    filled = [one for one in parts if len(one)] or list(parts[:1])
    if len(filled) == 1:
        return filled[0].reset_index(drop=True)
    differing = [
        place
        for place in range(filled[0].shape[1])
        if _are_other_categories([one.dtypes.iloc[place] for one in filled])
    ]
    if differing:
        filled = [one.copy(deep=False) for one in filled]
    for place in differing:
        dtype = _union([one.iloc[:, place] for one in filled])
        for one in filled:
            column: Any = one.iloc[:, place].astype(dtype)
            one.isetitem(place, column)
    return pd.concat(filled, ignore_index=True)


def _are_other_categories(dtypes: list[Any]) -> bool:
    of_categories = all(isinstance(one, pd.CategoricalDtype) for one in dtypes)
    return of_categories and any(not _is_same(one, dtypes[0]) for one in dtypes[1:])


def _is_same(one: Any, other: Any) -> bool:
    """Whether categories are the same, in the same order."""
    same = one.ordered == other.ordered and one.categories.dtype == (
        other.categories.dtype
    )
    return bool(same and one.categories.equals(other.categories))


def _union(columns: list[pd.Series]) -> Any:
    return union_categoricals([one.array for one in columns]).dtype
