"""Folds on a cluster: one fold a task."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from skl_synth.dask.running import Runner
from skl_synth.evaluation.fold_workers import FoldWorkers, Told, told
from skl_synth.progress.counting import Count


class FoldsOnCluster(FoldWorkers):
    """Run something for each fold, each of them in a task.

    Parameters
    ----------
    runner : Runner
        What computes tasks.

    See Also
    --------
    skl_synth.evaluation.fold_workers.FoldWorkers : The same on one machine.
    """

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self.runner = runner

    def _told(
        self,
        function: Callable[..., Any],
        arguments: Sequence[tuple[Any, ...]],
        count: Count,
    ) -> Iterator[Told]:
        put = self.runner.put
        # The real table is the same for all folds, and travels once.
        known = {id(one): put(one) for fold in arguments for one in fold}
        tasks = [
            self.runner.task(_run, function, *(known[id(one)] for one in fold))
            for fold in arguments
        ]
        for task in self.runner.kept(tasks):
            count.begin()
            yield self.runner.results([task])[0]
            count.done()


def _run(function: Callable[..., Any], *arguments: Any) -> Told:
    return told(function, arguments)


def is_on_cluster(runner: Runner) -> bool:
    """Say whether tasks leave this process.

    Parameters
    ----------
    runner : Runner
        What computes them.

    Returns
    -------
    bool
        Whether there is a cluster.
    """
    return runner.cluster is not None
