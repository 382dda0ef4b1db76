"""BaseSynthesizer: what every generator has in common."""

from __future__ import annotations

import os
from abc import abstractmethod
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from skl_synth.compat import BaseOverSampler, fit_context
from skl_synth.counts import (
    COUNT_CONSTRAINTS,
    counts_for,
    counts_to_generate,
    is_spent,
    rows_to_draw,
)
from skl_synth.saving.files import save
from skl_synth.table.constraints import Rules
from skl_synth.table.containers import record_columns
from skl_synth.table.encoder import SCHEMA_CONSTRAINTS, TableEncoder
from skl_synth.table.rows import Candidates, EncodedRows, stack_candidates
from skl_synth.table.target import Target, check_order, require_classes


class BaseSynthesizer(BaseOverSampler):
    """Base class of all synthesizers: fit, sample and fit_resample.

    A generator fills in two hooks. ``_learn(X, y)`` reads the real table, sets
    ``encoder_``, ``rows_`` and ``target_``, and learns. ``_generate(counts, rng)``
    makes the `Candidates` of each class that are asked for. Containers, class counts,
    seeds, shuffling and the way back to a table are dealt with here, once.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class, see `TypeAwareSMOTE`.

    See Also
    --------
    TypeAwareSMOTE : The synthesizer of the taught method.
    ProximityFilter : A synthesizer that wraps one and drops what is too close.

    Examples
    --------
    >>> from skl_synth import BaseSynthesizer, ProximityFilter, TypeAwareSMOTE
    >>> issubclass(TypeAwareSMOTE, BaseSynthesizer)
    True
    >>> issubclass(ProximityFilter, BaseSynthesizer)
    True
    """

    _parameter_constraints: dict = {**COUNT_CONSTRAINTS}

    holds_real_rows: bool = True
    """Whether a fitted one holds real rows. Those that hold none say so."""

    sampling_strategy: Any
    mode: str
    random_state: Any
    encoder_: TableEncoder
    rows_: EncodedRows
    target_: Target

    @fit_context(prefer_skip_nested_validation=False)
    def fit(self, X: Any, y: Any = None) -> BaseSynthesizer:
        """Learn a real table.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table, without the target.
        y : array-like of shape (n_rows,), default=None
            The target: class labels; a continuous target, which is synthesised with
            the columns; or None.

        Returns
        -------
        BaseSynthesizer
            The fitted synthesizer.

        Raises
        ------
        ValueError
            If the table, the target or a parameter cannot be used; the message names
            the column or the class, the value and the remedy.
        """
        return self._fit(X, y)

    def sample(self, n_samples: Any = None, random_state: Any = None) -> tuple:
        """Draw synthetic rows; real rows are never part of the result.

        Parameters
        ----------
        n_samples : int or mapping of class to int, default=None
            How many rows. An int is shared among the classes as in the real table.
            None draws what ``sampling_strategy`` and ``mode`` ask for.
        random_state : int, RandomState instance or None, default=None
            Seed of this sample; None uses the ``random_state`` of the synthesizer.

        Returns
        -------
        X : {dataframe, ndarray, sparse matrix, list} of shape (n_samples, n_columns)
            The rows, in the container of the real table, shuffled.
        y : {Series, ndarray, list} of shape (n_samples,) or None
            Their target.

        Raises
        ------
        ValueError
            If that many rows cannot be had.
        """
        check_is_fitted(self)
        if n_samples is None:
            counts = self.counts_
        else:
            counts = counts_for(n_samples, self.target_)
            self._check_counts(counts)
        seed = self.random_state if random_state is None else random_state
        rng = check_random_state(seed)
        candidates = self._generate(counts, rng)
        candidates = candidates.take(rng.permutation(len(candidates)))
        self.provenance_ = candidates
        return self._write(candidates)

    def fit_resample(self, X: Any, y: Any) -> tuple:
        """Fit, then sample: the real rows and synthetic ones, or synthetic ones only.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table, without the target.
        y : array-like of shape (n_rows,)
            Class labels.

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
            If the target is continuous or absent, as in all of imbalanced-learn: use
            ``fit`` and ``sample``; and for all that ``fit`` and ``sample`` raise.
        """
        require_classes(y)
        return self.fit(X, y)._resampled(X)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Save the fitted synthesizer to a file, which `skl_synth.load` reads.

        The file is there whole or not at all, and runs no code when it is loaded. What
        is known of the last sample (``provenance_``) is left out.

        Parameters
        ----------
        path : str or path
            The file, which is replaced where it exists.

        Raises
        ------
        TypeError
            If a parameter or what was learnt cannot be saved, such as a function.
        OSError
            If the file cannot be written; nothing is left of it then.

        Warns
        -----
        RealRowsWarning
            If the file holds real rows: whoever has it has the table.
        """
        save(self, path)

    def describe(self) -> pd.DataFrame:
        """Show what each column was taken for, and why.

        Returns
        -------
        DataFrame
            One row per column or one-hot group, see `Schema.describe`.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        """
        check_is_fitted(self)
        return self.encoder_.describe()

    @abstractmethod
    def _learn(self, X: Any, y: Any) -> None:
        """Set ``encoder_``, ``rows_`` and ``target_``, and learn the real rows."""

    @abstractmethod
    def _generate(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        """Make exactly ``counts[i]`` snapped rows of class ``i``, in any order."""

    def _saved_state(self) -> dict[str, Any]:
        """Attributes that a saved file holds; what is known of a sample is not."""
        left_out = ("provenance_", "fates_")
        return {name: v for name, v in vars(self).items() if name not in left_out}

    def _fit(self, X: Any, y: Any) -> BaseSynthesizer:
        self._learn(X, y)
        self.counts_ = counts_to_generate(
            self.sampling_strategy, self.mode, self.target_
        )
        self._check_counts(self.counts_)
        self.sampling_strategy_ = self._final_counts()
        return self

    def _check_counts(self, counts: np.ndarray) -> None:
        """Refuse counts that cannot be made; nothing to refuse by default."""

    def _resampled(self, X: Any) -> tuple:
        X_new, y_new = self.sample()
        if self.mode == "replace":
            return X_new, y_new
        X_all = self.encoder_.append(X, X_new)
        return X_all, self.target_.append(y_new, X_all)

    def _final_counts(self) -> dict:
        """Rows to be generated by label, under imbalanced-learn's attribute name."""
        if self.target_.classes is None:
            return {}
        labels = self.target_.classes.tolist()
        return dict(zip(labels, self.counts_.tolist(), strict=True))

    def _write(self, candidates: Candidates) -> tuple:
        frame = self.encoder_.decode(candidates.rows)
        X = self.encoder_.format_.write(frame)
        y = self.target_.decode(candidates.target)
        if isinstance(y, (pd.Series, pd.DataFrame)) and isinstance(X, pd.DataFrame):
            y = y.set_axis(X.index, axis=0)
        return X, y

    def _fit_resample(self, X: Any, y: Any, **params: Any) -> tuple:
        """Hook of imbalanced-learn's base class, whose fit_resample is replaced."""
        return self.fit(X, y, **params)._resampled(X)


class TableSynthesizer(BaseSynthesizer):
    """Base class of the synthesizers that read the real table themselves.

    Those that wrap a synthesizer do not: they take over what the inner one has read.
    A generator fills in ``_learn_rows(X)``, with ``rows_`` and ``target_`` at hand, and
    ``_draw_rows(counts, rng)``, which makes rows without regard to the constraints.

    See Also
    --------
    BaseSynthesizer : The base class of all.
    """

    _parameter_constraints: dict = {
        **BaseSynthesizer._parameter_constraints,
        **SCHEMA_CONSTRAINTS,
        "constraints": [list, tuple, None],
    }

    column_kinds: Any
    one_hot_groups: Any
    implicit_baseline: Any
    one_hot_repair: str
    identifiers: Any
    min_category_count: int
    rare_label: str
    constraints: Any

    def _learn(self, X: Any, y: Any) -> None:
        check_order(X, y)
        self.encoder_ = TableEncoder(
            self._kinds_of_columns(y),
            one_hot_groups=self.one_hot_groups,
            implicit_baseline=self.implicit_baseline,
            one_hot_repair=self.one_hot_repair,
            identifiers=self.identifiers,
            min_category_count=self.min_category_count,
            rare_label=self.rare_label,
        )
        self.rows_ = self.encoder_.fit_encode(X)
        self.target_ = Target.read(y, len(self.rows_), self.column_kinds)
        self.rules_ = Rules.fit(
            self.constraints or (), self.encoder_.schema_, self.rows_
        )
        # The encoder has checked the table; only its columns are recorded here.
        record_columns(self, X, reset=True)
        self._learn_rows(X)

    def _kinds_of_columns(self, y: Any) -> Any:
        """Leave out what the user said of the target, which is no column of X."""
        if isinstance(self.column_kinds, str):
            return self.column_kinds
        name = getattr(y, "name", None)
        return {key: kind for key, kind in self.column_kinds.items() if key != name}

    def _learn_rows(self, X: Any) -> None:
        """Learn from ``rows_`` and ``target_``; nothing to learn by default."""

    @abstractmethod
    def _draw_rows(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        """Make exactly ``counts[i]`` snapped rows of class ``i``, in any order."""

    def _generate(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        """Draw rows until every class has as many as are needed that keep the rules."""
        if not self.rules_:
            return self._draw_rows(counts, rng)
        parts, had = [], np.zeros_like(counts)
        made, asked = np.zeros_like(counts), counts
        while True:
            drawn = self._draw_rows(asked, rng)
            made = made + asked
            kept = self._lawful(drawn, counts - had)
            parts.append(kept)
            had = had + self._sizes(kept)
            if not (counts > had).any():
                return stack_candidates(parts)
            if is_spent(counts, had, made):
                self._refuse_rules(counts, had)
            asked = rows_to_draw(counts, had, made)

    def _lawful(self, drawn: Candidates, room: np.ndarray) -> Candidates:
        """Take the rows that keep the rules, of each class at most what it needs."""
        rows, keeps = self.rules_.settle(drawn.rows)
        settled = replace(drawn, rows=rows)
        groups = self.target_.groups_of(drawn.target)
        chosen = [
            np.flatnonzero(keeps & (groups == group))[:n]
            for group, n in enumerate(room.tolist())
        ]
        return settled.take(np.concatenate(chosen))

    def _sizes(self, candidates: Candidates) -> np.ndarray:
        groups = self.target_.groups_of(candidates.target)
        return np.bincount(groups, minlength=self.target_.n_groups)

    def _refuse_rules(self, counts: np.ndarray, had: np.ndarray) -> None:
        group = int(np.argmax(counts > had))
        raise ValueError(
            f"only {had[group]} of {counts[group]} rows of {self.target_.label(group)} "
            f"could be had that keep the constraints ({self.rules_}): ask for fewer "
            "rows through sampling_strategy, or leave out the constraint that real "
            "rows keep by chance only."
        )

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags
