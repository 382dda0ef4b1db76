"""Ctrl-C ends a command: one line, a status of its own, and nothing half written."""

import os
import signal
import subprocess
import sys

import pytest

from skl_synth.cli.app import STATUS_OF_CTRL_C, STOPPED, main
from skl_synth.datasets import make_patients

COMMAND = "from skl_synth.cli import main; main()"


@pytest.fixture
def folder(tmp_path):
    make_patients(300, random_state=0).to_csv(tmp_path / "real.csv", index=False)
    return tmp_path


# A process that tells of each step, at once, so that nothing here has to wait. What was
# started in the background may have been told to ignore Ctrl-C.
TELLING = f"""
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
import skl_synth.progress.lines_of_progress as lines
lines.OFTEN = -1.0
{COMMAND}
"""


def interrupted(folder, *arguments, at):
    """Run a command, and send it Ctrl-C once it says that it is there."""
    process = subprocess.Popen(
        [sys.executable, "-c", TELLING, *arguments, "--progress", "json"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    heard = []
    for line in process.stderr:
        heard.append(line)
        if at in line:
            break
    os.kill(process.pid, signal.SIGINT)
    said = "".join(heard) + process.communicate()[1]
    return process.returncode, said


@pytest.mark.skipif(os.name == "nt", reason="another signal there")
def test_publish_leaves_nothing(folder):
    made = ("--output", "out.csv", "--report", "out.json", "--drop", "patient_id")
    status, said = interrupted(
        folder,
        "publish",
        "real.csv",
        "--target",
        "readmitted",
        *made,
        at="attack 1 of 13",
    )
    assert status == STATUS_OF_CTRL_C
    assert said.rstrip().endswith(STOPPED.strip())
    assert [one.name for one in folder.iterdir()] == ["real.csv"]


@pytest.mark.parametrize(
    "command",
    [
        ("generate", "--output", "out.csv"),
        ("evaluate", "--json", "out.json"),
        ("publish", "--output", "out.csv", "--report", "out.json"),
    ],
)
def test_every_command_ends_so(folder, command, monkeypatch):
    from click.testing import CliRunner

    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("skl_synth.table.real.RealTable.read", interrupt)
    name, *options = command
    paths = [str(folder / one) if "." in one else one for one in options]
    arguments = [name, str(folder / "real.csv"), "--target", "readmitted", *paths]
    result = CliRunner().invoke(main, [*arguments, "--drop", "patient_id"])
    assert result.exit_code == STATUS_OF_CTRL_C
    assert result.output.endswith(STOPPED + "\n")
    assert [one.name for one in folder.iterdir()] == ["real.csv"]
