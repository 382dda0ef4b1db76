"""What is wrong with a synthetic table, found without this package."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import permutations

import numpy as np
import pandas as pd

MOST_LEVELS = 12
"""A column of whole numbers or text with so many different values has levels."""

ENOUGH = 30
"""A rule is one only where it rests on so many different rows."""

KINDS = {
    "number": {"continuous", "integer"},
    "label": {"binary", "category", "ordinal", "one_hot"},
    "date": {"datetime"},
    "key": {"identifier"},
    "code": {"integer", "category", "ordinal", "binary", "one_hot"},
}
"""The kinds that are right for what a column is."""


def wrong_in(
    real: pd.DataFrame, made: pd.DataFrame, keys: Collection[str] = ()
) -> list[str]:
    """List what is wrong.

    Parameters
    ----------
    real : DataFrame
        The real table, as it is read right.
    made : DataFrame
        What came out, read in the same way.
    keys : collection of str, default=()
        Columns that were taken for keys, which are made anew.

    Returns
    -------
    list of str
        One line for each thing.
    """
    if list(map(str, real.columns)) != list(map(str, made.columns)):
        return [f"columns: {list(made.columns)[:5]} for {list(real.columns)[:5]}"]
    made = made.set_axis(real.columns, axis=1)
    real, made = (one.drop(columns=[*keys], errors="ignore") for one in (real, made))
    wrong = [
        f"{name}: {one}" for name in real for one in _of_column(real[name], made[name])
    ]
    return wrong + list(_rules_broken(real, made))


def wrong_kinds(known: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """List the columns that were taken for something else.

    Parameters
    ----------
    known : mapping of str to str
        What columns are.
    found : mapping of str to str
        Their kinds in the dictionary.

    Returns
    -------
    list of str
        One line for each.
    """
    return [
        f"{name}: {found.get(name)} is no {kind}"
        for name, kind in known.items()
        if name in found and found[name] not in KINDS[kind] | {"constant"}
    ]


def _of_column(real: pd.Series, made: pd.Series) -> Iterator[str]:
    n, m = len(real), len(made)
    share, other = real.isna().mean(), made.isna().mean()
    chance = 5 * np.sqrt(share * (1 - share) * (1 / n + 1 / m))
    if abs(share - other) > chance + 0.01:
        yield f"missing {share:.1%} became {other:.1%}"
    real, made = real.dropna(), made.dropna()
    if made.empty:
        return
    if pd.api.types.is_numeric_dtype(real) != pd.api.types.is_numeric_dtype(made):
        yield f"{made.iloc[0]!r} is not of the type of {real.iloc[0]!r}"
        return
    levels = real.value_counts()
    repeats = len(levels) <= MOST_LEVELS and levels.min() > 1
    if pd.api.types.is_numeric_dtype(real):
        yield from _of_numbers(real, made, len(levels) if repeats else None)
    elif repeats and not set(made) <= set(levels.index):
        yield f"no such level: {sorted(set(made) - set(levels.index))[0]!r}"


def _of_numbers(
    real: pd.Series, made: pd.Series, n_levels: int | None
) -> Iterator[str]:
    if made.min() < real.min() - 1e-9 or made.max() > real.max() + 1e-9:
        yield f"{made.min()} to {made.max()} is beyond {real.min()} to {real.max()}"
    if (real % 1 == 0).all() and not (made % 1 == 0).all():
        yield "whole numbers got decimals"
    new = set(made) - set(real)
    if n_levels is not None and new and not _is_scale(real):
        yield f"between the values: {sorted(new)[:3]}"


def _is_scale(real: pd.Series) -> bool:
    """Tell whether whole numbers may have others between them, as counts do."""
    values = np.unique(real)
    return bool((values % 1 == 0).all() and values[0] >= 0 and len(values) > 6)


def _rules_broken(real: pd.DataFrame, made: pd.DataFrame) -> Iterator[str]:
    tables = (real, made)
    numbers = [
        name
        for name in real
        if all(pd.api.types.is_numeric_dtype(table[name]) for table in tables)
        and real[name].nunique() > ENOUGH
    ][:25]
    for left, right in permutations(numbers, 2):
        yield from _order_broken(real, made, left, right)
        yield from _link_broken(real, made, left, right)


def _order_broken(
    real: pd.DataFrame, made: pd.DataFrame, left: str, right: str
) -> Iterator[str]:
    pair = real[[left, right]].dropna().drop_duplicates()
    overlap = (pair[left] > pair[right].min()).sum() + (
        pair[right] < pair[left].max()
    ).sum()
    if len(pair) < 100 or overlap < len(pair) or (pair[left] > pair[right]).any():
        return
    broken = (made[left] > made[right]).sum()
    if broken:
        yield f"{left} <= {right} is broken in {broken} of {len(made)} rows"


def _link_broken(
    real: pd.DataFrame, made: pd.DataFrame, left: str, right: str
) -> Iterator[str]:
    """A column that is another one times a number, plus a number."""
    pair = real[[left, right]].dropna().drop_duplicates()
    if len(pair) < ENOUGH or str(left) > str(right):
        return
    slope, start = np.polyfit(pair[left], pair[right], 1)
    error = np.abs(pair[right] - slope * pair[left] - start).max()
    if error > 1e-6 * max(1.0, np.abs(pair[right]).max()):
        return
    off = np.abs(made[right] - slope * made[left] - start).max()
    if off > 1e-3 * np.ptp(pair[right]):
        yield f"{right} follows from {left}, and no longer does (by up to {off:.3g})"
