"""Errors weighted by relevance: by hand, and by the area that defines them."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression
from sklearn.metrics import make_scorer, mean_squared_error
from sklearn.model_selection import cross_val_score

from skl_synth import Relevance, phi_weighted_error, sera
from skl_synth.errors import InputError

POINTS = [[0, 0], [10, 1]]


def test_by_hand():
    y, predicted = [0, 5, 10], [3, 6, 8]
    # Errors 9, 1 and 4, of relevance 0, ½ and 1.
    assert sera(y, predicted, relevance=POINTS) == pytest.approx(4.5)
    assert phi_weighted_error(y, predicted, relevance=POINTS) == pytest.approx(
        np.sqrt(4.5 / 1.5)
    )


pairs = st.lists(
    st.tuples(st.integers(-5, 15), st.integers(-5, 15)), min_size=1, max_size=20
)


@settings(max_examples=25, deadline=None)
@given(pairs)
def test_it_is_the_area_under_the_errors_of_ever_more_relevant_rows(pairs):
    y, predicted = np.array(pairs, dtype=float).T
    phi = Relevance(POINTS).function(y)
    relevance, squares = phi(y), (y - predicted) ** 2
    thresholds = (np.arange(1000) + 0.5) / 1000
    errors = [squares[relevance >= one].sum() for one in thresholds]
    assert sera(y, predicted, relevance=phi) == pytest.approx(
        np.mean(errors), abs=1e-3 * (1 + squares.sum())
    )


def test_where_all_is_relevant_it_is_the_plain_error():
    y, predicted = [1.0, 2.0, 4.0], [2.0, 2.0, 0.0]
    everything = [[0, 1]]
    error = phi_weighted_error(y, predicted, relevance=everything)
    assert error**2 == pytest.approx(mean_squared_error(y, predicted))


@settings(max_examples=25, deadline=None)
@given(pairs, st.data())
def test_a_weight_is_as_many_rows(pairs, data):
    y, predicted = np.array(pairs, dtype=float).T
    times = np.array(
        data.draw(st.lists(st.integers(0, 3), min_size=len(y), max_size=len(y)))
    )
    weighed = sera(y, predicted, relevance=POINTS, sample_weight=times)
    repeated = sera(np.repeat(y, times), np.repeat(predicted, times), relevance=POINTS)
    assert weighed == pytest.approx(repeated)


def test_where_nothing_is_relevant_there_is_no_mean():
    assert np.isnan(phi_weighted_error([1, 2, 3], [0, 0, 0]))
    assert sera([1, 2, 3], [0, 0, 0]) == 0.0


def test_as_a_scorer_with_one_function_for_all_folds():
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"a": rng.normal(size=90)})
    y = np.exp(X["a"])
    phi = Relevance().function(y)
    scorer = make_scorer(phi_weighted_error, greater_is_better=False, relevance=phi)
    scores = cross_val_score(LinearRegression(), X, y, scoring=scorer, cv=3)
    assert (scores < 0).all()


@pytest.mark.parametrize(
    ("y", "predicted", "options", "said"),
    [
        ([1, 2], [1], {}, "y_true has 2 values and y_pred 1"),
        ([1, 2], [1, 2], {"sample_weight": [1]}, "values and sample_weight 1"),
        (["a"], [1], {}, "the target holds 'a'"),
        ([1, 2], [1, np.nan], {}, "NaN or infinity"),
        ([1, 2], [1, 2], {"relevance": "box"}, "'auto' or pairs"),
        ([], [], {}, "the target has no values"),
        ([[1, 2], [3, 4]], [[1, 2], [3, 4]], {}, "one column of numbers"),
        ([1, 2], [[1, 2], [3, 4]], {}, "one column of numbers"),
    ],
)
def test_what_cannot_be_meant_is_refused(y, predicted, options, said):
    with pytest.raises(InputError, match=re.escape(said)):
        phi_weighted_error(y, predicted, **options)


def test_the_class_relevance_itself_is_refused():
    with pytest.raises(TypeError, match="the class Relevance itself"):
        sera([1, 2], [1, 2], relevance=Relevance)
