"""publish: make the table and look at it, audit the method, and refuse if need be."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.base import clone
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError, InputTypeError, Remedy, Setting
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.evaluation.drawn_tables import synthetic_table
from skl_synth.evaluation.fidelity.moved_shares import find_moved_shares
from skl_synth.evaluation.person_makers import persons_made
from skl_synth.evaluation.privacy.membership import GROUP_BOUND, MEMBERSHIP_BOUND
from skl_synth.evaluation.privacy.run_attacks import run_attacks
from skl_synth.evaluation.privacy.shadow.shadow_plan import check_shadow_models
from skl_synth.evaluation.results import SUMMARY_COLUMNS
from skl_synth.evaluation.seeds import draw_seed, seeded
from skl_synth.evaluation.tables import LEAST_CONTROLS, Persons, read_tables
from skl_synth.release.gates import Gate, gates_of_table, gates_so_far
from skl_synth.release.likely_keys import read_for_release
from skl_synth.release.release_report import RefusedReleaseError, Release, ReleaseReport
from skl_synth.release.release_setting import divided_by, release_synthesizer
from skl_synth.release.table_drivers import with_table_drivers
from skl_synth.release.validity import count_invalid
from skl_synth.synthesizers import as_synthesizer
from skl_synth.table.declared_levels import only_levels_of_rows
from skl_synth.table.real import RealTable
from skl_synth.table.several_rows import refuse_several_rows

LEAST_IN_CLASS = 40
"""People of the smallest class: of fewer the area of an attack, .5 where it guesses,
has an interval that is wider than .15 either way."""

LEAST_IN_FOLD = 2
"""Of these so many are held out by each fold: one half chooses the attack that is
measured on the other."""

OF_TABLE = ("copies", "near_copies", "nearer", "few_people", "reconstruction")
"""The attacks that are made on the released table, of which all real rows are members:
those that need no control, or find it among the real rows."""

NO_FIGURES = pd.DataFrame(columns=SUMMARY_COLUMNS)

NOT_JUDGED = (
    "The released table is refused by what it shows itself; the method was not judged "
    "on folds."
)

GIVEN_UP = (
    "Given up after {n} of {folds} folds, once a gate could not open again; utility "
    "and fidelity were not measured."
)


class _Drawn(NamedTuple):
    """A fitted synthesizer, the table that is to be published, and a second one.

    With whom the rows of both belong to, where whole persons are made.
    """

    synthesizer: BaseSynthesizer
    table: tuple[Any, Any]
    second: tuple[Any, Any]
    persons: tuple[np.ndarray | None, np.ndarray | None]


class _Audit(NamedTuple):
    """What the folds showed; nothing where the released table was refused before."""

    gates: list[Gate] = []
    n_folds: int = 0
    summary: pd.DataFrame = NO_FIGURES.drop(columns=["scope", "subject"])
    details: pd.DataFrame = NO_FIGURES
    text: str = NOT_JUDGED
    notes: tuple[str, ...] = (NOT_JUDGED,)


def publish(
    X: Any,
    y: Any,
    *,
    groups: Any = None,
    synthesizer: Any = None,
    by: Any = None,
    encoder: Any = None,
    membership_bound: float = MEMBERSHIP_BOUND,
    group_bound: float = GROUP_BOUND,
    folds: int = 5,
    sections: Any = "all",
    random_state: Any = None,
    n_jobs: int | None = None,
    shadow_models: int = 0,
) -> Release:
    """Make a table to be published in place of a real one, or refuse.

    The table is made from all real rows and looked at itself. Then the method is
    judged: in each fold it is given a part of the real rows, and the rest is the
    control of the attacks; what the report says besides is measured last. It is
    refused, and nothing more is measured, where

    - in the released table, rows equal a real one in all columns but target and keys,
      or in all but one of these, more often than real rows equal one of another person;
      or a row holds a real key, a level that fewer than 10 persons have, or what the
      columns cannot; or shares or means moved further than chance moves them; or more
      real rows are rebuilt than rows of a second synthetic table;
    - on folds, the worst membership attack reaches more than ``membership_bound`` in
      the mean, or more than ``group_bound`` on outliers, the smallest class or a
      stratum, or there are too few people in these to be measured; or there are more
      copies, near copies or real keys than by chance; or more than half of the numbers
      and combinations that few people have are released above chance; or people of the
      smallest class are rebuilt from lines or lattices more often than the control
      (low end of the interval above 0).

    A gate whose figure cannot be measured is closed. A column that is likely an
    identifier is treated as one, unless its kind is given, and levels that fewer than
    10 rows hold are merged, unless the encoder has a ``min_category_count``.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The real table, without the target.
    y : array-like of shape (n_rows,)
        Its target: class labels or numbers.
    groups : array-like of shape (n_rows,), default=None
        Which person each row belongs to, such as ``X["patient_id"]``. Folds, attacks
        and gates are then by persons, and so is the size that a table must have. None
        where every row is another person.
    synthesizer : object with ``fit_resample``, default=None
        What makes the rows; None stands for `release_synthesizer`. Only synthetic rows
        are published, as many of each class as there are real ones, whatever its mode.
    by : hashable or list of hashable, default=None
        Columns whose values divide the table, such as ``"hospital"``: each stratum is
        made apart, see `TypeAwareCART`. None stands for what the synthesizer says.
    encoder : TableEncoder, default=None
        All that is said of the table; None stands for what the synthesizer says.
    membership_bound : float, default=0.57
        The most that the worst membership attack may reach; chance is 0.5.
    group_bound : float, default=0.65
        The most that it may reach on outliers, the smallest class, or a stratum.
    folds : int, default=5
        Parts into which the real rows are split.
    sections : "all" or list of {"utility", "fidelity"}, default="all"
        What is measured besides privacy, which is always measured.
    random_state : int, RandomState instance or None, default=None
        Seed of rows, folds and attacks.
    n_jobs : int or None, default=None
        Folds at a time, and shadow models. The result does not depend on it.
    shadow_models : int, default=0
        How many shadow models are fitted in the first fold, see `privacy_report`: where
        they reach more than the bound, the table is refused. 0 for none.

    Returns
    -------
    Release
        X, y and the report.

    Raises
    ------
    RefusedReleaseError
        If a gate is closed; the message says which, with the figure and what to do,
        and ``report`` holds all figures until then.
    ValueError
        If the table is too small to be judged (fewer than 50 controls in a fold, or 40
        rows in a class; people where these are known), it looks as if people had
        several rows and ``groups`` does not say whose they are, or a parameter or the
        table cannot be used.

    See Also
    --------
    release_synthesizer : The setting that is used.
    SyntheticEvaluator : The audit alone.

    Notes
    -----
    Open gates prove little: attacks that were not run may do better, and figures move
    by some hundredths with the seed, so that no table has passed that was made with one
    seed after the other until the gates opened.

    Examples
    --------
    >>> from skl_synth import publish
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(2000, random_state=0, return_X_y=True)
    >>> X = X.drop(columns="patient_id")
    >>> release = publish(X, y, folds=3, sections=[], random_state=0)
    >>> len(release.X) == len(X)
    True
    >>> release.report.passed
    True
    """
    bounds = {"membership_bound": membership_bound, "group_bound": group_bound}
    _check(y, bounds, folds)
    check_shadow_models(shadow_models)
    setting = release_synthesizer() if synthesizer is None else synthesizer
    maker = divided_by(_replacing(setting, encoder), by)
    X = X.tocsr() if sparse.issparse(X) else X
    table, noted = read_for_release(maker, X, y, groups=groups)
    refuse_several_rows(table)
    _check_size(table, folds)
    rng = check_random_state(random_state)
    seed = int(random_state) if _is_seed(random_state) else draw_seed(rng)
    rng = np.random.RandomState(seed)
    drawn = _draw(maker, table, rng)
    gates, audit = _gates_of_table(drawn, table, (X, y), rng), _Audit()
    if all(gate.passed for gate in gates):
        evaluator = SyntheticEvaluator(
            clone(maker),
            cv=folds,
            sections=sections if isinstance(sections, str) else [*sections, "privacy"],
            n_jobs=n_jobs,
            random_state=seed,
            shadow_models=shadow_models,
        )
        audit = _judge_method(evaluator, table, (X, y), bounds)
    judged = [
        gate._replace(is_release_setting=synthesizer is None)
        for gate in (*audit.gates, *gates)
    ]
    report = ReleaseReport(
        judged,
        _about(table, maker, seed, audit.n_folds),
        audit.summary,
        audit.details,
        "\n\n".join([*noted, audit.text]),
        (*noted, *audit.notes),
    )
    if not report.passed:
        raise RefusedReleaseError(report)
    return Release(*map(only_levels_of_rows, drawn.table), report)


def _judge_method(
    evaluator: SyntheticEvaluator,
    table: RealTable,
    real: tuple[Any, Any],
    bounds: dict[str, float],
) -> _Audit:
    """Judge the method on folds, privacy first, until a gate cannot open again."""
    folds = evaluator.cv
    columns = _columns_of(table)

    def judged(results: pd.DataFrame, not_applicable: pd.DataFrame) -> list[Gate]:
        return gates_so_far(results, not_applicable, bounds, folds, columns)

    def is_over(results: pd.DataFrame, not_applicable: pd.DataFrame) -> bool:
        return not all(gate.passed for gate in judged(results, not_applicable))

    evaluator._fit_table(table, *real, evaluator.synthesizer, is_over)
    gates = judged(evaluator.results_, evaluator.not_applicable_)
    text, notes, n_folds = evaluator.report(), evaluator.notes_, evaluator.n_splits_
    if not all(gate.passed for gate in gates):
        given_up = GIVEN_UP.format(n=n_folds, folds=folds)
        text, notes = f"{text}\n\n{given_up}", (*notes, given_up)
    return _Audit(gates, n_folds, evaluator.summary_, evaluator.details_, text, notes)


def _is_seed(random_state: Any) -> bool:
    return isinstance(random_state, int | np.integer)


def _check(y: Any, bounds: dict[str, float], folds: int) -> None:
    if y is None:
        raise InputError(
            "publish requires y to be passed, but the target y is None",
            parameter="y",
            remedies=["pass the column that models are to predict"],
        )
    for name, bound in bounds.items():
        if not (isinstance(bound, Real) and 0.5 <= bound <= 1):
            raise InputError(
                "{parameter}={value!r} must be from 0.5, which is chance, to 1, which "
                "lets everything through",
                parameter=name,
                value=bound,
            )
    if not (isinstance(folds, Integral) and folds >= 2):
        raise InputError(
            "{parameter}={value!r} must be a whole number, 2 or more",
            parameter="folds",
            value=folds,
        )


def _replacing(maker: Any, encoder: Any) -> BaseSynthesizer:
    """Set the mode to what is published, so that the report names no other."""
    if not isinstance(maker, type) and not hasattr(maker, "fit_resample"):
        raise InputTypeError(
            "{parameter}={value!r} must be an object with fit_resample",
            parameter="synthesizer",
            value=maker,
            remedies=["pass release_synthesizer(), or None"],
        )
    synthesizer = clone(as_synthesizer(maker)).set_params(mode="replace")
    return synthesizer if encoder is None else synthesizer.set_params(encoder=encoder)


def _check_size(table: RealTable, folds: int) -> None:
    """Refuse a table of which nobody could say what it discloses."""
    n_people, who = table.n_persons, "persons" if table.has_visits else "rows"
    if n_people // folds < LEAST_CONTROLS:
        raise InputError(
            "the table is too small for a release: of {n} {who} each of {value} folds "
            "keeps {controls} as controls, and {least} are needed to measure what the "
            "table discloses",
            parameter="folds",
            value=folds,
            n=n_people,
            who=who,
            controls=n_people // folds,
            least=LEAST_CONTROLS,
            remedies=_larger(n_people, who),
        )
    if table.target.classes is None:
        return
    sizes, least = _people_in_classes(table), max(LEAST_IN_CLASS, LEAST_IN_FOLD * folds)
    if sizes.min() < least:
        most = int(sizes.min()) // LEAST_IN_FOLD
        fewer = Remedy("use {setting} at most", Setting("folds", most))
        raise InputError(
            "the table is too small for a release: class {value!r} has {n} {who}, and "
            "{least} are needed: what it discloses about them cannot be measured",
            value=table.target.classes.tolist()[sizes.argmin()],
            n=int(sizes.min()),
            who=who,
            least=least,
            remedies=["merge or drop the class"] + [fewer] * (least > LEAST_IN_CLASS),
        )


def _people_in_classes(table: RealTable) -> np.ndarray:
    """How many people have a row in each class: rows, where nothing is known."""
    if table.persons is None:
        return table.counts
    pairs = np.unique(np.column_stack([table.target.groups, table.persons]), axis=0)
    return np.bincount(pairs[:, 0], minlength=table.n_groups)


def _larger(n_people: int, who: str) -> list[Remedy]:
    most = n_people // LEAST_CONTROLS
    if most < 2:
        return [Remedy(f"use {2 * LEAST_CONTROLS} {who} or more")]
    return [
        Remedy("use {setting} at most", Setting("folds", most)),
        Remedy(f"use more {who}"),
    ]


def _draw(maker: Any, table: RealTable, rng: np.random.RandomState) -> _Drawn:
    synthesizer = seeded(clone(maker), rng)._fit_table(table)
    second = synthetic_table(synthesizer, rng)
    of_second = persons_made(synthesizer, second[0])
    released = synthetic_table(synthesizer, rng)
    persons = persons_made(synthesizer, released[0]), of_second
    return _Drawn(synthesizer, released, second, persons)


def _gates_of_table(
    drawn: _Drawn, real: RealTable, came: tuple[Any, Any], rng: np.random.RandomState
) -> list[Gate]:
    """Look for replicated records and reconstruction in the released table."""
    # All real rows are members and no control is left: what can be rebuilt of them is
    # compared with what can be of a second synthetic table.
    table, (X, y) = drawn.synthesizer.table_, came
    given = table.without_dropped(X), y
    persons = Persons(real.persons, *drawn.persons)
    tables = read_tables(table, given, drawn.table, drawn.second, persons=persons)
    with threadpool_limits(1):
        found = run_attacks(tables, attacks=OF_TABLE, rng=rng)
    invalid = count_invalid(table, drawn.table[0])
    # Shares are those of the table as it was read: what was merged has not moved.
    merged = real.container.write(real.decode(real.rows, real.persons)), y
    as_read = read_tables(table, merged, drawn.table, persons=persons)
    moved = find_moved_shares(as_read)
    figures = pd.concat(
        [invalid.frame(), moved.figures.frame(), found.figures], ignore_index=True
    )
    gates = gates_of_table(figures, found.not_applicable)
    return with_table_drivers(gates, moved.moves, figures, _columns_of(table))


def _columns_of(table: RealTable) -> dict[str, list[Any]]:
    """The columns of each attribute, for remedies that name them."""
    return {str(one.name): list(one.columns) for one in table.schema.variables}


def _about(table: RealTable, maker: Any, seed: int, n_folds: int) -> dict[str, Any]:
    about = {
        "method": " ".join(repr(maker).split()),
        "seed": seed,
        "folds": n_folds,
        "rows": len(table),
    }
    if table.persons is not None:
        about["persons"] = table.n_persons
    if table.target.classes is not None:
        labels = map(str, table.target.classes.tolist())
        about["classes"] = dict(zip(labels, table.counts.tolist(), strict=True))
    return about
