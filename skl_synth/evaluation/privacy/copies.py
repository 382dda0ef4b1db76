"""Replicated records: rows, and rare combinations, shared with real people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from skl_synth.errors import Remedy, Setting
from skl_synth.evaluation.equal_rows import keys_of, numbers_of, plain_values
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.intervals import excess, wilson
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import MEMBERS, AttackContext
from skl_synth.evaluation.privacy.strangers import (
    above_strangers,
    as_many_as,
    free_columns,
    persons_of,
)
from skl_synth.evaluation.registry import (
    FOLDS,
    HELD_OUT,
    LOWER,
    SHARE,
    TABLE,
    GateRule,
    Measure,
    register,
)
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData
from skl_synth.neighbors.near_rows import (
    NumberedRows,
    are_near,
    groups_of_columns,
    near_others,
)
from skl_synth.neighbors.stranger_rates import any_row, by_person, rates_of
from skl_synth.table.detectors import is_token

MOST_COLUMNS = 3
"""Quasi-identifiers that are chosen where none are given."""


_WITHOUT_COPIES = (
    Remedy(
        "make the rows by the release setting, which keeps no more of them",
        only="python",
    ),
    Remedy("look for whoever put real rows into the table"),
)

NO_COPIES = GateRule(
    "copies of real rows above strangers",
    0.0,
    _WITHOUT_COPIES,
    where=(TABLE,),
    by_low_end=True,
)
"""Of the table that is released: where strangers are never the same, no row at all."""

FEW_COPIES = GateRule(
    "copies of real people above control",
    0.0,
    _WITHOUT_COPIES,
    where=(FOLDS,),
    by_low_end=True,
)
"""Of the method: over thousands of rows even other people show one by chance."""

NO_REAL_KEYS = GateRule(
    "real keys",
    0.0,
    (
        Remedy("replace identifiers, {setting}", Setting("identifiers", "surrogate")),
        Remedy("leave them out, {setting}", Setting("identifiers", "drop")),
    ),
    is_count=True,
)


@register(
    "privacy",
    3,
    Measure(
        "identical_to_training",
        LOWER,
        "Share of the synthetic rows that equal a real row that they were made from, "
        "in every column but the target and keys (replicated records).",
        unit=SHARE,
        claim="{value} of the synthetic rows equal a real row that they were made "
        "from, in every column but the target and keys; of other real rows {ceiling} "
        "do by chance.",
        ceiling=HELD_OUT,
    ),
    Measure(
        "copies_above_strangers",
        LOWER,
        "Share of the people in the table of whom a replicated record is released, "
        "less the share of those who equal another person of the table. Where no two "
        "people are the same, a single copy is above chance.",
        label="replicated records, above strangers",
        unit=SHARE,
        ceiling=0.0,
        rows=(MEMBERS,),
        gates=(NO_COPIES,),
    ),
    Measure(
        "identical_to_test",
        LOWER,
        "Share of the synthetic rows that equal a real row that was held out.",
        unit=SHARE,
    ),
    Measure(
        "copied_above_control",
        LOWER,
        "Share of the people in the table of whom a replicated record is released, "
        "less that of the control.",
        label="replicated records, above control",
        unit=SHARE,
        ceiling=0.0,
        rows=(MEMBERS,),
        gates=(FEW_COPIES,),
    ),
    Measure(
        "rare_combination_above_control",
        LOWER,
        "Of the people whose combination of quasi-identifiers is theirs alone, the "
        "share whose combination is released (replicated uniques), less that of the "
        "control.",
        label="replicated uniques, above control",
        unit=SHARE,
        ceiling=0.0,
        rows=(MEMBERS,),
    ),
    Measure(
        "real_keys",
        LOWER,
        "Share of the synthetic rows with an identifier of a real person.",
        label="rows with the key of a real person",
        unit=SHARE,
        gates=(NO_REAL_KEYS,),
    ),
)
def find_copies(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Count replicated records of real people in the release.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    options : AttackOptions
        With the quasi-identifiers that an outsider may know.
    rng : RandomState
        Source of the rows that are looked at where more are released than there are.

    Returns
    -------
    Findings
        The share of synthetic rows that equal a training row (ceiling: of the hold-out
        that does), and one of the hold-out; the share of people of whom a replicated
        record is released, above that of those who equal another person, and above that
        of controls; the same for people who are unique in the quasi-identifiers; and
        the share of keys that are real ones.
    """
    figures, tables = FigureList(), context.tables
    real, synthetic, holdout = keys_of(tables, tables.varying)
    released, known = set(synthetic.tolist()), set(real.tolist())
    base = _share_in(holdout, known).value
    figures.add("identical_to_training", _share_in(synthetic, known), ceiling=base)
    _add_above_strangers(figures, tables, rng)
    figures.add("identical_to_test", _share_in(synthetic, set(holdout.tolist())))
    attacked = np.r_[real[context.members], holdout[context.controls]]
    copied = context.of_person(_hits(attacked, released), np.logical_or)
    add_excess(figures, "copied_above_control", *context.by_membership(copied))
    chosen = quasi_identifiers_of(tables, options.quasi_identifiers)
    if chosen:
        rare = alone_and_found(context, chosen)
        add_alone(figures, "rare_combination_above_control", context, *rare)
    _add_keys(figures, tables)
    if options.quasi_identifiers is not None or not chosen:
        return Findings(figures)
    names = ", ".join(one.name for one in chosen)
    note = f"quasi-identifiers were chosen by how many people they single out: {names}."
    return Findings(figures, (note,))


def quasi_identifiers_of(
    tables: AuditTables, names: Collection[str] | None
) -> list[Attribute]:
    """Find the attributes that an outsider may know.

    Parameters
    ----------
    tables : AuditTables
        The tables.
    names : collection of str or None
        Their names; None chooses the columns by which most people in the training table
        are unique, one after the other.

    Returns
    -------
    list of Attribute
        The attributes.

    Raises
    ------
    InputError
        If there is no column or group of such a name.
    """
    if names is not None:
        return tables.named(names, "quasi_identifiers")
    chosen: list[Attribute] = []
    for _ in range(min(MOST_COLUMNS, len(tables.varying))):
        rest = [one for one in tables.varying if one not in chosen]
        unique = [_n_unique(tables.real, [*chosen, one]) for one in rest]
        chosen.append(rest[int(np.argmax(unique))])
    return chosen


def _add_above_strangers(
    figures: FigureList, tables: AuditTables, rng: np.random.RandomState
) -> None:
    """Compare who is copied with who is like another person of the table."""
    if not tables.varying:
        figures.skip("copies_above_strangers", "no column varies")
        return
    columns, persons = free_columns(tables), persons_of(tables.real)
    groups = groups_of_columns(len(columns))
    others = NumberedRows.of(plain_values(tables.real, columns))
    found = by_person(near_others(others, tables.real.persons, groups), persons)
    rate = rates_of(found).equal
    real, released = (
        NumberedRows.of(plain_values(data, tables.varying))
        for data in (tables.real, tables.synthetic)
    )
    if rate:
        released = as_many_as(released, len(real), rng)
    shown = any_row(are_near(real, released, [()]), persons)
    n = len(shown)
    figure = above_strangers(float(shown.mean()), rate, n, n, by_chance=False)
    figures.add("copies_above_strangers", figure)


def add_excess(
    figures: FigureList,
    metric: str,
    members: np.ndarray,
    controls: np.ndarray,
    **about: Any,
) -> None:
    """Compare how many members are in the release with how many controls are.

    Parameters
    ----------
    figures : FigureList
        Gets the figure, unless there is nobody to compare.
    metric : str
        What it is, as it is registered.
    members, controls : ndarray of bool
        Who is in the release.
    **about : object
        Scope and subject.
    """
    if len(members) and len(controls):
        figure = excess(members.sum(), len(members), controls.sum(), len(controls))
        figures.add(metric, figure, **about)


def alone_and_found(
    context: AttackContext, chosen: Sequence[Attribute]
) -> tuple[np.ndarray, np.ndarray]:
    """Look for the combinations of columns that one person alone has.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    chosen : sequence of Attribute
        The columns.

    Returns
    -------
    is_alone, is_found : ndarray of shape (n_rows_attacked,), dtype bool
        Whose rows have such a combination, and whose of these are released.
    """
    real, synthetic, holdout = keys_of(context.tables, chosen)
    people = context.tables.people
    persons = None
    if people is not None:
        # Nobody stands in both tables.
        persons = np.r_[people[0].persons, len(people[0]) + people[1].persons]
    alone = of_one_person(np.r_[real, holdout], persons)
    attacked = np.r_[real[context.members], holdout[context.controls]]
    is_alone = np.isin(attacked, alone)
    return is_alone, is_alone & np.isin(attacked, synthetic)


def add_alone(
    figures: FigureList,
    metric: str,
    context: AttackContext,
    is_alone: np.ndarray,
    is_found: np.ndarray,
) -> None:
    """Compare the members who are alone with something, and found, with controls.

    Parameters
    ----------
    figures : FigureList
        Gets the figure.
    metric : str
        What it is, as it is registered.
    context : AttackContext
        Who is attacked.
    is_alone, is_found : ndarray of shape (n_rows_attacked,), dtype bool
        From `alone_and_found`.
    """
    alone, found = (
        context.of_person(one, np.logical_or) for one in (is_alone, is_found)
    )
    hits = [found[who & alone] for who in (context.is_member, ~context.is_member)]
    add_excess(figures, metric, *hits)


def of_one_person(rows: np.ndarray, persons: np.ndarray | None) -> np.ndarray:
    """Find the numbers of rows that one person alone has, in however many rows."""
    if persons is not None:
        rows = np.unique(np.column_stack([rows, persons]), axis=0)[:, 0]
    numbers, counts = np.unique(rows, return_counts=True)
    return numbers[counts == 1]


def _add_keys(figures: FigureList, tables: AuditTables) -> None:
    """Count keys of real people that stand in the release."""
    pairs = list(zip(tables.real.keys, tables.synthetic.keys, strict=True))
    if not pairs:
        figures.skip("real_keys", "no identifier is released")
        return
    hits = np.zeros(len(tables.synthetic), dtype=bool)
    for real, synthetic in pairs:
        # A token for what is missing, such as "NA", is nobody's key.
        keys = {one for one in real.tolist() if one is not None}
        known = {one for one in keys if not (isinstance(one, str) and is_token(one))}
        hits |= _hits(synthetic, known)
    figures.add("real_keys", wilson(hits.sum(), len(hits)))


def _n_unique(data: TableData, attributes: Sequence[Attribute]) -> int:
    """How many combinations there are that one person alone has."""
    return len(of_one_person(numbers_of([data], attributes), data.persons))


def _hits(rows: np.ndarray, known: set[Any]) -> np.ndarray:
    return np.array([row in known for row in rows.tolist()], dtype=bool)


def _share_in(rows: np.ndarray, known: set[int]) -> Interval:
    return wilson(int(_hits(rows, known).sum()), len(rows))
