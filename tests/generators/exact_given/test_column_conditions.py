"""Conditions column by column: patterns, and what each of them allows."""

import numpy as np

from skl_synth.generators.exact_given.column_conditions import (
    conditions_on,
    conditions_on_classes,
    conditions_on_target,
    side_by_side,
)
from skl_synth.table.given import Condition

NOTHING = Condition()
F = np.array([True, False])


def test_a_column_of_which_nothing_is_said_is_free():
    said = conditions_on([NOTHING, Condition(ranges={1: (0.0, 1.0)})], 0, 0, 2)
    assert said.is_free
    assert said.pattern.tolist() == [0, 0]
    assert said.masks.all()


def test_equal_conditions_share_a_pattern():
    conditions = [
        Condition({0: F}, {0: (1.0, 1.0)}),
        NOTHING,
        Condition({0: F.copy()}, {0: (1.0, 1.0)}),
        Condition(ranges={0: (1.0, np.inf)}),
    ]
    said = conditions_on(conditions, 0, 0, 2)
    assert said.pattern.tolist() == [1, 0, 1, 2]
    assert said.masks.tolist() == [[True, True], [True, False], [True, True]]
    assert said.ranges[1] == ((1.0, 1.0),)
    assert said.limits_number.tolist() == [False, True, True]
    assert said.limits_code.tolist() == [False, True, False]


def test_points_are_single_ranges_within_the_range():
    points = Condition(ranges={0: (2.0, 9.0)}, points={0: np.array([1.0, 3.0, 8.0])})
    said = conditions_on([points], 0, -1, 0)
    assert said.ranges[1] == ((3.0, 3.0), (8.0, 8.0))
    of, lows, highs = said.flat_ranges()
    assert of.tolist() == [0, 1, 1]
    assert lows.tolist() == [-np.inf, 3.0, 8.0]
    assert highs.tolist() == [np.inf, 3.0, 8.0]


def test_the_target_by_classes_or_by_range():
    assert conditions_on_classes([NOTHING, Condition(classes=F)], 2).masks.tolist() == [
        [True, True],
        [True, False],
    ]
    said = conditions_on_target([Condition(target=(0.0, 5.0)), NOTHING])
    assert said.pattern.tolist() == [1, 0]
    assert said.ranges == (((-np.inf, np.inf),), ((0.0, 5.0),))


def test_members_stand_side_by_side():
    lines = side_by_side(np.array([0, 2, 2, 2]), 4)
    assert lines.tolist() == [[0, -1, -1], [-1, -1, -1], [1, 2, 3], [-1, -1, -1]]
