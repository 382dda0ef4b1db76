"""Fresh keys: different, outside the real ones, and refused where there is no room."""

import numpy as np
import pytest

from skl_synth.table.keys.fresh_keys import FreshKeys, NoRoomError
from skl_synth.table.keys.key_shape import DIGIT, FIRST_DIGIT, KeyShape, KeyShapes
from skl_synth.table.keys.known_keys import KnownKeys


def fresh_keys(real, template, most=None, rule=""):
    known = KnownKeys.of(np.array([str(one) for one in real], dtype=object))
    return FreshKeys(KeyShapes((KeyShape(template, rule),), (1.0,)), known, most)


def test_keys_are_different_and_widen_where_the_shape_is_full():
    fresh = fresh_keys(range(90), 2 * DIGIT)
    keys = fresh.draw(500, np.random.RandomState(0), valid=False)
    assert len(set(keys)) == 500
    assert not set(keys) & {str(i) for i in range(91)}


def test_what_is_taken_is_not_drawn_again():
    fresh, rng = fresh_keys([], 2 * DIGIT), np.random.RandomState(0)
    taken = fresh.draw(20, rng, valid=False)
    assert not set(fresh.draw(20, rng, valid=False, taken=taken)) & set(taken)


def test_no_room_is_noticed():
    fresh = fresh_keys(range(40), FIRST_DIGIT + 2 * DIGIT, most=127)
    rng = np.random.RandomState(0)
    assert max(map(int, fresh.draw(5, rng, valid=False))) <= 127
    with pytest.raises(NoRoomError):
        fresh.draw(100, rng, valid=False)


def test_nothing_is_drawn_where_nothing_is_needed():
    fresh = fresh_keys([], DIGIT)
    assert len(fresh.draw(0, np.random.RandomState(0), valid=False)) == 0


def test_a_real_number_with_another_check_digit_is_not_drawn():
    shape = KeyShape(FIRST_DIGIT + 9 * DIGIT, "nhs")
    rng = np.random.RandomState(0)
    keys, close = shape.draw(200, rng, valid=False, reserved=True)
    fresh = FreshKeys(KeyShapes((shape,), (1.0,)), KnownKeys.of(close), None)
    assert not fresh.are_free(keys, close).any()
