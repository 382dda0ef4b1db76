"""Calibrator: rows chosen so that the counts of every column are the real ones.

Of many candidates those are chosen whose one-way counts, and the counts of the pairs
of columns that the candidates have most wrong, come as near to the real ones as can
be: raking weighs the candidates, a draw by weight chooses, and swaps put right what the
draw left over. What is chosen may lie no nearer to real rows than candidates, or real
rows among themselves, do: otherwise matching counts would prefer the copies, which have
the right counts by nature.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace

import numpy as np
import pandas as pd

from skl_synth.errors import Remedy
from skl_synth.generators.choosing import choose
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.given_calibrator import draw_matched
from skl_synth.generators.joint_margins import Pairs
from skl_synth.generators.margins import Margins, Tally
from skl_synth.generators.nearness import Nearness
from skl_synth.generators.shortage import warn_of_missing_rows
from skl_synth.generators.wrapping import WrappingGenerator
from skl_synth.neighbors import neighbors_within
from skl_synth.neighbors.mixed_rows import squared_distances
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows

ROWS_PER_BIN = 5
"""Real rows of a class that a bin holds at least; fewer rows have fewer bins."""


class CalibratorGenerator(WrappingGenerator):
    """Choose among the candidates of another generator by their counts.

    Parameters
    ----------
    inner : Generator
        What makes the candidates.
    oversampling_factor, n_bins, pairs_per_column, nearness, n_jobs : object
        See `MarginalCalibrator`.

    See Also
    --------
    MarginalCalibrator : The estimator, which explains the parameters.
    """

    def __init__(
        self,
        inner: Generator,
        *,
        oversampling_factor: float = 3.0,
        n_bins: int = 20,
        pairs_per_column: int = 3,
        nearness: str = "real",
        n_jobs: int | None = None,
    ) -> None:
        super().__init__(inner, n_jobs=n_jobs)
        self.oversampling_factor = oversampling_factor
        self.n_bins = n_bins
        self.pairs_per_column = pairs_per_column
        self.nearness = nearness

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Let the inner one learn, and count the real rows of every class."""
        super().learn(real, rng)
        if self.nearness == "real":
            self._between = self._distances_between()
        # Whether a number is missing is counted with the number; which of several
        # values stands in its place is not.
        codes = np.arange(real.rows.codes.shape[1])
        whole = [place for place in real.layout.missing_code if place >= 0]
        whole = [place for place in whole if real.schema.codes[place].n_levels == 2]
        self._codes = np.setdiff1d(codes, np.array(whole, dtype=np.intp))
        self._tally(np.ones(len(real), dtype=bool))

    def narrowed(self, holds: np.ndarray) -> CalibratorGenerator:
        """Go by the counts of some of the real rows.

        Parameters
        ----------
        holds : ndarray of shape (n_real_rows,), dtype bool
            Which of them.

        Returns
        -------
        CalibratorGenerator
            The same around the same inner one.
        """
        narrowed = copy(self)
        narrowed._tally(holds)
        return narrowed

    def _tally(self, holds: np.ndarray) -> None:
        """Count those real rows of every class."""
        real = self.real
        levels = [variable.n_levels for variable in real.schema.codes]
        n_levels = np.array(levels, dtype=np.intp)[self._codes]
        self._holds = holds
        self._tallies, self._pairs = [], []
        for group in range(real.n_groups):
            members = self._members(group)
            rows, target = real.rows.take(members), real.target.encoded[members]
            numbers, codes = self._counted(rows, target)
            n_bins = max(2, min(self.n_bins, len(rows) // ROWS_PER_BIN))
            self._tallies.append(Tally.of(numbers, codes, n_levels, n_bins))
            self._pairs.append(Pairs.of(numbers, codes, n_levels))

    def _members(self, group: int) -> np.ndarray:
        """Mark the real rows by whose counts rows of a class are chosen.

        Where none of them is of the class, those of all the class.
        """
        of_class: np.ndarray = self.real.target.groups == group
        members = of_class & self._holds
        return members if members.any() else of_class

    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Draw more candidates than needed, and choose among those of each class."""
        counts = request.counts
        if request.given is not None:
            return draw_matched(self, request.given, rng)
        if self.real.has_visits:
            # To choose among persons by the counts of their rows would take histories
            # apart; whole persons are taken as they are drawn.
            return self.with_deviation(self.inner.draw(request, rng))
        asked = np.ceil(counts * self.oversampling_factor).astype(np.intp)
        pool = self.inner.draw(replace(request, counts=asked, silent=True), rng)
        # An inner filter has measured them.
        pool = pool if pool.distances is not None else self.measured(pool)
        groups = self.real.target.groups_of(pool.target)
        counts = self._at_hand(request, groups)
        chosen: list[np.ndarray] = [np.empty(0, dtype=np.intp)]
        deviations: list[tuple] = []
        for group in np.flatnonzero(counts).tolist():
            members = np.flatnonzero(groups == group)
            candidates = pool.take(members)
            cells, margins = self.cells(candidates, group)
            nearness = self.bounds(candidates, group, counts[group])
            mine = choose(cells, margins, nearness, counts[group], rng)
            chosen.append(members[mine])
            deviations += self._deviations(group, cells, mine)
        deviation = _frame_of(deviations)
        return pool.take(np.concatenate(chosen)).diagnosed(deviation=deviation)

    def _at_hand(self, request: Request, groups: np.ndarray) -> np.ndarray:
        """Count the rows that can be chosen, where the inner one gave too few."""
        counts = request.counts
        had = np.minimum(counts, np.bincount(groups, minlength=len(counts)))
        for group in np.flatnonzero(counts > had).tolist() * (not request.silent):
            warn_of_missing_rows(
                self.real.target.label(group),
                int(had[group]),
                int(counts[group]),
                why="what is wrapped made no more",
                remedies=[Remedy("wrap another synthesizer", only="python")],
            )
        return had

    def redraw(
        self, drawn: Candidates, others: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        """Draw other people in place of some."""
        return self.with_deviation(self.inner.redraw(drawn, others, rng))

    def with_deviation(self, drawn: Candidates) -> Candidates:
        """Say how far the counts of rows are from the real ones.

        Parameters
        ----------
        drawn : Candidates
            Rows that are not chosen among.

        Returns
        -------
        Candidates
            The same.
        """
        groups = self.real.target.groups_of(drawn.target)
        deviations: list[tuple] = []
        for group in np.unique(groups).tolist():
            members = drawn.take(groups == group)
            cells, _ = self.cells(members, group)
            deviations += self._deviations(group, cells, np.arange(len(members)))
        return drawn.diagnosed(deviation=_frame_of(deviations))

    def _distances_between(self) -> np.ndarray:
        """Distance of each real row to the nearest other one."""
        rows = self.real.mixed()
        if rows.wide_units is not None:
            nearest = neighbors_within(rows, 1)[:, 0]
            return np.sqrt(squared_distances(rows, np.arange(len(rows)), rows, nearest))
        matrix = rows.matrix()
        if len(matrix) < 2:
            return np.zeros(len(matrix))
        nearest = neighbors_within(matrix, 1)[:, 0]
        return np.linalg.norm(matrix - matrix[nearest], axis=1)

    def _counted(
        self, rows: EncodedRows, target: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Numbers and codes that are counted; a continuous target is a number too."""
        numbers = rows.numbers
        if self.real.target.kind == "continuous":
            numbers = np.column_stack([numbers, target])
        return numbers, rows.codes[:, self._codes]

    def cells(self, candidates: Candidates, group: int) -> tuple[np.ndarray, Margins]:
        """Say in which cells of columns, and of pairs of columns, candidates are.

        Parameters
        ----------
        candidates : Candidates
            Rows of one class.
        group : int
            The class.

        Returns
        -------
        cells : ndarray of shape (n_candidates, n_variables), dtype int
            The cells.
        margins : Margins
            The real shares.
        """
        tally, pairs = self._tallies[group], self._pairs[group]
        counted = self._counted(candidates.rows, candidates.target)
        cells, margins = tally.cells(*counted), tally.margins
        levels = pairs.levels(*counted)
        worst = pairs.worst(levels, self.pairs_per_column * levels.shape[1])
        if not len(worst):
            return cells, margins
        more, margins_of_pairs = pairs.counted(levels, worst)
        together = np.column_stack([cells, more + len(margins.shares)])
        return together, margins.beside(margins_of_pairs)

    def bounds(self, candidates: Candidates, group: int, n_rows: int) -> Nearness:
        """Say how many of the chosen rows may lie how close to a real one.

        Parameters
        ----------
        candidates : Candidates
            Rows of one class, whose distances were measured.
        group : int
            The class.
        n_rows : int
            How many are chosen.

        Returns
        -------
        Nearness
            The bounds.
        """
        assert candidates.distances is not None
        members = self._members(group)
        between = self._between[members] if self.nearness == "real" else None
        return Nearness.of(candidates.distances, n_rows, between)

    def _deviations(
        self, group: int, cells: np.ndarray, chosen: np.ndarray
    ) -> Iterator[tuple]:
        """List class, column, deviation of the candidates and of the chosen rows."""
        schema, margins = self.real.schema, self._tallies[group].margins
        names = [variable.name for variable in schema.numbers]
        if self.real.target.kind == "continuous":
            names.append("the target")
        names += [schema.codes[code].name for code in self._codes.tolist()]
        classes = self.real.target.classes
        label = None if classes is None else classes.tolist()[group]
        cells = cells[:, : len(names)]
        before, after = margins.deviation(cells), margins.deviation(cells[chosen])
        return zip([label] * len(names), names, before, after, strict=True)


def _frame_of(deviations: list[tuple]) -> pd.DataFrame:
    names = ("class", "column", "candidates", "chosen")
    return pd.DataFrame(deviations, columns=names)
