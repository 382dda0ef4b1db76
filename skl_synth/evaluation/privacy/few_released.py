"""What rests on few people and is released: levels, numbers, tails, combinations.

A level that one person has tells that this person is in the table, however the other
columns were drawn. A number or a combination may be there by chance, so that these are
counted against people who were held out.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations, islice
from typing import NamedTuple

import numpy as np
import pandas as pd

from skl_synth.errors import Remedy, Setting
from skl_synth.evaluation.equal_rows import plain_values
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.intervals import risk_above_control
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import MEMBERS, AttackContext
from skl_synth.evaluation.privacy.few_listed import (
    ENDS,
    are_filled,
    is_measured,
    list_few_people,
)
from skl_synth.evaluation.privacy.strangers import persons_of
from skl_synth.evaluation.registry import (
    FOLDS,
    LOWER,
    SHARE,
    TABLE,
    GateRule,
    Measure,
    register,
)
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData
from skl_synth.neighbors.near_rows import NumberedRows

MOST_PAIRS = 120
"""Pairs of columns that are looked at: all of them up to 16 columns with levels."""

VALUES_BOUND = 0.5
"""The most of what rests on few that may be released above chance, by the low end of
the interval. Values drawn from those of the people themselves reach 0.63."""

_LEVELS = GateRule(
    "levels of few people",
    0.0,
    (
        Remedy("merge rare levels, {setting}", Setting("min_category_count", 10)),
        Remedy("merge or drop the levels of few people in the real table"),
    ),
    where=(TABLE,),
    is_count=True,
)


def _gate(name: str) -> GateRule:
    return GateRule(
        name,
        VALUES_BOUND,
        (
            Remedy("use the release setting if another was used", only="python"),
            Remedy("round numbers and dates to what is needed"),
            Remedy("merge rare levels, {setting}", Setting("min_category_count", 10)),
        ),
        where=(FOLDS,),
        by_low_end=True,
    )


def _above_control(name: str, what: str, gate: str) -> Measure:
    return Measure(
        f"{name}_above_control",
        LOWER,
        f"Share of {what} that fewer people have than are enough, and that are "
        "released, above the control: of what of the control is not released, by "
        "person.",
        label=f"{gate}, above control",
        unit=SHARE,
        ceiling=0.0,
        rows=(MEMBERS,),
        gates=(_gate(gate),),
    )


@register(
    "privacy",
    10,
    Measure(
        "rare_levels_released",
        LOWER,
        "Number of levels that fewer people of the real table have than are enough, "
        "and that stand in the synthetic one.",
        label="levels of few people that are released",
        ceiling=0.0,
        scopes=("table", "column"),
        gates=(_LEVELS,),
    ),
    _above_control("rare_values", "the numbers and dates", "values of few people"),
    _above_control("tails", "the outermost numbers and dates", "tails of few people"),
    _above_control(
        "rare_pairs", "the levels of two columns", "combinations of few people"
    ),
)
def find_few_people(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Count what rests on few people and is released.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    options : AttackOptions
        With the number of persons that are enough.
    rng : RandomState
        Not used: nothing is drawn by chance.

    Returns
    -------
    Findings
        How many levels of fewer persons are released, in all and of which column; of
        the exact numbers, of the outermost, and of the levels of two columns together
        that fewer persons of both real tables have, the share released of members above
        that of controls; a note that names the columns; and the list of what was found,
        for the owner.
    """
    figures, least = FigureList(), options.min_people
    tables = context.tables.with_target()
    numbers = [one for one in tables.varying if is_measured(one)]
    with_levels = [one for one in tables.varying if not one.is_number]
    pairs = list(islice(combinations(with_levels, 2), MOST_PAIRS))
    found = list_few_people(tables, pairs, least)
    _add_levels(figures, found[found["what"] == "level"])
    pool = _Pool.of(context, tables)
    values = [pool.cells(one) for one in numbers]
    # Of fewer people so many would be outermost that it says nothing.
    long = [one for one in values if one.n_filled >= ENDS * least]
    combined = [pool.cells(*pair) for pair in pairs]
    _add(figures, context, "rare_values", [one.rare(least) for one in values])
    _add(figures, context, "tails", [one.tails(least) for one in long])
    _add(figures, context, "rare_pairs", [one.rare(least) for one in combined])
    return Findings(figures, _notes(found, least), few_people=found)


def _add_levels(figures: FigureList, levels: pd.DataFrame) -> None:
    """Count the levels of few people, in all and of each column."""
    figures.add("rare_levels_released", float(len(levels)))
    for column, n in Counter(levels["column"].tolist()).items():
        figures.add("rare_levels_released", float(n), scope="column", subject=column)


class _Cells(NamedTuple):
    """What the rows attacked have in some columns, and how many people have it.

    With all that is filled of one column, a value once for each person, in order.
    """

    values: np.ndarray
    n_persons: np.ndarray
    is_shown: np.ndarray
    ordered: np.ndarray

    @property
    def n_filled(self) -> int:
        """How many people have a value, counted with each of their values."""
        return len(self.ordered)

    def rare(self, least: int) -> tuple[np.ndarray, np.ndarray]:
        """Which rows have what fewer people have, and of which it is released."""
        # Nobody has what is missing.
        is_rare = (self.n_persons > 0) & (self.n_persons < least)
        return is_rare, is_rare & self.is_shown

    def tails(self, least: int) -> tuple[np.ndarray, np.ndarray]:
        """The same of values beyond which fewer people are."""
        low, high = self.ordered[least - 1], self.ordered[-least]
        is_rare, _ = self.rare(least)
        is_tail = is_rare & ((self.values <= low) | (self.values >= high))
        return is_tail, is_tail & self.is_shown


class _Pool(NamedTuple):
    """The people of both real tables, among whom members and controls are alike."""

    parts: list[TableData]
    persons: np.ndarray
    attacked: np.ndarray

    @classmethod
    def of(cls, context: AttackContext, tables: AuditTables) -> _Pool:
        real, synthetic, holdout = tables.parts
        persons = [persons_of(real), persons_of(holdout)]
        persons[1] = persons[1] + persons[0].max(initial=-1) + 1
        attacked = np.r_[context.members, len(real) + context.controls]
        return cls([real, holdout, synthetic], np.concatenate(persons), attacked)

    def cells(self, *columns: Attribute) -> _Cells:
        """Look at some columns at once."""
        real, holdout, synthetic = (
            NumberedRows.of(plain_values(data, columns)).without()
            for data in self.parts
        )
        different, place = np.unique(np.r_[real, holdout], return_inverse=True)
        is_filled = np.concatenate(
            [are_filled(data, columns) for data in self.parts[:2]]
        )
        counts = _count_persons(
            place[is_filled], self.persons[is_filled], len(different)
        )
        values = np.concatenate([data.values(columns[0]) for data in self.parts[:2]])
        _, first = np.unique(place, return_index=True)
        return _Cells(
            values[self.attacked],
            counts[place[self.attacked]],
            np.isin(different, synthetic)[place[self.attacked]],
            np.sort(np.repeat(values[first], counts)),
        )


def _count_persons(place: np.ndarray, persons: np.ndarray, n: int) -> np.ndarray:
    """Count the persons of each of n values: once each, in however many rows."""
    n_persons = persons.max(initial=0) + 1
    return np.bincount(np.unique(place * n_persons + persons) // n_persons, minlength=n)


def _add(
    figures: FigureList,
    context: AttackContext,
    name: str,
    cells: list[tuple[np.ndarray, np.ndarray]],
) -> None:
    """Compare the share that is released of members with that of controls."""
    metric, n_rows = f"{name}_above_control", len(context.persons)
    rare, shown = np.zeros(n_rows), np.zeros(n_rows)
    for is_rare, is_shown in cells:
        rare += is_rare
        shown += is_shown
    rare, shown = (context.of_person(one, np.add) for one in (rare, shown))
    # A person is one observation, in however many cells: these hang together.
    has = rare > 0
    share = np.divide(shown, rare, out=np.zeros(len(rare)), where=has)
    members, controls = (
        share[has & who] for who in (context.is_member, ~context.is_member)
    )
    if not len(members) or not len(controls):
        figures.skip(metric, "nothing of the kind rests on few people")
        return
    sizes = len(members), len(controls)
    figures.add(
        metric,
        risk_above_control(members.sum(), sizes[0], controls.sum(), sizes[1]),
    )


def _notes(found: pd.DataFrame, least: int) -> tuple[str, ...]:
    """Name the columns, and no value: notes are shared."""
    levels = found[found["what"] == "level"]
    if not len(levels):
        return ()
    columns = ", ".join(dict.fromkeys(levels["column"]))
    return (
        f"levels that fewer than {least} people of the real table have stand in the "
        f"synthetic one: {len(levels)} of {columns}.",
    )
