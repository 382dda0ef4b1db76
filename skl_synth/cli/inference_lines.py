"""A formula fitted to the real table, and to several that are made of it."""

from __future__ import annotations

from typing import Any

from skl_synth.cli.console import print_text, progress
from skl_synth.cli.formula_options import N_TABLES
from skl_synth.cli.source import Source
from skl_synth.errors import InputError
from skl_synth.inference import InferenceReport, inference_report, synthesize_many
from skl_synth.inference.ended import events_of
from skl_synth.inference.formula_models import formula_model
from skl_synth.inference.joined_table import joined
from skl_synth.inference.statsmodels_guard import require_statsmodels
from skl_synth.table.real import RealTable


def check_formula(
    formula: str | None, synthetic: Any = None, event: str | None = None
) -> None:
    """Refuse a formula that cannot be fitted, before the minutes of work begin.

    Parameters
    ----------
    formula : str or None
        What was typed.
    synthetic : object, default=None
        A table to judge in place of the method, or None.
    event : str or None, default=None
        Where times are explained, the column of what ended them.

    Raises
    ------
    InputError
        If there is a single synthetic table, no ``~``, or an event without a formula.
    ImportError
        If statsmodels is not installed.
    """
    if formula is None:
        _refuse_event(event)
        return
    if synthetic is not None:
        raise InputError(
            "--formula makes several synthetic tables by the method: from the one of "
            "--synthetic nobody can tell how far it lies from the real one by chance",
            remedies=["leave out one of them"],
        )
    if "~" not in formula:
        raise InputError(
            "--formula {value!r} has no ~ between what is explained and by what",
            parameter="formula",
            value=formula,
            remedies=['type such as --formula "readmitted ~ age + C(ward)"'],
        )
    require_statsmodels()


def _refuse_event(event: str | None) -> None:
    if event is not None:
        raise InputError(
            "--event {value!r} is of times that a formula explains, and there is none",
            parameter="event",
            value=event,
            remedies=['type such as --formula "time ~ age"', "leave out --event"],
        )


def check_on_table(
    source: Source, synthesizer: Any, formula: str | None, event: str | None = None
) -> None:
    """Refuse a formula that the real table does not suit, before the work begins.

    Parameters
    ----------
    source : Source
        The real table.
    synthesizer : BaseSynthesizer
        Unfitted.
    formula : str or None
        The model, if any.
    event : str or None, default=None
        Where times are explained, the column of what ended them.

    Raises
    ------
    InputError
        If it cannot be fitted to the real rows.
    """
    if formula is None:
        return
    X, y = source.features, source.labels
    encoder = synthesizer._table_encoder()
    schema = RealTable.read(X, y, encoder=encoder, groups=source.groups).schema
    frame = joined(X, y)
    model = formula_model(formula, frame, event=event, told=events_of(schema))
    model.of_real(frame, None)


def print_inference(
    source: Source, synthesizer: Any, formula: str, seed: int, event: str | None = None
) -> InferenceReport:
    """Fit a formula on either side, and print the coefficients.

    Parameters
    ----------
    source : Source
        The real table.
    synthesizer : BaseSynthesizer
        Unfitted.
    formula : str
        The model.
    seed : int
        Seed of the tables.
    event : str or None, default=None
        Where times are explained, the column of what ended them.

    Returns
    -------
    InferenceReport
        What was found.

    Raises
    ------
    InputError
        If the formula cannot be fitted.
    """
    X, y = source.features, source.labels
    with progress(f"Making {N_TABLES} tables, and fitting {formula} to each"):
        tables = synthesize_many(
            synthesizer, X, y, N_TABLES, groups=source.groups, random_state=seed
        )
        groups = source.groups if tables.has_visits else None
        report = inference_report(formula, X, y, tables, event=event, groups=groups)
    print_text(f"\n{report}")
    return report
