"""Names beside points: within the panel, and none over another."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.plotting.labels import place_names

SIZE = np.array([0.2, 0.04])


def placed(points, n_names):
    sizes = np.tile(SIZE, (n_names, 1))
    return place_names(points, np.arange(n_names), sizes)


def overlap(one, other):
    return bool(((one.low < other.high) & (other.low < one.high)).all())


@given(st.integers(0, 2**32 - 1))
def test_names_stay_within_the_panel_and_apart(seed):
    points = np.random.default_rng(seed).random((30, 2))
    boxes = placed(points, 4)
    for box in boxes:
        assert (box.low >= 0).all()
        assert (box.high <= 1).all()
        np.testing.assert_allclose(box.high - box.low, SIZE)
        assert ((box.anchor >= box.low) & (box.anchor <= box.high)).all()
    for one, other in combinations(boxes, 2):
        assert not overlap(one, other)


def test_a_lonely_point_has_its_name_beside_it_away_from_the_diagonal():
    (below,) = placed(np.array([[0.5, 0.3]]), 1)
    assert below.low[0] > 0.5
    assert below.high[1] < 0.3
    (above,) = placed(np.array([[0.5, 0.7]]), 1)
    assert above.high[0] < 0.5
    assert above.low[1] > 0.7


def test_no_point_is_hidden_where_there_is_room():
    row = np.column_stack([np.linspace(0.3, 0.7, 9), np.full(9, 0.2)])
    (box,) = placed(row, 1)
    assert not ((row > box.low) & (row < box.high)).all(axis=1).any()


def test_lines_do_not_cross_where_points_lie_over_one_another():
    points = np.array([[0.9, 0.5], [0.9, 0.45], [0.9, 0.4]])
    boxes = placed(points, 3)
    heights = [box.anchor[1] for box in boxes]
    assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize("n_names", [0, 1])
def test_as_many_places_as_names(n_names):
    assert len(placed(np.array([[0.1, 0.9]]), n_names)) == n_names
