"""ProximityFilter for dask frames."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.base import BaseSynthesizer
from skl_synth.dask.dask_private_marginals import PrivateMarginals
from skl_synth.dask.dask_smote import TypeAwareSMOTE
from skl_synth.dask.distributed_synthesizer import DistributedSynthesizer
from skl_synth.dask.encoded_elsewhere import encoded_elsewhere, target_elsewhere
from skl_synth.dask.proximity_in_blocks import ProximityInBlocks
from skl_synth.errors import InputTypeError, Remedy
from skl_synth.selection import ProximityFilter as OnOneMachine
from skl_synth.table.rows import Candidates, without_parents


class ProximityFilter(DistributedSynthesizer, OnOneMachine):
    """Wrap a synthesizer of dask frames and drop what lies closest to a real row.

    It decides as `skl_synth.ProximityFilter` does, from exact distances: around
    `skl_synth.dask.TypeAwareSMOTE` it gives the very table of one machine, whatever
    partitions and workers there are.

    Parameters
    ----------
    sampler : synthesizer of `skl_synth.dask` or None, default=None
        What makes the candidates. None stands for `TypeAwareSMOTE`.
    removal_fraction, duplicate_tolerance, min_distance, duplicates : object
        As for `skl_synth.ProximityFilter`.
    oversampling_factor, sampling_strategy, mode, encoder, random_state : object
        As for `skl_synth.ProximityFilter`.
    n_jobs : int or None, default=None
        Of no effect: the scheduler of dask says how many tasks are computed at once.
    client : distributed.Client, str or None, default=None
        The cluster, or the address of its scheduler. None: the client that is open,
        else threads of this process.

    Attributes
    ----------
    sampler_ : DistributedSynthesizer
        The wrapped synthesizer, fitted.
    table_ : RealTable
        The real table as it was read. Its rows are elsewhere.
    encoder_ : TableEncoder
        How the table was read; ``describe()`` shows it.
    generator_, filter_ : Generator
        What draws, and what measures distances to all real rows.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    provenance_ : Candidates
        The rows of the last sample with their parents, distances and nearest real
        rows, for audit.
    filter_counts_ : dict of str to int
        What became of the candidates of the last sample.

    See Also
    --------
    skl_synth.ProximityFilter : The same for tables of one machine.

    Notes
    -----
    Candidates are equal if 128 bits that are computed of each are: that two others
    share these is less likely than one in 10 ** 20, of a thousand million rows. Whether
    shares and means moved is looked at in 200,000 of the candidates, where there are
    more. Persons with several rows are exchanged for others, as on one machine, around
    what draws persons (`TypeAwareCART`).

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> from skl_synth.dask import ProximityFilter
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(300, random_state=0).drop(columns="patient_id")
    >>> patients = dd.from_pandas(patients, npartitions=3)
    >>> X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    >>> synthesizer = ProximityFilter(mode="replace", random_state=0)
    >>> X_new, y_new = synthesizer.fit_resample(X, y)
    >>> distances, _ = synthesizer.nearest_real(X_new)
    >>> len(distances), bool(distances.min() > 0.001)
    (300, True)
    """

    _compares_rows = True
    _generator_class = ProximityInBlocks

    _parameter_constraints: dict = {
        **OnOneMachine._parameter_constraints,
        "client": "no_validation",
    }

    def __init__(
        self,
        sampler: Any = None,
        *,
        removal_fraction: float = 0.1,
        duplicate_tolerance: float = 1e-3,
        min_distance: float | None = None,
        duplicates: str = "all",
        oversampling_factor: float = 2.0,
        sampling_strategy: Any = "auto",
        mode: str = "augment",
        encoder: Any = None,
        random_state: Any = None,
        n_jobs: int | None = None,
        client: Any = None,
    ) -> None:
        super().__init__(
            sampler,
            removal_fraction=removal_fraction,
            duplicate_tolerance=duplicate_tolerance,
            min_distance=min_distance,
            duplicates=duplicates,
            oversampling_factor=oversampling_factor,
            sampling_strategy=sampling_strategy,
            mode=mode,
            encoder=encoder,
            random_state=random_state,
            n_jobs=n_jobs,
        )
        self.client = client

    def fit_resample(
        self, X: Any, y: Any, groups: Any = None, reference: Any = None
    ) -> tuple:
        """Fit, then sample: the real rows and synthetic ones, or synthetic ones only.

        Parameters
        ----------
        X : dask DataFrame of shape (n_rows, n_columns)
            The real table, without the target.
        y : dask Series of shape (n_rows,)
            Class labels.
        groups : dask Series of shape (n_rows,), default=None
            Which person each row belongs to; each has one row.
        reference : dask or pandas DataFrame, default=None
            Further real rows that a release must not repeat.

        Returns
        -------
        X_resampled : dask DataFrame
            In augment mode the real partitions first, as they are, then synthetic ones.
            In replace mode synthetic rows only, shuffled, with a fresh index.
        y_resampled : dask Series
            The classes of the rows.

        Raises
        ------
        ValueError
            If the target is continuous or absent: use ``fit`` and ``sample``; or if
            the table is too small in domain for that many rows that are no copies.
        """
        with self._balancing():
            return OnOneMachine.fit_resample(self, X, y, groups, reference)

    def _default_sampler(self) -> Any:
        return TypeAwareSMOTE()

    def _inner(self) -> BaseSynthesizer:
        if isinstance(self.sampler, PrivateMarginals):
            raise InputTypeError(
                "{parameter} is a PrivateMarginals, whose rows are drawn from counts, "
                "and are not filtered part by part",
                parameter="sampler",
                value=self.sampler,
                remedies=[
                    "use it without the filter",
                    Remedy(
                        "filter in one process, skl_synth.ProximityFilter, on "
                        "X.compute()"
                    ),
                ],
            )
        if self.sampler is None or isinstance(self.sampler, DistributedSynthesizer):
            inner = super()._inner()
            inner.set_params(client=self.client)
            return inner
        raise InputTypeError(
            "{parameter} is a {name}, which makes tables of one machine",
            parameter="sampler",
            value=self.sampler,
            name=type(self.sampler).__name__,
            remedies=[
                Remedy(
                    "use a synthesizer of skl_synth.dask, such as "
                    "skl_synth.dask.TypeAwareSMOTE()",
                    only="python",
                ),
                Remedy("filter in one process, skl_synth.ProximityFilter"),
            ],
        )

    def _encoded(self, X: Any, *, unknown: str = "error") -> Any:
        return encoded_elsewhere(self.table_, X, self._runner, unknown=unknown)

    def _made_elsewhere(self, X: Any, y: Any) -> Candidates:
        rows: Any = encoded_elsewhere(self.table_, X, self._runner, snapped=True)
        target: np.ndarray = self._target_of(
            target_elsewhere(y, self._runner), len(rows)
        )
        return without_parents(rows, target)
