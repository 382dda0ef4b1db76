"""Rows at the end that are no rows of the table."""

import pytest

from skl_synth.files.last_rows import LastRows, last_rows_of
from skl_synth.files.text_lines import Line

FIRST = [
    Line(n + 2, [f"k{n}", "A" if n % 2 else "All", str(n), "x"]) for n in range(20)
]
ROW = ["k99", "A", "7", "x"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([["Total", "", "190", ""]], LastRows(1, "Total", "total", 4)),
        ([["", "", "Sum (n=20)", ""]], LastRows(1, "Sum (n=20)", "total", 4)),
        ([["Note: some", "", "", ""]], LastRows(1, "Note: some", "note", 4)),
        ([["k1", "A"]], LastRows(1, "k1", "uneven", 2)),
        ([["", "", "", ""]], LastRows(1, "", "empty", 4)),
        (
            [["Total", "", "1", ""], [""] * 4, ["Source: x"]],
            LastRows(3, "Total", "total", 4),
        ),
        ([["k100", "", "", ""]], None),
        ([["Total Hip Replacement", "A", "3", "x"]], None),
        ([["All", "", "", "x"]], None),
    ],
)
def test_what_stands_last(rows, expected):
    assert last_rows_of([*rows[::-1], ROW, ROW], FIRST, 4) == expected


def test_a_file_that_is_all_uneven_has_no_end():
    assert last_rows_of([["x"]] * 60, FIRST, 4) is None


def test_where_rows_may_be_empty_the_last_may_be_too():
    first = [*FIRST, Line(40, ["", "", "", ""])]
    assert last_rows_of([["", "", "", ""], ROW], first, 4) is None
