"""skl-synth publish: a table that may stand in for the real one, or a refusal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pandas as pd

from skl_synth.cli.inspect import tell_source
from skl_synth.cli.options import (
    FILE,
    debug_option,
    given_or_fresh,
    seed_option,
    table_options,
)
from skl_synth.cli.say import tell, working
from skl_synth.cli.source import Source, open_source
from skl_synth.evaluation.privacy.membership import MEMBERSHIP_BOUND
from skl_synth.files import check_output, replacing, write_table
from skl_synth.release import (
    RefusedReleaseError,
    Release,
    ReleaseReport,
    publish,
    release_synthesizer,
)
from skl_synth.table import TableEncoder


@click.command("publish")
@table_options(target_required=True)
@click.option(
    "--output",
    type=FILE,
    required=True,
    metavar="OUT.csv",
    help="File to write, in the manner of TABLE; replaced if it exists. A name that "
    "ends in .gz is packed, one that ends in .parquet becomes Parquet.",
)
@click.option(
    "--report",
    "report_path",
    type=FILE,
    required=True,
    metavar="OUT.json",
    help="File for method, seed, gates and every figure; replaced if it exists. It is "
    "written of a refused table, too.",
)
@click.option(
    "--membership-bound",
    type=click.FloatRange(0.5, 1),
    default=MEMBERSHIP_BOUND,
    show_default=True,
    metavar="B",
    help="The most that the worst membership attack may reach, as ROC AUC; chance is "
    "0.5.",
)
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    default=5,
    show_default=True,
    metavar="N",
    help="Parts into which the rows are split for the audit.",
)
@seed_option
@debug_option
def publish_command(
    table: Path,
    target: str,
    output: Path,
    report_path: Path,
    membership_bound: float,
    folds: int,
    seed: int | None,
    **told: Any,
) -> None:
    """Make a table to publish in place of TABLE, or refuse.

    \b
    Examples:
      skl-synth publish patients.csv --target readmitted --output out.csv \\
          --report out.json
      skl-synth publish patients.csv --target readmitted --output out.csv \\
          --report out.json --membership-bound 0.55 --drop postcode

    The rows are made by the release setting: column after column from bagged trees,
    without copies, chosen so that the counts are the real ones. First the method is
    judged on parts of TABLE that it was not given; then the table is made from all
    rows, and looked at itself. OUT.csv is not written, and the exit status is 2, where
    a gate is closed: copies of real rows, real keys, rows that the columns could not
    hold, real rows that can be rebuilt more often than a control, or a membership
    attack above the bound. One line says which gate, the figure, and what to do.

    A table too small to be judged is refused as well. OUT.json holds the seed: with
    TABLE and the seed the same bytes are made again, so share neither.

    What it does not promise: that nobody can be recognised. Attacks that were not tried
    may do better.

    \f

    Raises
    ------
    OSError
        If a file cannot be read or written.
    ValueError
        If the table or what is asked for cannot be used; the message says why.
    RefusedReleaseError
        If a gate is closed; nothing but the report is written then.
    """
    inputs = [table, *filter(None, (told["kinds"], told["constraints"]))]
    check_output(output, inputs)
    check_output(report_path, inputs)
    if output.resolve() == report_path.resolve():
        raise ValueError(f"--output and --report are the same file, {output}.")
    source = open_source(table, target, **told)
    tell_source(source)
    seed = given_or_fresh(seed)
    synthesizer = release_synthesizer(
        encoder=TableEncoder(**source.told, **source.rules)
    )
    try:
        with working(f"Attacking tables made in {folds} folds, and making the table"):
            release = publish(
                source.features,
                source.labels,
                synthesizer=synthesizer,
                membership_bound=membership_bound,
                folds=folds,
                random_state=seed,
            )
    except RefusedReleaseError as refused:
        _write_report(refused.report, report_path, source)
        tell(f"\n{refused.report}\n\nWrote {report_path}, and no table.")
        raise
    # The report first: no table is ever there without one.
    _write_report(release.report, report_path, source)
    frame = _frame(release, source)
    write_table(frame, output, source.style)
    tell(f"\n{release.report}")
    tell(f"\nWrote {output}: {len(frame)} rows, and {report_path} (seed {seed}).")


def _frame(release: Release, source: Source) -> pd.DataFrame:
    """The rows to be written, columns in the order of the real ones."""
    made = release.X.assign(**{str(source.target): release.y})
    return made[[name for name in source.frame.columns if name in made.columns]]


def _write_report(report: ReleaseReport, path: Path, source: Source) -> None:
    about = {"table": source.path.name, "target": source.target}
    with replacing(path, encoding="utf-8") as handle:
        content = {**report.to_dict(), **about}
        json.dump(content, handle, indent=2, ensure_ascii=False, allow_nan=False)
        handle.write("\n")
