"""Reading: a RealTable of a dask frame, whose rows stay where they are."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.bare_tables import no_rows
from skl_synth.dask.column_answer import SaidOfColumns
from skl_synth.dask.distributed_table import DistributedTable
from skl_synth.dask.parts import Parts
from skl_synth.dask.persons_of_parts import persons_of_parts
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.rules_of_blocks import RulesOfBlocks
from skl_synth.dask.schema_of_parts import SaidOfTable, read_schema
from skl_synth.dask.table_reading import TableReading, read_part
from skl_synth.dask.target_of_parts import target_of_parts
from skl_synth.table.column import Publishing
from skl_synth.table.constraints import Rules
from skl_synth.table.containers import TableFormat, check_frame
from skl_synth.table.dictionary.data_dictionary import DataDictionary
from skl_synth.table.dictionary.said_of_table import (
    check_said_target,
    described_columns,
    dictionary_of,
    merged_specification,
    missing_texts,
)
from skl_synth.table.dictionary.table_checks import check_columns
from skl_synth.table.person_columns import (
    kinds_of_columns,
    kinds_of_target,
    warn_of_shared_name,
)
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema, given_kinds
from skl_synth.table.special_values import special_of
from skl_synth.table.specification import TableSpecification
from skl_synth.table.survival_pairs import with_survival
from skl_synth.table.target import Target
from skl_synth.table.unmerged_levels import with_all_levels
from skl_synth.table.variables import LevelVariable


def read_parts(parts: Parts, encoder: Any) -> RealTable:
    """Read a table whose rows never come together.

    Columns are read one at a time, from the counts of their cells, in tasks; rows are
    read part by part, and stay there. Of the columns of keys alone, where fresh ones
    are written for them, all cells come together in one task, and of the columns that
    a rule names those.

    Parameters
    ----------
    parts : Parts
        Its partitions.
    encoder : TableEncoder or TableSpecification
        What the user says of it; None infers everything.

    Returns
    -------
    RealTable
        As `RealTable.read` gives it for the whole table, with `RowBlocks` for rows.

    Raises
    ------
    InputError
        As `RealTable.read`; rows are named as those of the whole table.
    """
    given = TableSpecification() if encoder is None else encoder
    header = parts.table_like.iloc[:0]
    check_frame(_as_long(header, int(parts.sizes.sum())), "the reader of tables")
    said, parts = _said_of_table(parts, header, given)
    of_target = kinds_of_target(said.encoder.column_kinds, header, named=True)
    persons = persons_of_parts(parts)
    schema, reading = read_schema(parts, said, persons)
    rows = _rows(parts, reading)
    target = target_of_parts(parts, of_target)
    schema = _with_survival(schema, rows, said.encoder, parts, target)
    rules = _rules(schema, rows, parts, reading, said.encoder, persons)
    names = [one.name for one in schema.identifiers]
    container = TableFormat.of(header).without_categories(names)
    return DistributedTable._with_tails(schema, rows, target, rules, container, persons)


def _as_long(header: pd.DataFrame, n_rows: int) -> pd.DataFrame:
    """Make a table without cells of as many rows, as far as they are looked at."""
    if len(header.columns) and n_rows:
        return header.reindex(pd.RangeIndex(1))
    return header if not n_rows else pd.DataFrame(index=pd.RangeIndex(n_rows))


def _said_of_table(
    parts: Parts, header: pd.DataFrame, given: Any
) -> tuple[SaidOfTable, Parts]:
    """Merge what is said, by names alone; what cells say of it is asked in tasks."""
    dictionary, overruled = dictionary_of(given.dictionary), given.column_kinds
    fields: Mapping[Hashable, Any] = {}
    missing: tuple[str, ...] = ()
    said, y = given, parts.target_like
    if dictionary is not None:
        names = check_columns(dictionary, header, y)
        fields = described_columns(dictionary, names, given)
        missing = missing_texts(dictionary, given)
        _check_target(dictionary, parts, given)
        said = merged_specification(dictionary, header, names, {}, y, given)
        if parts.groups is None and dictionary.person in header.columns:
            parts = parts.with_groups_of(dictionary.person)
    kinds = kinds_of_columns(said.column_kinds, y, header, named=True)
    warn_of_shared_name(overruled, y, header, named=True)
    special = said.special_values or {}
    special_of(header, special)
    of_columns = SaidOfColumns(
        given_kinds(header, kinds),
        fields,
        missing,
        said.missing_values,
        special,
        (),
        _units(said.one_hot_groups),
        Publishing(said.min_category_count, said.rare_label, said.min_tail_count),
        dictionary,
        overruled,
    )
    return SaidOfTable(said, of_columns), parts


def _units(groups: Any) -> bool | None:
    return None if groups is None else isinstance(groups, str) and groups == "infer"


def _check_target(dictionary: DataDictionary, parts: Parts, given: Any) -> None:
    if dictionary.target_field is not None and parts.targets is not None:
        check_said_target(dictionary, _whole(parts, parts.targets), given)


def _whole(parts: Parts, tasks: tuple) -> Any:
    pieces = parts.runner.results(tasks)
    return pd.concat([one for one in pieces if len(one)] or pieces[:1])


def _rows(parts: Parts, reading: TableReading) -> RowBlocks:
    """Read the rows of each part, where it is."""
    runner = parts.runner
    common = runner.put(reading)
    blocks = [
        runner.task(read_part, part, start, common)
        for part, start in zip(parts.tables, parts.starts.tolist(), strict=True)
    ]
    return RowBlocks(tuple(blocks), parts.sizes, runner).kept()


def _with_survival(
    schema: Schema,
    rows: RowBlocks,
    said: TableSpecification,
    parts: Parts,
    target: Target,
) -> Schema:
    """Note times and events; of the times the least of each part is looked at."""
    if not said.survival:
        return schema
    lows = np.vstack(rows.runner.results(rows.each(_lowest)))
    least = EncodedRows(
        np.fmin.reduce(lows, axis=0)[None, :],
        np.zeros((1, lows.shape[1]), dtype=np.int8),
        np.zeros((1, len(schema.codes)), dtype=np.int32),
    )
    y = None
    if parts.targets is not None:
        classes = target.encoded if target.classes is None else target.classes
        y = pd.Series(classes, name=getattr(parts.target_like, "name", None))
    return with_survival(schema, least, said.survival, y, named=True)


def _lowest(rows: EncodedRows) -> np.ndarray:
    lowest: np.ndarray = np.fmin.reduce(rows.numbers, axis=0, initial=np.nan)
    return lowest


def _rules(
    schema: Schema,
    rows: RowBlocks,
    parts: Parts,
    reading: TableReading,
    said: TableSpecification,
    persons: np.ndarray | None,
) -> Rules:
    """Check the rules that are given, and find others; none has learnt anything yet."""
    whole = RulesOfBlocks(*_with_all_levels(schema, rows, parts, reading), persons)
    rules = Rules.of(schema, whole.fit(said.constraints or ()).learned)
    if said.rules != "infer":
        return rules
    found = RulesOfBlocks(schema, rows, persons).of_visits(whole.find())
    new = rules.not_given(found)
    return Rules.of(schema, [*rules.learned, *((one.rule, None) for one in new)], new)


def _with_all_levels(
    schema: Schema, rows: RowBlocks, parts: Parts, reading: TableReading
) -> tuple[Schema, RowBlocks]:
    """Give rare levels a place of their own again, where there are any."""
    if not any(isinstance(one, LevelVariable) and one.merged for one in schema.codes):
        return schema, rows
    header = without_rows(parts.table_like, reading)
    whole, _ = with_all_levels(schema, no_rows(schema), header)
    runner = parts.runner
    common = runner.put(replace(reading, schema=schema))
    blocks = [
        runner.task(_unmerged, block, part, common)
        for block, part in zip(rows.blocks, parts.tables, strict=True)
    ]
    return whole, replace(rows, blocks=tuple(blocks)).kept()


def without_rows(table_like: pd.DataFrame, reading: TableReading) -> pd.DataFrame:
    """Make a table without rows, in the dtypes of the whole one."""
    return reading.frame(table_like.iloc[:0])


def _unmerged(
    rows: EncodedRows, part: pd.DataFrame, reading: TableReading
) -> EncodedRows:
    if not len(rows):
        return rows
    return with_all_levels(reading.schema, rows, reading.frame(part))[1]
