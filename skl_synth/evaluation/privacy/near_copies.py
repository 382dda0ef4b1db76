"""Near copies: released rows that equal a real one in all columns but one, or but two.

A row of which one cell was changed is no replicated record, and tells as much of the
person. Chance makes near copies, too, and more of them the coarser a table is, so that
they are counted against strangers: people held out, and the people of the table among
one another.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, islice
from typing import Any, NamedTuple

import numpy as np

from skl_synth.errors import Remedy, Setting
from skl_synth.evaluation.equal_rows import plain_values
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import (
    MEMBERS,
    AttackContext,
)
from skl_synth.evaluation.privacy.copies import (
    add_alone,
    add_excess,
    alone_and_found,
    quasi_identifiers_of,
)
from skl_synth.evaluation.privacy.membership.groups import (
    A_CLASS,
    EVERYONE,
    OUTLIERS,
    SMALLEST_CLASS,
    groups_of,
)
from skl_synth.evaluation.privacy.real_groups import outliers_of, smallest_class
from skl_synth.evaluation.privacy.strangers import (
    above_strangers,
    as_many_as,
    free_columns,
    n_released,
    persons_of,
)
from skl_synth.evaluation.registry import (
    FOLDS,
    LOWER,
    SHARE,
    GateRule,
    Measure,
    register,
)
from skl_synth.evaluation.table_data import Attribute, AuditTables
from skl_synth.neighbors.near_rows import (
    Mask,
    NearOthers,
    NumberedRows,
    Pair,
    are_near,
    groups_of_columns,
    near_others,
    pairs_of_groups,
)
from skl_synth.neighbors.stranger_rates import any_row, by_person, rates_of

LEAST_COLUMNS = 4
"""With fewer columns, what is left when one differs says nothing of anybody."""

MOST_SUBSETS = 60
"""Subsets of quasi-identifiers that are looked at, the smallest first."""

NEAR_BOUND = 0.03
"""How much more often than strangers anybody may be nearly copied: by the low end of
the interval. Honest releases stay below 0.01."""

GROUP_BOUND = 0.1
"""The same of a group, which is few people."""

ROWS_BOUND = 0.1
"""The same of released rows: those of an honest table crowd where people are many, so
that more of them are near a real one without showing anybody."""

_LESS_ALIKE = (
    Remedy("use the release setting if another was used", only="python"),
    Remedy("round numbers and dates to what is needed"),
    Remedy("merge rare levels, {setting}", Setting("min_category_count", 10)),
    Remedy("look for whoever put changed real rows into the table"),
)

_NEARLY_COPIED = GateRule(
    "near copies of people", NEAR_BOUND, _LESS_ALIKE, where=(FOLDS,), by_low_end=True
)

_NEAR_COPIES = GateRule(
    "near copies of real rows", ROWS_BOUND, _LESS_ALIKE, by_low_end=True
)

_ABOVE_STRANGERS = GateRule(
    "near copies above strangers",
    NEAR_BOUND,
    _LESS_ALIKE,
    by_low_end=True,
    group=EVERYONE,
)

_OF_GROUPS = tuple(
    GateRule(
        "near copies of {subject}",
        GROUP_BOUND,
        _LESS_ALIKE,
        by_low_end=True,
        group=group,
        scope="group",
        subject=subject,
    )
    for group, subject in ((OUTLIERS, OUTLIERS), (SMALLEST_CLASS, A_CLASS))
)


def _near_copied(but: str, words: str, gates: tuple[GateRule, ...]) -> Measure:
    return Measure(
        f"near_copied_{but}_above_control",
        LOWER,
        f"Share of the people in the table of whom a row is released that equals "
        f"theirs in all columns but {words}, or in more, less that of the control.",
        label=f"near copies (all columns but {words}), above control",
        unit=SHARE,
        ceiling=0.0,
        scopes=("table", "group"),
        rows=(MEMBERS,),
        gates=gates,
    )


@register(
    "privacy",
    9,
    _near_copied("but_one", "one", (_NEARLY_COPIED,)),
    # Of honest trees more people are shown but for two columns than of strangers: this
    # has no gate.
    _near_copied("but_two", "two", ()),
    Measure(
        "near_copies_above_strangers",
        LOWER,
        "Share of the synthetic rows that equal a real row in all columns but one, or "
        "in all, less the share of real rows that so equal one of another person.",
        label="near copies of real rows, above strangers",
        unit=SHARE,
        ceiling=0.0,
        gates=(_NEAR_COPIES,),
    ),
    Measure(
        "nearly_copied_above_strangers",
        LOWER,
        "Share of the people in the table of whom a row is released that equals theirs "
        "in all columns but one, or in all, less the share of those who are so like "
        "another real person.",
        label="people nearly copied, above strangers",
        unit=SHARE,
        ceiling=0.0,
        scopes=("table", "group"),
        rows=(MEMBERS,),
        gates=(_ABOVE_STRANGERS, *_OF_GROUPS),
    ),
    Measure(
        "rare_subset_above_control",
        LOWER,
        "Of the people who are alone with some combination of two or more of the "
        "quasi-identifiers, the share of whom such a combination is released, less "
        "that of the control.",
        label="unique in some quasi-identifiers, above control",
        unit=SHARE,
        ceiling=0.0,
        rows=(MEMBERS,),
    ),
)
def find_near_copies(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Count people, and released rows, that are nearly the same.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    options : AttackOptions
        With the quasi-identifiers that an outsider may know.
    rng : RandomState
        Source of the pairs of columns that may differ where there are very many, and of
        the people who are looked at.

    Returns
    -------
    Findings
        Of everyone and of each group attacked, how many more members than controls are
        nearly copied; how many more of the synthetic rows equal a real one than real
        rows one of another person; the same by people, of everyone, the smallest class
        and outliers; and who is shown among those alone with some quasi-identifiers.
    """
    figures, tables = FigureList(), context.tables
    _add_subsets(figures, context, options)
    near = _Near.of(tables, rng)
    if len(near.groups) < LEAST_COLUMNS:
        reason = f"fewer than {LEAST_COLUMNS} columns may differ by themselves"
        for name, scope, subject in _OF_COLUMNS:
            figures.skip(name, reason, scope=scope, subject=subject)
        return Findings(figures)
    _add_attacked(figures, context, near)
    found = near_others(near.real, tables.real.persons, near.groups, near.pairs)
    shown = float(are_near(near.synthetic, near.real, near.groups).mean())
    rate = rates_of(found, near.pairs_seen).near
    sizes = n_released(tables), tables.real.n_people
    figures.add("near_copies_above_strangers", above_strangers(shown, rate, *sizes))
    _add_people(figures, tables, near, found, context.real, rng)
    return Findings(figures)


_OF_COLUMNS = (
    ("near_copied_but_one_above_control", "table", ""),
    ("near_copied_but_two_above_control", "table", ""),
    ("near_copies_above_strangers", "table", ""),
    ("nearly_copied_above_strangers", "table", ""),
    ("nearly_copied_above_strangers", "group", OUTLIERS),
    ("nearly_copied_above_strangers", "group", A_CLASS),
)
"""The figures that there are of tables of several columns, and their groups."""


class _Near(NamedTuple):
    """The rows as numbers that can be added up, and which columns may differ."""

    real: NumberedRows
    synthetic: NumberedRows
    holdout: NumberedRows
    groups: list[Mask]
    pairs: list[Pair]

    @classmethod
    def of(cls, tables: AuditTables, rng: np.random.RandomState) -> _Near:
        columns = free_columns(tables)
        real, synthetic, holdout = (
            NumberedRows.of(plain_values(data, columns)) for data in tables.parts
        )
        groups = groups_of_columns(len(columns))
        pairs = pairs_of_groups(len(groups), rng)
        return cls(real, synthetic, holdout, groups, pairs)

    @property
    def pairs_seen(self) -> float:
        """The share of all pairs of groups that are looked at."""
        return len(self.pairs) / math.comb(len(self.groups), 2)

    @property
    def two(self) -> list[Mask]:
        """The columns of each pair of groups."""
        return [(*self.groups[one], *self.groups[other]) for one, other in self.pairs]


def _add_attacked(figures: FigureList, context: AttackContext, near: _Near) -> None:
    """Compare members with controls: everyone, and each group."""
    attacked = NumberedRows(
        np.r_[
            near.real.columns[context.members], near.holdout.columns[context.controls]
        ]
    )
    by_one = are_near(attacked, near.synthetic, near.groups)
    by_two = by_one | are_near(attacked, near.synthetic, near.two)
    groups = groups_of(context)
    for but, rows in (("but_one", by_one), ("but_two", by_two)):
        hits = context.of_person(rows, np.logical_or)
        for group, among in groups.items():
            about = _about(group)
            of_members, of_controls = (
                hits[among & who] for who in (context.is_member, ~context.is_member)
            )
            name = f"near_copied_{but}_above_control"
            add_excess(figures, name, of_members, of_controls, **about)


def _about(group: str) -> dict[str, Any]:
    return {} if group == EVERYONE else {"scope": "group", "subject": group}


def _add_people(
    figures: FigureList,
    tables: AuditTables,
    near: _Near,
    found: NearOthers,
    matrix: np.ndarray,
    rng: np.random.RandomState,
) -> None:
    """Compare whom the release shows with who is like another real person."""
    persons = persons_of(tables.real)
    released = as_many_as(near.synthetic, len(near.real), rng)
    shown = any_row(are_near(near.real, released, near.groups), persons)
    others = by_person(found, persons)
    groups = {
        EVERYONE: np.ones(len(shown), dtype=bool),
        **smallest_class(tables, persons),
    }
    for group, among in groups.items():
        of_group = NearOthers(*(one[among] for one in others))
        rate = rates_of(of_group, near.pairs_seen).near
        _add_group(figures, group, shown[among], rate)
    outliers, is_other = outliers_of(persons, matrix, rng)
    rate = _rate_of_outliers(near, persons, outliers, is_other)
    _add_group(figures, OUTLIERS, shown[outliers], rate)
    if not tables.is_classes:
        figures.skip(
            "nearly_copied_above_strangers",
            "the target has no classes",
            scope="group",
            subject=A_CLASS,
        )


def _add_group(figures: FigureList, group: str, shown: np.ndarray, rate: float) -> None:
    n = len(shown)
    figure = above_strangers(float(shown.mean()), rate, n, n)
    figures.add("nearly_copied_above_strangers", figure, **_about(group))


def _rate_of_outliers(
    near: _Near, persons: np.ndarray, outliers: np.ndarray, is_other: np.ndarray
) -> float:
    """How often outliers are like another one of the people they were not chosen by."""
    rows = near_others(near.real, persons, near.groups, among=is_other[persons])
    found = by_person(rows, persons)
    rate = rates_of(NearOthers(*(one[outliers] for one in found)), 0.0).near
    # Who meets a stranger with chance p among some people does so with 1 - (1 - p) ** k
    # among k times as many. That is concave, so that the mean of p gives the most.
    k = len(is_other) / max(int(is_other.sum()), 1)
    return float(1 - (1 - rate) ** k)


def _add_subsets(
    figures: FigureList, context: AttackContext, options: AttackOptions
) -> None:
    """Look for combinations of some quasi-identifiers that one person alone has."""
    tables = context.tables
    chosen = quasi_identifiers_of(tables, options.quasi_identifiers)
    if len(chosen) < 2:
        figures.skip(
            "rare_subset_above_control", "there are fewer than two quasi-identifiers"
        )
        return
    n = len(context.persons)
    is_alone, is_found = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    for subset in _subsets(chosen):
        alone, found = alone_and_found(context, subset)
        is_alone |= alone
        is_found |= found
    add_alone(figures, "rare_subset_above_control", context, is_alone, is_found)


def _subsets(chosen: Sequence[Attribute]) -> Iterator[tuple[Attribute, ...]]:
    """Go through the subsets of two or more columns, the smallest first."""
    sizes = range(2, len(chosen) + 1)
    every = chain.from_iterable(combinations(chosen, size) for size in sizes)
    return islice(every, MOST_SUBSETS)
