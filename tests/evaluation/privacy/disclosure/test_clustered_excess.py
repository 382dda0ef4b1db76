"""The interval of a difference between people who share their keys."""

import numpy as np
import pytest

from skl_synth.evaluation.intervals import excess
from skl_synth.evaluation.privacy.disclosure.clustered_excess import clustered_excess

RNG = np.random.RandomState(0)
MEMBERS, CONTROLS = RNG.rand(200) < 0.4, RNG.rand(100) < 0.3


def test_where_no_two_share_their_keys_it_is_that_of_independent_people():
    found = clustered_excess(MEMBERS, CONTROLS, np.arange(200), 200 + np.arange(100))
    expected = excess(MEMBERS.sum(), 200, CONTROLS.sum(), 100)
    assert found == pytest.approx(expected)


def test_ten_with_one_fate_are_one():
    tenfold = [np.repeat(one, 10) for one in (MEMBERS, CONTROLS)]
    keys = np.repeat(np.arange(200), 10), 200 + np.repeat(np.arange(100), 10)
    found = clustered_excess(*tenfold, *keys)
    assert found == pytest.approx(excess(MEMBERS.sum(), 200, CONTROLS.sum(), 100))


def test_what_holds_of_nobody_or_of_all_has_an_interval():
    none, every = np.zeros(50, dtype=bool), np.ones(50, dtype=bool)
    keys = np.arange(50) % 5
    assert clustered_excess(none, none, keys, keys).value == 0
    assert clustered_excess(every, none, keys, keys).value == 1
    assert clustered_excess(every, every, keys, keys).low < 0
