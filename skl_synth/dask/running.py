"""Runner: where tasks are computed, a cluster or this process."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from skl_synth.errors import InputError, InputTypeError, Remedy

MOST_BYTES = 4_000_000
"""Bytes of a value that are sent in one piece: distributed warns of 10 MB."""


@dataclass(frozen=True, eq=False)
class Runner:
    """What computes tasks.

    Tasks are pure: one that is lost with its worker is carried out again, and gives the
    same. They do not warn, since a warning stays on the worker.

    Parameters
    ----------
    client : distributed.Client, Cluster, str or None
        The cluster, or the address of its scheduler; None for what dask uses by itself:
        an open client, else threads of this process.

    Examples
    --------
    >>> from skl_synth.dask.running import Runner
    >>> runner = Runner()
    >>> lengths = [runner.task(len, word) for word in ("one", "three")]
    >>> runner.results(lengths)
    [3, 5]
    >>> runner.merged(lengths, int.__add__)
    8
    """

    client: Any = None

    def task(self, function: Callable, *values: Any, n_results: int = 0) -> Any:
        """Make a task, which is not yet carried out.

        Parameters
        ----------
        function : callable
            A function of a module.
        *values : object
            What it takes; tasks among them are carried out first. What takes more than
            some kilobytes is `put` first.
        n_results : int, default=0
            If it gives a sequence, of what length: the task can then be unpacked. It
            can be indexed in any case, as ``task[0]``, which is a task as well.

        Returns
        -------
        Delayed
            The task.
        """
        from dask.delayed import delayed

        made = delayed(function, pure=False, nout=n_results or None, traverse=False)
        return made(*values)

    def put(self, value: Any) -> Any:
        """Bring a value to where tasks are computed, for use in many of them.

        On a cluster it is the result of tasks, of which the scheduler remembers how
        they are made: so it is not lost with a worker, as what is scattered would be.

        Parameters
        ----------
        value : object
            Anything that can be pickled. It must not be changed afterwards.

        Returns
        -------
        Delayed
            A task that gives it.
        """
        from dask.delayed import delayed

        if self.cluster is None:
            return delayed(value, pure=False, traverse=False)
        from distributed.protocol import pickle

        written = memoryview(pickle.dumps(value, protocol=5))
        parts = [
            bytes(written[start : start + MOST_BYTES])
            for start in range(0, len(written), MOST_BYTES)
        ]
        if len(parts) == 1:
            return delayed(self._sent(_read_again, parts[0]))
        sent = [self._sent(bytes, part) for part in parts]
        return delayed(self._sent(_read_again, *sent))

    def _sent(self, function: Callable, *values: Any) -> Any:
        """Carry out a task for itself: a graph of its own is as small as its values."""
        with lost_in_words():
            return self.cluster.submit(function, *values, pure=False)

    def results(self, tasks: Sequence[Any]) -> list[Any]:
        """Carry tasks out and fetch what they give, in order.

        Parameters
        ----------
        tasks : sequence of Delayed
            The tasks. All of what they give has to have room here.

        Returns
        -------
        list
            What each gives.

        Raises
        ------
        InputError
            If what they need was lost: the cluster was restarted, or left.
        Exception
            What a task raises, as it was raised.
        """
        from dask.base import compute

        with lost_in_words():
            return list(compute(*tasks, **self._scheduler))

    def kept(self, tasks: Sequence[Any]) -> list[Any]:
        """Carry tasks out, and keep what they give where it is for further tasks.

        Parameters
        ----------
        tasks : sequence of Delayed
            The tasks. On a cluster they are begun, and nobody waits for them here.

        Returns
        -------
        list of Delayed
            Tasks that are carried out; what they give is dropped with them.

        Raises
        ------
        InputError
            If what they need was lost: the cluster was restarted, or left.
        """
        from dask.base import persist

        with lost_in_words():
            if self.cluster is None:
                return list(persist(*tasks, **self._scheduler))
            # That of dask fetches everything unless the client is the one of all.
            return list(self.cluster.persist(list(tasks)))

    def merged(self, tasks: Sequence[Any], merge: Callable[[Any, Any], Any]) -> Any:
        """Merge what tasks give, pair by pair, and fetch the one result.

        Parameters
        ----------
        tasks : sequence of Delayed
            One task at least.
        merge : callable
            Takes what two tasks give, that of the earlier ones first, and gives one of
            the same; it does not depend on how pairs are formed.

        Returns
        -------
        object
            All of them in one.
        """
        level = list(tasks)
        while len(level) > 1:
            pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
            level = [
                self.task(merge, *pair) if len(pair) > 1 else pair[0] for pair in pairs
            ]
        return self.results(level)[0]

    @cached_property
    def _scheduler(self) -> dict[str, Any]:
        if self.client is None:
            return {}
        return {"scheduler": self.cluster}

    @cached_property
    def cluster(self) -> Any:
        """The client of the cluster on which dask will compute; None without one."""
        if self.client is None:
            return _open_client()
        if isinstance(self.client, str):
            return _client_at(self.client)
        return _checked(self.client)


def _open_client() -> Any:
    """The client that dask will use by itself, if it is one."""
    from dask.base import get_scheduler

    # Nobody has opened a client of what was not imported, and importing it takes time.
    if "distributed" not in sys.modules:
        return None
    chosen = getattr(get_scheduler(), "__self__", None)
    return chosen if hasattr(chosen, "submit") else None


_CLIENTS: dict[str, Any] = {}
"""Clients that were opened for an address, so that a fit and a sample share one."""


def _client_at(address: str) -> Any:
    """Open a client, which does not become that of all that dask computes here."""
    from distributed import Client

    known = _CLIENTS.get(address)
    if known is None or known.status != "running":
        try:
            known = Client(address, set_as_default=False)
        except (OSError, ValueError) as problem:
            raise InputError(
                "no scheduler answers at {value!r} ({why})",
                parameter="client",
                value=address,
                why=str(problem).rstrip("."),
                remedies=[
                    "start one, dask scheduler",
                    "pass a distributed.Client as client",
                    "leave client out, for threads of this process",
                ],
            ) from problem
        _CLIENTS[address] = known
    return known


def _checked(client: Any) -> Any:
    """Take a client, or that of a cluster; nothing else."""
    from distributed import Client
    from distributed.deploy.cluster import Cluster

    if isinstance(client, Cluster):
        return _client_at(client.scheduler_address)
    if not isinstance(client, Client) or client.asynchronous:
        raise InputTypeError(
            "{parameter} is {value!r}, which is no client that can be waited for",
            parameter="client",
            value=client,
            remedies=[
                "pass a distributed.Client, a cluster or the address of a scheduler",
                "leave client out, for threads of this process",
            ],
        )
    return client


def _read_again(*parts: bytes) -> Any:
    from distributed.protocol import pickle

    return pickle.loads(parts[0] if len(parts) == 1 else b"".join(parts))


@contextmanager
def lost_in_words() -> Iterator[None]:
    """Say what to do where a cluster has lost what tasks need, or its workers.

    Raises
    ------
    InputError
        If it was restarted, its client was closed, or its workers ended.
    """
    from concurrent.futures import CancelledError

    try:
        yield
    except CancelledError as problem:
        raise InputError(
            "what was kept on the cluster is lost: it was restarted, or its client "
            "was closed",
            parameter="client",
            remedies=["call fit again, on a frame that was made after that"],
        ) from problem
    except Exception as problem:
        if type(problem).__name__ == "ClosedClientError":
            raise InputError(
                "the client was closed, and what was kept on its cluster is lost",
                parameter="client",
                remedies=[
                    "open another, distributed.Client(...), and call fit again with it",
                    "leave client out, for threads of this process",
                ],
            ) from problem
        if type(problem).__name__ == "KilledWorker":
            raise InputError(
                "workers ended, one after another, at the same task: most often their "
                "memory was not enough",
                parameter="client",
                remedies=[
                    Remedy(
                        "make partitions smaller, "
                        'X = X.repartition(partition_size="50MB")',
                        only="python",
                    ),
                    "give workers more memory (--memory-limit, memory_limit)",
                    "write the files again with fewer rows in a row group",
                ],
            ) from problem
        raise
