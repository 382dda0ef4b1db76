"""The persons of parts are those of the whole, whatever the parts."""

import dask
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.dask import persons_of_parts as room
from skl_synth.dask.parts import Parts
from skl_synth.dask.persons_of_parts import persons_of_parts
from skl_synth.dask.running import Runner
from skl_synth.errors import InputError
from skl_synth.table.persons import read_groups
from tests.dask.cut_frames import in_parts


@pytest.fixture(autouse=True)
def _as_it_is():
    with dask.config.set({"dataframe.convert-string": False}):
        yield


def _persons(groups, cuts):
    X = pd.DataFrame({"a": np.arange(len(groups))}, index=groups.index)
    parts = Parts.of(in_parts(X, [len(X) // 2]), None, in_parts(groups, cuts), Runner())
    return persons_of_parts(parts)


CELLS = st.sampled_from(["p1", "p2", "1", 1, 1.0, 2, True, 2.5, "Ärzte", ("a", 1)])


@pytest.mark.parametrize("bucket", [2, 1_000_000])
@settings(max_examples=15, deadline=None)
@given(cells=st.lists(CELLS, min_size=1, max_size=30), data=st.data())
def test_equal_values_are_one_person_wherever_they_stand(bucket, cells, data):
    groups = pd.Series(cells, dtype=object)
    cuts = data.draw(st.lists(st.integers(0, len(groups)), max_size=5))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "BUCKET", bucket)
        found = _persons(groups, cuts)
    np.testing.assert_array_equal(found, read_groups(groups, len(groups)))
    assert found.dtype == np.intp


@pytest.mark.parametrize("dtype", ["object", "string", "category", "int64", "float64"])
def test_persons_of_any_dtype_are_numbered_by_their_first_rows(dtype, monkeypatch):
    monkeypatch.setattr(room, "BUCKET", 10)
    values = np.random.RandomState(0).randint(0, 60, 200)
    groups = pd.Series(values)
    is_text = dtype in ("object", "string", "category")
    groups = (groups.astype(str) if is_text else groups).astype(dtype)
    found = _persons(groups, [0, 13, 90, 90, 150])
    np.testing.assert_array_equal(found, read_groups(groups, len(groups)))


@pytest.mark.parametrize("nobody", [None, np.nan, "", "UNKNOWN", " "])
@pytest.mark.parametrize("cuts", [[], [2, 4]])
def test_who_is_nobody_is_refused_by_row_of_the_whole(nobody, cuts):
    groups = pd.Series(["a", "b", "a", nobody, "c", nobody], dtype=object)
    with pytest.raises(InputError) as whole:
        read_groups(groups, 6)
    with pytest.raises(InputError) as found:
        _persons(groups, cuts)
    assert str(found.value) == str(whole.value)
    assert "row 3" in str(found.value)


def test_several_columns_are_refused():
    groups = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    with pytest.raises(InputError, match="groups is a DataFrame"):
        _persons(groups, [1])


def test_persons_in_memory_are_read_as_they_are():
    X = in_parts(pd.DataFrame({"a": range(4)}), [1])
    for groups in (["b", "a", "b", "c"], range(4), np.array([7, 7, 8, 7])):
        found = persons_of_parts(Parts.of(X, None, groups, Runner()))
        np.testing.assert_array_equal(found, read_groups(groups, 4))


def test_nothing_known_is_none():
    X = in_parts(pd.DataFrame({"a": range(4)}), [1])
    assert persons_of_parts(Parts.of(X, None, None, Runner())) is None
