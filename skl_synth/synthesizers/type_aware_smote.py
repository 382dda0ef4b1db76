"""TypeAwareSMOTE: synthetic rows between real neighbours, in the types of the table."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import HasMethods, Interval, StrOptions
from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.generators.generator import Generator
from skl_synth.generators.interpolation import INTERPOLATIONS
from skl_synth.generators.partition import STRATA_CONSTRAINTS
from skl_synth.generators.rare_numbers import RareNumbersGenerator
from skl_synth.generators.repeated_rows import warn_of_repeated_rows
from skl_synth.generators.smote import SmoteGenerator
from skl_synth.table.relevance import RELEVANCES
from skl_synth.table.target.region_counts import final_counts
from skl_synth.table.target.regions import RegionTarget


class TypeAwareSMOTE(BaseSynthesizer):
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
        real count. By relevance: "balance" (the same as "auto" in augment mode) raises
        each rare region to the mean number of rows of a region, "extreme" exchanges the
        shares, a ratio is that of each rare region to the largest common one, and a
        dict gives the rows of regions by position. A ratio is rounded half up to whole
        rows. A number that a dict or a callable gives, and any in replace mode, is met
        or refused; by a word or a ratio a class grows as far as it can, and a warning
        says how many rows are missing.
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
    relevance : "auto", Relevance, RelevanceFunction, array-like or None, default=None
        How a continuous target is balanced by ``fit_resample``: its relevance divides
        it into common and rare regions, which are treated as classes are. "auto" finds
        what is rare by the box plot, as `Relevance()` does; points are values with
        their relevance. None: classes are balanced,
        and a continuous target is one more column for ``fit`` and ``sample``.
    perturbation : float, default=0.3
        By relevance: where the neighbour that was drawn is farther away than half the
        median distance within the region, the new row is the first one with normal
        noise of so many standard deviations of the region on its numbers and target,
        and with its levels. 0 always places rows between.
    under_sample : bool, default=False
        By relevance, in augment mode: whether real rows of common regions are left out,
        by lot, down to the number that ``sampling_strategy`` asks for.
    by : hashable, list of hashable or None, default=None
        Columns whose values divide the table into strata, such as ``"hospital"``. Each
        stratum is made apart, from its rows alone, and has its share of the rows of
        every class: of the real counts exactly as many. Strata of fewer than 20
        people in a class are made together, with a warning; ``strata_`` shows all.
    encoder : TableEncoder or None, default=None
        All that is said of the table: kinds, one-hot groups, identifiers, rare levels,
        constraints. None infers everything, and refuses identifiers.
    column_kinds : "infer" or mapping of column to kind, default="infer"
        Kinds that overrule the inferred ones and those of the encoder; a short cut. The
        target may be called ``"continuous"`` by its name.
    one_hot_groups : "infer", list, mapping or None, default="infer"
        The one-hot groups, where not inferred; a short cut, as in `TableEncoder`.
    random_state : int, RandomState instance or None, default=None
        Seed; with an int two fits give identical tables.
    n_jobs : int or None, default=None
        Threads of the neighbour search. The result does not depend on it.

    Attributes
    ----------
    table_ : RealTable
        The real table as it was read. A fitted object holds real people: do not publish
        it.
    encoder_ : TableEncoder
        How the table was read; ``describe()`` shows it.
    generator_ : Generator
        What has learnt the table, and draws.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    strata_ : DataFrame
        The strata, where ``by`` divides the table: their real rows, whether they are
        pooled, and their rows of each class.
    regions_ : DataFrame
        By relevance, the regions of the target: least and largest real value, whether
        it is rare, its real rows and the synthetic ones that are asked for; with
        ``under_sample``, too, how many real ones are kept.
    rows_ : EncodedRows
        The real rows.
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
    Relevance : Says which values of a continuous target are rare.
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
    .. [2] L. Torgo, R. P. Ribeiro, B. Pfahringer, P. Branco, "SMOTE for regression",
       EPIA 2013, LNAI 8154, 378-389.
    .. [3] P. Branco, L. Torgo, R. P. Ribeiro, "SMOGN: a pre-processing approach for
       imbalanced regression", PMLR 74, 36-50, 2017.

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

    A continuous target, with more rows of those who stay long:

    >>> days = X["length_of_stay"]
    >>> smote = TypeAwareSMOTE(relevance="auto", random_state=0)
    >>> _, days_all = smote.fit_resample(X.drop(columns="length_of_stay"), days)
    >>> smote.regions_["rare"].tolist(), days_all.dtype == days.dtype
    ([False, True], True)
    """

    _generator_class = SmoteGenerator
    _by_relevance_class = RareNumbersGenerator

    _parameter_constraints: dict = {
        **BaseSynthesizer._parameter_constraints,
        **STRATA_CONSTRAINTS,
        "k_neighbors": [
            Interval(numbers.Integral, 1, None, closed="left"),
            HasMethods(["fit", "kneighbors"]),
        ],
        "interpolation": [StrOptions({*INTERPOLATIONS, "local"})],
        "n_vertices": [Interval(numbers.Integral, 1, None, closed="left")],
        "noise_scale": [Interval(numbers.Real, 0, None, closed="left")],
        # The real rows behind a row double with every round, and all are remembered.
        "n_rounds": [Interval(numbers.Integral, 1, 8, closed="both")],
        "relevance": [StrOptions({"auto"}), *RELEVANCES, "array-like", None],
        "perturbation": [Interval(numbers.Real, 0, None, closed="left")],
        "under_sample": ["boolean"],
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
        relevance: Any = None,
        perturbation: float = 0.3,
        under_sample: bool = False,
        by: Any = None,
        encoder: Any = None,
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
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
        self.relevance = relevance
        self.perturbation = perturbation
        self.under_sample = under_sample
        self.by = by
        self.encoder = encoder
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.random_state = random_state
        self.n_jobs = n_jobs

    @property
    def regions_(self) -> pd.DataFrame:
        """The regions of a continuous target, with their rows.

        Raises
        ------
        AttributeError
            If the target was not divided by relevance.
        """
        check_is_fitted(self)
        target = self.table_.target
        if not isinstance(target, RegionTarget):
            raise AttributeError("this TypeAwareSMOTE was fitted without relevance")
        real = self.table_.counts
        rows = {"real": real, "synthetic": self.counts_}
        if target.may_shrink and self.mode == "augment":
            final = final_counts(self.sampling_strategy, self.mode, target, real)
            rows["kept"] = np.minimum(final, real)
        return target.known_regions.frame().assign(**rows)

    def sample(
        self, n_samples: Any = None, random_state: Any = None, *, given: Any = None
    ) -> tuple:
        """Draw synthetic rows, as `BaseSynthesizer.sample` does.

        Parameters
        ----------
        n_samples : int or mapping of class to int, default=None
            How many rows; an int is shared among classes, or regions by relevance, as
            in the real table; a mapping names classes, or positions of regions. None
            draws what ``sampling_strategy`` and ``mode`` ask for.
        random_state : int, RandomState instance or None, default=None
            Seed of this sample.
        given : mapping or dataframe, default=None
            What is given of the rows.

        Returns
        -------
        X : same container as the real table, of shape (n_samples, n_columns)
            The rows.
        y : array-like of shape (n_samples,) or None
            Their target.

        Raises
        ------
        ValueError
            If that many rows cannot be had.

        Warns
        -----
        UserWarning
            If most rows of a class are copies of real ones, which strangers are not,
            or few of very many differ.
        """
        made = super().sample(n_samples, random_state, given=given)
        # A filter around it drops such rows, and says so itself.
        self._warn_of_repeats()
        return made

    def _warn_of_repeats(self) -> None:
        warn_of_repeated_rows(self.table_, self.provenance_)

    def make_generator(self) -> Generator:
        """Make the generator that places rows between neighbours."""
        shared: dict[str, Any] = {
            "interpolation": self.interpolation,
            "n_vertices": self.n_vertices,
            "noise_scale": self.noise_scale,
            "n_rounds": self.n_rounds,
            "n_jobs": self.n_jobs,
        }
        if self.relevance is None:
            self._refuse_under_sampling()
            return self._generator_class(self.k_neighbors, **shared)
        return self._by_relevance_class(
            self.k_neighbors, perturbation=self.perturbation, **shared
        )

    def _refuse_under_sampling(self) -> None:
        if not self.under_sample:
            return
        raise InputError(
            "{parameter} leaves out common values of a continuous target, and without "
            "relevance none is common",
            parameter="under_sample",
            value=self.under_sample,
            remedies=[
                Remedy("add {setting}", Setting("relevance", "auto")),
                "for classes put imblearn.under_sampling.RandomUnderSampler before it",
            ],
        )
