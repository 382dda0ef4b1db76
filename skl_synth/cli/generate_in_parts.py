"""skl-synth generate --engine dask: a table in parts in, a folder of Parquet out."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from skl_synth.cli.cluster import cluster_of
from skl_synth.cli.console import print_table, print_text, progress
from skl_synth.cli.engine_option import EngineChoice
from skl_synth.cli.generate import MODES, given_or_fresh
from skl_synth.cli.generate_words import OUTCOMES
from skl_synth.cli.inspect import report_columns
from skl_synth.cli.methods import MethodChoice
from skl_synth.cli.relevance_option import relevance_of_side
from skl_synth.cli.source_in_parts import SourceInParts, open_in_parts
from skl_synth.dask.parquet_out import check_parquet_folder, with_target, write_parquet
from skl_synth.dask.running import Runner
from skl_synth.errors import InputError, Remedy, Setting

ON_DASK = {
    "smote": "TypeAwareSMOTE",
    "cart": "TypeAwareCART",
    "marginals": "PrivateMarginals",
}
"""The class of `skl_synth.dask` that each method is."""

OF_ONE_PROCESS = {
    "keep_order": "--keep-order",
    "flag": "--flag",
    "given": "--given",
    "given_rows": "--given-rows",
    "escape_formulas": "--escape-formulas",
    "delimiter": "--delimiter",
    "encoding": "--encoding",
    "decimal": "--decimal",
    "skip_rows": "--skip-rows",
    "header_row": "--header-row",
    "drop_last": "--drop-last",
    "drop_lines": "--drop-lines",
    "sheet": "--sheet",
}
"""Options of what one process alone does, or of files that it alone reads."""


def generate_in_parts(
    tables: Sequence[Path],
    target: str | None,
    *,
    output: Path,
    mode: str,
    seed: int | None,
    chosen: MethodChoice,
    engine: EngineChoice,
    rows: int | None = None,
    **typed: Any,
) -> None:
    """Make a synthetic table from one in parts, and write it as one in parts.

    Parameters
    ----------
    tables : sequence of Path
        Parquet files, folders and patterns.
    target : str or None
        The column of the classes; None where all rows are one group.
    output : Path
        The folder to write.
    mode : {"augment", "replace"}
        Real rows plus synthetic ones, or synthetic ones only.
    seed : int or None
        Seed; without one a fresh one is drawn.
    chosen : MethodChoice
        What was typed of the method.
    engine : EngineChoice
        Where the work is done.
    rows : int or None, default=None
        How many synthetic rows.
    **typed : object
        What else was typed: as for `open_in_parts`, or refused.

    Raises
    ------
    OSError
        If a file cannot be read or written.
    ImportError
        If dask is not installed.
    InputError
        If the table or what is asked for cannot be used; the message says why.
    """
    reading = _without_what_one_process_does(typed)
    place = _place_of(output)
    check_parquet_folder(place)
    _check_asked(mode, rows)
    seed = given_or_fresh(seed)
    with cluster_of(engine) as client:
        source = open_in_parts(tables, target, Runner(client), **reading)
        _report_source(source, MODES[mode])
        synthesizer = synthesizer_of(source, chosen, seed=seed, mode=mode)
        synthesizer.set_params(client=client)
        X, y = _made(source, synthesizer, mode, rows)
        names = [
            one for one in source.columns if one in X.columns or one == source.target
        ]
        frame = (X if y is None else with_target(X, y))[names]
        with progress("Writing"):
            n_rows = write_parquet(
                frame,
                place,
                private=mode == "augment",
                schema=source.table.schema,
                client=client,
            )
        _report(source, synthesizer)
    whose = "; it holds real rows, and is for you alone" if mode == "augment" else ""
    print_text(
        f"\nWrote {output}: {n_rows} rows in {_files(frame.npartitions)} (seed {seed})"
        f"{whose}."
    )
    print_text(
        "Its rows are made from real ones and disclose something about them: skl-synth "
        "evaluate says how much, on a sample of the rows in one file."
    )


def synthesizer_of(
    source: SourceInParts, chosen: MethodChoice, *, seed: int, mode: str
) -> Any:
    """Make the synthesizer that was asked for.

    Parameters
    ----------
    source : SourceInParts
        The real table.
    chosen : MethodChoice
        What was typed of the method.
    seed : int
        Seed of the rows.
    mode : {"augment", "replace"}
        Real rows plus synthetic ones, or synthetic ones only.

    Returns
    -------
    skl_synth.dask.ProximityFilter
        Unfitted; from counts, what makes them without a filter.

    Raises
    ------
    InputError
        If there is no such method for tables in parts.
    """
    from skl_synth import dask as on_dask

    options: dict[str, Any] = chosen.settled(source)
    method = options["method"]
    if method not in ON_DASK:
        raise InputError(
            "{chosen} is trained in one process, with all of the table in memory",
            chosen=Setting("method", method),
            remedies=[
                *(Remedy("use {setting}", Setting("method", one)) for one in ON_DASK),
                "leave --engine dask out",
            ],
        )
    inner = getattr(on_dask, ON_DASK[method])
    given = _parameters_of(inner, options)
    if method == "marginals":
        _check_unfiltered(chosen)
        # Without noise: a guarantee is what publish gives.
        given["epsilon"] = None
        return inner(**given, encoder=source.encoder, mode=mode, random_state=seed)
    return on_dask.ProximityFilter(
        inner(**given, encoder=source.encoder),
        removal_fraction=options["removal_fraction"],
        duplicates=options["duplicates"],
        mode=mode,
        random_state=seed,
    )


def _check_unfiltered(chosen: MethodChoice) -> None:
    """Refuse a filter where there is none in parts, and say what that means."""
    typed = {
        "removal_fraction": chosen.removal_fraction,
        "duplicates": chosen.duplicates,
    }
    for name, value in typed.items():
        if value is not None:
            raise InputError(
                "{option} drops rows, and with --engine dask those that are made from "
                "counts stay",
                option=Setting(name, value),
                remedies=["leave it out", "leave --engine dask out"],
            )
    print_text(
        "Here rows are made from counts, and none is dropped: rows that equal a real "
        "one stay, which in one process would be thinned out (--duplicates excess)."
    )


def _parameters_of(inner: type, options: dict[str, Any]) -> dict[str, Any]:
    """Take what was typed of the method itself."""
    known = inspect.signature(inner).parameters
    given = {
        "k_neighbors": options.get("k_neighbors"),
        "interpolation": options.get("interpolation"),
        "relevance": relevance_of_side(options.get("relevance")),
        "by": list(options.get("by", ())) or None,
    }
    return {name: value for name, value in given.items() if name in known and value}


def _without_what_one_process_does(typed: dict[str, Any]) -> dict[str, Any]:
    odd = [
        option
        for name, option in OF_ONE_PROCESS.items()
        if typed.get(name) not in (None, False, ())
    ]
    if odd:
        raise InputError(
            "{options} does not go with --engine dask, which reads and writes Parquet "
            "files part by part",
            options=", ".join(odd),
            remedies=["leave it out", "leave --engine dask out"],
        )
    return {name: one for name, one in typed.items() if name not in OF_ONE_PROCESS}


def _place_of(output: Path) -> Path | str:
    """Take a URL for one: as a path it has lost one of its slashes."""
    scheme, colon, rest = str(output).partition(":/")
    is_url = bool(colon) and len(scheme) > 1 and scheme.isalnum()
    return f"{scheme}://{rest.lstrip('/')}" if is_url else output


def _check_asked(mode: str, rows: int | None) -> None:
    if mode == "augment" and rows is not None:
        raise InputError(
            "--rows says how many rows there are, and {chosen} adds what smaller "
            "classes lack",
            chosen=Setting("mode", mode),
            remedies=["leave --rows out", "leave --mode out"],
        )


def _made(
    source: SourceInParts, synthesizer: Any, mode: str, rows: int | None
) -> tuple:
    given = (source.features, source.labels)
    if mode == "augment":
        if source.target is None:
            raise InputError(
                "{chosen} makes all classes equally large",
                chosen=Setting("mode", mode),
                remedies=["name their column by --target", "leave --mode out"],
            )
        with progress("Learning the real table and generating rows"):
            return tuple(synthesizer.fit_resample(*given, groups=source.groups))
    with progress("Learning the real table"):
        synthesizer.fit(*given, groups=source.groups)
    with progress("Generating rows and measuring their distances"):
        made = synthesizer.sample(rows)
    return tuple(made)


def _report_source(source: SourceInParts, what_is_written: str) -> None:
    target = "" if source.target is None else f", target {source.target!r}"
    print_text(
        f"Opened {source.name}: {source.n_rows} rows in {_files(len(source.files))}, "
        f"{len(source.columns)} columns{target}. {what_is_written}"
    )
    if source.n_unclassed:
        print_text(
            f"{source.n_unclassed} more rows are left out: nothing stands in "
            f"{source.target!r} (--drop-unclassed)."
        )


def _report(source: SourceInParts, synthesizer: Any) -> None:
    """Say what was inferred, generated and dropped, without looking at rows again."""
    report_columns(synthesizer.describe())
    counts = getattr(synthesizer, "filter_counts_", {})
    rows = [(text, counts[name]) for name, text in OUTCOMES.items() if counts.get(name)]
    if rows:
        title = f"What became of {sum(counts.values())} candidates"
        print_table(title, ["outcome", "rows"], rows, right=["rows"])
    target = synthesizer.table_.target
    if source.target is None or target.classes is None:
        return
    real = np.bincount(target.groups, minlength=target.n_groups)
    made = target.groups_of(synthesizer.provenance_.target)
    new = np.bincount(made, minlength=target.n_groups)
    print_table(
        "Rows per class",
        [source.target, "real", "synthetic"],
        zip(target.classes.tolist(), real, new, strict=True),
        right=["real", "synthetic"],
    )


def _files(n_files: int) -> str:
    return f"{n_files} file" if n_files == 1 else f"{n_files} files"
