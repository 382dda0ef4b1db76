"""Tasks that are carried out while whoever waits is told how many are done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from skl_synth.dask.running import Runner, lost_in_words
from skl_synth.progress import counting


def results_counted(runner: Runner, tasks: Sequence[Any], what: str) -> list[Any]:
    """Carry tasks out and fetch what they give, and count those that are done.

    Parameters
    ----------
    runner : Runner
        What computes them.
    tasks : sequence of Delayed
        The tasks, which give little.
    what : str
        What one of them makes, such as "file".

    Returns
    -------
    list
        What they give, in order.
    """
    client = runner.cluster
    if client is None:
        return _here(runner, tasks, what)
    return _on_a_cluster(client, tasks, what)


def _here(runner: Runner, tasks: Sequence[Any], what: str) -> list[Any]:
    from dask.callbacks import Callback

    keys = {one.key for one in tasks}
    with counting(what, len(tasks)) as count:

        def one_done(key: Any, *_: Any) -> None:
            if key in keys:
                count.done()

        with Callback(posttask=one_done), _threads_that_are_waited_for():
            return runner.results(tasks)


@contextmanager
def _threads_that_are_waited_for() -> Iterator[None]:
    """Come back, also after an error or Ctrl-C, when no task is at work any more.

    What a task has begun to write would else appear after all had been removed.
    """
    import dask
    from dask.system import CPU_COUNT

    if dask.config.get("pool", None) is not None:
        yield
        return
    n_threads = dask.config.get("num_workers", None) or CPU_COUNT
    with ThreadPoolExecutor(n_threads) as pool, dask.config.set(pool=pool):
        yield


def _on_a_cluster(client: Any, tasks: Sequence[Any], what: str) -> list[Any]:
    from distributed import as_completed

    futures = client.compute(list(tasks))
    try:
        with lost_in_words(), counting(what, len(tasks)) as count:
            for future in as_completed(futures):
                # What failed ends the rest at once.
                future.result()
                count.done()
        return list(client.gather(futures))
    finally:
        # On an error or an interrupt no worker writes on behind our back.
        client.cancel([one for one in futures if not one.done()])
