"""The schema of a table that never comes together: column by column, then jointly."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.cells_of_parts import (
    columns_of_persons,
    counts_of_columns,
    counts_together,
    few_of,
    places_at_a_time,
)
from skl_synth.dask.column_answer import (
    KIND,
    NUMBERS,
    SAID,
    ColumnAnswer,
    SaidOfColumns,
    read_column,
)
from skl_synth.dask.parts import Parts
from skl_synth.dask.table_reading import TableReading, some_columns
from skl_synth.said_once import collected, say
from skl_synth.table.column import Publishing
from skl_synth.table.dictionary.data_dictionary import DataDictionary
from skl_synth.table.dictionary.said_kinds import named_by
from skl_synth.table.identifiers import with_identifiers
from skl_synth.table.keys.learn_keys import learn_keys
from skl_synth.table.missing_tokens import MissingTokens, without_tokens
from skl_synth.table.onehot import OneHotGroup
from skl_synth.table.onehot.groups_of_table import infer_groups
from skl_synth.table.onehot.prefixes import by_prefix
from skl_synth.table.schema import (
    Schema,
    one_hot_variable,
    rows_of_rare,
    warn_of_merged,
)
from skl_synth.table.specification import TableSpecification
from skl_synth.table.summaries import CellCounts
from skl_synth.table.summaries.one_under_another import one_under_another
from skl_synth.table.unreadable_columns import UnreadableColumnsError
from skl_synth.table.variables import IdentifierVariable, Variable
from skl_synth.table.whole_cells import warn_of_flags

LEAST_ADJACENT = 3
"""So many columns of zeros and ones side by side may be a group without a name."""


@dataclass(frozen=True, eq=False)
class SaidOfTable:
    """What is said of a table, once a dictionary is merged into it.

    Parameters
    ----------
    encoder : TableSpecification
        What is said.
    columns : SaidOfColumns
        What of it each column needs.
    """

    encoder: TableSpecification
    columns: SaidOfColumns


def read_schema(
    parts: Parts, said: SaidOfTable, persons: np.ndarray | None
) -> tuple[Schema, TableReading]:
    """Read the schema of a table, as `RealTable.read` does.

    Parameters
    ----------
    parts : Parts
        The partitions, with the persons.
    said : SaidOfTable
        What is said of the table.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Which person each row belongs to.

    Returns
    -------
    schema : Schema
        What the columns are.
    reading : TableReading
        How parts are read.

    Raises
    ------
    InputError
        If what the user said does not fit the table, or a column cannot be used.
    """
    answers = _answers(parts, said, persons)
    _raise_before(answers, SAID)
    flags = [one.name for one in answers if one.mixes_flags]
    if flags:
        warn_of_flags(flags)
    _raise_before(answers, KIND)
    groups = _groups(parts, said, answers)
    _raise_unreadable(answers, groups, said)
    schema = _joined(parts, said, answers, groups)
    schema = with_identifiers(schema, said.encoder.identifiers)
    dtypes = {one.name: one.dtype for one in answers}
    reading = TableReading(schema, dtypes, tuple(flags))
    schema = _with_keys(parts, reading, persons)
    _raise_before(answers, NUMBERS + 1)
    as_said = _as_said(schema, answers)
    caps = None
    if said.columns.dictionary is not None:
        caps = _most_decimals(as_said, said)
    return as_said, replace(reading, schema=schema, decimals=caps)


def _answers(
    parts: Parts, said: SaidOfTable, persons: np.ndarray | None
) -> list[ColumnAnswer]:
    keys: tuple = ()
    n_persons = 0 if persons is None else int(persons.max(initial=-1)) + 1
    if persons is not None and 1 < n_persons < len(persons):
        keys = columns_of_persons(parts)
    runner = parts.runner
    common = runner.put(replace(said.columns, keys=keys))
    names = list(parts.table_like.columns)
    answers: list[ColumnAnswer] = []
    for places in places_at_a_time(parts):
        counted = counts_of_columns(parts, places)
        made = [
            runner.task(read_column, names[place], common, *few)
            for place, few in zip(places, counted, strict=True)
        ]
        answers += runner.results(made)
    return answers


def _raise_before(answers: Sequence[ColumnAnswer], step: int) -> None:
    """Raise what would have been raised first, on one machine, before some step."""
    failed = [one.failed for one in answers if one.failed is not None]
    failed = [one for one in failed if one[0] < step]
    if failed:
        raise min(failed, key=lambda one: one[0])[1]


def _raise_unreadable(
    answers: Sequence[ColumnAnswer], groups: Sequence[_Group], said: SaidOfTable
) -> None:
    """Name all columns that cannot be used at once; warn of the others."""
    taken = {name for one in groups for name in one.group.columns}
    reasons: dict[Hashable, ValueError] = {}
    for one in answers:
        if one.name in taken:
            continue
        for remark in one.remarks:
            say(remark)
        if one.failed is not None and one.failed[0] == KIND:
            if not isinstance(one.failed[1], ValueError):
                raise one.failed[1]
            reasons[one.name] = one.failed[1]
    if not reasons:
        return
    error = UnreadableColumnsError(reasons)
    columns = said.columns
    if columns.dictionary is None:
        raise error
    raise named_by(columns.dictionary, columns.overruled, error)


@dataclass(frozen=True, eq=False)
class _Group:
    """A one-hot group, its variable, and how many of its rows are of rare levels."""

    group: OneHotGroup
    variable: Variable
    n_rare: int


def _groups(
    parts: Parts, said: SaidOfTable, answers: Sequence[ColumnAnswer]
) -> list[_Group]:
    """Find the one-hot groups among the columns of zeros and ones, in a task."""
    encoder = said.encoder
    if encoder.one_hot_groups is None:
        return []
    units = [one.name for one in answers if one.is_unit]
    names = [one.name for one in answers]
    if _is_infer(encoder.one_hot_groups):
        units = _that_may_group(names, units, encoder.implicit_baseline)
    tokens = {one.name: one.tokens for one in answers if one.tokens is not None}
    settings = _GroupSettings(
        names,
        {name: tokens[name] for name in units if name in tokens},
        encoder.one_hot_groups,
        encoder.implicit_baseline,
        encoder.one_hot_repair == "repair",
        said.columns.publishing,
    )
    runner = parts.runner
    few = counts_together(parts, units) if units else []
    found, remarks = runner.results(
        [runner.task(_find_groups, runner.put(settings), *few)]
    )[0]
    for remark in remarks:
        say(remark)
    if isinstance(found, Exception):
        raise found
    groups: list[_Group] = found
    return groups


def _that_may_group(names: list, units: list, baselines: Any) -> list:
    """Leave out flags that stand alone, which nobody takes for a group."""
    known = set(units)
    likely = {one for many in by_prefix(units).values() if many[1:] for one in many}
    for is_unit, run in groupby(names, key=known.__contains__):
        adjacent = list(run)
        if is_unit and len(adjacent) >= LEAST_ADJACENT:
            likely.update(adjacent)
    if not isinstance(baselines, bool) and baselines is not None:
        # Who names a group may name one of a single column.
        return units
    return [name for name in units if name in likely]


@dataclass(frozen=True, eq=False)
class _GroupSettings:
    """What is needed to find groups, see `infer_groups`."""

    names: list[Hashable]
    tokens: dict[Hashable, MissingTokens]
    one_hot_groups: Any
    implicit_baseline: Any
    repair: bool
    publishing: Publishing


def _find_groups(settings: _GroupSettings, *parts: CellCounts) -> tuple[Any, list]:
    frame = CellCounts.merged(parts).rebuilt() if parts else pd.DataFrame()
    frame = without_tokens(frame, settings.tokens)
    with collected() as remarks:
        try:
            groups = infer_groups(
                settings.names,
                frame,
                settings.one_hot_groups,
                settings.implicit_baseline,
                repair=settings.repair,
                named=True,
            )
            found: Any = [_made(one, frame, settings.publishing) for one in groups]
        except ValueError as error:
            found = error
    return found, remarks


def _made(group: OneHotGroup, frame: pd.DataFrame, publishing: Publishing) -> _Group:
    variable = one_hot_variable(frame, group, publishing)
    return _Group(
        group, variable, rows_of_rare(frame, variable) if variable.rare else 0
    )


def _joined(
    parts: Parts,
    said: SaidOfTable,
    answers: Sequence[ColumnAnswer],
    groups: Sequence[_Group],
) -> Schema:
    """Put variables together in the order of their first columns."""
    of_column = {name: one for one in groups for name in one.group.columns}
    variables: list[Variable] = []
    rare: list[tuple[Variable, int]] = []
    for answer in answers:
        group = of_column.get(answer.name)
        if group is not None and answer.name != group.group.columns[0]:
            continue
        found = answer if group is None else group
        assert found.variable is not None
        variables.append(found.variable)
        if found.variable.rare:
            rare.append((found.variable, found.n_rare))
    publishing = said.columns.publishing
    warn_of_merged(rare, publishing.least)
    tokens = {one.name: one.tokens for one in answers if one.tokens is not None}
    columns = parts.table_like.columns
    return Schema(tuple(variables), columns, publishing, tokens)


def _with_keys(
    parts: Parts, reading: TableReading, persons: np.ndarray | None
) -> Schema:
    """Learn what fresh keys look like: the columns of keys alone come together.

    Where all of them are left out of what is written, nothing is learnt.
    """
    schema, runner = reading.schema, parts.runner
    names = [one.name for one in schema.identifiers]
    if all(one.dropped for one in schema.identifiers):
        return schema
    common = runner.put(replace(reading, schema=replace(schema, variables=())))
    pieces = [runner.task(some_columns, part, common, names) for part in parts.tables]
    tokens = {name: one for name, one in schema.tokens.items() if name in names}
    few = few_of(runner, pieces, _under_another)
    task = runner.task(_learn_keys, names, tokens, runner.put(persons), *few)
    learnt = runner.results([task])[0]
    variables = tuple(
        replace(one, keys=learnt[one.name])
        if isinstance(one, IdentifierVariable)
        else one
        for one in schema.variables
    )
    return replace(schema, variables=variables)


def _under_another(*pieces: pd.DataFrame) -> pd.DataFrame:
    return one_under_another(pieces)


def _learn_keys(
    names: list, tokens: dict, persons: np.ndarray | None, *pieces: pd.DataFrame
) -> Any:
    frame = without_tokens(one_under_another(pieces), tokens)
    return learn_keys(frame, names, persons)


def _as_said(schema: Schema, answers: Sequence[ColumnAnswer]) -> Schema:
    """Take over what a dictionary says of numbers."""
    as_said = {one.name: one.as_said for one in answers}
    variables = []
    for one in schema.variables:
        other = as_said.get(one.name) if len(one.columns) == 1 else None
        if other is None or other.kind != one.kind:
            variables.append(one)
        elif isinstance(one, IdentifierVariable):
            variables.append(replace(one, reason=other.reason))
        else:
            variables.append(other)
    return replace(schema, variables=tuple(variables))


def _most_decimals(schema: Schema, said: SaidOfTable) -> np.ndarray:
    """List the most decimals of each number, of those that a dictionary describes."""
    most = np.iinfo(np.int8).max
    dictionary: DataDictionary | None = said.columns.dictionary
    assert dictionary is not None
    overruled = said.columns.overruled
    given = {} if _is_infer(overruled) else overruled
    described = {one.name for one in dictionary.fields if one.name not in given}
    caps = [
        one.precision.decimals if str(one.name) in described else most
        for one in schema.numbers
    ]
    return np.array(caps, dtype=np.int8)


def _is_infer(said: Any) -> bool:
    return isinstance(said, str) and said == "infer"
