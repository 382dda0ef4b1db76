"""How moves are worded, ordered and named."""

import pytest

from skl_synth.generators.moves import IN_NOTE, Move, is_noticeable, name_moves


def move(column="ward", size=0.2, **other):
    return Move(column, "B", "", 0.25, 0.25 + size, size, 0.0)._replace(**other)


def test_what_moved_is_said_with_figures():
    assert move().text() == "ward 'B' 25 % → 45 %"
    assert move(label="yes").text() == "ward 'B' in class yes 25 % → 45 %"
    mean = move(level="", real=1.0, synthetic=2.5, what="mean deviation")
    assert mean.text() == "mean deviation of ward 1 → 2.5"


def test_each_column_is_named_once_the_worst_first():
    named = name_moves([move(size=0.1), move("stage", -0.2), move(size=0.3)])
    assert named == ("ward 'B' 25 % → 55 %; stage 'B' 25 % → 5 %")


def test_of_many_columns_the_rest_is_counted():
    named = name_moves([move(f"c{i}") for i in range(IN_NOTE + 3)])
    assert named.count(";") == IN_NOTE
    assert named.endswith("; and 3 more")


@pytest.mark.parametrize(
    ("share", "other", "noticed"),
    [
        (0.5, 0.529, False),
        (0.5, 0.531, True),
        (0.5, 0.469, True),
        (0.02, 0.01, True),
        (0.02, 0.011, False),
        (0.004, 0.0, False),
    ],
)
def test_what_a_reader_notices(share, other, noticed):
    assert is_noticeable(share, other) == is_noticeable(other, share) == noticed
