"""Concordance against every pair, one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.evaluation.survival import concordance_index
from skl_synth.evaluation.survival.concordance_index import concordance
from skl_synth.evaluation.survival.survival_sample import SurvivalSample

ROWS = st.lists(
    st.tuples(st.integers(0, 6), st.booleans(), st.integers(0, 4)),
    min_size=1,
    max_size=25,
)


def _by_hand(rows):
    good, total = 0.0, 0
    for time, event, risk in rows:
        for other_time, other_event, other_risk in rows:
            tied = other_time == time and not other_event
            if event and (time < other_time or tied):
                total += 1
                good += 1.0 if risk > other_risk else 0.5 * (risk == other_risk)
    return good / total if total else float("nan")


@given(ROWS, st.sampled_from([1, 30, 10**6]))
def test_every_pair_is_counted(rows, block):
    time, event, risk = (np.array(one) for one in zip(*rows, strict=True))
    sample = SurvivalSample(time.astype(float), event, np.arange(len(time)))
    before = concordance_index.BLOCK
    concordance_index.BLOCK = block
    try:
        found = concordance(sample, risk.astype(float))
    finally:
        concordance_index.BLOCK = before
    assert found == pytest.approx(_by_hand(rows), nan_ok=True)
