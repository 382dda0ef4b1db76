"""skl-synth evaluate: what synthetic rows of a table are worth, and what they tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

import skl_synth
from skl_synth.cli.audit import audit
from skl_synth.cli.inspect import tell_source
from skl_synth.cli.options import (
    FILE,
    given_or_fresh,
    method_options,
    synthesizer_for,
    table_options,
)
from skl_synth.cli.say import tell, working
from skl_synth.cli.source import Source, open_source
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.evaluation.splits import DEFAULT_FOLDS
from skl_synth.files import check_output, replacing
from skl_synth.release.release_report import records

LEAST_TESTED = 20
"""Rows that each fold keeps aside, at least, where more folds than usual are asked."""


@click.command()
@table_options(target_required=True)
@click.option(
    "--synthetic",
    type=FILE,
    metavar="SYNTH.csv",
    help="Judge this table, whoever made it, in place of the method.",
)
@click.option(
    "--holdout",
    type=FILE,
    metavar="HOLDOUT.csv",
    help="Real rows of the same population that --synthetic was not made from. Without "
    "them neither utility nor privacy can be measured.",
)
@click.option(
    "--json",
    "json_path",
    type=FILE,
    metavar="OUT.json",
    help="Write every figure to a JSON file too; replaced if it exists.",
)
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    default=DEFAULT_FOLDS,
    show_default=True,
    metavar="N",
    help="Parts into which the rows are split; fewer where a class has fewer rows. "
    "Each takes as long as the first.",
)
@method_options
def evaluate(
    table: Path,
    target: str,
    synthetic: Path | None,
    holdout: Path | None,
    json_path: Path | None,
    folds: int,
    removal_fraction: float,
    k_neighbors: int,
    seed: int | None,
    **told: Any,
) -> None:
    """Measure what synthetic rows of TABLE are worth.

    \b
    Examples:
      skl-synth evaluate patients.csv --target readmitted
      skl-synth evaluate patients.csv --target readmitted --seed 0 --json figures.json
      skl-synth evaluate patients.csv --target readmitted --removal-fraction 0.5
      skl-synth evaluate train.csv --target readmitted --synthetic new.csv \\
        --holdout test.csv

    TABLE is a CSV file of real rows, which is split into parts. In turn each part is
    kept aside: synthetic rows are made from the others, as skl-synth generate would
    make them. Models are trained on real rows, on synthetic rows and on both, and all
    are tested on the real rows kept aside. The tables are compared, and attacked: was
    somebody in the table? can real rows be rebuilt, singled out, linked, guessed? Only
    what succeeds more often than against the rows kept aside counts.

    With --synthetic one table is judged in place of the method, whoever made it; TABLE
    then holds the real rows that it was made from, and --holdout others.

    What it does not promise: that attacks which were not tried fail, or that a table
    whose figures are good tells nothing about anybody.

    \f

    Raises
    ------
    OSError
        If a file cannot be read or written.
    ValueError
        If a table or what is asked for cannot be used; the message says why.
    """
    if holdout is not None and synthetic is None:
        raise ValueError(
            "--holdout goes with --synthetic: the method is judged on parts of TABLE."
        )
    inputs = [table, *filter(None, [told["kinds"], synthetic, holdout])]
    if json_path is not None:
        check_output(json_path, inputs)
    source = open_source(table, target, **told)
    tell_source(source)
    seed = given_or_fresh(seed)
    if synthetic is not None:
        found = audit(source, synthetic, holdout, drop=told["drop"], seed=seed)
        tell("\n" + found.text())
        about: dict[str, Any] = {"synthetic": synthetic.name, "seed": seed}
        if holdout is not None:
            about["holdout"] = holdout.name
        about["figures"] = records(found.figures())
        _finish(json_path, source, about, seed)
        return
    _check_folds(folds, len(source.frame))
    synthesizer = synthesizer_for(
        source, seed=seed, removal_fraction=removal_fraction, k_neighbors=k_neighbors
    )
    evaluator = judge(source, synthesizer, seed=seed, folds=folds)
    tell("\n" + evaluator.report())
    settings = {"removal_fraction": removal_fraction, "k_neighbors": k_neighbors}
    figures = {
        "seed": seed,
        "folds": evaluator.n_splits_,
        "settings": settings,
        "summary": records(evaluator.summary_),
        "details": records(evaluator.details_),
        "results": records(evaluator.results_),
    }
    _finish(json_path, source, figures, seed)


def _check_folds(folds: int, n_rows: int) -> None:
    """Refuse hours of work on parts too small to tell anything."""
    most = max(n_rows // LEAST_TESTED, DEFAULT_FOLDS)
    if folds > most:
        raise ValueError(
            f"each of {folds} folds of {n_rows} rows would keep {n_rows // folds} "
            f"aside, which says nothing of a model or an attack: use at most {most}."
        )


def judge(
    source: Source, synthesizer: Any, *, seed: int, folds: int = DEFAULT_FOLDS
) -> SyntheticEvaluator:
    """Evaluate a synthesizer on a real table.

    Parameters
    ----------
    source : Source
        The real table, with a target.
    synthesizer : BaseSynthesizer
        Unfitted.
    seed : int
        Seed of folds, rows and models.
    folds : int, default=5
        Number of folds.

    Returns
    -------
    SyntheticEvaluator
        Fitted.

    Raises
    ------
    ValueError
        If the table or the target cannot be used; the message says why.
    """
    with working(f"Training and testing models in {folds} folds"):
        evaluator = SyntheticEvaluator(synthesizer, cv=folds, random_state=seed)
        return evaluator.fit(source.features, source.labels)


def _finish(
    path: Path | None, source: Source, figures: dict[str, Any], seed: int
) -> None:
    """Write the figures, if that was asked for, and say how to repeat them."""
    if path is None:
        tell(f"\nSeed {seed}.")
        return
    content = {
        "skl_synth": skl_synth.__version__,
        "table": source.path.name,
        "rows": len(source.frame),
        "target": source.target,
        **figures,
    }
    with replacing(path, encoding="utf-8") as handle:
        json.dump(content, handle, indent=2, ensure_ascii=False, allow_nan=False)
        handle.write("\n")
    tell(f"\nWrote {path} (seed {seed}).")
