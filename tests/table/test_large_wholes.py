"""Whole numbers beyond 2**53 are exact, or refused: never another number."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import DataDictionary, TableEncoder, TypeAwareSMOTE
from skl_synth.errors import InputError
from skl_synth.evaluation.tables import read_tables
from skl_synth.table import RealTable
from skl_synth.table.level_keys import key_of

LEAST = 2**53 + 1
CELLS = [LEAST + 2 * (i % 30) for i in range(90)]


def column(cells, dtype):
    return pd.Series(cells, dtype=object).astype(dtype)


@pytest.mark.parametrize("dtype", ["int64", "uint64", "Int64", object])
@pytest.mark.parametrize("kind", ["integer", "category"])
def test_a_neighbour_is_no_copy(dtype, kind):
    real = pd.DataFrame({"k": column(CELLS, dtype)})
    other = pd.DataFrame({"k": column([one + 1 for one in CELLS], dtype)})
    said = TableEncoder(column_kinds={"k": kind})
    tables = read_tables(
        RealTable.read(real, encoder=said), (real, None), (other, None), (real, None)
    )
    rows = [np.hstack([s.numbers, s.codes]) for s in tables.parts]
    assert (rows[0] == rows[2]).all()
    assert not (rows[0] == rows[1]).any()


def test_cells_of_two_types_are_one_level():
    cells = [np.int64(one) if i % 2 else one for i, one in enumerate(CELLS)]
    frame = pd.DataFrame({"k": pd.Series(cells, dtype=object)})
    table = RealTable.read(frame, encoder=TableEncoder(column_kinds={"k": "category"}))
    assert table.decode(table.rows)["k"].tolist() == CELLS


@pytest.mark.parametrize("least", [2**64 + 1, -(2**70) - 1])
def test_numbers_of_more_than_64_bits_are_exact(least):
    cells = [least + i % 30 for i in range(90)]
    frame = pd.DataFrame({"k": pd.Series(cells, dtype=object)})
    table = RealTable.read(frame, encoder=TableEncoder(column_kinds={"k": "integer"}))
    assert table.decode(table.rows)["k"].tolist() == cells


def test_lists_of_rows_keep_them():
    X = [[i / 8, cell] for i, cell in enumerate(CELLS)]
    new, _ = TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(
        X, [0, 1, 1] * 30
    )
    assert {type(row[1]) for row in new} == {int}
    assert all(row[1] % 2 == 1 for row in new)


def test_beside_decimals_they_are_refused():
    frame = pd.DataFrame({"k": pd.Series([1.5, LEAST] * 20, dtype=object)})
    with pytest.raises(InputError, match=str(LEAST)):
        RealTable.read(frame)


def test_a_dictionary_holds_them_to_the_digit(tmp_path):
    frame = pd.DataFrame({"k": CELLS})
    said = TableEncoder(column_kinds={"k": "integer"})
    written = tmp_path / "said.json"
    DataDictionary.from_table(frame, encoder=said).write(written)
    dictionary = DataDictionary.read(written)
    field = dictionary.fields[0]
    assert (field.minimum, field.maximum) == (LEAST, LEAST + 58)
    TableEncoder(dictionary=dictionary).fit(frame)
    with pytest.raises(InputError, match="outside the bounds"):
        TableEncoder(dictionary=dictionary).fit(frame.replace(LEAST + 58, LEAST + 59))


def test_keys_of_levels_tell_neighbours_apart():
    assert key_of(LEAST) == str(LEAST) == key_of(np.int64(LEAST))
