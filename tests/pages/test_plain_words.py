"""Texts of users in one line."""

from hypothesis import given
from hypothesis import strategies as st

from skl_synth.pages.plain_words import one_line


def test_breaks_and_turns_are_taken_out():
    assert one_line("a\nb\x00c\u202ed\ud800") == "a b c�d�"


@given(st.text(st.characters()))
def test_whatever_it_is_it_can_be_written(text):
    line = one_line(text)
    line.encode("utf-8")
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line
