"""The schema: every variable of a table, in order, and the layout of its matrix."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skl_synth.table.infer import infer_variable
from skl_synth.table.onehot import OneHotGroup, find_groups
from skl_synth.table.values import is_number, numbers_of
from skl_synth.table.variables import NumberVariable, OneHotVariable, Variable


@dataclass(frozen=True, eq=False)
class Schema:
    """What a table is: its variables and the order of its columns.

    Parameters
    ----------
    variables : tuple of Variable
        One per column, or per group of one-hot columns.
    columns : pandas.Index
        The columns of the table, in order.

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
            (number of rows) and why.
        """
        return pd.DataFrame(
            [
                {
                    "column": variable.name,
                    "kind": variable.kind,
                    **variable.describe(),
                    "missing": variable.n_missing,
                    "why": variable.reason,
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
            ],
        )


def infer_schema(
    frame: pd.DataFrame,
    *,
    column_kinds: object,
    one_hot_groups: object,
    implicit_baseline: object,
    named: bool,
) -> Schema:
    """Read the schema of a table.

    Parameters
    ----------
    frame : DataFrame
        The real table.
    column_kinds : "infer" or mapping of column to kind
        What the user said of the kinds.
    one_hot_groups, implicit_baseline : object
        What the user said of the one-hot groups, see `find_groups`.
    named : bool
        Whether the columns have names of their own.

    Returns
    -------
    Schema
        The variables, in the order of their first column.

    Raises
    ------
    ValueError
        If what was told does not fit the table.
    """
    told = _told_kinds(frame, column_kinds)
    groups = find_groups(
        list(frame.columns),
        unit_columns(frame.drop(columns=list(told)), exact=one_hot_groups == "infer"),
        one_hot_groups,
        implicit_baseline,
    )
    of_column = {column: group for group in groups for column in group.columns}
    variables: list[Variable] = []
    for name in frame.columns:
        group = of_column.get(name)
        if group is None:
            variables.append(infer_variable(frame[name], told.get(name), named=named))
        elif name == group.columns[0]:
            variables.append(_one_hot(frame, group))
    return Schema(tuple(variables), frame.columns)


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
        The columns of numbers from 0 to 1 without missing values.
    """
    found: dict[Hashable, np.ndarray] = {}
    for name in frame.columns:
        dtype = frame[name].dtype
        if is_number(dtype) or pd.api.types.is_bool_dtype(dtype):
            values = numbers_of(frame[name])
            good = (values == 0) | (values == 1) if exact else (values >= 0)
            if np.all(good & (values <= 1)):
                found[name] = values
    return found


def _told_kinds(frame: pd.DataFrame, column_kinds: object) -> dict[Hashable, str]:
    if isinstance(column_kinds, str) or column_kinds is None:
        return {}
    assert isinstance(column_kinds, Mapping)
    unknown = [name for name in column_kinds if name not in frame.columns]
    if unknown:
        raise ValueError(
            f"column_kinds names {unknown[0]!r}, which is not a column of the table; "
            f"its columns are {list(frame.columns)}."
        )
    return dict(column_kinds)


def _one_hot(frame: pd.DataFrame, group: OneHotGroup) -> Variable:
    return OneHotVariable(
        name=group.name,
        columns=group.columns,
        kind="one_hot",
        reason=group.reason,
        dtypes=tuple(frame[name].dtype for name in group.columns),
        baseline=group.baseline,
    )
