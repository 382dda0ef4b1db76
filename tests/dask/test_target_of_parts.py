"""The target of parts is that of the whole, and so are its errors."""

import datetime as dt

import dask
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.dask.parts import Parts
from skl_synth.dask.running import Runner
from skl_synth.dask.target_of_parts import target_of_parts
from skl_synth.errors import InputError
from skl_synth.table.target import Target
from tests.dask.cut_frames import in_parts

N_ROWS = 12
CUTS = st.lists(st.integers(0, N_ROWS), max_size=8)
FEW = [3, 1, 3, 2, 1, 1, 3, 2, 2, 1, 3, 1]
HALVES = [0.5, 1, 2, 1.25, 7, 3, 2, 2, 9, 1.5, 4, 0.1 * 3]
TARGETS = {
    "text": pd.Series(list("bcabcabccaab"), dtype=object, name="died"),
    "string": pd.Series(list("bcabcabccaab"), dtype="string"),
    "category": pd.Series(list("bcabcabccaab"), dtype="category"),
    "ordered": pd.Series(pd.Categorical(list("bcabcabccaab"), list("cbad"), True)),
    "whole": pd.Series(FEW, dtype="int32"),
    "unsigned": pd.Series(FEW, dtype="uint8"),
    "nullable": pd.Series(FEW, dtype="Int64"),
    "flags": pd.Series([one > 1 for one in FEW]),
    "nullable flags": pd.Series([one > 1 for one in FEW], dtype="boolean"),
    "whole floats": pd.Series(FEW, dtype="float64"),
    "floats": pd.Series(HALVES, name=("a", 1)),
    "narrow": pd.Series(HALVES, dtype="float32"),
    "nullable floats": pd.Series(HALVES, dtype="Float64"),
    "one class": pd.Series(["a"] * N_ROWS),
    "one column": pd.DataFrame({"died": list("bcabcabccaab")}),
    "column of floats": pd.DataFrame({"score": HALVES}),
}


@pytest.fixture(autouse=True)
def _as_it_is():
    with dask.config.set({"dataframe.convert-string": False}):
        yield


def _read(y, cuts, kinds="infer"):
    X = pd.DataFrame({"a": np.arange(len(y))}, index=y.index)
    parts = Parts.of(in_parts(X, [5]), in_parts(y, cuts), None, Runner())
    return target_of_parts(parts, kinds)


def _assert_same(found, whole):
    assert found.kind == whole.kind
    assert found.encoded.dtype == whole.encoded.dtype
    np.testing.assert_array_equal(found.encoded, whole.encoded)
    assert found.precision == whole.precision
    assert (found.classes is None) == (whole.classes is None)
    if whole.classes is not None:
        assert found.classes.dtype == whole.classes.dtype
        labels, expected = found.classes.tolist(), whole.classes.tolist()
        assert [*map(type, labels)] == [*map(type, expected)]
        assert labels == expected
    assert found.columns == whole.columns
    assert not len(found.original)
    written, expected = found.decode(found.encoded), whole.decode(whole.encoded)
    assert type(written) is type(expected)
    if isinstance(written, pd.Series):
        written, expected = written.to_frame(), expected.to_frame()
    pd.testing.assert_frame_equal(written, expected)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=3, deadline=None)
@given(CUTS)
def test_a_target_is_that_of_the_whole(name, cuts):
    y = TARGETS[name]
    _assert_same(_read(y, cuts), Target.read(y, len(y)))


@pytest.mark.parametrize("kind", ["category", "binary", "continuous", "integer"])
@pytest.mark.parametrize("name", ["whole", "floats", "flags", "nullable"])
def test_what_is_said_of_the_target_holds(name, kind):
    y = TARGETS[name].rename("outcome")
    kinds = {"outcome": kind}
    _assert_same(_read(y, [2, 2, 7], kinds), Target.read(y, len(y), kinds))


def _read_or_error(read):
    """What is read, or the type and the words of the error."""
    try:
        return read()
    except Exception as error:
        return type(error), str(error)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from([1, 2, 1.0, 2.5, True, "1", "a", 3]), min_size=1),
    st.data(),
)
def test_objects_are_told_apart_by_type(cells, data):
    y = pd.Series(cells, dtype=object)
    cuts = data.draw(st.lists(st.integers(0, len(y)), max_size=4))
    X = pd.DataFrame({"a": np.arange(len(y))})
    parts = Parts.of(in_parts(X, []), in_parts(y, cuts), None, Runner())
    whole = _read_or_error(lambda: Target.read(y, len(y)))
    found = _read_or_error(lambda: target_of_parts(parts))
    if isinstance(whole, Target):
        _assert_same(found, whole)
    else:
        assert found == whole


def _error_of(read):
    with pytest.raises(InputError) as error:
        read()
    return str(error.value)


@pytest.mark.parametrize(
    "y",
    [
        pd.Series([1.0, 2, 1, np.nan, 2, 1, np.nan, 1]),
        pd.Series(["a", None, "b", "a", "b", None, "b", "a"], dtype=object),
        pd.Series([1.5, 2, 1, 2, 2, np.inf, 3, 1]),
        pd.Series(["a", "b", "a", 3, "b", 4, "b", "a"], dtype=object),
        pd.Series([dt.date(2020, 1, day) for day in range(1, 9)], dtype=object),
        pd.Series(pd.date_range("2020-01-01", periods=8)),
        pd.Series(pd.to_timedelta(range(8), unit="D")),
        pd.Series([b"a", b"b"] * 4, dtype=object),
    ],
    ids=["nan", "none", "infinite", "mixed", "date", "times", "durations", "bytes"],
)
@pytest.mark.parametrize("cuts", [[], [1, 3], [0, 4, 4, 8]])
def test_what_is_no_target_is_refused_by_its_row_in_the_whole(y, cuts):
    refused = _read_or_error(lambda: Target.read(y, len(y)))
    assert not isinstance(refused, Target)
    assert _read_or_error(lambda: _read(y, cuts)) == refused


def test_a_kind_that_no_target_has_is_refused():
    kinds = {"died": "datetime"}
    text = _error_of(lambda: _read(TARGETS["text"], [3], kinds))
    assert text == _error_of(lambda: Target.read(TARGETS["text"], N_ROWS, kinds))


def test_one_column_for_each_class_is_refused_and_the_remedy_works():
    labels = TARGETS["text"]
    y = pd.get_dummies(labels).astype(int)
    X = in_parts(pd.DataFrame({"a": range(N_ROWS)}), [4])
    parts = Parts.of(X, in_parts(y, [6]), None, Runner())
    text = _error_of(lambda: target_of_parts(parts))
    assert "pass y.idxmax(axis=1)" in text
    again = Parts.of(X, in_parts(y, [6]).idxmax(axis=1), None, Runner())
    found = target_of_parts(again)
    assert found.classes.tolist() == ["a", "b", "c"]
    assert found.classes[found.encoded].tolist() == labels.tolist()


@pytest.mark.parametrize("y", [TARGETS["text"], FEW, np.array(HALVES)], ids=type)
def test_a_target_in_memory_is_read_as_it_is(y):
    X = in_parts(pd.DataFrame({"a": range(N_ROWS)}), [4])
    found = target_of_parts(Parts.of(X, y, None, Runner()))
    _assert_same(found, Target.read(pd.Series(y), N_ROWS))


def test_no_target_is_none():
    X = in_parts(pd.DataFrame({"a": range(N_ROWS)}), [4])
    found = target_of_parts(Parts.of(X, None, None, Runner()))
    assert found.kind == "none"
    assert found.encoded.tolist() == [0] * N_ROWS


def test_a_part_of_such_a_target_is_taken_without_its_values():
    whole = TARGETS["whole"]
    found = _read(whole, [3]).take(np.array([0, 2, 6]))
    assert found.classes.tolist() == [3]
    assert found.encoded.tolist() == [0, 0, 0]
