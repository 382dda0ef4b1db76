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
from typing import NamedTuple

import numpy as np

from skl_synth.errors import Remedy, Setting
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.near_rows import (
    Mask,
    NearOthers,
    NumberedRows,
    Pair,
    are_near,
    groups_of_columns,
    near_others,
    pairs_of_groups,
)
from skl_synth.evaluation.people import People, rarest_classes
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import (
    MEMBERS,
    MOST_PEOPLE,
    OUTLYING_SHARE,
    AttackContext,
)
from skl_synth.evaluation.privacy.copies import (
    add_alone,
    add_excess,
    alone_and_found,
    quasi_identifiers_of,
)
from skl_synth.evaluation.privacy.membership.features import (
    N_NEIGHBORS,
    nearest_others,
)
from skl_synth.evaluation.privacy.membership.groups import (
    A_CLASS,
    EVERYONE,
    OUTLIERS,
    SMALLEST_CLASS,
    groups_of,
)
from skl_synth.evaluation.privacy.strangers import (
    above_strangers,
    free_columns,
    n_released,
    persons_of,
    rates_of,
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

LEAST_COLUMNS = 4
"""With fewer columns, what is left when one differs says nothing of anybody."""

MOST_SUBSETS = 60
"""Subsets of quasi-identifiers that are looked at, the smallest first."""

NEAR_BOUND = 0.03
"""How much more often than strangers anybody may be nearly copied: by the low end of
the interval. Honest releases stay below 0.01."""

GROUP_BOUND = 0.1
"""The same of a group, which is few people."""

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
    "near copies of real rows", NEAR_BOUND, _LESS_ALIKE, by_low_end=True
)

_NEAR_COPIES_OF_GROUPS = tuple(
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
        "Share of the people of a group of whom a row is released that equals theirs "
        "in all columns but one, or in all, less the share of those who are so like "
        "another real person.",
        unit=SHARE,
        ceiling=0.0,
        scopes=("group",),
        rows=(MEMBERS,),
        gates=_NEAR_COPIES_OF_GROUPS,
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
        rows one of another person; the same of the smallest class and of outliers, by
        people; and who is shown among those alone with some quasi-identifiers.
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
            NumberedRows.of(data, columns) for data in tables.parts
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


def _about(group: str) -> dict[str, str]:
    return {} if group == EVERYONE else {"scope": "group", "subject": group}


def _add_people(
    figures: FigureList,
    tables: AuditTables,
    near: _Near,
    found: NearOthers,
    matrix: np.ndarray,
    rng: np.random.RandomState,
) -> None:
    """Compare what is released of the people of a group with what others are like."""
    persons = persons_of(tables.real)
    is_shown = _are_shown(near, rng)
    for group, among in _groups_of_real(tables, persons, matrix, rng).items():
        of_group = among[persons]
        whose = np.unique(persons[of_group], return_inverse=True)[1]
        shown, *others = (
            np.bincount(whose, one[of_group]) > 0 for one in (is_shown, *found)
        )
        rate = rates_of(NearOthers(*others), near.pairs_seen).near
        n = len(shown)
        figures.add(
            "nearly_copied_above_strangers",
            above_strangers(float(shown.mean()), rate, n, n),
            scope="group",
            subject=group,
        )
    if not tables.is_classes:
        figures.skip(
            "nearly_copied_above_strangers",
            "the target has no classes",
            scope="group",
            subject=A_CLASS,
        )


def _are_shown(near: _Near, rng: np.random.RandomState) -> np.ndarray:
    """Which real rows are nearly in the release, as far as it is as large as they."""
    # Twice as many synthetic rows meet a person by chance twice as often, and each
    # person has only so many others.
    n, released = len(near.real), near.synthetic
    if len(released) > n:
        released = released.take(rng.permutation(len(released))[:n])
    return are_near(near.real, released, near.groups)


def _groups_of_real(
    tables: AuditTables,
    persons: np.ndarray,
    matrix: np.ndarray,
    rng: np.random.RandomState,
) -> dict[str, np.ndarray]:
    """Find the outliers and the smallest class among all real people.

    No other rows take part: beside its own near copy nobody would be an outlier.
    """
    people = People(persons)
    groups = {OUTLIERS: _outliers(people, matrix, rng)}
    if tables.is_classes:
        labels = tables.labels_of("real")
        rarest_first = rarest_classes(labels)
        classes = people.classes(labels, rarest_first)
        found, sizes = np.unique(classes, return_counts=True)
        smallest = found[sizes.argmin()]
        groups[A_CLASS.replace("*", str(smallest))] = classes == smallest
    return groups


def _outliers(
    people: People, matrix: np.ndarray, rng: np.random.RandomState
) -> np.ndarray:
    """The people who are farthest from others; of very many, among some of them."""
    looked_at = rng.permutation(len(people))[:MOST_PEOPLE]
    rows = people.rows_of(looked_at)
    whose = np.repeat(np.arange(len(looked_at)), people.sizes_of(looked_at))
    distances = nearest_others(matrix[rows], whose)[0][:, N_NEIGHBORS - 1]
    sparsity = np.bincount(whose, distances) / np.bincount(whose)
    is_far = sparsity >= np.quantile(sparsity, 1 - OUTLYING_SHARE)
    outliers = np.zeros(len(people), dtype=bool)
    outliers[looked_at[is_far]] = True
    return outliers


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
