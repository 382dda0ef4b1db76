"""Copies: rows, and rare combinations, that the release shares with real people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from skl_synth.evaluation.equal_rows import keys_of, numbers_of
from skl_synth.evaluation.figures import FigureList, Interval
from skl_synth.evaluation.intervals import excess, wilson
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData

MEMBERS = "members"
"""What is measured: people in the table, not rows of the release."""

MOST_COLUMNS = 3
"""Quasi-identifiers that are chosen where none are given."""


def add_copies(
    figures: FigureList,
    context: AttackContext,
    quasi_identifiers: Collection[str] | None,
) -> list[str]:
    """Count copies of real people in the release.

    Parameters
    ----------
    figures : FigureList
        Receives the share of synthetic rows that equal a training row (ceiling: of the
        hold-out that does), and one of the hold-out; the share of members of whom a
        copy is released, above that of controls; the same for people who are unique in
        the quasi-identifiers; and the share of keys that are real ones.
    context : AttackContext
        Who is attacked, and the tables.
    quasi_identifiers : collection of str or None
        What an outsider may know; None chooses.

    Returns
    -------
    list of str
        What should be noted.
    """
    tables = context.tables
    real, synthetic, holdout = keys_of(tables, tables.varying)
    released, known = set(synthetic.tolist()), set(real.tolist())
    base = _share_in(holdout, known).value
    figures.add(
        "identical_to_training",
        _share_in(synthetic, known),
        better="lower",
        ceiling=base,
    )
    to_test = _share_in(synthetic, set(holdout.tolist()))
    figures.add("identical_to_test", to_test, better="lower")
    _add_excess(figures, "copied_above_control", context, real, holdout, released)
    chosen = quasi_identifiers_of(tables, quasi_identifiers)
    if chosen:
        _add_rare(figures, context, chosen)
    _add_keys(figures, tables)
    if quasi_identifiers is not None or not chosen:
        return []
    names = ", ".join(one.name for one in chosen)
    return [
        f"quasi-identifiers were chosen by how many people they single out: {names}."
    ]


def quasi_identifiers_of(
    tables: AuditTables, names: Collection[str] | None
) -> list[Attribute]:
    """Find the attributes that an outsider may know.

    Parameters
    ----------
    tables : AuditTables
        The tables.
    names : collection of str or None
        Their names; None chooses the columns by which most training rows are unique,
        one after the other.

    Returns
    -------
    list of Attribute
        The attributes.

    Raises
    ------
    ValueError
        If there is no column or group of such a name.
    """
    if names is not None:
        return attributes_named(tables, names, "quasi_identifiers")
    chosen: list[Attribute] = []
    for _ in range(min(MOST_COLUMNS, len(tables.varying))):
        rest = [one for one in tables.varying if one not in chosen]
        unique = [_n_unique(tables.real, [*chosen, one]) for one in rest]
        chosen.append(rest[int(np.argmax(unique))])
    return chosen


def attributes_named(
    tables: AuditTables, names: Collection[str], parameter: str
) -> list[Attribute]:
    """Find attributes by name.

    Parameters
    ----------
    tables : AuditTables
        The tables.
    names : collection of str
        Names of columns or one-hot groups.
    parameter : str
        What the user called them, for messages.

    Returns
    -------
    list of Attribute
        The attributes.

    Raises
    ------
    ValueError
        If there is no such column or group.
    """
    by_name = {one.name: one for one in tables.attributes}
    for name in names:
        if str(name) not in by_name:
            raise ValueError(
                f"{parameter} names {name!r}; the columns and one-hot groups are "
                f"{', '.join(by_name)}."
            )
    return [by_name[str(name)] for name in names]


def _add_excess(
    figures: FigureList,
    metric: str,
    context: AttackContext,
    real: np.ndarray,
    holdout: np.ndarray,
    released: set[int],
) -> None:
    """Compare how many members are in the release with how many controls are."""
    members = _hits(real[context.members], released)
    controls = _hits(holdout[context.controls], released)
    if not len(members) or not len(controls):
        return
    figures.add(
        metric,
        excess(members.sum(), len(members), controls.sum(), len(controls)),
        better="lower",
        rows=MEMBERS,
        ceiling=0.0,
    )


def _add_rare(
    figures: FigureList, context: AttackContext, chosen: Sequence[Attribute]
) -> None:
    """Look for the combinations of quasi-identifiers that one person alone has."""
    real, synthetic, holdout = keys_of(context.tables, chosen)
    numbers, counts = np.unique(np.r_[real, holdout], return_counts=True)
    alone = set(numbers[counts == 1].tolist())
    released = set(synthetic.tolist())
    hits = [
        _hits(one[_hits(one, alone)], released)
        for one in (real[context.members], holdout[context.controls])
    ]
    if not all(len(one) for one in hits):
        return
    members, controls = hits
    figures.add(
        "rare_combination_above_control",
        excess(members.sum(), len(members), controls.sum(), len(controls)),
        better="lower",
        rows=MEMBERS,
        ceiling=0.0,
    )


def _add_keys(figures: FigureList, tables: AuditTables) -> None:
    """Count keys of real people that stand in the release."""
    pairs = list(zip(tables.real.keys, tables.synthetic.keys, strict=True))
    if not pairs:
        return
    hits = np.zeros(len(tables.synthetic), dtype=bool)
    for real, synthetic in pairs:
        known = {one for one in real.tolist() if one is not None}
        hits |= _hits(synthetic, known)
    figures.add("real_keys", wilson(hits.sum(), len(hits)), better="lower")


def _n_unique(data: TableData, attributes: Sequence[Attribute]) -> int:
    counts = np.bincount(numbers_of([data], attributes))
    return int((counts == 1).sum())


def _hits(rows: np.ndarray, known: set[Any]) -> np.ndarray:
    return np.array([row in known for row in rows.tolist()], dtype=bool)


def _share_in(rows: np.ndarray, known: set[int]) -> Interval:
    return wilson(int(_hits(rows, known).sum()), len(rows))
