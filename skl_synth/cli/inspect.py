"""skl-synth inspect: what each column is taken for, and why."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone

from skl_synth.cli.console import print_table, print_text
from skl_synth.cli.inspect_page import (
    report_few,
    report_hints,
    report_next,
    report_rules_found,
    report_several_rows,
    report_special,
)
from skl_synth.cli.source import Source, open_source
from skl_synth.cli.write_dictionary import write_dictionary
from skl_synth.files import check_output
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.target import Target
from skl_synth.table.unreadable_columns import UnreadableColumnsError
from skl_synth.table.variables.identifier_variable import LEFT_OUT

MOST_CLASSES = 12
"""Of more classes than this only the number is printed."""


def inspect_table(
    table: Path, target: str | None, *, write: Path | None = None, **reading: Any
) -> None:
    """Show what each column of a table is taken for.

    Parameters
    ----------
    table : Path
        The file.
    target : str or None
        The column of the classes.
    write : Path or None, default=None
        The file that a first dictionary is written to.
    **reading : object
        As for `open_source`.

    Raises
    ------
    OSError
        If a file cannot be read or written.
    InputError
        If the table or what was given for it cannot be used; every column that cannot
        be read is named.
    """
    if write is not None:
        given = (table, *map(reading.get, ("kinds", "constraints", "dictionary")))
        check_output(write, [path for path in given if path is not None])
    source = open_source(table, target, **reading)
    report_source(source)
    try:
        read = source.read()
    except UnreadableColumnsError as error:
        _report_readable(source, error.columns)
        raise
    described = read.describe()
    report_columns(described, why=True)
    report_hints(described, source)
    report_special(read.schema)
    report_rules_found(read.rules)
    report_several_rows(read)
    report_few(described, read.persons is not None)
    if source.target is not None:
        _report_target(source, read.target)
    if write is not None:
        write_dictionary(source, write, reading["drop"])
    report_next(read, source, write or reading.get("dictionary"))


def _report_readable(source: Source, unreadable: list) -> None:
    """Show the columns that can be read, before the others are named."""
    rest = readable_rest(source, unreadable)
    if rest is not None:
        described = rest.read().schema.describe()
        report_columns(described, why=True)
        report_hints(described, rest)


def readable_rest(source: Source, unreadable: list) -> Source | None:
    """Leave out the columns of a table that cannot be read.

    Parameters
    ----------
    source : Source
        The real table.
    unreadable : list of hashable
        The columns.

    Returns
    -------
    Source or None
        The others; None where there are none.
    """
    kinds = source.encoder.column_kinds
    if isinstance(kinds, dict):
        kinds = {name: kind for name, kind in kinds.items() if name not in unreadable}
    # A rule, or a survival time, may name a column that is left out here.
    encoder = clone(source.encoder)
    encoder.set_params(column_kinds=kinds, constraints=None, survival=None)
    frame = source.frame.drop(columns=unreadable)
    rest = replace(source, frame=frame, encoder=encoder)
    if not len(rest.features.columns):
        return None
    if encoder.dictionary is not None:
        known = DataDictionary.read(encoder.dictionary).without(unreadable)
        encoder.set_params(dictionary=known)
    return rest


def report_source(source: Source, what_is_written: str = "") -> None:
    """Say which table was read.

    Parameters
    ----------
    source : Source
        The real table.
    what_is_written : str, default=""
        A sentence on what the command writes.
    """
    read, *more = source_lines(source)
    for line in (f"{read} {what_is_written}".rstrip(), *more):
        print_text(line)


def source_lines(source: Source) -> list[str]:
    """Say which table was read.

    Parameters
    ----------
    source : Source
        The real table.

    Returns
    -------
    list of str
        A sentence, and another one where rows were left out.
    """
    rows, columns = source.frame.shape
    target = "" if source.target is None else f", target {source.target!r}"
    lines = [f"Read {source.path}: {rows} rows, {columns} columns{target}."]
    if source.n_unclassed:
        lines.append(
            f"{source.n_unclassed} more rows were left out: nothing stands in "
            f"{source.target!r} (--drop-unclassed)."
        )
    return lines


def report_columns(described: pd.DataFrame, *, why: bool = False) -> None:
    """Show the columns of a table, and say which of them are identifiers.

    Parameters
    ----------
    described : DataFrame
        From `Schema.describe`.
    why : bool, default=False
        Whether to show why each column was taken for its kind.
    """
    shown = columns_shown(described)
    if not why:
        shown = shown.drop(columns="why")
    print_table(
        "What the columns were taken for",
        list(shown.columns),
        shown.itertuples(index=False),
        right=["missing"],
        shorten=True,
    )
    for row in described[described["kind"] == "identifier"].itertuples():
        is_out = row.levels == LEFT_OUT
        print_text(
            f"\n{row.column} is an identifier ({row.why}). It is never copied: "
            + ("it is left out." if is_out else "a synthetic row gets a fresh key.")
        )


def columns_shown(described: pd.DataFrame) -> pd.DataFrame:
    """Say of each column what it was taken for, what it holds and why.

    Parameters
    ----------
    described : DataFrame
        From `Schema.describe`.

    Returns
    -------
    DataFrame
        Of identifiers it shows no value.
    """
    shown = described[["column", "kind", "missing", "why"]]
    shown = shown.assign(why=[_in_plain_words(text) for text in shown["why"]])
    shown.insert(2, "values", [_values_of(row) for row in described.itertuples()])
    return shown


def _in_plain_words(why: str) -> str:
    """Leave out what only those who write Python know: types of columns."""
    return re.sub(r" of dtype \S+", "", why)


def _values_of(row: Any) -> str:
    """Say in one cell what the values of a column are."""
    if not row.range or row.decimals == "0":
        return str(row.range or row.levels)
    # Of dates it is words: whole days.
    decimals = str(row.decimals)
    unit = " decimal" if decimals == "1" else " decimals"
    return f"{row.range}, {decimals}{unit if decimals.isdigit() else ''}"


def _report_target(source: Source, target: Target) -> None:
    if target.classes is None:
        name = source.target
        print_text(f"\nThe target {name!r} is a number, to be predicted as such.")
        return
    sizes = np.bincount(target.encoded)
    print_text(f"\nThe target {source.target!r} has {len(sizes)} classes.")
    if len(sizes) <= MOST_CLASSES:
        labels = source.written(target.classes.tolist())
        rows = zip(labels, sizes, strict=True)
        print_table("Classes", [str(source.target), "rows"], rows, right=["rows"])
    if sizes.min() == 1:
        print_text(
            f"\n{int((sizes == 1).sum())} of the classes have one row, and SMOTE needs "
            "two: merge or remove them before you generate. If the target is a "
            f'measurement, say so with --kinds: {{"{source.target}": "continuous"}}.'
        )
