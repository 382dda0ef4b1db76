"""publish: audit the method, make the table, look at the table itself, or refuse."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError, InputTypeError, Remedy, Setting
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.evaluation.fold import synthetic_table
from skl_synth.evaluation.privacy.membership import MEMBERSHIP_BOUND
from skl_synth.evaluation.privacy.run_attacks import run_attacks
from skl_synth.evaluation.seeds import draw_seed, seeded
from skl_synth.evaluation.tables import LEAST_CONTROLS, read_tables
from skl_synth.release.gates import Gate, gates_of_folds, gates_of_table
from skl_synth.release.release_report import RefusedReleaseError, Release, ReleaseReport
from skl_synth.release.release_setting import release_synthesizer
from skl_synth.release.validity import count_invalid
from skl_synth.synthesizers import as_synthesizer
from skl_synth.table.target import Target

LEAST_IN_CLASS = 20
"""Rows of the smallest class: with fewer, a fold holds out less than four, and what
the table discloses about the class cannot be measured."""


class _Drawn(NamedTuple):
    """A fitted synthesizer, the table that is to be published, and a second one."""

    synthesizer: BaseSynthesizer
    table: tuple[Any, Any]
    second: tuple[Any, Any]


def publish(
    X: Any,
    y: Any,
    *,
    synthesizer: Any = None,
    membership_bound: float = MEMBERSHIP_BOUND,
    folds: int = 5,
    sections: Any = "all",
    random_state: Any = None,
    n_jobs: int | None = None,
) -> Release:
    """Make a table to be published in place of a real one, or refuse.

    First the method is judged: in each fold it is given a part of the real rows, and
    the rest is the control of the attacks. Then the table is made from all rows, and
    looked at itself. It is refused where

    - on folds, the worst membership attack reaches more than ``membership_bound`` in
      the mean, or more than 0.60 on outliers or the smallest class by the low end of
      the interval; or people of the smallest class are rebuilt from lines or lattices
      more often than the control (low end of the interval above 0); or any synthetic
      row equals a real one in all columns but target and keys, or holds a real key;
    - in the released table, there is such a row, or one that holds what the columns
      cannot; or more real rows are rebuilt than rows of a second synthetic table.

    A gate that could not be measured is closed.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The real table, without the target.
    y : array-like of shape (n_rows,)
        Its target: class labels or numbers.
    synthesizer : object with ``fit_resample``, default=None
        What makes the rows; None stands for `release_synthesizer`. Only synthetic rows
        are published, as many of each class as there are real ones, whatever its mode.
    membership_bound : float, default=0.57
        The most that the worst membership attack may reach; chance is 0.5.
    folds : int, default=5
        Parts into which the real rows are split.
    sections : "all" or list of {"utility", "fidelity"}, default="all"
        What is measured besides privacy, which is always measured.
    random_state : int, RandomState instance or None, default=None
        Seed of rows, folds and attacks.
    n_jobs : int or None, default=None
        Folds at a time. The result does not depend on it.

    Returns
    -------
    Release
        X, y and the report.

    Raises
    ------
    RefusedReleaseError
        If a gate is closed; the message says which, with the figure and what to do,
        and ``report`` holds all figures.
    ValueError
        If the table is too small to be judged (fewer than 50 control rows in a fold,
        or 20 rows in a class), or a parameter or the table cannot be used.

    See Also
    --------
    release_synthesizer : The setting that is used.
    SyntheticEvaluator : The audit alone.

    Notes
    -----
    Attacks that fail prove little: others may succeed.

    Examples
    --------
    >>> from skl_synth import publish
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(1000, random_state=0, return_X_y=True)
    >>> X = X.drop(columns="patient_id")
    >>> release = publish(X, y, folds=2, sections=[], random_state=0)
    >>> len(release.X) == len(X)
    True
    >>> release.report.passed
    True
    """
    _check(membership_bound, folds)
    maker = _replacing(release_synthesizer() if synthesizer is None else synthesizer)
    _check_size(X, y, folds, _kinds_of(maker))
    rng = check_random_state(random_state)
    seed = int(random_state) if _is_seed(random_state) else draw_seed(rng)
    rng = np.random.RandomState(seed)
    evaluator = SyntheticEvaluator(
        clone(maker),
        cv=folds,
        sections=sections if isinstance(sections, str) else [*sections, "privacy"],
        n_jobs=n_jobs,
        random_state=seed,
    ).fit(X, y)
    drawn = _draw(maker, X, y, rng)
    gates = gates_of_folds(
        evaluator.results_,
        evaluator.not_applicable_,
        {"membership_bound": membership_bound},
    )
    gates += _gates_of_table(drawn, (X, y), rng)
    report = ReleaseReport(
        gates,
        _about(drawn, maker, seed, evaluator.n_splits_),
        evaluator.summary_,
        evaluator.details_,
        evaluator.report(),
        evaluator.notes_,
    )
    if not report.passed:
        raise RefusedReleaseError(report)
    return Release(*drawn.table, report)


def _is_seed(random_state: Any) -> bool:
    return isinstance(random_state, int | np.integer)


def _check(bound: float, folds: int) -> None:
    if not (isinstance(bound, Real) and 0.5 <= bound <= 1):
        raise InputError(
            "{parameter}={value!r} must be from 0.5, which is chance, to 1, which lets "
            "everything through",
            parameter="membership_bound",
            value=bound,
        )
    if not (isinstance(folds, Integral) and folds >= 2):
        raise InputError(
            "{parameter}={value!r} must be a whole number, 2 or more",
            parameter="folds",
            value=folds,
        )


def _replacing(maker: Any) -> BaseSynthesizer:
    """Set the mode to what is published, so that the report names no other."""
    if not isinstance(maker, type) and not hasattr(maker, "fit_resample"):
        raise InputTypeError(
            "{parameter}={value!r} must be an object with fit_resample, such as "
            "release_synthesizer(), or None",
            parameter="synthesizer",
            value=maker,
        )
    return clone(as_synthesizer(maker)).set_params(mode="replace")


def _check_size(X: Any, y: Any, folds: int, kinds: Any) -> None:
    """Refuse a table of which nobody could say what it discloses."""
    n_rows = X.shape[0] if hasattr(X, "shape") else len(X)
    if n_rows // folds < LEAST_CONTROLS:
        raise InputError(
            "the table is too small for a release: of {n_rows} rows each of {value} "
            "folds keeps {n} as controls, and {least} are needed to measure what the "
            "table discloses",
            parameter="folds",
            value=folds,
            n_rows=n_rows,
            n=n_rows // folds,
            least=LEAST_CONTROLS,
            remedies=_larger(n_rows),
        )
    target = Target.read(y, n_rows, kinds)
    if target.classes is None:
        return
    sizes = np.bincount(target.encoded, minlength=target.n_groups)
    if sizes.min() < LEAST_IN_CLASS:
        label = target.classes.tolist()[sizes.argmin()]
        raise InputError(
            "the table is too small for a release: class {value!r} has {n} rows, and "
            "{least} are needed to measure what it discloses about them",
            value=label,
            n=int(sizes.min()),
            least=LEAST_IN_CLASS,
            remedies=["merge or drop the class"],
        )


def _kinds_of(maker: Any) -> Any:
    """What the user said of the columns, the target perhaps among them."""
    given = maker.get_params(deep=True)
    kinds = (given[name] for name in given if name.split("__")[-1] == "column_kinds")
    return next(kinds, "infer")


def _larger(n_rows: int) -> list[Remedy]:
    most = n_rows // LEAST_CONTROLS
    if most < 2:
        return [Remedy(f"use {2 * LEAST_CONTROLS} rows or more")]
    return [
        Remedy("use {setting} at most", Setting("folds", most)),
        Remedy("use more rows"),
    ]


def _draw(maker: Any, X: Any, y: Any, rng: np.random.RandomState) -> _Drawn:
    synthesizer = seeded(clone(maker), rng).fit(X, y)
    second = synthetic_table(synthesizer, rng)
    return _Drawn(synthesizer, synthetic_table(synthesizer, rng), second)


def _gates_of_table(
    drawn: _Drawn, real: tuple[Any, Any], rng: np.random.RandomState
) -> list[Gate]:
    """Look for replicated records and reconstruction in the released table."""
    # All real rows are members and no control is left: what can be rebuilt of them is
    # compared with what can be of a second synthetic table.
    table, (X, y) = drawn.synthesizer.table_, real
    given = table.without_dropped(X), y
    tables = read_tables(table, given, drawn.table, drawn.second)
    with threadpool_limits(1):
        found = run_attacks(tables, attacks=("copies", "reconstruction"), rng=rng)
    invalid = count_invalid(drawn.synthesizer.table_, drawn.table[0])
    figures = pd.concat([invalid.frame(), found.figures], ignore_index=True)
    return gates_of_table(figures, found.not_applicable)


def _about(drawn: _Drawn, maker: Any, seed: int, folds: int) -> dict[str, Any]:
    target = drawn.synthesizer.target_
    about = {
        "method": " ".join(repr(maker).split()),
        "seed": seed,
        "folds": folds,
        "rows": len(target.encoded),
    }
    if target.classes is not None:
        counts = np.bincount(target.encoded, minlength=target.n_groups)
        labels = map(str, target.classes.tolist())
        about["classes"] = dict(zip(labels, counts.tolist(), strict=True))
    return about
