"""Labels of rows: real rows keep theirs, and no synthetic row has one of them."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imblearn.pipeline import Pipeline

from skl_synth import ProximityFilter, TypeAwareSMOTE
from skl_synth.table.row_labels import extend_index

LONDON = pd.DatetimeIndex(["2020-03-27", "2020-03-28"], tz="Europe/London")

INDEXES = {
    "range": (pd.RangeIndex(3, name="n"), [3, 4]),
    "range from five": (pd.RangeIndex(5, 8), [8, 9]),
    "backwards": (pd.RangeIndex(10, 0, -1), [11, 12]),
    "numbers": (pd.Index([7, 3, 7]), [8, 9]),
    "small numbers": (pd.Index([126, 3], dtype="int8"), [127, 128]),
    "unsigned": (pd.Index([2**63, 3], dtype="uint64"), [2**63 + 1, 2**63 + 2]),
    "nullable": (pd.Index([1, None], dtype="Int64"), [2, 3]),
    "floats": (pd.Index([1.5, np.nan, np.inf]), [2.0, 3.0]),
    "text": (pd.Index(["a", "b"], name="id"), ["synthetic_0", "synthetic_1"]),
    "string": (pd.Index(["a"], dtype="string"), ["synthetic_0", "synthetic_1"]),
    "text and numbers": (pd.Index(["a", 1]), ["synthetic_0", "synthetic_1"]),
    "pairs": (
        pd.Index([("a", 1)], tupleize_cols=False),
        ["synthetic_0", "synthetic_1"],
    ),
    "bool": (pd.Index([True, False]), ["synthetic_0", "synthetic_1"]),
    "categories": (pd.CategoricalIndex(["a"]), ["synthetic_0", "synthetic_1"]),
    "days": (
        pd.DatetimeIndex(["2021-01-30", "2020-01-01"]),
        [pd.Timestamp("2021-01-31"), pd.Timestamp("2021-02-01")],
    ),
    "months": (
        pd.date_range("2020-01-01", periods=2, freq="MS"),
        [pd.Timestamp("2020-03-01"), pd.Timestamp("2020-04-01")],
    ),
    "time zone": (
        LONDON,
        [pd.Timestamp(f"2020-03-{day}", tz="Europe/London") for day in (29, 30)],
    ),
    "periods": (
        pd.PeriodIndex(["2020-11"], freq="M"),
        [pd.Period("2020-12", "M"), pd.Period("2021-01", "M")],
    ),
    "durations": (
        pd.TimedeltaIndex(["3h"]),
        [pd.Timedelta("1D3h"), pd.Timedelta("2D3h")],
    ),
    "decimals": (pd.Index([Decimal("1.5"), Decimal(2)]), [Decimal(3), Decimal(4)]),
    "dates": (
        pd.Index([dt.date(2020, 12, 31)]),
        [dt.date(2021, 1, 1), dt.date(2021, 1, 2)],
    ),
    "the largest number": (
        pd.Index([0, np.iinfo(np.int64).max]),
        ["synthetic_0", "synthetic_1"],
    ),
    "the last date": (
        pd.DatetimeIndex([pd.Timestamp.max]),
        ["synthetic_0", "synthetic_1"],
    ),
    "huge floats": (pd.Index([1e300]), ["synthetic_0", "synthetic_1"]),
    "intervals": (
        pd.IntervalIndex.from_breaks([0, 1]),
        ["synthetic_0", "synthetic_1"],
    ),
}


@pytest.mark.parametrize("name", INDEXES)
def test_labels_go_on_behind_the_real_ones(name):
    index, fresh = INDEXES[name]
    extended = extend_index(index, 2)
    assert extended.tolist()[len(index) :] == fresh
    assert [*map(str, extended[: len(index)])] == [*map(str, index)]
    assert extended.name == index.name
    assert extend_index(index, 0).equals(index)


KEPT = ["nullable", "string", "days", "time zone", "periods", "durations", "dates"]


@pytest.mark.parametrize("name", KEPT)
def test_an_index_of_one_type_stays_one(name):
    index, _ = INDEXES[name]
    extended = extend_index(index, 2)
    assert type(extended) is type(index)
    assert extended.dtype == index.dtype


def test_every_level_of_an_index_goes_on():
    index = pd.MultiIndex.from_tuples([("a", 4), ("b", 2)], names=["ward", "bed"])
    extended = extend_index(index, 2)
    assert extended.tolist()[2:] == [("synthetic_0", 5), ("synthetic_1", 6)]
    assert extended.names == ["ward", "bed"]


def test_texts_are_none_that_a_real_label_begins_with():
    index = pd.Index(["synthetic_0", "synthetic_note", None])
    assert extend_index(index, 1).tolist()[-1] == "synthetic_synthetic_0"


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1),
        st.lists(st.integers(0, 2**64 - 1), min_size=1),
        st.lists(st.text(max_size=12), min_size=1),
        st.lists(st.floats(allow_nan=False), min_size=1),
        st.lists(st.dates(), min_size=1),
        st.lists(st.datetimes(), min_size=1),
        st.lists(st.one_of(st.integers(), st.text(max_size=3)), min_size=1),
    ),
    st.integers(1, 5),
)
def test_fresh_labels_are_all_different_and_none_is_real(labels, n_more):
    index = pd.Index(labels)
    extended = extend_index(index, n_more)
    fresh = extended[len(index) :]
    assert extended[: len(index)].tolist() == index.tolist()
    assert len(fresh) == n_more
    assert fresh.is_unique
    assert not fresh.isin(index).any()


def table(index):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(40, 2)), columns=["a", "b"], index=index)
    return X, pd.Series(np.repeat([0, 1], [25, 15]), index=index, name="y")


@pytest.mark.parametrize(
    "index",
    [
        pd.Index([f"P-{i:02}" for i in range(40)], name="patient"),
        pd.date_range("2020-03-01", periods=40, tz="Europe/London"),
        pd.Index([Decimal(i) / 2 for i in range(40)]),
        pd.Index([*range(20), *range(20)]),
        pd.Index(["same"] * 40),
    ],
    ids=["text", "dates", "decimals", "repeated", "one"],
)
@pytest.mark.parametrize("synthesizer", [TypeAwareSMOTE(), ProximityFilter()])
def test_table_and_target_have_the_same_labels(synthesizer, index):
    X, y = table(index)
    synthesizer.set_params(random_state=0)
    X_all, y_all = synthesizer.fit_resample(X, y)
    pd.testing.assert_frame_equal(X_all[:40], X, check_freq=False)
    pd.testing.assert_series_equal(y_all[:40], y, check_freq=False)
    assert X_all.index.equals(y_all.index)
    fresh = X_all.index[40:]
    assert fresh.is_unique
    assert not fresh.isin(index).any()
    X_new, y_new = synthesizer.set_params(mode="replace").fit_resample(X, y)
    synthesizer.set_params(mode="augment")
    assert X_new.index.tolist() == y_new.index.tolist() == list(range(40))
    assert X_new.index.name == index.name


def test_a_target_beside_an_array_keeps_its_own():
    X, y = table(pd.Index([f"P-{i:02}" for i in range(40)]))
    _, y_all = TypeAwareSMOTE(random_state=0).fit_resample(X.to_numpy(), y)
    pd.testing.assert_series_equal(y_all[:40], y)
    assert y_all.index[40] == "synthetic_0"


def test_what_comes_after_one_synthesizer_may_be_another():
    X, y = table(pd.Index([f"P-{i:02}" for i in range(40)]))
    twice = Pipeline(
        [
            ("one", TypeAwareSMOTE({1: 20}, random_state=0)),
            ("two", TypeAwareSMOTE(random_state=0)),
        ]
    )
    X_all, _ = twice.fit_resample(X, y)
    assert X_all.index.is_unique
    assert X_all.index[[0, 40, 45]].tolist() == [
        "P-00",
        "synthetic_0",
        "synthetic_synthetic_0",
    ]
