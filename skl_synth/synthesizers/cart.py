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
from skl_synth.generators.label_model import LabelModel
from skl_synth.generators.sequence import Step, in_order, steps_of
from skl_synth.generators.trees import DonorForest, grow_forest
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


class TypeAwareCART(TableSynthesizer):
    """Draw column after column, each from trees on the columns drawn before it.

    A new row starts with a value of the first column, as often as it is in the real
    table. For each further column it falls through a tree, grown on the real rows, into
    a leaf of real rows that are alike in the columns so far, and takes over the value
    of one of them. So every column comes from another person, unlike in SMOTE, where a
    row lies next to one real row in all of them. Whether a number is missing is drawn
    first, then the number.

    Trees are bagged, and each row draws its tree; numbers are moved a little, within
    the distance of neighbouring donors, so that they are seldom those of a real
    person. The decimals of the column, its range, values on which people heap, and
    every kind of column are kept.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class, see `TypeAwareSMOTE`.
    mode : {"augment", "replace"}, default="augment"
        Real rows plus synthetic ones, or synthetic ones only.
    n_estimators : int, default=10
        Trees per column.
    min_samples_leaf : int, default=10
        Least number of different real rows in a leaf. Large leaves tell less of
        single people, small ones more of how columns hang together. A class of few
        rows has smaller leaves, with a warning.
    max_predictors : int or None, default=40
        Columns that the trees of a column may split on: of those drawn before it the
        ones that say most about it, each by itself, and the target. In a wide table
        all of them would take time that grows with the square of the columns. Whether a
        number is missing counts as a column. None for all.
    smoothing : float, default=1.0
        How far numbers are moved: up to this share of the half way, counted in ranks,
        to the next donors of the leaf. 0 keeps the donors' numbers. A value that one
        row in twenty has, such as zero among rare costs, is never moved.
    visit_order : {"table", "levels"} or list of names, default="table"
        Order in which columns are drawn: that of the table; fewest different values
        first; or the columns and one-hot groups that are to come first.
    labels : {"kept", "modelled", "redrawn"}, default="kept"
        ``"kept"``: each class has trees of its own, and its rows are of that class.
        ``"modelled"``: the class is the first column of trees grown on all rows, so
        that a small class borrows from the others. ``"redrawn"``: as ``"kept"``, and
        the label of each row is then drawn anew, by the probabilities of the classifier
        that does best in cross-validation. Models trained on such rows score higher,
        because the outcome is cleaner than in life: say so where you publish them.
        Without classes it has no effect: a continuous target is the first column.
    column_kinds : "infer" or mapping of column to kind, default="infer"
        Kinds that overrule the inferred ones, see `TableEncoder`. The target may be
        called ``"continuous"`` by its name.
    one_hot_groups : "infer", list, mapping or None, default="infer"
        The one-hot groups, see `TableEncoder`.
    implicit_baseline : bool, str or list of str, default=False
        One-hot groups whose encoding dropped one level, see `TableEncoder`.
    one_hot_repair : {"refuse", "repair"}, default="refuse"
        What becomes of one-hot groups with rows that are none, see `TableEncoder`.
    identifiers : {"refuse", "surrogate", "drop"} or mapping, default="refuse"
        What becomes of keys, names and free text, see `TableEncoder`.
    min_category_count : int, default=1
        Levels held by fewer rows than this are not published, see `TableEncoder`.
    rare_label : str, default="Rare"
        The level that stands for rare ones, see `TableEncoder`.
    constraints : list of constraints or None, default=None
        Rules that every row keeps, such as `Inequality`, `FixedCombinations` and
        `Sum`. Rows that break one are replaced by others.
    random_state : int, RandomState instance or None, default=None
        Seed; with an int two fits give identical tables.
    n_jobs : int or None, default=None
        Threads that grow trees. The result does not depend on it.

    Attributes
    ----------
    encoder_ : TableEncoder
        How the table was read; ``describe()`` shows it.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    rows_ : EncodedRows
        The real rows, whose values are the donors. A fitted object holds real people:
        do not publish it.
    target_ : Target
        The real target.
    label_model_ : LabelModel
        The classifier that labels are redrawn from, where they are.
    provenance_ : Candidates
        The rows of the last sample. They have no parents: each value has another donor.
    n_features_in_ : int
        Number of columns.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    See Also
    --------
    MarginalCalibrator : Chooses among its rows so that single columns come out right.
    ProximityFilter : Drops the rows that are copies of real ones or too close.
    TypeAwareSMOTE : Places rows between real neighbours.

    Notes
    -----
    Rows are further from single people than those of SMOTE, but that is measured, not
    proved: use `SyntheticEvaluator`.

    Levels of a category are put in the order of the mean response before a tree splits
    on them, which for one response is as good as trying all ways to split them; for
    several their first principal component serves [3]_.

    References
    ----------
    .. [1] J. P. Reiter, "Using CART to generate partially synthetic public use
       microdata", Journal of Official Statistics 21, 441-462, 2005.
    .. [2] B. Nowok, G. M. Raab, C. Dibben, "synthpop: bespoke creation of synthetic
       data in R", Journal of Statistical Software 74(11), 2016.
    .. [3] D. Coppersmith, S. J. Hong, J. R. M. Hosking, "Partitioning nominal
       attributes in decision trees", Data Mining and Knowledge Discovery 3, 197-217,
       1999.

    Examples
    --------
    >>> from skl_synth import TypeAwareCART
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(300, random_state=0).drop(columns="patient_id")
    >>> X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    >>> X_new, y_new = TypeAwareCART(mode="replace", random_state=0).fit_resample(X, y)
    >>> bool((X_new.dtypes == X.dtypes).all())
    True
    >>> y_new.value_counts().to_dict() == y.value_counts().to_dict()
    True
    """

    _parameter_constraints: dict = {
        **TableSynthesizer._parameter_constraints,
        "n_estimators": [Interval(numbers.Integral, 1, None, closed="left")],
        "min_samples_leaf": [Interval(numbers.Integral, 2, None, closed="left")],
        "max_predictors": [Interval(numbers.Integral, 1, None, closed="left"), None],
        "smoothing": [Interval(numbers.Real, 0, 1, closed="both")],
        "visit_order": [StrOptions({"table", "levels"}), "array-like"],
        "labels": [StrOptions({"kept", "modelled", "redrawn"})],
        "n_jobs": [numbers.Integral, None],
    }

    holds_real_rows = True
    """Whether a fitted object holds real people; its donors are real values."""

    def __init__(
        self,
        sampling_strategy: Any = "auto",
        *,
        mode: str = "augment",
        n_estimators: int = 10,
        min_samples_leaf: int = 10,
        max_predictors: int | None = 40,
        smoothing: float = 1.0,
        visit_order: Any = "table",
        labels: str = "kept",
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
        implicit_baseline: Any = False,
        one_hot_repair: str = "refuse",
        identifiers: Any = "refuse",
        min_category_count: int = 1,
        rare_label: str = "Rare",
        constraints: Any = None,
        random_state: Any = None,
        n_jobs: int | None = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.mode = mode
        self.n_estimators = n_estimators
        self.min_samples_leaf = min_samples_leaf
        self.max_predictors = max_predictors
        self.smoothing = smoothing
        self.visit_order = visit_order
        self.labels = labels
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.implicit_baseline = implicit_baseline
        self.one_hot_repair = one_hot_repair
        self.identifiers = identifiers
        self.min_category_count = min_category_count
        self.rare_label = rare_label
        self.constraints = constraints
        self.random_state = random_state
        self.n_jobs = n_jobs

    def _learn_rows(self, X: Any) -> None:
        schema, target = self.encoder_.schema_, self.target_
        rng = check_random_state(self.random_state)
        steps = steps_of(schema, in_order(schema, self.rows_, self.visit_order))
        rows, groups = self._with_target(self.rows_, target.encoded), target.groups
        # The target comes first, so that every column is drawn in view of it.
        if target.kind == "continuous":
            steps.insert(0, Step(True, rows.numbers.shape[1] - 1, is_target=True))
        if self._pools:
            code = rows.codes.shape[1] - 1
            steps.insert(0, Step(False, code, n_levels=target.n_groups, is_target=True))
            groups = np.zeros_like(groups)
        self._forests = self._grow(rows, steps, groups, rng)
        if self._redraws:
            matrix, seed = self.encoder_.matrix(self.rows_), _seeds(rng, 1)[0]
            self.label_model_ = LabelModel.fit(matrix, target.encoded, int(seed))

    @property
    def _pools(self) -> bool:
        """Whether trees are grown on the rows of all classes at once."""
        return self.labels == "modelled" and self.target_.kind == "classes"

    @property
    def _redraws(self) -> bool:
        return self.labels == "redrawn" and self.target_.kind == "classes"

    def _with_target(self, rows: EncodedRows, target: np.ndarray) -> EncodedRows:
        """Make the target one more attribute of the rows, where it is drawn as one."""
        numbers, decimals, codes = rows.numbers, rows.decimals, rows.codes
        if self.target_.kind == "continuous":
            numbers = np.column_stack([numbers, target])
            decimals = np.column_stack([decimals, np.zeros(len(rows), dtype=np.int8)])
        elif self._pools:
            codes = np.column_stack([codes, target.astype(np.int32)])
        return EncodedRows(numbers, decimals, codes)

    def _grow(
        self,
        rows: EncodedRows,
        steps: list[Step],
        groups: np.ndarray,
        rng: np.random.RandomState,
    ) -> list[list[DonorForest]]:
        """Grow the trees of every group; their seeds are drawn beforehand."""
        sizes = np.bincount(groups).tolist()
        seeds = _seeds(rng, (len(sizes), len(steps), self.n_estimators))
        tasks = []
        for group, size in enumerate(sizes):
            members, leaf = rows.take(groups == group), self._leaf(group, size)
            tasks += [
                delayed(grow_forest)(
                    members, steps[: n + 1], seeds[group, n], leaf, self.max_predictors
                )
                for n in range(len(steps))
            ]
        grown = iter(Parallel(n_jobs=self.n_jobs, prefer="threads")(tasks))
        return [[next(grown) for _ in steps] for _ in sizes]

    def _leaf(self, group: int, size: int) -> int:
        """Least size of a leaf, smaller in a class that has few rows."""
        adapted = max(LEAST_LEAF, size // LEAVES_PER_CLASS)
        if adapted >= self.min_samples_leaf:
            return self.min_samples_leaf
        if size < 2:
            # Refused where rows of it are asked for.
            return adapted
        name = "the table" if self._pools else self.target_.label(group)
        warnings.warn(
            f"{name} has {size} rows: leaves of {adapted} rows are used instead of "
            f"min_samples_leaf={self.min_samples_leaf}.",
            UserWarning,
            stacklevel=2,
        )
        return adapted

    def _check_counts(self, counts: np.ndarray) -> None:
        sizes = np.bincount(self.target_.groups, minlength=self.target_.n_groups)
        few = sizes < 2 if not self._pools else np.full(len(sizes), sizes.sum() < 2)
        for group in np.flatnonzero((counts > 0) & few).tolist():
            raise ValueError(
                f"{self.target_.label(group)} has {sizes[group]} row (n_samples = "
                f"{sizes[group]}), and whatever is drawn from it is that row: merge or "
                "drop the class, or leave it out through sampling_strategy."
                f"{self.target_.hint_of_regression()}"
            )

    def _draw_rows(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        if self._redraws:
            return self._draw_redrawn(counts, rng)
        return self._draw_kept(counts, rng)

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
            labels = self.label_model_.draw(self.encoder_.matrix(rows), short, rng)
            order = rng.permutation(len(labels))
            for group in np.flatnonzero(short).tolist():
                mine = order[labels[order] == group][: short[group]]
                chosen.append(without_parents(rows.take(mine), labels[mine]))
                short[group] -= len(mine)
        return stack_candidates(chosen)

    def _draw_groups(
        self, forests: list[DonorForest], groups: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        """Draw one row for each group that is given."""
        rows = self._with_target(_blank(len(groups), self.rows_), groups)
        for forest in forests:
            forest.draw(rows, self.smoothing, rng)
        if self.target_.kind == "continuous":
            groups = self.target_.snap(rows.numbers[:, -1])
        n_numbers, n_codes = self.rows_.numbers.shape[1], self.rows_.codes.shape[1]
        rows = EncodedRows(
            rows.numbers[:, :n_numbers],
            rows.decimals[:, :n_numbers],
            rows.codes[:, :n_codes],
        )
        return without_parents(self.encoder_.snap(rows), groups)


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
