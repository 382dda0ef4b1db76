"""Search: the choice of engine, behind every question about nearest rows.

Engines are asked one after another. Each solves what it can and leaves the rest, with a
bound on it, to the next; the last one solves everything. So an engine may give up
wherever its bounds do not help, and the answer stays exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import cached_property

import numpy as np
from sklearn.utils.parallel import delayed

from skl_synth.fast import is_fast
from skl_synth.neighbors.buckets import Buckets
from skl_synth.neighbors.cost import (
    CLEARLY,
    VISITED,
    buckets_pay,
    kd_rows,
    probes,
    screen_pays,
    tree_pays,
)
from skl_synth.neighbors.mixed_rows import MixedRows
from skl_synth.neighbors.product import Product
from skl_synth.neighbors.screen import Screen
from skl_synth.neighbors.signatures import Signatures
from skl_synth.neighbors.tree import KERNELS, Tree
from skl_synth.progress.shared_out import counted_in_threads
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
"""If buckets solve this share, the screen does the rest without a count of its own."""

FEW_LEFT = 1000
"""For fewer queries than this it does not pay to put all rows into cells."""

MANY_PAIRS = 4e8
"""Pairs of query and row that are worth loading the compiled kernels."""


class Search:
    """The k nearest among distinct rows, exactly, by the cheapest engine.

    The compiled `Tree`, where numba is installed and most nodes are ruled out. Else
    `Buckets`, where most queries have their nearest rows among those of equal codes;
    and for the others the `Screen`, or the `Product` of all with all where that is less
    work. What an engine would do is counted on some of the queries before it is chosen,
    and all give the same answer, to the last bit.

    Parameters
    ----------
    rows : MixedRows
        The rows that are searched; all different.
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
            Number of neighbours, at most as many as there are rows.
        bounds : ndarray of shape (n_queries,), default=None
            Squared distance beyond which no row matters.

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
        # Each of our threads multiplies by itself: more threads in each product would
        # only fight for the cores. So few pairs are multiplied by one thread anyway,
        # and to set the limit would take longer than they do.
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
        """Let one engine after another write its answers."""
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
        """The engines to be used, one after another; the last one solves all.

        A generator, so that an engine is built, and its work counted, only if those
        before it have left something over.
        """
        n_rows = len(self.rows)
        if n_rows <= FEW_ROWS:
            yield self._product.nearest
        if self.rows.wide_units is not None:
            yield from self._engines_of_wide(queries, k, bounds)
        some = probes(len(queries))
        sample, limits = queries.take(some), bounds[some]
        visited = self._visited_by_tree(len(queries), sample, k, limits)
        if tree_pays(visited, n_rows):
            # Where it is close, cells may be better still. To know that, they have to
            # be built, which is not worth it where the tree is clearly cheaper.
            is_clear = tree_pays(CLEARLY * visited, n_rows) or n_rows <= CELLED_ROWS
            if is_clear or VISITED * visited < self._work_in_cells(sample, k, limits):
                yield self._tree.nearest
            yield self._screen.nearest
        solved = self._solved_by_buckets(sample, k, limits)
        if solved:
            yield self._buckets.nearest
        if self._pays_in_cells(solved, sample, k, limits):
            yield self._screen.nearest
        yield self._product.nearest

    def _engines_of_wide(
        self, queries: MixedRows, k: int, bounds: np.ndarray
    ) -> Iterator[Callable[..., tuple]]:
        """The engines that need no 0/1 columns of thousands of levels."""
        some = probes(len(queries))
        sample, limits = queries.take(some), bounds[some]
        if tree_pays(
            self._visited_by_tree(len(queries), sample, k, limits), len(self.rows)
        ):
            yield self._tree.nearest
        yield self._product.nearest

    def _in_order(self, queries: MixedRows) -> np.ndarray:
        """Put queries of like codes together: they visit the same rows and cells."""
        key = np.zeros(len(queries))
        for level, code in zip(queries.levels, queries.codes.T, strict=True):
            # With many codes the key outgrows the digits of a float, and the last codes
            # no longer count. It is an order of work only: no answer depends on it.
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

        The answers of each block are written in place. What is returned says which of
        the members are solved.
        """
        squared, positions = answers
        starts = range(0, len(members), QUERY_ROWS)
        blocks = [members[start : start + QUERY_ROWS] for start in starts]
        n_jobs = self.n_jobs if len(blocks) > 1 else 1
        tasks = (
            delayed(engine)(queries.take(block), squared.shape[1], bounds[block])
            for block in blocks
        )
        parts = counted_in_threads(tasks, len(blocks), "block of neighbours", n_jobs)
        solved = []
        for block, (near, nearest, *is_solved) in zip(blocks, parts, strict=True):
            # Also what is unsolved: its distances are the bound for the next engine.
            squared[block], positions[block] = near, nearest
            # Only an engine that leaves some to others says which.
            solved.append(is_solved[0] if is_solved else np.ones(len(block), bool))
        return np.concatenate(solved)

    def _visited_by_tree(
        self, n_queries: int, sample: MixedRows, k: int, bounds: np.ndarray
    ) -> float:
        """Rows and nodes that a query visits; infinite where there is no tree."""
        n_rows = len(self.rows)
        if not is_fast(KERNELS, worth=n_queries * n_rows > MANY_PAIRS):
            return np.inf
        for step in (max(len(sample) // FIRST_PROBES, 1), 1):
            some = slice(None, None, step)
            part = sample.take(np.arange(len(sample))[some])
            visited = self._tree.work(part, k, bounds[some]) / len(part)
            # Twice too much on the first few probes: no need to count on more of them,
            # each of which costs more than a query of brute force.
            if not tree_pays(visited / 2.0, n_rows):
                break
        return visited

    def _solved_by_buckets(
        self, sample: MixedRows, k: int, bounds: np.ndarray
    ) -> float:
        """Share of the queries that need no other bucket; 0 if it does not pay."""
        n_rows = len(self.rows)
        bucket = self._signatures.match(sample.codes)
        sizes = np.where(bucket < 0, 0, self._signatures.sizes[bucket])
        visited = kd_rows(sizes, sample.numbers.shape[1], k).mean()
        # Nothing is built unless buckets that solve every query would pay.
        if not buckets_pay(visited, 1.0, n_rows):
            return 0.0
        solved = float(self._buckets.nearest(sample, k, bounds)[2].mean())
        return solved if buckets_pay(visited, solved, n_rows) else 0.0

    def _pays_in_cells(
        self, solved: float, sample: MixedRows, k: int, bounds: np.ndarray
    ) -> bool:
        """Say whether what is left is searched for in cells."""
        if len(self.rows) <= CELLED_ROWS or self._n_left < FEW_LEFT:
            return False
        # Where most of the sample is solved it would not show what the others cost in
        # cells, for which buckets leave a bound.
        if solved >= MANY_SOLVED:
            return True
        return screen_pays(self._work_in_cells(sample, k, bounds), len(self.rows))

    def _work_in_cells(self, sample: MixedRows, k: int, bounds: np.ndarray) -> float:
        """Work of the screen for a query, in the mean of the sample."""
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
