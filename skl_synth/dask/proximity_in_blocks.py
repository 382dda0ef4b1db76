"""Proximity: candidates that are elsewhere, without those too close to real rows."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from skl_synth.dask.bare_tables import no_rows
from skl_synth.dask.known_in_blocks import known_rows_in_blocks
from skl_synth.dask.nearest_in_blocks import NearestInBlocks
from skl_synth.dask.noted_rows import ABSENT, EQUAL, NotedRows, fingerprints
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.row_pairs import (
    elsewhere,
    fetched_of_pairs,
    fetched_of_rows,
    in_even_blocks,
)
from skl_synth.generators.absent_patterns import absent_marks
from skl_synth.generators.cart import CartGenerator
from skl_synth.generators.copies_of_real import possible_rows
from skl_synth.generators.kept_margins import moves_of_kept
from skl_synth.generators.known_rows import KnownRows
from skl_synth.generators.moves import LOST, Move
from skl_synth.generators.proximity import ProximityGenerator
from skl_synth.generators.wrapping import WrappingGenerator
from skl_synth.neighbors.distinct import distinct_rows
from skl_synth.table.layout import MatrixLayout
from skl_synth.table.real import RealTable
from skl_synth.table.rounding import FULL
from skl_synth.table.rows import Candidates, EncodedRows

MOST_COMPARED = 200_000
"""Candidates by which it is looked whether shares and means moved: all, up to so many.
Of more, each class is looked at by its part of them, evenly by their positions."""


class ProximityInBlocks(ProximityGenerator):
    """Drop what equals a real row, and what lies closest to one, wherever the rows are.

    All that is decided is decided here, as `ProximityGenerator` decides it, from a few
    numbers a row: distances, which rows are equal, and in which the same is absent.
    They are found where the rows are.

    See Also
    --------
    skl_synth.dask.ProximityFilter : The estimator.
    """

    real: Any
    among: RowBlocks

    def look_at(self, real: RealTable) -> None:
        """Make ready to measure distances to rows that are elsewhere.

        Parameters
        ----------
        real : RealTable
            The rows.
        """
        self.among = elsewhere(real.rows)
        self._known_marks: dict[int, np.ndarray] = {}
        super().look_at(real)

    def look_like(self, whole: WrappingGenerator, rows: np.ndarray) -> None:
        """Measure distances as another one does, of whose rows this one has a part.

        Parameters
        ----------
        whole : WrappingGenerator
            The other one.
        rows : ndarray of int
            The positions of the rows of this one among those of the other.
        """
        self.among = whole.among  # type: ignore[attr-defined]
        super().look_like(whole, rows)

    def avoid(self, rows: Any) -> None:
        """Keep away from further real rows, too.

        Parameters
        ----------
        rows : RowBlocks
            Rows of the schema, which were not learnt; a later call forgets them.
        """
        self.among = RowBlocks.stacked([self.real.rows, rows])
        self.nearest = self._search(self.among)
        self.known = self._known_rows()

    def _search_among(self, real: RealTable) -> Any:
        return self._search(real.rows)

    def _search(self, rows: Any) -> Any:
        return NearestInBlocks(rows, self.real.layout)

    def nearest_of(self, rows: Any, near: np.ndarray | None = None) -> tuple:
        """Find the nearest real row of rows that are elsewhere.

        Parameters
        ----------
        rows : RowBlocks
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
        return self.nearest.query(rows, near=near)

    def measured(self, candidates: Candidates) -> Candidates:
        """Measure how far candidates lie from the nearest real row, and note the rest.

        Parameters
        ----------
        candidates : Candidates
            Snapped rows, which are elsewhere.

        Returns
        -------
        Candidates
            The same rows, brought together once, with their distances and notes.
        """
        rows = in_even_blocks(elsewhere(candidates.rows))
        noted = NotedRows.of(rows, candidates.target, self.real)
        near = candidates.parents
        if self.positions is not None:
            near = self.positions[near]
        found = self.nearest_of(noted, near)
        return _with_rows(candidates, noted).measured(*found)

    def copies(self, candidates: Candidates) -> np.ndarray:
        """Mark the candidates that equal a real row, as `mark_copies` does.

        Parameters
        ----------
        candidates : Candidates
            Rows with their distances.

        Returns
        -------
        ndarray of shape (n_candidates,), dtype bool
            Which of them.
        """
        assert candidates.distances is not None
        assert candidates.nearest is not None
        is_copy: np.ndarray = candidates.distances < self.duplicate_tolerance
        near = np.flatnonzero(is_copy)
        decimals = [one.precision.decimals for one in self.real.schema.numbers]
        is_rounded = np.array(decimals, dtype=np.intp) < FULL
        if len(near) and is_rounded.any():
            is_copy[near] = fetched_of_pairs(
                elsewhere(candidates.rows).take(near),
                self.among.take(candidates.nearest[near]),
                _are_equal,
                shared=(self.real.layout, is_rounded),
            )
        return is_copy

    def _absent_patterns(self, candidates: Candidates) -> np.ndarray | None:
        """Number the rows by what is absent in them, as `absent_patterns` does."""
        if absent_marks(self.real, no_rows(self.real.schema)) is None:
            return None
        notes = _notes(candidates)[:, ABSENT]
        kinds, first, kind, n_rows = np.unique(
            notes, return_index=True, return_inverse=True, return_counts=True
        )
        common = np.flatnonzero(n_rows >= LOST * len(candidates))
        # Common patterns are few: in their order they are numbered on.
        marks = self._marks_of(kinds[common], candidates, first[common])
        order = np.lexsort(marks.T[::-1]) if len(common) else np.empty(0, dtype=int)
        place = np.zeros(len(kinds), dtype=np.intp)
        place[common[order]] = 1 + np.arange(len(common))
        numbered: np.ndarray = place[kind.reshape(-1)]
        return numbered

    def _marks_of(
        self, kinds: np.ndarray, candidates: Candidates, first: np.ndarray
    ) -> np.ndarray:
        """Say what is absent in some kinds of rows, of each of which one is fetched."""
        known, names = self._known_marks, kinds.tolist()
        new = [place for place, kind in enumerate(names) if kind not in known]
        if new:
            rows = elsewhere(candidates.rows).take(first[new]).fetched()
            marks = absent_marks(self.real, rows)
            assert marks is not None
            known.update(zip([names[place] for place in new], marks, strict=True))
        return np.array([known[kind] for kind in names])

    def _repeats(self, candidates: Candidates) -> np.ndarray:
        repeated = np.ones(len(candidates), dtype=bool)
        equal = np.ascontiguousarray(_notes(candidates)[:, EQUAL])
        repeated[distinct_rows(equal).first] = False
        return repeated

    def _moves(
        self, candidates: Candidates, kept: np.ndarray, *, is_short: bool
    ) -> list[Move]:
        some = self._some_of_each(candidates)
        fetched = elsewhere(candidates.rows).take(some).fetched()
        compared = _with_rows(candidates.take(some), fetched)
        return moves_of_kept(self.real, compared, kept[some], is_short=is_short)

    def _some_of_each(self, candidates: Candidates) -> np.ndarray:
        """Choose the candidates that are compared: all of them, where these are few."""
        n_rows = len(candidates)
        if n_rows <= MOST_COMPARED:
            return np.arange(n_rows)
        groups = self.real.target.groups_of(candidates.target)
        most = MOST_COMPARED // self.real.n_groups
        chosen = []
        for group in np.unique(groups).tolist():
            members = np.flatnonzero(groups == group)
            n_some = min(len(members), most)
            places = np.arange(n_some) * len(members) // n_some
            chosen.append(members[places])
        return np.sort(np.concatenate(chosen))

    def _known_rows(self) -> KnownRows | None:
        if self.duplicates == "all":
            return None
        return known_rows_in_blocks(self.real, self.among)

    def _domain_is_full(self) -> bool:
        possible = possible_rows(self.real)
        if possible > len(self.real):
            return False
        target = np.zeros(len(self.real))
        equal = fetched_of_rows(self.real.rows, fingerprints, target)
        return len(distinct_rows(equal).first) >= possible

    def _possible_rows_of(self, group: int) -> float:
        members = self.real.rows.take(self.real.target.groups == group)
        codes, spreads = members.runner.merged(members.each(_values_of), _both_values)
        numbers = zip(self.real.schema.numbers, spreads.T, strict=True)
        return math.prod(float(len(seen)) for seen in codes) * math.prod(
            float(number.n_possible) for number, (low, high) in numbers if low < high
        )

    def _is_of_trees(self) -> bool:
        inner: Any = self.inner
        while hasattr(inner, "inner"):
            inner = inner.inner
        return isinstance(inner, CartGenerator)


def _with_rows(candidates: Candidates, rows: Any) -> Candidates:
    """Put the same rows in another place."""
    return replace(candidates, rows=rows)


def _notes(candidates: Candidates) -> np.ndarray:
    notes: np.ndarray = candidates.rows.notes  # type: ignore[attr-defined]
    return notes


def _are_equal(
    made: EncodedRows,
    nearest: EncodedRows,
    layout: MatrixLayout,
    is_rounded: np.ndarray,
) -> np.ndarray:
    """Mark rows that have the numbers of others, where these have few decimals."""
    numbers, others = layout.mixed(made).numbers, layout.mixed(nearest).numbers
    equal: np.ndarray = (numbers == others)[:, is_rounded].all(axis=1)
    return equal


Values = tuple[list[np.ndarray], np.ndarray]


def _values_of(rows: EncodedRows) -> Values:
    """List the codes of each column, and the least and greatest of its numbers."""
    codes = [np.unique(one) for one in rows.codes.T]
    spread = np.array(
        [
            np.fmin.reduce(rows.numbers, axis=0, initial=np.inf),
            np.fmax.reduce(rows.numbers, axis=0, initial=-np.inf),
        ]
    )
    return codes, spread


def _both_values(one: Values, other: Values) -> Values:
    codes = [np.union1d(*both) for both in zip(one[0], other[0], strict=True)]
    spread = np.array(
        [np.minimum(one[1][0], other[1][0]), np.maximum(one[1][1], other[1][1])]
    )
    return codes, spread
