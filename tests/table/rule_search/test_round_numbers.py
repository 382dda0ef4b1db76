"""The roundest number between two others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.table.rule_search.round_numbers import count_digits, roundest

ENDS = st.floats(1e-6, 1e9)


@pytest.mark.parametrize(
    ("low", "high", "number"),
    [
        (0.1699, 0.1701, 0.17),
        (9990.3, 10020.0, 10_000.0),
        (-2.6, -2.4, -2.5),
        (-1.0, 3.0, 0.0),
        (0.45359, 0.45360, 0.4536),
        (3.0, 3.0, 3.0),
        (2.0, 1.0, None),
    ],
)
def test_it_is_the_one_that_people_would_write(low, high, number):
    assert roundest(low, high) == number


@given(ENDS, st.floats(1e-9, 0.5), st.booleans())
def test_it_lies_between_and_no_shorter_one_does(low, width, negative):
    high = low * (1 + width)
    if negative:
        low, high = -high, -low
    number = roundest(low, high)
    assert low <= number <= high
    fewer = count_digits(number) - 1
    if fewer:
        shorter = [float(f"{end:.{fewer - 1}e}") for end in (low, number, high)]
        assert not any(low <= end <= high for end in shorter)
