"""TypeAwareCART: column after column, each from trees on the columns before it."""

from __future__ import annotations

import numbers
import warnings
from typing import Any

import numpy as np
from sklearn.utils import check_random_state
from sklearn.utils.parallel import Parallel, delayed

from skl_synth.base import TableSynthesizer
from skl_synth.compat import Interval, StrOptions
from skl_synth.synthesizers.trees import DonorForest, Step, grow_forest
from skl_synth.table.rows import (
    Candidates,
    EncodedRows,
    stack_candidates,
    without_parents,
)
from skl_synth.table.schema import Schema
from skl_synth.table.variables import Variable

LEAST_LEAF = 3
"""Leaves of small classes do not shrink below this number of rows."""

LEAVES_PER_CLASS = 4
"""A class has rows for at least so many leaves, or its leaves shrink."""


class TypeAwareCART(TableSynthesizer):
    _parameter_constraints: dict = {
        **TableSynthesizer._parameter_constraints,
        "n_estimators": [Interval(numbers.Integral, 1, None, closed="left")],
        "min_samples_leaf": [Interval(numbers.Integral, 2, None, closed="left")],
        "smoothing": [Interval(numbers.Real, 0, 1, closed="both")],
        "visit_order": [StrOptions({"table", "levels"}), "array-like"],
        "labels": [StrOptions({"kept", "modelled"})],
        "n_jobs": [numbers.Integral, None],
    }

    holds_real_rows = True

    def __init__(
        self,
        sampling_strategy: Any = "auto",
        *,
        mode: str = "augment",
        n_estimators: int = 10,
        min_samples_leaf: int = 10,
        smoothing: float = 1.0,
        visit_order: Any = "table",
        labels: str = "kept",
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
        implicit_baseline: Any = False,
        identifiers: str = "refuse",
        random_state: Any = None,
        n_jobs: int | None = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.mode = mode
        self.n_estimators = n_estimators
        self.min_samples_leaf = min_samples_leaf
        self.smoothing = smoothing
        self.visit_order = visit_order
        self.labels = labels
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.implicit_baseline = implicit_baseline
        self.identifiers = identifiers
        self.random_state = random_state
        self.n_jobs = n_jobs

    def _learn_rows(self, X: Any) -> None:
        schema = self.encoder_.schema_
        steps = steps_of(schema, ordered(schema, self.visit_order))
        rows, target = self.rows_, self.target_
        if target.kind == "continuous":
            rows = _with_number(rows, target.encoded)
            steps.append(Step(True, rows.numbers.shape[1] - 1))
        pooled = self.labels == "modelled" and target.kind == "classes"
        if pooled:
            rows = _with_code(rows, target.encoded)
            steps.insert(
                0, Step(False, rows.codes.shape[1] - 1, n_levels=target.n_groups)
            )
            groups = np.zeros(len(rows), dtype=np.intp)
        else:
            groups = target.groups
        self._forests = self._grow(rows, steps, groups)

    def _grow(
        self, rows: EncodedRows, steps: list[Step], groups: np.ndarray
    ) -> list[list[DonorForest]]:
        """Grow the forests of every group, seeds drawn beforehand."""
        sizes = np.bincount(groups)
        shape = (len(sizes), len(steps), self.n_estimators)
        rng = check_random_state(self.random_state)
        seeds = rng.randint(np.iinfo(np.int32).max, size=shape)
        tasks = []
        for group, size in enumerate(sizes.tolist()):
            members = rows.take(groups == group)
            leaf = self._leaf(group, size)
            tasks += [
                delayed(grow_forest)(members, steps[: i + 1], seeds[group, i], leaf)
                for i in range(len(steps))
            ]
        forests = Parallel(n_jobs=self.n_jobs, prefer="threads")(tasks)
        return [
            forests[group * len(steps) : (group + 1) * len(steps)]
            for group in range(len(sizes))
        ]

    def _leaf(self, group: int, size: int) -> int:
        """Least size of a leaf, smaller in a class that has few rows."""
        adapted = max(LEAST_LEAF, size // LEAVES_PER_CLASS)
        if adapted >= self.min_samples_leaf:
            return self.min_samples_leaf
        warnings.warn(
            f"{self.target_.label(group)} has {size} rows: leaves of {adapted} "
            f"rows are used instead of min_samples_leaf={self.min_samples_leaf}.",
            UserWarning,
            stacklevel=2,
        )
        return adapted

    def _check_counts(self, counts: np.ndarray) -> None:
        sizes = np.bincount(self.target_.groups, minlength=self.target_.n_groups)
        for group in np.flatnonzero((counts > 0) & (sizes < 2)).tolist():
            raise ValueError(
                f"{self.target_.label(group)} has {sizes[group]} row (n_samples = "
                f"{sizes[group]}), and whatever is drawn from it is that row: "
                "merge or drop the class, or leave it out through "
                f"sampling_strategy.{self.target_.hint_of_regression()}"
            )

    def _generate(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        target = np.repeat(np.arange(len(counts)), counts)
        if len(self._forests) < len(counts):
            return self._pooled(target, rng)
        parts = [
            self._draw(forests, int(n), rng)
            for forests, n in zip(self._forests, counts, strict=True)
        ]
        candidates = [
            self._finish(rows, target[target == g]) for g, rows in enumerate(parts)
        ]
        return stack_candidates(candidates)

    def _pooled(self, target, rng):
        forests = self._forests[0]
        rows = _blank(self._forests[0], len(target), self.rows_)
        rows = _with_code(rows, target)
        for f in forests[1:]:
            f.draw(rows, self.smoothing, rng)
        return self._finish(rows, target)

    def _draw(self, forests, n, rng):
        rows = _blank(forests, n, self.rows_)
        if self.target_.kind == "continuous":
            rows = _with_number(rows, np.zeros(n))
        for f in forests:
            f.draw(rows, self.smoothing, rng)
        return rows

    def _finish(self, rows, target):
        n, c = self.rows_.numbers.shape[1], self.rows_.codes.shape[1]
        if self.target_.kind == "continuous":
            target = self.target_.snap(rows.numbers[:, n])
        rows = EncodedRows(rows.numbers[:, :n], rows.places[:, :n], rows.codes[:, :c])
        return without_parents(self.encoder_.snap(rows), target)


def _blank(forests, n, like):
    return EncodedRows(
        np.full((n, like.numbers.shape[1]), np.nan),
        np.zeros((n, like.numbers.shape[1]), np.int8),
        np.zeros((n, like.codes.shape[1]), np.int32),
    )


def _with_number(rows: EncodedRows, number: np.ndarray) -> EncodedRows:
    return EncodedRows(
        np.column_stack([rows.numbers, number]),
        np.column_stack([rows.places, np.zeros(len(rows), np.int8)]),
        rows.codes,
    )


def _with_code(rows, code):
    return EncodedRows(
        rows.numbers, rows.places, np.column_stack([rows.codes, code.astype(np.int32)])
    )


def ordered(schema: Schema, visit_order: Any) -> list[Variable]:
    variables = list(schema.variables)
    if isinstance(visit_order, str):
        return variables
    raise NotImplementedError


def steps_of(schema: Schema, variables: list[Variable]) -> list[Step]:
    codes = {id(variable): i for i, variable in enumerate(schema.codes)}
    numbers = {id(variable): i for i, variable in enumerate(schema.numbers)}
    steps = []
    for variable in variables:
        code = codes.get(id(variable), -1)
        if code >= 0:
            steps.append(Step(False, code, n_levels=variable.n_levels))
        if id(variable) in numbers:
            steps.append(Step(True, numbers[id(variable)], code))
    return steps
