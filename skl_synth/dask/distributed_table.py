"""DistributedTable: a RealTable whose rows are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.table.few_people import summary_of_few
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema


@dataclass(frozen=True, eq=False)
class DistributedTable(RealTable):
    """A real table that was read part by part, and never comes together.

    What is small is here, as in any `RealTable`: schema, layout, rules, and of each row
    its class and its person. The rows themselves are `RowBlocks`.
    """

    @classmethod
    def of(cls, table: RealTable, rows: RowBlocks) -> DistributedTable:
        """Put rows that are elsewhere into a table."""
        known: dict[str, Any] = {
            one.name: getattr(table, one.name) for one in fields(table)
        }
        return cls(**{**known, "rows": rows})

    def summary_of_few(self) -> pd.DataFrame:
        """Count the levels and values that rest on few persons."""
        return summary_of_few(self.schema, self.rows.fetched(), self.persons)

    def without_rows(self) -> RealTable:
        """Forget the real rows; what remains is a table of one machine."""
        known: dict[str, Any] = {
            one.name: getattr(self, one.name) for one in fields(self)
        }
        return RealTable(**{**known, "rows": no_rows(self.schema)}).without_rows()


def no_rows(schema: Schema) -> EncodedRows:
    """Rows of a schema, none of them."""
    return EncodedRows(
        np.empty((0, len(schema.numbers))),
        np.empty((0, len(schema.numbers)), dtype=np.int8),
        np.empty((0, len(schema.codes)), dtype=np.int32),
    )
