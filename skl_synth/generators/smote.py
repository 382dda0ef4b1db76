"""SMOTE: rows between real neighbours of one class."""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from skl_synth.errors import Setting, warn
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.given_draws import draw_by_chance
from skl_synth.generators.given_matching import set_to_given
from skl_synth.generators.given_smote import MOST_CONDITIONS, Segments, draw_segments
from skl_synth.generators.interpolation import (
    draw_parents,
    draw_weights,
    mix_rows,
    mix_values,
)
from skl_synth.generators.neighborhood import draw_local_weights, mix_locally
from skl_synth.generators.shortage import refuse_single_rows
from skl_synth.generators.smoothing import spikes_of
from skl_synth.neighbors import NeighborLists
from skl_synth.table.coding import snap_rows
from skl_synth.table.given import Given
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows, stack_candidates


@dataclass(frozen=True, eq=False)
class _Source:
    """The rows between which new ones are placed, and the real rows they come from."""

    rows: EncodedRows
    target: np.ndarray
    ancestors: np.ndarray
    shares: np.ndarray


class SmoteGenerator(Generator):
    """Place rows between a real row and some of its nearest neighbours.

    Parameters
    ----------
    k_neighbors, interpolation, n_vertices, noise_scale, n_rounds, n_jobs : object
        See `TypeAwareSMOTE`.

    See Also
    --------
    TypeAwareSMOTE : The estimator, which explains the parameters.
    """

    real: RealTable

    def __init__(
        self,
        k_neighbors: Any = 6,
        *,
        interpolation: str = "segment",
        n_vertices: int = 3,
        noise_scale: float = 0.0,
        n_rounds: int = 1,
        n_jobs: int | None = None,
    ) -> None:
        self.k_neighbors = k_neighbors
        self.interpolation = interpolation
        self.n_vertices = n_vertices
        self.noise_scale = noise_scale
        self.n_rounds = n_rounds
        self.n_jobs = n_jobs

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Keep the real rows; neighbours are searched for when a class is drawn."""
        self.real = real
        self._neighbors: dict[int, NeighborLists] = {}

    def _saved_state(self) -> dict[str, Any]:
        """Attributes that a saved file holds; neighbours can be searched for anew."""
        return {**vars(self), "_neighbors": {}}

    @property
    def draws_given(self) -> bool:
        """Where rows lie on segments it is known which parts meet a condition."""
        return self.interpolation == "segment" and self.n_rounds == 1

    def check(self, real: RealTable, request: Request) -> None:
        """Refuse a class of which there are no two rows to place one between.

        Raises
        ------
        InputError
            If rows of such a class are asked for.
        """
        refuse_single_rows(
            real,
            request.counts,
            "{label} has {n} row (n_samples = {n}), and SMOTE needs two to place a row "
            "between them",
        )

    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Draw rows between real ones, or, in further rounds, between drawn ones."""
        real, counts = self.real, request.counts
        if request.given is not None:
            return self._draw_given(request.given, rng)
        source = _source_of(real)
        neighbors = self._neighbors
        for _ in range(self.n_rounds - 1):
            made = self._round(source, real.counts * (counts > 0), neighbors, rng)
            source = _Source(made.rows, made.target, made.parents, made.weights)
            neighbors = {}
        return self._round(source, counts, neighbors, rng)

    def _draw_given(self, given: Given, rng: np.random.RandomState) -> Candidates:
        """Draw between parents that can give what is given, row by row."""
        real = self.real
        if len(given.conditions) * len(real) > MOST_CONDITIONS:
            return draw_by_chance(self, real, given, rng)
        segments_of = cache(self._segments_of)
        parents, step, tolerance = draw_segments(segments_of, real, given, rng)
        weights = np.column_stack([1.0 - step, step])
        rows = self._finish(mix_rows(real.rows, parents, weights), rng)
        target = self._mix_target(real.target.encoded, parents, weights)
        drawn = Candidates(rows, target, parents, weights)
        drawn = set_to_given(real, drawn, given)
        return drawn.diagnosed(given_tolerance=tolerance)

    def _segments_of(self, group: int) -> Segments:
        """List the segments of a class."""
        members = np.flatnonzero(self.real.target.groups == group)
        if group not in self._neighbors:
            source = _source_of(self.real)
            self._neighbors[group] = self._neighbors_of(source, members)
        near = self._neighbors[group].of(np.arange(len(members)))
        return Segments.of(self.real, members, near)

    def _round(
        self,
        source: _Source,
        counts: np.ndarray,
        neighbors: dict[int, NeighborLists],
        rng: np.random.RandomState,
    ) -> Candidates:
        """Draw rows of every class between the rows of a source."""
        groups = self.real.target.groups_of(source.target)
        parts = [self._rows_of_class(source, np.empty(0, dtype=np.intp), None, 0, rng)]
        for group in np.flatnonzero(counts).tolist():
            members = np.flatnonzero(groups == group)
            if group not in neighbors:
                neighbors[group] = self._neighbors_of(source, members)
            parts.append(
                self._rows_of_class(
                    source, members, neighbors[group], int(counts[group]), rng
                )
            )
        return stack_candidates(parts, emptied=True)

    def _neighbors_of(self, source: _Source, members: np.ndarray) -> NeighborLists:
        self._warn_of_few(source, members)
        rows = self.real.mixed(source.rows.take(members))
        if self.real.target.kind == "continuous":
            # The target of a regression is one more column of the row.
            spread = self.real.target.encoded.std() or 1.0
            rows = rows.with_number(source.target[members] / spread)
        return NeighborLists(rows, self.k_neighbors, self.n_jobs)

    def _warn_of_few(self, source: _Source, members: np.ndarray) -> None:
        n_others = len(members) - 1
        if isinstance(self.k_neighbors, int | np.integer) and (
            n_others < self.k_neighbors
        ):
            group = self.real.target.groups_of(source.target)[members[0]]
            warn(
                "{label} has {n} rows: {n_others} neighbours are used instead of "
                "{asked}",
                parameter="k_neighbors",
                value=self.k_neighbors,
                label=self.real.target.label(int(group)),
                n=len(members),
                n_others=n_others,
                asked=Setting("k_neighbors", self.k_neighbors),
            )

    def _rows_of_class(
        self,
        source: _Source,
        members: np.ndarray,
        neighbors: NeighborLists | None,
        n_rows: int,
        rng: np.random.RandomState,
    ) -> Candidates:
        n_vertices = self._n_vertices()
        if neighbors is None:
            parents = np.empty((0, 1 + n_vertices), dtype=np.intp)
        else:
            parents = members[draw_parents(neighbors, n_rows, n_vertices, rng)]
        n_present = min(1 + n_vertices, max(len(members), 1))
        if self.interpolation == "local":
            weights = draw_local_weights(parents.shape, n_present, rng)
        else:
            schema = self.real.schema
            n_attributes = len(schema.numbers) + len(schema.codes)
            weights = draw_weights(self.interpolation, parents.shape, n_attributes, rng)
        rows = self._placed(source.rows, parents, weights, n_present, rng)
        return Candidates(
            rows=rows,
            target=self._mix_target(source.target, parents, weights),
            parents=_ancestors_of(source.ancestors, parents),
            weights=_shares_of_ancestors(source.shares, parents, weights),
        )

    def _placed(
        self,
        rows: EncodedRows,
        parents: np.ndarray,
        weights: np.ndarray,
        n_present: int,
        rng: np.random.RandomState,
    ) -> EncodedRows:
        """Place rows between their parents, as they will be published."""
        if self.interpolation == "local":
            mixed = mix_locally(rows, parents, weights, n_present)
        else:
            mixed = mix_rows(rows, parents, weights)
        return self._finish(mixed, rng)

    def _n_vertices(self) -> int:
        """Neighbours that take part in a new row."""
        if self.interpolation == "simplex":
            return self.n_vertices
        if self.interpolation == "local":
            if isinstance(self.k_neighbors, numbers.Integral):
                return int(self.k_neighbors)
            return int(self.k_neighbors.n_neighbors) - 1
        return 1

    def _finish(self, rows: EncodedRows, rng: np.random.RandomState) -> EncodedRows:
        """Add noise, blank what is missing, and snap, in place: the rows are new."""
        layout, numbers = self.real.layout, rows.numbers
        if self.noise_scale:
            noise = rng.normal(scale=self.noise_scale, size=numbers.shape)
            noise[self._on_spike(numbers)] = 0.0
            numbers = numbers + noise * layout.scale
        numbers = layout.blank_missing(numbers, rows.codes)
        finished = EncodedRows(numbers, rows.decimals, rows.codes)
        return snap_rows(self.real.schema, finished, in_place=True)

    def _on_spike(self, numbers: np.ndarray) -> np.ndarray:
        """Mark the numbers that so many real rows have that they stand apart."""
        # A mixture of equal numbers may differ from them in its last digits.
        near = 1e-9 * self.real.layout.scale
        marks = np.zeros(numbers.shape, dtype=bool)
        for column, spikes in enumerate(self._spikes()):
            for spike in spikes:
                gap = np.abs(numbers[:, column] - spike)
                marks[:, column] |= gap <= near[column]
        return marks

    def _spikes(self) -> list[np.ndarray]:
        """Find these numbers, column by column."""
        return [spikes_of(values) for values in self.real.rows.numbers.T]

    def _mix_target(
        self, target: np.ndarray, parents: np.ndarray, weights: np.ndarray
    ) -> np.ndarray:
        if self.real.target.kind == "continuous":
            return self.real.target.snap(mix_values(target, parents, weights))
        return target[parents[:, 0]]


def _source_of(real: RealTable) -> _Source:
    """Take the real rows themselves for the source of new ones."""
    positions = np.arange(len(real))[:, None]
    shares = np.ones(positions.shape)
    return _Source(real.rows, real.target.encoded, positions, shares)


def _ancestors_of(ancestors: np.ndarray, parents: np.ndarray) -> np.ndarray:
    """Real rows behind the parents, parent after parent."""
    n_rows, n_parents = parents.shape
    return ancestors[parents].reshape(n_rows, n_parents * ancestors.shape[1])


def _shares_of_ancestors(
    shares: np.ndarray, parents: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Weight of each real ancestor: the weight of the parent times its share in it."""
    n_rows, n_parents = parents.shape
    n_ancestors = shares.shape[1] * n_parents
    per_attribute = weights.ndim == 3
    of_parent = shares[parents]
    if per_attribute and of_parent.ndim == 3:
        of_parent = of_parent[..., None]
    mixed = weights[:, :, None] * of_parent
    return mixed.reshape(n_rows, n_ancestors, *weights.shape[2:])
