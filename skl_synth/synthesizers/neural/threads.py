"""One thread for the sums of numpy and scikit-learn, so that their order is fixed."""

from __future__ import annotations

from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController


def one_thread_in_numpy() -> Any:
    """Limit the linear algebra to one thread while the context lasts.

    Returns
    -------
    context manager
        For small matrices one thread is as fast, and does not wait for others.
    """
    return _controller().limit(limits=1)


@cache
def _controller() -> ThreadpoolController:
    """Find the libraries once: it takes longer than a small product."""
    return ThreadpoolController()
