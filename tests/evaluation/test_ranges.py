"""What a figure can be: no interval in any report says more, or less."""

import numpy as np
import pytest

import skl_synth.release  # noqa: F401 - registers the figures of a release
from skl_synth import SyntheticEvaluator, TypeAwareSMOTE
from skl_synth.datasets import make_patients
from skl_synth.evaluation.ranges import BY_NAME, range_of
from skl_synth.evaluation.registry import MEASURES, SHARE


@pytest.mark.parametrize("name", MEASURES)
def test_every_figure_has_a_range(name):
    least, most = range_of(name)
    assert least < most
    measure = MEASURES[name]
    if measure.unit == SHARE:
        assert most == 1
    if isinstance(measure.ceiling, float):
        assert least <= measure.ceiling <= most


def test_no_name_of_another_figure_stands_in_the_list():
    assert set(BY_NAME) <= set(MEASURES)


def test_a_score_of_the_users_own_can_be_anything():
    assert range_of("neg_log_loss") == (-np.inf, np.inf)


def test_two_folds_of_an_audit_stay_in_range():
    """With two folds t is 12.7: an area of .5 ± .1 would reach from -1.4 to 2.4."""
    X, y = make_patients(160, random_state=0, return_X_y=True)
    evaluator = SyntheticEvaluator(
        TypeAwareSMOTE(mode="replace"), cv=2, sections=["privacy"], random_state=0
    ).fit(X.drop(columns="patient_id"), y)
    details = evaluator.details_.dropna(subset=["low", "high"])
    for line in details.itertuples():
        least, most = range_of(line.metric)
        assert least <= line.low <= line.mean + 1e-12
        assert line.mean - 1e-12 <= line.high <= most
    at_end = details["metric"].str.endswith("_auc") & (details["high"] == 1)
    assert at_end.any(), "else nothing was cut"
