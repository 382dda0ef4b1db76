"""Whether the hold-out is people that the generator has not seen."""

import warnings

import numpy as np
import pandas as pd
import pytest

from skl_synth import fidelity_report, privacy_report, utility_report
from skl_synth.datasets import make_patients
from skl_synth.evaluation.holdout_overlap import check_holdout_overlap
from skl_synth.evaluation.tables import read_real, read_tables

REPORTS = [utility_report, fidelity_report, privacy_report]


@pytest.fixture(scope="module")
def parts():
    X, y = make_patients(360, random_state=0, return_X_y=True)
    return [(X[k::3], y[k::3]) for k in range(3)]


def notes_of(real, holdout):
    tables = read_tables(read_real(*real), real, real, holdout)
    return check_holdout_overlap(tables).notes


def mixed(real, other, n_seen):
    """A hold-out with some training rows among the others."""
    X = pd.concat([real[0][:n_seen], other[0]], ignore_index=True)
    return X, pd.concat([real[1][:n_seen], other[1]], ignore_index=True)


@pytest.mark.parametrize("report", REPORTS)
def test_training_rows_are_no_holdout(parts, report):
    real, new, _ = parts
    order = np.random.RandomState(0).permutation(len(real[0]))[:80]
    seen = real[0].iloc[order], real[1].iloc[order]
    with pytest.raises(ValueError, match=r"80 of the 80 hold-out rows .* not seen"):
        report(*real, *new, *seen)


def test_some_training_rows_are_told_of_first(parts):
    real, new, other = parts
    words = "20 of the 140 hold-out rows equal a training row, where chance gives 0.0%"
    with pytest.warns(UserWarning, match=words):
        report = privacy_report(
            *real, *new, *mixed(real, other, 20), attacks=["copies"], random_state=0
        )
    assert report.notes[0].startswith(words)
    assert words in " ".join(str(report).split())


def test_another_target_is_another_person(parts):
    real, _, _ = parts
    assert not notes_of(real, (real[0], 1 - real[1]))


@pytest.mark.parametrize("n_seen", [0, 2])
def test_people_who_were_not_seen_are_not_told_of(parts, n_seen):
    real, _, other = parts
    assert not notes_of(real, mixed(real, other, n_seen))


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("n_kinds", [3, 60, 600])
def test_people_who_are_alike_by_chance_are_not_told_of(seed, n_kinds):
    rng = np.random.RandomState(seed)
    X = pd.DataFrame({"kind": rng.randint(n_kinds, size=300) / 7, "site": "north"})
    y = pd.Series(rng.randint(2, size=300))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not notes_of((X[:200], y[:200]), (X[200:], y[200:]))
