"""skl-synth evaluate: what synthetic rows of a table are worth, and what they tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pandas as pd

import skl_synth
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
from skl_synth.files import check_output, replacing


@click.command()
@table_options(target_required=True)
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
    default=5,
    show_default=True,
    metavar="N",
    help="Parts into which the rows are split; fewer where a class has fewer rows.",
)
@method_options
def evaluate(
    table: Path,
    target: str,
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

    TABLE is a CSV file of real rows, which is split into parts. In turn each part is
    kept aside: synthetic rows are made from the others, as skl-synth generate would
    make them. One model is trained on real rows, one on synthetic rows, one on both,
    and all are tested on the real rows kept aside. Copies of real rows and distances
    to them are counted too. Identifiers take no part in it.

    What it does not promise: it judges the method on this table, not one file that was
    written. Distances say little about what somebody could find out who tries: this
    version runs no attack.
    """
    if json_path is not None:
        check_output(json_path, [table, *filter(None, [told["kinds"]])])
    source = open_source(table, target, **told)
    tell_source(source)
    seed = given_or_fresh(seed)
    synthesizer = synthesizer_for(
        source, seed=seed, removal_fraction=removal_fraction, k_neighbors=k_neighbors
    )
    evaluator = judge(source, synthesizer, seed=seed, folds=folds)
    tell("\n" + evaluator.report())
    settings = {"removal_fraction": removal_fraction, "k_neighbors": k_neighbors}
    if json_path is not None:
        figures = {"seed": seed, "folds": evaluator.n_splits_, "settings": settings}
        _write_json(json_path, source, evaluator, figures)
        tell(f"\nWrote {json_path} (seed {seed}).")
    else:
        tell(f"\nSeed {seed}.")


def judge(
    source: Source, synthesizer: Any, *, seed: int, folds: int = 5
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


def _write_json(
    path: Path, source: Source, evaluator: SyntheticEvaluator, figures: dict[str, Any]
) -> None:
    content = {
        "skl_synth": skl_synth.__version__,
        "table": source.path.name,
        "rows": len(source.frame),
        "target": source.target,
        **figures,
        "summary": _records(evaluator.summary_),
        "results": _records(evaluator.results_),
    }
    with replacing(path, encoding="utf-8") as handle:
        json.dump(content, handle, indent=2, ensure_ascii=False, allow_nan=False)
        handle.write("\n")


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn a frame into rows that JSON can hold, which has no NaN."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [dict(zip(frame.columns, row, strict=True)) for row in plain.to_numpy()]
