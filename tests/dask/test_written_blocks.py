"""Rows in blocks are written as those of one machine, whatever the blocks."""

import dask
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import TableEncoder
from skl_synth.dask.behind_real_rows import labels_behind, write_behind
from skl_synth.dask.dask_smote import TypeAwareSMOTE
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.running import Runner
from skl_synth.dask.written_blocks import write
from skl_synth.datasets import make_visits
from skl_synth.table import RealTable
from skl_synth.table.row_labels import extend_index
from skl_synth.table.rows import Candidates

RUNNER = Runner()


def _odd_frame(n_rows=90):
    """A column of each kind and dtype, with gaps, levels that no row has, and keys."""
    rng = np.random.RandomState(0)
    grade = rng.choice(list("abcdef"), n_rows, p=[0.4, 0.3, 0.2, 0.05, 0.03, 0.02])
    size = rng.choice(["small", "large"], n_rows)
    frame = pd.DataFrame(
        {
            "key": [f"P-{number:05d}" for number in rng.permutation(90_000)[:n_rows]],
            "age": rng.randint(20, 90, n_rows),
            "bmi": rng.normal(25, 4, n_rows).round(1),
            "grade": pd.Categorical(grade, categories=list("zabcdef")),
            "size": pd.Categorical(size, ["small", "medium", "large"], ordered=True),
            "ward": pd.Series(rng.choice(["A", "B", None], n_rows), dtype="string"),
            "note": pd.Series(rng.choice(["x", "y", None], n_rows), dtype=object),
            "seen": pd.Timestamp("2020-02-01")
            + pd.to_timedelta(rng.randint(0, 99, n_rows), unit="D"),
            "stay": pd.to_timedelta(rng.randint(0, 9, n_rows), unit="h"),
            "smoker": rng.uniform(size=n_rows) < 0.3,
            "count": pd.Series(rng.randint(0, 9, n_rows), dtype="Int16"),
        }
    )
    frame.loc[::7, ["bmi", "seen", "count"]] = None
    frame.index = pd.RangeIndex(n_rows, name="row")
    target = pd.Series(rng.choice(["no", "yes"], n_rows), frame.index, name="ill")
    return frame, target


X, Y = _odd_frame()


def _with_rare_levels(real, target):
    encoder = TableEncoder(identifiers="surrogate", min_category_count=5)
    with pytest.warns(UserWarning, match="merges levels"):
        return RealTable.read(real, target, encoder=encoder)


TABLE = _with_rare_levels(X, Y)


@pytest.fixture
def plain_texts():
    """Frames of dask keep the texts of pandas as they are."""
    with dask.config.set({"dataframe.convert-string": False}):
        yield


def _blocks(rows, sizes):
    stops = np.cumsum(sizes)
    parts = [
        RUNNER.put(rows.take(np.arange(stop - n, stop)))
        for stop, n in zip(stops, sizes, strict=True)
    ]
    return RowBlocks(tuple(parts), np.asarray(sizes), RUNNER)


def _candidates(table, chosen, sizes=None, persons=None):
    """The same candidates twice: on one machine, and in blocks."""
    nothing = np.empty((len(chosen), 0))
    target = table.target.encoded[chosen]
    here = Candidates(
        table.rows.take(chosen), target, nothing, nothing, persons=persons, seed=5
    )
    sizes = [len(chosen)] if sizes is None else sizes
    there = Candidates(
        _blocks(here.rows, sizes), target, nothing, nothing, persons=persons, seed=5
    )
    return here, there


def _assert_written(table, here, there):
    X_here, y_here = table.write(here)
    X_there, y_there = write(table, there)
    pd.testing.assert_frame_equal(X_there.compute(), X_here)
    pd.testing.assert_frame_equal(X_there._meta, X_here.iloc[:0])
    assert X_there.known_divisions == (len(here) > 0)
    if y_here is not None:
        pd.testing.assert_series_equal(y_there.compute(), y_here)
        pd.testing.assert_series_equal(y_there._meta, y_here.iloc[:0])
        assert y_there.divisions == X_there.divisions


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.data())
def test_rows_are_those_of_one_machine_in_any_blocks(sizes, data):
    chosen = np.array(
        data.draw(
            st.lists(
                st.integers(0, len(X) - 1), min_size=sum(sizes), max_size=sum(sizes)
            )
        ),
        dtype=np.intp,
    )
    here, there = _candidates(TABLE, chosen, sizes)
    _assert_written(TABLE, here, there)


@pytest.mark.parametrize("n_rows", [0, 1])
def test_no_rows_and_one(n_rows):
    _assert_written(TABLE, *_candidates(TABLE, np.arange(n_rows)))


def test_partitions_have_the_labels_that_their_divisions_say():
    _, there = _candidates(TABLE, np.arange(30), [10, 0, 15, 5])
    written, target = write(TABLE, there)
    assert written.divisions == (0, 10, 25, 29)
    assert written.npartitions == target.npartitions == 3
    pd.testing.assert_frame_equal(
        written.loc[9:25].compute(), written.compute().loc[9:25]
    )
    parts = [part.compute() for part in written.partitions]
    assert [part.index[0] for part in parts] == [0, 10, 25]


def test_rows_are_taken_where_they_are():
    order = np.random.RandomState(0).permutation(len(X))[:40]
    here, there = _candidates(TABLE, np.arange(len(X)), [30, 30, 30])
    _assert_written(TABLE, here.take(order), there.take(order))


def test_a_table_without_a_target():
    table = RealTable.read(X.drop(columns="key"))
    here, there = _candidates(table, np.arange(20), [5, 15])
    assert write(table, there)[1] is None
    _assert_written(table, here, there)


def test_keys_differ_over_all_blocks_and_are_those_of_one_machine():
    _, there = _candidates(TABLE, np.zeros(60, dtype=np.intp), [20] * 3)
    keys = write(TABLE, there)[0]["key"].compute()
    assert keys.is_unique
    assert not set(keys) & set(X["key"])


def test_keys_that_are_categories_are_known_when_they_are_drawn():
    real = X.astype({"key": "category"})
    table = RealTable.read(real, Y, encoder=TableEncoder(identifiers="surrogate"))
    here, there = _candidates(table, np.arange(20), [5, 15])
    written, _ = write(table, there)
    assert not written["key"].cat.known
    pd.testing.assert_frame_equal(written.compute(), table.write(here)[0])


def test_keys_of_persons_refer_to_one_another_over_all_blocks():
    visits, target = make_visits(60, random_state=0, return_X_y=True)
    table = RealTable.read(
        visits,
        target,
        encoder=TableEncoder(identifiers="surrogate"),
        groups=visits["nhs_number"],
    )
    here, there = _candidates(
        table, np.arange(50), [20, 1, 29], persons=np.arange(50) // 3
    )
    _assert_written(table, here, there)


def test_identifiers_are_left_out_where_that_was_said():
    with pytest.warns(UserWarning, match="left out"):
        table = RealTable.read(X, Y, encoder=TableEncoder(identifiers="drop"))
    here, there = _candidates(table, np.arange(20), [5, 15])
    _assert_written(table, here, there)


LABELS = {
    "range": pd.RangeIndex(len(X)),
    "numbers": pd.Index(np.random.RandomState(0).permutation(len(X)) * 3, name="row"),
    "floats": pd.Index(np.arange(len(X)) / 4),
    "dates": pd.date_range("2000-01-01", periods=len(X)),
    "texts": pd.Index([f"p{place}" for place in range(len(X))], name="who"),
    "made": pd.Index([f"synthetic_{place}" for place in range(len(X))], dtype=object),
}


@pytest.mark.usefixtures("plain_texts")
@pytest.mark.parametrize("kind", LABELS)
def test_labels_go_on_behind_the_real_ones(kind):
    real = X.set_axis(LABELS[kind], axis=0)
    parts = dd.from_pandas(real, npartitions=4, sort=False)
    labels = labels_behind(parts, 7, RUNNER)
    expected = extend_index(LABELS[kind], 7)[len(X) :]
    assert labels.dtype == expected.dtype
    assert labels.name == expected.name
    assert labels.tolist() == expected.tolist()


@pytest.mark.usefixtures("plain_texts")
@pytest.mark.parametrize("kind", ["range", "numbers", "texts"])
@pytest.mark.parametrize("n_rows", [0, 25])
def test_real_partitions_come_first_as_they_are(kind, n_rows):
    real, target = (one.set_axis(LABELS[kind], axis=0) for one in (X, Y))
    table = _with_rare_levels(real, target)
    here, there = _candidates(table, np.arange(n_rows))
    X_new, y_new = table.write(here)
    X_all = table.append(real, X_new)
    y_all = table.target.append(target, y_new, X_all)
    parts = [dd.from_pandas(one, npartitions=3, sort=False) for one in (real, target)]
    X_there, y_there = write_behind(table, *parts, there, RUNNER)
    assert "Rare" in X_there["grade"].dtype.categories
    pd.testing.assert_frame_equal(X_there.compute(), X_all)
    pd.testing.assert_series_equal(y_there.compute(), y_all)
    assert X_there.npartitions == y_there.npartitions


def test_real_partitions_whose_categories_are_not_known():
    table = RealTable.read(X.drop(columns="key"), Y)
    _, there = _candidates(table, np.arange(10))
    parts = dd.from_pandas(X.drop(columns="key"), npartitions=3)
    parts["grade"] = parts["grade"].cat.as_unknown()
    target = dd.from_pandas(Y, npartitions=3)
    X_there, _ = write_behind(table, parts, target, there, RUNNER)
    assert X_there["grade"].cat.known
    assert X_there.compute()["grade"].dtype == X["grade"].dtype


def test_target_stays_beside_real_rows_of_files_that_dask_joins(tmp_path):
    # Dask reads several files at once where few of their columns are asked for.
    for number, stop in enumerate((30, 60, 90)):
        part = X.join(Y).rename_axis(None).iloc[stop - 30 : stop]
        part.to_parquet(tmp_path / f"{number}.parquet")
    real = dd.read_parquet(tmp_path)
    smote = TypeAwareSMOTE({"no": 60, "yes": 60}, random_state=0)
    X_all, y_all = smote.fit_resample(real[["age", "bmi"]], real["ill"])
    assert len(X_all) == len(y_all) == 120
    target = y_all.compute()
    assert target.iloc[:90].tolist() == Y.tolist()
    assert target.index.equals(X_all.index.compute())
    assert X_all.npartitions == y_all.npartitions
