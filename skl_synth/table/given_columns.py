"""What is given of one column, as a condition on encoded rows."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.codecs import Codec, PlainNumbers
from skl_synth.table.containers import column_name
from skl_synth.table.given import Condition
from skl_synth.table.given_levels import (
    check_missing,
    ends_of,
    is_missing,
    is_several,
    levels_by_number,
    no_value,
    one_hot_levels,
)
from skl_synth.table.given_values import (
    check_range,
    is_same,
    snapped,
    unknown_level,
)
from skl_synth.table.real import RealTable
from skl_synth.table.values import some_of
from skl_synth.table.variables import (
    PRESENT,
    ConstantVariable,
    IdentifierVariable,
    LevelVariable,
    NumberVariable,
    OneHotVariable,
    Variable,
)

PLAIN = PlainNumbers(dtype=np.dtype(np.float64))
"""How a target that is a number is read."""


class GivenColumns:
    """Reads what a user gives of the columns of a table, one at a time.

    Parameters
    ----------
    real : RealTable
        The table, with or without its rows.
    """

    def __init__(self, real: RealTable) -> None:
        self.real = real
        schema = real.schema
        self.numbers = {id(one): place for place, one in enumerate(schema.numbers)}
        self.codes = {id(one): place for place, one in enumerate(schema.codes)}

    @cached_property
    def of_name(self) -> dict[Hashable, Variable]:
        """The variable of each column, and of each one-hot group."""
        groups = {one.name: one for one in self.real.schema.variables}
        columns = {
            column: one for one in self.real.schema.variables for column in one.columns
        }
        return {**groups, **columns}

    @cached_property
    def target_name(self) -> Hashable:
        """The name of the target; None where it has none."""
        original = self.real.target.original
        if isinstance(original, pd.DataFrame) and original.shape[1] == 1:
            return original.columns[0]
        return original.name if isinstance(original, pd.Series) else None

    def condition(self, name: Hashable, value: Any) -> Condition:
        """Read what is given of a column by a mapping.

        Parameters
        ----------
        name : hashable
            The column, a one-hot group, or the target.
        value : object
            A value; a tuple of two, for a closed range with None where it is open; a
            list of values, one of which is to be had; None for a missing value.

        Returns
        -------
        Condition
            What must hold.

        Raises
        ------
        InputError
            If there is no such column or no such value.
        """
        if isinstance(value, tuple):
            return self._range(name, value)
        if isinstance(value, Mapping | slice | pd.DataFrame):
            raise no_value(name, value)
        if is_several(value):
            return self._any_of(name, list(value))
        return self.fixed(name, value)

    def fixed(self, name: Hashable, value: Any) -> Condition:
        """Read one value that a column is to have.

        Parameters
        ----------
        name : hashable
            The column, a one-hot group, or the target.
        value : object
            The value; None, or what pandas takes for missing, for a missing one.

        Returns
        -------
        Condition
            What must hold.

        Raises
        ------
        InputError
            If there is no such column or no such value.
        """
        return self._any_of(name, [value])

    def find(self, name: Hashable) -> Variable | None:
        """Find the variable of a column.

        Parameters
        ----------
        name : hashable
            A name; of a table without names, a position.

        Returns
        -------
        Variable or None
            None for the target.

        Raises
        ------
        InputError
            If there is no such column, or it is a key.
        """
        key = name
        if not self.real.container.named:
            key = column_name(name, pd.DataFrame(columns=self.real.schema.columns))
        variable = self.of_name.get(key)
        if variable is None and name is not None and self.target_name == name:
            return None
        if variable is None:
            raise self._unknown(name)
        if isinstance(variable, IdentifierVariable):
            raise InputError(
                "column {column!r} is an identifier: its values are made up, and none "
                "can be asked for",
                column=name,
                parameter="given",
                remedies=["leave it out of what is given"],
            )
        return variable

    def _any_of(self, name: Hashable, values: list) -> Condition:
        variable = self.find(name)
        if not values:
            raise InputError(
                "no value of column {column!r} is allowed by an empty list",
                column=name,
                parameter="given",
                remedies=["list one value at least", "leave the column out"],
            )
        if variable is None:
            return self._target(name, values)
        missing = [is_missing(one) or self._is_token(name, one) for one in values]
        present = [one for one, gone in zip(values, missing, strict=True) if not gone]
        if any(missing):
            check_missing(name, variable)
        if isinstance(variable, ConstantVariable):
            self._check_constant(name, variable, present)
            return Condition()
        if isinstance(variable, NumberVariable):
            return self._numbers(
                name, variable, present, is_missing_allowed=any(missing)
            )
        mask = np.zeros(variable.n_levels, dtype=bool)
        for one in present:
            mask |= self._levels(name, variable, one)
        if any(missing):
            mask[variable.missing_level] = True
        return Condition(levels={self.codes[id(variable)]: mask})

    def _numbers(
        self,
        name: Hashable,
        variable: NumberVariable,
        values: list,
        *,
        is_missing_allowed: bool,
    ) -> Condition:
        """Ask for single numbers, or for values that stand beside them."""
        mask = np.zeros(max(variable.n_levels, 1), dtype=bool)
        mask[variable.missing_level] |= is_missing_allowed
        points = []
        for one in values:
            beside = [
                i for i, cell in enumerate(variable.special, 1) if is_same(cell, one)
            ]
            if beside:
                mask[beside] = True
            else:
                points.append(snapped(name, variable.codec, variable.precision, one))
                mask[PRESENT] = True
        levels = {self.codes[id(variable)]: mask} if variable.n_levels else {}
        if not points:
            return Condition(levels=levels)
        place, allowed = self.numbers[id(variable)], np.unique(points)
        ends = float(allowed[0]), float(allowed[-1])
        several = {place: allowed} if len(allowed) > 1 else {}
        return Condition(levels=levels, ranges={place: ends}, points=several)

    def _levels(self, name: Hashable, variable: Variable, value: Any) -> np.ndarray:
        """Mark the levels that a value means."""
        mask = np.zeros(variable.n_levels, dtype=bool)
        if isinstance(variable, OneHotVariable):
            return mask | one_hot_levels(name, variable, value)
        assert isinstance(variable, LevelVariable)
        named = [i for i, level in enumerate(variable.known) if is_same(level, value)]
        if not named and variable.codec is not None:
            named = levels_by_number(name, variable, value)
        if not named:
            raise unknown_level(name, value, variable.known)
        mask[named] = True
        return mask

    def _range(self, name: Hashable, ends: tuple) -> Condition:
        variable = self.find(name)
        if len(ends) != 2 or all(is_missing(end) for end in ends):
            raise InputError(
                "the range given for column {column!r} must be two values, one of "
                "which may be None, and is {value!r}",
                column=name,
                parameter="given",
                value=ends,
                remedies=["give a list where one of several values is to be had"],
            )
        if variable is None:
            return self._target_range(name, ends)
        if isinstance(variable, NumberVariable):
            read = ends_of(name, variable.codec, ends)
            check_range(name, variable.codec, variable.precision, read)
            levels = {}
            if variable.n_levels:
                levels = {
                    self.codes[id(variable)]: np.arange(variable.n_levels) == PRESENT
                }
            return Condition(levels=levels, ranges={self.numbers[id(variable)]: read})
        if isinstance(variable, LevelVariable) and variable.codec is not None:
            return self._range_of_levels(name, variable, variable.codec, ends)
        raise InputError(
            "column {column!r} ({kind}) has no order, and a range of it says nothing",
            column=name,
            parameter="given",
            value=ends,
            kind=variable.kind,
            remedies=["give a list of its values in place of a tuple"],
        )

    def _range_of_levels(
        self, name: Hashable, variable: LevelVariable, codec: Codec, ends: tuple
    ) -> Condition:
        low, high = ends_of(name, codec, ends)
        numbers = codec.read(pd.Series(variable.levels, name=variable.name))
        mask = (numbers >= low) & (numbers <= high)
        if not mask.any():
            raise InputError(
                "column {column!r} has no level in that range; its levels are {known}",
                column=name,
                parameter="given",
                value=ends,
                known=some_of(variable.known, 20),
                remedies=["give another range"],
            )
        return Condition(levels={self.codes[id(variable)]: mask})

    def _target(self, name: Hashable, values: list) -> Condition:
        target = self.real.target
        if target.classes is None:
            assert target.precision is not None
            if len(values) > 1:
                raise InputError(
                    "the target {column!r} is a number: give one, or a range",
                    column=name,
                    parameter="given",
                    value=values,
                )
            number = snapped(name, PLAIN, target.precision, values[0])
            return Condition(target=(number, number))
        labels = target.classes.tolist()
        mask = np.zeros(len(labels), dtype=bool)
        for one in values:
            named = [i for i, label in enumerate(labels) if is_same(label, one)]
            if not named:
                raise unknown_level(name, one, labels)
            mask[named] = True
        return Condition(classes=mask)

    def _target_range(self, name: Hashable, ends: tuple) -> Condition:
        target, codec = self.real.target, PLAIN
        low, high = ends_of(name, codec, ends)
        if target.classes is None:
            assert target.precision is not None
            check_range(name, codec, target.precision, (low, high))
            return Condition(target=(low, high))
        if target.classes.dtype.kind not in "biuf":
            raise InputError(
                "the classes of {column!r} have no order, and a range of them says "
                "nothing",
                column=name,
                parameter="given",
                value=ends,
                remedies=["give a list of classes in place of a tuple"],
            )
        mask = (target.classes >= low) & (target.classes <= high)
        if not mask.any():
            raise unknown_level(name, ends, target.classes.tolist())
        return Condition(classes=mask)

    def _check_constant(
        self, name: Hashable, variable: ConstantVariable, values: list
    ) -> None:
        other = [
            one for one in values if not any(is_same(v, one) for v in variable.known)
        ]
        if other:
            raise unknown_level(name, other[0], variable.known)

    def _is_token(self, name: Hashable, value: Any) -> bool:
        tokens = self.real.schema.tokens.get(name)
        return tokens is not None and any(is_same(one, value) for one in tokens.cells)

    def _unknown(self, name: Hashable) -> InputError:
        columns = list(self.real.schema.columns)
        columns += [] if self.target_name is None else [self.target_name]
        texts = {str(one).casefold(): one for one in columns}
        close = difflib.get_close_matches(str(name).casefold(), texts, n=3)
        hint = f"; did you mean {some_of([texts[one] for one in close])}?"
        return InputError(
            "{parameter} names {value!r}, which is no column of the table; its columns "
            "are {columns}{target}{hint}",
            parameter="given",
            value=name,
            columns=some_of(columns, 20),
            target=UNNAMED_TARGET if self.target_name is None else "",
            hint=hint if close else "",
        )


UNNAMED_TARGET = " (the target has no name; n_samples={label: n} gives its classes)"
"""What is said where the class cannot be given by name."""
