"""A stage: the attributes of persons, of first visits, or of those that follow."""

from __future__ import annotations

import numpy as np
from sklearn.utils.parallel import Parallel, delayed

from skl_synth.generators.sequence import Step
from skl_synth.generators.visits.anchors import Anchor, find_anchor
from skl_synth.generators.visits.attribute_draw import Snap, put
from skl_synth.generators.visits.grow_draw import Growing, grow_draw
from skl_synth.generators.visits.visit_layout import VisitLayout
from skl_synth.table.rows import EncodedRows

LEAVES_PER_CLASS = 6
"""A class has trees of its own where it has persons for so many leaves."""


class Stage:
    """The trees of some attributes, class by class where there are persons enough.

    Parameters
    ----------
    layout : VisitLayout
        The columns of the matrix of visits.
    base : list of Step
        What is known before anything is drawn.
    steps : list of Step
        The attributes, in the order in which they are drawn.
    is_later : bool
        Whether there is a visit before.
    """

    def __init__(
        self,
        layout: VisitLayout,
        base: list[Step],
        steps: list[Step],
        *,
        is_later: bool = False,
    ) -> None:
        self.layout = layout
        self.base = base
        self.steps = steps
        self.is_later = is_later

    def learn(
        self,
        work: EncodedRows,
        persons: np.ndarray,
        given: list[int],
        growing: Growing,
        rng: np.random.RandomState,
    ) -> None:
        """Grow the trees.

        Parameters
        ----------
        work : EncodedRows
            Real rows as the matrix of visits.
        persons : ndarray of shape (n_rows,)
            Whose they are.
        given : list of int
            The numbers of the table that are known already.
        growing : Growing
            How trees are grown.
        rng : RandomState
            Source of their seeds.
        """
        self.smoothing = growing.smoothing
        self.own = self._classes_of_their_own(work, persons, growing)
        anchors = self._measure(work, given)
        tasks = []
        for members in self._groups(work):
            part, who = work.take(members), persons[members]
            for n, anchor in enumerate(anchors):
                steps = [*self.base, *self.steps[: n + 1]]
                seeds = rng.randint(2**31 - 1, size=growing.n_estimators)
                tasks.append(
                    delayed(grow_draw)(
                        self.layout, part, who, steps, anchor, seeds, growing
                    )
                )
        grown = iter(Parallel(n_jobs=growing.n_jobs, prefer="threads")(tasks))
        n_groups = 1 + len(self.own)
        self.draws = [[next(grown) for _ in self.steps] for _ in range(n_groups)]

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
        self, work: EncodedRows, persons: np.ndarray, growing: Growing
    ) -> list[int]:
        """The classes that have persons enough for trees of their own."""
        if self.layout.n_classes < 2:
            return []
        classes = work.codes[:, self.layout.n_codes]
        least = LEAVES_PER_CLASS * growing.min_samples_leaf
        return [
            label
            for label in range(self.layout.n_classes)
            if len(np.unique(persons[classes == label])) >= least
        ]

    def _groups(self, work: EncodedRows) -> list[np.ndarray]:
        """All rows, for the classes that have none of their own, then each class."""
        classes = work.codes[:, self.layout.n_codes]
        return [np.arange(len(work))] + [
            np.flatnonzero(classes == label) for label in self.own
        ]

    def _measure(self, work: EncodedRows, given: list[int]) -> list[Anchor]:
        anchors, known = [], list(given)
        for step in self.steps:
            if not step.is_number:
                anchors.append(Anchor())
                continue
            anchors.append(
                find_anchor(
                    self.layout, work, step.position, known, is_later=self.is_later
                )
            )
            known.append(step.position)
        return anchors
