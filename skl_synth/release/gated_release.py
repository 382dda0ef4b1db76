"""publish without a guarantee: settings are judged until one passes all gates."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sklearn.base import clone

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputTypeError
from skl_synth.release.held_margins import margins_held
from skl_synth.release.judging import (
    Demands,
    Judged,
    RealCase,
    RealInput,
    judge_maker,
)
from skl_synth.release.ladder import Rung, walk
from skl_synth.release.ladder_report import RungOutcome, ladder_frame
from skl_synth.release.likely_keys import read_for_release
from skl_synth.release.owner_audit import OWNERS_COPY, OwnerAudit
from skl_synth.release.picturing import (
    DrawnFrom,
    pictured_for_others,
    pictured_for_owner,
)
from skl_synth.release.release_checks import check_size
from skl_synth.release.release_inference import add_inference, check_on_table
from skl_synth.release.release_report import RefusedReleaseError, Release, ReleaseReport
from skl_synth.release.release_setting import divided_by
from skl_synth.release.released_columns import released_columns
from skl_synth.release.shared_figures import of_many, shared_details, summary_of
from skl_synth.release.shared_gates import gates_frame
from skl_synth.release.shared_inference import FormulaDemand
from skl_synth.release.shared_words import method_in_words, notes_of_reading
from skl_synth.said_once import said_once
from skl_synth.synthesizers import as_synthesizer
from skl_synth.table.constraints.rule_outcomes import outcomes_frame
from skl_synth.table.declared_levels import only_levels_of_rows
from skl_synth.table.real import RealTable
from skl_synth.table.several_rows import refuse_several_rows


def publish_through_gates(
    settings: tuple[Rung, ...],
    real: RealInput,
    demands: Demands,
    *,
    encoder: Any,
    by: Any,
    is_release_setting: bool,
    formula: FormulaDemand | None = None,
) -> Release:
    """Publish the table of the first setting that passes all gates.

    Parameters
    ----------
    settings : tuple of Rung
        From the most useful to the coarsest; one where it was said which.
    real : RealInput
        The real table.
    demands : Demands
        What is asked of each.
    encoder : TableEncoder or None
        All that is said of the table.
    by : hashable, list of hashable or None
        Columns whose values divide the table.
    is_release_setting : bool
        Whether the settings are those of this package, so that none need be advised.
    formula : FormulaDemand or None, default=None
        A model that is fitted to the real table and to several syntheses.

    Returns
    -------
    Release
        The table and its report.

    Raises
    ------
    RefusedReleaseError
        If no setting passes.
    InputError
        If the table is too small, or cannot be used.
    """
    first = _prepared(settings[0].make(), encoder, by)
    table, noted = read_for_release(first, real.X, real.y, groups=real.groups)
    refuse_several_rows(table)
    check_size(table, demands.folds)
    check_on_table(formula, table, real.y)

    def judge(setting: Rung) -> Judged:
        maker = first
        if setting is not settings[0]:
            # All read the table as the first does, which was read once.
            maker = _prepared(setting.make(), first._table_encoder(), by)
        return judge_maker(maker, RealCase(table, real.X, real.y), demands)

    with said_once():
        if settings[1:]:
            outcomes, judged = walk(settings, judge, demands.seed)
        else:
            outcomes, judged = (), judge(settings[0])
    report = _report(judged, table, demands.seed, noted, outcomes, is_release_setting)
    if not report.passed:
        raise RefusedReleaseError(report)
    if formula is not None:
        case = RealCase(table, real.X, real.y)
        synthesizer = judged.drawn.synthesizer
        report = add_inference(report, formula, synthesizer, case, demands.seed)
    X, y = map(only_levels_of_rows, judged.drawn.table)
    return Release(X, y, report, released_columns(table.schema, X))


def _prepared(maker: Any, encoder: Any, by: Any) -> BaseSynthesizer:
    """Set the mode to what is published, so that the report names no other."""
    if not isinstance(maker, type) and not hasattr(maker, "fit_resample"):
        raise InputTypeError(
            "{parameter}={value!r} must be an object with fit_resample",
            parameter="synthesizer",
            value=maker,
            remedies=["pass release_synthesizer(), or None"],
        )
    made = clone(as_synthesizer(maker)).set_params(mode="replace")
    made = made if encoder is None else made.set_params(encoder=encoder)
    return divided_by(made, by)


def _report(
    judged: Judged,
    table: RealTable,
    seed: int,
    noted: tuple[str, ...],
    outcomes: tuple[RungOutcome, ...],
    is_release_setting: bool,
) -> ReleaseReport:
    audit = judged.audit
    noted_for_all = notes_of_reading(table)
    figures = shared_details(of_many(audit.details))
    return ReleaseReport(
        [gate._replace(is_release_setting=is_release_setting) for gate in judged.gates],
        _about(table, judged),
        summary_of(figures),
        figures,
        "\n\n".join([*noted_for_all, audit.shared_text]),
        (*noted_for_all, *audit.shared_notes),
        margins_held(judged.drawn.synthesizer),
        outcomes,
        judged.rules,
        _owners(judged, table, seed, noted, outcomes),
        pictured_for_others(
            _drawn_from(judged, table), seed, is_released=judged.passed
        ),
    )


def _drawn_from(judged: Judged, table: RealTable) -> DrawnFrom:
    audit, schema = judged.audit, table.schema.as_published()
    return DrawnFrom(judged.tables, schema, audit.details, audit.curves)


def _about(table: RealTable, judged: Judged) -> dict[str, Any]:
    about = {
        "method": method_in_words(judged.maker),
        "target": judged.tables.target_name,
        "folds": judged.audit.n_folds,
        "rows": len(table),
    }
    if table.persons is not None:
        about["persons"] = table.n_persons
    if table.target.classes is not None:
        labels = map(str, table.target.classes.tolist())
        about["classes"] = dict(zip(labels, table.counts.tolist(), strict=True))
    return about


def _owners(
    judged: Judged,
    table: RealTable,
    seed: int,
    noted: tuple[str, ...],
    outcomes: tuple[RungOutcome, ...],
) -> OwnerAudit:
    """What is not to be shared: exact figures, and what rests on few people."""
    audit = judged.audit
    return OwnerAudit(
        "\n\n".join([*noted, audit.text]),
        (*noted, *audit.notes),
        seed,
        audit.n_folds,
        audit.summary,
        audit.details,
        OWNERS_COPY,
        " ".join(repr(judged.maker).split()),
        {
            "gates": gates_frame(judged.gates),
            "ladder": ladder_frame(outcomes, for_owner=True),
            "rules": outcomes_frame(judged.rules),
            "merged_levels": _merged_levels(table),
            "few_people": judged.few_people,
        },
        pictured_for_owner(_drawn_from(judged, table)),
    )


def _merged_levels(table: RealTable) -> pd.DataFrame:
    """The levels that are not released since few people have them."""
    lines = [
        (str(name), str(level))
        for name, levels in table.schema.rare_levels.items()
        for level in levels
    ]
    return pd.DataFrame(lines, columns=["column", "level"])
