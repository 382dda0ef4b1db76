"""What a task answers of a column: what it is taken for."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from skl_synth.said_once import collected
from skl_synth.table.coding import read_rows
from skl_synth.table.column import Publishing
from skl_synth.table.dictionary.data_dictionary import DataDictionary
from skl_synth.table.dictionary.date_forms import with_date_forms
from skl_synth.table.dictionary.dictionary_field import Field
from skl_synth.table.dictionary.said_numbers import numbers_as_said
from skl_synth.table.dictionary.said_of_table import kind_of_field
from skl_synth.table.dictionary.table_checks import check_field
from skl_synth.table.infer import infer_variable
from skl_synth.table.infer_blocks import infer_numbers
from skl_synth.table.missing_tokens import MissingTokens, find_tokens, without_tokens
from skl_synth.table.onehot.groups_of_table import unit_columns
from skl_synth.table.person_columns import with_keys_named
from skl_synth.table.schema import Schema, rows_of_rare
from skl_synth.table.special_values import special_of
from skl_synth.table.summaries import CellCounts
from skl_synth.table.variables import Variable
from skl_synth.table.whole_cells import flags_as_numbers, mixes_flags

CELLS, SAID, KEYS, KIND, FORMS, NUMBERS = range(6)
"""The steps of reading a column: of two columns that cannot be read, the one is named
that fails in the earlier step, as on one machine."""


@dataclass(frozen=True, eq=False)
class SaidOfColumns:
    """What is said of the columns of a table, as far as each of them needs it.

    Parameters
    ----------
    kinds : mapping of column to kind
        Kinds that are given, but for those that a dictionary says.
    fields : mapping of column to Field
        What the dictionary says of columns.
    missing_texts : tuple of str
        What stands for a missing value by the dictionary.
    missing_values : list of str
        What stands for a missing value, in all columns.
    special_values : mapping of column to list
        Values beside numbers.
    keys : tuple of hashable
        The columns that say whose a row is.
    units : bool or None
        Whether columns of a one-hot group hold zeros and ones alone; None where no
        group is looked for.
    publishing : Publishing
        How many rows a level must have.
    dictionary : DataDictionary or None
        What is known.
    overruled : "infer" or mapping of column to kind
        Kinds that the user has given besides.
    """

    kinds: Mapping[Hashable, Any]
    fields: Mapping[Hashable, Field]
    missing_texts: tuple[str, ...]
    missing_values: Any
    special_values: Mapping[Hashable, Any]
    keys: tuple[Hashable, ...]
    units: bool | None
    publishing: Publishing
    dictionary: DataDictionary | None
    overruled: Any


@dataclass(eq=False)
class ColumnAnswer:
    """What is found of a column.

    Parameters
    ----------
    name : hashable
        The column.
    dtype : dtype, default=None
        Its dtype in the whole table.
    mixes_flags : bool, default=False
        Whether it holds True and False beside other numbers.
    kind : object, default=None
        What is said of its kind.
    special : tuple, default=()
        Values that stand beside its numbers, as they are said.
    tokens : MissingTokens or None, default=None
        What stands for a missing value in it.
    is_unit : bool, default=False
        Whether it may belong to a one-hot group.
    variable : Variable or None, default=None
        What it is taken for, and how its cells are read.
    as_said : Variable or None, default=None
        The same with what a dictionary says of its numbers.
    n_rare : int, default=0
        Rows whose level is too rare.
    failed : tuple of (int, Exception) or None, default=None
        The step that failed, and why.
    remarks : list of Warning
        What is to be said of it.
    """

    name: Hashable
    dtype: Any = None
    mixes_flags: bool = False
    kind: Any = None
    special: tuple = ()
    tokens: MissingTokens | None = None
    is_unit: bool = False
    variable: Variable | None = None
    as_said: Variable | None = None
    n_rare: int = 0
    failed: tuple[int, Exception] | None = None
    remarks: list[Warning] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        """Whether nothing is said of it."""
        return self.kind is None and not self.special


def read_column(
    name: Hashable, said: SaidOfColumns, *parts: CellCounts | Exception
) -> ColumnAnswer:
    """Say what a column is taken for.

    Parameters
    ----------
    name : hashable
        The column.
    said : SaidOfColumns
        What is said of the columns.
    *parts : CellCounts
        Summaries of its parts, in order; an error where cells cannot be used.

    Returns
    -------
    ColumnAnswer
        What `RealTable.read` finds of it.
    """
    answer = ColumnAnswer(name)
    with collected() as remarks:
        _ask(answer, said, parts)
    answer.remarks = remarks
    return answer


def _ask(answer: ColumnAnswer, said: SaidOfColumns, parts: tuple) -> None:
    step = CELLS
    try:
        frame = _rebuilt(answer, parts)
        for take in _STEPS:
            step += 1
            frame = take(answer, said, frame)
    except Exception as error:
        # It is raised where it would be on one machine, once all have answered.
        answer.failed = step, error


def _rebuilt(answer: ColumnAnswer, parts: tuple) -> pd.DataFrame:
    for one in parts:
        if isinstance(one, Exception):
            raise one
    frame = CellCounts.merged(parts).rebuilt()
    answer.dtype = frame.dtypes.iloc[0]
    of_objects = pd.api.types.is_object_dtype(answer.dtype)
    answer.mixes_flags = of_objects and mixes_flags(frame.iloc[:, 0])
    return with_flags(frame) if answer.mixes_flags else frame


def with_flags(frame: pd.DataFrame) -> pd.DataFrame:
    """Read True and False as 1 and 0 in a table of one column.

    Parameters
    ----------
    frame : DataFrame
        The column.

    Returns
    -------
    DataFrame
        The column as numbers.
    """
    changed = frame.copy(deep=False)
    column: Any = flags_as_numbers(frame.iloc[:, 0])
    changed.isetitem(0, column)
    return changed


def _by_dictionary(
    answer: ColumnAnswer, said: SaidOfColumns, frame: pd.DataFrame
) -> pd.DataFrame:
    answer.kind = said.kinds.get(answer.name)
    described = said.fields.get(answer.name)
    if described is not None:
        series = frame.iloc[:, 0]
        check_field(described, series, said.missing_texts)
        kind = kind_of_field(described, series, said.missing_texts)
        answer.kind = kind if answer.kind is None else answer.kind
    return frame


def _by_persons(
    answer: ColumnAnswer, said: SaidOfColumns, frame: pd.DataFrame
) -> pd.DataFrame:
    if answer.name in said.keys:
        answer.kind = with_keys_named(_kinds(answer), [answer.name])[answer.name]
    return frame


def _by_its_cells(
    answer: ColumnAnswer, said: SaidOfColumns, frame: pd.DataFrame
) -> pd.DataFrame:
    name = answer.name
    special = {n: its for n, its in said.special_values.items() if n == name}
    tokens = find_tokens(frame, said.missing_values, _kinds(answer), special)
    answer.tokens = tokens.get(name)
    frame = without_tokens(frame, tokens)
    answer.special = special_of(frame, special).get(name, ())
    if said.units is not None and answer.is_free:
        answer.is_unit = bool(unit_columns(frame, exact=said.units))
    answer.variable = _variable(answer, said, frame)
    if answer.variable.rare:
        answer.n_rare = rows_of_rare(frame, answer.variable)
    answer.as_said = answer.variable
    return frame


def _variable(
    answer: ColumnAnswer, said: SaidOfColumns, frame: pd.DataFrame
) -> Variable:
    """Infer a column as `infer_schema` does."""
    name = answer.name
    if answer.is_free:
        quick = infer_numbers(frame, [name], named=True, publishing=said.publishing)
        if name in quick:
            return quick[name]
    return infer_variable(
        frame.iloc[:, 0],
        answer.kind,
        publishing=said.publishing,
        special=answer.special,
    )


def _by_date_forms(
    answer: ColumnAnswer, said: SaidOfColumns, frame: pd.DataFrame
) -> pd.DataFrame:
    if said.dictionary is not None:
        schema = with_date_forms(said.dictionary, _schema(answer, frame), frame)
        answer.variable = answer.as_said = schema.variables[0]
    return frame


def _by_said_numbers(
    answer: ColumnAnswer, said: SaidOfColumns, frame: pd.DataFrame
) -> pd.DataFrame:
    if said.dictionary is not None:
        schema = _schema(answer, frame)
        rows = read_rows(schema, frame, "error")
        schema, _ = numbers_as_said(said.dictionary, schema, rows, said.overruled)
        answer.as_said = schema.variables[0]
    return frame


_STEPS = (_by_dictionary, _by_persons, _by_its_cells, _by_date_forms, _by_said_numbers)


def _kinds(answer: ColumnAnswer) -> dict[Hashable, Any]:
    return {} if answer.kind is None else {answer.name: answer.kind}


def _schema(answer: ColumnAnswer, frame: pd.DataFrame) -> Schema:
    assert answer.variable is not None
    return Schema((answer.variable,), frame.columns)
