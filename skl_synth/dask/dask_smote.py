"""TypeAwareSMOTE for dask frames."""

from __future__ import annotations

from typing import Any

from skl_synth.dask.distributed_synthesizer import DistributedSynthesizer
from skl_synth.dask.known_in_blocks import ComparedInBlocks
from skl_synth.dask.rare_numbers_in_blocks import RareNumbersInBlocks
from skl_synth.dask.smote_in_blocks import SmoteInBlocks
from skl_synth.generators.repeated_rows import warn_of_repeats
from skl_synth.synthesizers import TypeAwareSMOTE as OnOneMachine


class TypeAwareSMOTE(DistributedSynthesizer, OnOneMachine):
    """SMOTE for dask frames: the same rows as those of one machine.

    What is drawn (parents, weights, noise) is drawn from the same source in the same
    order as by `skl_synth.TypeAwareSMOTE`, and neighbours are found exactly. So the
    synthetic table is the same, bit for bit, whatever partitions and workers there are.

    Parameters
    ----------
    sampling_strategy, mode, k_neighbors, interpolation, n_vertices : object
        As for `skl_synth.TypeAwareSMOTE`; ``k_neighbors`` is a number.
    noise_scale, n_rounds, relevance, perturbation, under_sample, by, encoder : object
        As for `skl_synth.TypeAwareSMOTE`.
    column_kinds, one_hot_groups, random_state : object
        As for `skl_synth.TypeAwareSMOTE`.
    n_jobs : int or None, default=None
        Of no effect: the scheduler of dask says how many tasks are computed at once.
    client : distributed.Client, str or None, default=None
        The cluster, or the address of its scheduler. None: the client that is open,
        else threads of this process.

    Attributes
    ----------
    table_ : RealTable
        The real table as it was read. Its rows are elsewhere.
    encoder_ : TableEncoder
        How the table was read; ``describe()`` shows it.
    generator_ : Generator
        What draws.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    strata_, regions_ : DataFrame
        As of `skl_synth.TypeAwareSMOTE`.
    rows_ : RowBlocks
        The real rows, which are elsewhere.
    target_ : Target
        The real target.
    provenance_ : Candidates
        The rows of the last sample with their parents and weights, for audit.

    See Also
    --------
    skl_synth.TypeAwareSMOTE : The same for tables of one machine.
    skl_synth.dask.ProximityFilter : Drops the rows that are copies or too close.

    Notes
    -----
    Of each real row its class, and of each synthetic one its parents and weights, are
    in the process that calls; rows are not. With ``interpolation="per_feature"`` there
    are two weights for every column. Columns that rules of an order or ``by`` name are
    brought to that process while it learns; of a target by relevance the numbers of
    rare regions.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> from skl_synth.dask import TypeAwareSMOTE
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(300, random_state=0).drop(columns="patient_id")
    >>> patients = dd.from_pandas(patients, npartitions=3)
    >>> X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    >>> X_all, y_all = TypeAwareSMOTE(random_state=0).fit_resample(X, y)
    >>> len(set(y_all.compute().value_counts()))
    1
    """

    _compares_rows = True
    _generator_class = SmoteInBlocks
    _by_relevance_class = RareNumbersInBlocks

    _parameter_constraints: dict = {
        **OnOneMachine._parameter_constraints,
        "client": "no_validation",
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
        client: Any = None,
    ) -> None:
        super().__init__(
            sampling_strategy,
            mode=mode,
            k_neighbors=k_neighbors,
            interpolation=interpolation,
            n_vertices=n_vertices,
            noise_scale=noise_scale,
            n_rounds=n_rounds,
            relevance=relevance,
            perturbation=perturbation,
            under_sample=under_sample,
            by=by,
            encoder=encoder,
            column_kinds=column_kinds,
            one_hot_groups=one_hot_groups,
            random_state=random_state,
            n_jobs=n_jobs,
        )
        self.client = client

    def _warn_of_repeats(self) -> None:
        warn_of_repeats(ComparedInBlocks(self.table_, self.provenance_))
