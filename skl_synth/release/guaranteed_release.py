"""publish with an ε: nothing that reads real rows touches the output."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError, warn
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.evaluation.tables import LEAST_CONTROLS, read_tables
from skl_synth.release.guarantee import Guarantee
from skl_synth.release.guarantee_report import NOT_AUDITED, GuaranteeReport
from skl_synth.release.held_margins import margins_held
from skl_synth.release.judging import Demands, RealCase, RealInput
from skl_synth.release.owner_audit import OwnerAudit
from skl_synth.release.pictured import Pictured
from skl_synth.release.picturing import pictured_alone
from skl_synth.release.release_inference import for_owner_alone
from skl_synth.release.release_report import Release
from skl_synth.release.released_columns import released_columns
from skl_synth.release.shared_inference import FormulaDemand
from skl_synth.release.shared_words import method_in_words
from skl_synth.said_once import collected
from skl_synth.synthesizers import PrivateMarginals
from skl_synth.table.declared_levels import only_levels_of_rows
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.dictionary.public_rules import rules_left_out
from skl_synth.table.dictionary.read_by import read_by
from skl_synth.table.real import RealTable
from skl_synth.table.several_rows import repeated_values, several_rows
from skl_synth.table.values import some_of


def publish_from_noise(
    maker: PrivateMarginals,
    real: RealInput,
    demands: Demands,
    formula: FormulaDemand | None = None,
) -> Release:
    """Make a table from noisy counts alone; then tell its owner what attacks reach.

    Parameters
    ----------
    maker : PrivateMarginals
        Unfitted.
    real : RealInput
        The real table.
    demands : Demands
        How it is audited, for the owner; its bounds decide nothing.
    formula : FormulaDemand or None, default=None
        A model that is fitted to the real table and to several syntheses, for the
        owner alone.

    Returns
    -------
    Release
        The table with a `GuaranteeReport`.

    Raises
    ------
    InputError
        If the dictionary or the guarantee cannot be used, or rows look as if people had
        several and nobody said whose they are.

    Warns
    -----
    InputWarning
        Where the smallest class times ε is small, and much will be lost.
    """
    # Read for its owner alone: to refuse what has no guarantee, and for the audit.
    dictionary = DataDictionary.read(maker.dictionary)
    case, outside = _read_for_owner(dictionary, real)
    _refuse_several_rows(dictionary, case.table, real)
    fitted: Any = clone(maker).set_params(random_state=demands.seed)
    fitted.fit(real.X, real.y, groups=real.groups)
    released = tuple(map(only_levels_of_rows, fitted.sample()))
    guarantee = _guarantee_of(fitted, released, dictionary)
    owner = audit_for_owner(maker, case, demands)
    owner = replace(owner, notes=(*outside, *owner.notes))
    if formula is not None:
        owner = for_owner_alone(owner, formula, fitted, case, demands.seed)
    if guarantee.loss:
        warn("{loss}", loss=guarantee.loss, stacklevel=4)
    target = str(getattr(real.y, "name", None) or "target")
    # The dictionary stands in the report, and not where it lay.
    method = method_in_words(clone(maker).set_params(dictionary=None))
    about = {"method": method, "target": target}
    pictured = _pictured(fitted, released)
    report = GuaranteeReport(guarantee, about, margins_held(fitted), owner, pictured)
    columns = released_columns(fitted.table_.schema, released[0])
    return Release(released[0], released[1], report, columns)


def _pictured(fitted: BaseSynthesizer, released: tuple[Any, Any]) -> Pictured:
    """Draw the released table alone: no real row is read for it."""
    table = fitted.table_
    tables = read_tables(table, released, released)
    return pictured_alone(tables, table.schema.as_published())


def _refuse_several_rows(
    dictionary: DataDictionary, table: RealTable, real: RealInput
) -> None:
    """Refuse rows that may be of fewer people, each of whom would be protected less."""
    if real.groups is not None:
        return
    # Keys are drawn afresh where a dictionary reads them, and repeat no longer.
    keys = [one.name for one in dictionary.columns if one.kind == "identifier"]
    found = repeated_values(real.X, keys) or several_rows(table)
    if found is not None:
        raise found


def _guarantee_of(
    fitted: Any, released: tuple[Any, Any], dictionary: DataDictionary
) -> Guarantee:
    target = fitted.table_.target
    classes: dict[str, int] = {}
    if target.classes is not None:
        sizes = pd.Series(np.asarray(released[1])).value_counts()
        classes = {str(one): int(sizes.get(one, 0)) for one in target.classes.tolist()}
    return Guarantee(
        fitted.epsilon_,
        fitted.delta_,
        fitted.rho_,
        fitted.rows_per_person,
        fitted.class_counts,
        len(released[0]),
        classes,
        # How many rows a rule rests on was counted in the real table.
        dictionary.as_public().to_mapping(),
        fitted.measurements_,
    )


def _read_for_owner(
    dictionary: DataDictionary, real: RealInput
) -> tuple[RealCase, tuple[str, ...]]:
    """Read the real table as the dictionary does, and say what lay outside."""
    found = read_by(dictionary, *real)
    table = found.table
    X = table.container.write(table.decode(table.rows, table.persons))
    y = table.target.decode(table.target.encoded)
    # Folds take rows of the target, and that of a dictionary holds each class once.
    table = replace(table, target=replace(table.target, original=y))
    notes = tuple(
        f"{n} of {len(table)} rows lie outside the domain of column {name!r}, cannot "
        "be read, or are missing where the dictionary allows nothing to be; they were "
        "moved inside. Correct the dictionary where it is wrong, by what is public."
        for name, n in found.outside.items()
    )
    return RealCase(table, X, y), (*notes, *_notes_on_rules(dictionary, table))


def _notes_on_rules(dictionary: DataDictionary, table: RealTable) -> list[str]:
    """Say which rules of the dictionary are not kept, and which real rows break."""
    held = table.rules.held(table.rows).sum(axis=1).tolist()
    notes = [
        f"{len(table) - n} of {len(table)} real rows break the rule {rule}, which "
        "every synthetic row keeps. Strike it out in the dictionary where it is wrong."
        for (rule, _), n in zip(table.rules.learned, held, strict=True)
        if n < len(table)
    ]
    left_out = [str(one) for one in rules_left_out(dictionary, table.schema)]
    if left_out:
        notes.append(
            "With a guarantee these rules of the dictionary are not kept, since only "
            f"real rows tell what follows from what: {some_of(left_out)}."
        )
    return notes


def audit_for_owner(
    maker: BaseSynthesizer, real: RealCase, demands: Demands
) -> OwnerAudit:
    """Judge the method on folds, for the owner of the real table alone.

    Parameters
    ----------
    maker : BaseSynthesizer
        Unfitted. On each fold the real rows are measured once more; nothing of that is
        published, and so nothing of it counts against the guarantee.
    real : RealCase
        The real table, as the maker reads it.
    demands : Demands
        Folds, sections and seed.

    Returns
    -------
    OwnerAudit
        What was found; or why nothing could be measured.
    """
    n_controls = real.table.n_persons // demands.folds
    if n_controls < LEAST_CONTROLS:
        reason = f"each would hold out {n_controls} people, and {LEAST_CONTROLS} are"
        return _not_audited(f"{reason} needed.", demands)
    evaluator = SyntheticEvaluator(
        clone(maker),
        cv=demands.folds,
        sections=demands.sections,
        n_jobs=demands.n_jobs,
        random_state=demands.seed,
        shadow_models=demands.shadow_models,
    )
    try:
        # What is to be said of a fit was said of the one that is released.
        with collected():
            evaluator._fit_table(*real, evaluator.synthesizer)
        return OwnerAudit(
            evaluator.report(),
            evaluator.notes_,
            demands.seed,
            evaluator.n_splits_,
            evaluator.summary_,
            evaluator.details_,
        )
    except Exception as error:
        # Whatever it is: the measurements are made, their budget is spent, and whether
        # there is a release must not depend on what is read for its owner.
        return _not_audited(_reason_of(error), demands)


def _reason_of(error: Exception) -> str:
    """Say why nothing was measured; by its kind, where nobody meant it for users."""
    if isinstance(error, InputError):
        return str(error)
    return f"it failed ({type(error).__name__}: {error})."


def _not_audited(reason: str, demands: Demands) -> OwnerAudit:
    said = NOT_AUDITED.format(reason=reason)
    return OwnerAudit(said, (said,), demands.seed)
