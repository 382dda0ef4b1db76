"""MarginalCalibrator: rows chosen so that every column comes out as it should."""

from __future__ import annotations

import numbers
from typing import Any

import pandas as pd

from skl_synth.compat import Interval, StrOptions
from skl_synth.generators.calibrator import CalibratorGenerator
from skl_synth.generators.generator import Generator
from skl_synth.selection.wrapping_synthesizer import WrappingSynthesizer
from skl_synth.synthesizers import TypeAwareCART


class MarginalCalibrator(WrappingSynthesizer):
    """Wrap a synthesizer and choose rows whose one-way counts are the real ones.

    More rows than needed are generated. Within each class they are weighed until the
    weighted counts of every column are those of the real rows of the class (numbers
    are counted in bins, a missing value is a level like any other), rows are drawn by
    these weights, and chosen rows are then swapped for others for as long as that
    brings the counts nearer.

    Choosing brings rows no closer to real ones: whatever the distance, about as small
    a share of the chosen rows lies within it of a real row as of all candidates, or a
    smaller one, and no larger share are copies. By default those further away are
    preferred where candidates lie closer to real rows than these to one another.

    Parameters
    ----------
    sampler : object with ``fit_resample``, default=None
        A synthesizer, an over-sampler of imbalanced-learn, or a pipeline that ends in
        one. It supplies candidates only: strategy, mode and seed of the calibrator
        govern. None stands for `TypeAwareCART`.
    oversampling_factor : float, default=3.0
        Candidates per row needed.
    n_bins : int, default=20
        Bins in which numbers are counted, fewer in a class of few rows: a bin holds
        five real rows at least.
    pairs_per_column : int, default=3
        Pairs of columns, for each column there is, whose joint counts are matched too,
        in few bins: those that candidates have most wrong. 0 for single columns only.
    nearness : {"real", "candidates"}, default="real"
        What the chosen rows may lie as close to real rows as: as real rows lie to one
        another, as far as enough candidates lie further away; or as the candidates do.
        Around a synthesizer whose rows all lie close, such as `TypeAwareSMOTE`, the
        first takes those at the margin, and counts suffer.
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class, see `TypeAwareSMOTE`.
    mode : {"augment", "replace"}, default="augment"
        Real rows plus synthetic ones, or synthetic ones only.
    encoder : TableEncoder or None, default=None
        All that is said of the table; None: what the sampler says of it.
    random_state : int, RandomState instance or None, default=None
        Seed; with an int two fits give identical tables.
    n_jobs : int or None, default=None
        Threads of the search for the nearest real rows. The result does not depend on
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
    generator_ : CalibratorGenerator
        What has learnt the table, and draws.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    provenance_ : Candidates
        The rows of the last sample with their distances to the nearest real rows, for
        audit; no export writes it.
    deviation_ : DataFrame
        For each class and column of the last sample, the total variation between the
        counts of real rows and those of the candidates and of the chosen rows: the
        share of rows that would have to have another value.
    n_features_in_ : int
        Number of columns.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    See Also
    --------
    TypeAwareCART : The synthesizer that is wrapped unless another is given.
    ProximityFilter : Drops copies and what lies closest to a real row.

    Notes
    -----
    Wrapped in a `ProximityFilter`, the filter has the last word, and no row is a copy;
    around one, the counts have.

    It is for tables that stay with you, and no part of `release_synthesizer`: whoever
    matches counts discloses who was counted (`privacy_report` measures it as
    ``membership_tracing_auc``).

    References
    ----------
    .. [1] W. E. Deming, F. F. Stephan, "On a least squares adjustment of a sampled
       frequency table when the expected marginal totals are known", Annals of
       Mathematical Statistics 11, 427-444, 1940.

    Examples
    --------
    >>> from skl_synth import MarginalCalibrator
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(300, random_state=0).drop(columns="patient_id")
    >>> X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    >>> calibrator = MarginalCalibrator(mode="replace", random_state=0)
    >>> X_new, y_new = calibrator.fit_resample(X, y)
    >>> deviation = calibrator.deviation_[["candidates", "chosen"]].mean()
    >>> bool(deviation["chosen"] < deviation["candidates"])
    True
    """

    _parameter_constraints: dict = {
        **WrappingSynthesizer._parameter_constraints,
        "oversampling_factor": [Interval(numbers.Real, 1, None, closed="left")],
        "n_bins": [Interval(numbers.Integral, 2, None, closed="left")],
        "pairs_per_column": [Interval(numbers.Integral, 0, None, closed="left")],
        "nearness": [StrOptions({"real", "candidates"})],
    }

    def __init__(
        self,
        sampler: Any = None,
        *,
        oversampling_factor: float = 3.0,
        n_bins: int = 20,
        pairs_per_column: int = 3,
        nearness: str = "real",
        sampling_strategy: Any = "auto",
        mode: str = "augment",
        encoder: Any = None,
        random_state: Any = None,
        n_jobs: int | None = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.sampler = sampler
        self.oversampling_factor = oversampling_factor
        self.n_bins = n_bins
        self.pairs_per_column = pairs_per_column
        self.nearness = nearness
        self.mode = mode
        self.encoder = encoder
        self.random_state = random_state
        self.n_jobs = n_jobs

    @property
    def deviation_(self) -> pd.DataFrame:
        """How far the counts of the last sample are from the real ones, by column."""
        deviation: pd.DataFrame = self.provenance_.diagnostics["deviation"]
        return deviation

    def _default_sampler(self) -> Any:
        return TypeAwareCART()

    def _around(self, inner: Generator) -> CalibratorGenerator:
        return CalibratorGenerator(
            inner,
            oversampling_factor=self.oversampling_factor,
            n_bins=self.n_bins,
            pairs_per_column=self.pairs_per_column,
            nearness=self.nearness,
            n_jobs=self.n_jobs,
        )
