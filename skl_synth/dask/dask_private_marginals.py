"""PrivateMarginals for dask frames."""

from __future__ import annotations

import os
from typing import Any

from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from skl_synth.base import BaseSynthesizer
from skl_synth.dask.distributed_synthesizer import DistributedSynthesizer
from skl_synth.dask.drawn_by_seeds import drawn_by_seeds
from skl_synth.dask.marginals_in_blocks import MarginalsInBlocks, alone_of
from skl_synth.dask.parts import Parts
from skl_synth.dask.read_by_parts import read_by_parts
from skl_synth.dask.read_parts import read_parts
from skl_synth.dask.repeated_in_parts import repeated_in_parts
from skl_synth.generators.reach import within_reach
from skl_synth.synthesizers import PrivateMarginals as OnOneMachine
from skl_synth.synthesizers.guarantee_checks import (
    check_guarantee,
    dictionary_of,
    warn_of_bound_alone,
    warn_of_rules,
)
from skl_synth.table.rows import Candidates
from skl_synth.table.several_rows import warn_of, warn_of_repeated_key


class PrivateMarginals(DistributedSynthesizer, OnOneMachine):
    """Draw rows from noisy counts of a dask frame, with differential privacy.

    Rows are counted where they are; sums of whole numbers are the counts of one
    machine, whatever the partitions. Exact noise is added once, to the sums, in the
    process that calls ``fit``, and never in a task: one that is carried out again,
    since a worker was lost, would give a second answer about the same people. Rows are
    drawn from the noisy counts block by block, wherever there is room.

    Parameters
    ----------
    epsilon, delta : float
        The bound, and the probability with which it may fail.
    dictionary : DataDictionary, path, mapping, "from_data" or None, default=None
        What the table can hold, as in `skl_synth.PrivateMarginals`.
    pairs, class_counts, rows_per_person : object
        What is counted, and how many rows of a person, all partitions together.
    sampling_strategy, mode, encoder, column_kinds, one_hot_groups : object
        As in `skl_synth.PrivateMarginals`.
    random_state : int, RandomState instance or None, default=None
        Seed of what is drawn from the noisy counts. Each block of rows has one of its
        own, by its number; the noise itself cannot be seeded.
    client : distributed.Client or None, default=None
        The cluster. None for that of an open client, else threads of this process.

    See Also
    --------
    skl_synth.PrivateMarginals : Explains all parameters and attributes.

    Notes
    -----
    What leaves the cluster are noisy counts and rows drawn from them. How many rows and
    partitions come out follows from the noisy counts alone, and the order of rows is
    drawn: the partitions of the real table, empty ones among them, leave no trace.
    Whoever runs the cluster sees real rows, and true counts on their way to the sums.

    Given a table in one partition or in many, and the same noise, the measurements are
    those of one machine. The rows that are drawn are others, as of another seed.
    Without epsilon, columns that rules compute from others are counted beside these.

    A frame has to give the same rows whenever it is computed: one that is drawn by
    chance, or read from what changes, is written to files first.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> from skl_synth.dask import PrivateMarginals
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(600, random_state=0)[["smoker", "readmitted"]]
    >>> real = dd.from_pandas(patients, npartitions=3)
    >>> fields = [
    ...     {"name": "smoker", "constraints": {"enum": ["No", "Yes"]}},
    ...     {
    ...         "name": "readmitted",
    ...         "type": "integer",
    ...         "constraints": {"enum": [0, 1], "required": True},
    ...     },
    ... ]
    >>> dictionary = {"fields": fields, "skl_synth": {"target": "readmitted"}}
    >>> private = PrivateMarginals(1.0, dictionary=dictionary, random_state=0)
    >>> private = private.fit(real[["smoker"]], real["readmitted"])
    >>> X, y = private.sample(500)
    >>> X.compute().shape, private.is_private_
    ((500, 1), True)
    """

    _generator_class = MarginalsInBlocks

    def __init__(
        self,
        epsilon: float | None = 1.0,
        *,
        delta: float = 1e-6,
        dictionary: Any = None,
        pairs: Any = "auto",
        class_counts: str = "noisy",
        rows_per_person: int = 1,
        sampling_strategy: Any = "auto",
        mode: str = "replace",
        encoder: Any = None,
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
        random_state: Any = None,
        client: Any = None,
    ) -> None:
        super().__init__(
            epsilon,
            delta=delta,
            dictionary=dictionary,
            pairs=pairs,
            class_counts=class_counts,
            rows_per_person=rows_per_person,
            sampling_strategy=sampling_strategy,
            mode=mode,
            encoder=encoder,
            column_kinds=column_kinds,
            one_hot_groups=one_hot_groups,
            random_state=random_state,
        )
        self.client = client

    def fit(self, X: Any, y: Any = None, groups: Any = None) -> BaseSynthesizer:
        """Count a real table, with noise; it spends the whole of epsilon each time.

        Parameters
        ----------
        X : dask DataFrame
            The real table, without the target, with the columns of the dictionary.
        y : dask Series, default=None
            The target: class labels, a continuous target, or None.
        groups : dask Series, default=None
            Which person each row belongs to.

        Returns
        -------
        BaseSynthesizer
            The fitted synthesizer.

        Raises
        ------
        InputError
            As `skl_synth.PrivateMarginals.fit`.
        ImportError
            If OpenDP, which makes the noise, is not installed.

        Warns
        -----
        UserWarning
            As `skl_synth.PrivateMarginals.fit`.
        """
        self._validate_params()
        dictionary = dictionary_of(self)
        check_guarantee(self, dictionary)
        parts = Parts.of(X, y, groups, self._runner)
        if dictionary is None:
            return self._fit_inferred(parts)
        read = read_by_parts(dictionary, parts)
        warn_of_rules(dictionary, read.table)
        if read.table.persons is None:
            keys = [one.name for one in dictionary.columns if one.kind == "identifier"]
            repeated = repeated_in_parts(parts, keys)
            if repeated is not None:
                warn_of(repeated, stacklevel=2)
            warn_of_bound_alone(self.rows_per_person)
        return self._fit_counts(read.table, dictionary, read.outside)

    def _fit_inferred(self, parts: Parts) -> BaseSynthesizer:
        """Fit to a table whose domain is read from its rows: there is no guarantee."""
        encoder = self._table_encoder()
        if self.epsilon is not None:
            encoder = encoder.set_params(rules=None)
        table = read_parts(parts, encoder)
        warn_of_repeated_key(table)
        return self._fit_counts(table, None, {})

    def sample(
        self, n_samples: Any = None, random_state: Any = None, *, given: Any = None
    ) -> tuple:
        """Draw synthetic rows; real rows are never part of the result.

        Parameters
        ----------
        n_samples : int or mapping of class to int, default=None
            How many rows; None draws what ``sampling_strategy`` asks for.
        random_state : int, RandomState instance or None, default=None
            Seed of this sample; None uses the ``random_state`` of the synthesizer.
        given : mapping or dataframe, default=None
            What is given of the rows, as in `skl_synth.PrivateMarginals.sample`. Such
            rows are drawn at once, in this process, and are one partition.

        Returns
        -------
        X : dask DataFrame
            The rows, in random order.
        y : dask Series or None
            Their target.

        Raises
        ------
        ValueError
            If that many rows cannot be had, or what is given cannot be met.
        """
        check_is_fitted(self)
        if given is None:
            return super().sample(n_samples, random_state)
        import dask.dataframe as dd

        made = self._sample_given(n_samples, random_state, given)
        X, y = (
            None if one is None else dd.from_pandas(one, npartitions=1, sort=False)
            for one in made
        )
        return X, y

    def to_local(self, max_rows: int | None = None) -> OnOneMachine:
        """Give the synthesizer of one machine, fitted to the same table.

        Parameters
        ----------
        max_rows : int, default=None
            Not used: noisy counts are here, and no row is fetched.

        Returns
        -------
        skl_synth.PrivateMarginals
            It draws from the same noisy counts, and holds no real row.
        """
        check_is_fitted(self)
        known = self.get_params(deep=False)
        del known["client"]
        alone = OnOneMachine(**known)
        for name, value in vars(self).items():
            if name.endswith("_") and name != "provenance_":
                setattr(alone, name, value)
        alone.generator_ = alone_of(self.generator_)
        return alone

    def save(self, path: str | os.PathLike[str]) -> None:
        """Save the fitted synthesizer to a file, as one of one machine.

        Parameters
        ----------
        path : str or path
            The file, which `skl_synth.load` reads. It holds no real row.

        Raises
        ------
        TypeError
            If a parameter cannot be saved.
        OSError
            If the file cannot be written; nothing is left of it then.
        """
        self.to_local().save(path)

    def __getstate__(self) -> dict[str, Any]:
        """Pickle what was learnt, in which there is no real row; not the client."""
        state = OnOneMachine.__getstate__(self)
        unsent = ("client", "provenance_")
        return {**{k: v for k, v in state.items() if k not in unsent}, "client": None}

    def _draw(self, n_samples: Any = None, random_state: Any = None) -> Candidates:
        """Draw rows in random order, block by block; nothing is remembered of it."""
        request = within_reach(self.generator_, self.table_, self._request(n_samples))
        seed = self.random_state if random_state is None else random_state
        return drawn_by_seeds(
            self.generator_,
            self.table_.target,
            request,
            check_random_state(seed),
            self._runner,
        )
