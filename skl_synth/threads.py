"""One thread per job: libraries that bring threads of their own are limited to one.

What is shared out is shared out by joblib, as ``n_jobs`` says. A matrix product that
started threads of its own in each of these would use cores that nobody offered, and be
slower for it.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager:
    """Limit the libraries of matrix products to one thread within a context.

    Returns
    -------
    context manager
        Within it the limit holds.
    """
    return _controller().limit(limits=1)


@cache
def _controller() -> ThreadpoolController:
    """Look for the libraries once: it takes longer than the search in a small class."""
    return ThreadpoolController()
