"""Ctrl-C within work that is a part of other work ends all of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_IS_PART: ContextVar[bool] = ContextVar("is_part", default=False)


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
