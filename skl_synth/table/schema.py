"""The schema: every variable of a table, in order, and the layout of its matrix."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, warn
from skl_synth.table.column import EVERY_LEVEL, Publishing
from skl_synth.table.infer import infer_variable
from skl_synth.table.infer_blocks import infer_numbers
from skl_synth.table.missing_tokens import MissingTokens
from skl_synth.table.onehot import OneHotGroup
from skl_synth.table.onehot.groups_of_table import infer_groups
from skl_synth.table.rare_levels import merged_levels, merged_text
from skl_synth.table.unreadable_columns import UnreadableColumnsError
from skl_synth.table.values import dense, numbers_of
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
    given = given_kinds(frame, column_kinds)
    groups = infer_groups(
        list(frame.columns),
        frame.drop(columns=list({**given, **special_values})),
        one_hot_groups,
        implicit_baseline,
        repair=repair,
        named=named,
    )
    of_column = {column: group for group in groups for column in group.columns}
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
                variables.append(one_hot_variable(frame, group, publishing))
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
    warn_of_merged(
        [(one, rows_of_rare(frame, one)) for one in variables if one.rare],
        publishing.least,
    )
    return Schema(tuple(variables), frame.columns, publishing)


def given_kinds(frame: pd.DataFrame, column_kinds: object) -> dict[Hashable, Any]:
    """Read what the user said of the kinds of columns.

    Parameters
    ----------
    frame : DataFrame
        The real table; of its rows nothing is needed.
    column_kinds : "infer" or mapping of column to kind
        What the user said.

    Returns
    -------
    dict of column to kind
        The same.

    Raises
    ------
    InputError
        If a column is not there.
    """
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


def warn_of_merged(merged: list[tuple[Variable, int]], least: int) -> None:
    """Warn that rare levels are merged, in one warning for all columns.

    Parameters
    ----------
    merged : list of (Variable, int)
        The columns with rare levels, and how many rows have one.
    least : int
        How many rows a level must have.
    """
    parts = [
        f"column {one.name!r}: {len(one.rare)} level{'s' if len(one.rare) > 1 else ''} "
        f"of {n_rows} rows"
        for one, n_rows in merged
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


def rows_of_rare(frame: pd.DataFrame, variable: Variable) -> int:
    """Count the rows whose level is rare.

    Parameters
    ----------
    frame : DataFrame
        The real table; the columns of the variable are enough.
    variable : Variable
        One with rare levels.

    Returns
    -------
    int
        How many there are.
    """
    if isinstance(variable, OneHotVariable):
        return int(sum((numbers_of(frame[name]) > 0).sum() for name in variable.rare))
    return int(dense(frame[variable.name]).isin(variable.rare).sum())


def one_hot_variable(
    frame: pd.DataFrame, group: OneHotGroup, publishing: Publishing
) -> Variable:
    """Read from the columns of a one-hot group what its variable needs to know.

    Parameters
    ----------
    frame : DataFrame
        The real table; the columns of the group are enough.
    group : OneHotGroup
        The group.
    publishing : Publishing
        How many rows a level must have.

    Returns
    -------
    Variable
        The group's part of the schema.
    """
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
