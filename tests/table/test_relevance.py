"""Relevance: values worked out by hand, and what holds for any target."""

import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone

from skl_synth import Relevance
from skl_synth.errors import InputError
from tests.table.test_box_plot import speeds


def test_the_extremes_of_a_known_table_are_those_of_its_box_plot():
    """The points by R's box plot of the speeds of light: whiskers 1, the median 0."""
    phi = Relevance().function(speeds())
    assert phi.frame().to_numpy().tolist() == [
        [720.0, 1.0, 0.0],
        [850.0, 0.0, 0.0],
        [1000.0, 1.0, 0.0],
    ]
    # A cubic without slope at both ends is 3 t² - 2 t³ of the way t.
    by_hand = {620: 1, 720: 1, 785: 0.5, 817.5: 0.15625, 850: 0, 925: 0.5, 1070: 1}
    assert phi(list(by_hand)) == pytest.approx(list(by_hand.values()))


def test_the_side_without_extreme_values_does_not_matter():
    values = [1, 2, 2, 3, 3, 3, 4, 4, 5, 40]
    phi = Relevance().function(values)
    assert phi([1, 3]).tolist() == [0.0, 0.0]
    assert phi([5, 40]).tolist() == [1.0, 1.0]
    mirrored = Relevance().function(np.negative(values))
    at = np.linspace(-5, 45, 100)
    np.testing.assert_allclose(mirrored(-at), phi(at), atol=1e-12)


@pytest.mark.parametrize("extremes", ["low", "high"])
def test_only_the_side_that_was_asked_for(extremes):
    phi = Relevance(extremes=extremes).function(speeds())
    assert phi([700, 1050]).tolist() == [
        float(extremes == "low"),
        float(extremes == "high"),
    ]


def test_where_nothing_is_extreme_nothing_matters():
    phi = Relevance().function(np.arange(1, 101))
    assert not phi(np.arange(1, 101)).any()


def test_many_zeros_leave_the_whisker_no_length():
    """Half of the people have no costs: the next value beyond zero is relevant."""
    phi = Relevance().function([0] * 9 + [2, 5])
    assert phi([0, 1, 2, 5]) == pytest.approx([0, 0.5, 1, 1])


def test_points_may_come_in_any_order_and_outside_them_is_flat():
    phi = Relevance([[10, 1], [0, 0], [20, 0.5]]).function([])
    assert phi([-7, 0, 10, 20, 99]) == pytest.approx([0, 0, 1, 0.5, 0.5])


def test_a_given_slope_is_the_slope():
    phi = Relevance([[0, 0, 0.05], [10, 1, 0.1]]).function([])
    step = 1e-6
    assert (phi([step]) - phi([0.0])) / step == pytest.approx(0.05, rel=1e-3)
    assert (phi([10.0]) - phi([10 - step])) / step == pytest.approx(0.1, rel=1e-3)


def points():
    place = st.integers(-20, 20)
    share = st.integers(0, 10).map(lambda one: one / 10)
    slope = st.floats(-5, 5)
    return st.lists(
        st.tuples(place, share, slope), min_size=1, unique_by=lambda one: one[0]
    )


@given(points(), st.booleans())
def test_between_two_points_it_is_monotone(given_points, has_slopes):
    rows = [list(one) if has_slopes else list(one[:2]) for one in given_points]
    phi = Relevance(rows).function([])
    rows = sorted(rows)
    assert phi([one[0] for one in rows]) == pytest.approx([one[1] for one in rows])
    for left, right in pairwise(rows):
        values = phi(np.linspace(left[0], right[0], 30))
        steps = np.diff(values) * np.sign(right[1] - left[1])
        assert (steps >= -1e-9).all()
        assert values.min() >= min(left[1], right[1]) - 1e-9
        assert values.max() <= max(left[1], right[1]) + 1e-9


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=30))
def test_by_the_box_plot_it_lies_between_0_and_1_and_rises_from_the_median(values):
    phi = Relevance().function(values)
    at = np.linspace(min(values) - 1, max(values) + 1, 200)
    relevance = phi(at)
    assert relevance.min() >= 0
    assert relevance.max() <= 1
    median = np.median(values)
    assert (np.diff(relevance[at >= median]) >= -1e-12).all()
    assert (np.diff(relevance[at <= median]) <= 1e-12).all()


def test_rare_is_what_reaches_the_threshold():
    phi = Relevance([[0, 0], [10, 1]], threshold=0.5).function([])
    assert phi.is_rare([4.99, 5, 9]).tolist() == [False, True, True]


@pytest.mark.parametrize(
    "y",
    [
        pd.Series([1, 2, 30], dtype="Int64"),
        np.array([1, 2, 30], dtype=np.float32),
        [1, 2, 30],
        pd.DataFrame({"y": [1, 2, 30]}),
    ],
    ids=["Int64", "float32", "list", "frame"],
)
def test_targets_of_any_container(y):
    phi = Relevance([[0, 0], [30, 1]]).function(y)
    assert phi(y)[2] == 1


@pytest.mark.parametrize(
    ("relevance", "said"),
    [
        (Relevance("boxplot"), "'auto' or pairs of value and relevance"),
        (Relevance([1, 2, 3]), "pairs of a value and its relevance"),
        (Relevance([[0, "a"]]), "pairs of a value and its relevance"),
        (Relevance([]), "pairs of a value and its relevance"),
        (
            Relevance([[0, 0], [1, 1.5]]),
            "the relevance 1.5 of 1.0 is not between 0 and",
        ),
        (Relevance([[0, 0], [0, 1]]), "two points have the value 0.0"),
        (Relevance([[0, np.nan]]), "missing or infinite"),
        (Relevance(extremes="upper"), "the 'extremes' of Relevance must be a str"),
        (Relevance(box_plot="notched"), "'box_plot' of Relevance must be a str"),
        (Relevance(coef=-1), "the 'coef' of Relevance must be a float in the range"),
        (Relevance(threshold=0), "'threshold' of Relevance must be a float in the"),
        (Relevance(threshold=1.2), "got 1.2"),
    ],
    ids=repr,
)
def test_what_cannot_be_meant_is_refused(relevance, said):
    with pytest.raises(InputError, match=re.escape(said)):
        relevance.function([1, 2, 3])


@pytest.mark.parametrize(
    ("y", "said"),
    [
        (["a", "b"], "the target holds 'a'"),
        ([True, False], "the target holds True"),
        (np.array(["2020-01-01"], dtype="M8[D]"), "relevance is that of numbers"),
        ([1.0, np.nan], "NaN or infinity"),
        ([], "the target has no values"),
    ],
)
def test_a_target_of_no_numbers_is_refused(y, said):
    with pytest.raises(InputError, match=re.escape(said)):
        Relevance().function(y)


def test_it_is_cloned_and_set_as_estimators_are():
    given_points = [[0, 0], [1, 1]]
    relevance = Relevance(given_points, threshold=0.5)
    other = clone(relevance).set_params(threshold=0.9, extremes="low")
    assert other.get_params() == {
        "points": given_points,
        "extremes": "low",
        "box_plot": "tukey",
        "coef": 1.5,
        "threshold": 0.9,
    }
    assert relevance.threshold == 0.5
    with pytest.raises(InputError, match="Invalid parameter 'thresholds'"):
        other.set_params(thresholds=0.9)
    assert "threshold=0.9" in repr(other)
