"""The search behind both questions: the cost rule at work."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import cached_property

import numpy as np
from sklearn.utils.parallel import Parallel, delayed
from threadpoolctl import threadpool_limits

from skl_synth.fast import is_fast
from skl_synth.neighbors.buckets import Buckets
from skl_synth.neighbors.cost import buckets_pay, kd_rows, probes, tree_pays
from skl_synth.neighbors.rows import MixedRows
from skl_synth.neighbors.screen import Screen
from skl_synth.neighbors.signatures import Signatures
from skl_synth.neighbors.tree import KERNELS, Tree

QUERY_ROWS = 16_384
"""Queries that a thread works on at a time, whatever the number of threads."""

FEW_ROWS = 512
"""Up to here all rows are screened: the rule would cost more than it could save."""

MANY_PAIRS = 4e8
"""Pairs of query and row that are worth loading the compiled kernels."""


class Search:
    """The k nearest among different rows, exactly, by the cheapest engine.

    The compiled `Tree`, where numba is there and nodes are left out in plenty; else
    `Buckets`, where most queries find their nearest rows among those of equal codes;
    and the `Screen` for all queries that remain. All give the same answer, to the
    last bit.

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
        rest = self._in_order(queries)
        if self._has_tree(queries, k, bounds):
            engine = self._tree.nearest
        else:
            engine = self._screen.nearest
            if self._has_buckets(queries, k, bounds):
                found = self._run(self._buckets.nearest, queries, k, bounds, rest)
                squared[rest], positions[rest] = found[:2]
                rest = rest[~found[2]]
                bounds = np.minimum(bounds, squared[:, -1])
        if len(rest):
            found = self._run(engine, queries, k, bounds, rest)
            squared[rest], positions[rest] = found
        return squared, positions

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
        k: int,
        bounds: np.ndarray,
        members: np.ndarray,
    ) -> tuple[np.ndarray, ...]:
        """Let an engine work in blocks that are the same for any number of threads."""
        starts = range(0, len(members), QUERY_ROWS)
        blocks = [members[start : start + QUERY_ROWS] for start in starts]
        alone = self.n_jobs in (None, 1)
        with nullcontext() if alone else threadpool_limits(1):
            parts = Parallel(n_jobs=self.n_jobs, prefer="threads")(
                delayed(engine)(queries.take(block), k, bounds[block])
                for block in blocks
            )
        return tuple(map(np.concatenate, zip(*parts, strict=True)))

    def _has_tree(self, queries: MixedRows, k: int, bounds: np.ndarray) -> bool:
        n_rows = len(self.rows)
        worth = len(queries) * n_rows > MANY_PAIRS
        if n_rows <= FEW_ROWS or not is_fast(KERNELS, worth=worth):
            return False
        some = probes(len(queries))
        looked = self._tree.work(queries.take(some), k, bounds[some])
        return tree_pays(looked / len(some), n_rows)

    def _has_buckets(self, queries: MixedRows, k: int, bounds: np.ndarray) -> bool:
        n_rows = len(self.rows)
        if n_rows <= FEW_ROWS:
            return False
        some = probes(len(queries))
        sample = queries.take(some)
        bucket = self._signatures.match(sample.codes)
        sizes = np.where(bucket < 0, 0, self._signatures.sizes[bucket])
        looked = kd_rows(sizes, sample.numbers.shape[1], k).mean()
        # Nothing is built before even a full success would pay.
        if not buckets_pay(looked, 1.0, n_rows):
            return False
        solved = self._buckets.nearest(sample, k, bounds[some])[2]
        return buckets_pay(looked, solved.mean(), n_rows)

    @cached_property
    def _signatures(self) -> Signatures:
        return Signatures(self.rows)

    @cached_property
    def _buckets(self) -> Buckets:
        return Buckets(self.rows, self._signatures)

    @cached_property
    def _screen(self) -> Screen:
        return Screen(self.rows)

    @cached_property
    def _tree(self) -> Tree:
        return Tree(self.rows)
