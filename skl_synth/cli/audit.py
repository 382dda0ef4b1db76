"""The audit of a synthetic table that stands in a file, whoever made it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from skl_synth.cli.console import progress
from skl_synth.cli.source import Source, open_source
from skl_synth.errors import InputError
from skl_synth.evaluation import (
    disclosure_report,
    fidelity_report,
    privacy_report,
    utility_report,
)
from skl_synth.evaluation.audit_report import AuditReport
from skl_synth.evaluation.evaluation_page import sections_of
from skl_synth.evaluation.page_parts import page_of
from skl_synth.pages import Page

NO_HOLDOUT = (
    "Utility and privacy were not measured: both need real rows that the generator has "
    "not seen. Hold some out before the table is made, and give them as --holdout."
)

LINES = ("skip_rows", "header_row", "drop_last", "drop_lines")
"""Which lines of a file are its table, in the words of `open_source`."""

NO_TARGET = "Utility was not measured: no --target says what a model would predict."


class Audit(NamedTuple):
    """The reports on a file, and what could not be measured."""

    reports: list[AuditReport]
    not_measured: str

    def text(self) -> str:
        """Write the reports for a terminal.

        Returns
        -------
        str
            The reports, and what was not measured.
        """
        parts = [str(report) for report in self.reports]
        return "\n\n".join([*parts, self.not_measured] if self.not_measured else parts)

    def figures(self) -> pd.DataFrame:
        """Put the figures of all reports under one another.

        Returns
        -------
        DataFrame
            As `AuditReport.frame`.
        """
        frames = [report.frame() for report in self.reports]
        return pd.concat(frames, ignore_index=True)

    def page(self, name: str) -> Page:
        """Put the reports on one page.

        Parameters
        ----------
        name : str
            What the file of the synthetic table is called.

        Returns
        -------
        Page
            What was measured, and what was not.
        """
        return page_of(
            f"Evaluation of {name}",
            [report.verdict() for report in self.reports],
            sections_of(self.figures()),
            header=self.not_measured,
        )


def audit_file(
    source: Source,
    synthetic: Path,
    holdout: Path | None,
    *,
    reading: Mapping[str, Any],
    seed: int,
    outsider: Mapping[str, Any] | None = None,
) -> Audit:
    """Compare a synthetic table with the real one that it was made from.

    Parameters
    ----------
    source : Source
        The real table.
    synthetic : Path
        The synthetic table.
    holdout : Path or None
        Real rows that the generator has not seen.
    reading : mapping of str to object
        How the real table was read, as for `open_source`.
    seed : int
        Seed of models and attacks.
    outsider : mapping or None, default=None
        What an outsider knows, and would like to know; see `read_outsider`.

    Returns
    -------
    Audit
        Utility, fidelity and privacy; without a hold-out fidelity, and what follows
        from the columns that an outsider knows.

    Raises
    ------
    OSError
        If a file cannot be read.
    InputError
        If a table cannot be used or has other columns; the message names them.
    """
    tables = {"real": (source.features, source.labels)}
    tables["synthetic"] = _read(synthetic, source, reading)
    if holdout is not None:
        tables["holdout"] = _read(holdout, source, reading)
    with progress("Comparing the tables"):
        return _compare(source, tables, seed=seed, outsider=outsider or {})


def _compare(
    source: Source,
    tables: Mapping[str, tuple[pd.DataFrame, Any]],
    *,
    seed: int,
    outsider: Mapping[str, Any],
) -> Audit:
    """Compare as far as that can be done: without a hold-out, without a target."""
    arguments: Any = [part for table in tables.values() for part in table]
    options: dict[str, Any] = {"encoder": source.encoder, "random_state": seed}
    if source.has_visits:
        for name, (features, _) in tables.items():
            options[f"groups_{name}"] = features[source.person]
    if "holdout" not in tables:
        reports: list[AuditReport] = [fidelity_report(*arguments, **options)]
        if outsider.get("quasi_identifiers"):
            del options["random_state"]
            look_up = partial(disclosure_report, **outsider)
            reports.append(look_up(*arguments, **options))
        return Audit(reports, NO_HOLDOUT)
    attacked = partial(privacy_report, **outsider)
    measures: tuple[Any, ...] = (fidelity_report, attacked)
    if source.target is not None:
        measures = (utility_report, *measures)
    reports = [measure(*arguments, **options) for measure in measures]
    return Audit(reports, "" if source.target is not None else NO_TARGET)


def _opened(path: Path, source: Source, reading: Mapping[str, Any]) -> Source:
    """Open a file as `generate` writes it, or as the real one was exported."""
    shared = {name: reading[name] for name in ("drop_unclassed", "missing")}
    lines = {name: reading[name] for name in LINES if reading[name] is not None}
    as_written: dict[str, Any] = {} if source.style.header else {"header_row": 0}
    try:
        return open_source(path, source.target, **shared, **as_written)
    except InputError:
        if lines == as_written:
            raise
    # Other rows of the same system have the same titles and totals.
    return open_source(path, source.target, **shared, **lines)


def _read(
    path: Path, source: Source, reading: Mapping[str, Any]
) -> tuple[pd.DataFrame, Any]:
    other = _opened(path, source, reading)
    left_out = (*reading["drop"], *source.dropped)
    unwanted = [name for name in left_out if name in other.frame]
    features = other.features.drop(columns=unwanted)
    real = source.features.columns
    lacking = [name for name in real if name not in features]
    more = [name for name in features if name not in real]
    if lacking or more:
        differences = [f"lacks {name!r}" for name in lacking[:3]]
        differences += [f"has {name!r} besides" for name in more[:3]]
        raise InputError(
            "{path} {differences}: it must have the columns of {source}; leave out "
            "others by --drop",
            column=(lacking or more)[0],
            path=path,
            differences=", ".join(differences),
            source=source.path,
        )
    return features, other.labels
