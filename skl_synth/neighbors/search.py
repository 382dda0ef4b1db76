"""The search behind both questions: a cost rule, and the engines that it chooses."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from sklearn.utils.parallel import Parallel, delayed
from threadpoolctl import threadpool_limits

from skl_synth.neighbors.buckets import Buckets
from skl_synth.neighbors.rows import MixedRows
from skl_synth.neighbors.screen import Screen
from skl_synth.neighbors.signatures import Signatures

QUERY_ROWS = 16_384
"""Queries that a thread works on at a time, whatever the number of threads."""


class Search:
    """The k nearest among different rows, exactly.

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
        best = np.full((len(queries), k), np.inf)
        positions = np.full((len(queries), k), -1, dtype=np.intp)
        rest = np.arange(len(queries))
        if True:
            parts = [rest[i : i + QUERY_ROWS] for i in range(0, len(rest), QUERY_ROWS)]
            found = self._share(self._buckets.nearest, queries, k, bounds, parts)
            solved = np.zeros(len(queries), dtype=bool)
            for part, one in zip(parts, found, strict=True):
                best[part], positions[part], solved[part] = one
            rest = np.flatnonzero(~solved)
            bounds = np.minimum(bounds, best[:, -1])
        if len(rest):
            parts = [rest[i : i + QUERY_ROWS] for i in range(0, len(rest), QUERY_ROWS)]
            found = self._share(self._screen.nearest, queries, k, bounds, parts)
            for part, one in zip(parts, found, strict=True):
                best[part], positions[part] = one
        return best, positions

    def _share(self, engine, queries, k, bounds, parts):
        with threadpool_limits(1):
            return Parallel(n_jobs=self.n_jobs, prefer="threads")(
                delayed(engine)(queries.take(part), k, bounds[part]) for part in parts
            )

    @cached_property
    def _signatures(self) -> Signatures:
        return Signatures(self.rows)

    @cached_property
    def _buckets(self) -> Buckets:
        return Buckets(self.rows, self._signatures)

    @cached_property
    def _screen(self) -> Screen:
        return Screen(self.rows)
