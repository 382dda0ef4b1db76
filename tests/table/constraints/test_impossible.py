"""Combinations that cannot be, by levels of any kind."""

import pandas as pd

from skl_synth.table.constraints.impossible import Impossible
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.real import RealTable
from skl_synth.table.specification import TableSpecification

TABLE = pd.DataFrame(
    {
        "sex": ["m", "m", "f", None, "m"],
        "stage": [1, 2, 2, 2, 3],
        "red": [1, 0, 1, 1, 0],
    }
)


def kept(combination):
    said = TableSpecification(column_kinds={"stage": "ordinal"})
    table = RealTable.read(TABLE, encoder=said)
    reader = RowReader(table.schema, table.rows)
    rule = Impossible.of(combination)
    return rule._holds(reader, rule._learn(reader)).tolist()


def test_rows_with_all_of_it_break_the_rule():
    assert kept({"sex": "m", "red": 1}) == [False, True, True, True, True]
    assert kept({"sex": ["m", "f"], "red": ["1"]}) == [False, True, False, True, True]


def test_ordered_levels_are_looked_up_too():
    assert kept({"sex": "m", "stage": [2, 3]}) == [True, False, True, True, False]


def test_a_missing_value_keeps_the_rule():
    assert kept({"stage": 2, "sex": ["f", "m"]})[3]


def test_it_says_what_it_is():
    rule = Impossible.of({"sex": "m", "red": [1]})
    assert str(rule) == "never sex in ('m',) and red in (1,)"
