"""TypeAwareCART: column after column, each from trees on the columns before it."""

from __future__ import annotations

import numbers
from typing import Any

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import Interval, StrOptions
from skl_synth.generators.cart import CartGenerator
from skl_synth.generators.generator import Generator
from skl_synth.generators.kept_patterns import DRAWN, KEPT
from skl_synth.generators.label_model import LabelModel
from skl_synth.generators.partition import STRATA_CONSTRAINTS


class TypeAwareCART(BaseSynthesizer):
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
        single people, small ones more of how columns hang together. Leaves of more than
        20 rows are smaller in classes of few rows, and those of more than a quarter of
        a class; a class of very few has a warning.
    max_predictors : int or None, default=40
        Columns that the trees of a column may split on: of those drawn before it the
        ones that say most about it, each by itself, and the target. In a wide table
        all of them would take time that grows with the square of the columns. Whether a
        number is missing counts as a column. None for all.
    smoothing : float, default=1.0
        How far numbers are moved: up to this share of the half way, counted in ranks,
        to the next donors of the leaf. 0 keeps the donors' numbers. A value that one
        row in twenty has, such as zero among rare costs, is never moved.
    noise_scale : float, default=0.0
        Standard deviation of normal noise that is added to numbers once all columns are
        drawn, in units of the spread of the column between its quartiles, and more far
        from its median. The exact numbers of people are then not handed on, by which
        they can be found. Where persons have several rows it is added to what is drawn,
        the number or the time since another, and what stays from visit to visit stays.
    fit_fraction : float, default=1.0
        Share of the people of each class, drawn by each fit, that rows are learnt from.
        Of the others only what the columns are and how many rows there are is used:
        half of the people is learnt from where a small table is published.
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
    patterns : {"kept", "drawn"}, default="kept"
        ``"kept"``: among rows that are drawn in plenty those are chosen by which each
        class is as frequent in the leaves of trees that tell classes apart as among the
        real rows: a rare class with several causes stays as easy to find. ``"drawn"``:
        rows stay as they are drawn, which discloses less. It has no effect without
        classes, with ``labels="redrawn"``, and where persons have several rows.
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
        Threads that grow trees. The result does not depend on it.

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
    rows_ : EncodedRows
        The real rows.
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

    Where ``groups`` says that persons have several rows, persons are drawn first, how
    many rows each has, and then row after row, in view of the person, the rows before
    and how many follow. Leaves then hold rows of so many different persons, and
    ``labels`` must be kept.

    A survival time that the encoder names (``survival={"time": "died"}``) is drawn with
    its event, from one real row, by trees that split on log-rank scores [4]_; both
    come behind the other columns, unless ``visit_order`` names one of them.

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
    .. [4] M. LeBlanc, J. Crowley, "Relative risk trees for censored survival data",
       Biometrics 48, 411-425, 1992.

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
        **BaseSynthesizer._parameter_constraints,
        **STRATA_CONSTRAINTS,
        "n_estimators": [Interval(numbers.Integral, 1, None, closed="left")],
        "min_samples_leaf": [Interval(numbers.Integral, 2, None, closed="left")],
        "max_predictors": [Interval(numbers.Integral, 1, None, closed="left"), None],
        "smoothing": [Interval(numbers.Real, 0, 1, closed="both")],
        "noise_scale": [Interval(numbers.Real, 0, None, closed="left")],
        "fit_fraction": [Interval(numbers.Real, 0, 1, closed="right")],
        "visit_order": [StrOptions({"table", "levels"}), "array-like"],
        "labels": [StrOptions({"kept", "modelled", "redrawn"})],
        "patterns": [StrOptions({KEPT, DRAWN})],
        "n_jobs": [numbers.Integral, None],
    }

    def __init__(
        self,
        sampling_strategy: Any = "auto",
        *,
        mode: str = "augment",
        n_estimators: int = 10,
        min_samples_leaf: int = 10,
        max_predictors: int | None = 40,
        smoothing: float = 1.0,
        noise_scale: float = 0.0,
        fit_fraction: float = 1.0,
        visit_order: Any = "table",
        labels: str = "kept",
        patterns: str = "kept",
        by: Any = None,
        encoder: Any = None,
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
        random_state: Any = None,
        n_jobs: int | None = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.mode = mode
        self.n_estimators = n_estimators
        self.min_samples_leaf = min_samples_leaf
        self.max_predictors = max_predictors
        self.smoothing = smoothing
        self.noise_scale = noise_scale
        self.fit_fraction = fit_fraction
        self.visit_order = visit_order
        self.labels = labels
        self.patterns = patterns
        self.by = by
        self.encoder = encoder
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.random_state = random_state
        self.n_jobs = n_jobs

    @property
    def label_model_(self) -> LabelModel:
        """The classifier that labels are redrawn from, where they are."""
        model: LabelModel = self._unconstrained().label_model
        return model

    def make_generator(self) -> Generator:
        """Make the generator that draws column after column."""
        return CartGenerator(
            self.n_estimators,
            min_samples_leaf=self.min_samples_leaf,
            max_predictors=self.max_predictors,
            smoothing=self.smoothing,
            noise_scale=self.noise_scale,
            fit_fraction=self.fit_fraction,
            visit_order=self.visit_order,
            labels=self.labels,
            patterns=self.patterns,
            n_jobs=self.n_jobs,
        )
