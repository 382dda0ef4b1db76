"""Columns that are likely identifiers are named, and stay what they are."""

import numpy as np
import pandas as pd

from skl_synth import TableEncoder
from skl_synth.table.likely import likely_identifiers

TABLE = pd.DataFrame(
    {
        "age": np.arange(120) % 50,
        "locker": [f"AB{i // 3:04d}" for i in range(120)],
        "stub": np.repeat(np.arange(40) * 7919 + 1_000_003, 3),
    }
)


def test_they_are_named_in_the_order_of_the_table():
    schema = TableEncoder().fit(TABLE).schema_
    assert likely_identifiers(schema) == ["locker", "stub"]
    assert [one.kind for one in schema.variables] == ["integer", "category", "integer"]


def test_whoever_has_said_what_they_are_is_not_asked():
    kinds = {"locker": "category", "stub": "integer"}
    assert likely_identifiers(TableEncoder(kinds).fit(TABLE).schema_) == []


def test_a_part_of_the_rows_keeps_what_was_said_of_all():
    table = TableEncoder().fit(TABLE)
    hints = table.describe().set_index("column")["hint"]
    assert hints["locker"].startswith("likely an identifier")
    assert hints["stub"].startswith("likely an identifier")
    assert hints["age"] == ""
