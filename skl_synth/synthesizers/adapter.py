"""SamplerAdapter: any over-sampler of imbalanced-learn behind our interface."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE, SMOTEN
from imblearn.pipeline import Pipeline
from scipy import sparse
from sklearn.base import clone
from sklearn.preprocessing import OrdinalEncoder
from sklearn.utils import check_random_state

from skl_synth.base import BaseSynthesizer, TableSynthesizer
from skl_synth.compat import HasMethods
from skl_synth.synthesizers.smote import TypeAwareSMOTE
from skl_synth.table.foreign import as_pandas
from skl_synth.table.rows import (
    Candidates,
    EncodedRows,
    stack_candidates,
    without_parents,
)
from skl_synth.table.values import is_number

MAX_DRAWS = 10
"""Some samplers give fewer rows than asked for; so many draws are tried."""


def as_synthesizer(sampler: Any) -> BaseSynthesizer:
    """Make a synthesizer of whatever may be wrapped.

    Parameters
    ----------
    sampler : BaseSynthesizer, imbalanced-learn sampler, pipeline or None
        None stands for `TypeAwareSMOTE`.

    Returns
    -------
    BaseSynthesizer
        An unfitted copy, adapted where needed.

    Raises
    ------
    TypeError
        If it is a class rather than an object.
    """
    if sampler is None:
        return TypeAwareSMOTE()
    if isinstance(sampler, type):
        raise TypeError(
            f"sampler is the class {sampler.__name__} itself: pass an object of it, "
            f"{sampler.__name__}()."
        )
    if isinstance(sampler, BaseSynthesizer):
        return clone(sampler)
    return SamplerAdapter(sampler)


class SamplerAdapter(TableSynthesizer):
    """An over-sampler of imbalanced-learn as a synthesizer.

    The rows that the sampler adds are restored to rows of the same table. Samplers
    that compute distances on numbers get the standardised matrix, in which text and
    missing values are numbers too and no column decides alone because of its unit.
    Samplers that know categories (``SMOTENC``, ``SMOTEN``) and pipelines get the
    table itself, with integers as floats so that they are not truncated.

    Parameters
    ----------
    sampler : object with ``fit_resample``, default=None
        An over-sampler, or a pipeline that ends in one. Its transformers are undone
        by ``inverse_transform``. Its ``sampling_strategy`` and ``random_state`` are
        set by this class. None stands for imbalanced-learn's ``SMOTE()``.
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class, see `TypeAwareSMOTE`.
    mode : {"augment", "replace"}, default="augment"
        Real rows plus synthetic ones, or synthetic ones only.
    column_kinds : "infer" or mapping of column to kind, default="infer"
        See `TableEncoder`.
    one_hot_groups : "infer", list, mapping or None, default="infer"
        See `TableEncoder`.
    implicit_baseline : bool, str or list of str, default=False
        See `TableEncoder`.
    one_hot_repair : {"refuse", "repair"}, default="refuse"
        What becomes of one-hot groups with rows that are none, see `TableEncoder`.
    identifiers : {"refuse", "surrogate", "drop"} or mapping, default="refuse"
        What becomes of keys, names and free text, see `TableEncoder`.
    min_category_count : int, default=1
        Levels held by fewer rows than this are not published, see `TableEncoder`.
    rare_label : str, default="Rare"
        The level that stands for rare ones, see `TableEncoder`.
    constraints : list of constraints or None, default=None
        Rules that every row keeps, such as `Inequality`, `FixedCombinations` and
        `Sum`. Rows that break one are replaced by others.
    random_state : int, RandomState instance or None, default=None
        Seed; with an int two fits give identical tables.

    Attributes
    ----------
    encoder_ : TableEncoder
        How the table was read.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    sampler_ : object
        The over-sampler; a copy of it is fitted at every draw.
    provenance_ : Candidates
        The rows of the last sample; their parents are not known.
    n_features_in_ : int
        Number of columns.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    See Also
    --------
    ProximityFilter : Wraps an over-sampler in this class by itself.

    Examples
    --------
    >>> from imblearn.over_sampling import SMOTE
    >>> from skl_synth import SamplerAdapter
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(300, random_state=0).drop(columns="patient_id")
    >>> X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    >>> adapter = SamplerAdapter(SMOTE(), mode="replace", random_state=0)
    >>> X_new, y_new = adapter.fit_resample(X, y)
    >>> bool((X_new.dtypes == X.dtypes).all())
    True
    """

    _parameter_constraints: dict = {
        **TableSynthesizer._parameter_constraints,
        "sampler": [HasMethods(["fit_resample"]), None],
    }

    def __init__(
        self,
        sampler: Any = None,
        *,
        sampling_strategy: Any = "auto",
        mode: str = "augment",
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
        implicit_baseline: Any = False,
        one_hot_repair: str = "refuse",
        identifiers: Any = "refuse",
        min_category_count: int = 1,
        rare_label: str = "Rare",
        constraints: Any = None,
        random_state: Any = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.sampler = sampler
        self.mode = mode
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.implicit_baseline = implicit_baseline
        self.one_hot_repair = one_hot_repair
        self.identifiers = identifiers
        self.min_category_count = min_category_count
        self.rare_label = rare_label
        self.constraints = constraints
        self.random_state = random_state

    def _learn_rows(self, X: Any) -> None:
        self.sampler_ = SMOTE() if self.sampler is None else self.sampler
        if self.target_.kind != "classes":
            given = "None" if self.target_.kind == "none" else "continuous"
            raise ValueError(
                f"{type(self.sampler_).__name__} balances classes and requires y to be "
                f"passed, but the target y is {given}: use TypeAwareSMOTE, which "
                "synthesises such a target with the columns, or none."
            )
        # The table is kept for samplers that want it: they refit at every draw.
        self._given = _floats(X)
        self._given_is_matrix = not _wants_table(self.sampler_)

    def _draw_rows(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        nothing = np.empty(0, dtype=np.intp)
        parts = [without_parents(self.rows_.take(nothing), nothing)]
        missing = counts.copy()
        for _ in range(MAX_DRAWS):
            if not missing.any():
                return stack_candidates(parts)
            drawn = self._draw(missing, rng)
            for group in np.flatnonzero(missing).tolist():
                # At random: ADASYN lists its rows by the real row they start from.
                rows = rng.permutation(np.flatnonzero(drawn.target == group))
                parts.append(drawn.take(rows[: missing[group]]))
                missing[group] -= min(len(rows), missing[group])
        group = int(np.flatnonzero(missing)[0])
        raise ValueError(
            f"{type(self.sampler_).__name__} gave {counts[group] - missing[group]} of "
            f"{counts[group]} rows of {self.target_.label(group)} in {MAX_DRAWS} "
            "draws: ask for fewer rows, or use another sampler."
        )

    def _draw(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        """Let the sampler add rows, and take those behind the real ones."""
        sampler = clone(self.sampler_)
        real = np.bincount(self.target_.encoded, minlength=len(counts))
        # Not fewer than the class has: ADASYN shares a handful out to nobody.
        final = real + np.maximum(counts, real)
        wanted = {int(group): int(final[group]) for group in np.flatnonzero(counts)}
        sampler.set_params(**_settings(sampler, wanted, rng))
        matrix = self.encoder_.matrix(self.rows_) if self._given_is_matrix else None
        if matrix is not None and not matrix.shape[1]:
            # A table of constants: samplers want a column all the same.
            matrix = np.zeros((len(matrix), 1))
        given = self._given if matrix is None else matrix
        try:
            X_all, y_all = sampler.fit_resample(given, self.target_.encoded.copy())
        except ValueError as error:
            asked = ", ".join(
                f"{counts[group]} of {self.target_.label(group)} (which has "
                f"{real[group]} rows)"
                for group in np.flatnonzero(counts).tolist()
            )
            name = type(self.sampler_).__name__
            raise ValueError(f"{name} could not make {asked}: {error}") from error
        rows = self._read(_undo_transforms(sampler, X_all))
        n_real = len(self.rows_)
        self._check_real_rows(rows.take(np.arange(min(n_real, len(rows)))))
        added = np.arange(n_real, len(rows))
        # SMOTENC chooses the columns of a one-hot group one by one, and may set none.
        added = added[(rows.codes[added] >= 0).all(axis=1)]
        target = np.asarray(y_all)[added].astype(np.intp)
        return without_parents(self.encoder_.snap(rows.take(added)), target)

    def _read(self, X_all: Any) -> EncodedRows:
        if self._given_is_matrix:
            return self.encoder_.layout_.rows(X_all)
        if isinstance(self._given, pd.DataFrame) and not isinstance(
            X_all, pd.DataFrame
        ):
            X_all = pd.DataFrame(X_all, columns=self._given.columns)
        return self.encoder_.encode(X_all, unknown="ignore")

    def _check_real_rows(self, rows: EncodedRows) -> None:
        same = len(rows) == len(self.rows_) and np.array_equal(
            rows.codes, self.rows_.codes
        )
        if not same or not np.allclose(
            rows.numbers, self.rows_.numbers, equal_nan=True
        ):
            raise ValueError(
                f"{type(self.sampler_).__name__} does not give back the real rows "
                "first, so the synthetic ones cannot be told from them: wrap a plain "
                "over-sampler, and do what else it does before or behind the filter."
            )


def _last_step(sampler: Any) -> tuple[str, Any]:
    """Prefix of the parameters of the over-sampler, and the over-sampler."""
    if isinstance(sampler, Pipeline):
        name, last = sampler.steps[-1]
        prefix, inner = _last_step(last)
        return f"{name}__{prefix}", inner
    return "", sampler


def _wants_table(sampler: Any) -> bool:
    _, last = _last_step(sampler)
    knows_categories = "categorical_features" in last.get_params(deep=False)
    return isinstance(sampler, Pipeline) or knows_categories or isinstance(last, SMOTEN)


def _settings(
    sampler: Any, wanted: dict[int, int], rng: np.random.RandomState
) -> dict[str, Any]:
    prefix, last = _last_step(sampler)
    if "sampling_strategy" not in last.get_params(deep=False):
        raise ValueError(
            f"{type(last).__name__} has no sampling_strategy and is no over-sampler: "
            "wrap one of imblearn.over_sampling, or a synthesizer of skl_synth."
        )
    settings: dict[str, Any] = {f"{prefix}sampling_strategy": wanted}
    if "random_state" in last.get_params(deep=False):
        seed = check_random_state(rng).randint(np.iinfo(np.int32).max)
        settings[f"{prefix}random_state"] = int(seed)
    return settings


def _undo_transforms(sampler: Any, X_all: Any) -> Any:
    """Take the rows of a pipeline back to the space of the table."""
    if not isinstance(sampler, Pipeline):
        return X_all
    for name, step in reversed(sampler.steps[:-1]):
        if step in (None, "passthrough") or hasattr(step, "fit_resample"):
            continue
        if not hasattr(step, "inverse_transform") or isinstance(step, OrdinalEncoder):
            raise ValueError(
                f"step {name!r} of the wrapped pipeline cannot be undone: it has no "
                "inverse_transform, or one that truncates blended codes. Put it before "
                "the filter, or leave it out: categories need no encoding here."
            )
        X_all = step.inverse_transform(X_all)
    return X_all


def _floats(X: Any) -> Any:
    """Integers as floats: imbalanced-learn truncates what it interpolates."""
    X = as_pandas(X)
    if isinstance(X, pd.DataFrame):
        floats = X.reset_index(drop=True)
        for place, dtype in enumerate(X.dtypes):
            # By position: a name may be None, or a tuple.
            if pd.api.types.is_integer_dtype(dtype):
                column = floats.iloc[:, place].astype(np.float64)
                floats.isetitem(place, column.array)
        return floats
    if sparse.issparse(X):
        return X.astype(np.float64).tocsr()
    array = np.asarray(X)
    return array.astype(np.float64) if is_number(array.dtype) else array
