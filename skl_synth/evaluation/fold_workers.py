"""Folds at a time: the work is shared out, and what is warned of is said once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import nullcontext
from copy import copy
from dataclasses import replace
from typing import Any, NamedTuple

from joblib import effective_n_jobs
from sklearn.utils.parallel import Parallel, delayed

from skl_synth.errors import Explained
from skl_synth.progress.counting import Count, counting
from skl_synth.progress.interrupting import as_part_of_work
from skl_synth.progress.shared_out import results_told
from skl_synth.said_once import IN_FOLDS, collected, kind_of, said_once, say, topic_of
from skl_synth.threads import at_once, by_itself


class FoldWorkers:
    """Run something for each fold, and warn once of what several folds warn of.

    What runs beside other folds shares nothing out itself: each of n workers that did
    would take n more, or send its parts to the cluster that sent it.

    Parameters
    ----------
    n_jobs : int or None, default=None
        Folds at a time, as in scikit-learn.

    Examples
    --------
    >>> from skl_synth.evaluation.fold_workers import FoldWorkers
    >>> with FoldWorkers() as workers:
    ...     workers(abs, [(-1,), (2,)])
    [1, 2]
    """

    def __init__(self, n_jobs: int | None = None) -> None:
        self.n_jobs = at_once(n_jobs)
        self.n_at_once = effective_n_jobs(self.n_jobs)
        self._heard: dict[int, list[Warning]] = {}

    def __call__(
        self,
        function: Callable[..., Any],
        arguments: Sequence[tuple[Any, ...]],
        first: int = 0,
        count: Count | None = None,
    ) -> list[Any]:
        """Run a function for each fold.

        Parameters
        ----------
        function : callable
            What is run.
        arguments : sequence of tuple
            Its arguments, fold by fold.
        first : int, default=0
            The number of the first of these folds.
        count : Count, default=None
            Counts these folds among others; None for these alone.

        Returns
        -------
        list
            What it returns, in their order.
        """
        if count is None:
            with counting("fold", len(arguments)) as count:
                return self(function, arguments, first, count)
        found = list(self._told(function, arguments, count))
        for fold, one in enumerate(found, first):
            self._heard.setdefault(fold, []).extend(one.warnings)
        return [one.outcome for one in found]

    def _told(
        self,
        function: Callable[..., Any],
        arguments: Sequence[tuple[Any, ...]],
        count: Count,
    ) -> Iterator[Told]:
        if self.n_at_once > 1:
            workers = Parallel(self.n_jobs, return_as="generator")
            tasks = (delayed(told)(function, one) for one in arguments)
            yield from results_told(workers(tasks), count)
            return
        # In this process it is heard of each fold how far it is.
        for one in arguments:
            count.begin()
            yield told(function, one, alone=False)
            count.done(quietly=True)

    def __enter__(self) -> FoldWorkers:
        return self

    def __exit__(self, *error: object) -> None:
        with said_once():
            for warning in merged(list(self._heard.values())):
                # The line that called fit of an evaluator, behind its decorator.
                say(warning, stacklevel=6)


class Told(NamedTuple):
    """What came of one fold.

    Parameters
    ----------
    outcome : object
        What was returned.
    warnings : list of Warning
        What was warned of, which is not said yet.
    """

    outcome: Any
    warnings: list[Warning]


def told(
    function: Callable[..., Any], arguments: tuple[Any, ...], *, alone: bool = True
) -> Told:
    """Run a function for one fold, and keep what it warns of.

    Parameters
    ----------
    function : callable
        What is run.
    arguments : tuple
        Its arguments.
    alone : bool, default=True
        Whether it runs beside other folds, and shares nothing out itself.

    Returns
    -------
    Told
        What it returned, and its warnings.

    Raises
    ------
    Exception
        Whatever the function raises.
    """
    heard: list[Warning] = []
    try:
        quietly = by_itself() if alone else nullcontext()
        with quietly, as_part_of_work(), collected() as heard:
            return Told(function(*arguments), heard)
    except Exception:
        # Nobody will merge them, and they may say why it failed.
        for warning in heard:
            say(warning)
        raise


def merged(heard: Sequence[Sequence[Warning]]) -> list[Warning]:
    """Keep one of the warnings that several folds gave, and say of how many it is.

    Parameters
    ----------
    heard : sequence of sequences of Warning
        Those of each fold.

    Returns
    -------
    list of Warning
        The first on each topic, with the number of folds where these are not all, or
        differ in their figures. Where one fold has several on a topic, these are about
        several things, and the first of each is kept.
    """
    topics: dict[Hashable, _ByKind] = {}
    for fold, of_fold in enumerate(heard):
        for one in of_fold:
            kinds = topics.setdefault(topic_of(one), {})
            kinds.setdefault(kind_of(one), {}).setdefault(fold, one)
    return [
        _of_folds(found, len(heard))
        for kinds in topics.values()
        for found in _things(kinds)
    ]


_ByKind = dict[Hashable, dict[int, Warning]]
"""Warnings on one topic: by their kind, and by the fold that gave them."""


def _things(kinds: _ByKind) -> list[list[Warning]]:
    """The warnings on one topic, put apart where they are about several things."""
    folds = [fold for by_fold in kinds.values() for fold in by_fold]
    if len(set(folds)) < len(folds):
        return [list(by_fold.values()) for by_fold in kinds.values()]
    return [[one for by_fold in kinds.values() for one in by_fold.values()]]


def _of_folds(found: list[Warning], n_folds: int) -> Warning:
    """The first of several warnings of one kind, and in how many folds they are."""
    first, n_texts = found[0], len(set(map(str, found)))
    is_everywhere = len(found) == n_folds and n_texts == 1
    if is_everywhere or not isinstance(first, Explained):
        return first
    where = f" (in {len(found)} of {n_folds} folds"
    where += ", each with figures of its own)" if n_texts > 1 else ")"
    message = first.message
    said: Any = copy(first)
    said.message = replace(
        message,
        problem=message.problem.rstrip(".") + IN_FOLDS,
        fields={**message.fields, "in_folds": where},
    )
    said.args = (said.message.text(),)
    return said
