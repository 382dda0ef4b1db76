"""skl-synth inspect: what each column is taken for, and why."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd

from skl_synth.cli.options import debug_option, table_options
from skl_synth.cli.say import show, tell
from skl_synth.cli.source import Source, open_source
from skl_synth.table import TableEncoder
from skl_synth.table.target import Target
from skl_synth.table.unreadable_columns import UnreadableColumnsError
from skl_synth.table.variables.identifier_variable import LEFT_OUT

MOST_CLASSES = 12
"""Of more classes than this only the number is printed."""


@click.command()
@table_options(target_required=False)
@debug_option
def inspect(table: Path, target: str | None, **told: Any) -> None:
    """Show what each column of TABLE is taken for, and why.

    \b
    Examples:
      skl-synth inspect patients.csv
      skl-synth inspect patients.csv --target readmitted
      skl-synth inspect patients.csv --kinds kinds.json

    TABLE is a CSV file with column names in its first line, or a Parquet file. Nothing
    is written. Look at it before you generate: what is wrong here will be wrong in the
    synthetic table.

    \b
    continuous   numbers with decimals: the most decimals seen are kept
    integer      whole numbers
    binary       two values of any type: 0/1, Yes/No
    category     text with several values
    ordinal      levels in an order, as a dtype or --kinds says
    datetime     points in time: the precision seen is kept
    timedelta    lengths of time
    one_hot      0/1 columns with a common prefix, of which one is set in each row
    constant     one value only, written back as it is
    identifier   a key, a name or free text: never copied, fresh keys stand in for it

    A kind that is wrong can be put right: write {"grade": "category"} into a file and
    give it as --kinds. Where a column cannot be used at all, every such column is named
    at the end, with what to do.

    \f

    Raises
    ------
    OSError
        If a file cannot be read or written.
    ValueError
        If the table or what is said of it cannot be used; the message says why.
    """
    source = open_source(table, target, **told)
    tell_source(source)
    try:
        tell_columns(describe(source), why=True)
    except UnreadableColumnsError as error:
        _tell_others(source, error.columns)
        raise
    if target is not None:
        _tell_target(source)


def describe(source: Source) -> pd.DataFrame:
    """Read the kinds of the columns.

    Parameters
    ----------
    source : Source
        The real table.

    Returns
    -------
    DataFrame
        See `Schema.describe`.

    Raises
    ------
    ValueError
        If a column cannot be read.
    """
    told = dict(source.told)
    if isinstance(told["column_kinds"], dict):
        told["column_kinds"] = {
            name: kind
            for name, kind in told["column_kinds"].items()
            if name != source.target
        }
    return TableEncoder(**told).fit(source.features).describe()


def _tell_others(source: Source, unreadable: list) -> None:
    """Show the columns that can be read, before the others are told."""
    kinds = source.told["column_kinds"]
    if isinstance(kinds, dict):
        kinds = {name: kind for name, kind in kinds.items() if name not in unreadable}
    rest = replace(
        source,
        frame=source.frame.drop(columns=unreadable),
        told={**source.told, "column_kinds": kinds},
    )
    if len(rest.features.columns):
        tell_columns(describe(rest), why=True)


def tell_source(source: Source) -> None:
    """Say which table was read.

    Parameters
    ----------
    source : Source
        The real table.
    """
    rows, columns = source.frame.shape
    target = "" if source.target is None else f", target {source.target!r}"
    tell(f"Read {source.path}: {rows} rows, {columns} columns{target}.")


def tell_columns(described: pd.DataFrame, *, why: bool = False) -> None:
    """Show the columns of a table, and say which of them are identifiers.

    Parameters
    ----------
    described : DataFrame
        From `Schema.describe`.
    why : bool, default=False
        Whether to show why each column was taken for its kind.
    """
    shown = described[["column", "kind", "missing", "why"]]
    shown.insert(2, "values", [_values_of(row) for row in described.itertuples()])
    if not why:
        shown = shown.drop(columns="why")
    title = "What the columns were taken for"
    show(title, list(shown.columns), shown.itertuples(index=False), right=["missing"])
    for row in described[described["kind"] == "identifier"].itertuples():
        is_out = row.levels == LEFT_OUT
        tell(
            f"\n{row.column} is an identifier ({row.why}). It is never copied: "
            + ("it is left out." if is_out else "a synthetic row gets a fresh key.")
        )
    _tell_hints(described[described["hint"] != ""])


def _tell_hints(hints: pd.DataFrame) -> None:
    if hints.empty:
        return
    show("Look at these", ["column", "hint"], hints[["column", "hint"]].to_numpy())
    told = {str(hints["column"].iloc[0]): "category"}
    example = json.dumps(told, ensure_ascii=False)
    tell(f"\nWhat a column is can be told in a file of --kinds: {example}.")


def _values_of(row: Any) -> str:
    """Say in one cell what the values of a column are."""
    if not row.range or row.decimals == "0":
        return str(row.range or row.levels)
    return f"{row.range}, decimals: {row.decimals}"


def _tell_target(source: Source) -> None:
    target = Target.read(source.labels, len(source.frame), source.told["column_kinds"])
    if target.classes is None:
        tell(f"\nThe target {source.target!r} is a number, to be predicted as such.")
        return
    sizes = np.bincount(target.encoded)
    tell(f"\nThe target {source.target!r} has {len(sizes)} classes.")
    if len(sizes) <= MOST_CLASSES:
        labels = source.written(target.classes.tolist())
        rows = zip(labels, sizes, strict=True)
        show("Classes", [str(source.target), "rows"], rows, right=["rows"])
    if sizes.min() == 1:
        tell(
            f"\n{int((sizes == 1).sum())} of the classes have one row, and SMOTE needs "
            "two: merge or remove them before you generate. If the target is a "
            f'measurement, say so with --kinds: {{"{source.target}": "continuous"}}.'
        )
