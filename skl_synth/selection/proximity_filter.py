"""ProximityFilter: no copies of real rows, and none of those that lie closest."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from typing import Any

import numpy as np
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from skl_synth.compat import Interval, StrOptions
from skl_synth.counts import named_counts
from skl_synth.errors import InputError
from skl_synth.generators.generator import Generator
from skl_synth.generators.outcomes import KEPT, count_outcomes, cut_to
from skl_synth.generators.proximity import ProximityGenerator
from skl_synth.generators.shortage import MOST_REMOVED
from skl_synth.generators.strata import Strata
from skl_synth.selection.wrapping_synthesizer import WrappingSynthesizer
from skl_synth.table.rows import Candidates, EncodedRows, without_parents


class ProximityFilter(WrappingSynthesizer):
    """Wrap a synthesizer and drop what equals, or lies closest to, a real row.

    More rows than needed are generated and restored to rows of the table. Rows
    identical to a real row go first, and repetitions; then the closest
    ``removal_fraction`` of the rest; then those nearer than ``min_distance``; then a
    random choice, even over the real rows that candidates start from, leaves exactly
    the class counts that were asked for. Distance is
    Euclidean on the standardised matrix, to the nearest of all real rows of every
    class, and is measured on the rows as they will be published.

    Parameters
    ----------
    sampler : object with ``fit_resample``, default=None
        A synthesizer, an over-sampler of imbalanced-learn, or a pipeline that ends in
        one. It supplies candidates only: strategy, mode and seed of the filter govern.
        None stands for `TypeAwareSMOTE`.
    removal_fraction : float, default=0.1
        Share of the candidates, after identical ones have gone, to be removed because
        they lie closest to a real row: from 0 to 0.99.
    duplicate_tolerance : float, default=1e-3
        Rows nearer than this to a real row are identical to it, if they also have its
        values wherever a column has a limited number of decimals. 0 keeps copies.
    min_distance : float or None, default=None
        Least distance to the nearest real row, in standard deviations.
    duplicates : {"all", "excess"}, default="all"
        Which copies of real rows are dropped, and which repetitions. "all": every one,
        as taught. "excess": copies stay as often as strangers show them, that is, as
        people of the real table equal another person of it, each class by itself; only
        what is above that is dropped, by lot. Where nobody equals another, none stays.
        The steps below then look at the rows that are no copies, and repetitions stay.
    oversampling_factor : float, default=2.0
        Candidates per row needed, at least; more are generated where the filter needs
        them.
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class, see `TypeAwareSMOTE`.
    mode : {"augment", "replace"}, default="augment"
        Real rows plus synthetic ones, or synthetic ones only.
    encoder : TableEncoder or None, default=None
        All that is said of the table; None: what the sampler says of it.
    random_state : int, RandomState instance or None, default=None
        Seed; with an int two fits give identical tables.
    n_jobs : int or None, default=None
        Threads of the search for the nearest real row. The result does not depend on
        it.

    Attributes
    ----------
    sampler_ : BaseSynthesizer
        The wrapped synthesizer, fitted.
    table_ : RealTable
        The real table as it was read. A fitted object holds real people: do not publish
        it.
    encoder_ : TableEncoder
        How the table was read; ``describe()`` shows it.
    generator_ : ProximityGenerator or Strata
        What has learnt the table, and draws.
    filter_ : ProximityGenerator
        What measures distances to all real rows.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    provenance_ : Candidates
        The rows of the last sample with their parents, distances and nearest real
        rows, for audit; no export writes it.
    filter_counts_ : dict of str to int
        What became of the candidates of the last sample: kept, identical, repeated,
        closest, within_min_distance, unused.
    n_features_in_ : int
        Number of columns.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    See Also
    --------
    TypeAwareSMOTE : The synthesizer that is wrapped unless another is given.
    SyntheticEvaluator : Measures the rows that remain.

    Notes
    -----
    Where the columns allow so few different rows that every one of them is a real row,
    there is nothing to add. With ``sampling_strategy="auto"`` in augment mode as many
    rows are added as can be had, and a warning says how many are missing; a number that
    was asked for is refused. ``duplicates="excess"`` is the way out.

    A warning names the columns, levels and figures where the rows that were kept differ
    from those that were made by more than chance. How often strangers repeat a row is
    what leaving each person out shows [2]_; somebody who stands in the table twice by
    mistake does not count.

    Removing the closest rows does not make a table safe to publish: it lowers what an
    attacker can learn about membership only a little. Measure it.

    References
    ----------
    .. [1] N. V. Chawla, K. W. Bowyer, L. O. Hall, W. P. Kegelmeyer, "SMOTE: synthetic
       minority over-sampling technique", Journal of Artificial Intelligence Research
       16, 321-357, 2002.
    .. [2] I. J. Good, "The population frequencies of species and the estimation of
       population parameters", Biometrika 40, 237-264, 1953.

    Examples
    --------
    >>> from skl_synth import ProximityFilter, TypeAwareSMOTE
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(300, random_state=0).drop(columns="patient_id")
    >>> X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    >>> synthesizer = ProximityFilter(
    ...     TypeAwareSMOTE(), mode="replace", random_state=0
    ... )
    >>> X_new, y_new = synthesizer.fit_resample(X, y)
    >>> len(X_new) == len(X)
    True
    >>> distances, nearest = synthesizer.nearest_real(X_new)
    >>> bool(distances.min() > 0.001)
    True
    """

    _generator_class = ProximityGenerator

    _parameter_constraints: dict = {
        **WrappingSynthesizer._parameter_constraints,
        "removal_fraction": [Interval(numbers.Real, 0, MOST_REMOVED, closed="both")],
        "duplicate_tolerance": [Interval(numbers.Real, 0, None, closed="left")],
        "min_distance": [Interval(numbers.Real, 0, None, closed="left"), None],
        "duplicates": [StrOptions({"all", "excess"})],
        "oversampling_factor": [Interval(numbers.Real, 1, None, closed="left")],
    }

    generator_: ProximityGenerator | Strata

    def __init__(
        self,
        sampler: Any = None,
        *,
        removal_fraction: float = 0.1,
        duplicate_tolerance: float = 1e-3,
        min_distance: float | None = None,
        duplicates: str = "all",
        oversampling_factor: float = 2.0,
        sampling_strategy: Any = "auto",
        mode: str = "augment",
        encoder: Any = None,
        random_state: Any = None,
        n_jobs: int | None = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.sampler = sampler
        self.removal_fraction = removal_fraction
        self.duplicate_tolerance = duplicate_tolerance
        self.min_distance = min_distance
        self.duplicates = duplicates
        self.oversampling_factor = oversampling_factor
        self.mode = mode
        self.encoder = encoder
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(
        self, X: Any, y: Any = None, groups: Any = None, reference: Any = None
    ) -> ProximityFilter:
        """Learn a real table, and what no released row may equal.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table, without the target.
        y : array-like of shape (n_rows,), default=None
            The target: class labels, a continuous target, or None.
        groups : array-like of shape (n_rows,), default=None
            Which person each row of X belongs to.
        reference : same container as X, default=None
            Further real rows that a release must not repeat, such as the test part
            when a table is published. The hold-out of an audit does not belong here.

        Returns
        -------
        ProximityFilter
            The fitted filter.

        Raises
        ------
        ValueError
            If the table, the target or a parameter cannot be used; the message names
            the column or the class, the value and the remedy.
        """
        super().fit(X, y, groups=groups)
        if reference is not None:
            self.generator_.avoid(self._encoded(reference, unknown="ignore"))
        return self

    def fit_resample(
        self, X: Any, y: Any, groups: Any = None, reference: Any = None
    ) -> tuple:
        """Fit, then sample: the real rows and synthetic ones, or synthetic ones only.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table, without the target.
        y : array-like of shape (n_rows,)
            Class labels.
        groups : array-like of shape (n_rows,), default=None
            Which person each row of X belongs to.
        reference : same container as X, default=None
            Further real rows that a release must not repeat.

        Returns
        -------
        X_resampled : same container as X
            In augment mode the real rows, bit for bit and first, then the synthetic
            ones. In replace mode synthetic rows only, shuffled, with a fresh index.
        y_resampled : same container as y
            The classes of the rows.

        Raises
        ------
        ValueError
            If the target is continuous or absent: use ``fit`` and ``sample``; or if
            the table is too small in domain for that many rows that are no copies.
        """
        self._require_target(X, y)
        self.fit(X, y, groups, reference)
        return self._resampled(X, y)

    def resample(self, X: Any, y: Any = None) -> tuple:
        """Filter a table made elsewhere, by the real table that was fitted.

        Parameters
        ----------
        X : same container as the real table, of shape (n_rows, n_columns)
            Synthetic rows; restored (rounded, clipped, arg-max) before distances are
            measured.
        y : array-like of shape (n_rows,), default=None
            Their target, where the real table has one.

        Returns
        -------
        X_filtered : same container
            The rows that remain, in their order, restored. All of them, unless
            ``sampling_strategy`` is a dict: then a random choice of as many rows of
            each class that it names.
        y_filtered : same container as the real target
            Their target.

        Raises
        ------
        ValueError
            If columns or levels differ from the real table, or fewer rows remain than
            a dict in ``sampling_strategy`` asks for.
        """
        check_is_fitted(self)
        table, generator = self.table_, self.filter_
        made = self._made_elsewhere(X, y)
        candidates, target = generator.measured(made), made.target
        groups = table.target.groups_of(target)
        rng = check_random_state(self.random_state)
        # Nothing can be drawn in place of what goes: the closest of all go, as taught.
        outcomes = generator.outcomes_of(candidates, rng, by_pattern=False)
        if isinstance(self.sampling_strategy, Mapping):
            had = np.bincount(groups[outcomes == KEPT], minlength=table.n_groups)
            counts = named_counts(self.sampling_strategy, table.target, had)
            if np.any(had < counts):
                generator.refuse(candidates, outcomes, counts)
            # Marks the others as unused: those that remain stay in their order.
            cut_to(candidates, groups, outcomes, counts, rng)
        generator.watch(candidates, outcomes)
        kept = candidates.take(outcomes == KEPT)
        self.provenance_ = kept.diagnosed(filter_counts=count_outcomes(outcomes))
        return self._written(kept)

    def nearest_real(self, X: Any) -> tuple[np.ndarray, np.ndarray]:
        """Find the nearest real row of each row of a table.

        Parameters
        ----------
        X : same container as the real table, of shape (n_rows, n_columns)
            Any rows with the columns of the real table.

        Returns
        -------
        distances : ndarray of shape (n_rows,)
            Euclidean distance on the standardised matrix, in standard deviations.
        indices : ndarray of shape (n_rows,), dtype int
            Position of the nearest real row; reference rows count on behind them.

        Raises
        ------
        ValueError
            If the columns differ from those of the real table.
        """
        check_is_fitted(self)
        return self.filter_.nearest_of(self._encoded(X, unknown="ignore"))

    @property
    def filter_(self) -> ProximityGenerator:
        """The filter over all real rows, also where strata are made apart."""
        generator = self.generator_
        if isinstance(generator, Strata):
            # It learns nothing, but looks at the whole table.
            whole: ProximityGenerator = generator.inner  # type: ignore[assignment]
            return whole
        return generator

    @property
    def filter_counts_(self) -> dict[str, int]:
        """What became of the candidates of the last sample, by outcome."""
        counts: dict[str, int] = self.provenance_.diagnostics["filter_counts"]
        return counts

    def _around(self, inner: Generator) -> ProximityGenerator:
        return self._generator_class(
            inner,
            removal_fraction=self.removal_fraction,
            duplicate_tolerance=self.duplicate_tolerance,
            min_distance=self.min_distance,
            duplicates=self.duplicates,
            oversampling_factor=self.oversampling_factor,
            n_jobs=self.n_jobs,
        )

    def _encoded(self, X: Any, *, unknown: str = "error") -> EncodedRows:
        """Read rows as the real ones were read."""
        return self.table_.encode(X, unknown=unknown)

    def _made_elsewhere(self, X: Any, y: Any) -> Candidates:
        """Read a synthetic table and its target."""
        rows = self.table_.snap(self._encoded(X))
        return without_parents(rows, self._target_of(y, len(rows)))

    def _target_of(self, y: Any, n_rows: int) -> np.ndarray:
        target = self.table_.target
        if y is None:
            if target.kind != "none":
                raise InputError(
                    "the real table has a target",
                    parameter="y",
                    remedies=["pass the target of the synthetic table as y"],
                )
            return np.zeros(n_rows, dtype=np.intp)
        encoded = target.snap(target.encode(y))
        if len(encoded) != n_rows:
            raise InputError(
                "the table has {n_rows} rows and its target {n}",
                parameter="y",
                n_rows=n_rows,
                n=len(encoded),
            )
        return encoded
