"""SelectingSynthesizer: what all that choose among another's candidates share."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
from sklearn.utils import check_random_state

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import HasMethods
from skl_synth.neighbors import NearestRow
from skl_synth.synthesizers import as_synthesizer
from skl_synth.table.containers import check_table
from skl_synth.table.rows import Candidates


class SelectingSynthesizer(BaseSynthesizer):
    """Base class of the synthesizers that wrap one and choose among its candidates.

    See Also
    --------
    ProximityFilter : Drops what lies closest to a real row.
    MarginalCalibrator : Chooses rows whose one-way counts are those of real rows.
    """

    _parameter_constraints: dict = {
        **BaseSynthesizer._parameter_constraints,
        "sampler": [HasMethods(["fit_resample"]), None],
        "n_jobs": [numbers.Integral, None],
    }

    sampler: Any
    n_jobs: int | None
    sampler_: BaseSynthesizer
    _nearest: NearestRow

    def _default_sampler(self) -> Any:
        """What is wrapped where the user names nothing."""
        return None

    def _learn(self, X: Any, y: Any) -> None:
        check_table(self, X, reset=True)
        sampler = self._default_sampler() if self.sampler is None else self.sampler
        self.sampler_ = as_synthesizer(sampler)
        self.sampler_._validate_params()
        if hasattr(self.sampler_, "random_state"):
            # The seed of the wrapper governs what the inner one learns, too.
            rng = check_random_state(self.random_state)
            self.sampler_.random_state = int(rng.randint(np.iinfo(np.int32).max))
        self.sampler_._learn(X, y)
        self.encoder_ = self.sampler_.encoder_
        self.rows_, self.target_ = self.sampler_.rows_, self.sampler_.target_
        self._nearest = NearestRow(self.encoder_.mixed(self.rows_), self.n_jobs)

    def _check_counts(self, counts: np.ndarray) -> None:
        self.sampler_._check_counts(counts)

    def _measure(self, candidates: Candidates) -> Candidates:
        return candidates.measured(
            *self._nearest.query(
                self.encoder_.mixed(candidates.rows), near=candidates.parents
            )
        )

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags
