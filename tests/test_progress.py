"""Who listens is told, and nobody else."""

import pytest

from skl_synth import report_progress
from skl_synth.cli.console import in_numbers
from skl_synth.progress import Progress, counted


def test_things_come_as_they_are_and_are_counted():
    heard = []
    with report_progress(heard.append):
        assert list(counted(iter("abc"), 3, "letters")) == ["a", "b", "c"]
    assert [(now.what, now.n_done, now.n_all) for now in heard] == [
        ("letters", 1, 3),
        ("letters", 2, 3),
        ("letters", 3, 3),
    ]
    assert heard[-1].seconds_left == 0
    assert heard[0].seconds_left == pytest.approx(2 * heard[0].seconds)


def test_nothing_is_said_where_nobody_listens(capsys):
    heard = []
    with report_progress(heard.append):
        pass
    assert list(counted([1, 2], 2, "numbers")) == [1, 2]
    assert heard == []
    assert capsys.readouterr() == ("", "")


def test_whoever_listens_last_is_told_and_then_the_first_again():
    one, other = [], []
    with report_progress(one.append):
        with report_progress(other.append):
            list(counted([1], 1, "within"))
        list(counted([1], 1, "without"))
    assert [now.what for now in other] == ["within"]
    assert [now.what for now in one] == ["without"]


@pytest.mark.parametrize(
    ("seconds", "written"), [(9.6, "10 s"), (60, "1 min 0 s"), (154.2, "2 min 34 s")]
)
def test_what_is_left_is_written_in_minutes(seconds, written):
    now = Progress("pairs", 3, 32, 1.0, seconds)
    assert in_numbers(now) == f"pairs: 3 of 32, about {written} left"
