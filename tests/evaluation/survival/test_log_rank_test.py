"""The log-rank test against textbooks and statsmodels."""

import numpy as np
import pytest
from statsmodels.duration.survfunc import survdiff

from skl_synth.evaluation.survival.log_rank_test import log_rank
from skl_synth.evaluation.survival.survival_sample import SurvivalSample
from tests.survival_tables import leukaemia, proportional_hazards


def _samples(time, event, group):
    for name in np.unique(group):
        mine = np.flatnonzero(group == name)
        yield SurvivalSample(time[mine], event[mine].astype(bool), mine)


@pytest.mark.parametrize(
    ("table", "names", "printed"),
    [
        (leukaemia(), ("weeks", "relapse", "arm"), 16.79),
        (proportional_hazards(200), ("time", "died", "treated"), None),
    ],
)
def test_as_printed_and_as_statsmodels(table, names, printed):
    time, event, group = (table[name].to_numpy() for name in names)
    found = log_rank(*_samples(time.astype(float), event, group))
    expected = survdiff(time, event, group)
    assert tuple(found) == pytest.approx(expected)
    assert printed is None or found.statistic == pytest.approx(printed, abs=0.01)


def test_without_events_nothing_is_tested():
    one = SurvivalSample(np.arange(3.0), np.zeros(3, bool), np.arange(3))
    assert np.isnan(log_rank(one, one).statistic)
