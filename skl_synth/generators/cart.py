"""CART: attribute after attribute, each from trees on the attributes before it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, cast

import numpy as np
from sklearn.utils.parallel import delayed

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.generators.exact_given.chosen_classes import effective_of_met
from skl_synth.generators.exact_given.given_cart import GivenCart
from skl_synth.generators.exact_given.kept_ranges import keep_ranges
from skl_synth.generators.fit_part import part_of_people
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.kept_patterns import DRAWN, KEPT, KeptPatterns
from skl_synth.generators.label_model import LabelModel
from skl_synth.generators.number_noise import add_noise
from skl_synth.generators.sequence import Step, in_order, order_without, steps_of
from skl_synth.generators.shortage import refuse_single_rows
from skl_synth.generators.survival_noise import ends_of, noise_by_end
from skl_synth.generators.survival_steps import PairStep, refuse_labels, with_pairs
from skl_synth.generators.survival_trees import PairForest, grow_next
from skl_synth.generators.trees import DonorForest
from skl_synth.generators.visits import VisitsGenerator
from skl_synth.progress.shared_out import LEARNT, counted_in_threads
from skl_synth.table.given import Given
from skl_synth.table.real import RealTable
from skl_synth.table.rows import (
    Candidates,
    EncodedRows,
    stack_candidates,
    without_parents,
)

LEAST_LEAF = 3
"""Leaves of small classes do not shrink below this number of rows."""

LEAVES_PER_CLASS = 4
"""A class has rows for at least so many leaves, or its leaves shrink."""

ENOUGH_IN_LEAF = 10
"""Leaves that shrink below this follow single rows, and the user is warned."""

LEAVES_OF_PATTERN = 12
"""A class that is not the largest has rows for so many leaves, or large leaves shrink:
with fewer a class that comes about in several ways is blurred into one (a class of 260
with three causes, recall of a forest: .62 with 5 leaves of 50, .70 with 12, .86 of the
real rows)."""

LEAF_OF_PATTERN = 20
"""Large leaves do not shrink below this for the sake of patterns. Of 300 people half of
whom are learnt from, the worst attack reaches .57 with leaves of 10, .53 with 30."""


class CartGenerator(Generator):
    """Draw each attribute of a row from a leaf of real rows alike in those before it.

    Parameters
    ----------
    n_estimators, min_samples_leaf, max_predictors, smoothing, noise_scale : object
        See `TypeAwareCART`.
    fit_fraction, visit_order, labels, patterns, n_jobs : object
        See `TypeAwareCART`.

    See Also
    --------
    TypeAwareCART : The estimator, which explains the parameters.
    """

    real: RealTable
    has_pairs = False
    label_model: LabelModel

    def __init__(
        self,
        n_estimators: int = 10,
        *,
        min_samples_leaf: int = 10,
        max_predictors: int | None = 40,
        smoothing: float = 1.0,
        noise_scale: float = 0.0,
        fit_fraction: float = 1.0,
        visit_order: Any = "table",
        labels: str = "kept",
        patterns: str = DRAWN,
        n_jobs: int | None = None,
    ) -> None:
        self.n_estimators = n_estimators
        self.min_samples_leaf = min_samples_leaf
        self.max_predictors = max_predictors
        self.smoothing = smoothing
        self.noise_scale = noise_scale
        self.fit_fraction = fit_fraction
        self.visit_order = visit_order
        self.labels = labels
        self.patterns = patterns
        self.n_jobs = n_jobs

    @property
    def makes_persons(self) -> bool:
        """Persons with several rows have a generator of their own."""
        return True

    @property
    def draws_columns(self) -> bool:
        """Columns are drawn one after the other."""
        return True

    @property
    def draws_given(self) -> bool:
        """Conditions are met as rows are drawn, one column after the other.

        Not where rows are labelled anew, nor where a time and its event are one step.
        Patterns are not looked after then: rows are as with ``patterns="drawn"``.
        """
        return self.labels != "redrawn" and not self.has_pairs

    def leave_out(
        self, columns: Mapping[Hashable, tuple[Hashable, ...]], whole: RealTable
    ) -> None:
        """Go on without these columns where an order is named."""
        self.visit_order = order_without(self.visit_order, columns)

    def of_persons(self) -> Generator:
        """Make the generator that draws persons, then their visits.

        Raises
        ------
        InputError
            If labels are not to be kept: a history has the classes that it has.
        """
        if self.labels != "kept":
            raise InputError(
                "{parameter}={value!r} is for single rows, and persons have several: "
                "the classes of their rows are drawn with their histories",
                parameter="labels",
                value=self.labels,
                remedies=[Remedy("use {setting}", Setting("labels", "kept"))],
            )
        return VisitsGenerator(
            self.n_estimators,
            min_samples_leaf=self.min_samples_leaf,
            max_predictors=self.max_predictors,
            smoothing=self.smoothing,
            noise_scale=self.noise_scale,
            fit_fraction=self.fit_fraction,
            visit_order=self.visit_order,
            n_jobs=self.n_jobs,
        )

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Grow trees for every class and attribute, each on the attributes before it.

        Raises
        ------
        InputError
            If ``visit_order`` names what is no column.
        """
        self.real, schema, target = real, real.schema, real.target
        self.has_pairs = bool(real.schema.survival)
        refuse_labels(schema, self.labels)
        plain = steps_of(schema, in_order(schema, real.rows, self.visit_order))
        steps = with_pairs(schema, plain, self.visit_order)
        rows, groups = self._with_target(real.rows, target.encoded), target.groups
        # The target comes first, so that every column is drawn in view of it.
        if target.kind == "continuous":
            steps.insert(0, Step(True, rows.numbers.shape[1] - 1, is_target=True))
        if self._pools:
            code = rows.codes.shape[1] - 1
            steps.insert(0, Step(False, code, n_levels=target.n_groups, is_target=True))
            groups = np.zeros_like(groups)
        kept = part_of_people(target.groups, None, self.fit_fraction, rng)
        self._forests = self._grow(rows.take(kept), steps, groups[kept], rng)
        if self._redraws:
            matrix, seed = real.matrix()[kept], _seeds(rng, 1)[0]
            self.label_model = LabelModel.fit(matrix, target.encoded[kept], int(seed))
        # Labels that are drawn anew say themselves where a class lies.
        keeps = self.patterns == KEPT and not self._redraws
        self._patterns = KeptPatterns.learn(real, kept, rng) if keeps else None

    @property
    def _pools(self) -> bool:
        """Whether trees are grown on the rows of all classes at once."""
        return self.labels == "modelled" and self.real.target.kind == "classes"

    @property
    def _redraws(self) -> bool:
        return self.labels == "redrawn" and self.real.target.kind == "classes"

    def _with_target(self, rows: EncodedRows, target: np.ndarray) -> EncodedRows:
        """Make the target one more attribute of the rows, where it is drawn as one."""
        numbers, decimals, codes = rows.numbers, rows.decimals, rows.codes
        if self.real.target.kind == "continuous":
            numbers = np.column_stack([numbers, target])
            decimals = np.column_stack([decimals, np.zeros(len(rows), dtype=np.int8)])
        elif self._pools:
            codes = np.column_stack([codes, target.astype(np.int32)])
        return EncodedRows(numbers, decimals, codes)

    def _grow(
        self,
        rows: EncodedRows,
        steps: list[Step | PairStep],
        groups: np.ndarray,
        rng: np.random.RandomState,
    ) -> list[list[DonorForest | PairForest]]:
        """Grow the trees of every group; their seeds are drawn beforehand."""
        sizes = np.bincount(groups).tolist()
        seeds = _seeds(rng, (len(sizes), len(steps), self.n_estimators))
        tasks = []
        for group, size in enumerate(sizes):
            leaf = self._leaf(group, size, is_largest=size == max(sizes))
            members = rows.take(groups == group)
            tasks += [
                delayed(grow_next)(
                    members, steps[: n + 1], seeds[group, n], leaf, self.max_predictors
                )
                for n in range(len(steps))
            ]
        grown = iter(counted_in_threads(tasks, len(tasks), LEARNT, self.n_jobs))
        return [[next(grown) for _ in steps] for _ in sizes]

    def _leaf(self, group: int, size: int, *, is_largest: bool) -> int:
        """Least size of a leaf, smaller in a class that has few rows."""
        adapted = max(LEAST_LEAF, size // LEAVES_PER_CLASS)
        if adapted >= min(self.min_samples_leaf, ENOUGH_IN_LEAF):
            leaf = min(self.min_samples_leaf, adapted)
            if is_largest:
                return leaf
            return min(leaf, max(LEAF_OF_PATTERN, size // LEAVES_OF_PATTERN))
        if size < 2:
            # Refused where rows of it are asked for.
            return adapted
        name = "the table" if self._pools else self.real.target.label(group)
        warn(
            "{name} has {size} rows: leaves of {adapted} rows are used instead of "
            "{asked}",
            parameter="min_samples_leaf",
            value=self.min_samples_leaf,
            name=name,
            size=size,
            adapted=adapted,
            asked=Setting("min_samples_leaf", self.min_samples_leaf),
        )
        return adapted

    def check(self, real: RealTable, request: Request) -> None:
        """Refuse a class of one row: whatever is drawn from it is that row.

        Raises
        ------
        InputError
            If rows of such a class are asked for, and no other class lends it any.
        """
        counts, sizes = request.counts, real.counts
        if self.labels == "modelled" and real.target.kind == "classes":
            # One tree for all classes: a small one borrows from the others.
            counts = counts * (sizes.sum() < 2)
        refuse_single_rows(
            real,
            counts,
            "{label} has {n} row (n_samples = {n}), and whatever is drawn from it is "
            "that row",
        )

    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Let rows fall through the trees, attribute after attribute."""
        if request.given is not None:
            return self._draw_given(request.given, rng)
        if self._redraws:
            return self._draw_redrawn(request.counts, rng)
        if self._patterns is not None:
            return self._patterns.draw(self._draw_kept, request.counts, rng)
        return self._draw_kept(request.counts, rng)

    def _draw_kept(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        groups = np.repeat(np.arange(len(counts)), counts)
        if self._pools:
            return self._draw_groups(self._forests[0][1:], groups, rng)
        return stack_candidates(
            [
                self._draw_groups(forests, groups[groups == group], rng)
                for group, forests in enumerate(self._forests)
            ]
        )

    def _draw_redrawn(
        self, counts: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        """Draw rows and label them anew until every class has its count.

        Classes that are short are drawn again. In the end it is a single one, and the
        only label that such rows can have is that class.
        """
        chosen, short = [self._draw_kept(np.zeros_like(counts), rng)], counts.copy()
        while short.any():
            rows = self._draw_kept(short, rng).rows
            labels = self.label_model.draw(self.real.matrix(rows), short, rng)
            order = rng.permutation(len(labels))
            for group in np.flatnonzero(short).tolist():
                mine = order[labels[order] == group][: short[group]]
                chosen.append(without_parents(rows.take(mine), labels[mine]))
                short[group] -= len(mine)
        return stack_candidates(chosen)

    def _draw_groups(
        self,
        forests: list[DonorForest | PairForest],
        groups: np.ndarray,
        rng: np.random.RandomState,
    ) -> Candidates:
        """Draw one row for each group that is given."""
        rows = self._blank(groups)
        for forest in forests:
            forest.draw(rows, self.smoothing, rng)
        if self.noise_scale:
            self._add_noise(rows.numbers, rng, self._ends_of(rows, groups))
        return self._finished(rows, groups)

    def _draw_given(self, given: Given, rng: np.random.RandomState) -> Candidates:
        """Draw rows under conditions, in their order."""
        forests = [self._forests[0][1:]] if self._pools else self._forests
        # There are no pairs among them: see draws_given.
        trees = cast("list[list[DonorForest]]", forests)
        cart = GivenCart(self.real, trees, self._blank, self.smoothing)
        rows, groups, effective = cart.draw(given, rng)
        if self.noise_scale:
            self._add_noise(rows.numbers, rng)
        drawn = self._finished(rows, groups)
        # Those that nobody can meet are to be seen as such.
        keep_ranges(self.real, drawn, given, np.flatnonzero(effective))
        return drawn.diagnosed(given_ess=effective_of_met(effective))

    def _blank(self, groups: np.ndarray) -> EncodedRows:
        """Make rows of some classes, whose attributes are still to be drawn."""
        return self._with_target(_blank(len(groups), self.real.rows), groups)

    def _finished(self, rows: EncodedRows, groups: np.ndarray) -> Candidates:
        """Snap rows, and take the target out of them where it is among them."""
        if self.real.target.kind == "continuous":
            groups = self.real.target.snap(rows.numbers[:, -1])
        n_numbers, n_codes = (
            self.real.rows.numbers.shape[1],
            self.real.rows.codes.shape[1],
        )
        rows = EncodedRows(
            rows.numbers[:, :n_numbers],
            rows.decimals[:, :n_numbers],
            rows.codes[:, :n_codes],
        )
        return without_parents(self.real.snap(rows), groups)

    def _ends_of(self, rows: EncodedRows, groups: np.ndarray) -> dict[int, np.ndarray]:
        """Say how the times of rows ended, so that noise takes none beyond its end."""
        return ends_of(self.real.schema, rows, groups)

    def _add_noise(
        self,
        numbers: np.ndarray,
        rng: np.random.RandomState,
        ends: Mapping[int, np.ndarray] | None = None,
    ) -> None:
        """Move the numbers of all columns but the target, once all are drawn."""
        known = self._ends_of(self.real.rows, self.real.target.groups)
        # Last, so that what was drawn after a column was not drawn from noise.
        for column, real in enumerate(self.real.rows.numbers.T):
            drawn = numbers[:, column]
            if ends and column in ends:
                of_ends = ends[column], known[column]
                moved = noise_by_end(drawn, real, *of_ends, self.noise_scale, rng)
            else:
                moved = add_noise(drawn, real, self.noise_scale, rng)
            numbers[:, column] = moved


def _blank(n_rows: int, like: EncodedRows) -> EncodedRows:
    """Rows whose attributes are still to be drawn: every number missing."""
    n_numbers, n_codes = like.numbers.shape[1], like.codes.shape[1]
    return EncodedRows(
        np.full((n_rows, n_numbers), np.nan),
        np.zeros((n_rows, n_numbers), dtype=np.int8),
        np.zeros((n_rows, n_codes), dtype=np.int32),
    )


def _seeds(rng: np.random.RandomState, shape: Any) -> np.ndarray:
    return rng.randint(np.iinfo(np.int32).max, size=shape)
