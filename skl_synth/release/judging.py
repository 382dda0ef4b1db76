"""One way to make the rows, judged: its table first, then the method on folds."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.base import clone
from threadpoolctl import threadpool_limits

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.evaluation.drawn_tables import synthetic_table
from skl_synth.evaluation.fidelity.lost_rules import find_lost_rules
from skl_synth.evaluation.fidelity.moved_shares import find_moved_shares
from skl_synth.evaluation.person_makers import persons_made
from skl_synth.evaluation.privacy.few_listed import FEW_COLUMNS
from skl_synth.evaluation.privacy.run_attacks import run_attacks
from skl_synth.evaluation.results import SUMMARY_COLUMNS
from skl_synth.evaluation.seeds import seeded
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import Persons, read_tables
from skl_synth.evaluation.work_ahead import weights_of_release
from skl_synth.progress import PART, counting
from skl_synth.release.gates import Gate, gates_of_table, gates_so_far
from skl_synth.release.held_margins import margins_held, moves_judged
from skl_synth.release.shared_figures import of_many
from skl_synth.release.shared_words import shared_notes
from skl_synth.release.table_drivers import with_table_drivers
from skl_synth.release.validity import count_invalid
from skl_synth.table.constraints.rule_outcomes import RuleOutcome
from skl_synth.table.real import RealTable

OF_TABLE = ("copies", "near_copies", "nearer", "few_people", "reconstruction")
"""The attacks that are made on the released table, of which all real rows are members:
those that need no control, or find it among the real rows."""

NO_FIGURES = pd.DataFrame(columns=SUMMARY_COLUMNS)

NO_CURVES = pd.DataFrame(columns=["group", "fpr", "tpr", "fold"])

NO_FEW_PEOPLE = pd.DataFrame(columns=FEW_COLUMNS)

NOT_JUDGED = (
    "The released table is refused by what it shows itself; the method was not judged "
    "on folds."
)

GIVEN_UP = (
    "Given up after {n} of {folds} folds, once a gate could not open again; utility "
    "and fidelity were not measured."
)


class RealInput(NamedTuple):
    """The real table as it came.

    Parameters
    ----------
    X, y : table and target
        The rows.
    groups : array-like or None
        Which person each row belongs to.
    """

    X: Any
    y: Any
    groups: Any


class RealCase(NamedTuple):
    """The real table of a release: as it was read, once, and as it came."""

    table: RealTable
    X: Any
    y: Any


class Demands(NamedTuple):
    """What is asked of whatever makes the rows, the same of each.

    Parameters
    ----------
    bounds : dict of str to float
        Bounds of gates, by the name of the parameter.
    folds : int
        Parts into which the real rows are split.
    sections : "all" or list of {"utility", "fidelity", "privacy"}
        What is measured on them.
    seed : int
        Seed of rows, folds and attacks.
    n_jobs : int or None
        Folds at a time.
    shadow_models : int
        How many shadow models are fitted in the first fold.
    """

    bounds: dict[str, float]
    folds: int
    sections: Any
    seed: int
    n_jobs: int | None
    shadow_models: int


class DrawnRelease(NamedTuple):
    """A fitted synthesizer, the table that is to be published, and a second one.

    With whom the rows of both belong to, where whole persons are made.
    """

    synthesizer: BaseSynthesizer
    table: tuple[Any, Any]
    second: tuple[Any, Any]
    persons: tuple[np.ndarray | None, np.ndarray | None]


class MethodAudit(NamedTuple):
    """What the folds showed; nothing where the released table was refused before.

    With what of it others may read: a text, and notes; and the ROC curves of the worst
    membership attack.
    """

    gates: list[Gate] = []
    n_folds: int = 0
    summary: pd.DataFrame = NO_FIGURES.drop(columns=["scope", "subject"])
    details: pd.DataFrame = NO_FIGURES
    text: str = NOT_JUDGED
    notes: tuple[str, ...] = (NOT_JUDGED,)
    shared_text: str = NOT_JUDGED
    shared_notes: tuple[str, ...] = (NOT_JUDGED,)
    curves: pd.DataFrame = NO_CURVES


class Judged(NamedTuple):
    """What became of one way to make the rows.

    Parameters
    ----------
    maker : BaseSynthesizer
        What made them, unfitted.
    drawn : DrawnRelease
        What it made of all real rows.
    gates : list of Gate
        Those of the folds, then those of the table.
    audit : MethodAudit
        What the folds showed.
    tables : AuditTables
        The released table beside the real one as it was read.
    rules : tuple of RuleOutcome
        What became of the rules of the real table in the released one.
    few_people : DataFrame
        What rests on few people and stands in the released table, for the owner.
    """

    maker: BaseSynthesizer
    drawn: DrawnRelease
    gates: list[Gate]
    audit: MethodAudit
    tables: AuditTables
    rules: tuple[RuleOutcome, ...] = ()
    few_people: pd.DataFrame = NO_FEW_PEOPLE

    @property
    def passed(self) -> bool:
        """Whether all gates are open that were looked at: none is left out of them."""
        return all(gate.passed for gate in self.gates)


def judge_maker(maker: BaseSynthesizer, real: RealCase, demands: Demands) -> Judged:
    """Make the table and look at it, then judge the method on folds, if need be.

    Parameters
    ----------
    maker : BaseSynthesizer
        Unfitted.
    real : RealCase
        The real table.
    demands : Demands
        What is asked of it.

    Returns
    -------
    Judged
        The gates that were looked at until one could not open again, and the table.

    Raises
    ------
    InputError
        If nothing can be made of the table.
    """
    rng = np.random.RandomState(demands.seed)
    with counting(PART, 3, weights=weights_of_release(demands.folds)) as part:
        part.begin("making the table")
        drawn = _draw(maker, real.table, rng)
        part.done(quietly=True)
        part.begin("looking at the table")
        gates, tables, few_people = _gates_of_table(drawn, real, rng)
        part.done(quietly=True)
        audit = MethodAudit()
        if all(gate.passed for gate in gates):
            part.begin("judging the method")
            audit = _judge_method(maker, real, demands)
    rules = find_lost_rules(real.table, drawn.table[0]).outcomes
    gates = [*audit.gates, *gates]
    return Judged(maker, drawn, gates, audit, tables, rules, few_people)


def columns_of(table: RealTable) -> dict[str, list[Any]]:
    """List the columns of each attribute, for remedies that name them.

    Parameters
    ----------
    table : RealTable
        The table.

    Returns
    -------
    dict of str to list
        By the name of the attribute: its own, or that of a one-hot group.
    """
    return {str(one.name): list(one.columns) for one in table.schema.variables}


def _draw(maker: Any, table: RealTable, rng: np.random.RandomState) -> DrawnRelease:
    synthesizer = seeded(clone(maker), rng)._fit_table(table)
    second = synthetic_table(synthesizer, rng)
    of_second = persons_made(synthesizer, second[0])
    released = synthetic_table(synthesizer, rng)
    persons = persons_made(synthesizer, released[0]), of_second
    return DrawnRelease(synthesizer, released, second, persons)


def _gates_of_table(
    drawn: DrawnRelease, real: RealCase, rng: np.random.RandomState
) -> tuple[list[Gate], AuditTables, pd.DataFrame]:
    """Look for replicated records and reconstruction in the released table."""
    # All real rows are members and no control is left: what can be rebuilt of them is
    # compared with what can be of a second synthetic table.
    table = drawn.synthesizer.table_
    given = table.without_dropped(real.X), real.y
    persons = Persons(real.table.persons, *drawn.persons)
    tables = read_tables(table, given, drawn.table, drawn.second, persons=persons)
    with threadpool_limits(1):
        found = run_attacks(tables, attacks=OF_TABLE, rng=rng)
    invalid = count_invalid(table, drawn.table[0])
    # Shares are those of the table as it was read: what was merged has not moved.
    rows = real.table.decode(real.table.rows, real.table.persons)
    merged = real.table.container.write(rows), real.y
    as_read = read_tables(table, merged, drawn.table, persons=persons)
    moved = moves_judged(
        find_moved_shares(as_read), margins_held(drawn.synthesizer), as_read
    )
    figures = pd.concat(
        [invalid.frame(), moved.figures.frame(), found.figures], ignore_index=True
    )
    gates = gates_of_table(figures, found.not_applicable)
    columns = columns_of(table)
    gates = with_table_drivers(gates, moved.moves, figures, columns)
    return gates, as_read, found.few_people


def _judge_method(
    maker: BaseSynthesizer, real: RealCase, demands: Demands
) -> MethodAudit:
    """Judge the method on folds, privacy first, until a gate cannot open again."""
    folds, columns = demands.folds, columns_of(real.table)
    evaluator = SyntheticEvaluator(
        clone(maker),
        cv=folds,
        sections=demands.sections,
        n_jobs=demands.n_jobs,
        random_state=demands.seed,
        shadow_models=demands.shadow_models,
    )

    def judged(results: pd.DataFrame, not_applicable: pd.DataFrame) -> list[Gate]:
        return gates_so_far(results, not_applicable, demands.bounds, folds, columns)

    def is_over(results: pd.DataFrame, not_applicable: pd.DataFrame) -> bool:
        return not all(gate.passed for gate in judged(results, not_applicable))

    evaluator._fit_table(*real, evaluator.synthesizer, is_over)
    gates = judged(evaluator.results_, evaluator.not_applicable_)
    n_folds = evaluator.n_splits_
    given_up = []
    if not all(gate.passed for gate in gates):
        given_up = [GIVEN_UP.format(n=n_folds, folds=folds)]
    shown = _for_others(evaluator)
    return MethodAudit(
        gates,
        n_folds,
        evaluator.summary_,
        evaluator.details_,
        "\n\n".join([evaluator.report(), *given_up]),
        (*evaluator.notes_, *given_up),
        "\n\n".join([shown.report(), *given_up]),
        (*shown.notes_, *given_up),
        evaluator.membership_curves_,
    )


def _for_others(evaluator: SyntheticEvaluator) -> SyntheticEvaluator:
    """A copy with the figures and notes that are of many people."""
    shown = copy.copy(evaluator)
    shown.details_ = of_many(evaluator.details_)
    shown.notes_ = shared_notes(evaluator.notes_)
    return shown
