"""Log-rank scores: what a regression tree splits is the log-rank statistic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.generators.rank_scores import log_rank_scores
from tests.survival_tables import leukaemia


def test_scores_of_one_arm_sum_to_observed_less_expected():
    """As printed in textbooks: 9 relapses under 6-MP where 19.25 were expected."""
    table = leukaemia()
    scores = log_rank_scores(table["weeks"].to_numpy(), table["relapse"].to_numpy())
    assert scores[table["arm"] == "6-MP"].sum() == pytest.approx(9 - 19.2505, abs=1e-3)


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1))
def test_scores_sum_to_zero_and_fall_with_time(pairs):
    time, event = (np.array(one) for one in zip(*pairs, strict=True))
    scores = log_rank_scores(time, event)
    assert scores.sum() == pytest.approx(0, abs=1e-9)
    for ended in (True, False):
        mine = event == ended
        order = np.argsort(time[mine], kind="stable")
        assert (np.diff(scores[mine][order]) <= 1e-12).all()
