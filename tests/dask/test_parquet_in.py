"""Parquet files of one table are read as one file is; what does not fit is named."""

import itertools

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from skl_synth.dask import parquet_in
from skl_synth.dask.parquet_in import open_parquet
from skl_synth.dask.running import Runner
from skl_synth.errors import InputError
from skl_synth.files import read_table

RUNNER = Runner()


def _frame(n_rows=60):
    rng = np.random.RandomState(0)
    frame = pd.DataFrame(
        {
            "age": rng.randint(20, 90, n_rows),
            "bmi": rng.normal(25, 4, n_rows).round(1),
            "ward": pd.Series(rng.choice(["A", "B", None], n_rows), dtype="string"),
            "seen": pd.Timestamp("2020-01-01")
            + pd.to_timedelta(np.arange(n_rows), "D"),
            "grade": pd.Categorical(rng.choice(["a", "b", None], n_rows)),
            "risk": pd.Categorical(
                rng.choice(["low", "high"], n_rows),
                ["low", "mid", "high"],
                ordered=True,
            ),
            "smoker": rng.uniform(size=n_rows) < 0.5,
        }
    )
    frame.loc[::5, "bmi"] = None
    return frame


def _write(frame, folder, cuts, **kwargs):
    paths = []
    for start, stop in itertools.pairwise(cuts):
        paths.append(folder / f"p{len(paths)}.parquet")
        frame.iloc[start:stop].to_parquet(paths[-1], index=False, **kwargs)
    return paths


@pytest.mark.parametrize("cuts", [[0, 60], [0, 20, 20, 60], [0, 1, 2, 59, 60]])
def test_the_parts_are_what_one_file_holds(tmp_path, cuts):
    frame = _frame()
    frame.to_parquet(tmp_path / "all.parquet", index=False)
    whole, style = read_table(tmp_path / "all.parquet")
    table = open_parquet(_write(frame, tmp_path, cuts), RUNNER)
    read = table.frame(list(frame.columns))
    pd.testing.assert_frame_equal(read.compute().reset_index(drop=True), whole)
    pd.testing.assert_frame_equal(read._meta, whole.iloc[:0])
    assert table.n_rows == len(frame)
    assert table.schema.names == style.schema.names


def test_a_partition_is_of_few_row_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_in, "PART_ROWS", 25)
    paths = _write(_frame(), tmp_path, [0, 40, 60], row_group_size=10)
    table = open_parquet(paths, RUNNER)
    assert [one.n_rows for one in table.pieces] == [20, 20, 20]
    assert table.frame(["age"]).compute()["age"].tolist() == _frame()["age"].tolist()


def test_columns_are_read_alone_and_in_the_order_asked_for(tmp_path):
    table = open_parquet(_write(_frame(), tmp_path, [0, 30, 60]), RUNNER)
    read = table.frame(["ward", "age"])
    assert list(read.columns) == ["ward", "age"] == list(read.compute().columns)


def test_wider_types_hold_the_narrower_and_gaps_those_of_others(tmp_path):
    pd.DataFrame({"a": pd.Series([1, 2], dtype="int32"), "b": [None, None]}).to_parquet(
        tmp_path / "p0.parquet"
    )
    pd.DataFrame({"a": [2**40, 3], "b": ["x", "y"]}).to_parquet(tmp_path / "p1.parquet")
    table = open_parquet(sorted(tmp_path.iterdir()), RUNNER)
    read = table.frame(["a", "b"]).compute()
    assert read["a"].tolist() == [1, 2, 2**40, 3]
    assert read["b"].isna().tolist() == [True, True, False, False]


def test_levels_of_all_files_are_declared(tmp_path):
    for place, levels in enumerate((["b", "a"], ["c", "b"])):
        cells = pd.Categorical(levels, levels)
        pd.DataFrame({"grade": cells}).to_parquet(tmp_path / f"p{place}.parquet")
    table = open_parquet(sorted(tmp_path.iterdir()), RUNNER)
    read = table.frame(["grade"])
    assert read._meta["grade"].cat.categories.tolist() == ["b", "a", "c"]
    assert read.compute()["grade"].tolist() == ["b", "a", "c", "b"]


def _two(tmp_path, one, other):
    one.to_parquet(tmp_path / "p0.parquet")
    other.to_parquet(tmp_path / "p1.parquet")
    return [tmp_path / "p0.parquet", tmp_path / "p1.parquet"]


ODD = {
    "lacks 'bmi'": pd.DataFrame({"age": [1]}),
    "has besides 'ward'": pd.DataFrame({"age": [1], "bmi": [2.0], "ward": ["A"]}),
    "its columns in another order": pd.DataFrame({"bmi": [2.0], "age": [1]}),
    "'age' has the type": pd.DataFrame({"age": ["old"], "bmi": [2.0]}),
}


@pytest.mark.parametrize("said", ODD)
def test_files_with_other_columns_are_named(tmp_path, said):
    paths = _two(tmp_path, pd.DataFrame({"age": [1], "bmi": [2.0]}), ODD[said])
    with pytest.raises(InputError, match=said) as caught:
        open_parquet(paths, RUNNER)
    assert "p1.parquet" in str(caught.value)


def test_levels_in_another_order_are_refused(tmp_path):
    one, other = (
        pd.DataFrame({"risk": pd.Categorical(["low"], levels, ordered=True)})
        for levels in (["low", "high"], ["high", "low"])
    )
    with pytest.raises(InputError, match=r"levels in an order.*p1\.parquet"):
        open_parquet(_two(tmp_path, one, other), RUNNER)


def test_what_is_no_table_is_refused(tmp_path):
    odd = tmp_path / "odd.parquet"
    odd.write_bytes(b"no Parquet")
    with pytest.raises(InputError, match=r"odd\.parquet is no Parquet file"):
        open_parquet([odd], RUNNER)
    _frame().iloc[:0].to_parquet(tmp_path / "none.parquet")
    with pytest.raises(InputError, match="has no rows"):
        open_parquet([tmp_path / "none.parquet"], RUNNER)
    parquet.write_table(pa.table({"cells": [[1, 2]]}), tmp_path / "nested.parquet")
    with pytest.raises(InputError, match="'cells'"):
        open_parquet([tmp_path / "nested.parquet"], RUNNER)


def test_what_no_memory_holds_is_refused(tmp_path):
    paths = _write(_frame(), tmp_path, [0, 60])
    with pytest.raises(InputError, match="max_size"):
        open_parquet(paths, RUNNER, max_size=100)


def test_few_long_texts_in_many_rows_are_refused(tmp_path):
    frame = pd.DataFrame({"a": ["x" * 1000] * 5000, "b": range(5000)})
    frame.to_parquet(tmp_path / "a.parquet", index=False)
    assert (tmp_path / "a.parquet").stat().st_size < 100_000
    with pytest.raises(InputError, match="max_size"):
        open_parquet([tmp_path / "a.parquet"], RUNNER, max_size=1_000_000)
    assert (
        len(open_parquet([tmp_path / "a.parquet"], RUNNER).frame(["b"]).compute())
        == 5000
    )


def test_a_file_that_a_worker_does_not_see(tmp_path):
    paths = _write(_frame(), tmp_path, [0, 60])
    table = open_parquet(paths, RUNNER)
    paths[0].unlink()
    with pytest.raises(FileNotFoundError, match="under the same name"):
        table.frame(["age"]).compute()
