"""Counts of long work: what does it says how far it is, and who listens is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from skl_synth.progress.track import Level, Track, current_track

Thing = TypeVar("Thing")


class Count:
    """A count that is going on; where nobody listens, nothing comes of it.

    Parameters
    ----------
    track : Track or None
        Who is told.
    level : Level
        The count.
    """

    def __init__(self, track: Track | None, level: Level) -> None:
        self._track, self._level = track, level

    def begin(self, name: str = "") -> None:
        """Say that the next part begins.

        Parameters
        ----------
        name : str, default=""
            What it is called.
        """
        self._level.name = name
        self._level.begin()
        self._tell()

    def done(self, *, quietly: bool = False) -> None:
        """Say that one more part is done.

        Parameters
        ----------
        quietly : bool, default=False
            Whether the next begins at once, and will be told of.
        """
        self._level.n_done += 1
        if not quietly or self._level.n_done == self._level.n_all:
            self._level.name = ""
            self._tell()

    def _tell(self) -> None:
        if self._track is not None:
            self._track.tell(self._level)


@contextmanager
def counting(
    what: str,
    n_all: int,
    *,
    weights: Sequence[float] | None = None,
    tries: bool = False,
) -> Iterator[Count]:
    """Count parts of work that no loop goes through, or several together.

    Parameters
    ----------
    what : str
        What a part is.
    n_all : int
        How many there are.
    weights : sequence of float, default=None
        How long each takes, in any unit; None for all alike.
    tries : bool, default=False
        Whether they are ways that are tried until one works.

    Yields
    ------
    Count
        To be told when a part begins or is done.

    Examples
    --------
    >>> from skl_synth.progress import counting, report_progress
    >>> with report_progress(lambda now: print(now.n_done, "of", now.n_all)):
    ...     with counting("step", 2, weights=[1, 9]) as count:
    ...         count.begin("read")
    ...         count.done(quietly=True)
    ...         count.begin("judge")
    ...         count.done()
    0 of 2
    1 of 2
    2 of 2
    """
    track, level = current_track(), Level(what, n_all, weights, tries=tries)
    if track is None:
        yield Count(None, level)
        return
    track.enter(level)
    try:
        yield Count(track, level)
    finally:
        track.leave(level)


def steps(
    things: Sequence[Thing],
    what: str,
    *,
    name: Callable[[Thing], str] = lambda _: "",
    weights: Sequence[float] | None = None,
) -> Iterator[Thing]:
    """Go through things that something long is done with, one after the other.

    Parameters
    ----------
    things : sequence
        What it is done with.
    what : str
        What one of them is, such as "fold".
    name : callable, default=None
        What each is called.
    weights : sequence of float, default=None
        How long each takes, in any unit; None for all alike.

    Yields
    ------
    object
        The things.

    Examples
    --------
    >>> from skl_synth.progress import report_progress, steps
    >>> with report_progress(lambda now: print(now.what, now.n_done, "of", now.n_all)):
    ...     sizes = [len(fold) for fold in steps(["ab", "c"], "fold")]
    fold 0 of 2
    fold 1 of 2
    fold 2 of 2
    """
    with counting(what, len(things), weights=weights) as count:
        for thing in things:
            count.begin(name(thing))
            yield thing
            count.done(quietly=True)


def counted(things: Iterable[Thing], n_all: int, what: str) -> Iterator[Thing]:
    """Go through things that take long to come, and tell whoever listens.

    Parameters
    ----------
    things : iterable
        What takes long to come.
    n_all : int
        How many there are.
    what : str
        What they are.

    Yields
    ------
    object
        The things.
    """
    with counting(what, n_all) as count:
        for thing in things:
            count.done()
            yield thing
