"""Keys that many tasks draw differ over the whole, and do not depend on the blocks."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import TableEncoder
from skl_synth.dask import keys_in_blocks
from skl_synth.dask.keys_in_blocks import keys_of_blocks
from skl_synth.dask.running import Runner
from skl_synth.errors import InputError
from skl_synth.table import RealTable

RUNNER = Runner()
N_ROWS = 60


@pytest.fixture(autouse=True)
def many_tasks(monkeypatch):
    """As if so few rows were too many for one task."""
    monkeypatch.setattr(keys_in_blocks, "TOGETHER", 10)
    monkeypatch.setattr(keys_in_blocks, "DRAWN_ROWS", 7)


def _table(groups=None, **columns):
    frame = pd.DataFrame({"age": np.arange(N_ROWS) % 50, **columns})
    encoder = TableEncoder(
        identifiers="surrogate", column_kinds=dict.fromkeys(columns, "identifier")
    )
    return RealTable.read(frame, encoder=encoder, groups=groups)


def _keys(table, sizes, persons=None, seed=3):
    tasks = keys_of_blocks(table.schema, np.array(sizes), persons, seed, RUNNER)
    found = RUNNER.results(tasks)
    assert [len(next(iter(one.values()))) for one in found] == list(sizes)
    return pd.concat([pd.DataFrame(one) for one in found], ignore_index=True)


def _texts(prefix="P-", width=5, n_rows=N_ROWS):
    numbers = np.random.RandomState(0).permutation(10**width)[:n_rows]
    return [f"{prefix}{number:0{width}d}" for number in numbers]


TABLE = _table(key=_texts(), number=np.random.RandomState(1).permutation(9000)[:N_ROWS])


@settings(deadline=None, max_examples=10)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=5))
def test_keys_depend_on_the_place_of_a_row_alone(sizes):
    sizes = [*sizes, 40]
    n_rows = sum(sizes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys_in_blocks, "TOGETHER", 10)
        patch.setattr(keys_in_blocks, "DRAWN_ROWS", 7)
        cut, whole = _keys(TABLE, sizes), _keys(TABLE, [n_rows])
    pd.testing.assert_frame_equal(cut, whole)
    assert cut["key"].is_unique
    assert cut["number"].is_unique
    assert cut["key"].str.fullmatch(r"P-\d{5}").all()


def test_no_key_is_a_real_one():
    drawn = _keys(TABLE, [200, 300])
    assert not set(drawn["key"]) & set(_texts())
    assert _keys(TABLE, [200, 300], seed=4)["key"].isin(drawn["key"]).mean() < 0.5


def test_two_tasks_that_drew_the_same_draw_again_and_shapes_are_widened():
    # There are not a hundred keys of this shape.
    table = _table(key=_texts("P-", 2))
    drawn = _keys(table, [150, 150])["key"]
    assert drawn.is_unique
    assert drawn.str.fullmatch(r"P-\d+").all()


def test_a_column_without_room_is_named():
    table = _table(key=np.arange(N_ROWS, dtype=np.int8) + 1)
    with pytest.raises(InputError, match="column 'key' is of type int8"):
        _keys(table, [150, 150])


def test_persons_have_one_key_in_all_blocks():
    groups = np.arange(N_ROWS) // 3
    keys = np.array(_texts())[groups]
    stays = [
        f"S{number:06d}" for number in np.random.RandomState(2).permutation(N_ROWS)
    ]
    table = _table(groups, key=keys, stay=stays)
    persons = np.random.RandomState(0).permutation(120) // 3
    drawn = _keys(table, [50, 70], persons)
    assert drawn.groupby(persons)["key"].nunique().eq(1).all()
    assert drawn["key"].nunique() == 40
    assert drawn["stay"].is_unique


@pytest.mark.parametrize("dtype", ["category", "Int64", "float64", object])
def test_keys_are_written_in_their_dtype(dtype):
    numbers = pd.Series(np.random.RandomState(1).permutation(9000)[:N_ROWS])
    real = numbers.astype("Int64").astype(dtype)
    real.iloc[::4] = None
    drawn = _keys(_table(key=real), [20, 30])["key"]
    assert drawn.isna().mean() == pytest.approx(0.25, abs=0.03)
    assert drawn.dropna().is_unique
    if dtype != "category":
        assert drawn.dtype == real.dtype
