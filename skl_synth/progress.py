"""How far long work is: whoever waits for it is told, and nothing is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter
from typing import NamedTuple, TypeVar

Thing = TypeVar("Thing")


class Progress(NamedTuple):
    """How far some work is.

    Parameters
    ----------
    what : str
        What is counted.
    n_done, n_all : int
        How many are done, and how many there are.
    seconds, seconds_left : float
        How long it took until now, and how long the rest will take at that pace.
    """

    what: str
    n_done: int
    n_all: int
    seconds: float
    seconds_left: float


Listener = Callable[[Progress], None]
"""What is told."""

_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def report_progress(listener: Listener) -> Iterator[None]:
    """Be told how far long work is, such as the fitting of shadow models.

    A context rather than a parameter: the work may lie deep within `publish`, an
    evaluator or a search.

    Parameters
    ----------
    listener : callable
        Called with a `Progress` after each piece of work, in the process and the thread
        that asked for it. Work that is shared out to other processes as a whole (folds,
        where ``n_jobs`` says so) is not heard of.

    Yields
    ------
    None
        Nothing; who listens does so until the end of the block.

    Examples
    --------
    >>> from skl_synth import report_progress
    >>> from skl_synth.progress import counted
    >>> with report_progress(lambda now: print(now.n_done, "of", now.n_all)):
    ...     names = [name.upper() for name in counted(["a", "b"], 2, "names")]
    1 of 2
    2 of 2
    """
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def counted(things: Iterable[Thing], n_all: int, what: str) -> Iterator[Thing]:
    """Go through things, and tell whoever listens how many there were.

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
    start, listener = perf_counter(), _LISTENER.get()
    for n_done, thing in enumerate(things, start=1):
        if listener is not None:
            seconds = perf_counter() - start
            left = seconds * (n_all / n_done - 1)
            listener(Progress(what, n_done, n_all, seconds, left))
        yield thing
