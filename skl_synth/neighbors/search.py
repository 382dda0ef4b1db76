"""The search behind both questions: the cost rule at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import cached_property

import numpy as np
from sklearn.utils.parallel import Parallel, delayed

from skl_synth.fast import is_fast
from skl_synth.neighbors.buckets import Buckets
from skl_synth.neighbors.cost import (
    CLEARLY,
    LOOKED,
    buckets_pay,
    kd_rows,
    probes,
    screen_pays,
    tree_pays,
)
from skl_synth.neighbors.product import Product
from skl_synth.neighbors.rows import MixedRows
from skl_synth.neighbors.screen import Screen
from skl_synth.neighbors.signatures import Signatures
from skl_synth.neighbors.tree import KERNELS, Tree
from skl_synth.threads import one_thread

QUERY_ROWS = 8_192
"""Queries that a thread works on at a time, whatever the number of threads."""

FEW_ROWS = 2048
"""Up to here all are compared: the rule would cost more than it could save."""

SMALL = 100_000
"""Pairs of query and row whose product is not worth another thread."""

CELLED_ROWS = 8192
"""Up to here it does not pay to put rows into cells, whatever their shape."""

FIRST_PROBES = 16
"""Queries that show whether it is worth counting any more of them."""

MANY_SOLVED = 0.5
"""If buckets solve more than this share, the screen does the rest without a look."""

FEW_LEFT = 1000
"""For fewer queries than this it does not pay to put all rows into cells."""

MANY_PAIRS = 4e8
"""Pairs of query and row that are worth loading the compiled kernels."""


class Search:
    """The k nearest among different rows, exactly, by the cheapest engine.

    The compiled `Tree`, where numba is there and nodes are left out in plenty. Else
    `Buckets`, where queries find their nearest rows among those of equal codes; and
    for the others the `Screen`, or the `Product` of all with all where that looks at
    less. What an engine would look at is counted on some of the queries before it is
    chosen, and all give the same answer, to the last bit.

    Parameters
    ----------
    rows : MixedRows
        The rows to be found; all different.
    n_jobs : int or None
        Threads, as in scikit-learn; the result does not depend on it.
    """

    def __init__(self, rows: MixedRows, n_jobs: int | None = None) -> None:
        self.rows = rows
        self.n_jobs = n_jobs

    def nearest(
        self, queries: MixedRows, k: int, bounds: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the k nearest rows of each query.

        Parameters
        ----------
        queries : MixedRows
            Any rows of the same table.
        k : int
            Rows wanted, at most as many as there are.
        bounds : ndarray of shape (n_queries,), default=None
            Squared distance that need not be exceeded.

        Returns
        -------
        squared : ndarray of shape (n_queries, k)
            Squared distances, the lower position first among equals; infinite where
            fewer than k rows are within the bound.
        positions : ndarray of shape (n_queries, k), dtype int
            The rows; -1 where there is none.
        """
        if bounds is None:
            bounds = np.full(len(queries), np.inf)
        squared = np.full((len(queries), k), np.inf)
        positions = np.full((len(queries), k), -1, dtype=np.intp)
        # So few are compared by one thread anyway.
        is_small = len(queries) * len(self.rows) <= SMALL
        with nullcontext() if is_small else one_thread():
            self._fill(queries, k, bounds, squared, positions)
        return squared, positions

    def _fill(
        self,
        queries: MixedRows,
        k: int,
        bounds: np.ndarray,
        squared: np.ndarray,
        positions: np.ndarray,
    ) -> None:
        """Let one engine after another write what it finds."""
        rest = np.arange(len(queries))
        if len(self.rows) > FEW_ROWS:
            rest = self._in_order(queries)
        self._n_left = len(rest)
        # Each engine leaves what it could not solve, and a bound on it, to the next.
        engines = self._engines(queries, k, bounds) if len(queries) else iter(())
        for engine in engines:
            solved = self._run(engine, queries, bounds, rest, (squared, positions))
            rest = rest[~solved]
            self._n_left = len(rest)
            if not len(rest):
                break
            bounds = np.minimum(bounds, squared[:, -1])

    def _engines(
        self, queries: MixedRows, k: int, bounds: np.ndarray
    ) -> Iterator[Callable[..., tuple]]:
        """The engines to be used, one after another; the last one solves all."""
        n_rows = len(self.rows)
        if n_rows <= FEW_ROWS:
            yield self._product.nearest
        some = probes(len(queries))
        sample, limits = queries.take(some), bounds[some]
        looked = self._looked_by_tree(len(queries), sample, k, limits)
        if tree_pays(looked, n_rows):
            # Where it is a close thing, cells may be better still.
            is_clear = tree_pays(CLEARLY * looked, n_rows) or n_rows <= CELLED_ROWS
            if is_clear or LOOKED * looked < self._work_in_cells(sample, k, limits):
                yield self._tree.nearest
            yield self._screen.nearest
        solved = self._solved_by_buckets(sample, k, limits)
        if solved:
            yield self._buckets.nearest
        if self._pays_in_cells(solved, sample, k, limits):
            yield self._screen.nearest
        yield self._product.nearest

    def _in_order(self, queries: MixedRows) -> np.ndarray:
        """Put queries of like codes together: they look at the same rows."""
        key = np.zeros(len(queries))
        for level, code in zip(queries.levels, queries.codes.T, strict=True):
            # The last digits are lost where there are many codes, which does no harm.
            key = key * (len(level) + 1) + code
        return np.argsort(key, kind="stable")

    def _run(
        self,
        engine: Callable[..., tuple],
        queries: MixedRows,
        bounds: np.ndarray,
        members: np.ndarray,
        answers: tuple[np.ndarray, np.ndarray],
    ) -> np.ndarray:
        """Let an engine work in blocks that are the same for any number of threads.

        What each of them finds is written among the answers. What is returned says
        which of the members are solved.
        """
        squared, positions = answers
        starts = range(0, len(members), QUERY_ROWS)
        blocks = [members[start : start + QUERY_ROWS] for start in starts]
        n_jobs = self.n_jobs if len(blocks) > 1 else 1
        parts = Parallel(n_jobs=n_jobs, prefer="threads")(
            delayed(engine)(queries.take(block), squared.shape[1], bounds[block])
            for block in blocks
        )
        solved = []
        for block, (near, found, *which) in zip(blocks, parts, strict=True):
            squared[block], positions[block] = near, found
            # Only an engine that leaves some to others says which.
            solved.append(which[0] if which else np.ones(len(block), dtype=bool))
        return np.concatenate(solved)

    def _looked_by_tree(
        self, n_queries: int, sample: MixedRows, k: int, bounds: np.ndarray
    ) -> float:
        """Rows and nodes that a query looks at; infinite where there is no tree."""
        n_rows = len(self.rows)
        if not is_fast(KERNELS, worth=n_queries * n_rows > MANY_PAIRS):
            return np.inf
        for step in (max(len(sample) // FIRST_PROBES, 1), 1):
            some = slice(None, None, step)
            part = sample.take(np.arange(len(sample))[some])
            looked = self._tree.work(part, k, bounds[some]) / len(part)
            # A tree that looks at twice as much as it may is not looked at again.
            if not tree_pays(looked / 2.0, n_rows):
                break
        return looked

    def _solved_by_buckets(
        self, sample: MixedRows, k: int, bounds: np.ndarray
    ) -> float:
        """Share of the queries that need no other bucket; 0 if it does not pay."""
        n_rows = len(self.rows)
        bucket = self._signatures.match(sample.codes)
        sizes = np.where(bucket < 0, 0, self._signatures.sizes[bucket])
        looked = kd_rows(sizes, sample.numbers.shape[1], k).mean()
        # Nothing is built before even a full success would pay.
        if not buckets_pay(looked, 1.0, n_rows):
            return 0.0
        solved = float(self._buckets.nearest(sample, k, bounds)[2].mean())
        return solved if buckets_pay(looked, solved, n_rows) else 0.0

    def _pays_in_cells(
        self, solved: float, sample: MixedRows, k: int, bounds: np.ndarray
    ) -> bool:
        """Say whether what is left is searched for in cells."""
        if len(self.rows) <= CELLED_ROWS or self._n_left < FEW_LEFT:
            return False
        # The part that buckets leave, with a bound, is no reason to count again.
        if solved >= MANY_SOLVED:
            return True
        return screen_pays(self._work_in_cells(sample, k, bounds), len(self.rows))

    def _work_in_cells(self, sample: MixedRows, k: int, bounds: np.ndarray) -> float:
        """What the screen does for a query."""
        before = self._screen.work
        self._screen.nearest(sample, k, bounds)
        return (self._screen.work - before) / len(sample)

    @cached_property
    def _signatures(self) -> Signatures:
        return Signatures(self.rows)

    @cached_property
    def _buckets(self) -> Buckets:
        return Buckets(self.rows, self._signatures)

    @cached_property
    def _product(self) -> Product:
        return Product(self.rows)

    @cached_property
    def _screen(self) -> Screen:
        return Screen(self.rows)

    @cached_property
    def _tree(self) -> Tree:
        return Tree(self.rows)
