"""Summaries of columns: merged in any way they are those of the whole."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.table.summaries import CellCounts, cell_codes
from skl_synth.table.summaries.one_under_another import one_under_another

CELLS = (
    *(1, True, 1.0, "1", np.float32(1), np.int8(1), Decimal("1.0"), Decimal("1.00")),
    *(0, False, 0.0, -0.0, None, np.nan, pd.NA, pd.NaT, "", "nan", b"1", b"nan"),
    *(dt.date(2020, 1, 1), pd.Timestamp("2020-01-01"), dt.datetime(2020, 1, 1)),
    *(pd.Timestamp("2020-01-01", tz="UTC"), dt.time(1), dt.timedelta(1)),
)
"""Cells that differ, though Python or pandas takes some of them for the same."""

TYPED = {
    "floats": np.array([0.0, -0.0, np.nan, 1.5, 1e300]),
    "narrow floats": np.array([0.0, -0.0, np.nan, 1.5, 2], dtype=np.float32),
    "half floats": np.array([0.0, -0.0, np.nan, 1.5, 2], dtype=np.float16),
    "wholes": np.array([0, 1, 2, 3, 2**62 + 1]),
    "booleans": np.array([True, False, True, False, True]),
    "days": np.array(["2020-01-01", "NaT", "2021", "2022", "2023"], dtype="M8[s]"),
    "spans": np.array([1, 2, 3, 4, 5], dtype="m8[s]"),
    "texts": pd.array(["a", None, "b", "", "nan"], dtype="str"),
    "texts with NA": pd.array(["a", pd.NA, "b", "", "nan"], dtype="string"),
    "nullable": pd.array([0.0, -0.0, pd.NA, 1.5, 2], dtype="Float64"),
    "whole with NA": pd.array([0, 1, pd.NA, 2, 3], dtype="Int64"),
    "categories": pd.Categorical(["a", None, "b", "c", "a"], categories=list("cbad")),
    "sparse": pd.arrays.SparseArray([0.0, 0.0, 1.0, np.nan, 2.0]),
    "zoned": pd.to_datetime(
        ["2020-01-01", None, "2021-01-01", "2021-01-02", "2021-01-03"], utc=True
    ),
}


def _objects(places):
    cells = np.empty(len(places), dtype=object)
    cells[:] = [CELLS[place] for place in places]
    return pd.DataFrame({"a": pd.Series(cells, dtype=object)})


def _key(cell):
    return type(cell), repr(cell)


def _merged(frame, cuts):
    ends = [0, *sorted(min(one, len(frame)) for one in cuts), len(frame)]
    return [CellCounts.of(frame.iloc[i:j], i) for i, j in pairwise(ends)]


def _assert_same(one, other):
    pd.testing.assert_frame_equal(one.cells, other.cells)
    assert list(map(_key, one.cells.iloc[:, 0])) == list(
        map(_key, other.cells.iloc[:, 0])
    )
    assert one.counts.tolist() == other.counts.tolist()
    assert one.firsts.tolist() == other.firsts.tolist()
    assert one.n_rows == other.n_rows


PLACES = st.lists(st.integers(0, len(CELLS) - 1), min_size=1, max_size=30)
CUTS = st.lists(st.integers(0, 30), max_size=4)


@settings(deadline=None, max_examples=50)
@given(places=PLACES, cuts=CUTS)
def test_objects_are_told_apart_and_merged(places, cuts):
    frame = _objects(places)
    whole = CellCounts.of(frame)
    known = Counter(_key(CELLS[one]) for one in places)
    assert list(map(_key, whole.cells["a"])) == list(known)
    assert whole.counts.tolist() == list(known.values())
    _assert_same(CellCounts.merged(_merged(frame, cuts)), whole)


@pytest.mark.parametrize("dtype", TYPED)
@settings(deadline=None, max_examples=15)
@given(places=st.lists(st.integers(0, 4), min_size=1, max_size=30), cuts=CUTS)
def test_cells_of_every_dtype_are_merged(dtype, places, cuts):
    frame = pd.DataFrame({"a": pd.Series(TYPED[dtype]).take(places)})
    frame = frame.reset_index(drop=True)
    whole = CellCounts.of(frame)
    _assert_same(CellCounts.merged(_merged(frame, cuts)), whole)
    one, *rest = _merged(frame, cuts)
    for more in rest:
        one = CellCounts.merged([one, more])
    _assert_same(one, whole)


@settings(deadline=None, max_examples=50)
@given(places=PLACES)
def test_what_is_rebuilt_has_the_same_cells_each_first_at_its_place(places):
    frame = _objects(places)
    rebuilt = CellCounts.of(frame).rebuilt()
    assert len(rebuilt) == len(frame)
    before, after = ([_key(one) for one in its["a"]] for its in (frame, rebuilt))
    assert Counter(before) == Counter(after)
    assert {key: before.index(key) for key in before} == {
        key: after.index(key) for key in after
    }


def test_summing_up_what_was_rebuilt_changes_nothing():
    frame = pd.DataFrame({"a": [3, 1, 3, 2, 3, 1, 2]})
    counts = CellCounts.of(frame)
    _assert_same(CellCounts.of(counts.rebuilt()), counts)


def test_rows_of_several_columns_are_counted_together():
    frame = pd.DataFrame({"a": [1, 1, 0, 1], "b": [0.0, np.nan, 0.0, 0.0]})
    counts = CellCounts.of(frame)
    assert counts.counts.tolist() == [2, 1, 1]
    assert counts.rebuilt().iloc[3].tolist() == [1.0, 0.0]


def test_many_rows_of_their_own_are_not_compared_twice(monkeypatch):
    monkeypatch.setattr("skl_synth.table.summaries.counted_cells.ALWAYS", 1)
    frame = pd.DataFrame({"a": [1.5, 2.5, 3.5, 2.5, 4.5]})
    merged = CellCounts.merged(_merged(frame, [2]))
    assert merged.cells["a"].tolist() == [1.5, 2.5, 3.5, 2.5, 4.5]
    pd.testing.assert_frame_equal(merged.rebuilt(), frame)


def test_a_summary_is_as_small_as_there_are_different_cells():
    counts = CellCounts.of(pd.DataFrame({"a": np.arange(100_000) % 3}))
    assert len(counts.cells) == len(counts.counts) == 3


def test_categories_of_parts_are_united():
    parts = [pd.DataFrame({"a": pd.Categorical([one])}) for one in "bca"]
    whole = one_under_another(parts)
    assert whole["a"].cat.categories.tolist() == ["b", "c", "a"]
    assert cell_codes(whole).tolist() == [0, 1, 2]


def test_parts_without_rows_say_nothing_of_the_dtype():
    parts = [pd.DataFrame({"a": pd.Series([], dtype=object)}), pd.DataFrame({"a": [1]})]
    assert one_under_another(parts)["a"].dtype == np.int64
