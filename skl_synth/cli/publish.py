"""skl-synth publish: a table that may stand in for the real one, or a refusal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from skl_synth.cli.console import print_text, progress
from skl_synth.cli.generate import given_or_fresh
from skl_synth.cli.inspect import report_source
from skl_synth.cli.options import SHADOW_MODELS
from skl_synth.cli.source import Source, open_source
from skl_synth.errors import InputError
from skl_synth.files import check_output, replacing, write_table
from skl_synth.release import (
    RefusedReleaseError,
    Release,
    ReleaseReport,
    publish,
)


def publish_table(
    table: Path,
    target: str,
    *,
    output: Path,
    report_path: Path,
    membership_bound: float,
    group_bound: float,
    folds: int,
    thorough: bool,
    by: tuple[str, ...],
    seed: int | None,
    **reading: Any,
) -> None:
    """Make a table to publish, and write it with its report, or the report alone.

    Parameters
    ----------
    table : Path
        The file of the real rows.
    target : str
        The column of the classes.
    output, report_path : Path
        The files to write.
    membership_bound : float
        The most that the worst membership attack may reach.
    group_bound : float
        The most that it may reach on outliers, the smallest class, or a stratum.
    folds : int
        Parts into which the rows are split for the audit.
    thorough : bool
        Whether shadow models are fitted besides.
    by : tuple of str
        Columns whose values are made apart.
    seed : int or None
        Seed; without one a fresh one is drawn.
    **reading : object
        As for `open_source`.

    Raises
    ------
    OSError
        If a file cannot be read or written.
    InputError
        If the table or what is asked for cannot be used; the message says why.
    RefusedReleaseError
        If a gate is closed; nothing but the report is written then.
    """
    inputs = [table, *filter(None, (reading["kinds"], reading["constraints"]))]
    check_output(output, inputs)
    check_output(report_path, inputs)
    if output.resolve() == report_path.resolve():
        raise InputError("--output and --report are the same file, {path}", path=output)
    source = open_source(table, target, **reading)
    report_source(source)
    seed = given_or_fresh(seed)
    try:
        with progress(f"Attacking tables made in {folds} folds, and making the table"):
            release = publish(
                source.features,
                source.labels,
                groups=source.groups,
                by=list(by) or None,
                encoder=source.encoder,
                membership_bound=membership_bound,
                group_bound=group_bound,
                folds=folds,
                random_state=seed,
                shadow_models=SHADOW_MODELS if thorough else 0,
            )
    except RefusedReleaseError as refused:
        _write_report(refused.report, report_path, source)
        print_text(f"\n{refused.report}\n\nWrote {report_path}, and no table.")
        raise
    # The report first: no table is ever there without one.
    _write_report(release.report, report_path, source)
    frame = _frame(release, source)
    write_table(frame, output, source.style)
    print_text(f"\n{release.report}")
    print_text(f"\nWrote {output}: {len(frame)} rows, and {report_path} (seed {seed}).")


def _frame(release: Release, source: Source) -> pd.DataFrame:
    """The rows to be written, columns in the order of the real ones."""
    released = release.X.assign(**{str(source.target): release.y})
    return released[[name for name in source.frame.columns if name in released.columns]]


def _write_report(report: ReleaseReport, path: Path, source: Source) -> None:
    about = {"table": source.path.name, "target": source.target}
    with replacing(path, encoding="utf-8") as handle:
        content = {**report.to_dict(), **about}
        json.dump(content, handle, indent=2, ensure_ascii=False, allow_nan=False)
        handle.write("\n")
