"""Whether the hold-out is what an audit takes it for: people who were held out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skl_synth.errors import InputError
from skl_synth.evaluation.equal_rows import keys_of
from skl_synth.evaluation.table_data import AuditTables, TableData
from skl_synth.evaluation.tables import LEAST_CONTROLS

BEYOND_DOUBT = 4.0
"""Standard errors by which a share must exceed the one that chance gives."""

LEAST_ROWS = 3
"""Fewer equal rows say nothing."""


def check_holdout_overlap(tables: AuditTables) -> AuditTables:
    """Refuse a hold-out of training rows; note one that has some, or few rows at all.

    Against people who were in the table themselves every attack looks harmless, and
    every model that repeats the table good. Two people may be equal by chance: as often
    as two people in the training table are.

    Parameters
    ----------
    tables : AuditTables
        The tables, with or without a hold-out.

    Returns
    -------
    AuditTables
        The same, with what was found as the first of the notes.

    Raises
    ------
    ValueError
        If more than half of the hold-out rows are training rows.
    """
    if tables.holdout is None:
        return tables
    tables = replace(tables, notes=(*tables.notes, *_notes_of_few(tables.holdout)))
    whole = tables.with_target()
    real, _, holdout = keys_of(whole, whole.attributes)
    again = int(_is_of_several(real, tables.real.persons).sum())
    found = int(np.isin(holdout, real).sum())
    sizes = len(real), len(holdout)
    if found < LEAST_ROWS or not _is_above(found, again, *sizes):
        return tables
    chance = again / sizes[0]
    equal = f"{found} of the {sizes[1]} hold-out rows equal a training row"
    if (found / sizes[1] - chance) / (1 - chance) > 0.5:
        raise InputError(
            "{equal}, and a hold-out must be people that the generator has not seen, "
            "else it hides what the table discloses",
            equal=equal,
            parameter="X_holdout",
            remedies=[
                "hold real rows out before the synthetic ones are made, and give those"
            ],
        )
    note = (
        f"{equal}, where chance gives {chance:.1%}: people that the generator has seen "
        "hide what the table discloses. Leave them out of the hold-out."
    )
    return replace(tables, notes=(note, *tables.notes))


def _notes_of_few(holdout: TableData) -> tuple[str, ...]:
    if holdout.n_people >= LEAST_CONTROLS:
        return ()
    what = "rows" if holdout.n_people == len(holdout) else "persons"
    return (
        f"the hold-out has {holdout.n_people} {what}, fewer than {LEAST_CONTROLS}: "
        "look at the intervals, which are wide; a weak attack looks like none.",
    )


def _is_of_several(rows: np.ndarray, persons: np.ndarray | None) -> np.ndarray:
    """The rows that equal a row of somebody else; without persons, another row."""
    whose = rows
    if persons is not None:
        whose = np.unique(np.column_stack([rows, persons]), axis=0)[:, 0]
    several: np.ndarray = np.bincount(whose)[rows] > 1
    return several


def _is_above(found: int, again: int, n_real: int, n_holdout: int) -> bool:
    """Whether two shares differ by more than chance, with the error of their pool."""
    pooled = (found + again) / (n_real + n_holdout)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n_real + 1 / n_holdout))
    return bool(found / n_holdout - again / n_real > BEYOND_DOUBT * error)
