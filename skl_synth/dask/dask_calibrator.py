"""MarginalCalibrator for dask frames."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.base import BaseSynthesizer
from skl_synth.dask.dask_cart import TypeAwareCART
from skl_synth.dask.distributed_synthesizer import DistributedSynthesizer
from skl_synth.errors import InputError, Remedy
from skl_synth.generators.generator import Generator
from skl_synth.selection import MarginalCalibrator as OnOneMachine
from skl_synth.table.real import RealTable


class MarginalCalibrator(DistributedSynthesizer, OnOneMachine):
    """Choose rows of `TypeAwareCART` whose counts are the real ones, on a cluster.

    As `skl_synth.MarginalCalibrator`, for dask frames: rows are chosen where they are
    drawn, block by block, by the counts of the bag that they were drawn from. As long
    as ``n_bags`` of the wrapped synthesizer hold the table, everybody is in a bag, and
    the counts of all bags are those of the table; of a larger one they are those of a
    sample of as many rows as bags hold. How near rows may lie to real ones is measured
    to the rows of their bag, the only ones that they were made from. A table of one bag
    and one block is the very table of the class for one machine.

    Parameters
    ----------
    sampler : skl_synth.dask.TypeAwareCART, default=None
        Supplies candidates; None for one with its defaults.
    oversampling_factor, n_bins, pairs_per_column, nearness : object
        How rows are chosen, see `skl_synth.MarginalCalibrator`.
    sampling_strategy, mode, encoder, random_state, n_jobs : object
        See `skl_synth.MarginalCalibrator`.
    client : distributed.Client or None, default=None
        The cluster; None for the scheduler that dask uses by itself.

    Attributes
    ----------
    deviation_ : DataFrame
        How far counts were from those of the bags, by class and column: the mean of
        all blocks.
    table_ : DistributedTable
        The real table as it was read, its rows where they are.
    generator_ : LearntInBags
        What has learnt the bags, or strata of it.

    See Also
    --------
    skl_synth.MarginalCalibrator : The same for tables that fit one machine; explains
        the method.
    skl_synth.dask.TypeAwareCART : Explains bags and blocks.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> from skl_synth.dask import MarginalCalibrator
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(300, random_state=0, return_X_y=True)
    >>> X = dd.from_pandas(X.drop(columns="patient_id"), npartitions=2)
    >>> calibrator = MarginalCalibrator(mode="replace", random_state=0)
    >>> X_new, y_new = calibrator.fit_resample(X, dd.from_pandas(y, npartitions=2))
    >>> len(X_new)
    300
    """

    _parameter_constraints: dict = {
        **OnOneMachine._parameter_constraints,
        "client": "no_validation",
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
        client: Any = None,
    ) -> None:
        super().__init__(
            sampler,
            oversampling_factor=oversampling_factor,
            n_bins=n_bins,
            pairs_per_column=pairs_per_column,
            nearness=nearness,
            sampling_strategy=sampling_strategy,
            mode=mode,
            encoder=encoder,
            random_state=random_state,
            n_jobs=n_jobs,
        )
        self.client = client

    def _default_sampler(self) -> Any:
        return TypeAwareCART()

    def _within_strata(self, table: RealTable) -> Generator:
        inner = self._inner()
        assert isinstance(inner, TypeAwareCART)
        return inner.in_bags(self._around(inner.within_bag(table)), table)

    def _inner(self) -> BaseSynthesizer:
        inner = super()._inner()
        if isinstance(inner, TypeAwareCART):
            return inner
        raise InputError(
            "rows of {value} are not made from bags of real rows, by whose counts rows "
            "that are elsewhere are chosen",
            parameter="sampler",
            value=inner,
            remedies=[
                Remedy("wrap skl_synth.dask.TypeAwareCART()", only="python"),
                Remedy(
                    "put a ProximityFilter around the calibrator, not into it",
                    only="python",
                ),
            ],
        )

    def _fitted(
        self, table: RealTable, generator: Any, counts: np.ndarray
    ) -> BaseSynthesizer:
        # Each bag has a sampler of its own: there is none that has learnt the whole.
        return BaseSynthesizer._fitted(self, table, generator, counts)
