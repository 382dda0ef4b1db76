"""The Cox model of the audit against statsmodels and a textbook."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.hazard_regression import PHReg

from skl_synth.evaluation.survival.cox_fit import fit_cox
from skl_synth.evaluation.survival.survival_sample import SurvivalSample
from tests.survival_tables import leukaemia, proportional_hazards


def _sample(time, event):
    time = np.asarray(time, dtype=float)
    return SurvivalSample(time, np.asarray(event) == 1, np.arange(len(time)))


@pytest.mark.parametrize("ties", [0, 1])
def test_as_statsmodels(ties):
    table = proportional_hazards(300)
    time = table["time"].round(ties * 2)
    matrix = pd.get_dummies(table[["age", "treated", "late"]], drop_first=True)
    matrix = matrix.to_numpy(float)
    found = fit_cox(_sample(time, table["died"]), matrix)
    expected = PHReg(time, matrix, status=table["died"], ties="efron").fit()
    assert found.coefficients == pytest.approx(expected.params, rel=1e-4)
    assert found.errors == pytest.approx(expected.bse, rel=1e-3)


def test_the_hazard_ratio_of_textbooks():
    """6-MP against placebo: 1.57 (0.41) by Efron, as R's coxph prints."""
    table = leukaemia()
    placebo = (table["arm"] == "placebo").to_numpy(float)[:, None]
    found = fit_cox(_sample(table["weeks"], table["relapse"]), placebo)
    assert found.coefficients[0] == pytest.approx(1.5721, abs=1e-4)
    assert found.errors[0] == pytest.approx(0.4124, abs=1e-4)


def test_what_says_nothing_or_runs_away_has_no_figure():
    rng = np.random.RandomState(0)
    time, event = rng.uniform(1, 2, 60), np.ones(60)
    early = np.argsort(time) < 30
    always = np.ones(60)
    matrix = np.column_stack([always, -np.log(time) * 0, time * 0 + early])
    found = fit_cox(_sample(time + 10 * ~early, event), matrix)
    assert np.isnan(found.coefficients[:2]).all()
    assert np.isnan(found.errors[:2]).all()
    nothing = fit_cox(_sample(time, np.zeros(60)), matrix)
    assert np.isnan(nothing.coefficients).all()
    assert (nothing.risk(matrix) == 0).all()
