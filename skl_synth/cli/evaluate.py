"""skl-synth evaluate: the utility of synthetic rows, and what they disclose."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from skl_synth import __version__
from skl_synth.cli.audit import audit_file
from skl_synth.cli.console import print_text, progress
from skl_synth.cli.evaluation_files import EvaluationFiles, evaluation_files
from skl_synth.cli.generate import given_or_fresh, inputs_of
from skl_synth.cli.inference_lines import check_formula, check_on_table, print_inference
from skl_synth.cli.inspect import report_source
from skl_synth.cli.methods import MethodChoice
from skl_synth.cli.options import DEFAULT_FOLDS, SHADOW_MODELS
from skl_synth.cli.outsider import read_outsider
from skl_synth.cli.release_files import write_json_file
from skl_synth.cli.source import Source, open_source
from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.pages import write_page
from skl_synth.release.frame_records import records

FIGURES_OF_REAL_ROWS = (
    "exact figures of real rows, for the owner of the real table; what may be shared "
    "with a table is written by skl-synth publish"
)

LEAST_TESTED = 20
"""Rows that each fold holds out, at least, where more folds than usual are asked."""


def evaluate_table(
    table: Path,
    target: str | None,
    *,
    synthetic: Path | None,
    holdout: Path | None,
    json_path: Path | None,
    report_path: Path | None,
    folds: int,
    thorough: bool,
    formula: str | None,
    quasi_identifiers: str | None,
    secrets: str | None,
    event: str | None,
    seed: int | None,
    chosen: MethodChoice,
    **reading: Any,
) -> None:
    """Audit the method on a real table, or a synthetic table in a file.

    Parameters
    ----------
    table : Path
        The file of the real rows.
    target : str or None
        The column of the classes; without one no model is compared.
    synthetic, holdout : Path or None
        A table to judge in place of the method, and real rows that it was not made
        from.
    json_path : Path or None
        File for the figures.
    report_path : Path or None
        File for the page.
    folds : int
        Parts into which the rows are split.
    thorough : bool
        Whether shadow models are fitted besides.
    formula : str or None
        A model that is fitted to real and to synthetic rows.
    quasi_identifiers, secrets : str or None
        Columns that an outsider knows, and would like to know, with commas between.
    event : str or None
        Where it explains times: the column that says whether each ended in an event.
    seed : int or None
        Seed; without one a fresh one is drawn.
    chosen : MethodChoice
        What was typed of the method.
    **reading : object
        As for `open_source`.

    Raises
    ------
    OSError
        If a file cannot be read or written.
    InputError
        If a table or what is asked for cannot be used; the message says why.
    """
    _check_asked(synthetic, holdout, thorough)
    check_formula(formula, synthetic, event)
    files = evaluation_files(json_path, report_path)
    others = [one for one in (synthetic, holdout) if one is not None]
    files.check([*inputs_of(table, reading), *others])
    source = open_source(table, target, **reading)
    report_source(source)
    seed = given_or_fresh(seed)
    outsider = read_outsider(quasi_identifiers, secrets, source)
    if synthetic is not None:
        _judge_file(source, synthetic, holdout, files, reading, seed, outsider)
        return
    _check_folds(folds, len(source.frame))
    check_on_table(source, chosen.synthesizer(source, seed=seed), formula, event)
    evaluator = cross_evaluate(
        source,
        chosen.synthesizer(source, seed=seed),
        seed=seed,
        folds=folds,
        thorough=thorough,
        outsider=outsider,
    )
    print_text("\n" + evaluator.report())
    if files.page is not None:
        evaluator.write_html(files.page)
    figures = _figures_of(evaluator, chosen, source)
    if formula is not None:
        maker = chosen.synthesizer(source, seed=seed)
        report = print_inference(source, maker, formula, seed, event)
        figures["inference"] = report.to_dict()
    _finish(files, source, figures, seed)


def _check_asked(synthetic: Path | None, holdout: Path | None, thorough: bool) -> None:
    """Refuse what does not go together, before anything is read."""
    if holdout is not None and synthetic is None:
        raise InputError(
            "--holdout goes with --synthetic: the method is judged on parts of TABLE"
        )
    if thorough and synthetic is not None:
        raise InputError(
            "--thorough fits the method to tables of other people: what made "
            "--synthetic is not known"
        )


def _judge_file(
    source: Source,
    synthetic: Path,
    holdout: Path | None,
    files: EvaluationFiles,
    reading: dict[str, Any],
    seed: int,
    outsider: dict[str, Any],
) -> None:
    """Judge a table that stands in a file."""
    audit = audit_file(
        source, synthetic, holdout, reading=reading, seed=seed, outsider=outsider
    )
    print_text("\n" + audit.text())
    about: dict[str, Any] = {"synthetic": synthetic.name}
    if holdout is not None:
        about["holdout"] = holdout.name
    if files.page is not None:
        write_page(audit.page(synthetic.name), files.page)
    _finish(files, source, about | {"figures": records(audit.figures())}, seed)


def _figures_of(
    evaluator: SyntheticEvaluator, chosen: MethodChoice, source: Source
) -> dict[str, Any]:
    """The figures of every fold, and how they came about."""
    return {
        "folds": evaluator.n_splits_,
        "configuration": chosen.configuration(source),
        "summary": records(evaluator.summary_),
        "details": records(evaluator.details_),
        "results": records(evaluator.results_),
    }


def _check_folds(folds: int, n_rows: int) -> None:
    """Refuse hours of work on parts too small to tell anything."""
    most = max(n_rows // LEAST_TESTED, DEFAULT_FOLDS)
    if folds > most:
        raise InputError(
            "each of {value} folds of {n_rows} rows would hold out {n}, which says "
            "nothing of a model or an attack",
            parameter="folds",
            value=folds,
            n_rows=n_rows,
            n=n_rows // folds,
            remedies=[Remedy("use {setting} at most", Setting("folds", most))],
        )


def cross_evaluate(
    source: Source,
    synthesizer: Any,
    *,
    seed: int,
    folds: int = DEFAULT_FOLDS,
    thorough: bool = False,
    outsider: Mapping[str, Any] | None = None,
) -> SyntheticEvaluator:
    """Evaluate a synthesizer on the folds of a real table.

    Parameters
    ----------
    source : Source
        The real table.
    synthesizer : BaseSynthesizer
        Unfitted.
    seed : int
        Seed of folds, rows and models.
    folds : int, default=5
        Number of folds.
    thorough : bool, default=False
        Whether shadow models are fitted besides.
    outsider : mapping or None, default=None
        What an outsider knows, and would like to know; see `read_outsider`.

    Returns
    -------
    SyntheticEvaluator
        Fitted.

    Raises
    ------
    InputError
        If the table or the target cannot be used; the message says why.
    """
    with progress(f"Training and testing models in {folds} folds"):
        evaluator = SyntheticEvaluator(
            synthesizer,
            cv=folds,
            random_state=seed,
            shadow_models=SHADOW_MODELS if thorough else 0,
            **(outsider or {}),
        )
        return evaluator.fit(source.features, source.labels, groups=source.groups)


def _finish(
    files: EvaluationFiles, source: Source, figures: dict[str, Any], seed: int
) -> None:
    """Write the figures, if that was asked for, and say how to repeat them."""
    if files.figures is not None:
        about = {
            "label": FIGURES_OF_REAL_ROWS,
            "skl_synth": __version__,
            "table": source.path.name,
            "rows": len(source.frame),
            "target": source.target,
        }
        write_json_file(about | figures, files.figures, private=True)
    written = " and ".join(str(path) for path in files.given())
    print_text(f"\nWrote {written} (seed {seed})." if written else f"\nSeed {seed}.")
