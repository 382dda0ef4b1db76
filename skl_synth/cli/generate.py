"""skl-synth generate: a real table in, a synthetic table out."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from skl_synth.cli.console import print_text
from skl_synth.cli.generate_words import report_generated, report_limits
from skl_synth.cli.generated import generate_rows, in_real_order
from skl_synth.cli.inspect import report_source
from skl_synth.cli.methods import LEARNS_PERSONS, MethodChoice
from skl_synth.cli.options import LARGEST_SEED
from skl_synth.cli.source import Source, open_source
from skl_synth.cli.typed_given import sample_options
from skl_synth.errors import InputError, Setting
from skl_synth.files import (
    check_output,
    check_table_name,
    check_writable,
    write_table,
)
from skl_synth.table.declared_levels import only_levels_of_rows

MODES = {
    "replace": "Synthetic rows only are written (--mode replace).",
    "augment": "The real rows are written first, then synthetic ones (--mode augment).",
}
"""What is written: said first, since Python adds rows to the real ones by default."""


def generate_table(
    table: Path,
    target: str | None,
    *,
    output: Path,
    mode: str,
    keep_order: bool,
    flag: str | None,
    seed: int | None,
    chosen: MethodChoice,
    given: Sequence[str] = (),
    given_rows: Path | None = None,
    rows: int | None = None,
    **reading: Any,
) -> None:
    """Make a synthetic table and write it.

    Parameters
    ----------
    table : Path
        The file of the real rows.
    target : str or None
        The column of the classes; None where all rows are one group.
    output : Path
        The file to write.
    mode : {"augment", "replace"}
        Real rows plus synthetic ones, or synthetic ones only.
    keep_order : bool
        Whether the synthetic rows come in the order of the real classes.
    flag : str or None
        A column to be added that marks the synthetic rows.
    seed : int or None
        Seed; without one a fresh one is drawn.
    chosen : MethodChoice
        What was typed of the method.
    given : sequence of str, default=()
        Conditions that all synthetic rows meet.
    given_rows : Path or None, default=None
        A file of rows that are completed.
    rows : int or None, default=None
        How many synthetic rows.
    **reading : object
        As for `open_source`.

    Raises
    ------
    OSError
        If a file cannot be read or written.
    InputError
        If the table or what is asked for cannot be used; the message says why.
    """
    check_output(output, inputs_of(table, {**reading, "given_rows": given_rows}))
    check_table_name(output)
    _check_mode(mode, keep_order, flag)
    _check_given(keep_order, given, given_rows, rows)
    source = open_source(table, target, **reading)
    check_writable(source.frame, output)
    report_source(source, MODES[mode])
    _check_classes(source, mode, keep_order)
    _check_flag(source, flag)
    asked = sample_options(source, given, given_rows, rows, reading)
    seed = given_or_fresh(seed)
    synthesizer = chosen.synthesizer(source, seed=seed, mode=mode)
    _say_trees(source, chosen)
    generated = generate_rows(source, synthesizer, flag=flag, **asked)
    if keep_order:
        generated = in_real_order(generated)
    holds_real_rows = mode == "augment"
    write_table(
        only_levels_of_rows(generated.frame),
        output,
        source.style,
        private=holds_real_rows,
    )
    report_generated(generated)
    whose = "; it holds real rows, and is for you alone" if holds_real_rows else ""
    print_text(f"\nWrote {output}: {len(generated.frame)} rows (seed {seed}){whose}.")
    report_limits(generated)


def inputs_of(table: Path, reading: dict[str, Any]) -> list[Path]:
    """Name the files that are read, which no output may overwrite.

    Parameters
    ----------
    table : Path
        The file of the real rows.
    reading : dict of str to object
        As for `open_source`.

    Returns
    -------
    list of Path
        The table and the files that say something of it.
    """
    return [table, *(one for one in reading.values() if isinstance(one, Path))]


def given_or_fresh(seed: int | None) -> int:
    """Draw a seed where none was given.

    Parameters
    ----------
    seed : int or None
        The seed that was given.

    Returns
    -------
    int
        A seed.
    """
    return secrets.randbelow(LARGEST_SEED + 1) if seed is None else seed


def _check_mode(mode: str, keep_order: bool, flag: str | None) -> None:
    """Refuse what does not go together, before anything is read."""
    if keep_order and mode == "augment":
        raise InputError(
            "--keep-order needs {needed}: in augment mode the real rows stay in their "
            "order, and there is none for the rows behind them",
            needed=Setting("mode", "replace"),
        )
    if flag is not None and mode == "replace":
        raise InputError(
            "--flag tells synthetic rows from real ones, and without {needed} no real "
            "row is written",
            needed=Setting("mode", "augment"),
            remedies=["leave --flag out"],
        )


def _check_given(
    keep_order: bool, given: Sequence[str], given_rows: Path | None, rows: int | None
) -> None:
    """Refuse an order of the real classes where others are asked for."""
    if keep_order and (given or given_rows is not None or rows is not None):
        raise InputError(
            "--keep-order puts as many rows of each class as there are real ones into "
            "their order, and --given, --given-rows and --rows ask for others",
            remedies=["leave --keep-order out"],
        )


def _check_classes(source: Source, mode: str, keep_order: bool) -> None:
    """Refuse what only classes have where there are none, or persons between them."""
    if keep_order and source.target is None:
        raise InputError(
            "--keep-order is the order of the classes",
            remedies=["name their column by --target", "leave --keep-order out"],
        )
    if mode == "augment" and source.target is None:
        raise InputError(
            "{chosen} makes all classes equally large",
            chosen=Setting("mode", mode),
            remedies=["name their column by --target", "leave --mode out"],
        )
    if keep_order and source.has_visits:
        raise InputError(
            "--keep-order sorts rows by class, and takes the rows of a person apart",
            remedies=["leave it out"],
        )


def _check_flag(source: Source, flag: str | None) -> None:
    if flag is not None and flag in source.frame.columns:
        raise InputError(
            "--flag {column!r}: {table} has a column of that name",
            column=flag,
            table=source.path,
            remedies=["give the flag another name"],
        )


def _say_trees(source: Source, chosen: MethodChoice) -> None:
    """Say that SMOTE is not what makes the rows, where nobody asked for that."""
    if source.has_visits and chosen.method is None:
        print_text(
            f"\n{source.person} says whose each row is: persons are drawn first, then "
            f"row after row, by trees (--method {LEARNS_PERSONS}) in place of SMOTE, "
            "which makes single rows."
        )
