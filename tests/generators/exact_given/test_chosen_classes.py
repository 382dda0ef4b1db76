"""Classes that are left open: by how likely each is under the condition."""

import numpy as np

from skl_synth.generators.exact_given.chosen_classes import (
    chosen_classes,
    effective_of_met,
)
from skl_synth.table.given import Condition, Given

SHARES = np.array([30.0, 60.0, 10.0])


def chosen(conditions, which, groups, likelihood, seed=0):
    given = Given(tuple(conditions), np.asarray(which), np.asarray(groups))
    with np.errstate(divide="ignore"):
        logs = np.log(np.asarray(likelihood, float))
    return chosen_classes(given, SHARES, logs, np.random.RandomState(seed))


def test_classes_are_shared_by_bayes_to_the_row():
    which = np.repeat([0, 1], [1000, 500])
    likelihood = [[0.2, 0.1, 0.0], [0.5, 0.25, 1.5]]
    groups = chosen([Condition(), Condition()], which, np.full(1500, -1), likelihood)
    first, second = (np.bincount(groups[which == one], minlength=3) for one in (0, 1))
    assert np.abs(first - [500, 500, 0]).max() <= 1
    assert np.abs(second - np.array([15, 15, 15]) / 45 * 500).max() <= 1
    # In no order.
    assert 0.4 < (groups[:500] == 0).mean() < 0.6


def test_classes_that_are_known_stay_and_others_are_among_the_allowed():
    allowed = Condition(classes=np.array([False, True, True]))
    groups = chosen([allowed], [0] * 6, [0, 1, 2, -1, -1, -1], [[1.0, 1.0, 0.0]])
    assert groups.tolist() == [0, 1, 2, 1, 1, 1]


def test_what_no_class_meets_has_some_class():
    groups = chosen([Condition()], [0] * 9, [-1] * 9, [[0.0, 0.0, 0.0]])
    assert set(groups.tolist()) <= {0, 1, 2}


def test_the_fewest_candidates_of_rows_that_are_met():
    assert effective_of_met(np.array([0.0, 12.0, np.inf])) == 12
    assert effective_of_met(np.array([0.0, np.inf])) == np.inf
