"""TypeAwareSMOTE: synthetic rows between real neighbours, in the types of the table."""

from __future__ import annotations

import numbers
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from skl_synth.base import TableSynthesizer
from skl_synth.compat import HasMethods, Interval, StrOptions
from skl_synth.generators.interpolation import (
    INTERPOLATIONS,
    draw_parents,
    draw_weights,
    mix_rows,
    mix_values,
)
from skl_synth.generators.neighborhood import draw_local_weights, mix_locally
from skl_synth.generators.smoothing import spikes_of
from skl_synth.neighbors import NeighborLists
from skl_synth.table.rows import Candidates, EncodedRows, stack_candidates


@dataclass(frozen=True, eq=False)
class _Source:
    """The rows between which new ones are placed, and the real rows they come from."""

    rows: EncodedRows
    target: np.ndarray
    ancestors: np.ndarray
    shares: np.ndarray


class TypeAwareSMOTE(TableSynthesizer):
    """SMOTE that gives back rows of the same table: same types, ranges and decimals.

    A new row is placed between a real row and one of its nearest neighbours of the
    same class. Integers and binaries are then rounded, decimals are those that the
    column had, and of each category or one-hot group one level is chosen, that of
    most weight. Missing values are values too: whether one is missing is
    decided like a binary, and its number is neither invented nor averaged in.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class, as in imbalanced-learn. A dict gives the final
        number of rows of a class in the output. ``"auto"``: in augment mode every
        class grows to the size of the largest; in replace mode every class keeps its
        real count.
    mode : {"augment", "replace"}, default="augment"
        Real rows plus synthetic ones, or synthetic ones only.
    k_neighbors : int or object, default=6
        Number of neighbours among which the second row is drawn; or any object with
        ``fit``, ``kneighbors`` and ``n_neighbors``, which counts the row itself. A
        class of fewer rows uses all there are, with a warning.
    interpolation : {"segment", "simplex", "per_feature", "local"}, default="segment"
        ``"segment"``, as taught: a random part of the way from the one row to the
        other. ``"simplex"``: a random point among the row and ``n_vertices`` of its
        neighbours. ``"per_feature"``: another random part of the way in each column.
        ``"local"``: numbers are drawn about the mean of the row and its neighbours,
        with their covariance, and all categories come from one neighbour: rows are as
        spread out as the neighbours are, and rare levels as frequent.
    n_vertices : int, default=3
        Neighbours that take part in a simplex.
    noise_scale : float, default=0.0
        Standard deviation of the normal noise added to numbers before they are
        rounded, in units of the standard deviation of the column. A number that one row
        in twenty has, such as zero among rare costs, stays what it is.
    n_rounds : int, default=1
        Rounds of SMOTE, at most 8: from the second on, rows are placed between
        synthetic ones.
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
        Threads of the neighbour search. The result does not depend on it.

    Attributes
    ----------
    encoder_ : TableEncoder
        How the table was read; ``describe()`` shows it.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    rows_ : EncodedRows
        The real rows. A fitted SMOTE holds real people: do not publish it.
    target_ : Target
        The real target.
    provenance_ : Candidates
        The rows of the last sample with their parents and weights, for audit; no
        export writes it.
    n_features_in_ : int
        Number of columns.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    See Also
    --------
    ProximityFilter : Drops the rows that are copies of real ones or too close.
    SyntheticEvaluator : Measures what the synthetic rows are worth.

    Notes
    -----
    Rows made by SMOTE lie between real rows and reveal who was in the table; to
    publish them, wrap this class in a `ProximityFilter` and measure what remains.

    Neighbours are searched on the standardised matrix, so that no column decides
    alone because of its unit.

    References
    ----------
    .. [1] N. V. Chawla, K. W. Bowyer, L. O. Hall, W. P. Kegelmeyer, "SMOTE: synthetic
       minority over-sampling technique", Journal of Artificial Intelligence Research
       16, 321-357, 2002.

    Examples
    --------
    >>> from skl_synth import TypeAwareSMOTE
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(300, random_state=0).drop(columns="patient_id")
    >>> X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    >>> X_all, y_all = TypeAwareSMOTE(random_state=0).fit_resample(X, y)
    >>> bool((X_all.dtypes == X.dtypes).all())
    True
    >>> len(set(y_all.value_counts()))
    1
    """

    _parameter_constraints: dict = {
        **TableSynthesizer._parameter_constraints,
        "k_neighbors": [
            Interval(numbers.Integral, 1, None, closed="left"),
            HasMethods(["fit", "kneighbors"]),
        ],
        "interpolation": [StrOptions({*INTERPOLATIONS, "local"})],
        "n_vertices": [Interval(numbers.Integral, 1, None, closed="left")],
        "noise_scale": [Interval(numbers.Real, 0, None, closed="left")],
        # The real rows behind a row double with every round, and all are remembered.
        "n_rounds": [Interval(numbers.Integral, 1, 8, closed="both")],
        "n_jobs": [numbers.Integral, None],
    }

    def __init__(
        self,
        sampling_strategy: Any = "auto",
        *,
        mode: str = "augment",
        k_neighbors: Any = 6,
        interpolation: str = "segment",
        n_vertices: int = 3,
        noise_scale: float = 0.0,
        n_rounds: int = 1,
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
        self.k_neighbors = k_neighbors
        self.interpolation = interpolation
        self.n_vertices = n_vertices
        self.noise_scale = noise_scale
        self.n_rounds = n_rounds
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
        self._neighbors: dict[int, NeighborLists] = {}

    def _check_counts(self, counts: np.ndarray) -> None:
        sizes = np.bincount(self.target_.groups, minlength=self.target_.n_groups)
        for group in np.flatnonzero(counts).tolist():
            if sizes[group] < 2:
                raise ValueError(
                    f"{self.target_.label(group)} has {sizes[group]} row (n_samples = "
                    f"{sizes[group]}), and SMOTE needs two to place a row between "
                    "them: merge or drop the class, or leave it out through "
                    f"{self._without(group)}."
                    f"{self.target_.hint_of_regression()}"
                )

    def _without(self, group: int) -> str:
        """The strategies by which no row of a class is made."""
        if self.target_.classes is None:
            return "sampling_strategy"
        n_real = int((self.target_.groups == group).sum())
        label = self.target_.classes.tolist()[group]
        # A filter around this synthesizer has a mode of its own.
        return (
            f"sampling_strategy={ {label: 0} } in replace mode, { {label: n_real} } in "
            "augment mode"
        )

    def _draw_rows(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        positions = np.arange(len(self.rows_))[:, None]
        source = _Source(
            self.rows_, self.target_.encoded, positions, np.ones(positions.shape)
        )
        real_counts = np.bincount(self.target_.groups, minlength=len(counts))
        neighbors = self._neighbors
        for _ in range(self.n_rounds - 1):
            made = self._draw(source, real_counts * (counts > 0), neighbors, rng)
            source = _Source(made.rows, made.target, made.parents, made.weights)
            neighbors = {}
        return self._draw(source, counts, neighbors, rng)

    def _draw(
        self,
        source: _Source,
        counts: np.ndarray,
        neighbors: dict[int, NeighborLists],
        rng: np.random.RandomState,
    ) -> Candidates:
        """Draw rows of every class between the rows of a source."""
        groups = self.target_.groups_of(source.target)
        parts = [self._draw_group(source, np.empty(0, dtype=np.intp), None, 0, rng)]
        for group in np.flatnonzero(counts).tolist():
            members = np.flatnonzero(groups == group)
            if group not in neighbors:
                neighbors[group] = self._neighbors_of(source, members)
            parts.append(
                self._draw_group(
                    source, members, neighbors[group], int(counts[group]), rng
                )
            )
        return stack_candidates(parts)

    def _neighbors_of(self, source: _Source, members: np.ndarray) -> NeighborLists:
        self._warn_of_few(source, members)
        rows = self.encoder_.mixed(source.rows.take(members))
        if self.target_.kind == "continuous":
            # The target of a regression is one more column of the row.
            spread = self.target_.encoded.std() or 1.0
            rows = rows.with_number(source.target[members] / spread)
        return NeighborLists(rows, self.k_neighbors, self.n_jobs)

    def _warn_of_few(self, source: _Source, members: np.ndarray) -> None:
        n_others = len(members) - 1
        if isinstance(self.k_neighbors, int | np.integer) and (
            n_others < self.k_neighbors
        ):
            group = self.target_.groups_of(source.target)[members[0]]
            warnings.warn(
                f"{self.target_.label(int(group))} has {len(members)} rows: {n_others} "
                f"neighbours are used instead of k_neighbors={self.k_neighbors}.",
                UserWarning,
                stacklevel=2,
            )

    def _draw_group(
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
        if self.interpolation == "local":
            n_present = min(1 + n_vertices, max(len(members), 1))
            weights = draw_local_weights(parents.shape, n_present, rng)
            rows = mix_locally(source.rows, parents, weights, n_present)
        else:
            n_attributes = source.rows.numbers.shape[1] + source.rows.codes.shape[1]
            weights = draw_weights(self.interpolation, parents.shape, n_attributes, rng)
            rows = mix_rows(source.rows, parents, weights)
        return Candidates(
            rows=self._finish(rows, rng),
            target=self._mix_target(source.target, parents, weights),
            parents=_ancestors_of(source.ancestors, parents),
            weights=_shares_of_ancestors(source.shares, parents, weights),
        )

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
        """Add noise, blank what is missing, and snap."""
        layout, numbers = self.encoder_.layout_, rows.numbers
        if self.noise_scale:
            noise = rng.normal(scale=self.noise_scale, size=numbers.shape)
            noise[self._on_spike(numbers)] = 0.0
            numbers = numbers + noise * layout.scale
        numbers = layout.blank_missing(numbers, rows.codes)
        return self.encoder_.snap(EncodedRows(numbers, rows.decimals, rows.codes))

    def _on_spike(self, numbers: np.ndarray) -> np.ndarray:
        """Mark the numbers that so many real rows have that they stand apart."""
        # A mixture of equal numbers may differ from them in its last digits.
        near = 1e-9 * self.encoder_.layout_.scale
        marks = np.zeros(numbers.shape, dtype=bool)
        for column, values in enumerate(self.rows_.numbers.T):
            for spike in spikes_of(values):
                gap = np.abs(numbers[:, column] - spike)
                marks[:, column] |= gap <= near[column]
        return marks

    def _mix_target(
        self, target: np.ndarray, parents: np.ndarray, weights: np.ndarray
    ) -> np.ndarray:
        if self.target_.kind == "continuous":
            return self.target_.snap(mix_values(target, parents, weights))
        return target[parents[:, 0]]


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
