"""Progress in lines of text: in a file, a pipe, and where no thread can be started."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from skl_synth.progress.said_progress import as_json, in_words
from skl_synth.progress.track import Progress

FIRST_AFTER = 5.0
"""Seconds of work before the first line: what is quick prints nothing."""

BETWEEN = 10.0
"""Seconds between two lines, at least."""

OFTEN = 1.0
"""Seconds before and between lines, where a program asked for them."""


class ProgressLines:
    """Writes a line now and then.

    Parameters
    ----------
    write : callable
        Takes a line.
    work : str, default=""
        What the work is called.
    for_programs : bool, default=False
        Whether lines are JSON, and not sentences.
    often : bool, default=False
        Whether there is one each second.
    clock : callable, default=perf_counter
        Says how many seconds have gone.
    """

    def __init__(
        self,
        write: Callable[[str], object],
        work: str = "",
        *,
        for_programs: bool = False,
        often: bool = False,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self.write, self.work, self.for_programs = write, work, for_programs
        self._clock = clock
        self._between = OFTEN if often else BETWEEN
        self._next = clock() + (OFTEN if often else FIRST_AFTER)

    def __call__(self, now: Progress) -> None:
        """Write a line, if it is time for one.

        Parameters
        ----------
        now : Progress
            How far the work is.
        """
        if self._clock() < self._next:
            return
        self._next = self._clock() + self._between
        self.write(self.line(now))

    def line(self, now: Progress) -> str:
        """Say how far the work is.

        Parameters
        ----------
        now : Progress
            How far it is.

        Returns
        -------
        str
            One line.
        """
        if self.for_programs:
            return as_json(now, self.work)
        return f"{self.work}: {in_words(now)}" if self.work else in_words(now)
