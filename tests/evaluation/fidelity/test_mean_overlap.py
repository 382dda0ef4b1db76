"""Overlap of intervals of means and shares: by hand, by chance, by persons."""

import numpy as np
import pytest

from skl_synth.evaluation.fidelity.mean_overlap import HALF_WIDTH, compare_intervals
from tests.audit_tables import audit_tables, rows


def figures(*parts, **about):
    frame = compare_intervals(audit_tables(*parts, **about)).frame()
    return frame.set_index(["metric", "subject"])


def test_a_number_and_a_share_by_hand():
    number, code = np.array([1.0, 2, 3, 4]), np.array([0, 0, 1, 1])
    found = figures(rows(number, code), rows(number + 0.5, [0, 1, 1, 1]))
    error = np.std(number, ddof=1) / 2
    assert found.loc[("std_difference", "n0"), "value"] == pytest.approx(0.5 / error)
    overlap = 1 - 0.5 / (2 * HALF_WIDTH * error)
    assert found.loc[("interval_overlap", "n0"), "value"] == pytest.approx(overlap)
    error = np.sqrt(0.25 / 3)
    assert found.loc[("std_difference", "c0"), "value"] == pytest.approx(0.25 / error)
    mean = found.loc["std_difference", "value"]
    assert mean[""] == pytest.approx(mean[["n0", "c0"]].mean())


def test_what_lies_apart_does_not_overlap_and_is_no_less_than_nothing():
    number = np.arange(100.0)
    found = figures(rows(number), rows(number + 1000))
    assert found.loc[("interval_overlap", ""), "value"] == 0
    assert found.loc[("std_difference", ""), "value"] > 100


@pytest.mark.parametrize("n_holdout", [400, 100])
def test_people_and_a_correct_synthesizer_reach_what_theory_says(n_holdout):
    """Whatever the size of the hold-out: 1 - sqrt(2 * 2 / pi) / (2 * 1.96) = 0.712."""
    rng = np.random.default_rng(0)
    values = []
    for _ in range(60):
        real = rng.normal(size=(400, 4))
        drawn = real.mean(axis=0) + rng.normal(size=(400, 4))
        people = rng.normal(size=(n_holdout, 4))
        found = figures(*map(rows, (real, drawn, people)))
        values.append(found.loc[("interval_overlap", ""), ["value", "ceiling"]])
    drawn, people = np.mean(values, axis=0)
    assert drawn == pytest.approx(0.796, abs=0.03)
    assert people == pytest.approx(0.712, abs=0.04)


def test_rows_of_persons_say_less():
    rng = np.random.default_rng(0)
    overlaps = []
    for known in (True, False):
        values = []
        for _ in range(40):
            parts = [
                rows(
                    np.repeat(rng.normal(size=(50, 3)), 8, axis=0),
                    persons=np.repeat(np.arange(50), 8) if known else None,
                )
                for _ in range(2)
            ]
            found = figures(*parts)
            values.append(found.loc[("interval_overlap", ""), "value"])
        overlaps.append(np.mean(values))
    assert overlaps[0] == pytest.approx(0.712, abs=0.05)
    assert overlaps[1] < 0.5


def test_what_is_missing_is_a_share_of_its_own():
    real, other = np.arange(40.0), np.arange(40.0)
    real[:10], other[:20] = np.nan, np.nan
    found = figures(rows(real), rows(other))
    gaps = [abs(np.nanmean(other) - np.nanmean(real)), 0.25]
    errors = [np.nanstd(real, ddof=1) / np.sqrt(30), np.sqrt(0.75 * 0.25 / 39)]
    expected = np.mean(np.divide(gaps, errors))
    assert found.loc[("std_difference", "n0"), "value"] == pytest.approx(expected)


def test_of_constants_and_nothing_there_is_no_interval():
    nothing = np.full((20, 1), np.nan)
    assert not len(figures(rows(nothing), rows(nothing)))
    ones = rows(np.ones((20, 1)))
    assert not len(figures(ones, ones, constant=("n0",)))
