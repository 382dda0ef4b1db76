"""MarginalCalibrator: rows chosen so that every column comes out as it should."""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.compat import Interval, StrOptions
from skl_synth.generators.choosing import choose
from skl_synth.generators.joint_margins import Pairs
from skl_synth.generators.margins import Margins, Tally
from skl_synth.generators.nearness import Nearness
from skl_synth.neighbors import neighbors_within
from skl_synth.selection.wrapper import SelectingSynthesizer
from skl_synth.synthesizers import TypeAwareCART
from skl_synth.table.rows import Candidates, EncodedRows

ROWS_PER_BIN = 5
"""Real rows of a class that a bin holds at least; fewer rows have fewer bins."""


class MarginalCalibrator(SelectingSynthesizer):
    """Wrap a synthesizer and choose rows whose one-way counts are the real ones.

    More rows than needed are generated. Within each class they are weighed until the
    weighted counts of every column are those of the real rows of the class (numbers
    are counted in bins, a missing value is a level like any other), rows are drawn by
    these weights, and chosen rows are then swapped for others for as long as that
    brings the counts nearer.

    Choosing brings rows no closer to real people: whatever the distance, about as small
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
    random_state : int, RandomState instance or None, default=None
        Seed; with an int two fits give identical tables.
    n_jobs : int or None, default=None
        Threads of the search for the nearest real rows. The result does not depend on
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
        **SelectingSynthesizer._parameter_constraints,
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
        self.random_state = random_state
        self.n_jobs = n_jobs

    def _default_sampler(self) -> Any:
        return TypeAwareCART()

    def _learn(self, X: Any, y: Any) -> None:
        super()._learn(X, y)
        if self.nearness == "real":
            self._between = self._distances_between()
        # Whether a number is missing is counted with the number.
        codes = np.arange(self.rows_.codes.shape[1])
        self._codes = np.setdiff1d(codes, self.encoder_.layout_.missing_code)
        levels = [variable.n_levels for variable in self.encoder_.schema_.codes]
        n_levels = np.array(levels, dtype=np.intp)[self._codes]
        self._tallies, self._pairs = [], []
        for group in range(self.target_.n_groups):
            members = self.target_.groups == group
            rows, target = self.rows_.take(members), self.target_.encoded[members]
            numbers, codes = self._counted(rows, target)
            n_bins = max(2, min(self.n_bins, len(rows) // ROWS_PER_BIN))
            self._tallies.append(Tally.of(numbers, codes, n_levels, n_bins))
            self._pairs.append(Pairs.of(numbers, codes, n_levels))

    def _distances_between(self) -> np.ndarray:
        """Distance of each real row to the nearest other one."""
        matrix = self.encoder_.matrix(self.rows_)
        if len(matrix) < 2:
            return np.zeros(len(matrix))
        nearest = neighbors_within(matrix, 1)[:, 0]
        return np.linalg.norm(matrix - matrix[nearest], axis=1)

    def _counted(
        self, rows: EncodedRows, target: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Numbers and codes that are counted; a continuous target is a number too."""
        numbers = rows.numbers
        if self.target_.kind == "continuous":
            numbers = np.column_stack([numbers, target])
        return numbers, rows.codes[:, self._codes]

    def _generate(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        asked = np.ceil(counts * self.oversampling_factor).astype(np.intp)
        pool = self.sampler_._generate(asked, rng)
        pool = pool if pool.distances is not None else self._measure(pool)
        groups = self.target_.groups_of(pool.target)
        chosen: list[np.ndarray] = [np.empty(0, dtype=np.intp)]
        deviations: list[tuple] = []
        for group in np.flatnonzero(counts).tolist():
            members = np.flatnonzero(groups == group)
            candidates = pool.take(members)
            cells, margins = self._cells(candidates, group)
            nearness = self._bounds(candidates, group, counts[group])
            mine = choose(cells, margins, nearness, counts[group], rng)
            chosen.append(members[mine])
            deviations += self._deviations(group, cells, mine)
        names = ("class", "column", "candidates", "chosen")
        self.deviation_ = pd.DataFrame(deviations, columns=names)
        return pool.take(np.concatenate(chosen))

    def _cells(self, candidates: Candidates, group: int) -> tuple[np.ndarray, Margins]:
        """Say in which cells of columns, and of pairs of columns, candidates are."""
        tally, pairs = self._tallies[group], self._pairs[group]
        counted = self._counted(candidates.rows, candidates.target)
        cells, margins = tally.cells(*counted), tally.margins
        levels = pairs.levels(*counted)
        worst = pairs.worst(levels, self.pairs_per_column * levels.shape[1])
        if not len(worst):
            return cells, margins
        more, margins_of_pairs = pairs.counted(levels, worst)
        together = np.column_stack([cells, more + len(margins.shares)])
        return together, margins.beside(margins_of_pairs)

    def _bounds(self, candidates: Candidates, group: int, n_rows: int) -> Nearness:
        assert candidates.distances is not None
        members = self.target_.groups == group
        between = self._between[members] if self.nearness == "real" else None
        return Nearness.of(candidates.distances, n_rows, between)

    def _deviations(
        self, group: int, cells: np.ndarray, chosen: np.ndarray
    ) -> Iterator[tuple]:
        """List class, column, deviation of the candidates and of the chosen rows."""
        schema, margins = self.encoder_.schema_, self._tallies[group].margins
        names = [variable.name for variable in schema.numbers]
        if self.target_.kind == "continuous":
            names.append("the target")
        names += [schema.codes[code].name for code in self._codes.tolist()]
        classes = self.target_.classes
        label = None if classes is None else classes.tolist()[group]
        cells = cells[:, : len(names)]
        before, after = margins.deviation(cells), margins.deviation(cells[chosen])
        return zip([label] * len(names), names, before, after, strict=True)
