"""A dask frame is written whole or not at all, the same for any partitions."""

import json
import os
import stat
import threading
import time

import dask
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from pyarrow import parquet

from skl_synth.dask import write_parquet
from skl_synth.dask.parquet_out import check_parquet_folder
from skl_synth.errors import InputError, InputTypeError
from skl_synth.progress import report_progress


def _frame(n_rows=40):
    rng = np.random.RandomState(0)
    return pd.DataFrame(
        {
            "age": rng.randint(20, 90, n_rows),
            "bmi": np.where(
                rng.uniform(size=n_rows) < 0.2, np.nan, rng.normal(size=n_rows)
            ),
            "ward": pd.Series(rng.choice(["A", "B", None], n_rows), dtype="string"),
            "seen": pd.Timestamp("2020-01-01")
            + pd.to_timedelta(np.arange(n_rows), "D"),
            "grade": pd.Categorical(rng.choice(["a", "b"], n_rows), list("zab")),
            "smoker": rng.uniform(size=n_rows) < 0.5,
            "count": pd.Series(rng.choice([1, 2, None], n_rows), dtype="Int16"),
        }
    )


def _parts(frame, n=4):
    with dask.config.set({"dataframe.convert-string": False}):
        return dd.from_pandas(frame, npartitions=n, sort=False)


@pytest.mark.parametrize("n_parts", [1, 4, 40])
def test_what_is_written_is_read_again(tmp_path, n_parts):
    frame = _frame()
    assert write_parquet(_parts(frame, n_parts), tmp_path / "out") == len(frame)
    read = pd.read_parquet(tmp_path / "out")
    assert read["grade"].tolist() == frame["grade"].tolist()
    assert "z" not in read["grade"].cat.categories
    rest = read.columns.drop("grade")
    pd.testing.assert_frame_equal(read[rest], frame[rest], check_dtype=False)
    said = json.loads((tmp_path / "out" / "_SUCCESS").read_text())
    assert said == {"files": n_parts, "rows": len(frame)}
    schemas = {
        str(parquet.read_schema(one)) for one in (tmp_path / "out").glob("*.parquet")
    }
    assert len(schemas) == 1


@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_dask_reads_it(tmp_path):
    frame = _frame()
    write_parquet(_parts(frame), tmp_path / "out")
    read = dd.read_parquet(tmp_path / "out")
    assert read.npartitions == 4
    assert read["age"].compute().tolist() == frame["age"].tolist()


def test_objects_of_which_one_part_has_gaps_alone(tmp_path):
    frame = pd.DataFrame(
        {
            "text": pd.Series([None] * 6 + ["x", "y"], dtype=object),
            "whole": pd.Series([None] * 4 + [1, 2, 3, None], dtype=object),
            "empty": pd.Series([None] * 8, dtype=object),
        }
    )
    write_parquet(_parts(frame), tmp_path / "out")
    table = parquet.read_table(tmp_path / "out")
    assert [str(one) for one in table.schema.types] == ["string", "int64", "string"]
    assert table.to_pydict() == frame.to_dict(orient="list")


def test_levels_in_an_order_keep_it_in_every_part(tmp_path):
    levels = ["least", "low", "middle", "high", "most"]
    cells = ["high", "high", "low", "high", "middle", "low", "middle", "middle"]
    frame = pd.DataFrame({"risk": pd.Categorical(cells, levels, ordered=True)})
    write_parquet(_parts(frame), tmp_path / "out")
    for part in (tmp_path / "out").glob("*.parquet"):
        dtype = pd.read_parquet(part)["risk"].dtype
        assert dtype.ordered
        assert dtype.categories.tolist() == ["low", "middle", "high"]
    read = pd.read_parquet(tmp_path / "out")["risk"]
    assert read.tolist() == cells
    assert read.cat.ordered


def test_categories_that_are_not_known_before(tmp_path):
    frame = _parts(pd.DataFrame({"key": pd.Categorical([7, 9, 8, 11])}), 2)
    frame["key"] = frame["key"].cat.as_unknown()
    write_parquet(frame, tmp_path / "out")
    assert pd.read_parquet(tmp_path / "out")["key"].tolist() == [7, 9, 8, 11]


def test_the_target_is_written_behind_the_columns(tmp_path):
    frame = _frame()
    X, y = _parts(frame.drop(columns="age")), _parts(frame)["age"]
    write_parquet(X, tmp_path / "out", y=y)
    read = pd.read_parquet(tmp_path / "out")
    assert read.columns[-1] == "age"
    assert read["age"].tolist() == frame["age"].tolist()
    with pytest.raises(InputError, match="has a column 'age' already"):
        write_parquet(_parts(frame), tmp_path / "other", y=y)


def test_nothing_that_a_source_notes_travels(tmp_path):
    import pyarrow as pa

    noted = pa.schema([pa.field("age", pa.int16(), metadata={"from": "ward 7"})])
    noted = noted.with_metadata({"comment": "made by Anna"})
    frame = _parts(_frame()[["age"]])
    write_parquet(frame, tmp_path / "out", schema=noted)
    part = (tmp_path / "out" / "part-00000.parquet").read_bytes()
    assert b"ward 7" not in part
    assert b"Anna" not in part
    assert parquet.read_schema(tmp_path / "out" / "part-00000.parquet").types == [
        pa.int16()
    ]


def _failing(part, fails):
    if fails and len(part) and part.index[0] >= 20:
        raise ValueError("a task failed")
    return part


@pytest.mark.parametrize("is_there", [False, True])
def test_a_task_that_fails_leaves_nothing(tmp_path, is_there):
    if is_there:
        (tmp_path / "out").mkdir()
    frame = _parts(_frame())
    broken = frame.map_partitions(_failing, True, meta=frame._meta)
    with pytest.raises(ValueError, match="a task failed"):
        write_parquet(broken, tmp_path / "out")
    left = list((tmp_path / "out").iterdir()) if is_there else list(tmp_path.iterdir())
    assert left == []


def test_an_interrupt_leaves_nothing(tmp_path):
    def stop(now):
        if now.n_done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), report_progress(stop):
        write_parquet(_parts(_frame()), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_no_task_writes_after_an_interrupt(tmp_path, monkeypatch):
    from skl_synth.dask.parquet_out import LocalFolder

    write, stopped, late = LocalFolder.write_table, threading.Event(), []

    def slow(self, name, table):
        if name == "part-00001.parquet":
            stopped.wait(60)
            # Long enough to come too late, if nobody waited.
            time.sleep(0.5)
            late.append(name)
        write(self, name, table)

    def stop(now):
        stopped.set()
        raise KeyboardInterrupt

    monkeypatch.setattr(LocalFolder, "write_table", slow)
    with (
        pytest.raises(KeyboardInterrupt),
        report_progress(stop),
        dask.config.set(num_workers=2),
    ):
        write_parquet(_parts(_frame()), tmp_path / "out")
    assert late == ["part-00001.parquet"]
    assert list(tmp_path.iterdir()) == []


def test_files_are_counted_while_they_are_written(tmp_path):
    told = []
    with report_progress(lambda now: told.append((now.what, now.n_done, now.n_all))):
        write_parquet(_parts(_frame()), tmp_path / "out")
    assert told == [("file", done, 4) for done in (1, 2, 3, 4)]


def test_a_mark_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    from skl_synth.dask import parquet_out

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(parquet_out.LocalFolder, "write_text", full)
    with pytest.raises(OSError, match="no space"):
        write_parquet(_parts(_frame()), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_which_something_stands_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="not empty"):
        write_parquet(_parts(_frame()), tmp_path / "out")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["mine.txt"]
    with pytest.raises(InputError, match="not empty"):
        check_parquet_folder(tmp_path / "out")
    with pytest.raises(FileNotFoundError, match="Create it first"):
        check_parquet_folder(tmp_path / "none" / "out")


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "out").mkdir()
    write_parquet(_parts(_frame(), 2), tmp_path / "out")
    names = sorted(one.name for one in (tmp_path / "out").iterdir())
    assert names == ["_SUCCESS", "part-00000.parquet", "part-00001.parquet"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")
def test_real_rows_are_for_their_owner_alone(tmp_path):
    write_parquet(_parts(_frame(), 2), tmp_path / "out", private=True)
    paths = [tmp_path / "out", *(tmp_path / "out").iterdir()]
    assert not any(stat.S_IMODE(one.stat().st_mode) & 0o077 for one in paths)


def test_cells_of_several_types_are_refused(tmp_path):
    frame = pd.DataFrame({"odd": pd.Series([1, 2, "x", "y"], dtype=object)})
    with pytest.raises(InputError, match="several types"):
        write_parquet(_parts(frame, 2), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_dask_frame_is_refused(tmp_path):
    with pytest.raises(InputTypeError, match="write_table"):
        write_parquet(_frame(), tmp_path / "out")


@pytest.fixture
def memory():
    from fsspec.implementations.memory import MemoryFileSystem

    files = MemoryFileSystem()
    yield files
    files.store.clear()


def test_a_url_is_written_file_by_file_and_marked_at_the_end(memory):
    frame = _frame()
    assert write_parquet(_parts(frame, 2), "memory://bucket/out") == len(frame)
    names = sorted(one.rsplit("/", 1)[-1] for one in memory.find("/bucket/out"))
    assert names == ["_SUCCESS", "part-00000.parquet", "part-00001.parquet"]
    with pytest.raises(InputError, match="not empty"):
        check_parquet_folder("memory://bucket/out")
    memory.rm("/bucket/out/_SUCCESS")
    with pytest.raises(InputError, match="broken off"):
        write_parquet(_parts(frame, 2), "memory://bucket/out")


def test_a_url_is_emptied_where_a_task_fails_and_takes_no_real_rows(memory):
    frame = _parts(_frame())
    broken = frame.map_partitions(_failing, True, meta=frame._meta)
    with pytest.raises(ValueError, match="a task failed"):
        write_parquet(broken, "memory://bucket/out")
    assert memory.find("/bucket/out") == []
    with pytest.raises(InputError, match="folder of your own"):
        write_parquet(frame, "memory://bucket/out", private=True)
