"""WrappingSynthesizer: the estimators around generators that wrap another."""

from __future__ import annotations

import numbers
from abc import abstractmethod
from typing import Any

import numpy as np
from sklearn.base import clone

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import HasMethods
from skl_synth.errors import InputError, Remedy
from skl_synth.generators.generator import Generator
from skl_synth.generators.strata import Strata
from skl_synth.generators.wrapping import WrappingGenerator
from skl_synth.synthesizers import as_synthesizer
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.real import RealTable
from skl_synth.table.specification import COLUMN_CONSTRAINTS


class WrappingSynthesizer(BaseSynthesizer):
    """Base class of the synthesizers that wrap one and choose among its candidates.

    The table is read once, by what was said of it to the inner synthesizer, whose
    generator the outer one holds. Once fitted, ``sampler_`` is the estimator around the
    inner generator, fitted as well.

    See Also
    --------
    ProximityFilter : Drops what lies closest to a real row.
    MarginalCalibrator : Chooses rows whose one-way counts are those of real rows.
    """

    _parameter_constraints: dict = {
        **{
            name: allowed
            for name, allowed in BaseSynthesizer._parameter_constraints.items()
            # These short cuts belong to the synthesizer that is wrapped.
            if name not in COLUMN_CONSTRAINTS
        },
        "sampler": [HasMethods(["fit_resample"]), None],
        "n_jobs": [numbers.Integral, None],
    }

    sampler: Any
    n_jobs: int | None
    sampler_: BaseSynthesizer

    def make_generator(self) -> Generator:
        """Make the generator, around that of the wrapped synthesizer."""
        return self._around(self._inner().make_generator())

    def _default_sampler(self) -> Any:
        """What is wrapped where the user names nothing."""
        return None

    @abstractmethod
    def _around(self, inner: Generator) -> WrappingGenerator:
        """Make the generator around another."""

    def _inner(self) -> BaseSynthesizer:
        """Make the synthesizer that is wrapped, unfitted, adapted if need be."""
        sampler = self._default_sampler() if self.sampler is None else self.sampler
        inner = as_synthesizer(sampler)
        inner._validate_params()
        if self.encoder is None:
            return inner
        if inner._table_encoder().get_params() != TableEncoder().get_params():
            raise InputError(
                "both {outer} and the synthesizer that it wraps say what the table is",
                parameter="encoder",
                value=self.encoder,
                outer=type(self).__name__,
                remedies=[Remedy("give the encoder to one of them", only="python")],
            )
        return inner.set_params(encoder=clone(self.encoder))

    def _table_encoder(self) -> TableEncoder:
        return self._inner()._table_encoder()

    def _within_strata(self, table: RealTable) -> Generator:
        # Rules are kept by the innermost generator, before anything is chosen.
        return self._around(self._inner()._within_strata(table))

    def _strata_by(self) -> Any:
        # What divides the table stands around all that chooses among rows.
        return self._inner()._strata_by()

    def _fitted(
        self, table: RealTable, generator: Any, counts: np.ndarray
    ) -> BaseSynthesizer:
        super()._fitted(table, generator, counts)
        # Strategy, mode and seed of the wrapper govern, so that they are shown there.
        governed = {"sampling_strategy": self.sampling_strategy, "mode": self.mode}
        inner = self._inner().set_params(**governed, random_state=generator.seed)
        is_divided = isinstance(generator, Strata)
        wrapped = generator.inside() if is_divided else generator.inner
        self.sampler_ = inner._fitted(table, wrapped, counts)
        self.encoder_ = self.sampler_.encoder_
        return self
