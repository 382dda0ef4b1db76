"""One thread per job: libraries that bring threads of their own are held to one."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager:
    """Hold the libraries of matrix products to one thread, as long as it lasts.

    Returns
    -------
    context manager
        What the limits last for.
    """
    return _controller().limit(limits=1)


@cache
def _controller() -> ThreadpoolController:
    """Look for the libraries once: it takes longer than a small class does."""
    return ThreadpoolController()
