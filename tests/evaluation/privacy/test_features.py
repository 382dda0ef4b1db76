"""Nearest rows: how far, which, and what stands for those that there are not."""

import numpy as np
import pytest

from skl_synth.evaluation.privacy.membership.features import (
    FAR,
    N_NEIGHBORS,
    nearest,
    nearest_of_own_class,
)
from tests.audit_tables import attacked, rows


def test_nearest_first():
    found, places = nearest(np.array([[0.0], [10.0]]), np.array([[9.0], [1.0], [4.0]]))
    np.testing.assert_allclose(found[:, :3], [[1, 4, 9], [1, 6, 9]])
    np.testing.assert_array_equal(places[:, :3], [[1, 2, 0], [0, 2, 1]])


def test_rows_that_there_are_not_are_far():
    found, places = nearest(np.zeros((2, 1)), np.ones((3, 1)))
    assert found.shape == (2, N_NEIGHBORS)
    assert (found[:, 3:] == FAR).all()
    assert (places[:, 3:] == -1).all()
    none, nowhere = nearest(np.zeros((2, 1)), np.ones((0, 1)), 2)
    assert (none == FAR).all()
    assert (nowhere == -1).all()
    assert nearest(np.zeros((0, 1)), np.ones((3, 1)))[0].shape == (0, N_NEIGHBORS)


def test_without_columns_all_rows_are_the_same():
    found, places = nearest(np.zeros((2, 0)), np.zeros((3, 0)))
    assert not found.any()
    assert not places.any()


@pytest.fixture
def context():
    real = rows([0.0, 1.0, 100.0, 101.0], labels=[0, 0, 1, 1])
    synthetic = rows([0.25, 99.0, 1.5], labels=[1, 0, 0])
    return attacked(real, synthetic, rows([2.0, 102.0], labels=[0, 1]))


def test_rows_of_another_class_are_not_seen(context):
    found, places = nearest_of_own_class(context)
    labels = context.classes[0]
    assert set(places[labels == 0, 0]) == {2}
    assert set(places[labels == 1, 0]) == {0}
    assert (places[labels == 0, 2:] == -1).all()
    assert (found[labels == 1, 1:] == FAR).all()
    gap = np.abs(context.rows - context.synthetic[places[:, 0]])[:, 0]
    np.testing.assert_allclose(found[:, 0], gap)


def test_a_class_without_synthetic_rows():
    real = rows([0.0, 1.0, 100.0, 101.0], labels=[0, 0, 1, 1])
    lacking = attacked(real, rows([0.5], labels=[0]), rows([2.0, 9.0], labels=[0, 1]))
    found, places = nearest_of_own_class(lacking)
    assert (found[lacking.classes[0] == 1] == FAR).all()
    assert (places[lacking.classes[0] == 1] == -1).all()


def test_without_classes_all_rows_are_one():
    context = attacked(rows([0.0, 9.0]), rows([8.0, 1.0]), rows([5.0, 7.0]))
    places = nearest_of_own_class(context)[1]
    expected = np.abs(context.rows - context.synthetic.T).argmin(axis=1)
    np.testing.assert_array_equal(places[:, 0], expected)
