"""Levels are found however a table holds them."""

import numpy as np
import pytest

from skl_synth.table.level_keys import key_of


@pytest.mark.parametrize(
    "same",
    [
        (1, 1.0, "1", " 1", np.int64(1), np.float32(1)),
        (True, "true", "TRUE", np.bool_(True)),
        ("f", " f "),
        (0.5, np.float64(0.5)),
    ],
)
def test_the_same_level_has_one_key(same):
    assert len({key_of(one) for one in same}) == 1


def test_other_levels_have_other_keys():
    other = [0, 1, 0.5, True, False, "01", "f", "F", ""]
    assert len({key_of(one) for one in other}) == len(other)
