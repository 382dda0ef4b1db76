"""The schema: every variable of a table, in order, and the layout of its matrix."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.table.column import EVERY_LEVEL, Publishing
from skl_synth.table.infer import infer_variable
from skl_synth.table.infer_blocks import infer_numbers
from skl_synth.table.missing_tokens import MissingTokens
from skl_synth.table.number_blocks import is_plain, number_blocks
from skl_synth.table.onehot import (
    NEARLY,
    GroupRows,
    OneHotGroup,
    almost_groups,
    find_groups,
)
from skl_synth.table.onehot.unnamed_groups import warn_of_unnamed_groups
from skl_synth.table.rare_levels import merged_levels, merged_text
from skl_synth.table.unreadable_columns import UnreadableColumnsError
from skl_synth.table.values import dense, is_number, numbers_of
from skl_synth.table.variables import (
    IdentifierVariable,
    NumberVariable,
    OneHotVariable,
    Variable,
)


@dataclass(frozen=True, eq=False)
class Schema:
    """What a table is: its variables and the order of its columns.

    Parameters
    ----------
    variables : tuple of Variable
        One per column, or per group of one-hot columns.
    columns : pandas.Index
        The columns of the table, in order.
    publishing : Publishing
        How many rows a level must have, of a part of the rows, too.
    tokens : mapping of column to MissingTokens
        What stands for a missing value in the columns in which something does.
    survival : tuple of SurvivalPair
        The times, and the columns that say how each ended.

    See Also
    --------
    TableEncoder : Infers a schema and reads tables by it.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import TableEncoder
    >>> table = pd.DataFrame({"age": [31, 54, 47], "sex": ["f", "m", "f"]})
    >>> schema = TableEncoder().fit(table).schema_
    >>> [(variable.name, variable.kind) for variable in schema.variables]
    [('age', 'integer'), ('sex', 'binary')]
    """

    variables: tuple[Variable, ...]
    columns: pd.Index
    publishing: Publishing = EVERY_LEVEL
    tokens: Mapping[Hashable, MissingTokens] = field(default_factory=dict)
    survival: tuple = ()

    @property
    def published(self) -> pd.Index:
        """The columns that are written: all but dropped identifiers."""
        dropped = [one.name for one in self.identifiers if one.dropped]
        return self.columns.drop(dropped) if dropped else self.columns

    def as_published(self) -> Schema:
        """Leave out what is not written.

        Returns
        -------
        Schema
            The schema of a table without the dropped identifiers.
        """
        written = [one for one in self.variables if not getattr(one, "dropped", False)]
        return replace(self, variables=tuple(written), columns=self.published)

    @property
    def identifiers(self) -> list[IdentifierVariable]:
        """The columns whose values are never copied."""
        return [one for one in self.variables if isinstance(one, IdentifierVariable)]

    @property
    def rare_levels(self) -> dict[Hashable, list]:
        """The levels that are not published since too few rows hold them, by column."""
        merged = {one.name: one.rare for one in self.variables}
        return {name: levels for name, levels in merged.items() if levels}

    @property
    def n_possible_rows(self) -> float:
        """How many different rows there can be; infinite for unrounded numbers."""
        return math.prod(float(one.n_possible) for one in self.variables)

    @property
    def numbers(self) -> list[NumberVariable]:
        """The variables that own a number, in the order of the number columns."""
        return [one for one in self.variables if isinstance(one, NumberVariable)]

    @property
    def codes(self) -> list[Variable]:
        """The variables that own a code, in the order of the code columns."""
        return [variable for variable in self.variables if variable.n_levels]

    def of_kind(self, kind: str) -> list[Variable]:
        """Select variables by kind.

        Parameters
        ----------
        kind : str
            One of the kinds, such as ``"identifier"``.

        Returns
        -------
        list of Variable
            The variables of that kind.
        """
        return [variable for variable in self.variables if variable.kind == kind]

    def describe(self) -> pd.DataFrame:
        """Show every variable, what it was taken for, and why.

        Returns
        -------
        DataFrame
            One row per variable: column, kind, range, decimals, levels, missing
            (number of rows), why, and a hint where it may be something else.
        """
        return pd.DataFrame(
            [
                {
                    "column": variable.name,
                    "kind": variable.kind,
                    **variable.describe(),
                    "missing": variable.n_missing,
                    "why": variable.reason,
                    "hint": variable.hint,
                }
                for variable in self.variables
            ],
            columns=[
                "column",
                "kind",
                "range",
                "decimals",
                "levels",
                "missing",
                "why",
                "hint",
            ],
        )


def infer_schema(
    frame: pd.DataFrame,
    *,
    column_kinds: object,
    special_values: Mapping[Hashable, tuple],
    one_hot_groups: object,
    implicit_baseline: object,
    repair: bool,
    named: bool,
    publishing: Publishing,
) -> Schema:
    """Read the schema of a table.

    Parameters
    ----------
    frame : DataFrame
        The real table.
    column_kinds : "infer" or mapping of column to kind
        What the user said of the kinds.
    special_values : mapping of column to tuple
        Values beside the numbers of columns, from `special_of`.
    one_hot_groups, implicit_baseline : object
        What the user said of the one-hot groups, see `find_groups`.
    repair : bool
        Whether a one-hot group may have rows that are none.
    named : bool
        Whether the columns have names of their own.
    publishing : Publishing
        How many rows a level must have.

    Returns
    -------
    Schema
        The variables, in the order of their first column.

    Raises
    ------
    InputError
        If what the user said does not fit the table.
    UnreadableColumnsError
        If columns cannot be used; it names all of them.
    """
    given = _given_kinds(frame, column_kinds)
    exact = isinstance(one_hot_groups, str) and one_hot_groups == "infer"
    values: dict[Hashable, np.ndarray] = {}
    if one_hot_groups is not None:
        values = unit_columns(
            frame.drop(columns=list({**given, **special_values})), exact=exact
        )
    groups = find_groups(
        list(frame.columns), values, one_hot_groups, implicit_baseline, repair=repair
    )
    of_column = {column: group for group in groups for column in group.columns}
    # Of an array, whose columns have no names, no group is inferred: see named_groups.
    if exact or [named, one_hot_groups] == [False, []]:
        _warn_of_likely_groups(list(frame.columns), values, groups, named=named)
    single = [
        n for n in frame.columns if n not in {**given, **special_values, **of_column}
    ]
    quick = infer_numbers(frame, single, named=named, publishing=publishing)
    variables: list[Variable] = []
    unreadable: dict[Hashable, ValueError] = {}
    for name in frame.columns:
        group = of_column.get(name)
        if group is not None:
            if name == group.columns[0]:
                variables.append(_one_hot(frame, group, publishing))
            continue
        if name in quick:
            variables.append(quick[name])
            continue
        column, kind = frame[name], given.get(name)
        try:
            variable = infer_variable(
                column,
                kind,
                named=named,
                publishing=publishing,
                special=special_values.get(name, ()),
            )
        except ValueError as error:
            unreadable[name] = error
        else:
            variables.append(variable)
    if unreadable:
        raise UnreadableColumnsError(unreadable)
    _warn_of_merged(frame, variables, publishing.least)
    return Schema(tuple(variables), frame.columns, publishing)


def unit_columns(frame: pd.DataFrame, *, exact: bool) -> dict[Hashable, np.ndarray]:
    """Read the columns that may belong to a one-hot group.

    Parameters
    ----------
    frame : DataFrame
        A table.
    exact : bool
        Whether values between 0 and 1 are left out: a real table has none, a table
        of blended rows has.

    Returns
    -------
    dict of column name to ndarray
        The columns of numbers from 0 to 1, NaN where missing.
    """
    found: dict[Hashable, np.ndarray] = {}
    for block in number_blocks(frame):
        good = _are_units(block.values, exact=exact).all(axis=1)
        found.update((block.names[i], block.values[i]) for i in np.flatnonzero(good))
    for name, dtype in zip(frame.columns, frame.dtypes.to_numpy(), strict=True):
        if is_plain(dtype):
            continue
        if is_number(dtype) or pd.api.types.is_bool_dtype(dtype):
            values = numbers_of(frame[name])
            if _are_units(values, exact=exact).all():
                found[name] = values
    return {name: found[name] for name in frame.columns if name in found}


def _are_units(values: np.ndarray, *, exact: bool) -> np.ndarray:
    good = (values == 0) | (values == 1) if exact else (values >= 0) & (values <= 1)
    return good | np.isnan(values)


def _given_kinds(frame: pd.DataFrame, column_kinds: object) -> dict[Hashable, Any]:
    if isinstance(column_kinds, str) or column_kinds is None:
        return {}
    assert isinstance(column_kinds, Mapping)
    unknown = [name for name in column_kinds if name not in frame.columns]
    if unknown:
        raise InputError(
            "{parameter} names {value!r}, which is not a column of the table; its "
            "columns are {columns}",
            parameter="column_kinds",
            value=unknown[0],
            columns=list(frame.columns),
        )
    return dict(column_kinds)


def _warn_of_likely_groups(
    names: list[Hashable],
    values: dict[Hashable, np.ndarray],
    groups: list[OneHotGroup],
    *,
    named: bool,
) -> None:
    taken = {column for group in groups for column in group.columns}
    if named:
        _warn_of_near_groups({n: v for n, v in values.items() if n not in taken})
    warn_of_unnamed_groups(names, values, groups)


def _warn_of_near_groups(values: dict[Hashable, np.ndarray]) -> None:
    for prefix, columns in almost_groups(values, least=NEARLY).items():
        rows = GroupRows.of([values[name] for name in columns])
        warn(
            "the columns {columns} are nearly a one-hot group, but for {wrong}; they "
            "are read as flags that have nothing to do with one another",
            parameter="one_hot_groups",
            columns=columns,
            wrong=rows.wrong_text(baseline=False),
            prefix=prefix,
            remedies=[
                "correct these rows",
                Remedy("say {setting}", Setting("one_hot_repair", "repair")),
                "if they are no group, name the groups that there are, without "
                "{prefix!r}",
            ],
        )


def _warn_of_merged(frame: pd.DataFrame, variables: list[Variable], least: int) -> None:
    """Warn that rare levels are merged, in one warning for all columns."""
    parts = [
        f"column {one.name!r}: {len(one.rare)} level{'s' if len(one.rare) > 1 else ''} "
        f"of {_rows_of_rare(frame, one)} rows"
        for one in variables
        if one.rare
    ]
    if parts:
        warn(
            "{parameter}={value} merges levels that fewer rows hold into others: "
            "{columns}",
            parameter="min_category_count",
            value=least,
            columns="; ".join(parts),
            remedies=[
                Remedy("see in describe() into which", only="python"),
                Remedy("see by skl-synth inspect into which", only="command line"),
            ],
        )


def _rows_of_rare(frame: pd.DataFrame, variable: Variable) -> int:
    if isinstance(variable, OneHotVariable):
        return int(sum((numbers_of(frame[name]) > 0).sum() for name in variable.rare))
    return int(dense(frame[variable.name]).isin(variable.rare).sum())


def _one_hot(
    frame: pd.DataFrame, group: OneHotGroup, publishing: Publishing
) -> Variable:
    values = np.column_stack([numbers_of(frame[name]) for name in group.columns])
    n_missing = int(np.isnan(values).all(axis=1).sum())
    variable = OneHotVariable(
        name=group.name,
        columns=group.columns,
        kind="one_hot",
        reason=group.reason,
        n_missing=n_missing,
        dtypes=tuple(frame[name].dtype for name in group.columns),
        baseline=group.baseline,
        repaired=group.repaired,
    )
    if publishing.least <= 1:
        return variable
    _, code = variable.encode(frame, "error")
    assert code is not None
    counts = np.bincount(code, minlength=len(group.columns))[: len(group.columns)]
    held = pd.Series(counts, index=pd.Index(group.columns, dtype=object))
    # A column that no row has set names a level, but says nothing of a person.
    merged = merged_levels(held[held > 0], publishing.least, None)
    return replace(
        variable,
        reason=group.reason + merged_text(merged, publishing.least),
        merged={rare: group.columns.index(new) for rare, new in merged.items()},
    )
