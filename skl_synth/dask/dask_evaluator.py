"""SyntheticEvaluator for dask frames."""

from __future__ import annotations

import numbers
from typing import Any

from sklearn.utils.validation import check_is_fitted

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import Interval
from skl_synth.dask.counterparts import counterpart, is_for_dask
from skl_synth.dask.folds_on_cluster import FoldsOnCluster, is_on_cluster
from skl_synth.dask.parts import Parts
from skl_synth.dask.persons_of_parts import persons_of_parts
from skl_synth.dask.rows_looked_at import OF_REAL, RowsLookedAt, note_of, seed_of_choice
from skl_synth.dask.shared_client import SharedClient
from skl_synth.dask.whose_rows import with_said_persons
from skl_synth.evaluation.evaluator import SyntheticEvaluator as OnOneMachine
from skl_synth.evaluation.fold_workers import FoldWorkers
from skl_synth.evaluation.splits import DEFAULT_FOLDS
from skl_synth.evaluation.verdict import Verdict
from skl_synth.synthesizers import as_synthesizer
from skl_synth.table.dictionary.said_of_table import dictionary_of

MOST_ROWS = 20_000
"""Rows that are looked at: attacks compare each with each."""

BY_COUNTERPART = (
    "folds were made by skl_synth.{name} on one machine, which decides as that for "
    "dask frames does."
)


class SyntheticEvaluator(SharedClient, OnOneMachine):
    """Judge a synthesizer by some real rows of a dask frame that it has not seen.

    Some persons are drawn by chance, whatever the partitions; their rows are fetched,
    and `skl_synth.SyntheticEvaluator` judges the method on them, with the same folds,
    figures, intervals and gates. A table that has no more rows than ``max_rows`` is
    judged whole, as on one machine. With a cluster, each fold is a task.

    Parameters
    ----------
    synthesizer : object with ``fit_resample``, default=None
        A synthesizer of `skl_synth.dask` or of `skl_synth`; folds are small, and made
        by that of one machine.
    estimator, cv, scoring, sections, shadow_models : object
        As in `skl_synth.SyntheticEvaluator`.
    quasi_identifiers, secrets, n_jobs, random_state : object
        As in `skl_synth.SyntheticEvaluator`.
    max_rows : int, default=20000
        Rows of whole persons that are looked at.
    client : distributed.Client or None, default=None
        The cluster. None for that of an open client, else this process.

    Attributes
    ----------
    n_rows_ : int
        Rows of the whole table; all other figures are of those that were looked at.
    n_rows_seen_ : int
        Rows that were looked at.

    See Also
    --------
    skl_synth.SyntheticEvaluator : Explains all parameters and attributes.
    audit_tables : Looks at a table that was made at full size.

    Notes
    -----
    Attacks find a person the more easily, the fewer people a table is made from. So
    what is measured of a method on 20,000 rows is rather too much than too little of
    what a table made by it from 10,000,000 discloses; small classes are smaller still
    in the sample, and a class of which it has no three persons cannot be judged.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> from skl_synth.dask import SyntheticEvaluator
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(400, random_state=0).drop(columns="patient_id")
    >>> real = dd.from_pandas(patients, npartitions=4)
    >>> X, y = real.drop(columns="readmitted"), real["readmitted"]
    >>> evaluator = SyntheticEvaluator(
    ...     cv=2, sections=["fidelity"], max_rows=300, random_state=0
    ... )
    >>> evaluator = evaluator.fit(X, y)
    >>> evaluator.n_rows_, evaluator.n_rows_seen_
    (400, 300)
    """

    _parameter_constraints: dict = {
        **OnOneMachine._parameter_constraints,
        "max_rows": [Interval(numbers.Integral, 1, None, closed="left")],
    }

    n_rows_: int
    n_rows_seen_: int

    def __init__(
        self,
        synthesizer: Any = None,
        *,
        estimator: Any = None,
        cv: Any = DEFAULT_FOLDS,
        scoring: Any = None,
        sections: Any = "all",
        shadow_models: int = 0,
        quasi_identifiers: Any = None,
        secrets: Any = None,
        n_jobs: int | None = None,
        random_state: Any = None,
        max_rows: int = MOST_ROWS,
        client: Any = None,
    ) -> None:
        super().__init__(
            synthesizer,
            estimator=estimator,
            cv=cv,
            scoring=scoring,
            sections=sections,
            shadow_models=shadow_models,
            quasi_identifiers=quasi_identifiers,
            secrets=secrets,
            n_jobs=n_jobs,
            random_state=random_state,
        )
        self.max_rows = max_rows
        self.client = client

    def fit(self, X: Any, y: Any = None, groups: Any = None) -> SyntheticEvaluator:
        """Judge the synthesizer on some rows of a real table.

        Parameters
        ----------
        X : dask DataFrame
            The real table, without the target.
        y : dask Series, default=None
            Its target, as in `skl_synth.SyntheticEvaluator.fit`.
        groups : dask Series, default=None
            Which person each row belongs to: whole persons are looked at.

        Returns
        -------
        SyntheticEvaluator
            The fitted evaluator.

        Raises
        ------
        ValueError
            As `skl_synth.SyntheticEvaluator.fit`, of the rows that are looked at.

        Warns
        -----
        InputWarning
            As `skl_synth.SyntheticEvaluator.fit`.
        """
        self._validate_params()
        dictionary = dictionary_of(self._synthesizer()._table_encoder().dictionary)
        parts = with_said_persons(Parts.of(X, y, groups, self._runner), dictionary)
        seen = RowsLookedAt.of(
            parts,
            persons_of_parts(parts),
            self.max_rows,
            seed_of_choice(self.random_state),
        )
        self.n_rows_, self.n_rows_seen_ = seen.n_rows, len(seen)
        self._note = note_of({OF_REAL: seen})
        super().fit(seen.X, seen.y, seen.groups)
        made = type(self.synthesizer_).__name__
        notes = [self._note] if self._note else []
        if is_for_dask(self.synthesizer):
            notes.append(BY_COUNTERPART.format(name=made))
        self.notes_ = (*notes, *self.notes_)
        return self

    def _synthesizer(self) -> BaseSynthesizer:
        if self.synthesizer is None:
            return super()._synthesizer()
        return as_synthesizer(counterpart(self.synthesizer))

    def _workers(self) -> FoldWorkers:
        if is_on_cluster(self._runner):
            return FoldsOnCluster(self._runner)
        return super()._workers()

    def _words(self) -> tuple[str, list[Verdict]]:
        check_is_fitted(self)
        header, verdicts = super()._words()
        return f"{header} {self._note}".strip(), verdicts
