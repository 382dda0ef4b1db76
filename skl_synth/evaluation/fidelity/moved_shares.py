"""Shares and means that moved further than chance moves them, and their gate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy import stats

from skl_synth.errors import Remedy
from skl_synth.evaluation.fidelity.cluster_samples import (
    effective,
    mean_of,
    shares_of,
)
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.read_columns import MISSING
from skl_synth.evaluation.registry import LOWER, TABLE, GateRule, Measure, register
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData
from skl_synth.generators.moves import (
    BY_CHANCE,
    NOTICEABLE_MEAN,
    Move,
    fisher,
    is_noticeable,
    name_moves,
    worst_first,
)

FEW_VALUES = 10
"""A number of at most so many values is compared by their shares, too."""


class Moves(NamedTuple):
    """What moved further than chance.

    Parameters
    ----------
    figures : FigureList
        ``moved_further_than_chance``.
    notes : tuple of str
        What moved, the worst first; nothing where nothing did.
    moves : tuple of Move
        The same as data.
    """

    figures: FigureList
    notes: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()


@register(
    "fidelity",
    12,
    Measure(
        "moved_further_than_chance",
        LOWER,
        "Number of shares of levels and of missing values, and of means, over all "
        "rows or within a class, that moved noticeably, and further than between two "
        "samples of one population.",
        label="shares and means moved further than chance",
        gates=(
            GateRule(
                "shares and means moved further than chance",
                0.0,
                (
                    Remedy("drop the columns that moved"),
                    Remedy("merge their rare levels"),
                    Remedy(
                        "use the release setting if another was used", only="python"
                    ),
                ),
                where=(TABLE,),
                is_count=True,
            ),
        ),
    ),
)
def find_moved_shares(tables: AuditTables) -> Moves:
    """Find shares and means that differ by more than sampling explains.

    Parameters
    ----------
    tables : AuditTables
        The tables, without the target as a column; a hold-out is not needed.

    Returns
    -------
    Moves
        How many there are, and which.

    Notes
    -----
    Shares are compared by Fisher's exact test, means by Welch's t test, each at
    ``BY_CHANCE`` over the number of comparisons (Bonferroni). Where persons have
    several rows, counts are those of as many independent rows as tell the same. What
    moved must also be noticeable: with many rows every difference is no chance.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.fidelity.moved_shares import find_moved_shares
    >>> from skl_synth.evaluation.table_data import (
    ...     Attribute, AuditTables, TableData
    ... )
    >>> ward = Attribute("ward", False, 0, ("A", "B"))
    >>> real, moved = (
    ...     TableData(np.zeros((400, 0)), np.repeat([[0], [1]], sizes, axis=0))
    ...     for sizes in ((300, 100), (200, 200))
    ... )
    >>> found = find_moved_shares(
    ...     AuditTables((ward,), real, moved, None, "none", "target")
    ... )
    >>> print(found.moves[0].text())
    ward 'B' 25 % → 50 %
    """
    cells = list(_cells(tables))
    least = BY_CHANCE / max(sum(cell.n_compared for cell in cells), 1)
    moves = [move for cell in cells for move in cell.moves if move.chance <= least]
    moves.sort(key=worst_first)
    figures = FigureList()
    figures.add("moved_further_than_chance", float(len(moves)))
    return Moves(figures, _notes(moves), tuple(moves))


class _Cell(NamedTuple):
    """The comparisons of one column among some rows: how many, and what is noticed."""

    n_compared: int
    moves: list[Move]


def _cells(tables: AuditTables) -> Iterator[_Cell]:
    """Compare every column over all rows, then among those of each class."""
    whole = tables.with_target()
    for attribute in whole.attributes:
        yield _compared(attribute, whole.real, whole.synthetic, "")
    if not tables.is_classes:
        return
    for label in np.unique(tables.labels_of("real")).tolist():
        real = tables.real.take(tables.labels_of("real") == label)
        synthetic = tables.synthetic.take(tables.labels_of("synthetic") == label)
        # That a class is missing is found in the shares of the classes.
        if len(synthetic):
            for attribute in tables.attributes:
                yield _compared(attribute, real, synthetic, str(label))


def _compared(
    attribute: Attribute, real: TableData, synthetic: TableData, label: str
) -> _Cell:
    levels, codes = _levels(attribute, [real, synthetic])
    moved = _moved_shares(levels, codes, (real.persons, synthetic.persons))
    moves = [Move(attribute.name, level, label, *values) for level, *values in moved]
    if not attribute.is_number:
        return _Cell(len(levels), moves)
    mean = _moved_mean(attribute, real, synthetic)
    moves += [Move(attribute.name, "", label, *mean)] if mean else []
    return _Cell(len(levels) + 1, moves)


def _levels(
    attribute: Attribute, parts: list[TableData]
) -> tuple[list[str], list[np.ndarray]]:
    """What shares are compared of: levels, few values, or what is missing.

    Of two levels the one says what the other does; rows beyond the list have none.
    """
    values = [data.values(attribute) for data in parts]
    if not attribute.is_number:
        names = list(attribute.levels)
        if len(names) == 2:
            return names[1:], [codes - 1 for codes in values]
        return names, values
    known = [one[~np.isnan(one)] for one in values]
    found = np.unique(known[0])
    if not 2 < len(found) <= FEW_VALUES:
        found = found[:0]
    names = [*(f"{one:g}" for one in found), MISSING]
    return names, [_places(one, found) for one in values]


def _places(values: np.ndarray, found: np.ndarray) -> np.ndarray:
    """The place of each value in a list; after all what is missing, -1 for others."""
    places = np.searchsorted(found, values)
    if len(found):
        same = found[np.minimum(places, len(found) - 1)] == values
        places = np.where(same, places, -1)
    else:
        places = np.full(len(values), -1)
    return np.where(np.isnan(values), len(found), places)


def _moved_shares(
    levels: list[str],
    codes: list[np.ndarray],
    persons: tuple[np.ndarray | None, np.ndarray | None],
) -> Iterator[tuple[Any, ...]]:
    """The levels whose share moved noticeably, and how likely that is by chance."""
    one, other = (
        shares_of(part, len(levels), whose)
        for part, whose in zip(codes, persons, strict=True)
    )
    gap = other.share - one.share
    for place in range(len(levels)):
        if not is_noticeable(float(one.share[place]), float(other.share[place])):
            continue
        chance = fisher(*effective(one, place), *effective(other, place))
        shares = float(one.share[place]), float(other.share[place])
        yield levels[place], *shares, float(gap[place]), chance


def _moved_mean(
    attribute: Attribute, real: TableData, synthetic: TableData
) -> tuple[float, float, float, float] | None:
    """The mean of a number, if it moved noticeably."""
    one, other = (
        mean_of(data.values(attribute), data.persons) for data in (real, synthetic)
    )
    gap = other.mean - one.mean
    spread = max(one.spread, np.finfo(float).tiny)
    if not abs(gap) >= NOTICEABLE_MEAN * spread:
        return None
    error = np.hypot(one.error, other.error)
    if not error:
        # Two constants that differ, each of several persons.
        return one.mean, other.mean, float(np.sign(gap)), 0.0
    degrees = max(min(one.n_people, other.n_people) - 1, 1)
    chance = float(2 * stats.t.sf(abs(gap) / error, degrees))
    return one.mean, other.mean, float(gap / spread), chance


def _notes(moves: list[Move]) -> tuple[str, ...]:
    if not moves:
        return ()
    return (f"moved further than chance, real → synthetic: {name_moves(moves)}.",)
