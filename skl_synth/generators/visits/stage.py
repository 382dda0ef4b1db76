"""A stage: the attributes of persons, of first visits, or of those that follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from sklearn.utils.parallel import delayed

from skl_synth.generators.sequence import Step
from skl_synth.generators.visits.anchors import Anchor, find_anchor
from skl_synth.generators.visits.attribute_draw import Draw, Snap, put
from skl_synth.generators.visits.grow_draw import Growing, RealVisits, grow_draw
from skl_synth.generators.visits.visit_layout import VisitLayout
from skl_synth.progress.shared_out import LEARNT, counted_in_threads
from skl_synth.table.rows import EncodedRows

ENOUGH_IN_LEAF = 10
"""Persons in a leaf with which a class has trees of its own, however large leaves are
elsewhere."""

LEAVES_PER_CLASS = 6
"""A class has trees of its own where it has persons for so many leaves."""


@dataclass(frozen=True, eq=False)
class Stage:
    """The trees of some attributes, class by class where there are persons enough.

    Parameters
    ----------
    layout : VisitLayout
        The columns of the matrix of visits.
    steps : list of Step
        The attributes, in the order in which they are drawn.
    smoothing : float
        See `RankSpace.spread`.
    own : list of int
        The classes that have trees of their own.
    draws : list of list of Draw
        What draws each attribute: of all other classes, then of each of these.
    """

    layout: VisitLayout
    steps: list[Step]
    smoothing: float
    own: list[int]
    draws: list[list[Draw]]

    @classmethod
    def of(
        cls,
        layout: VisitLayout,
        base: list[Step],
        steps: list[Step],
        real: RealVisits,
        growing: Growing,
        rng: np.random.RandomState,
        *,
        given: Iterable[int] = (),
        is_later: bool = False,
    ) -> Stage:
        """Grow the trees.

        Parameters
        ----------
        layout : VisitLayout
            The columns of the matrix of visits.
        base : list of Step
            What is known before anything is drawn.
        steps : list of Step
            The attributes, in the order in which they are drawn.
        real : RealVisits
            Real rows, and whose they are.
        growing : Growing
            How trees are grown.
        rng : RandomState
            Source of their seeds.
        given : iterable of int, default=()
            The numbers of the table that are known already.
        is_later : bool, default=False
            Whether there is a visit before.

        Returns
        -------
        Stage
            What draws the attributes.
        """
        anchors = _measure(layout, steps, real.work, list(given), is_later=is_later)
        own = _classes_of_their_own(layout, real, growing)
        tasks = []
        for part in _groups(layout, real, own):
            for n, anchor in enumerate(anchors):
                before = [*base, *steps[: n + 1]]
                seeds = rng.randint(2**31 - 1, size=growing.n_estimators)
                task = delayed(grow_draw)(layout, part, before, anchor, seeds, growing)
                tasks.append(task)
        grown = iter(counted_in_threads(tasks, len(tasks), LEARNT, growing.n_jobs))
        draws = [[next(grown) for _ in steps] for _ in range(1 + len(own))]
        return cls(layout, steps, growing.smoothing, own, draws)

    def fill(self, work: EncodedRows, snap: Snap, rng: np.random.RandomState) -> None:
        """Fill in the attributes of rows, in place.

        Parameters
        ----------
        work : EncodedRows
            The matrix of visits.
        snap : callable
            Moves numbers onto what their column can hold.
        rng : RandomState
            Source of randomness.
        """
        classes = work.codes[:, self.layout.n_codes]
        of_own = np.isin(classes, self.own)
        masks = [~of_own] + [classes == label for label in self.own]
        for mask, draws in zip(masks, self.draws, strict=True):
            rows = np.flatnonzero(mask)
            if not len(rows):
                continue
            part = work.take(rows)
            for draw in draws:
                draw.fill(part, self.smoothing, snap, rng)
            put(part, rows, work)


def _classes_of_their_own(
    layout: VisitLayout, real: RealVisits, growing: Growing
) -> list[int]:
    """Find the classes that have persons enough for trees of their own."""
    if layout.n_classes < 2:
        return []
    classes = real.work.codes[:, layout.n_codes]
    # Leaves that are larger shrink in a class, as elsewhere: better than no trees.
    least = LEAVES_PER_CLASS * min(growing.min_samples_leaf, ENOUGH_IN_LEAF)
    return [
        label
        for label in range(layout.n_classes)
        if len(np.unique(real.persons[classes == label])) >= least
    ]


def _groups(layout: VisitLayout, real: RealVisits, own: list[int]) -> list[RealVisits]:
    """All rows, for the classes that have no trees of their own, then each class."""
    classes = real.work.codes[:, layout.n_codes]
    return [real] + [real.take(np.flatnonzero(classes == label)) for label in own]


def _measure(
    layout: VisitLayout,
    steps: list[Step],
    work: EncodedRows,
    known: list[int],
    *,
    is_later: bool,
) -> list[Anchor]:
    """Find what each number is measured from, in the order in which they are drawn."""
    anchors = []
    for step in steps:
        if not step.is_number:
            anchors.append(Anchor())
            continue
        number = step.position
        anchors.append(find_anchor(layout, work, number, known, is_later=is_later))
        known.append(number)
    return anchors
