"""Tables without their rows, as tasks need them, and with others."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema


def no_rows(schema: Schema) -> EncodedRows:
    """Make rows of a schema, none of them.

    Parameters
    ----------
    schema : Schema
        The schema.

    Returns
    -------
    EncodedRows
        Rows.
    """
    return EncodedRows(
        np.empty((0, len(schema.numbers))),
        np.empty((0, len(schema.numbers)), dtype=np.int8),
        np.empty((0, len(schema.codes)), dtype=np.int32),
    )


def with_rows(table: RealTable, rows: EncodedRows) -> RealTable:
    """Make a table of one machine of one whose rows are elsewhere.

    Parameters
    ----------
    table : RealTable
        The table.
    rows : EncodedRows
        Rows of its schema, which are here.

    Returns
    -------
    RealTable
        The same table with these rows.
    """
    known: dict[str, Any] = {
        one.name: getattr(table, one.name) for one in fields(RealTable)
    }
    return RealTable(**{**known, "rows": rows})


def for_tasks(table: RealTable) -> RealTable:
    """Take of a table what tasks need to read, snap and write rows.

    Parameters
    ----------
    table : RealTable
        A table whose rows are elsewhere, or one that holds none.

    Returns
    -------
    RealTable
        A table that reads, snaps and writes as this one, and counts nothing: the class
        of each row would travel to every block.
    """
    bare = table.without_rows()
    return replace(bare, target=replace(bare.target, encoded=bare.target.encoded[:0]))
