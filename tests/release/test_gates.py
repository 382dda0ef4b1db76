"""Gates, against figures that are made up."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.release.gates import gates_of_folds


def folds(metric, values, margin, scope="group", subject="class 1"):
    """Figures of one metric in some folds, with the same margin in each."""
    values = np.asarray(values, dtype=float)
    return pd.DataFrame(
        {
            "fold": np.arange(len(values)),
            "metric": metric,
            "scope": scope,
            "subject": subject,
            "value": values,
            "low": values - margin,
            "high": values + margin,
        }
    )


@pytest.mark.parametrize("n_folds", [2, 5])
@pytest.mark.parametrize(("height", "passed"), [(0.63, True), (0.75, False)])
def test_a_group_is_judged_by_its_people_and_not_by_the_spread_of_folds(
    n_folds, height, passed
):
    values = height + np.resize([0.04, -0.04], n_folds)
    values += height - values.mean()
    (gate,) = gates_of_folds(folds("membership_worst_auc", values, 0.1), 0.57)
    assert gate.figure == pytest.approx(height)
    assert gate.low == pytest.approx(height - 0.1 / np.sqrt(n_folds))
    assert gate.high == pytest.approx(height + 0.1 / np.sqrt(n_folds))
    assert gate.passed is passed


def test_two_folds_do_not_hide_what_can_be_rebuilt():
    found = folds("lines_2_recall_above_control", [0.3, 0.6], 0.1, "table", "")
    (gate,) = gates_of_folds(found, 0.57)
    assert not gate.passed
    assert gate.low == pytest.approx(0.45 - 0.1 / np.sqrt(2))


def test_a_group_without_intervals_is_judged_by_its_figure():
    (gate,) = gates_of_folds(folds("membership_worst_auc", [0.7, 0.6], np.nan), 0.57)
    assert not gate.passed
    assert np.isnan(gate.low)


def test_everyone_is_judged_by_the_mean():
    for figure, passed in ((0.56, True), (0.58, False), (np.nan, False)):
        found = folds("membership_worst_auc", [figure] * 2, 0.1, "table", "")
        (gate,) = gates_of_folds(found, 0.57)
        assert gate.passed is passed
