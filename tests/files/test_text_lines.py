"""Lines that are left out keep the numbers of all others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.errors import InputError
from skl_synth.files.text_lines import (
    ChosenLines,
    first_lines,
    last_rows,
    number_of_lines,
    repeats_of_first,
    without,
)

LINES = st.lists(st.text("ab,1", max_size=4), min_size=1, max_size=9)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@given(LINES, ENDS, st.booleans(), st.data())
def test_what_is_left_out_is_what_was_named(lines, end, has_end, data):
    text = end.join(lines) + end * has_end
    # A last line in which nothing stands, and that nothing ends, is none.
    n_lines = len(lines) - (not has_end and not lines[-1])
    numbers = data.draw(st.sets(st.integers(1, max(n_lines, 1)), max_size=n_lines))
    expected = [
        "" if place in numbers else line for place, line in enumerate(lines, start=1)
    ]
    left = without(text, ChosenLines(drop_lines=numbers))
    assert left == end.join(expected) + end * has_end


@given(LINES, ENDS, st.integers(0, 9))
def test_rows_at_the_end(lines, end, n_rows):
    left = without(end.join(lines), ChosenLines(drop_last=n_rows))
    kept = [line for line in lines if line]
    kept = kept[: max(len(kept) - n_rows, 0)]
    assert [line for line in left.split(end) if line] == kept


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        (ChosenLines(skip_rows=2), "\n\nc,d\n1,2\n"),
        (ChosenLines(header_row=3), "\n\nc,d\n1,2\n"),
        (ChosenLines(header_row=0, skip_rows=1), "\nb\nc,d\n1,2\n"),
        (ChosenLines(header_row=3, skip_rows=1), "\n\nc,d\n1,2\n"),
        (ChosenLines(), "a\nb\nc,d\n1,2\n"),
    ],
)
def test_where_the_table_begins(chosen, left):
    assert without("a\nb\nc,d\n1,2\n", chosen) == left


def test_a_value_of_several_lines_is_one_row():
    text = 'a,b\n1,"x\ny"\n2,"p\n\nq"\n'
    assert without(text, ChosenLines(drop_last=1)) == 'a,b\n1,"x\ny"\n'
    assert list(last_rows(text, ",")) == [["2", "p\n\nq"], ["1", "x\ny"], ["a", "b"]]
    assert [line.number for line in first_lines(text, ",")] == [1, 2, 4]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"skip_rows": -1}, "skip_rows=-1 must be a whole number"),
        ({"header_row": 1.5}, "header_row=1.5 must be a whole number"),
        ({"drop_last": True}, "drop_last=True must be"),
        ({"drop_lines": (0,)}, r"drop_lines=\(0,\) must be numbers of lines"),
        (
            {"header_row": 2, "skip_rows": 2},
            "skip_rows=2 leaves out the line of header",
        ),
    ],
)
def test_what_is_given_is_checked(given, words):
    with pytest.raises(InputError, match=words):
        ChosenLines(**given)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (ChosenLines(skip_rows=9), "no line 9: the file has 4"),
        (ChosenLines(drop_lines=(5,)), "no line 5: the file has 4"),
        (ChosenLines(header_row=2), "a line in which nothing stands"),
        (ChosenLines(header_row=7), "no line 6"),
    ],
)
def test_lines_that_there_are_not(chosen, words):
    with pytest.raises(InputError, match=words):
        without("a,b\n\n1,2\n3,4", chosen)


@given(LINES, ENDS)
def test_lines_are_counted_to_the_last_that_is_filled(lines, end):
    filled = [place for place, line in enumerate(lines, start=1) if line]
    assert number_of_lines(end.join(lines)) == max(filled, default=1)


def test_a_line_without_a_delimiter_is_no_header():
    assert repeats_of_first("a\nb\na\n", ",") == ()
    assert repeats_of_first("\na;b\n1;2\r\na;b", ";") == (4,)
