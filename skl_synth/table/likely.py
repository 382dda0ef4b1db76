"""Columns that are likely identifiers, and were given another kind."""

from __future__ import annotations

from collections.abc import Hashable

from skl_synth.table.schema import Schema


def likely_identifiers(schema: Schema) -> list[Hashable]:
    """Name the columns that are likely identifiers, though not surely.

    A column whose kind was given by the user is none of them.

    Parameters
    ----------
    schema : Schema
        What the columns are.

    Returns
    -------
    list of hashable
        The columns, in the order of the table.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import TableEncoder
    >>> from skl_synth.table.likely import likely_identifiers
    >>> table = pd.DataFrame({"locker": [f"AB{i // 3:04d}" for i in range(90)]})
    >>> likely_identifiers(TableEncoder().fit(table).schema_)
    ['locker']
    """
    return [one.name for one in schema.variables if one.likely_identifier]
