"""Partitions are opened: lengths, what goes with the rows, and what is refused."""

import dask
import dask.array
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.dask.parts import Parts
from skl_synth.dask.running import Runner
from skl_synth.errors import InputError, InputTypeError
from tests.dask.cut_frames import in_parts

FRAME = pd.DataFrame(
    {
        "age": [31, 54, 47, 31, 60, 22, 19],
        "ward": ["A", "B", "A", "C", None, "B", "A"],
        "mark": [1.5, np.nan, 2.0, 2.5, 3.0, 9.75, 0.5],
    }
)
TARGET = pd.Series(list("ynnynny"), name="died")


def _opened(X, y=None, groups=None):
    return Parts.of(X, y, groups, Runner())


def _whole(parts, tasks):
    return pd.concat(parts.runner.results(tasks))


CUTS = st.lists(st.integers(0, len(FRAME)), max_size=9)


@settings(max_examples=15, deadline=None)
@given(CUTS, CUTS, CUTS)
def test_what_goes_with_the_rows_is_cut_as_they_are(cuts, of_target, of_groups):
    X, y = in_parts(FRAME, cuts), in_parts(TARGET, of_target)
    groups = in_parts(FRAME["ward"], of_groups)
    parts = _opened(X, y, groups)
    assert parts.sizes.min() > 0
    assert len(parts) == len(FRAME)
    assert [len(one) for one in parts.runner.results(parts.tables)] == [*parts.sizes]
    for tasks in (parts.targets, parts.groups):
        assert [len(one) for one in parts.runner.results(tasks)] == [*parts.sizes]
    assert _whole(parts, parts.tables)["age"].tolist() == FRAME["age"].tolist()
    assert _whole(parts, parts.targets).tolist() == TARGET.tolist()
    assert parts.target_like.name == "died"
    assert parts.starts.tolist() == [0, *np.cumsum(parts.sizes)[:-1]]


@pytest.mark.parametrize("kind", ["series", "array", "list", "dask array", "unknown"])
def test_a_target_may_be_in_memory_or_have_no_labels(kind):
    y = in_parts(TARGET.astype("category").cat.codes, [2])
    y = {
        "series": TARGET,
        "array": TARGET.to_numpy(),
        "list": TARGET.tolist(),
        "dask array": dask.array.from_array(y.compute().to_numpy(), chunks=4),
        "unknown": y.to_dask_array(),
    }[kind]
    parts = _opened(in_parts(FRAME, [0, 3, 3, 5]), y)
    found = _whole(parts, parts.targets).tolist()
    codes = TARGET.astype("category").cat.codes.tolist()
    assert found == (codes if isinstance(found[0], int) else TARGET.tolist())
    assert [len(one) for one in parts.runner.results(parts.targets)] == [3, 2, 2]


def test_a_target_may_be_the_index():
    labelled = FRAME.set_axis(pd.Index(TARGET, name="died"), axis=0)
    X = in_parts(labelled, [2, 4])
    parts = _opened(X, X.index)
    assert _whole(parts, parts.targets).tolist() == TARGET.tolist()
    assert parts.target_like.name == "died"


def test_divisions_may_be_unknown_and_partitions_filtered_empty():
    X = in_parts(FRAME, [2, 4])
    parts = _opened(X[X["age"] > 50], X["mark"][X["age"] > 50])
    assert parts.sizes.tolist() == [1, 1]
    assert _whole(parts, parts.tables)["age"].tolist() == [54, 60]


def test_categories_are_those_of_the_whole():
    X = in_parts(FRAME, [2, 4]).astype({"ward": "category"})
    parts = _opened(X)
    whole = X.compute()["ward"].dtype
    assert parts.table_like["ward"].dtype == whole
    dtypes = [one["ward"].dtype for one in parts.runner.results(parts.tables)]
    assert dtypes == [whole] * 3


def test_persons_may_be_a_column_of_the_table():
    parts = _opened(in_parts(FRAME, [2, 4])).with_groups_of("age")
    assert _whole(parts, parts.groups).tolist() == FRAME["age"].tolist()


def _with_odd(column, **values):
    """A frame whose second partition is another than it says."""
    odd = FRAME.iloc[3:].assign(**values).drop(columns=[column] if not values else [])
    made = [dask.delayed(FRAME.iloc[:3]), dask.delayed(odd)]
    return dd.from_delayed(made, meta=FRAME.iloc[:0], verify_meta=False)


def test_another_dtype_is_refused_and_the_remedy_works_when_typed():
    X = _with_odd("age", age=[0.5, 1.0, 2.0, np.nan])
    with pytest.raises(InputError, match="partition 1 of X has float64") as error:
        _opened(X)
    assert error.value.column == "age"
    typed = "X.astype({'age': 'float64'})"
    assert f"X = {typed}" in str(error.value)
    assert len(_opened(eval(typed, {"X": X}))) == len(FRAME)


def test_another_dtype_of_the_target_is_refused_and_the_remedy_works():
    made = [dask.delayed(pd.Series([0, 1, 0])), dask.delayed(pd.Series([1.5] * 4))]
    y = dd.from_delayed(made, meta=pd.Series([0]).iloc[:0], verify_meta=False)
    X = in_parts(FRAME, [3])
    with pytest.raises(InputError, match=r"y = y.astype\('float64'\)"):
        _opened(X, y)
    assert _opened(X, y.astype("float64")).target_like.dtype == np.float64


def test_other_columns_are_refused_and_the_remedy_works_when_typed():
    X = _with_odd("mark")
    with pytest.raises(InputError, match="partition 1 of X lacks 'mark'") as error:
        _opened(X)
    typed = "X.map_partitions(lambda part: part[['age', 'ward']])"
    assert f"X = {typed}" in str(error.value)
    assert list(_opened(eval(typed, {"X": X})).table_like) == ["age", "ward"]


def test_columns_in_another_order_are_refused():
    made = [dask.delayed(FRAME), dask.delayed(FRAME[["mark", "age", "ward"]])]
    X = dd.from_delayed(made, meta=FRAME.iloc[:0], verify_meta=False)
    with pytest.raises(InputError, match="in another order"):
        _opened(X)


@pytest.mark.parametrize("cuts", [[], [0, 0]])
def test_a_table_without_rows_is_refused(cuts):
    with pytest.raises(InputError, match=r"Found array with 0 sample\(s\)"):
        _opened(in_parts(FRAME.iloc[:0], cuts))


def test_two_columns_of_one_name_are_refused():
    frame = FRAME.set_axis(["a", "b", "a"], axis=1)
    with pytest.raises(InputError, match="two columns called 'a'"):
        _opened(in_parts(frame, [3]))


@pytest.mark.parametrize("name", ["y", "groups"])
@pytest.mark.parametrize("is_here", [True, False])
def test_another_length_is_refused(name, is_here):
    short = TARGET.iloc[:5] if is_here else in_parts(TARGET.iloc[:5], [2])
    with pytest.raises(InputError, match="7 rows"):
        _opened(in_parts(FRAME, [3]), **{name: short})


@pytest.mark.parametrize("is_here", [True, False])
def test_row_labels_in_another_order_are_refused_and_the_remedy_works(is_here):
    shuffled = FRAME["age"].iloc[[3, 1, 0, 2, 4, 6, 5]]
    y = shuffled if is_here else in_parts(shuffled, [1, 5])
    X = in_parts(FRAME, [3])
    with pytest.raises(InputError, match="the same row labels, but in another order"):
        _opened(X, y)
    bare = y.to_numpy() if is_here else y.to_dask_array()
    assert _whole(_opened(X, bare), _opened(X, bare).targets).tolist() == [*shuffled]
    other = shuffled.set_axis(range(10, 17))
    assert len(_opened(X, other if is_here else in_parts(other, [1]))) == 7


@pytest.mark.parametrize("value", ["ward", ["age", "ward"], 3.5])
def test_the_name_of_a_column_is_refused(value):
    with pytest.raises(InputError, match="y"):
        _opened(in_parts(FRAME, [3]), value)


def test_exchanged_table_and_target_are_refused():
    with pytest.raises(InputTypeError, match=r"pass X.to_frame\(\)"):
        _opened(in_parts(TARGET, [2]), in_parts(FRAME, [3]))


@pytest.mark.parametrize(
    ("table", "remedy"),
    [
        (FRAME, "dask.dataframe.from_pandas"),
        (FRAME[["age"]].to_numpy(), "make a frame of pandas of it"),
        (dd.from_pandas(FRAME[["age"]], 2).to_dask_array(), "from_dask_array"),
        ("part*.parquet", "read_parquet"),
    ],
    ids=["pandas", "numpy", "dask array", "text"],
)
def test_what_is_no_dask_frame_is_refused(table, remedy):
    with pytest.raises(InputTypeError, match=remedy):
        _opened(table)


def _together(pieces):
    made = [dask.delayed(one) for one in pieces]
    return dd.from_delayed(made, meta=pieces[0].iloc[:0], verify_meta=False)


@pytest.mark.parametrize("levels", [["A", "B", "C"], [3, 4, 5]])
@pytest.mark.parametrize("lacking", [0, 1])
def test_categories_may_be_lacking_where_all_is_missing(lacking, levels):
    filled = pd.DataFrame({"ward": pd.Categorical(levels)})
    empty = pd.DataFrame({"ward": pd.Categorical([None, None])})
    pieces = [filled]
    pieces.insert(lacking, empty)
    parts = _opened(_together(pieces))
    assert parts.table_like["ward"].cat.categories.tolist() == levels
    ward = _whole(parts, parts.tables)["ward"]
    assert ward.dtype == parts.table_like["ward"].dtype
    assert ward.dropna().tolist() == levels


@pytest.mark.parametrize("texts", [["A", "B"], ["0.5", "1"]])
def test_categories_of_several_types_are_refused_with_what_helps(texts):
    pieces = [pd.Categorical(texts), pd.Categorical([1, 2])]
    X = _together([pd.DataFrame({"ward": one}) for one in pieces])
    with pytest.raises(InputError, match="categories of int64") as caught:
        _opened(X)
    cast = X.astype({"ward": "string"})
    assert "X = X.astype({'ward': 'string'})" in str(caught.value)
    parts = _opened(cast)
    assert _whole(parts, parts.tables)["ward"].tolist() == [*texts, "1", "2"]


def test_texts_in_one_partition_and_categories_in_another_become_texts():
    pieces = [FRAME.astype({"ward": "category"}), FRAME.astype({"ward": "string"})]
    X = _together(pieces)
    with pytest.raises(InputError, match=r"X\.astype\(\{'ward': 'string'\}\)"):
        _opened(X)
    assert len(_opened(X.astype({"ward": "string"}))) == 2 * len(FRAME)


@pytest.mark.parametrize(
    ("said", "own", "wanted"),
    [
        (pd.Series([31, 54]), pd.Series(["47", "NA"], dtype="string"), "string"),
        (pd.Series([0.5, 54]), pd.Series([None, None], dtype=object), "float64"),
        (pd.Series([31, None], dtype="Int64"), pd.Series([0.5, 2.0]), "Float64"),
        (pd.Series([31, 54]), pd.Series([31, None], dtype="Int64"), "Int64"),
        (pd.Series([True]), pd.Series([None, True, False], dtype="boolean"), "boolean"),
    ],
)
def test_what_is_said_to_hold_all_holds_it(said, own, wanted):
    X = _together([said.to_frame("age"), own.to_frame("age")])
    with pytest.raises(InputError, match=r"in all, X = X\.astype") as caught:
        _opened(X)
    assert f"X.astype({{'age': '{wanted}'}})" in str(caught.value)
    assert len(_opened(X.astype({"age": wanted}))) == 4


def test_dates_with_and_without_a_time_zone_get_one_by_the_remedy():
    days = pd.Series(pd.date_range("2026-01-01", periods=2))
    X = _together([one.to_frame("day") for one in (days, days.dt.tz_localize("UTC"))])
    with pytest.raises(InputError, match="make it the same in all") as caught:
        _opened(X)
    typed = str(caught.value).partition("in all, X = ")[2].rstrip(".")
    assert typed.startswith("X.map_partitions(lambda part: part.assign(**{'day': ")
    zoned = eval(typed, {"X": X, "pandas": pd})
    assert len(_opened(zoned)) == 4
