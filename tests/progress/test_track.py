"""Who listens is told, and nobody else."""

import contextlib
import math
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skl_synth import Cancelled, report_progress
from skl_synth.progress import Progress, Step, counted, counting, steps, track
from skl_synth.progress.said_progress import in_words


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
    now = Progress("pair", 3, 32, 1.0, seconds)
    assert in_words(now) == f"pair 4 of 32: about {written} left"


def test_counts_within_one_another_are_told_as_a_path():
    heard = []
    with report_progress(heard.append):
        for _ in steps(["x", "y"], "fold", name=str):
            list(counted([1], 1, "model"))
    inner = [now for now in heard if now.what == "model"]
    assert [now.path for now in inner] == [
        (Step("fold", 0, 2, "x"),),
        (Step("fold", 1, 2, "y"),),
    ]
    assert [now.fraction for now in inner] == [0.5, 1.0]
    assert heard[-1].steps == (Step("fold", 2, 2),)


def test_time_left_is_that_of_the_whole(monkeypatch):
    clock = iter([0.0, 0.0, 0.0, 0.0, 10.0])
    monkeypatch.setattr(track, "perf_counter", lambda: next(clock))
    heard = []
    with report_progress(heard.append), counting("fold", 4) as folds:
        folds.begin()
        assert math.isnan(heard[-1].seconds_left)
        with counting("attack", 2) as attacks:
            attacks.done()
    # One of two attacks of the first of four folds: an eighth in ten seconds.
    assert (heard[-1].seconds, heard[-1].seconds_left) == (10.0, 70.0)


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=4),
    st.lists(st.floats(0.01, 100), min_size=4, max_size=4),
)
@example([3, 1], [1.7999999999999998, 6.23123225857481, 24.23123225857481, 1.0])
def test_the_share_that_is_done_never_falls_and_ends_at_one(sizes, weights):
    heard = []

    def go(levels):
        for _ in steps(range(levels[0]), "level", weights=weights[: levels[0]]):
            if levels[1:]:
                go(levels[1:])

    with report_progress(heard.append):
        go(sizes)
    shares = [now.fraction for now in heard]
    assert shares == sorted(shares) or max(
        a - b for a, b in pairwise(shares)
    ) == pytest.approx(0, abs=1e-9)
    assert shares[-1] == 1
    assert all(0 <= share <= 1 for share in shares)


def test_of_ways_that_are_tried_the_one_under_way_is_foreseen():
    heard = []
    with report_progress(heard.append), counting("setting", 4, tries=True) as tried:
        for _ in range(2):
            tried.begin()
            list(counted([1, 2], 2, "fold"))
            tried.done(quietly=True)
    folds = [now for now in heard if now.what == "fold"]
    assert [now.fraction for now in folds] == [0.5, 1, 0.5, 1]


def test_what_a_listener_raises_comes_out_even_where_errors_are_results():
    def stop(now):
        raise ZeroDivisionError

    def go_on_after_errors():
        with report_progress(stop):
            for thing in [1, 2]:
                with contextlib.suppress(Exception):
                    list(counted([thing], 1, "within"))

    # Who caught it went on, but nobody takes what came of it for a result.
    with pytest.raises(ZeroDivisionError):
        go_on_after_errors()


def test_a_cancelled_work_is_told_of_no_more():
    heard = []

    def stop(now):
        heard.append(now)
        raise Cancelled

    with pytest.raises(Cancelled), report_progress(stop):
        list(counted([1, 2, 3], 3, "things"))
    assert len(heard) == 1


def test_what_an_error_left_behind_is_forgotten():
    heard, kept = [], []

    def fails():
        for _ in steps([1, 2], "inner"):
            raise ValueError

    with report_progress(heard.append), counting("outer", 2) as outer:
        for _ in range(2):
            outer.begin()
            try:
                fails()
            except ValueError as error:
                # As a traceback that is shown later: it holds the loop within.
                kept.append(error)
            outer.done(quietly=True)
    assert heard[-1].steps == (Step("outer", 2, 2),)


def test_a_loop_that_is_left_early_is_no_part_of_what_follows():
    heard = []
    with report_progress(heard.append):
        for _ in steps([1, 2], "left"):
            break
        list(counted([1], 1, "next"))
    assert heard[-1].path == ()
