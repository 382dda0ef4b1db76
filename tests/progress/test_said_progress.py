"""How far work is, in sentences and for programs."""

import json
import math

import pytest

from skl_synth.progress import PART, Progress, Step
from skl_synth.progress.said_progress import as_json, duration, in_words, where

DEEP = Progress(
    *("attack", 3, 12, 8.4, 27.0),
    name="copies",
    path=(Step("setting", 0, 4, "little noise"), Step(PART, 1, 3, "judging")),
    fraction=0.2371,
)


def test_it_is_said_from_the_outermost_part_inwards():
    assert in_words(DEEP) == (
        "setting 1 of 4 (little noise), judging, attack 4 of 12 (copies): about 27 s "
        "left"
    )


def test_nothing_is_said_of_a_time_that_nobody_knows():
    assert in_words(DEEP._replace(seconds_left=math.nan)) == where(DEEP)


def test_what_is_one_alone_is_not_counted():
    assert where(Progress("lot", 0, 1, 0.0, 0.0)) == "lot"
    assert where(Progress(PART, 0, 1, 0.0, 0.0)) == ""


def test_when_all_is_done_no_more_are_counted_than_there_are():
    assert where(Progress("fold", 5, 5, 0.0, 0.0)) == "fold 5 of 5"


def test_a_program_can_read_it():
    word, said = as_json(DEEP, "Work").split(" ", 1)
    assert word == "progress"
    assert json.loads(said) == {
        "work": "Work",
        "step": where(DEEP),
        "done": 3,
        "of": 12,
        "share": 0.237,
        "seconds": 8,
        "seconds_left": 27,
    }


def test_a_time_that_nobody_knows_is_null():
    _, said = as_json(DEEP._replace(seconds_left=math.nan)).split(" ", 1)
    assert json.loads(said)["seconds_left"] is None
    assert "NaN" not in said


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.2, "0 s"), (59.6, "1 min 0 s"), (3599.6, "1 h 0 min"), (86400, "24 h 0 min")],
)
def test_a_time_is_written(seconds, written):
    assert duration(seconds) == written
