"""Bins, levels and their real shares."""

import numpy as np
import pytest

from skl_synth.generators.margins import Cuts, Tally


def test_bins_hold_equally_many_and_spikes_stand_alone():
    values = np.r_[np.zeros(300), np.arange(1.0, 701), np.full(50, np.nan)]
    cuts = Cuts.of(values, 10)
    levels = cuts.levels(values)
    assert set(levels[values == 0]).isdisjoint(levels[values != 0])
    assert len(set(levels[values == 0])) == 1
    assert (levels[np.isnan(values)] == cuts.n_levels - 1).all()
    sizes = np.bincount(levels[values > 0], minlength=cuts.n_levels)
    assert sizes.max() <= 110
    assert cuts.levels(np.array([-5.0, 1e9])).tolist() == [0, cuts.n_levels - 2]


@pytest.mark.parametrize("values", [[np.nan, np.nan], [], [3.0, 3.0]])
def test_bins_of_next_to_nothing(values):
    values = np.array(values, dtype=float)
    levels = Cuts.of(values, 5).levels(values)
    assert len(set(levels.tolist())) <= 1


def test_a_class_is_tallied_by_numbers_and_codes():
    numbers = np.array([[1.0], [2.0], [np.nan], [4.0]])
    codes = np.array([[0], [1], [1], [2]])
    tally = Tally.of(numbers, codes, np.array([3]), 2)
    cells = tally.cells(numbers, codes)
    assert tally.margins.deviation(cells).tolist() == [0, 0]
    assert tally.margins.deviation(cells[:1])[1] == pytest.approx(0.75)
    assert len(np.unique(cells[:, 0])) == 3
