"""What rules remember where rare levels are merged and outermost values coded."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import DatePart, FunctionOf, TableEncoder
from skl_synth.table.constraints.learnt_rule import is_void, learnt
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.real import RealTable


def areas(n_rows=900, n_areas=40, seed=0):
    """Make areas, some of them rare, and the region of each."""
    rng = np.random.default_rng(seed)
    weight = 1 / np.arange(1, n_areas + 1)
    area = rng.choice(n_areas, n_rows, p=weight / weight.sum())
    frame = pd.DataFrame(
        {"area": [f"A{i}" for i in area], "x": rng.normal(size=n_rows)}
    )
    return frame.assign(region=[f"R{i % 4}" for i in area])


def read(frame, least=1, tail=1):
    encoder = TableEncoder(rules=None, min_category_count=least, min_tail_count=tail)
    return RealTable.read(frame, encoder=encoder)


@pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")
def test_of_merged_levels_nothing_follows():
    table, rule = read(areas(), least=10), FunctionOf("region", "area")
    reader = RowReader(table.schema, table.rows)
    memory = learnt(rule, reader)
    assert rule._holds(reader, memory).all()
    found = memory.find(rule.keys(reader))
    area = table.decode(table.rows)["area"]
    assert (found[area == "Rare"] == -1).all()
    assert (found[area != "Rare"] >= 0).all()


def test_entries_of_few_persons_are_forgotten():
    frame = areas()
    table, rule = read(frame), FunctionOf("region", "area")
    reader = RowReader(table.schema, table.rows)
    found = learnt(rule, reader, least=10).find(rule.keys(reader))
    counts = frame["area"].map(frame["area"].value_counts())
    np.testing.assert_array_equal(found >= 0, counts >= 10)
    assert not is_void(learnt(rule, reader, least=10))
    assert is_void(learnt(rule, reader, least=1000))


def test_a_weekday_is_that_of_most_dates_where_the_outermost_are_coded():
    rng = np.random.default_rng(0)
    days = np.datetime64("2023-01-02") + rng.integers(0, 300, 400)
    frame = pd.DataFrame({"day": days.astype("M8[ns]")})
    frame["weekday"] = frame["day"].dt.day_name()
    table, rule = read(frame, tail=10), DatePart("weekday", "day", "weekday")
    coded = table.decode(table.rows)
    assert (coded["day"].dt.day_name() != coded["weekday"]).any()
    reader = RowReader(table.schema, table.rows)
    memory = learnt(rule, reader)
    right = table.encode(
        frame.assign(day=frame["day"].clip("2023-02-01", "2023-09-01"))
    )
    written = RowReader(
        table.schema, rule._repair(RowReader(table.schema, right), memory)
    )
    made = table.decode(written.rows)
    assert made["weekday"].equals(made["day"].dt.day_name())


def test_a_band_is_that_of_most_numbers_where_the_outermost_are_coded():
    age = np.random.default_rng(0).integers(16, 95, 600)
    frame = pd.DataFrame({"age": age, "band": pd.cut(age, [0, 17, 64, 99]).astype(str)})
    table, rule = read(frame, tail=10), FunctionOf("band", "age")
    reader = RowReader(table.schema, table.rows)
    memory = learnt(rule, reader)
    assert memory.cuts is not None
    whole = pd.DataFrame({"age": np.arange(20, 80), "band": "(64, 99]"})
    rows = RowReader(table.schema, table.encode(whole))
    made = table.decode(rule._repair(rows, memory))
    right = pd.cut(made["age"], [0, 17, 64, 99]).astype(str)
    assert (made["band"] == right).all()
