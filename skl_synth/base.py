"""BaseSynthesizer: the estimator around a generator, the same for all of them."""

from __future__ import annotations

import os
from abc import abstractmethod
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
    is_number_asked_for,
)
from skl_synth.fitted_views import FittedViews
from skl_synth.generators.constrained import Constrained, unconstrained
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.reach import (
    check_persons,
    check_reach,
    refuse_fewer,
    within_reach,
)
from skl_synth.generators.relevance_hooks import (
    real_rows_kept,
    require_target,
    with_regions,
)
from skl_synth.generators.survival_strata import in_strata
from skl_synth.given_samples import AskedGiven, shuffled
from skl_synth.keywords import SettableParameters
from skl_synth.saving.save_load import save
from skl_synth.table.containers import record_columns
from skl_synth.table.encoder import TableEncoder, with_short_cuts
from skl_synth.table.fetched_first import check_all_fetched
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates
from skl_synth.table.several_rows import warn_of_repeated_key
from skl_synth.table.specification import COLUMN_CONSTRAINTS


class BaseSynthesizer(FittedViews, SettableParameters, BaseOverSampler):
    """Base class of all synthesizers: fit, sample and fit_resample.

    The estimator reads the real table, once, and hands it to its generator, which
    learns and draws. Containers, class counts, seeds, shuffling and the way back to a
    table are dealt with here. A synthesizer of your own says in ``make_generator``
    which `Generator` it is the estimator of, and takes the parameters below.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class, see `TypeAwareSMOTE`.
    mode : {"augment", "replace"}, default="augment"
        Real rows plus synthetic ones, or synthetic ones only.
    encoder : TableEncoder or None, default=None
        All that is said of the table.
    column_kinds, one_hot_groups : object, default="infer"
        Short cuts to these two parameters of the encoder.
    random_state : int, RandomState instance or None, default=None
        Seed.

    See Also
    --------
    Generator : What learns and draws.
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

    _parameter_constraints: dict = {
        **COUNT_CONSTRAINTS,
        **COLUMN_CONSTRAINTS,
        "encoder": [TableEncoder, None],
    }

    sampling_strategy: Any
    encoder: Any
    column_kinds: Any
    one_hot_groups: Any
    random_state: Any

    def __init__(
        self,
        sampling_strategy: Any = "auto",
        *,
        mode: str = "augment",
        encoder: Any = None,
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
        random_state: Any = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.mode = mode
        self.encoder = encoder
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.random_state = random_state

    @abstractmethod
    def make_generator(self) -> Generator:
        """Make the generator that this synthesizer is the estimator of.

        The one hook for a synthesizer of your own.

        Returns
        -------
        Generator
            A new one, which has learnt nothing, with the parameters of this estimator.
        """

    @fit_context(prefer_skip_nested_validation=False)
    def fit(self, X: Any, y: Any = None, groups: Any = None) -> BaseSynthesizer:
        """Learn a real table.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table, without the target.
        y : array-like of shape (n_rows,), default=None
            The target: class labels; a continuous target, which is synthesised with
            the columns; or None.
        groups : array-like of shape (n_rows,), default=None
            Which person each row belongs to, such as ``X["patient_id"]``. Where persons
            have several rows, whole persons are drawn, or the table is refused by a
            synthesizer that draws single rows.

        Returns
        -------
        BaseSynthesizer
            The fitted synthesizer.

        Raises
        ------
        ValueError
            If the table, the target or a parameter cannot be used; the message names
            the column or the class, the value and the remedy.

        Warns
        -----
        UserWarning
            If a key repeats, and nobody said whose the rows are.
        """
        return self._fit_table(self._read(X, y, groups))

    def sample(
        self, n_samples: Any = None, random_state: Any = None, *, given: Any = None
    ) -> tuple:
        """Draw synthetic rows; real rows are never part of the result.

        Parameters
        ----------
        n_samples : int or mapping of class to int, default=None
            How many rows. An int is shared among the classes as in the real table.
            None draws what ``sampling_strategy`` and ``mode`` ask for: with "augment",
            the default here, what the smaller classes lack; with "replace", the default
            of the command line, as many of each class as there are real ones.
        random_state : int, RandomState instance or None, default=None
            Seed of this sample; None uses the ``random_state`` of the synthesizer.
        given : mapping or dataframe, default=None
            What is given of the rows. A mapping of columns to a value, a list of
            values, or a closed range ``(least, greatest)`` with None where it is open;
            None or NaN is a missing value. Or rows of some of the columns, each of
            which is completed to a whole row. An int ``n_samples`` is then shared among
            the classes as they are under the condition.

        Returns
        -------
        X : {dataframe, ndarray, sparse matrix, list} of shape (n_samples, n_columns)
            The rows, in the container of the real table, shuffled; those of a frame
            that was given, in its order and with its index.
        y : {Series, ndarray, list} of shape (n_samples,) or None
            Their target.

        Raises
        ------
        ValueError
            If that many rows cannot be had, or what is given cannot be met.
        """
        check_is_fitted(self)
        if given is not None:
            return self._sample_given(n_samples, random_state, given)
        candidates = self._draw(n_samples, random_state)
        self.provenance_ = candidates
        return self._written(candidates)

    def fit_resample(self, X: Any, y: Any, groups: Any = None) -> tuple:
        """Fit, then sample: the real rows and synthetic ones, or synthetic ones only.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table, without the target.
        y : array-like of shape (n_rows,)
            Class labels.
        groups : array-like of shape (n_rows,), default=None
            Which person each row belongs to, as in ``fit``.

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
        self._require_target(X, y)
        self.fit(X, y, groups=groups)
        return self._resampled(X, y)

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

    def _table_encoder(self) -> TableEncoder:
        """Put all that was said of the table into one encoder."""
        return with_short_cuts(
            self.encoder,
            column_kinds=self.column_kinds,
            one_hot_groups=self.one_hot_groups,
        )

    def _read(self, X: Any, y: Any, groups: Any) -> RealTable:
        """Read a table; where its rows are elsewhere, they are read there."""
        check_all_fetched(type(self).__name__, X, y, groups)
        table = RealTable.read(X, y, encoder=self._table_encoder(), groups=groups)
        warn_of_repeated_key(table)
        return table

    def _written(self, candidates: Candidates) -> tuple:
        """Write rows as the table came."""
        return self.table_.write(candidates)

    def _require_target(self, X: Any, y: Any) -> None:
        require_target(self, X, y)

    def _fit_table(self, table: RealTable) -> BaseSynthesizer:
        """Fit to a table that was read already."""
        self._validate_params()
        table = with_regions(self, table)
        counts = counts_to_generate(self.sampling_strategy, self.mode, table)
        generator = self._generator_for(table)
        check_persons(type(self).__name__, generator, table)
        check_reach(generator, table, self._request_of(counts))
        generator.learn(table, check_random_state(self.random_state))
        return self._fitted(table, generator, counts)

    def _generator_for(self, table: RealTable) -> Generator:
        return in_strata(self._within_strata(table), table, self._strata_by())

    def _within_strata(self, table: RealTable) -> Generator:
        generator = self.make_generator()
        if table.has_visits:
            generator = generator.of_persons()
        return self._constrained(generator) if len(table.rules) else generator

    def _constrained(self, generator: Generator) -> Generator:
        """Put what keeps rules around a generator."""
        return Constrained(generator)

    def _strata_by(self) -> Any:
        """The columns that divide the table, where the synthesizer can make strata."""
        return getattr(self, "by", None)

    def _fitted(
        self, table: RealTable, generator: Generator, counts: np.ndarray
    ) -> BaseSynthesizer:
        """Take over a generator that has learnt a table."""
        record_columns(self, table.header, reset=True)
        self.generator_ = generator
        self.table_ = table if generator.holds_real_rows else table.without_rows()
        self.encoder_ = self._table_encoder().fitted_to(table)
        self.counts_ = counts
        return self

    def _unconstrained(self) -> Any:
        """The fitted generator itself, whatever stands around it to keep rules."""
        return unconstrained(self.generator_)

    def _request(self, n_samples: Any) -> Request:
        if n_samples is not None:
            return Request(counts_for(n_samples, self.table_.target))
        return self._request_of(self.counts_)

    def _request_of(self, counts: np.ndarray) -> Request:
        is_number = is_number_asked_for(self.sampling_strategy, self.mode)
        return Request(counts, exact=is_number)

    def _draw(self, n_samples: Any = None, random_state: Any = None) -> Candidates:
        """Draw rows in random order; nothing is remembered of it."""
        request = self._request(n_samples)
        request = within_reach(self.generator_, self.table_, request)
        seed = self.random_state if random_state is None else random_state
        rng = check_random_state(seed)
        candidates = self.generator_.draw(request, rng)
        refuse_fewer(self.table_, request, candidates)
        return shuffled(candidates, rng)

    def _sample_given(self, n_samples: Any, random_state: Any, given: Any) -> tuple:
        seed = self.random_state if random_state is None else random_state
        asked = AskedGiven.of(self.table_, given, n_samples, self.counts_)
        rng = check_random_state(seed)
        self.provenance_ = asked.draw(self.generator_, rng)
        return asked.labelled(*self.table_.write(self.provenance_))

    def _resampled(self, X: Any, y: Any) -> tuple:
        X_new, y_new = self.sample()
        if self.mode == "replace":
            return X_new, y_new
        X, y = real_rows_kept(self, X, y)
        X_all = self.table_.append(X, X_new)
        return X_all, self.table_.target.append(y, y_new, X_all)

    def _saved_state(self) -> dict[str, Any]:
        """Attributes that a saved file holds; what is known of a sample is not."""
        return {name: v for name, v in vars(self).items() if name != "provenance_"}

    def _fit_resample(self, X: Any, y: Any, **params: Any) -> tuple:
        """Hook of imbalanced-learn's base class, whose fit_resample is replaced."""
        self.fit(X, y, **params)
        return self._resampled(X, y)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags
