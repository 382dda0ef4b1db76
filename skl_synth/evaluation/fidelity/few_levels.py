"""Tables whose rare levels are one level, so that models and cells stay few."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData

OTHERS = "(others)"
"""The level of all levels that are rarer than those that are kept."""

MOST_LEVELS = 20
"""Kept of an attribute, the commonest of the real rows; all rarer ones are one."""


def with_few_levels(tables: AuditTables, most: int = MOST_LEVELS) -> AuditTables:
    """Merge the rarest levels of every attribute that has many.

    Parameters
    ----------
    tables : AuditTables
        The tables.
    most : int, default=20
        Levels that are kept of each attribute; the others are one more.

    Returns
    -------
    AuditTables
        The same rows. What is constant among the real rows and differs elsewhere is
        not taken for constant: by nothing else are tables distinguished more easily.
    """
    codes = [data.codes.copy() for data in tables.parts]
    attributes = []
    for one in tables.attributes:
        if not one.is_number and len(one.levels) > most + 1:
            one = _merged(one, tables.real.values(one), codes, most)
        attributes.append(one)
    parts = [
        replace(data, codes=merged)
        for data, merged in zip(tables.parts, codes, strict=True)
    ]
    return replace(
        tables,
        attributes=tuple(_is_constant_anywhere(one, parts) for one in attributes),
        real=parts[0],
        synthetic=parts[1],
        holdout=parts[2] if len(parts) == 3 else None,
    )


def _merged(
    one: Attribute, real: np.ndarray, codes: list[np.ndarray], most: int
) -> Attribute:
    """Number the commonest levels anew, in their order; write that into the codes."""
    counts = np.bincount(real, minlength=len(one.levels))
    kept = np.sort(np.argsort(-counts, kind="stable")[:most])
    number = np.full(len(one.levels), most)
    number[kept] = np.arange(most)
    for table in codes:
        table[:, one.place] = number[table[:, one.place]]
    return replace(one, levels=(*(one.levels[k] for k in kept), OTHERS))


def _is_constant_anywhere(one: Attribute, parts: list[TableData]) -> Attribute:
    if not one.is_constant:
        return one
    values = np.concatenate([data.values(one) for data in parts])
    return replace(one, is_constant=len(np.unique(values)) == 1)
