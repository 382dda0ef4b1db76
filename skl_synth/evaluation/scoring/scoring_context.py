"""What a scorer looks at: the fitted synthesizer, a fresh sample, and the control."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError, warn
from skl_synth.evaluation.drawn_tables import counts_of
from skl_synth.evaluation.equal_rows import keys_of
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import LEAST_CONTROLS, Persons, read_tables
from skl_synth.table.persons import read_groups


@dataclass(frozen=True, eq=False)
class ScoringContext:
    """A synthesizer as it was fitted, what it makes, and rows that it has not seen.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted; it is not touched.
    synthetic : (X, y)
        A fresh sample.
    control : (X, y)
        The rows of the test fold, as the synthesizer would have been given them.
    persons : Persons
        Whom the rows belong to that it was fitted to, of the sample, and of the test
        fold; None where nothing is known.
    """

    synthesizer: BaseSynthesizer
    synthetic: tuple[Any, Any]
    control: tuple[Any, Any]
    persons: Persons

    @classmethod
    def of(
        cls,
        estimator: Any,
        X: Any,
        y: Any,
        rng: np.random.RandomState,
        groups: Any = None,
    ) -> ScoringContext | None:
        """Find the synthesizer in an estimator and draw a sample.

        Parameters
        ----------
        estimator : estimator
            A fitted synthesizer, or a pipeline or search that holds one.
        X, y : table and target
            The rows of the test fold, as the estimator is given them.
        rng : RandomState
            Source of the seed of the sample.
        groups : array-like of shape (n_rows,), default=None
            Which person each row of the test fold belongs to.

        Returns
        -------
        ScoringContext or None
            The context; None, with a warning, where the rows are those that the
            synthesizer was fitted to.

        Raises
        ------
        ValueError
            If there is no synthesizer, or the groups do not fit the rows.
        """
        synthesizer, X = find_synthesizer(estimator, X)
        sample, made = _released(synthesizer, rng)
        controls = read_groups(groups, X.shape[0] if hasattr(X, "shape") else len(X))
        persons = Persons(synthesizer.table_.persons, made, controls)
        context = cls(synthesizer, sample, (X, y), persons)
        if _are_members(context.tables()):
            warn(
                "the rows to be scored are those that the synthesizer was fitted to, "
                "so that no control is left, and nan is returned",
                remedies=[
                    "use return_train_score=False",
                    "score rows that were held out",
                ],
                stacklevel=4,
            )
            return None
        return context

    def tables(self) -> AuditTables:
        """Read members, sample and control for an attack.

        Returns
        -------
        AuditTables
            The members are the rows that the synthesizer was fitted to.
        """
        members = members_of(self.synthesizer)
        return read_tables(
            self.synthesizer.table_,
            members,
            self.synthetic,
            self.control,
            persons=self.persons,
        )

    def tables_without_members(self) -> AuditTables:
        """Read sample and control, which takes the place of the real rows.

        Returns
        -------
        AuditTables
            Two tables, none of which the other was made from.
        """
        whose = Persons(self.persons.holdout, self.persons.synthetic)
        return read_tables(
            self.synthesizer.table_, self.control, self.synthetic, persons=whose
        )


def find_synthesizer(estimator: Any, X: Any) -> tuple[BaseSynthesizer, Any]:
    """Find the fitted synthesizer, and bring rows to where it stands.

    Parameters
    ----------
    estimator : estimator
        A synthesizer, or a pipeline or search that holds one.
    X : table
        Rows as the estimator is given them.

    Returns
    -------
    synthesizer : BaseSynthesizer
        The first there is.
    X : table
        The rows, transformed by the steps before it.

    Raises
    ------
    ValueError
        If there is none; the message says what to wrap.
    """
    found = _find(estimator, X)
    if found is None:
        raise InputError(
            "there is no synthesizer in {name}: this scorer needs a pipeline of "
            "imbalanced-learn with a step of skl_synth, such as ProximityFilter, which "
            "remembers the rows that it was fitted to",
            name=type(estimator).__name__,
            remedies=[
                "wrap any other sampler: ProximityFilter(SMOTE()) or "
                "SamplerAdapter(SMOTE())"
            ],
        )
    check_is_fitted(found[0])
    return found


def members_of(synthesizer: BaseSynthesizer) -> tuple[Any, Any]:
    """Write the rows that a synthesizer was fitted to as a table again.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted.

    Returns
    -------
    (X, y)
        In the containers of the real table.

    Raises
    ------
    ValueError
        If the synthesizer keeps none of them.
    """
    if not synthesizer.holds_real_rows:
        name = type(synthesizer).__name__
        # Nothing that keeps real rows may stand around a formal guarantee.
        is_private = getattr(synthesizer, "is_private_", False)
        raise InputError(
            "{name} keeps no real rows, against which its sample could be measured",
            name=name,
            remedies=["use SyntheticEvaluator, which is given them"]
            if is_private
            else ["wrap it, ProximityFilter({name}()), which does"],
        )
    table = synthesizer.table_
    return table.container.write(table.decode(table.rows)), table.target.original


def with_few_controls(
    tables: AuditTables, n_rows: int, rng: np.random.RandomState
) -> AuditTables:
    """Keep so many rows of the hold-out; warn where there are too few, or no persons.

    Parameters
    ----------
    tables : AuditTables
        With a hold-out.
    n_rows : int
        How many at most; people, with all of their rows, where these are known.
    rng : RandomState
        Source of the choice.

    Returns
    -------
    AuditTables
        The tables.
    """
    assert tables.holdout is not None
    people = None if tables.people is None else tables.people[1]
    n_had = len(tables.holdout) if people is None else len(people)
    if tables.holdout.persons is not None and tables.real.persons is None:
        warn(
            "{parameter} of the test fold are known, and those of the rows that the "
            "synthesizer was fitted to are not: rows are compared, not persons",
            parameter="groups",
            remedies=[
                "fit it with groups, too",
                "use SyntheticEvaluator, which knows the persons of any synthesizer",
            ],
            stacklevel=4,
        )
    if n_had < LEAST_CONTROLS:
        warn(
            "the test fold has {n_had} {who}, fewer than {least}: what an attack "
            "reaches on so few people is mostly chance",
            n_had=n_had,
            who="rows" if people is None else "persons",
            least=LEAST_CONTROLS,
            remedies=["use fewer folds"],
            stacklevel=4,
        )
    chosen = rng.permutation(n_had)[:n_rows]
    if people is not None:
        chosen = people.rows_of(chosen)
    return replace(tables, holdout=tables.holdout.take(chosen))


def _find(estimator: Any, X: Any) -> tuple[BaseSynthesizer, Any] | None:
    if isinstance(estimator, BaseSynthesizer):
        return estimator, X
    if not isinstance(estimator, Pipeline):
        inner = getattr(estimator, "best_estimator_", None)
        return None if inner is None else _find(inner, X)
    for _, step in estimator.steps:
        found = _find(step, X)
        if found is not None:
            return found
        # A sampler leaves rows to be predicted as they are; so does "passthrough".
        if hasattr(step, "transform"):
            X = step.transform(X)
    return None


def _released(
    synthesizer: BaseSynthesizer, rng: np.random.RandomState
) -> tuple[tuple[Any, Any], np.ndarray | None]:
    """Draw what would be published; in augment mode as many rows as there are real."""
    size = None if synthesizer.mode == "replace" else counts_of(synthesizer.table_)
    candidates = synthesizer._draw(size, draw_seed(rng))
    return synthesizer.table_.write(candidates), candidates.persons


def _are_members(tables: AuditTables) -> bool:
    """Whether hold-out and real rows are the same rows."""
    whole = tables.with_target()
    real, _, control = keys_of(whole, whole.attributes)
    return bool(len(whole.attributes)) and np.array_equal(
        np.sort(real), np.sort(control)
    )
