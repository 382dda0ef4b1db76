"""ProximityFilter: no copies of real rows, and none of those that lie closest."""

from __future__ import annotations

import numbers
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from skl_synth.compat import Interval
from skl_synth.counts import is_spent, named_counts, rows_to_draw
from skl_synth.generators.outcomes import (
    FATES,
    IDENTICAL,
    KEPT,
    cut_to,
    decide,
    repeats,
)
from skl_synth.neighbors import NearestRow, stack_mixed
from skl_synth.selection.wrapper import SelectingSynthesizer
from skl_synth.table.precision import FULL
from skl_synth.table.rows import Candidates, stack_candidates, without_parents
from skl_synth.table.target import require_classes

TELLING_SHARE = 0.25
"""It is told if more than this share of the candidates passes for copies."""


class ProximityFilter(SelectingSynthesizer):
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
        they lie closest to a real row: from 0 to below 1.
    duplicate_tolerance : float, default=1e-3
        Rows nearer than this to a real row are identical to it, if they also have its
        values wherever a column has a limited number of decimals. 0 keeps copies.
    min_distance : float or None, default=None
        Least distance to the nearest real row, in standard deviations.
    oversampling_factor : float, default=2.0
        Candidates per row needed, at least; more are generated where the filter needs
        them.
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class, see `TypeAwareSMOTE`.
    mode : {"augment", "replace"}, default="augment"
        Real rows plus synthetic ones, or synthetic ones only.
    random_state : int, RandomState instance or None, default=None
        Seed; with an int two fits give identical tables.
    n_jobs : int or None, default=None
        Threads of the search for the nearest real row. The result does not depend on
        it.

    Attributes
    ----------
    sampler_ : BaseSynthesizer
        The fitted synthesizer.
    encoder_ : TableEncoder
        How the table was read.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    provenance_ : Candidates
        The rows of the last sample with their parents, distances and nearest real
        rows, for audit; no export writes it.
    fates_ : dict of str to int
        What became of the candidates of the last sample: kept, identical, repeated,
        closest, within_min_distance, surplus.
    n_features_in_ : int
        Number of columns.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    See Also
    --------
    TypeAwareSMOTE : The synthesizer that is wrapped unless another is given.
    SyntheticEvaluator : Measures what the rows that remain are worth.

    Notes
    -----
    Where the columns allow so few different rows that every one of them is a real row,
    there is nothing to add: with ``sampling_strategy="auto"`` in augment mode none is
    added, with a warning; a number that was asked for is refused.

    Removing the closest rows does not make a table safe to publish: it lowers what an
    attacker can learn about membership only a little. Measure it.

    References
    ----------
    .. [1] N. V. Chawla, K. W. Bowyer, L. O. Hall, W. P. Kegelmeyer, "SMOTE: synthetic
       minority over-sampling technique", Journal of Artificial Intelligence Research
       16, 321-357, 2002.

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

    _parameter_constraints: dict = {
        **SelectingSynthesizer._parameter_constraints,
        "removal_fraction": [Interval(numbers.Real, 0, 1, closed="left")],
        "duplicate_tolerance": [Interval(numbers.Real, 0, None, closed="left")],
        "min_distance": [Interval(numbers.Real, 0, None, closed="left"), None],
        "oversampling_factor": [Interval(numbers.Real, 1, None, closed="left")],
    }

    def __init__(
        self,
        sampler: Any = None,
        *,
        removal_fraction: float = 0.1,
        duplicate_tolerance: float = 1e-3,
        min_distance: float | None = None,
        oversampling_factor: float = 2.0,
        sampling_strategy: Any = "auto",
        mode: str = "augment",
        random_state: Any = None,
        n_jobs: int | None = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.sampler = sampler
        self.removal_fraction = removal_fraction
        self.duplicate_tolerance = duplicate_tolerance
        self.min_distance = min_distance
        self.oversampling_factor = oversampling_factor
        self.mode = mode
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any = None, reference: Any = None) -> ProximityFilter:
        """Learn a real table, and what no released row may equal.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table, without the target.
        y : array-like of shape (n_rows,), default=None
            The target: class labels, a continuous target, or None.
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
        super().fit(X, y)
        if reference is not None:
            further = self.encoder_.encode(reference, unknown="ignore")
            known = [self._nearest.rows, self.encoder_.mixed(further)]
            self._nearest = NearestRow(stack_mixed(known), self.n_jobs)
        return self

    def fit_resample(self, X: Any, y: Any, reference: Any = None) -> tuple:
        """Fit, then sample: the real rows and synthetic ones, or synthetic ones only.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table, without the target.
        y : array-like of shape (n_rows,)
            Class labels.
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
        require_classes(y)
        return self.fit(X, y, reference)._resampled(X)

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
        rows = self.encoder_.snap(self.encoder_.encode(X))
        target = self._target_of(y, len(rows))
        candidates = self._measure(without_parents(rows, target))
        groups, fates = self.target_.groups_of(target), self.fates_of(candidates)
        if isinstance(self.sampling_strategy, Mapping):
            had = np.bincount(groups[fates == KEPT], minlength=self.target_.n_groups)
            counts = named_counts(self.sampling_strategy, self.target_, had)
            if np.any(had < counts):
                self._refuse(counts, had)
            rng = check_random_state(self.random_state)
            # Marks the others as surplus: those that remain stay in their order.
            cut_to(candidates, groups, fates, counts, rng)
        kept = candidates.take(fates == KEPT)
        self._remember(fates)
        self.provenance_ = kept
        return self._write(kept)

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
        rows = self.encoder_.encode(X, unknown="ignore")
        return self._nearest.query(self.encoder_.mixed(rows))

    def _target_of(self, y: Any, n_rows: int) -> np.ndarray:
        if y is None:
            if self.target_.kind != "none":
                raise ValueError(
                    "the real table has a target: pass the target of the synthetic "
                    "table as y."
                )
            return np.zeros(n_rows, dtype=np.intp)
        encoded = self.target_.snap(self.target_.encode(y))
        if len(encoded) != n_rows:
            raise ValueError(
                f"the table has {n_rows} rows and its target {len(encoded)}."
            )
        return encoded

    def _generate(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        survival = np.full(len(counts), 1.0 - self.removal_fraction)
        per_row = np.maximum(1.0 / survival, self.oversampling_factor)
        asked = np.ceil(counts * per_row).astype(np.intp)
        pool = self._measure(self.sampler_._generate(asked, rng))
        while True:
            groups, fates = self.target_.groups_of(pool.target), self.fates_of(pool)
            made = np.bincount(groups, minlength=len(counts))
            had = np.bincount(groups[fates == KEPT], minlength=len(counts))
            if not (counts > had).any():
                break
            if is_spent(counts, had, made, share=1 - self.removal_fraction):
                if not self._may_fall_short(counts):
                    self._refuse(counts, had)
                self._warn_of_domain(counts, had)
                counts = np.minimum(counts, had)
                break
            asked = rows_to_draw(counts, had, made)
            more = self._measure(self.sampler_._generate(asked, rng))
            pool = stack_candidates([pool, more])
        self._warn_of_tolerance(pool, fates)
        chosen = cut_to(pool, groups, fates, counts, rng)
        self._remember(fates)
        return chosen

    def _warn_of_tolerance(self, pool: Candidates, fates: np.ndarray) -> None:
        """Say so where many rows count as copies that are none."""
        assert pool.distances is not None
        near = (fates == IDENTICAL) & (pool.distances > 0)
        share = near.mean() if len(near) else 0.0
        if share > TELLING_SHARE:
            warnings.warn(
                f"{share:.0%} of the candidates were dropped because they lie within "
                f"duplicate_tolerance={self.duplicate_tolerance} of a real row, though "
                "they equal none: those that remain may be unlike the table. A column "
                "of full precision with a long tail makes other distances small: "
                "transform or round it, or lower duplicate_tolerance.",
                UserWarning,
                stacklevel=2,
            )

    def fates_of(self, candidates: Candidates) -> np.ndarray:
        """Decide which candidates may be published.

        Parameters
        ----------
        candidates : Candidates
            Snapped rows with their distances to the real rows.

        Returns
        -------
        ndarray of shape (n_candidates,), dtype int8
            The fate of each: its place in `fates_`.
        """
        return decide(
            candidates,
            is_copy=self._is_copy(candidates),
            removal_fraction=self.removal_fraction,
            min_distance=self.min_distance,
            repeats_go=self.duplicate_tolerance > 0,
        )

    def _is_copy(self, candidates: Candidates) -> np.ndarray:
        """Mark the rows that equal their nearest real row, as far as one can tell.

        Numbers of full precision are equal within the tolerance. Those with the
        decimals of a column are equal or are not: where a long tail makes the standard
        deviation large, a tolerance would take 1 and 3 visits for the same number.
        """
        assert candidates.distances is not None
        assert candidates.nearest is not None
        is_copy = candidates.distances < self.duplicate_tolerance
        near = np.flatnonzero(is_copy)
        made = self.encoder_.mixed(candidates.rows.take(near)).numbers
        real = self._nearest.rows.numbers[candidates.nearest[near]]
        places = [one.precision.decimals for one in self.encoder_.schema_.numbers]
        on_grid = np.array(places, dtype=np.intp) < FULL
        is_copy[near] = (made == real)[:, on_grid].all(axis=1)
        return is_copy

    def _remember(self, fates: np.ndarray) -> None:
        number = np.bincount(fates, minlength=len(FATES)).tolist()
        self.fates_ = dict(zip(FATES, number, strict=True))

    def _may_fall_short(self, counts: np.ndarray) -> bool:
        """Whether there is no new row at all, and nobody has asked for a number.

        "auto" asks for classes as even as the table allows; a number is met or refused.
        """
        told = not isinstance(self.sampling_strategy, str) or counts is not self.counts_
        if told or self.mode == "replace":
            return False
        rows = without_parents(self.rows_, np.zeros(len(self.rows_)))
        n_real = len(self.rows_) - repeats(rows).sum()
        return bool(n_real >= self.encoder_.schema_.n_possible_rows)

    def _warn_of_domain(self, counts: np.ndarray, had: np.ndarray) -> None:
        group = int(np.argmax(counts > had))
        warnings.warn(
            f"{self.target_.label(group)} gains {had[group]} rows where "
            f"{counts[group]} would make the classes even: every row that the columns "
            "allow is a real one. Keep columns with more different values (decimals, "
            "say).",
            UserWarning,
            stacklevel=2,
        )

    def _refuse(self, counts: np.ndarray, had: np.ndarray) -> None:
        group = int(np.argmax(counts > had))
        raise ValueError(
            f"only {had[group]} of {counts[group]} rows of {self.target_.label(group)} "
            "could be had that are no copies of real rows or of one another: the "
            "sampler makes, or the columns allow, too few different rows. Ask for "
            "fewer rows through sampling_strategy; lower removal_fraction, "
            "min_distance or duplicate_tolerance; keep columns with more different "
            "values (decimals, say); or, where most columns are categories, use "
            "TypeAwareSMOTE(interpolation='per_feature')."
        )
