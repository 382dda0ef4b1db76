"""How far long work is: whoever waits for it is told, and nothing is printed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter
from typing import NamedTuple

from skl_synth.progress.interrupting import raise_lost_interrupt


class Cancelled(BaseException):
    """Raised by a listener that wants the work to end.

    No error, and so not taken for one by what goes on after errors.
    """


PART = "part"
"""What is counted where the parts of some work have names that say enough."""


class Step(NamedTuple):
    """Where some work is among its parts.

    Parameters
    ----------
    what : str
        What a part is, such as "fold".
    n_done, n_all : int
        How many are done, and how many there are.
    name : str, default=""
        What the part under way is called.
    """

    what: str
    n_done: int
    n_all: int
    name: str = ""


class Progress(NamedTuple):
    """How far some work is.

    Parameters
    ----------
    what : str
        What is counted.
    n_done, n_all : int
        How many are done, and how many there are.
    seconds, seconds_left : float
        How long all of the work took until now, and how long the rest of it will take
        at that pace: NaN while nothing can be said. Where ways are tried until one
        works, the rest of the one under way.
    name : str, default=""
        What is under way of it.
    path : tuple of Step, default=()
        What this is a part of, from the outermost inwards.
    fraction : float, default=0.0
        How much of the work is done, from 0 to 1.
    """

    what: str
    n_done: int
    n_all: int
    seconds: float
    seconds_left: float
    name: str = ""
    path: tuple[Step, ...] = ()
    fraction: float = 0.0

    @property
    def steps(self) -> tuple[Step, ...]:
        """The path, and what is counted at its end."""
        return (*self.path, Step(self.what, self.n_done, self.n_all, self.name))


Listener = Callable[[Progress], None]
"""What is told."""


class Level:
    """One count among those that stand within one another.

    Parameters
    ----------
    what : str
        What is counted.
    n_all : int
        How many there are.
    weights : sequence of float or None
        How long each takes, in any unit; None for all alike.
    tries : bool
        Whether they are ways that are tried until one works, so that nobody knows how
        many will be gone.
    """

    def __init__(
        self, what: str, n_all: int, weights: Sequence[float] | None, *, tries: bool
    ) -> None:
        self.what, self.n_all, self.tries = what, n_all, tries
        self.weights = [1.0] * n_all if weights is None else list(weights)
        self.n_done, self.name = 0, ""
        self.start = self.start_of_part = perf_counter()

    def begin(self) -> None:
        """Note when the part under way began."""
        self.start_of_part = perf_counter()

    def share(self, within: float) -> float:
        """Say how much is done, if so much of the part under way is.

        Parameters
        ----------
        within : float
            From 0 to 1.

        Returns
        -------
        float
            From 0 to 1.
        """
        whole = math.fsum(self.weights)
        if self.n_done >= self.n_all or not whole:
            return 1.0
        done = math.fsum(self.weights[: self.n_done])
        # Rounding may take the sum of the parts beyond the whole.
        return min(1.0, (done + within * self.weights[self.n_done]) / whole)

    def step(self) -> Step:
        """Say where it is.

        Returns
        -------
        Step
            As it is now.
        """
        return Step(self.what, self.n_done, self.n_all, self.name)


class Track:
    """The counts that are going on within one another, and who is told of them.

    Parameters
    ----------
    listener : callable
        Who is told.
    """

    def __init__(self, listener: Listener) -> None:
        self.levels: list[Level] = []
        self.cancelled: BaseException | None = None
        self._listener = listener

    def enter(self, level: Level) -> None:
        """Begin to count something within what is being counted.

        Parameters
        ----------
        level : Level
            The count.
        """
        self.levels.append(level)

    def leave(self, level: Level) -> None:
        """End a count, and those within it that an error left behind.

        Parameters
        ----------
        level : Level
            The count.
        """
        if level in self.levels:
            del self.levels[self.levels.index(level) :]

    def tell(self, level: Level) -> None:
        """Tell the listener how far a count is.

        What it raises ends the work: it is raised again wherever the work goes on all
        the same, since some take an error of a part for a result.

        Parameters
        ----------
        level : Level
            The count.

        Raises
        ------
        BaseException
            What the listener raised.
        """
        if self.cancelled is not None:
            raise self.cancelled
        raise_lost_interrupt()
        if level in self.levels:
            del self.levels[self.levels.index(level) + 1 :]
        try:
            self._listener(self._now())
        except BaseException as error:
            self.cancelled = error
            raise

    def _now(self) -> Progress:
        levels = self.levels
        tried = [place for place, one in enumerate(levels) if one.tries]
        # Of ways that are tried, the one under way is all that can be foreseen.
        is_try = bool(tried) and levels[tried[-1]].n_done < levels[tried[-1]].n_all
        start = levels[tried[-1]].start_of_part if is_try else levels[0].start
        share = 0.0
        for one in reversed(levels[tried[-1] + 1 :] if is_try else levels):
            share = one.share(share)
        seconds = perf_counter() - start
        left = seconds * (1 / share - 1) if share else math.nan
        last = levels[-1]
        path = tuple(one.step() for one in levels[:-1])
        return Progress(*last.step()[:3], seconds, left, last.name, path, share)


_TRACK: ContextVar[Track | None] = ContextVar("track", default=None)


def current_track() -> Track | None:
    """Say who is told of what is done here.

    Returns
    -------
    Track or None
        None where nobody listens.
    """
    return _TRACK.get()


@contextmanager
def report_progress(listener: Listener) -> Iterator[None]:
    """Be told how far long work is, such as the folds and attacks of an audit.

    A context rather than a parameter: the work may lie deep within `publish`, an
    evaluator or a search.

    Parameters
    ----------
    listener : callable
        Called with a `Progress` when a part of the work begins or ends, in the process
        and the thread that asked for it. Work that is shared out to other processes as
        a whole (folds, where ``n_jobs`` says so) is heard of when each of these is
        done. What it raises, such as `Cancelled`, ends the work and comes out of this
        block: nothing is left half written.

    Yields
    ------
    None
        Nothing; who listens does so until the end of the block.

    Raises
    ------
    BaseException
        What the listener raised, if nothing else came out of the block.

    See Also
    --------
    show_progress : Show it in place of being told.

    Examples
    --------
    >>> from skl_synth import report_progress
    >>> from skl_synth.progress import counted
    >>> with report_progress(lambda now: print(now.n_done, "of", now.n_all)):
    ...     names = [name.upper() for name in counted(["a", "b"], 2, "names")]
    1 of 2
    2 of 2
    """
    track = Track(listener)
    token = _TRACK.set(track)
    try:
        yield
    finally:
        _TRACK.reset(token)
    if track.cancelled is not None:
        # Something took it for an error of its own, and went on.
        raise track.cancelled
