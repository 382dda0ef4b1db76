"""Rare levels: which are held by too few rows to be published, and what they become."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def merged_levels(counts: pd.Series, least: int, label: str | None) -> dict[Any, Any]:
    """Find the rare levels of a column, and the level that stands for each.

    Parameters
    ----------
    counts : Series
        Rows per level, levels as index in the order of the column.
    least : int
        Levels of fewer rows than this are rare.
    label : str or None
        The level that all rare ones become, unless too few rows hold it then: these
        go to the level of most rows, so that no common level is lost for their sake.
        None merges them there in any case, since a number or a flag has no word for
        the rest.

    Returns
    -------
    dict of level to level
        Only the rare levels.
    """
    # The label is a level like the others: held by three people, it gives these away as
    # surely as their own levels did. Then they hide among those of the commonest level.
    rare = counts[counts < least]
    if rare.empty:
        return {}
    common = counts.drop(rare.index)
    into = label
    if label is None or (len(common) and rare.sum() + common.get(label, 0) < least):
        into = counts.index[int(counts.to_numpy().argmax())]
    return dict.fromkeys([level for level in rare.index if level != into], into)


def merged_ranks(counts: pd.Series, least: int) -> dict[Any, Any]:
    """Find the rare levels of an ordered column, and the nearest level kept for each.

    Parameters
    ----------
    counts : Series
        Rows per level seen, in order.
    least : int
        Levels of fewer rows than this are rare.

    Returns
    -------
    dict of level to level
        Only the rare levels; of two neighbours as near the one of more rows.
    """
    positions = np.arange(len(counts))
    kept = np.flatnonzero(counts.to_numpy() >= least)
    # Ordered levels have no word for the rest, which would have no rank; the neighbour
    # is the least wrong. Where all are rare, all become the one that most rows have.
    if not len(kept):
        kept = np.array([int(counts.to_numpy().argmax())])
    merged = {}
    for position in np.setdiff1d(positions, kept).tolist():
        gap = np.abs(kept - position)
        nearest = kept[gap == gap.min()]
        best = max(nearest.tolist(), key=lambda at: counts.iloc[at])
        merged[counts.index[position]] = counts.index[best]
    return merged


def dtype_without(dtype: Any, merged: dict) -> Any:
    """Leave categories that are not published out of a dtype, too.

    Parameters
    ----------
    dtype : dtype
        The dtype of the levels.
    merged : dict of level to level
        The rare levels, and those that stand for them.

    Returns
    -------
    dtype
        The same, unless it lists its categories.
    """
    if not merged or not isinstance(dtype, pd.CategoricalDtype):
        return dtype
    kept = [level for level in dtype.categories if level not in merged]
    kept += [new for new in dict.fromkeys(merged.values()) if new not in kept]
    return pd.CategoricalDtype(pd.Index(kept), ordered=dtype.ordered)


def merged_text(merged: dict, least: int) -> str:
    """Say in words that levels were merged.

    Parameters
    ----------
    merged : dict of level to level
        The rare levels.
    least : int
        Rows that a level must have.

    Returns
    -------
    str
        Words to be put behind the reason; empty where nothing was merged.
    """
    if not merged:
        return ""
    levels = f"{len(merged)} level{'s' if len(merged) > 1 else ''}"
    into = sorted({str(level) for level in merged.values()})
    return f"; {levels} held by fewer than {least} rows merged into {', '.join(into)}"
