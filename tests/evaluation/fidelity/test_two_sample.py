"""The discriminator: folds that learn, and rows that the generator has not seen."""

import numpy as np
import pytest

from skl_synth.evaluation.fidelity.two_sample import compare_two_samples
from tests.audit_tables import audit_tables, rows, value_of


def compared(*parts, seed=0):
    tables = audit_tables(*(rows(part) for part in parts))
    return compare_two_samples(tables, np.random.RandomState(seed))


@pytest.mark.parametrize("seed", range(5))
def test_a_table_that_is_sorted_is_learnt_as_any_other(seed):
    """Each stretch of numbers is of one table alone: easy, unless folds are these."""
    tenth = np.arange(600) // 30
    found = compared(
        np.arange(600)[tenth % 2 == 0], np.arange(600)[tenth % 2 == 1], seed=seed
    )
    assert value_of(found, "two_sample_auc")[0] > 0.95


def test_rows_that_were_seen_mislead_and_unseen_ones_do_not():
    rng = np.random.default_rng(0)
    real, holdout = rng.normal(size=(2, 400, 2))
    copies = real + rng.normal(scale=0.01, size=real.shape)
    found = compared(real, copies, holdout)
    assert value_of(found, "two_sample_auc")[0] < 0.4
    low, high = value_of(found, "two_sample_unseen_auc")[1:]
    assert low < 0.5 < high
    assert len(found.scores) == 800, "those of the first figure"


def test_what_differs_is_found_against_both():
    rng = np.random.default_rng(0)
    real, holdout, other = rng.normal(size=(3, 300, 2))
    found = compared(real, other + 1.5, holdout)
    for metric in ("two_sample_unseen_auc", "two_sample_auc"):
        assert value_of(found, metric)[1] > 0.8
    frame = found.figures.frame().set_index("metric")
    assert frame.index[0] == "two_sample_unseen_auc"
    assert frame["ceiling"].iloc[:2].nunique() == 1
    assert abs(frame["ceiling"].iloc[0] - 0.5) < 0.1


def test_without_a_holdout_there_is_the_one_figure():
    rng = np.random.default_rng(0)
    found = compared(*rng.normal(size=(2, 100, 2)))
    metrics = found.figures.frame()["metric"].tolist()
    assert metrics == ["two_sample_auc"]
