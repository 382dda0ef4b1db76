"""Rules as they are kept where persons have several rows."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.person_columns import person_columns
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema

if TYPE_CHECKING:
    from skl_synth.table.rule_search import FoundRule


def rules_of_visits(
    found: Sequence[FoundRule],
    schema: Schema,
    rows: EncodedRows,
    persons: np.ndarray | None,
) -> tuple[FoundRule, ...]:
    """Give the rules that were found as they are kept where persons have several rows.

    Parameters
    ----------
    found : sequence of FoundRule
        What was found in the rows.
    schema : Schema
        The schema of the rows.
    rows : EncodedRows
        The real rows.
    persons : ndarray of shape (n_rows,) or None
        Which person each row belongs to.

    Returns
    -------
    tuple of FoundRule
        The same where each row is a person; else without those by which what is the
        same in all rows of a person would be computed from what varies.
    """
    if persons is None or len(np.unique(persons)) == len(persons):
        return tuple(found)
    return that_fit_persons(found, person_columns(schema, rows, persons))


def that_fit_persons(
    found: Sequence[FoundRule], of_person: Collection[Hashable]
) -> tuple[FoundRule, ...]:
    """Leave out rules by which what is the person's would follow from what varies.

    Parameters
    ----------
    found : sequence of FoundRule
        What was found in the rows.
    of_person : collection of hashable
        The columns that belong to the person.

    Returns
    -------
    tuple of FoundRule
        The others.
    """
    return tuple(one for one in found if _fits_persons(one.rule, of_person))


def _fits_persons(rule: Constraint, of_person: Collection[Hashable]) -> bool:
    """Whether what is the person's follows from what is the person's, if at all."""
    if rule.computed is None or rule.computed not in of_person:
        return True
    return all(name in of_person for name in rule.sources)
