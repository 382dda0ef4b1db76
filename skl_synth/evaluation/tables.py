"""The tables of an audit, read alike: real, synthetic, and real rows nobody was given.

The reading is the audit's own. What it shares with a generator is only what each
column is; numbers come as they stand in the table, everything else as text.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.evaluation.columns import NUMBER_KINDS, ColumnReader
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.schema import Schema
from skl_synth.table.target import Target
from skl_synth.table.values import some_of
from skl_synth.table.variables import Variable

MISSING = "(missing)"
"""The level of a missing value."""

INVALID = "(no level)"
"""The level of a row in which not exactly one column of a one-hot group is 1."""

LEAST_CONTROLS = 50
"""With fewer rows that nobody was given, intervals are too wide to say much."""

SAME_DECIMALS = 9
"""Numbers that agree to so many decimals are the same, but for rounding."""


@dataclass(frozen=True)
class Attribute:
    """One thing that a table says of a person: a column, or a one-hot group.

    Parameters
    ----------
    name : str
        Its name.
    is_number : bool
        Whether it is measured or counted; else it has levels.
    place : int
        Its column in `Sheet.numbers` or `Sheet.codes`.
    levels : tuple of str
        The levels by code, those of every table; empty for a number.
    is_constant : bool
        Whether the real table holds one value only.
    """

    name: str
    is_number: bool
    place: int
    levels: tuple[str, ...] = ()
    is_constant: bool = False


@dataclass(frozen=True, eq=False)
class Sheet:
    """The rows of one table.

    Parameters
    ----------
    numbers : ndarray of shape (n_rows, n_numbers), dtype float64
        Numbers as they stand in the table, NaN where missing.
    codes : ndarray of shape (n_rows, n_codes), dtype int
        Positions among the levels of each attribute.
    labels : ndarray of shape (n_rows,) or None
        The target as a plain array of labels or numbers; None without a target.
    keys : tuple of ndarray
        The identifiers, as text; they take part in no distance and no model.
    """

    numbers: np.ndarray
    codes: np.ndarray
    labels: np.ndarray | None = None
    keys: tuple[np.ndarray, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)

    def take(self, rows: np.ndarray) -> Sheet:
        """Return some of the rows.

        Parameters
        ----------
        rows : ndarray of int or bool
            Positions, or a mask.

        Returns
        -------
        Sheet
            The rows asked for.
        """
        labels = None if self.labels is None else self.labels[rows]
        keys = tuple(key[rows] for key in self.keys)
        return Sheet(self.numbers[rows], self.codes[rows], labels, keys)

    def values(self, attribute: Attribute) -> np.ndarray:
        """Return one attribute of all rows.

        Parameters
        ----------
        attribute : Attribute
            A number or levels.

        Returns
        -------
        ndarray of shape (n_rows,)
            Numbers, or codes.
        """
        table = self.numbers if attribute.is_number else self.codes
        return table[:, attribute.place]


@dataclass(frozen=True, eq=False)
class AuditTables:
    """What an audit works on.

    Parameters
    ----------
    attributes : tuple of Attribute
        What the tables say of a person, in the order of the columns.
    real, synthetic : Sheet
        The rows that the generator was given, and those that it made.
    holdout : Sheet or None
        Further real rows of the same population, which nobody was given.
    target_kind : {"classes", "continuous", "none"}
        What the target is.
    target_name : str
        Its name.
    notes : tuple of str
        What was found on reading that the user should know.
    """

    attributes: tuple[Attribute, ...]
    real: Sheet
    synthetic: Sheet
    holdout: Sheet | None
    target_kind: str
    target_name: str
    notes: tuple[str, ...] = ()

    @property
    def is_classes(self) -> bool:
        """Whether the target holds classes."""
        return self.target_kind == "classes"

    @property
    def varying(self) -> tuple[Attribute, ...]:
        """The attributes that differ among the real rows."""
        return tuple(one for one in self.attributes if not one.is_constant)

    @property
    def sheets(self) -> list[Sheet]:
        """The tables that there are."""
        found = [self.real, self.synthetic]
        return found if self.holdout is None else [*found, self.holdout]

    def labels_of(self, name: str) -> np.ndarray:
        """Return the target of one table, which must have one.

        Parameters
        ----------
        name : {"real", "synthetic", "holdout"}
            The table.

        Returns
        -------
        ndarray of shape (n_rows,)
            Labels or numbers.
        """
        labels: np.ndarray = getattr(self, name).labels
        return labels

    def with_target(self) -> AuditTables:
        """Make the target one more attribute.

        Returns
        -------
        AuditTables
            The same rows; the target is their last number, or their last code.
        """
        if self.target_kind == "none":
            return self
        if not self.is_classes:
            place = self.real.numbers.shape[1]
            attribute = Attribute(self.target_name, True, place)
            sheets = [_with_number(sheet) for sheet in self.sheets]
        else:
            labels = np.unique(np.concatenate([s.labels for s in self.sheets]))
            levels = tuple(str(label) for label in labels.tolist())
            place = self.real.codes.shape[1]
            attribute = Attribute(self.target_name, False, place, levels)
            sheets = [_with_code(sheet, labels) for sheet in self.sheets]
        holdout = sheets[2] if len(sheets) == 3 else None
        return replace(
            self,
            attributes=(*self.attributes, attribute),
            real=sheets[0],
            synthetic=sheets[1],
            holdout=holdout,
        )


def read_tables(
    X_real: Any,
    y_real: Any,
    X_synthetic: Any,
    y_synthetic: Any,
    X_holdout: Any = None,
    y_holdout: Any = None,
    *,
    schema: Schema,
    target: Target,
) -> AuditTables:
    """Read the tables of an audit.

    Parameters
    ----------
    X_real, X_synthetic, X_holdout : {array-like, dataframe, sparse matrix}
        Tables of the same columns, without the target; the last may be None.
    y_real, y_synthetic, y_holdout : array-like of shape (n_rows,) or None
        Their targets.
    schema : Schema
        What the columns are.
    target : Target
        What the target is.

    Returns
    -------
    AuditTables
        The tables.

    Raises
    ------
    ValueError
        If the columns differ, a column cannot be read as in the real table, or a
        target holds a class that the real one does not.
    """
    tables = {"real": (X_real, y_real), "synthetic": (X_synthetic, y_synthetic)}
    if X_holdout is not None:
        tables["hold-out"] = (X_holdout, y_holdout)
    notes = [
        note
        for name, (X, _) in tables.items()
        if name != "real"
        for note in _differences(X_real, X, name)
    ]
    tables = {name: (in_order_of(X_real, X), y) for name, (X, y) in tables.items()}
    labels = [_labels(target, y, name) for name, (_, y) in tables.items()]
    notes += _class_notes(target, dict(zip(tables, labels, strict=True)))
    attributes, sheets = _read(schema, [X for X, _ in tables.values()])
    for name, sheet, values in zip(tables, sheets, labels, strict=True):
        _check_length(name, len(sheet), values)
    sheets = [
        replace(sheet, labels=values)
        for sheet, values in zip(sheets, labels, strict=True)
    ]
    return AuditTables(
        attributes,
        sheets[0],
        sheets[1],
        sheets[2] if len(sheets) == 3 else None,
        target.kind,
        str(getattr(target.original, "name", None) or "target"),
        tuple(dict.fromkeys([*notes, *_holdout_notes(sheets)])),
    )


def what_it_is(
    X: Any, y: Any, schema: Schema | None, column_kinds: Any
) -> tuple[Schema, Target]:
    """Find out what the columns and the target of a real table are.

    Parameters
    ----------
    X, y : table and target
        The real table; the target may be None.
    schema : Schema or None
        What the columns are, where it is known.
    column_kinds : "infer" or mapping of column to kind
        What the user said of columns and target.

    Returns
    -------
    schema : Schema
        What the columns are; a key is found, not refused.
    target : Target
        What the target is.

    Raises
    ------
    ValueError
        If a column or the target cannot be read; the message names it.
    """
    if schema is None:
        told = column_kinds
        if not isinstance(told, str):
            name = getattr(y, "name", None)
            told = {key: kind for key, kind in told.items() if key != name}
        schema = TableEncoder(told, identifiers="surrogate").fit(X).schema_
    n_rows = X.shape[0] if hasattr(X, "shape") else len(X)
    return schema, Target.read(y, n_rows, column_kinds)


def another(
    synthesizer: Any, like: AuditTables, real: tuple[Any, Any], holdout: tuple[Any, Any]
) -> Callable[[int], AuditTables]:
    """Make a function that draws one more synthetic table and reads it.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted; what it remembers of its last sample is left alone.
    like : AuditTables
        The tables with the first synthetic one, whose class counts are kept.
    real, holdout : (X, y)
        The other tables as they came.

    Returns
    -------
    callable
        Takes a seed.
    """
    drawing = copy(synthesizer)
    size: Any = len(like.synthetic)
    if like.is_classes:
        labels, counts = np.unique(like.labels_of("synthetic"), return_counts=True)
        size = dict(zip(labels.tolist(), counts.tolist(), strict=True))

    def draw(seed: int) -> AuditTables:
        new = drawing.sample(size, random_state=seed)
        schema, target = drawing.encoder_.schema_, drawing.target_
        tables = (*real, *new, *holdout)
        return read_tables(*tables, schema=schema, target=target)

    return draw


def tell(notes: tuple[str, ...]) -> None:
    """Warn of what was found on reading.

    Parameters
    ----------
    notes : tuple of str
        From `AuditTables`.
    """
    for note in notes:
        warnings.warn(note, UserWarning, stacklevel=3)


def in_order_of(X_real: Any, X: Any) -> Any:
    """Put the columns of a frame in the order of the real table.

    Parameters
    ----------
    X_real, X : {array-like, dataframe, sparse matrix}
        Two tables of the same columns.

    Returns
    -------
    same container as X
        The table; anything but a frame as it is.
    """
    if isinstance(X_real, pd.DataFrame) and isinstance(X, pd.DataFrame):
        return X[list(X_real.columns)]
    return X


def plain_target(target: Target, y: Any) -> np.ndarray:
    """Read a target as the plain array that models and scorers take.

    Parameters
    ----------
    target : Target
        The target that was fitted.
    y : array-like of shape (n_rows,)
        A target with its labels, in any container.

    Returns
    -------
    ndarray of shape (n_rows,)
        Labels or numbers.

    Raises
    ------
    ValueError
        For a label that was not fitted, or a missing one.
    """
    # A balanced table is not augmented, and an empty target has no type to be read.
    encoded = target.encode(y if len(y) else target.original)[: len(y)]
    if target.classes is None:
        return encoded
    return np.array(target.classes.tolist())[encoded]


def _labels(target: Target, y: Any, name: str) -> np.ndarray | None:
    if target.kind == "none":
        if y is not None:
            raise ValueError(
                f"the {name} table has a target and the real one has none: pass y_real."
            )
        return None
    if y is None:
        raise ValueError(
            f"the real table has a target and the {name} one has none: pass the target "
            "of every table, or of none."
        )
    return plain_target(target, y)


def _check_length(name: str, n_rows: int, labels: np.ndarray | None) -> None:
    if labels is not None and len(labels) != n_rows:
        raise ValueError(
            f"the {name} table has {n_rows} rows and its target {len(labels)}."
        )


def _differences(X_real: Any, X: Any, name: str) -> list[str]:
    """Refuse other columns; say which columns have another dtype."""
    if not (isinstance(X_real, pd.DataFrame) and isinstance(X, pd.DataFrame)):
        return []
    lacking = [column for column in X_real.columns if column not in X.columns]
    more = [column for column in X.columns if column not in X_real.columns]
    if lacking or more:
        parts = [
            f"{verb} {some_of(columns)}"
            for verb, columns in (("lacks", lacking), ("has besides", more))
            if columns
        ]
        raise ValueError(
            f"the {name} table {' and '.join(parts)}: it must have the columns of the "
            "real table."
        )
    other = [
        f"{column!r} ({X_real[column].dtype}, here {X[column].dtype})"
        for column in X_real.columns
        if X_real[column].dtype != X[column].dtype
    ]
    if not other:
        return []
    return [
        f"the {name} table has other dtypes than the real one, in {', '.join(other)}: "
        "they were read as in the real table."
    ]


def _class_notes(target: Target, labels: dict[str, Any]) -> list[str]:
    """Name the classes that a table has no row of."""
    if target.classes is None:
        return []
    notes = []
    for name, values in labels.items():
        lacking = np.setdiff1d(target.classes, values).tolist()
        notes += [f"the {name} table has no row of class {c!r}." for c in lacking]
    return notes


def _holdout_notes(sheets: list[Sheet]) -> list[str]:
    if len(sheets) < 3 or len(sheets[2]) >= LEAST_CONTROLS:
        return []
    return [
        f"the hold-out has {len(sheets[2])} rows, fewer than {LEAST_CONTROLS}: look at "
        "the intervals, which are wide; a weak attack cannot be told from none."
    ]


def _read(
    schema: Schema, tables: list[Any]
) -> tuple[tuple[Attribute, ...], list[Sheet]]:
    """Read all tables side by side, so that codes mean the same in each."""
    position = {column: i for i, column in enumerate(schema.columns)}
    places = {
        variable.name: [position[column] for column in variable.columns]
        for variable in schema.variables
    }
    text = [
        place
        for variable in schema.variables
        if variable.kind != "one_hot" and not _is_number(variable)
        for place in places[variable.name]
    ]
    numbers = [place for place in range(len(schema.columns)) if place not in text]
    reader = ColumnReader(numbers=numbers, levels=text).fit(tables[0])
    frames = [reader.transform(X) for X in tables]
    sizes = np.cumsum([len(frame) for frame in frames])[:-1]
    whole = pd.concat(frames, ignore_index=True)
    columns = _Columns(whole, len(frames[0]))
    for variable in schema.variables:
        columns.add(variable, [f"x{place}" for place in places[variable.name]])
    sheets = [
        Sheet(part_of_numbers, part_of_codes, keys=tuple(keys))
        for part_of_numbers, part_of_codes, *keys in zip(
            np.split(_side_by_side(columns.numbers, len(whole), np.float64), sizes),
            np.split(_side_by_side(columns.codes, len(whole), np.int64), sizes),
            *(np.split(key, sizes) for key in columns.keys),
            strict=True,
        )
    ]
    return tuple(columns.attributes), sheets


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
        elif _is_number(variable):
            values = self.frame[names[0]].to_numpy(np.float64)
            constant = _is_same(values[: self.n_real])
            self.attributes.append(
                Attribute(name, True, len(self.numbers), is_constant=constant)
            )
            self.numbers.append(values)
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


def _is_number(variable: Variable) -> bool:
    return variable.kind in NUMBER_KINDS


def _is_same(values: np.ndarray) -> bool:
    return len(np.unique(values)) < 2


def _with_number(sheet: Sheet) -> Sheet:
    assert sheet.labels is not None
    numbers = np.column_stack([sheet.numbers, sheet.labels.astype(np.float64)])
    return replace(sheet, numbers=numbers)


def _with_code(sheet: Sheet, labels: np.ndarray) -> Sheet:
    assert sheet.labels is not None
    codes = np.column_stack([sheet.codes, np.searchsorted(labels, sheet.labels)])
    return replace(sheet, codes=codes)


def _side_by_side(columns: list[np.ndarray], n_rows: int, dtype: Any) -> np.ndarray:
    return np.array(columns, dtype=dtype).reshape(len(columns), n_rows).T.copy()
