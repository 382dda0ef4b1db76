"""imbalanced-learn: rows of any of its over-samplers, restored to rows of the table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE, SMOTEN
from imblearn.pipeline import Pipeline
from scipy import sparse
from sklearn.base import clone
from sklearn.preprocessing import OrdinalEncoder

from skl_synth.errors import InputError, Remedy
from skl_synth.generators.generator import Generator, Request, draw_seed
from skl_synth.generators.shortage import FEWER_ROWS, warn_of_missing_rows
from skl_synth.table.foreign import as_pandas
from skl_synth.table.real import RealTable
from skl_synth.table.rows import (
    Candidates,
    EncodedRows,
    stack_candidates,
    without_parents,
)
from skl_synth.table.values import is_number

MAX_DRAWS = 10
"""Some samplers give fewer rows than asked for; so many draws are tried."""


class ImblearnGenerator(Generator):
    """Let an over-sampler add rows, and read them as rows of the table.

    Parameters
    ----------
    sampler : over-sampler or pipeline, default=None
        See `SamplerAdapter`; None stands for imbalanced-learn's ``SMOTE()``.

    See Also
    --------
    SamplerAdapter : The estimator, which explains what a sampler is given.
    """

    real: RealTable

    def __init__(self, sampler: Any = None) -> None:
        self.sampler = SMOTE() if sampler is None else sampler

    def check(self, real: RealTable, request: Request) -> None:
        """Refuse a target without classes, which no over-sampler balances.

        Raises
        ------
        InputError
            If the target is continuous, or there is none.
        """
        if real.target.kind == "classes":
            return
        raise InputError(
            "{sampler} balances classes and requires y to be passed, but the target y "
            "is {given}",
            sampler=type(self.sampler).__name__,
            given="None" if real.target.kind == "none" else "continuous",
            remedies=[
                "use TypeAwareSMOTE, which synthesises such a target with the columns, "
                "or none"
            ],
        )

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Keep what the sampler is given: it is fitted anew at every draw."""
        self.real = real
        self._is_given_matrix = not _wants_table(self.sampler)
        if self._is_given_matrix:
            matrix = real.matrix()
            # Of a table of constants nothing is left; samplers want a column.
            self._given: Any = matrix if matrix.shape[1] else np.zeros((len(real), 1))
        else:
            self._given = _floats(real.container.write(real.decode(real.rows)))

    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Ask for rows, and again for those that are missing.

        Raises
        ------
        InputError
            If the sampler cannot make them, or gives too few again and again.
        """
        counts = request.counts
        nothing = np.empty(0, dtype=np.intp)
        parts = [without_parents(self.real.rows.take(nothing), nothing)]
        missing = counts.copy()
        for _ in range(MAX_DRAWS):
            if not missing.any():
                return stack_candidates(parts)
            drawn = self._added(missing, rng)
            for group in np.flatnonzero(missing).tolist():
                # At random: ADASYN lists its rows by the real row they start from.
                rows = rng.permutation(np.flatnonzero(drawn.target == group))
                parts.append(drawn.take(rows[: missing[group]]))
                missing[group] -= min(len(rows), missing[group])
        if not request.exact:
            if not request.silent:
                self._warn_of_missing(counts, missing)
            return stack_candidates(parts)
        group = int(np.flatnonzero(missing)[0])
        raise InputError(
            "{sampler} gave {had} of {asked} rows of {label} in {n} draws",
            sampler=type(self.sampler).__name__,
            had=counts[group] - missing[group],
            asked=counts[group],
            label=self.real.target.label(group),
            n=MAX_DRAWS,
            remedies=[FEWER_ROWS, Remedy("use another sampler", only="python")],
        )

    def _warn_of_missing(self, counts: np.ndarray, missing: np.ndarray) -> None:
        for group in np.flatnonzero(missing).tolist():
            asked = int(counts[group])
            warn_of_missing_rows(
                self.real.target.label(group),
                asked - int(missing[group]),
                asked,
                why=f"{type(self.sampler).__name__} gave no more in {MAX_DRAWS} draws",
                remedies=[Remedy("use another sampler", only="python")],
            )

    def _added(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        """Let the sampler add rows, and take those behind the real ones."""
        target, real = self.real.target, self.real.counts
        sampler = clone(self.sampler)
        # Not fewer than the class has: ADASYN shares a handful out to nobody.
        final = real + np.maximum(counts, real)
        wanted = {int(group): int(final[group]) for group in np.flatnonzero(counts)}
        sampler.set_params(**_settings(sampler, wanted, rng))
        try:
            X_all, y_all = sampler.fit_resample(self._given, target.encoded.copy())
        except ValueError as error:
            asked = ", ".join(
                f"{counts[group]} of {target.label(group)} (which has "
                f"{real[group]} rows)"
                for group in np.flatnonzero(counts).tolist()
            )
            raise InputError(
                "{sampler} could not make {asked}: {error}",
                sampler=type(self.sampler).__name__,
                asked=asked,
                error=error,
            ) from error
        rows = self._read(_undo_transforms(sampler, X_all))
        n_real = len(self.real)
        self._check_real_rows(rows.take(np.arange(min(n_real, len(rows)))))
        added = np.arange(n_real, len(rows))
        # SMOTENC chooses the columns of a one-hot group one by one, and may set none.
        added = added[(rows.codes[added] >= 0).all(axis=1)]
        classes = np.asarray(y_all)[added].astype(np.intp)
        return without_parents(self.real.snap(rows.take(added)), classes)

    def _read(self, X_all: Any) -> EncodedRows:
        if self._is_given_matrix:
            return self.real.layout.rows(X_all)
        if isinstance(self._given, pd.DataFrame) and not isinstance(
            X_all, pd.DataFrame
        ):
            X_all = pd.DataFrame(X_all, columns=self._given.columns)
        return self.real.encode(X_all, unknown="ignore")

    def _check_real_rows(self, rows: EncodedRows) -> None:
        real = self.real.rows
        same = len(rows) == len(real) and np.array_equal(rows.codes, real.codes)
        if not same or not np.allclose(rows.numbers, real.numbers, equal_nan=True):
            raise InputError(
                "{sampler} does not give back the real rows first, so the synthetic "
                "ones cannot be told from them",
                sampler=type(self.sampler).__name__,
                remedies=[
                    "wrap a plain over-sampler, and do what else it does before or "
                    "behind the filter"
                ],
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
        raise InputError(
            "{sampler} has no sampling_strategy and is no over-sampler",
            sampler=type(last).__name__,
            remedies=[
                "wrap one of imblearn.over_sampling, or a synthesizer of skl_synth"
            ],
        )
    settings: dict[str, Any] = {f"{prefix}sampling_strategy": wanted}
    if "random_state" in last.get_params(deep=False):
        settings[f"{prefix}random_state"] = draw_seed(rng)
    return settings


def _undo_transforms(sampler: Any, X_all: Any) -> Any:
    """Take the rows of a pipeline back to the space of the table."""
    if not isinstance(sampler, Pipeline):
        return X_all
    for name, step in reversed(sampler.steps[:-1]):
        if step in (None, "passthrough") or hasattr(step, "fit_resample"):
            continue
        if not hasattr(step, "inverse_transform") or isinstance(step, OrdinalEncoder):
            raise InputError(
                "step {step!r} of the wrapped pipeline cannot be undone: it has no "
                "inverse_transform, or one that truncates blended codes",
                step=name,
                remedies=[
                    "put it before the filter",
                    "leave it out: categories need no encoding here",
                ],
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
