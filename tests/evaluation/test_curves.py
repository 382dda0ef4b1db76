"""Curves at given rates are those of scikit-learn."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_curve

from skl_synth.evaluation.curves import count_by_score, curve_at

PEOPLE = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2).filter(
    lambda people: 0 < sum(member for _, member in people) < len(people)
)


@given(PEOPLE, st.lists(st.floats(0.001, 1), min_size=1))
def test_a_curve_at_given_rates_lies_on_that_of_scikit_learn(people, rates):
    scores, is_member = map(np.array, zip(*people, strict=True))
    found = curve_at(count_by_score(scores, is_member), np.array([0.0, *rates]))
    fpr, tpr, _ = roc_curve(is_member, scores, drop_intermediate=False)
    assert found[0] == 0
    np.testing.assert_allclose(found[1:], np.interp(rates, fpr, tpr))
