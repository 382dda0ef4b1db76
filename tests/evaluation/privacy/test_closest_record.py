"""Distance to closest record, in tables where it is known."""

import numpy as np
import pytest

from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.closest_record import measure_distances
from tests.audit_tables import attacked, rows, value_of

REAL = np.repeat([-1.0, 1.0], 50)
"""One standard deviation is one."""


def measured(synthetic, holdout):
    context = attacked(rows(REAL), rows(synthetic), rows(holdout))
    return measure_distances(context, AttackOptions(), np.random.RandomState(0))


def test_percentiles_of_the_distance_to_the_nearest_real_row():
    synthetic = 1 + np.linspace(0, 10, 101)
    holdout = -1 - np.linspace(0, 20, 101)
    found = measured(synthetic, holdout)
    assert value_of(found, "nearest_training_p5")[0] == pytest.approx(0.5)
    assert value_of(found, "nearest_training_median")[0] == pytest.approx(5)
    assert value_of(found, "nearest_training_p5_ratio")[0] == pytest.approx(0.5)
    assert value_of(found, "nearest_training_median_ratio")[0] == pytest.approx(0.5)
    ceilings = found.figures.frame().set_index("metric")["ceiling"]
    assert ceilings["nearest_training_p5"] == pytest.approx(1)
    assert ceilings["nearest_training_median"] == pytest.approx(10)
    assert ceilings["nearest_training_median_ratio"] == 1


def test_all_distances_are_kept():
    found = measured([1.0, 3.0], [-1.0, -4.0, -2.0])
    lines = found.distances
    assert lines["rows"].tolist() == ["synthetic"] * 2 + ["holdout"] * 3
    np.testing.assert_allclose(lines["distance"], [0, 2, 0, 3, 1])


def test_over_others_who_are_all_the_same_there_is_no_ratio():
    found = measured([1.0, 3.0], [-1.0, 1.0])
    assert np.isnan(value_of(found, "nearest_training_median_ratio")[0])
