"""The command in a process of its own: how far it is, and how it is ended."""

import os
import time

import pytest

from skl_synth.app.job import LOGS, HowFar, Job, how_far_of
from skl_synth.cli.start_app import STILL_RUNNING

TABLE = "a,b,c\n" + "".join(f"{n},{n % 7},{'xy'[n % 2]}\n" for n in range(60))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "table.csv").write_text(TABLE)
    return tmp_path


def _until(is_so, seconds=60):
    for _ in range(seconds * 20):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("it has not come about")


def test_it_runs_where_its_files_lie_and_says_what_it_does(folder):
    job = Job(["inspect", "table.csv", "--write", "d.json"], folder, "d.json")
    assert job.status is None
    _until(lambda: not job.is_running)
    assert job.status == 0, job.problems
    assert "Read table.csv: 60 rows" in job.said
    assert job.output.is_file()
    job.cancel()
    assert not job.is_cancelled


def test_an_error_is_the_line_of_the_command(folder):
    job = Job(["inspect", "gone.csv"], folder, "d.json")
    _until(lambda: not job.is_running)
    assert job.status == 2
    assert job.problems[-1].startswith("Error: ")
    assert "Traceback" not in "".join(job.problems)


@pytest.mark.skipif(os.name == "nt", reason="ends groups of processes")
def test_cancelling_ends_all_of_it_and_leaves_nothing(folder):
    words = ["publish", "table.csv", "--target", "c", "--pack", "made"]
    job = Job([*words, "--one-row-per-person"], folder, "made")
    assert job.is_running
    job.cancel()
    assert job.is_cancelled
    assert not job.is_running
    left = {one.name for one in folder.iterdir()}
    assert left == {"table.csv", *LOGS}


def test_what_an_earlier_one_has_made_is_removed_first(folder):
    (folder / "made").mkdir()
    (folder / "made" / "old.csv").touch()
    job = Job(["--version"], folder, "made")
    _until(lambda: not job.is_running)
    assert not job.output.exists()


def test_how_far_it_is_is_what_it_said_last(folder):
    job = Job(["--version"], folder, "made")
    _until(lambda: not job.is_running)
    assert job.how_far == HowFar()
    lines = [
        'progress {"step": "fold 1 of 5", "share": 0.1, "seconds_left": 90}',
        "Warning: few rows",
        'progress {"step": "fold 2 of 5", "share": 0.2, "seconds_left": null}',
    ]
    (folder / LOGS[1]).write_text("\n".join(lines))
    assert job.how_far == HowFar("fold 2 of 5", 0.2, None)
    assert job.problems == ["Warning: few rows"]


@pytest.mark.parametrize("line", ["progress {", 'progress {"step": "fo'])
def test_half_a_line_says_nothing(line):
    assert how_far_of(line) == HowFar()


@pytest.mark.skipif(os.name == "nt", reason="ends groups of processes")
def test_it_ends_with_the_server(folder, tmp_path):
    job = Job(["publish", "table.csv", "--pack", "made"], folder, "made")
    assert job in STILL_RUNNING
    for one in list(STILL_RUNNING):
        one.end()
    assert not job.is_running
