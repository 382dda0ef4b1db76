"""What a user gives of rows, read as conditions, whatever the kinds are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from skl_synth import RealTable, TableEncoder
from skl_synth.errors import InputError
from skl_synth.table.given import Condition, Given
from skl_synth.table.given_reading import read_given


def table(n_rows=240):
    """One column of each kind, with missing and special values."""
    rng = np.random.RandomState(0)
    gone = rng.uniform(size=n_rows) < 0.1
    day = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.randint(0, 300, n_rows), "D")
    ranks = pd.Categorical(
        rng.choice(["lo", "mid", "hi"], n_rows), ["lo", "mid", "hi"], ordered=True
    )
    X = pd.DataFrame(
        {
            "flag": rng.uniform(size=n_rows) < 0.4,
            "maybe": pd.array(np.where(gone, 0, 1), dtype="Int64"),
            "count": pd.array(rng.randint(0, 60, n_rows), dtype="Int64"),
            "dose": rng.normal(size=n_rows).round(2),
            "score": np.where(
                rng.uniform(size=n_rows) < 0.2, -1, rng.randint(20, 90, n_rows)
            ),
            "day": day,
            "text": day.strftime("%d/%m/%Y"),
            "span": pd.to_timedelta(rng.randint(0, 90, n_rows), "h"),
            "rank": ranks,
            "word": rng.choice(list("xyz"), n_rows),
            5: rng.randint(0, 9, n_rows),
            "always": 7,
        }
    )
    X.loc[gone, ["maybe", "count"]] = pd.NA
    wards = pd.get_dummies(pd.Series(rng.choice(list("abc"), n_rows)), prefix="ward")
    X = pd.concat([X, wards.astype(int)], axis=1)
    return X, pd.Series(rng.choice(["sick", "well"], n_rows), name="state")


X, Y = table()
REAL = RealTable.read(X, Y, encoder=TableEncoder(special_values={"score": [-1]}))
COLUMNS = [*X.columns]


def alike(one, other):
    """Mark the rows of two frames that are equal, missing values being equal, too."""
    pairs = (
        zip(one[name].astype(object), other[name].astype(object), strict=True)
        for name in one
    )
    same = [
        [
            (pd.isna(a) and pd.isna(b)) or (pd.notna(a) and pd.notna(b) and a == b)
            for a, b in pair
        ]
        for pair in pairs
    ]
    return np.array(same, dtype=bool).all(axis=0)


@settings(max_examples=30, deadline=None)
@drawn(
    row=st.integers(0, len(X) - 1),
    names=st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=5, unique=True),
    with_class=st.booleans(),
)
def test_a_row_meets_the_values_that_it_has_and_all_who_meet_them_have_them(
    row, names, with_class
):
    asked = pd.concat([X[names], Y], axis=1) if with_class else X[names]
    read = read_given(REAL, asked.iloc[[row]])
    meets = read.conditions[0].satisfied(REAL.rows, REAL.target.encoded)
    same = alike(asked, asked.iloc[[row] * len(asked)])
    np.testing.assert_array_equal(meets, same)


@settings(max_examples=30, deadline=None)
@drawn(
    name=st.sampled_from(["count", "dose", "day", "span", "score", 5]),
    rows=st.tuples(st.integers(0, len(X) - 1), st.integers(0, len(X) - 1)),
    open_end=st.sampled_from(["none", "low", "high"]),
)
def test_a_range_is_met_by_what_lies_in_it(name, rows, open_end):
    values = X[name].mask(X["score"] == -1) if name == "score" else X[name]
    ends = values.iloc[list(rows)].dropna()
    if len(ends) < 2:
        return
    low, high = ends.min(), ends.max()
    low, high = None if open_end == "low" else low, None if open_end == "high" else high
    read = read_given(REAL, {name: (low, high)})
    wanted = values.notna()
    wanted &= True if low is None else (values >= low).fillna(False)
    wanted &= True if high is None else (values <= high).fillna(False)
    meets = read.conditions[0].satisfied(REAL.rows)
    np.testing.assert_array_equal(meets, wanted.to_numpy(bool))


def test_all_rows_of_a_frame_are_read_each_by_itself():
    names = ["flag", "count", "rank", "word", "state"]
    asked = pd.concat([X, Y], axis=1)[names]
    read = read_given(REAL, asked)
    groups = np.array([one.only_class for one in read.conditions])[read.which]
    given = Given(read.conditions, read.which, groups)
    assert given.satisfied(REAL.rows, REAL.target.encoded).all()
    turned = np.roll(np.arange(len(X)), 1)
    marks = given.satisfied(REAL.rows.take(turned), REAL.target.encoded[turned])
    np.testing.assert_array_equal(marks, alike(asked, asked.iloc[turned]))


@pytest.mark.parametrize(
    ("name", "value", "like"),
    [
        ("flag", "True", True),
        ("flag", 1, True),
        ("count", "12", 12),
        ("dose", str(X["dose"][3]), X["dose"][3]),
        ("text", X["day"][3].date().isoformat(), X["text"][3]),
        ("day", X["day"][3].date().isoformat(), X["day"][3]),
        ("span", "5h", pd.Timedelta("5h")),
        ("score", "-1", -1),
        ("ward", "a", None),
        ("always", "7", 7),
    ],
)
def test_a_value_may_be_typed(name, value, like):
    read = read_given(REAL, {name: value})
    other = read_given(REAL, {"ward_a": 1} if name == "ward" else {name: like})
    meets, same = (one.conditions[0].satisfied(REAL.rows) for one in (read, other))
    np.testing.assert_array_equal(meets, same)
    assert meets.any()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"rank": ("low", None)}, "has no level 'low'"),
        ({"word": ("x", "y")}, "has no order"),
        ({"always": 8}, "has no level 8"),
        ({"ward": "d"}, "has no level 'd'"),
        ({"ward_a": 2}, "has no level 2"),
        ({"day": "2024-02-30"}, "holds dates"),
        ({"count": slice(1, 2)}, "is a slice"),
        ({"5": 3}, "did you mean 5"),
        ({"state": "ill"}, "has no level 'ill'"),
        ({"ward_a": 1, "ward": "b"}, "contradicts itself"),
    ],
)
def test_what_is_no_value_is_refused(given, message):
    with pytest.raises(InputError, match=message):
        read_given(REAL, given)


def test_two_conditions_hold_together():
    one = Condition(levels={0: np.array([True, False])}, ranges={1: (0.0, 5.0)})
    other = Condition(ranges={1: (3.0, 9.0)}, classes=np.array([True, False]))
    both = one.both(other)
    assert both.ranges == {1: (3.0, 5.0)}
    assert both.only_class == 0
    assert not both.is_impossible
    assert both.both(Condition(ranges={1: (6.0, 7.0)})).is_impossible
