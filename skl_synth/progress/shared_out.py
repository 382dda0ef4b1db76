"""Work that joblib shares out, counted as its parts are done."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from skl_synth.progress.counting import Count, counting
from skl_synth.progress.track import current_track
from skl_synth.threads import in_threads

LEARNT = "column to learn"
"""What is counted where trees are grown, one forest for a column of a class."""


def counted_results(
    workers: Any, tasks: Iterable[Any], n_all: int, what: str
) -> list[Any]:
    """Run tasks, and tell whoever listens how many are done.

    Parameters
    ----------
    workers : Parallel
        What runs them, one result at a time (``return_as="generator"``).
    tasks : iterable
        Delayed calls.
    n_all : int
        How many there are.
    what : str
        What one of them is.

    Returns
    -------
    list
        The results, in the order of the tasks.
    """
    with counting(what, n_all) as count:
        return results_told(workers(tasks), count)


def results_told(results: Any, count: Count) -> list[Any]:
    """Wait for results, and count each that is there.

    Parameters
    ----------
    results : generator
        What joblib gives one at a time.
    count : Count
        What counts them.

    Returns
    -------
    list
        The results.
    """
    done = []
    # Whoever interrupts the wait stops the work, too, and knows it.
    with warnings.catch_warnings(), closing(results):
        warnings.filterwarnings("ignore", r"\d+ tasks ", UserWarning)
        for one in results:
            done.append(one)
            count.done()
    return done


def counted_in_threads(
    tasks: Iterable[Any], n_all: int, what: str, n_jobs: int | None
) -> list[Any]:
    """Share tasks out to threads, and tell whoever listens how many are done.

    Parameters
    ----------
    tasks : iterable
        Delayed calls.
    n_all : int
        How many there are.
    what : str
        What one of them is.
    n_jobs : int or None
        How many at a time, as in scikit-learn.

    Returns
    -------
    list
        The results, in the order of the tasks.
    """
    if current_track() is None or n_all < 2:
        return in_threads(n_jobs)(tasks)
    workers = in_threads(n_jobs, return_as="generator")
    return counted_results(workers, tasks, n_all, what)
