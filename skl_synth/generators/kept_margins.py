"""Kept margins: how the rows that a filter keeps differ from those that it was given.

Whatever a filter drops, it drops for reasons of its own, and where people are alike it
drops them all: levels that many share vanish without a word. So shares, means and
spreads are compared, within each class.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import stats

from skl_synth.generators.moves import (
    BY_CHANCE,
    NOTICEABLE_MEAN,
    Move,
    fisher,
    is_noticeable,
    worst_first,
)
from skl_synth.table.beside_numbers import IS_NUMBER
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates
from skl_synth.table.variables import (
    LevelVariable,
    NumberVariable,
    OneHotVariable,
    Variable,
)

MISSING_VALUE = "(missing)"
"""The level of a missing value."""


class _Look(NamedTuple):
    """One comparison: what it found, where that is noticeable."""

    move: Move | None = None


@dataclass(frozen=True, eq=False)
class _Pool:
    """The candidates of a class, and which of them were kept.

    Columns are taken one by one: all of them at once are as much as the candidates.
    """

    candidates: Candidates
    rows: np.ndarray
    kept: np.ndarray
    label: str
    row_weight: float
    """As how many independent rows each counts: less than one where they are those of
    fewer persons."""


def moves_of_kept(
    real: RealTable,
    candidates: Candidates,
    kept: np.ndarray,
    *,
    is_short: bool = False,
) -> list[Move]:
    """Find shares, means and spreads that differ by more than a choice by lot explains.

    Parameters
    ----------
    real : RealTable
        The real table, for its schema.
    candidates : Candidates
        All rows that were given.
    kept : ndarray of shape (n_rows,), dtype bool
        Which of them were kept.
    is_short : bool, default=False
        Whether special or missing values are known to be too few among them: then it
        is not asked whether chance would do.

    Returns
    -------
    list of Move
        From what was given to what was kept, the worst first.

    Notes
    -----
    What was kept is held against what was dropped: shares by Fisher's exact test, means
    and mean deviations by Welch's t test, each at ``BY_CHANCE`` over the number of
    comparisons (Bonferroni). What moved must also be noticeable.
    """
    looks = [
        look
        for pool in _pools(real, candidates, kept)
        for look in _looks(real, pool, is_short)
    ]
    least = BY_CHANCE / max(len(looks), 1)
    found = [one.move for one in looks if one.move and one.move.chance <= least]
    return sorted(found, key=worst_first)


def _pools(
    real: RealTable, candidates: Candidates, kept: np.ndarray
) -> Iterator[_Pool]:
    """Take the classes apart; one in which all or nothing was kept tells nothing."""
    groups, persons = real.target.groups_of(candidates.target), candidates.persons
    n_persons = len(candidates) if persons is None else len(np.unique(persons))
    classes = real.target.classes
    for group in np.unique(groups).tolist():
        rows = np.flatnonzero(groups == group)
        if 0 < kept[rows].sum() < len(rows):
            label = "" if classes is None else str(classes.tolist()[group])
            weight = n_persons / len(candidates)
            yield _Pool(candidates, rows, kept[rows], label, weight)


def _looks(real: RealTable, pool: _Pool, is_short: bool) -> Iterator[_Look]:
    encoded, rows = pool.candidates.rows, pool.rows
    for variable, codes in zip(real.schema.codes, encoded.codes.T, strict=True):
        for look in _looks_at_levels(variable, codes[rows], pool):
            yield _for_sure(look, variable) if is_short else look
    for number, values in zip(real.schema.numbers, encoded.numbers.T, strict=True):
        yield from _looks_at_number(str(number.name), values[rows], pool)
    if real.target.kind == "continuous":
        target = pool.candidates.target[rows]
        yield from _looks_at_number("the target", target, pool)


def _looks_at_levels(
    variable: Variable, codes: np.ndarray, pool: _Pool
) -> Iterator[_Look]:
    """Compare the share of each level; of two levels one says what the other does."""
    n_levels = variable.n_levels
    given, kept = (
        np.bincount(one[one >= 0], minlength=n_levels)
        for one in (codes, codes[pool.kept])
    )
    n_given, n_kept = len(codes), int(pool.kept.sum())
    for level in range(1 if n_levels == 2 else 0, n_levels):
        before, after = given[level] / n_given, kept[level] / n_kept
        if not is_noticeable(before, after):
            yield _Look()
            continue
        counts = (kept[level], n_kept, given[level] - kept[level], n_given - n_kept)
        hits, n, other_hits, n_other = (
            int(np.ceil(one * pool.row_weight)) for one in counts
        )
        chance = fisher(min(hits, n), n, min(other_hits, n_other), n_other)
        name = _level_name(variable, level)
        gap = after - before
        yield _Look(
            Move(str(variable.name), name, pool.label, before, after, gap, chance)
        )


def _for_sure(look: _Look, variable: Variable) -> _Look:
    """Leave chance out of it where a number is absent, more or less often."""
    move = look.move
    if move is None:
        return look
    is_absent = isinstance(variable, NumberVariable) or move.level == MISSING_VALUE
    return _Look(move._replace(chance=0.0)) if is_absent else look


def _level_name(variable: Variable, level: int) -> str:
    if level == variable.missing_level:
        return MISSING_VALUE
    names: list = []
    if isinstance(variable, LevelVariable):
        names = variable.known
    elif isinstance(variable, OneHotVariable):
        names = list(variable.columns)
    elif isinstance(variable, NumberVariable):
        names = [IS_NUMBER, *variable.special]
    # A row without any column of a group.
    return str(names[level]) if level < len(names) else "(none)"


def _looks_at_number(name: str, values: np.ndarray, pool: _Pool) -> Iterator[_Look]:
    """Compare the mean, and how far values lie from it in the mean."""
    present = ~np.isnan(values)
    known, kept = values[present], pool.kept[present]
    if not 1 < kept.sum() < len(known) - 1:
        return
    spread = float(known.std())
    if not spread:
        return
    away = np.abs(known - known.mean())
    yield _look_at_mean(name, "mean", known, kept, spread, pool)
    yield _look_at_mean(name, "mean deviation", away, kept, float(away.mean()), pool)


def _look_at_mean(
    name: str, what: str, values: np.ndarray, kept: np.ndarray, unit: float, pool: _Pool
) -> _Look:
    before, after = float(values.mean()), float(values[kept].mean())
    size = (after - before) / unit
    if abs(size) < NOTICEABLE_MEAN:
        return _Look()
    parts = values[kept], values[~kept]
    variances = [one.var(ddof=1) / (len(one) * pool.row_weight) for one in parts]
    error = float(np.sqrt(sum(variances)))
    gap = abs(float(parts[0].mean() - parts[1].mean()))
    degrees = max(min(map(len, parts)) * pool.row_weight - 1, 1)
    chance = float(2 * stats.t.sf(gap / error, degrees)) if error else 0.0
    return _Look(Move(name, "", pool.label, before, after, size, chance, what))
