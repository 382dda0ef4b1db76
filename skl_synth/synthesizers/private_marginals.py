"""PrivateMarginals: rows from noisy counts alone, with a formal guarantee."""

from __future__ import annotations

import math
import numbers
import os
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import Interval, StrOptions, fit_context
from skl_synth.counts import counts_to_generate
from skl_synth.generators.constrained import Constrained
from skl_synth.generators.derived.random_columns import refuse_rules_of_no_rows
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.marginals.ledger import Budget, Ledger
from skl_synth.generators.marginals.marginals_generator import MarginalsGenerator
from skl_synth.synthesizers.guarantee_checks import (
    check_delta,
    check_guarantee,
    dictionary_of,
    is_public,
    refuse_wrapping,
    warn_of_bound_alone,
    warn_of_left_out,
    warn_of_rules,
)
from skl_synth.table.bounded_persons import at_most_rows, with_counts
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.dictionary.read_by import read_by
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.fetched_first import check_all_fetched
from skl_synth.table.real import RealTable
from skl_synth.table.several_rows import warn_of_repeated_key, warn_of_repeated_values

FOR_OWNER = ("outside_", "n_rows_left_out_")
"""Attributes that are for whoever has the real table: no file holds them."""


class PrivateMarginals(BaseSynthesizer):
    """Draw rows from noisy counts, with (epsilon, delta)-differential privacy.

    The real table is looked at only through counts: of each column by class, of pairs
    of columns, and of more where the budget carries them. Exact noise is added to each
    first, and rows are drawn from what comes of it. So nobody who sees the table, the
    counts or the fitted synthesizer can tell much better than by guessing whether a
    certain person was among the real ones, whatever they know of everybody else:
    epsilon bounds by how much.

    What the columns can hold is not looked up in the table, but comes from a
    `DataDictionary`.

    Parameters
    ----------
    epsilon : float or None, default=1.0
        The bound: the smaller, the more noise. An attacker who tells members from
        strangers reaches at most an AUC of about .58 with 1, .65 with 2, .77 with 4.
        None for no noise and no guarantee.
    delta : float, default=1e-6
        The probability with which the bound may fail: far below one over the number of
        people.
    dictionary : DataDictionary, path, mapping, "from_data" or None, default=None
        What the table can hold: kinds, levels, bounds, decimals, classes. Of
        ``"from_data"`` all of it is read from the real rows, which ends the guarantee,
        with a warning. None is allowed without epsilon only, and means the same.
    pairs : {"auto", "tree", "none"} or list of tuples, default="auto"
        Which counts are taken beside those of each column. ``"auto"``: each column by
        class, a tree of pairs of columns, and more where the budget carries them.
        ``"tree"``: no more than the tree. ``"none"``: each column alone, the target
        too, so that nothing is associated. Or names of two or three columns each, the
        target among them or not: each column alone, and these.
    class_counts : {"noisy", "public"}, default="noisy"
        Whether the number of people in each class is protected. If it is public, it is
        met exactly, and the guarantee is for tables in which one person is replaced by
        another of the same class.
    rows_per_person : int, default=1
        Rows that a person may have: the noise grows with them. Where ``groups`` says
        whose the rows are, so many of each person are kept, at random.
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class, see `TypeAwareSMOTE`; counts of real rows are the
        noisy ones.
    mode : {"augment", "replace"}, default="replace"
        Synthetic rows only; or behind the real ones, which no dictionary allows.
    encoder : TableEncoder or None, default=None
        All that is said of a table that is read without a dictionary.
    column_kinds, one_hot_groups : object, default="infer"
        Short cuts to these two parameters of the encoder.
    random_state : int, RandomState instance or None, default=None
        Seed of what is drawn from the noisy counts. The noise itself comes from the
        operating system and cannot be seeded: two fits are never the same.

    Attributes
    ----------
    is_private_ : bool
        Whether the guarantee holds: there is noise, and the dictionary is public.
    epsilon_, delta_ : float
        What may be stated; infinite without noise.
    rho_ : float
        The same as zero-concentrated differential privacy, in which looks add up.
    measurements_ : DataFrame
        Each look at the table: margin, sigma of its noise, rho, cells. It may be
        published. Their sum is no more than ``rho_``.
    margins_ : list of tuple
        The columns that were counted together.
    dictionary_ : DataDictionary or None
        The dictionary as it was read; None where there is none.
    outside_ : dict of column to int
        Rows whose value is outside of the dictionary. For whoever has the real table:
        it is not protected, not learnt, and not saved.
    n_rows_left_out_ : int
        Rows left out since the person had too many; for the same eyes.
    table_ : RealTable
        How tables are written. It holds no real row, and counts with noise.
    encoder_, generator_ : TableEncoder, Generator
        The same as a transformer, and what draws.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    target_ : Target
        The classes.
    provenance_ : Candidates
        The rows of the last sample.
    n_features_in_ : int
        Number of columns.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    See Also
    --------
    DataDictionary : What the table can hold, as a file.
    TypeAwareCART : Rows that are more alike to real ones, without a guarantee.

    Notes
    -----
    Sampling again costs nothing. Fitting again spends again: two fits to the same
    people nearly double epsilon. So does tuning: who tries five values on the same
    table, and keeps the best, has spent all five, and what they were compared by.

    A category that the dictionary does not list becomes ``Other`` where that is a
    level, else missing, else the first level; numbers are clipped to their bounds.
    Rows are written in dtypes that kinds alone decide: whole numbers as ``int64``, or
    as ``float64`` where they may be missing; dates as ``datetime64[us]``; levels as
    pandas holds them. It is always a frame.

    Rules of the dictionary are kept in every row: columns that follow by a formula are
    computed from noisy ones, and rows in which two columns are in the wrong order are
    drawn again. Where too few rows keep the rules, the two are exchanged, and if that
    does not help, columns that rules name are drawn at random within their bounds. Real
    rows are not asked, and may break the rules. Which label goes with which code only
    real rows tell: such a rule is not kept, and a warning says so.

    The guarantee is for persons with ``rows_per_person`` rows at most, under addition
    or removal of one person. It rests on discrete Gaussian noise [1]_ and on choices
    by the exponential mechanism, added up as zero-concentrated differential privacy
    [2]_, in the manner of [3]_ and [4]_.

    References
    ----------
    .. [1] C. Canonne, G. Kamath, T. Steinke, "The Discrete Gaussian for Differential
       Privacy", NeurIPS 2020.
    .. [2] M. Bun, T. Steinke, "Concentrated Differential Privacy: Simplifications,
       Extensions, and Lower Bounds", TCC 2016.
    .. [3] R. McKenna, G. Miklau, D. Sheldon, "Winning the NIST Contest: A scalable and
       general approach to differentially private synthetic data", Journal of Privacy
       and Confidentiality 11(3), 2021.
    .. [4] R. McKenna, B. Mullins, D. Sheldon, G. Miklau, "AIM: An Adaptive and
       Iterative Mechanism for Differentially Private Synthetic Data", VLDB 2022.

    Examples
    --------
    >>> from skl_synth import DataDictionary, PrivateMarginals
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(600, random_state=0)[["age", "smoker", "readmitted"]]
    >>> X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    >>> ages, flags = {"minimum": 0, "maximum": 110}, {"enum": [0, 1], "required": True}
    >>> fields = [
    ...     {"name": "age", "type": "integer", "constraints": ages},
    ...     {"name": "smoker", "constraints": {"enum": ["No", "Yes"]}},
    ...     {"name": "readmitted", "type": "integer", "constraints": flags},
    ... ]
    >>> dictionary = DataDictionary.read(
    ...     {"fields": fields, "skl_synth": {"target": "readmitted"}}
    ... )
    >>> private = PrivateMarginals(epsilon=1.0, dictionary=dictionary, random_state=0)
    >>> private = private.fit(X, y)
    >>> X_new, y_new = private.sample(500)
    >>> X_new.shape, list(X_new)
    ((500, 2), ['age', 'smoker'])
    >>> private.is_private_, private.epsilon_ <= 1.0
    (True, True)
    """

    _generator_class = MarginalsGenerator

    _parameter_constraints: dict = {
        **BaseSynthesizer._parameter_constraints,
        "epsilon": [Interval(numbers.Real, 0, None, closed="neither"), None],
        "delta": [Interval(numbers.Real, 0, 1, closed="neither")],
        "dictionary": [DataDictionary, str, os.PathLike, Mapping, None],
        "pairs": [StrOptions({"auto", "tree", "none"}), list, tuple],
        "class_counts": [StrOptions({"noisy", "public"})],
        "rows_per_person": [Interval(numbers.Integral, 1, None, closed="left")],
    }

    is_private_: bool
    dictionary_: DataDictionary | None
    outside_: dict[str, int]
    n_rows_left_out_: int

    def __init__(
        self,
        epsilon: float | None = 1.0,
        *,
        delta: float = 1e-6,
        dictionary: Any = None,
        pairs: Any = "auto",
        class_counts: str = "noisy",
        rows_per_person: int = 1,
        sampling_strategy: Any = "auto",
        mode: str = "replace",
        encoder: Any = None,
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
        random_state: Any = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.epsilon, self.delta, self.dictionary = epsilon, delta, dictionary
        self.pairs = pairs
        self.class_counts = class_counts
        self.rows_per_person = rows_per_person
        self.mode = mode
        self.encoder = encoder
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.random_state = random_state

    def make_generator(self) -> Generator:
        """Make the generator, with the budget that it may spend."""
        budget = None
        if self.epsilon is not None:
            budget = Budget(float(self.epsilon), float(self.delta))
        return self._generator_class(
            self.pairs,
            budget=budget,
            class_counts=self.class_counts,
            rows_per_person=self.rows_per_person,
        )

    @fit_context(prefer_skip_nested_validation=False)
    def fit(self, X: Any, y: Any = None, groups: Any = None) -> BaseSynthesizer:
        """Count a real table, with noise; it spends the whole of epsilon each time.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table, without the target, with the columns of the dictionary.
        y : array-like of shape (n_rows,), default=None
            The target: class labels, a continuous target, or None.
        groups : array-like of shape (n_rows,), default=None
            Which person each row belongs to.

        Returns
        -------
        BaseSynthesizer
            The fitted synthesizer.

        Raises
        ------
        InputError
            If a guarantee is asked for without a dictionary, or the table does not have
            its columns or classes; if something would end the guarantee, or delta makes
            it worthless. The message says what to do.
        ImportError
            If OpenDP, which makes the noise, is not installed.

        Warns
        -----
        UserWarning
            If there is noise but no guarantee, epsilon is above 4, rows are left out
            since a person has too many, a key repeats and nobody said whose the rows
            are, or the dictionary has a rule that only real rows could tell.
        """
        check_all_fetched(type(self).__name__, X, y, groups)
        dictionary = dictionary_of(self)
        check_guarantee(self, dictionary)
        if dictionary is None:
            encoder = self._table_encoder()
            if self.epsilon is not None:
                # To look for rules is to look at the rows beside the budget.
                encoder = encoder.set_params(rules=None)
            table = RealTable.read(X, y, encoder=encoder, groups=groups)
            warn_of_repeated_key(table)
            return self._fit_counts(table, None, {})
        read = read_by(dictionary, X, y, groups)
        warn_of_rules(dictionary, read.table)
        if groups is None:
            keys = [one.name for one in dictionary.columns if one.kind == "identifier"]
            warn_of_repeated_values(X, keys)
            warn_of_bound_alone(self.rows_per_person)
        return self._fit_counts(read.table, dictionary, read.outside)

    def _fit_table(self, table: RealTable) -> BaseSynthesizer:
        """Fit to a table that was read, which the dictionary reads anew."""
        self._validate_params()
        dictionary = dictionary_of(self)
        check_guarantee(self, dictionary)
        if dictionary is None:
            if self.epsilon is not None:
                table = table.without_found_rules()
            return self._fit_counts(table, None, {})
        X = table.decode(table.rows)
        y = table.target.decode(table.target.encoded)
        read = read_by(dictionary, X, y, table.persons)
        return self._fit_counts(read.table, dictionary, read.outside)

    def _fit_counts(
        self,
        table: RealTable,
        dictionary: DataDictionary | None,
        outside: dict[str, int],
    ) -> BaseSynthesizer:
        bounded = at_most_rows(table, self.rows_per_person)
        left_out = len(table) - len(bounded)
        warn_of_left_out(self.rows_per_person, left_out, len(table))
        generator = self.make_generator()
        if len(bounded.rules):
            generator = Constrained(generator)
        if dictionary is not None:
            # Before anything is spent; a seed of its own, so that rows stay as drawn.
            refuse_rules_of_no_rows(bounded.rules, check_random_state(0))
        generator.learn(bounded, check_random_state(self.random_state))
        nobody = with_counts(bounded, _counts_of(generator))
        if isinstance(generator, Constrained):
            # It keeps what it learnt of classes, their real counts among it.
            generator.target = nobody.target
        check_delta(self, len(nobody.target.encoded))
        # Beside real rows, which no dictionary allows, real counts are no secret.
        counted = table if self.mode == "augment" else nobody
        counts = counts_to_generate(self.sampling_strategy, self.mode, counted)
        generator.check(nobody, Request(counts))
        self._fitted(nobody, generator, counts)
        self.is_private_ = is_public(self, dictionary)
        self.dictionary_ = dictionary
        self.outside_, self.n_rows_left_out_ = outside, left_out
        return self

    def _within_strata(self, table: RealTable) -> Generator:
        """Refuse to be wrapped: this is what a synthesizer that wraps another asks."""
        refuse_wrapping(self)
        return super()._within_strata(table)

    def _table_encoder(self) -> TableEncoder:
        encoder = super()._table_encoder()
        dictionary = dictionary_of(self)
        if dictionary is None:
            return encoder
        keys = [one.name for one in dictionary.columns if one.kind == "identifier"]
        if not keys:
            return encoder
        kinds = dict.fromkeys(keys, "identifier")
        return encoder.set_params(column_kinds=kinds, identifiers="surrogate")

    @property
    def _ledger(self) -> Ledger:
        ledger: Ledger = self._unconstrained().ledger
        return ledger

    @property
    def rho_(self) -> float:
        """The bound as zero-concentrated differential privacy."""
        # Of all that might have been spent: to stop early, since no further pair seemed
        # worth its noise, is a thing that was learnt of the rows, and no discount.
        return self._ledger.rho

    @property
    def epsilon_(self) -> float:
        """The epsilon that may be stated, with ``delta_``."""
        budget = self._ledger.budget
        return math.inf if budget is None else budget.epsilon

    @property
    def delta_(self) -> float:
        """The delta that goes with ``epsilon_``."""
        budget = self._ledger.budget
        return 1.0 if budget is None else budget.delta

    @property
    def measurements_(self) -> pd.DataFrame:
        """Each look at the table: what was counted or chosen, and what it cost."""
        return self._ledger.frame()

    @property
    def margins_(self) -> list[tuple]:
        """The columns that were counted together."""
        margins: list[tuple] = self._unconstrained().margins
        return margins

    def __getstate__(self) -> dict[str, Any]:
        state: dict[str, Any] = super().__getstate__()
        return {name: v for name, v in state.items() if name not in FOR_OWNER}

    def _saved_state(self) -> dict[str, Any]:
        state = super()._saved_state()
        if isinstance(self.dictionary, os.PathLike):
            # A path of this machine means nothing where the file is read.
            state["dictionary"] = self.dictionary_
        return {name: v for name, v in state.items() if name not in FOR_OWNER}


def _counts_of(generator: Generator) -> np.ndarray:
    """The people of each class as the generator knows them: at least one in all."""
    inner: Any = generator.inner if isinstance(generator, Constrained) else generator
    counts = inner.class_counts
    counts = np.array([inner.n_rows]) if counts is None else np.asarray(counts)
    counts = np.maximum(np.rint(counts), 0).astype(np.intp)
    return counts if counts.sum() else np.eye(1, len(counts), dtype=np.intp)[0]
