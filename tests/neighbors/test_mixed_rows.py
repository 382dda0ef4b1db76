"""Distances between rows of codes are those of the standardised matrix."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from skl_synth import TypeAwareSMOTE
from skl_synth.neighbors import MixedRows, stack_mixed
from skl_synth.neighbors.mixed_rows import squared_distances
from tests.shapes import SHAPES, all_squared, random_rows
from tests.tables import mixed_table


@pytest.mark.parametrize("shape", SHAPES)
def test_distances_are_those_of_the_matrix(shape):
    rng = np.random.default_rng(0)
    rows = random_rows(rng, 80, shape, unknown=0.1)
    queries = random_rows(rng, 60, shape, unknown=0.1, levels=rows.levels)
    mine, theirs = (place.ravel() for place in np.indices((60, 80)))
    squared = squared_distances(queries, mine, rows, theirs).reshape(60, 80)
    expected = cdist(queries.matrix(), rows.matrix())
    np.testing.assert_allclose(np.sqrt(squared), expected, atol=1e-9)
    np.testing.assert_array_equal(squared, all_squared(queries, rows))


def test_the_encoder_gives_the_same_distances_both_ways():
    X, y = mixed_table(120)
    X = X.assign(race=np.arange(120) % 7).astype({"race": str})
    smote = TypeAwareSMOTE().fit(X, y)
    encoder, rows = smote.table_, smote.rows_
    strange = encoder.encode(X.assign(ward="Z", race="9"), unknown="ignore")
    mixed = stack_mixed([encoder.mixed(rows), encoder.mixed(strange)])
    matrix = np.vstack([encoder.matrix(rows), encoder.matrix(strange)])
    np.testing.assert_array_equal(mixed.matrix(), matrix)
    expected = cdist(matrix, matrix)
    np.testing.assert_allclose(np.sqrt(all_squared(mixed, mixed)), expected, atol=1e-9)


def test_a_distance_is_the_same_in_both_directions():
    rows = random_rows(np.random.default_rng(1), 90, "many discrete", unknown=0.1)
    squared = all_squared(rows, rows)
    np.testing.assert_array_equal(squared, squared.T)
    np.testing.assert_array_equal(np.diag(squared), 0.0)


def test_equal_rows_have_equal_bytes():
    rows = MixedRows.of(np.array([[-0.0, 1.0], [0.0, 1.0]]))
    assert rows.numbers[0].tobytes() == rows.numbers[1].tobytes()
    assert MixedRows.of(rows) is rows
