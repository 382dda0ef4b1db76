"""A formula fitted to the real table, and to several that are made of it."""

from __future__ import annotations

from typing import Any

from skl_synth.cli.console import print_text, progress
from skl_synth.cli.source import Source
from skl_synth.errors import InputError
from skl_synth.inference import InferenceReport, inference_report, synthesize_many
from skl_synth.inference.formula_models import require_statsmodels
from skl_synth.release.frame_records import records

N_TABLES = 5
"""Synthetic tables that a formula is fitted to: with more, little becomes narrower."""


def check_formula(formula: str | None, synthetic: Any) -> None:
    """Refuse a formula that cannot be fitted, before the minutes of work begin.

    Parameters
    ----------
    formula : str or None
        What was typed.
    synthetic : object
        A table to judge in place of the method, or None.

    Raises
    ------
    InputError
        If there is a single synthetic table, or no ``~``.
    ImportError
        If statsmodels is not installed.
    """
    if formula is None:
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


def print_inference(
    source: Source, synthesizer: Any, formula: str, seed: int
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
        report = inference_report(formula, X, y, tables)
    print_text(f"\n{report}")
    return report


def inference_records(report: InferenceReport) -> dict[str, Any]:
    """Write what was found as JSON can hold it.

    Parameters
    ----------
    report : InferenceReport
        From `print_inference`.

    Returns
    -------
    dict
        Formula, model, tables, test and coefficients.
    """
    statistic, df, p_value = report.wald
    return {
        "formula": report.formula,
        "model": report.model,
        "tables": report.combined.m,
        "wald": {"statistic": statistic, "df": df, "p_value": p_value},
        "coefficients": records(report.frame().rename_axis("term").reset_index()),
    }
