"""Reading: from tables of any container to data whose codes mean the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.evaluation.model_columns import (
    beside_numbers,
    empty_columns,
    role_of,
)
from skl_synth.evaluation.read_columns import BESIDE, MISSING, ReadColumns
from skl_synth.evaluation.table_data import Attribute, TableData
from skl_synth.table.precision import Precision
from skl_synth.table.schema import Schema
from skl_synth.table.variables import Variable

INVALID = "(no level)"
"""The level of a row in which not exactly one column of a one-hot group is 1."""


def read_data(
    schema: Schema, tables: list[ReadColumns]
) -> tuple[tuple[Attribute, ...], list[TableData]]:
    """Read tables side by side, so that codes mean the same in each.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    tables : list of ReadColumns
        Their columns, those of the real one first.

    Returns
    -------
    attributes : tuple of Attribute
        What the tables say of a person.
    parts : list of TableData
        The rows of each, without the target.
    """
    position = {column: i for i, column in enumerate(schema.columns)}
    places = {
        variable.name: [position[column] for column in variable.columns]
        for variable in schema.variables
    }
    text = [
        place
        for variable in schema.variables
        if variable.kind != "one_hot" and role_of(variable) != "numbers"
        for place in places[variable.name]
    ]
    numbers = [place for place in range(len(schema.columns)) if place not in text]
    beside = beside_numbers(schema)
    frames = [columns.frame(numbers, [*text, *beside]) for columns in tables]
    # A column without one real value says nothing, whatever stands there elsewhere.
    empty = dict.fromkeys(empty_columns(frames[0], numbers), 0.0)
    frames = [frame.assign(**empty) for frame in frames]
    sizes = np.cumsum([len(frame) for frame in frames])[:-1]
    whole = pd.concat(frames, ignore_index=True)
    columns = _Columns(whole, len(frames[0]))
    for place in beside:
        name = schema.columns[place - len(schema.columns)]
        places[name].append(place)
    for variable in schema.variables:
        columns.add(variable, [f"x{place}" for place in places[variable.name]])
    parts = [
        TableData(part_of_numbers, part_of_codes, keys=tuple(keys))
        for part_of_numbers, part_of_codes, *keys in zip(
            np.split(_side_by_side(columns.numbers, len(whole), np.float64), sizes),
            np.split(_side_by_side(columns.codes, len(whole), np.int64), sizes),
            *(np.split(key, sizes) for key in columns.keys),
            strict=True,
        )
    ]
    return tuple(columns.attributes), parts


class _Columns:
    """The attributes of several tables under one another."""

    def __init__(self, frame: pd.DataFrame, n_real: int) -> None:
        self.frame, self.n_real = frame, n_real
        self.attributes: list[Attribute] = []
        self.numbers: list[np.ndarray] = []
        self.codes: list[np.ndarray] = []
        self.keys: list[np.ndarray] = []

    def add(self, variable: Variable, names: list[str]) -> None:
        name = str(variable.name)
        if variable.kind == "identifier":
            self.keys.append(self.frame[names[0]].to_numpy(object))
        elif role_of(variable) == "numbers":
            values = _without_noise(
                self.frame[names[0]].to_numpy(np.float64), self.n_real
            )
            constant = _is_same(values[: self.n_real])
            self.attributes.append(
                Attribute(
                    name,
                    True,
                    len(self.numbers),
                    is_constant=constant,
                    kind=variable.kind,
                )
            )
            self.numbers.append(values)
            for beside in names[1:]:
                texts = self.frame[beside].fillna(MISSING).to_numpy(object)
                self._add_levels(BESIDE.format(name), texts)
        else:
            self._add_levels(name, self._text(variable, names))

    def _text(self, variable: Variable, names: list[str]) -> np.ndarray:
        if variable.kind != "one_hot":
            return self.frame[names[0]].fillna(MISSING).to_numpy(object)
        values = self.frame[names].to_numpy(np.float64)
        baseline = getattr(variable, "baseline", None)
        return _one_hot_text(values, variable.columns, has_baseline=bool(baseline))

    def _add_levels(self, name: str, text: np.ndarray) -> None:
        codes, levels = pd.factorize(text, sort=True)
        constant = _is_same(codes[: self.n_real])
        self.attributes.append(
            Attribute(name, False, len(self.codes), tuple(levels), constant)
        )
        self.codes.append(codes)


def _one_hot_text(
    values: np.ndarray, columns: tuple[Any, ...], *, has_baseline: bool
) -> np.ndarray:
    """Name the level that is set in each row."""
    is_set = values == 1
    valid = (is_set | (values == 0)).all(axis=1)
    one = valid & (is_set.sum(axis=1) == 1)
    names = np.array([str(column) for column in columns], dtype=object)
    text = np.where(one, names[is_set.argmax(axis=1)], INVALID)
    if has_baseline:
        text[valid & ~is_set.any(axis=1)] = "(none of them)"
    return text


def _without_noise(values: np.ndarray, n_real: int) -> np.ndarray:
    """Take from all rows what arithmetic has left beside the decimals of real ones."""
    real = values[:n_real]
    present = real[~np.isnan(real)]
    return Precision.from_values(present).clean(values) if len(present) else values


def _is_same(values: np.ndarray) -> bool:
    return len(np.unique(values)) < 2


def _side_by_side(columns: list[np.ndarray], n_rows: int, dtype: Any) -> np.ndarray:
    return np.array(columns, dtype=dtype).reshape(len(columns), n_rows).T.copy()
