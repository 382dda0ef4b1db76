"""Growing the trees of one attribute of visits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from skl_synth.generators.sequence import Step
from skl_synth.generators.trees import DonorForest, grow_forest
from skl_synth.generators.visits.anchors import Anchor, Ends
from skl_synth.generators.visits.attribute_draw import Draw, Stay
from skl_synth.generators.visits.visit_layout import VisitLayout
from skl_synth.table.rows import EncodedRows

LEAST_STAYS = 0.05
"""So often an attribute is the very one of the visit before, for that to be drawn."""

LEAST_LEAF = 3
"""Leaves of small tables do not shrink below this number of persons."""


class Growing(NamedTuple):
    """How trees are grown, and how numbers are drawn from their leaves."""

    n_estimators: int
    min_samples_leaf: int
    max_predictors: int | None
    smoothing: float
    noise_scale: float
    n_jobs: int | None

    def leaf(self, n_persons: int) -> int:
        """Give the least size of a leaf, smaller where there are few persons.

        Parameters
        ----------
        n_persons : int
            How many people the trees are grown on.

        Returns
        -------
        int
            Persons in a leaf.
        """
        return min(self.min_samples_leaf, max(LEAST_LEAF, n_persons // 4))


class RealVisits(NamedTuple):
    """Real rows as the matrix of visits, and whose they are.

    Parameters
    ----------
    work : EncodedRows
        The rows.
    persons : ndarray of shape (n_rows,), dtype int
        Their persons.
    """

    work: EncodedRows
    persons: np.ndarray

    def take(self, rows: np.ndarray) -> RealVisits:
        """Restrict them to some rows.

        Parameters
        ----------
        rows : ndarray of int
            Positions.

        Returns
        -------
        RealVisits
            These rows.
        """
        return RealVisits(self.work.take(rows), self.persons[rows])


@dataclass(frozen=True, eq=False)
class _Trees:
    """What the trees of one attribute have in common."""

    work: EncodedRows
    persons: np.ndarray
    before: list[Step]
    seeds: np.ndarray
    leaf: int
    most: int | None

    def of(
        self, step: Step, rows: np.ndarray, work: EncodedRows | None = None
    ) -> DonorForest:
        """Grow the trees of an attribute on some rows."""
        given = (self.work if work is None else work).take(rows)
        steps, who = [*self.before, step], self.persons[rows]
        return grow_forest(given, steps, self.seeds, self.leaf, self.most, who)


def grow_draw(
    layout: VisitLayout,
    real: RealVisits,
    steps: list[Step],
    anchor: Anchor,
    seeds: np.ndarray,
    growing: Growing,
) -> Draw:
    """Grow the trees of the last of some attributes on those before it.

    Parameters
    ----------
    layout : VisitLayout
        The columns of the matrix of visits.
    real : RealVisits
        Real rows of one class, or of all.
    steps : list of Step
        What is known, and the attribute.
    anchor : Anchor
        What a number is measured from.
    seeds : ndarray of int
        One seed per tree.
    growing : Growing
        How trees are grown.

    Returns
    -------
    Draw
        What draws the attribute.
    """
    *before, step = steps
    leaf = growing.leaf(len(np.unique(real.persons)))
    trees = _Trees(*real, before, seeds, leaf, growing.max_predictors)
    if not step.is_number:
        return _code(layout, trees, step, anchor)
    draw = _number(layout, trees, step, anchor)
    return replace(draw, noise_scale=growing.noise_scale)


def _code(layout: VisitLayout, trees: _Trees, step: Step, anchor: Anchor) -> Draw:
    """Levels that come at the end of a history only are drawn there, and only there."""
    is_last = trees.work.numbers[:, layout.of_rest] == 0
    codes, last = step.of(trees.work), np.flatnonzero(is_last)
    rest = np.flatnonzero(~is_last)
    ends = np.setdiff1d(codes[last], codes[rest])
    if len(rest) and len(ends):
        at_end, before = trees.of(step, last), trees.of(step, rest)
        return Draw(step, anchor, before, None, Ends(), at_end, layout.of_rest)
    every = np.arange(len(codes))
    # What stands beside a number is mostly nothing, at each visit anew.
    is_beside = step.position in layout.missing.values()
    if step.position not in layout.codes or step.n_levels < 3 or is_beside:
        return Draw(step, anchor, trees.of(step, every), None, Ends())
    stay, changed = _stay(layout, trees, step, layout.code_before(step.position))
    return Draw(step, anchor, trees.of(step, changed), None, Ends(), stay=stay)


def _number(layout: VisitLayout, trees: _Trees, step: Step, anchor: Anchor) -> Draw:
    """What is measured from something is drawn as the gap, wherever that is known."""
    work, number = trees.work, step.position
    values = work.numbers[:, number]
    ends = Ends.of(work, number, layout.of_rest)
    stay, rows = None, np.arange(len(work))
    if number in layout.numbers and anchor.columns in ((), _past(layout, number)):
        stay, rows = _stay(layout, trees, step, layout.last(number))
    origin = anchor.origin(work)
    if anchor.is_exact:
        is_known = not np.isnan(origin).any()
        plain = None if is_known else trees.of(step, rows)
        return Draw(step, anchor, plain, None, ends)
    gaps = values - origin
    measured = rows[~np.isnan(gaps[rows])]
    if not anchor.columns or not len(measured):
        return Draw(step, anchor, trees.of(step, rows), None, ends, stay=stay)
    column = layout.gap(number)
    with_gaps = work.take(np.arange(len(work)))
    with_gaps.numbers[:, column] = gaps
    with_gaps.decimals[:, column] = work.decimals[:, number]
    last = Step(True, column, missing_code=step.missing_code)
    gap = trees.of(last, measured, with_gaps)
    # Somebody may come up of whom nothing is known from which to measure.
    plain = trees.of(step, rows) if np.isnan(origin).any() else None
    return Draw(step, anchor, plain, gap, ends, stay=stay)


def _past(layout: VisitLayout, number: int) -> tuple[int, int]:
    """The last value of a number, and the mean so far."""
    return layout.last(number), layout.last(number) + 1


def _stay(
    layout: VisitLayout, trees: _Trees, step: Step, before: int
) -> tuple[Stay | None, np.ndarray]:
    """Grow the trees that say where an attribute stays, and find where it changes."""
    work, values = trees.work, step.of(trees.work)
    source = work.numbers if step.is_number else work.codes
    was, every = source[:, before], np.arange(len(work))
    # At first visits there is nothing that it could stay.
    follows = np.flatnonzero((work.numbers[:, layout.of_visit] > 0) & (was == was))
    follows = follows[step.present(work)[follows]]
    stays = values == was
    share = stays[follows].mean() if len(follows) else 0.0
    changed = np.setdiff1d(every, follows[stays[follows]])
    if share < LEAST_STAYS or not len(changed):
        return None, every
    with_code = work.take(every)
    with_code.codes[:, layout.stay] = stays
    of_stay = Step(False, layout.stay, n_levels=2)
    return Stay(trees.of(of_stay, follows, with_code), step, before), changed
