"""Ctrl-C within work that is a part of other work ends all of it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType
from typing import NoReturn

_IS_PART: ContextVar[bool] = ContextVar("is_part", default=False)

_HEARD: ContextVar[threading.Event | None] = ContextVar("heard", default=None)


@contextmanager
def as_part_of_work() -> Iterator[None]:
    """Mark what is done within the block as a part of other work.

    Yields
    ------
    None
        Nothing.
    """
    token = _IS_PART.set(True)
    try:
        yield
    finally:
        _IS_PART.reset(token)


def is_part_of_work() -> bool:
    """Say whether this is a part of other work.

    A training that is interrupted is kept as it is, unless it is only one of many that
    an audit or a command waits for.

    Returns
    -------
    bool
        As it was marked.
    """
    return _IS_PART.get()


@contextmanager
def no_interrupt_lost() -> Iterator[None]:
    """Let Ctrl-C end the work of the block at its next step, if not at once.

    Python ignores what is raised while C calls it back, an interrupt too, and the work
    would go on as if nobody had asked.

    Yields
    ------
    None
        Nothing. In other threads, and where the program has a handler of its own, all
        stays as it is.

    Raises
    ------
    KeyboardInterrupt
        Where Ctrl-C was asked for.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) != signal.default_int_handler:
        yield
        return
    heard = threading.Event()

    def interrupt(_: int, __: FrameType | None) -> NoReturn:
        heard.set()
        raise KeyboardInterrupt

    token = _HEARD.set(heard)
    signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _HEARD.reset(token)


def raise_lost_interrupt() -> None:
    """End the work where Ctrl-C has been asked for, and was ignored.

    Raises
    ------
    KeyboardInterrupt
        If it was.
    """
    heard = _HEARD.get()
    if heard is not None and heard.is_set():
        raise KeyboardInterrupt
