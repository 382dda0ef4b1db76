"""Which line holds the names: what speaks for it, and against."""

import pytest

from skl_synth.files.header_line import Top, evidence_of, fitted, label_rows, top_of
from skl_synth.files.text_lines import Line, first_lines

BODY = "".join(f"{i % 2},w{i % 3},{20 + i}\n" for i in range(30))


def _lines(text):
    return first_lines(text, ",")


@pytest.mark.parametrize(
    ("first", "is_data", "is_header"),
    [
        ("0,w1,45", True, False),
        ("sex,ward,age", False, True),
        ("1,ward,45", False, False),
        (",w2,", True, False),
        (",,", False, False),
        ("0,1,2", False, True),
    ],
)
def test_a_line_against_the_rows_below(first, is_data, is_header):
    line, *below = _lines(f"{first}\n{BODY}")
    evidence = evidence_of(line, below)
    assert (evidence.is_data, evidence.is_header) == (is_data, is_header)


@pytest.mark.parametrize(
    ("text", "top"),
    [
        (f"sex,ward,age\n{BODY}", Top(0)),
        (BODY, Top(0, is_data=True)),
        (f"T\nsex,ward,age\n{BODY}", Top(1)),
        (f"T\n{BODY}", Top(1, is_data=True)),
        (f"#x\n#y\nsex,ward,age\n{BODY}", Top(2, n_comments=2)),
        (f"#x\n#sex,ward,age\n{BODY}", Top(1, n_comments=1)),
        (f"# id,ward,age\n{BODY}", Top(0)),
        ("a,b\n1,2\n3,4\n", Top(0)),
        ("1,2\n3,4\n5,6\n", Top(0)),
    ],
)
def test_the_top_of_a_file(text, top):
    assert top_of(_lines(text)) == top


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        (["a", "b"], ["1,2", "3,4", "5,6"], ["a", "b"]),
        (["a", "b"], ["x,1,2", "y,3,4", "z,5,6"], [None, "a", "b"]),
        (["a", "b"], ["x,1,2", "x,3,4", "z,5,6"], ["a", "b"]),
        (["a", "b"], ["1,2,", "3,4,", "5,6,"], ["a", "b", None]),
        (["a", "b", ""], ["1,2", "3,4", "5,6"], ["a", "b"]),
        (["a", "b", "c"], ["1,2", "3,4", "5,6"], ["a", "b", "c"]),
        (["a", "b"], ["1,2", "3,4,5", "5,6"], ["a", "b"]),
    ],
)
def test_a_header_that_does_not_fit(header, rows, expected):
    lines = [Line(n, row.split(",")) for n, row in enumerate(rows, start=2)]
    assert fitted(header, lines) == expected


@pytest.mark.parametrize(
    ("first", "n_labels"),
    [
        ("1,w1,30", 0),
        ("(0/1),,years", 1),
        ("Sex at birth,Ward,Age in years", 1),
        ("Unknown,w1,35", 0),
        ("NA,NA,NA", 0),
        (",w1,", 0),
    ],
)
def test_labels_below_the_names(first, n_labels):
    assert len(label_rows(_lines(f"{first}\n{BODY}"), 3)) == n_labels
