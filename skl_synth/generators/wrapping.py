"""WrappingGenerator: what proximity and calibrator share, which choose among rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.generators.generator import Generator, Request, draw_seed
from skl_synth.neighbors import NearestRow
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows

BLOCK_ROWS = 2**20
"""Candidates that are measured at a time, which bounds the memory needed."""


class WrappingGenerator(Generator):
    """Base class of the generators that hold one, and choose among its candidates.

    Parameters
    ----------
    inner : Generator
        What makes the candidates.
    n_jobs : int or None, default=None
        Threads of the search for the nearest real rows.

    Attributes
    ----------
    seed : int
        The seed of what the inner one learns, drawn from the source of this one.
    positions : ndarray of int or None
        Where the rows that were learnt stand among those to which distances are
        measured, if these are more.
    """

    real: RealTable
    nearest: NearestRow
    seed: int
    positions: np.ndarray | None = None

    def __init__(self, inner: Generator, *, n_jobs: int | None = None) -> None:
        self.inner = inner
        self.n_jobs = n_jobs

    @property
    def makes_persons(self) -> bool:
        """Whether the inner one draws whole persons."""
        return self.inner.makes_persons

    @property
    def draws_given(self) -> bool:
        """More rows are drawn under each condition than are asked for."""
        return True

    def check(self, real: RealTable, request: Request) -> None:
        """Refuse what the inner one refuses."""
        self.inner.check(real, request)

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Let the inner one learn, and make ready to measure distances."""
        self.seed = draw_seed(rng)
        self.inner.learn(real, np.random.RandomState(self.seed))
        self.look_at(real)

    def look_at(self, real: RealTable) -> None:
        """Make ready to measure distances, without learning anything.

        Parameters
        ----------
        real : RealTable
            The rows to which they are measured.
        """
        self.real = real
        self.nearest = self._search_among(real)

    def _search_among(self, real: RealTable) -> Any:
        """Make ready to search the real rows; elsewhere, where they are elsewhere."""
        return NearestRow(real.mixed(), self.n_jobs)

    def nearest_of(
        self, rows: EncodedRows, near: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the nearest real row of rows.

        Parameters
        ----------
        rows : EncodedRows
            Any rows of the schema.
        near : ndarray of shape (n_rows, n_near), dtype int, default=None
            Real rows that are known to be near each.

        Returns
        -------
        distances : ndarray of shape (n_rows,)
            Distances on the standardised matrix.
        nearest : ndarray of shape (n_rows,), dtype int
            The positions of the real rows.
        """
        return self.nearest.query(self.real.mixed(rows), near=near)

    def look_like(self, whole: WrappingGenerator, rows: np.ndarray) -> None:
        """Measure distances as another one does, of whose rows this one has a part.

        Parameters
        ----------
        whole : WrappingGenerator
            The other one, which looks at the whole table.
        rows : ndarray of int
            The positions of the rows of this one among those of the other.
        """
        self.nearest, self.positions = whole.nearest, rows

    def measured(self, candidates: Candidates) -> Candidates:
        """Measure how far candidates lie from the nearest real row.

        Parameters
        ----------
        candidates : Candidates
            Snapped rows: distances are those of what is published.

        Returns
        -------
        Candidates
            The same rows with their distances, and the nearest real rows.
        """
        n_rows = max(len(candidates), 1)
        blocks = [slice(i, i + BLOCK_ROWS) for i in range(0, n_rows, BLOCK_ROWS)]
        found = [self._nearest_of(candidates, block) for block in blocks]
        distances, nearest = map(np.concatenate, zip(*found, strict=True))
        return candidates.measured(distances, nearest)

    def _nearest_of(
        self, candidates: Candidates, block: slice
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the nearest real rows of some candidates."""
        rows, near = candidates.rows, candidates.parents[block]
        if len(near) < len(candidates):
            rows = rows.take(np.arange(len(candidates))[block])
        if self.positions is not None:
            near = self.positions[near]
        return self.nearest_of(rows, near)

    def _counts_of(self, rows: Candidates) -> np.ndarray:
        """Count the rows of each class."""
        groups = self.real.target.groups_of(rows.target)
        return np.bincount(groups, minlength=self.real.n_groups)
