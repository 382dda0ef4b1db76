"""Lines as they are typed, and as messages name them."""

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.cli.line_numbers import LineNumbers, write_lines


@given(st.sets(st.integers(1, 500), max_size=30))
def test_what_is_written_can_be_typed(numbers):
    typed = LineNumbers().convert(write_lines(tuple(numbers)), None, None)
    assert typed == tuple(sorted(numbers))


@pytest.mark.parametrize("text", ["", "x", "0", "3-2", "1,,2", "1-999999999", "-1"])
def test_what_names_no_lines_is_refused(text):
    with pytest.raises(click.BadParameter, match=r"no list of lines|names no lines"):
        LineNumbers().convert(text, None, None)


def test_numbers_stay_numbers():
    assert LineNumbers().convert([3, 4], None, None) == (3, 4)
