"""The columns of a Cox model: those of all tables that were read, scaled alike."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from skl_synth.evaluation.read_columns import MISSING
from skl_synth.evaluation.survival.survival_sample import attributes_of_pair
from skl_synth.evaluation.table_data import Attribute, AuditTables
from skl_synth.table.survival_pairs import SurvivalPair

LEAST_IN_LEVEL = 10
"""Real rows of a level, or it is one with the other rare ones."""

OTHERS = "any rare level"

EVENTS_PER_COLUMN = 5
"""Real events to each column, or the model is not fitted to all of them: the columns
come in the order of the table."""


class CoxColumns(NamedTuple):
    """The columns of a Cox model, for each table.

    Parameters
    ----------
    names : list of str
        What each is.
    matrices : list of ndarray of shape (n_rows, n_columns)
        Those of the real table, the synthetic one, and the hold-out if there is one.
    """

    names: list[str]
    matrices: list[np.ndarray]


def cox_columns(tables: AuditTables, pair: SurvivalPair, n_events: int) -> CoxColumns:
    """Write what tables say of a person, but for the time and the event, as numbers.

    Parameters
    ----------
    tables : AuditTables
        The tables, the target among the attributes.
    pair : SurvivalPair
        The time and the event.
    n_events : int
        Events among the real rows.

    Returns
    -------
    CoxColumns
        Numbers in real standard deviations, a missing one at the mean with a column
        that says so; levels as 0/1 against the first one.
    """
    own = attributes_of_pair(tables, pair)
    names: list[str] = []
    parts: list[list[np.ndarray]] = [[] for _ in tables.parts]
    for one in tables.attributes:
        if one in own or one.is_constant:
            continue
        found = _of_number(one, tables) if one.is_number else _of_levels(one, tables)
        for name, columns in found:
            names.append(name)
            for part, column in zip(parts, columns, strict=True):
                part.append(column)
    most = max(1, n_events // EVENTS_PER_COLUMN)
    matrices = [
        np.array(part[:most], dtype=np.float64).reshape(-1, len(data)).T
        for part, data in zip(parts, tables.parts, strict=True)
    ]
    return CoxColumns(names[:most], matrices)


def _of_number(
    one: Attribute, tables: AuditTables
) -> list[tuple[str, list[np.ndarray]]]:
    values = [data.values(one) for data in tables.parts]
    known = values[0][~np.isnan(values[0])]
    if not len(known) or known.std() == 0:
        return []
    scaled = [np.nan_to_num((own - known.mean()) / known.std()) for own in values]
    found = [(one.name, scaled)]
    n_missing = int(np.isnan(values[0]).sum())
    if n_missing >= LEAST_IN_LEVEL:
        absent = [np.isnan(own).astype(np.float64) for own in values]
        found.append((f"{one.name} is missing", absent))
    return found


def _of_levels(
    one: Attribute, tables: AuditTables
) -> list[tuple[str, list[np.ndarray]]]:
    """Write a column for each level but the first, and one for all rare ones."""
    counts = np.bincount(tables.real.values(one), minlength=len(one.levels))
    is_rare = counts < LEAST_IN_LEVEL
    frequent = np.flatnonzero(~is_rare).tolist()
    # A missing value is no level that others are compared with.
    known = [code for code in frequent if one.levels[code] != MISSING] or frequent
    named = [(one.levels[code], [code]) for code in frequent if code not in known[:1]]
    if counts[is_rare].sum() >= LEAST_IN_LEVEL:
        named.append((OTHERS, np.flatnonzero(is_rare).tolist()))
    return [
        (
            f"{one.name}={level}",
            [np.isin(data.values(one), codes).astype(float) for data in tables.parts],
        )
        for level, codes in named
    ]
