"""How an attribute is drawn: itself, from what it is measured, or apart at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from skl_synth.generators.number_noise import add_noise
from skl_synth.generators.sequence import Step
from skl_synth.generators.trees import DonorForest
from skl_synth.generators.visits.anchors import Anchor, Ends
from skl_synth.table.rows import EncodedRows

TRIES = 5
"""How often a gap is drawn anew that would end beyond what may be."""

Snap = Callable[[int, np.ndarray, np.ndarray], np.ndarray]
"""Moves numbers of a column, given with their decimals, onto what it can hold."""


@dataclass(frozen=True, eq=False)
class Stay:
    """Whether an attribute stays what it was at the visit before, drawn by itself.

    Donors of a leaf differ, so that a value drawn among theirs would seldom be the very
    one that the person had.

    Parameters
    ----------
    forest : DonorForest
        Draws whether it stays.
    step : Step
        The attribute.
    before : int
        The number, or the code, that holds what it was.
    """

    forest: DonorForest
    step: Step
    before: int

    def fill(
        self, work: EncodedRows, smoothing: float, rng: np.random.RandomState
    ) -> np.ndarray:
        """Let the attribute of some rows stay what it was, in place.

        Parameters
        ----------
        work : EncodedRows
            The matrix of visits.
        smoothing : float
            Not used: nothing is a number here.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            Where it stays.
        """
        known = self.step.present(work)
        if self.step.is_number:
            known &= ~np.isnan(work.numbers[:, self.before])
        _draw_some(self.forest, work, np.flatnonzero(known), smoothing, rng)
        stays = known & (work.codes[:, self.forest.step.position] == 1)
        source = work.numbers if self.step.is_number else work.codes
        source[stays, self.step.position] = source[stays, self.before]
        return stays


@dataclass(frozen=True, eq=False)
class Draw:
    """How one attribute is drawn in one class.

    Parameters
    ----------
    step : Step
        The attribute.
    anchor : Anchor
        What a number is measured from.
    plain : DonorForest or None
        Draws the attribute itself; None where it is always measured from something.
    gap : DonorForest or None
        Draws the gap to what it is measured from.
    ends : Ends
        The ends of the real numbers.
    last : DonorForest or None
        Draws a code at the last visit of a person, where it has levels that come at
        no other, such as a death.
    of_rest : int
        The number of the matrix that says how many visits follow.
    stay : Stay or None
        Says first where the attribute stays what it was.
    noise_scale : float
        See `add_noise`. What is drawn gets it, the number or the gap, so that the next
        visit follows from what is released.
    """

    step: Step
    anchor: Anchor
    plain: DonorForest | None
    gap: DonorForest | None
    ends: Ends
    last: DonorForest | None = None
    of_rest: int = -1
    stay: Stay | None = None
    noise_scale: float = 0.0

    def fill(
        self,
        work: EncodedRows,
        smoothing: float,
        snap: Snap,
        rng: np.random.RandomState,
    ) -> None:
        """Fill in the attribute of rows, in place.

        Parameters
        ----------
        work : EncodedRows
            The matrix of visits.
        smoothing : float
            See `RankSpace.spread`.
        snap : callable
            Moves numbers onto what the column can hold.
        rng : RandomState
            Source of randomness.
        """
        done = np.zeros(len(work), dtype=bool)
        if self.last is not None:
            done = work.numbers[:, self.of_rest] == 0
            _draw_some(self.last, work, np.flatnonzero(done), smoothing, rng)
        if self.stay is not None:
            done = self.stay.fill(work, smoothing, rng)
        if self.anchor.is_exact:
            origin = self.anchor.origin(work)
            done = self.step.present(work) & ~np.isnan(origin)
            work.numbers[done, self.step.position] = np.floor(origin[done])
        if self.gap is not None:
            measured = self.step.present(work) & ~np.isnan(self.anchor.origin(work))
            self._fill_measured(work, np.flatnonzero(measured & ~done), smoothing, rng)
            done |= measured
        if self.plain is not None:
            rows = np.flatnonzero(~done)
            _draw_some(self.plain, work, rows, smoothing, rng, self.noise_scale)
        if self.step.is_number:
            place = self.step.position
            numbers = snap(place, work.numbers[:, place], work.decimals[:, place])
            # Not by np.clip, which takes low ends that exclude the high ones amiss.
            low, high = self.anchor.bounds(work, self.ends)
            work.numbers[:, place] = np.maximum(np.minimum(numbers, high), low)

    def _fill_measured(
        self,
        work: EncodedRows,
        rows: np.ndarray,
        smoothing: float,
        rng: np.random.RandomState,
    ) -> None:
        """Draw gaps, anew where they would end beyond what may be."""
        assert self.gap is not None
        place, gap = self.step.position, self.gap.step.position
        origin = self.anchor.origin(work)
        low, high = self.anchor.bounds(work, self.ends)
        left = rows
        for _ in range(TRIES):
            _draw_some(self.gap, work, left, smoothing, rng, self.noise_scale)
            numbers = origin + work.numbers[:, gap]
            is_beyond = (numbers[left] > high[left]) | (numbers[left] < low[left])
            left = left[is_beyond]
            if not len(left):
                break
        if self.anchor.is_order:
            # Dates do not heap at the end of the time that was looked at.
            numbers[left] = rng.uniform(origin[left], np.fmax(origin, high)[left])
        work.numbers[rows, place] = numbers[rows]
        work.decimals[rows, place] = work.decimals[rows, gap]


def _draw_some(
    forest: DonorForest,
    work: EncodedRows,
    rows: np.ndarray,
    smoothing: float,
    rng: np.random.RandomState,
    noise_scale: float = 0.0,
) -> None:
    """Draw the attribute of some rows, in place."""
    if not len(rows):
        return
    part = work.take(rows)
    forest.draw(part, smoothing, rng)
    if noise_scale and forest.space is not None:
        numbers = part.numbers[:, forest.step.position]
        numbers[:] = add_noise(numbers, forest.space.values, noise_scale, rng)
    put(part, rows, work)


def put(part: EncodedRows, rows: np.ndarray, work: EncodedRows) -> None:
    """Write rows back where they were taken from, in place.

    Parameters
    ----------
    part : EncodedRows
        Rows that were taken.
    rows : ndarray of int
        Their positions.
    work : EncodedRows
        Where they go.
    """
    work.numbers[rows] = part.numbers
    work.decimals[rows] = part.decimals
    work.codes[rows] = part.codes
