"""One thread per job: libraries that bring threads of their own are limited to one.

What is shared out is shared out by joblib, as ``n_jobs`` says. A matrix product that
started threads of its own in each of these would use cores that nobody offered, and be
slower for it.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from threading import Thread

from joblib import effective_n_jobs
from joblib.parallel import get_active_backend, parallel_config
from sklearn.utils.parallel import Parallel
from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager:
    """Limit the libraries of matrix products to one thread within a context.

    Returns
    -------
    context manager
        Within it the limit holds.
    """
    return _controller().limit(limits=1)


def in_threads(n_jobs: int | None, return_as: str = "list") -> Parallel:
    """Share work out to threads of this process, and of no other.

    Parameters
    ----------
    n_jobs : int or None
        How many, as in scikit-learn. One, where the call is itself a share of the work
        of others: their number times this one would be more than was offered.
    return_as : {"list", "generator"}, default="list"
        Whether results are given one at a time.

    Returns
    -------
    Parallel
        Takes delayed calls. These are short and read what the caller holds, so they
        are no work for other processes, or for a cluster that somebody set up.

    Examples
    --------
    >>> from sklearn.utils.parallel import delayed
    >>> from skl_synth.threads import in_threads
    >>> in_threads(2)(delayed(abs)(number) for number in (-1, 2))
    [1, 2]
    """
    return Parallel(at_once(n_jobs), require="sharedmem", return_as=return_as)


def at_once(n_jobs: int | None) -> int | None:
    """Say how many calls may run at a time.

    Parameters
    ----------
    n_jobs : int or None
        How many were asked for, as in scikit-learn.

    Returns
    -------
    int or None
        The same; one within what is a share of other work, and where no thread can be
        started, without which joblib shares nothing out: inside a browser.
    """
    if n_jobs == 1 or is_a_share():
        return 1
    if n_jobs is None:
        # None is what the context says: mostly one, for which nothing is started.
        n_jobs = None if effective_n_jobs(None) > 1 else 1
    return n_jobs if n_jobs == 1 or can_start_threads() else 1


def can_start_threads() -> bool:
    """Say whether this process can start a thread.

    Returns
    -------
    bool
        False inside a browser, or where the system allows no more of them.
    """
    try:
        thread = Thread(target=_do_nothing, daemon=True)
        thread.start()
    except RuntimeError:
        return False
    thread.join()
    return True


def _do_nothing() -> None:
    """Be a thread, for a moment."""


def is_a_share() -> bool:
    """Say whether this runs as a part of what was shared out already.

    Returns
    -------
    bool
        As joblib knows it.
    """
    backend, _ = get_active_backend()
    return (backend.nesting_level or 0) > 0


def by_itself() -> AbstractContextManager:
    """Share nothing out within a context, whatever asks for it, and wherever it runs.

    Some clusters do not say that a call is a share of their own work already, and would
    be sent the parts of each part.

    Returns
    -------
    context manager
        Within it calls of joblib run one after another.
    """
    return parallel_config("sequential")


@cache
def _controller() -> ThreadpoolController:
    """Look for the libraries once: it takes longer than the search in a small class."""
    return ThreadpoolController()
