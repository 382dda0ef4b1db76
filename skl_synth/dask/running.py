"""Runner: where tasks are computed, a cluster or this process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Runner:
    """What computes tasks.

    Parameters
    ----------
    client : distributed.Client or None
        The cluster; None for the scheduler that dask uses by itself: that of an open
        client, else threads of this process.
    """

    client: Any = None

    def task(self, function: Callable, *values: Any, n_results: int = 0) -> Any:
        """Make a task, which is not yet carried out.

        Parameters
        ----------
        function : callable
            A function of a module.
        *values : object
            What it takes; tasks among them are carried out first.
        n_results : int, default=0
            If it gives a sequence, of what length: the task can then be unpacked.

        Returns
        -------
        Delayed
            The task.
        """
        import dask

        made = dask.delayed(
            function, pure=False, nout=n_results or None, traverse=False
        )
        return made(*values)

    def put(self, value: Any) -> Any:
        """Bring a value to where tasks are computed, for use in many of them."""
        import dask

        client = self._open_client()
        if client is not None:
            return dask.delayed(client.scatter([value], hash=False)[0])
        return dask.delayed(value, pure=False, traverse=False)

    def results(self, tasks: Sequence[Any]) -> list[Any]:
        """Carry tasks out and fetch what they give, in order."""
        import dask

        return list(dask.compute(*tasks, **self._scheduler()))

    def kept(self, tasks: Sequence[Any]) -> list[Any]:
        """Carry tasks out, and keep what they give where it is for further tasks."""
        import dask

        return list(dask.persist(*tasks, **self._scheduler()))

    def merged(self, tasks: Sequence[Any], merge: Callable[[Any, Any], Any]) -> Any:
        """Merge what tasks give, pair by pair, and fetch the one result."""
        level = list(tasks)
        while len(level) > 1:
            pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
            level = [
                self.task(merge, *pair) if len(pair) > 1 else pair[0] for pair in pairs
            ]
        return self.results(level)[0]

    def _scheduler(self) -> dict[str, Any]:
        return {} if self.client is None else {"scheduler": self.client}

    def _open_client(self) -> Any:
        if self.client is not None:
            return self.client
        try:
            from distributed import get_client
        except ImportError:
            return None
        try:
            return get_client()
        except ValueError:
            return None
