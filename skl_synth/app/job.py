"""The work itself: the command that is shown, in a process of its own.

A process can be ended at any moment, which a thread cannot, and what it warns of is
heard by nobody else. Everything it writes lies in the folder of the session.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO, Any

from skl_synth.cli.start_app import STILL_RUNNING

PROGRESS = "progress {"
"""How lines begin that say for programs how far the work is."""

GRACE = 5.0
"""Seconds that the work has to end by itself when it is cancelled."""

LOGS = (".said.txt", ".errors.txt")
"""Where the two streams of the command are kept."""


@dataclass(frozen=True)
class HowFar:
    """How far a command is.

    Parameters
    ----------
    step : str
        Where it is, in words; empty while it has not said so.
    share : float or None
        The part of all of it that is done.
    seconds_left : int or None
        How long the rest will take.
    """

    step: str = ""
    share: float | None = None
    seconds_left: int | None = None


class Job:
    """A command that runs, or has run.

    Parameters
    ----------
    words : sequence of str
        The words behind ``skl-synth``.
    folder : Path
        Where it runs; the files that it names lie there.
    output : str
        What it makes, a file or a folder there. What an earlier one made is removed.

    Attributes
    ----------
    is_cancelled : bool
        Whether somebody has ended it.
    """

    def __init__(self, words: Sequence[str], folder: Path, output: str) -> None:
        self.words, self.folder, self.output = list(words), folder, folder / output
        self.is_cancelled = False
        self._temporary = folder / ".tmp"
        self._clear()
        self._temporary.mkdir(mode=0o700, exist_ok=True)
        self._started, self._ended = monotonic(), 0.0
        said, errors = (folder / name for name in LOGS)
        with said.open("wb") as out, errors.open("wb") as problems:
            self._process = self._start(out, problems)
        STILL_RUNNING.add(self)

    def _start(self, out: IO[bytes], errors: IO[bytes]) -> subprocess.Popen[bytes]:
        home = str(Path(__file__).parents[2])
        known = os.environ.get("PYTHONPATH")
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([home, known] if known else [home]),
            "PYTHONIOENCODING": "utf-8",
            "SKL_SYNTH_PROGRESS": "json",
            # So that whatever it puts aside is removed with it.
            **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self._temporary)),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "skl_synth", *self.words],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            # With the processes that it starts it is ended as one.
            start_new_session=True,
        )

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        is_on = self._process.poll() is None
        if not is_on and not self._ended:
            self._ended = monotonic()
        return is_on

    @property
    def status(self) -> int | None:
        """How it ended: 0 where all went well; None while it goes on."""
        return self._process.poll()

    @property
    def seconds(self) -> float:
        """How long it took until now."""
        return (monotonic() if self.is_running else self._ended) - self._started

    @property
    def said(self) -> str:
        """What it has printed."""
        return self._text(LOGS[0])

    @property
    def problems(self) -> list[str]:
        """The warnings and the error that it has printed, a line each."""
        lines = self._text(LOGS[1]).splitlines()
        return [line for line in lines if line and not line.startswith(PROGRESS)]

    @property
    def how_far(self) -> HowFar:
        """How far it is, as it said last."""
        for line in reversed(self._text(LOGS[1]).splitlines()):
            if line.startswith(PROGRESS):
                return how_far_of(line)
        return HowFar()

    def cancel(self) -> None:
        """End it, and remove what it has written."""
        if not self.is_running:
            return
        self.is_cancelled = True
        self.end()
        self._clear()

    def end(self) -> None:
        """End it with all processes that it has started."""
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE)
        if self._process.poll() is None:
            self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            self._process.wait()

    def _signal(self, number: int) -> None:
        if self._process.poll() is not None:
            return
        with suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, number)
            else:
                self._process.terminate()

    def _clear(self) -> None:
        shutil.rmtree(self._temporary, ignore_errors=True)
        if self.output.is_dir():
            shutil.rmtree(self.output)
        else:
            self.output.unlink(missing_ok=True)

    def _text(self, name: str) -> str:
        with suppress(OSError):
            return (self.folder / name).read_text(encoding="utf-8", errors="replace")
        return ""


def how_far_of(line: str) -> HowFar:
    """Read a line that says how far the work is.

    Parameters
    ----------
    line : str
        The word ``progress`` and a JSON object.

    Returns
    -------
    HowFar
        What it says; nothing where it cannot be read.

    Examples
    --------
    >>> from skl_synth.app.job import how_far_of
    >>> how_far_of('progress {"step": "fold 2 of 5", "share": 0.2, "seconds_left": 41}')
    HowFar(step='fold 2 of 5', share=0.2, seconds_left=41)
    >>> how_far_of("progress {")
    HowFar(step='', share=None, seconds_left=None)
    """
    try:
        said: dict[str, Any] = json.loads(line.removeprefix("progress "))
    except ValueError:
        # The last line may be half there.
        return HowFar()
    return HowFar(said.get("step", ""), said.get("share"), said.get("seconds_left"))
