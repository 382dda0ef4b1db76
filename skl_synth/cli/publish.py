"""skl-synth publish: a table that may stand in for the real one, or a refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from skl_synth.cli.console import progress
from skl_synth.cli.generate import given_or_fresh, inputs_of
from skl_synth.cli.inference_lines import check_formula
from skl_synth.cli.inspect import report_source
from skl_synth.cli.looked_first import foretell_refusals, report_first_look
from skl_synth.cli.options import SHADOW_MODELS
from skl_synth.cli.release_places import (
    check_labels,
    check_places,
    release_places,
    write_everywhere,
    write_refusal,
)
from skl_synth.cli.release_words import check_reading, fidelity_of
from skl_synth.cli.source import open_source
from skl_synth.release import RefusedReleaseError, publish


def publish_table(
    table: Path,
    target: str | None,
    *,
    output: Path | None,
    report_path: Path | None,
    pack: Path | None,
    label: str | None,
    membership_bound: float,
    group_bound: float,
    folds: int,
    thorough: bool,
    ladder: bool,
    fidelity: str | None,
    margins: tuple[str, ...],
    epsilon: float | None,
    delta: float | None,
    rows_per_person: int | None,
    class_counts: str | None,
    weak_guarantee: bool,
    by: tuple[str, ...],
    formula: str | None,
    event: str | None,
    n_syntheses: int,
    first_look: bool,
    seed: int | None,
    **reading: Any,
) -> None:
    """Make a table to publish, and write it with its reports, or these alone.

    Parameters
    ----------
    table : Path
        The file of the real rows.
    target : str or None
        The column of the classes; without one no model is compared.
    output, report_path : Path or None
        The files to write; None where there is a pack.
    pack : Path or None
        The folder to write, as `Release.write` does.
    label : {"column", "prefix"} or None
        How the table in it says that it is synthetic.
    membership_bound : float
        The most that the worst membership attack may reach.
    group_bound : float
        The most that it may reach on outliers, the smallest class, or a stratum.
    folds : int
        Parts into which the rows are split for the audit.
    thorough : bool
        Whether shadow models are fitted besides.
    ladder : bool
        Whether coarser settings are tried where the first is refused.
    fidelity : {"columns"} or None
        Whether each column is held alone.
    margins : tuple of str
        Columns that are held together besides, with commas between them.
    epsilon, delta, rows_per_person, class_counts, weak_guarantee : object
        The guarantee that is asked for, as in `publish`.
    by : tuple of str
        Columns whose values are made apart.
    formula, event : str or None
        A model that is fitted to real and to synthetic rows, and the column of events.
    n_syntheses : int
        Synthetic tables that it is fitted to.
    first_look : bool
        Whether to say what will probably be refused, and stop there.
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
        If a gate is closed; nothing but the reports is written then.
    """
    check_formula(formula, event=event)
    given = inputs_of(table, reading)
    places = None
    if not first_look:
        places = release_places(output, report_path, pack, label)
        check_places(places, given)
    if epsilon is not None:
        check_reading(reading)
    # One odd cell must not turn a column of everybody's numbers into text.
    source = open_source(table, target, as_text=epsilon is not None, **reading)
    if places is not None:
        check_labels(places, source)
    report_source(source)
    asked = {
        "groups": source.groups,
        "by": list(by) or None,
        "formula": formula,
        "event": event,
        "n_syntheses": n_syntheses,
        "encoder": source.encoder if epsilon is None else None,
        "membership_bound": membership_bound,
        "group_bound": group_bound,
        "folds": folds,
        "ladder": ladder,
        "fidelity": fidelity_of(fidelity, margins, source),
        "epsilon": epsilon,
        "delta": delta,
        # Without a guarantee it is read with the table.
        "dictionary": None if epsilon is None else source.encoder.dictionary,
        "rows_per_person": rows_per_person,
        "class_counts": class_counts,
        "weak_guarantee": weak_guarantee,
        "random_state": given_or_fresh(seed),
        "shadow_models": SHADOW_MODELS if thorough else 0,
    }
    if places is None:
        report_first_look(source, asked)
        return
    foretell_refusals(source, asked)
    try:
        with progress(f"Making the table, and attacking those made in {folds} folds"):
            release = publish(source.features, source.labels, **asked)
    except RefusedReleaseError as refused:
        write_refusal(refused.report, places, source)
        raise
    write_everywhere(release, places, source)
