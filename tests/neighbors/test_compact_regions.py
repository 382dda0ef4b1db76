"""Regions: every row in one of them, none too large, levels kept together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.neighbors import MixedRows
from skl_synth.neighbors.compact_regions import Regions
from skl_synth.neighbors.distinct import distinct_rows
from tests.shapes import SHAPES, random_rows

shapes = st.sampled_from(sorted(SHAPES))


@settings(max_examples=50)
@given(
    seed=st.integers(0, 2**32 - 1),
    shape=shapes,
    most=st.sampled_from([1, 10, 60, 300]),
)
def test_a_region_is_too_large_only_if_its_rows_are_equal(seed, shape, most):
    rng = np.random.default_rng(seed)
    rows = random_rows(rng, 200, shape, unknown=0.05)
    regions = Regions(rows, most)
    found = regions.locate(rows)
    assert sorted(set(found.tolist())) == list(range(len(regions)))
    for region in np.flatnonzero(np.bincount(found) > most):
        some = rows.take(np.flatnonzero(found == region))
        # Levels that are no distance apart are not parted either.
        told = [
            place for place, one in enumerate(rows.levels) if np.ptp(one.halves[:-1])
        ]
        told += [p for p, one in enumerate(rows.levels) if one.halves[0] > 0]
        codes = some.codes[:, sorted(set(told))]
        assert len(distinct_rows(some.numbers, codes).first) == 1
    others = random_rows(rng, 50, shape, unknown=0.2, levels=rows.levels)
    assert set(regions.locate(others).tolist()) <= set(range(len(regions)))


def test_levels_are_parted_before_numbers_and_rare_ones_stay_together():
    rng = np.random.default_rng(0)
    rows = random_rows(rng, 3000, "rare levels")
    regions = Regions(rows, 1000)
    found = regions.locate(rows)
    level = rows.codes[:, 0]
    for region in range(len(regions)):
        of_region = np.unique(level[found == region])
        for other in range(region):
            assert not np.isin(of_region, level[found == other]).any()
    assert len(regions) <= 5


@pytest.mark.parametrize("values", [[1.0, 1.0, 1.0, 2.0], [1.0, 2.0, 2.0, 2.0]])
def test_a_number_that_most_rows_share_can_be_cut(values):
    rows = MixedRows.of(np.array(values)[:, None])
    found = Regions(rows, 3).locate(rows)
    assert len(set(found.tolist())) == 2
    np.testing.assert_array_equal(found, np.unique(values, return_inverse=True)[1])


@pytest.mark.parametrize("n_columns", [0, 3])
def test_equal_rows_are_one_region(n_columns):
    rows = MixedRows.of(np.ones((50, n_columns)))
    regions = Regions(rows, 5)
    assert len(regions) == 1
    assert (regions.locate(rows) == 0).all()
