"""Keys drawn of a shape."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.table.check_digits import check_rule_of, nhs_check
from skl_synth.table.keys.key_shape import (
    DIGIT,
    DRAWN,
    FIRST_DIGIT,
    LOWER_LETTER,
    UPPER_LETTER,
    KeyShape,
)

TEN = FIRST_DIGIT + 9 * DIGIT


def drawn(shape, n=300, seed=0, *, valid=False, reserved=True):
    rng = np.random.RandomState(seed)
    return shape.draw(n, rng, valid=valid, reserved=reserved)


@given(st.text([*DRAWN, "P", "-", " ", "7"], min_size=1, max_size=12))
def test_each_character_is_of_its_kind(template):
    keys, close = drawn(KeyShape(template), 40)
    assert keys is close
    for key in keys:
        assert len(key) == len(template)
        for own, kind in zip(key, template, strict=True):
            assert own in DRAWN.get(kind, kind)


def test_a_wrong_check_digit_is_the_default():
    keys, close = drawn(KeyShape(TEN, "nhs"))
    digits = np.array([[int(one) for one in key] for key in keys])
    assert (nhs_check(digits[:, :-1]) != digits[:, -1]).all()
    assert [key[:-1] for key in keys] == [key[:-1] for key in close]


def test_right_check_digits_are_of_numbers_that_nobody_has():
    keys, _ = drawn(KeyShape(TEN, "nhs"), valid=True)
    assert check_rule_of(keys) == "nhs"
    assert {key[:3] for key in keys} == {"999"}
    others, _ = drawn(KeyShape(TEN, "nhs"), valid=True, reserved=False)
    assert check_rule_of(others) == "nhs"
    assert len({key[:3] for key in others}) > 100


def test_signs_stand_where_they_stood():
    printed = KeyShape(TEN[:3] + " " + TEN[3:6] + " " + TEN[6:], "nhs")
    keys, _ = drawn(printed, valid=True)
    assert all(key[3] == key[7] == " " for key in keys)
    assert check_rule_of(np.array([key.replace(" ", "") for key in keys])) == "nhs"


@pytest.mark.parametrize(
    ("template", "wider"),
    [
        ("P" + DIGIT + "/" + UPPER_LETTER, "P" + 2 * DIGIT + "/" + UPPER_LETTER),
        (2 * LOWER_LETTER, 3 * LOWER_LETTER),
        ("P", "P" + DIGIT),
    ],
)
def test_a_wider_shape(template, wider):
    assert KeyShape(template).widened() == KeyShape(wider)
    assert KeyShape(template).widened().room > KeyShape(template).room


def test_a_check_digit_fixes_the_length():
    assert KeyShape(TEN, "nhs").widened() == KeyShape(TEN, "nhs")


def test_a_length_without_a_check_digit_may_grow():
    wider = KeyShape(TEN, "nhs", kept=False).widened()
    assert wider == KeyShape(TEN + DIGIT, kept=False)
    keys, _ = drawn(wider)
    assert {len(key) for key in keys} == {11}


def test_spelling():
    printed = KeyShape(3 * DIGIT + " " + 3 * DIGIT + " " + 4 * DIGIT)
    assert printed.spell("9434765919") == "943 476 5919"
    assert printed.spell("943476591") is None
    assert printed.spell("94347659AB") is None
