"""The target: classes, a number, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.multiclass import check_classification_targets, type_of_target

from skl_synth.compat import check_target_type
from skl_synth.table.foreign import ForeignFormat, as_pandas
from skl_synth.table.grid import Grid
from skl_synth.table.values import (
    cast_numbers,
    column_of,
    is_number,
    precision_of,
)

TARGET_KINDS = ("category", "binary", "continuous", "integer")
"""What a user may call a target: the first two are classes, the others numbers."""

TIMES = (dt.date, dt.time, dt.timedelta, np.datetime64, np.timedelta64, pd.Period)
"""Types of dates and times."""

MANY_CLASSES = 20
"""From this number of numeric classes on, messages mention regression."""


@dataclass(frozen=True, eq=False)
class Target:
    """What the target is, how it is encoded, and how it is written back.

    Parameters
    ----------
    kind : {"classes", "continuous", "none"}
        Class labels, a number to be predicted, or no target at all.
    encoded : ndarray of shape (n_rows,)
        Class positions (int), values (float), or zeros.
    classes : ndarray of shape (n_classes,) or None
        The labels, sorted.
    grid : Grid or None
        Range and decimals of a continuous target.
    original : object
        The target as the user passed it, for its container, dtype and name; one of
        another library as a series of pandas.
    foreign : ForeignFormat or None
        The format of a target of another library.
    """

    kind: str
    encoded: np.ndarray
    classes: np.ndarray | None = None
    grid: Grid | None = None
    original: Any = None
    foreign: ForeignFormat | None = None

    @classmethod
    def read(cls, y: Any, n_rows: int, column_kinds: object = "infer") -> Target:
        """Read a target.

        Parameters
        ----------
        y : array-like of shape (n_rows,) or None
            The target. Classes may come one-vs-all, one column per class.
        n_rows : int
            Number of rows of the table it belongs to.
        column_kinds : "infer" or mapping
            May call the target, by its name, one of `TARGET_KINDS`.

        Returns
        -------
        Target
            The target, encoded.

        Raises
        ------
        ValueError
            If the target has missing values, another length than the table, or
            several columns that are no one-vs-all encoding.
        """
        if y is None:
            return cls("none", np.zeros(n_rows, dtype=np.intp))
        foreign, y = ForeignFormat.of(y), as_pandas(y)
        _check_missing(y)
        _check_no_dates(y)
        told = _told_kind(y, column_kinds)
        values, kind = _values_and_kind(y)
        if len(values) != n_rows:
            raise ValueError(
                f"Found input variables with inconsistent numbers of samples: the "
                f"table has {n_rows} rows and the target {len(values)}."
            )
        continuous = told in ("continuous", "integer")
        if continuous or (told is None and kind == "continuous"):
            numbers = np.asarray(values, dtype=np.float64)
            grid = Grid.from_values(numbers.astype(precision_of(_dtype_of(y))))
            return cls("continuous", numbers, None, grid, y, foreign)
        if kind not in ("binary", "multiclass") and told is None:
            raise ValueError(
                f"Unknown label type: {kind}. The target must be one column of class "
                "labels or of numbers."
            )
        classes, encoded = np.unique(values, return_inverse=True)
        return cls("classes", encoded.astype(np.intp), classes, None, y, foreign)

    @property
    def n_groups(self) -> int:
        """Number of groups within which rows are generated: the classes, or one."""
        return 1 if self.classes is None else len(self.classes)

    @property
    def groups(self) -> np.ndarray:
        """The group of each real row."""
        return self.groups_of(self.encoded)

    def groups_of(self, encoded: np.ndarray) -> np.ndarray:
        """Tell the group of each row from its encoded target.

        Parameters
        ----------
        encoded : ndarray of shape (n_rows,)
            Encoded targets.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            The class positions; zeros where there are no classes.
        """
        if self.kind == "classes":
            return encoded
        return np.zeros(len(encoded), dtype=np.intp)

    def label(self, group: int) -> str:
        """Name a group, for messages.

        Parameters
        ----------
        group : int
            Position of the class.

        Returns
        -------
        str
            ``class 'label'``, or ``the table`` where there are no classes.
        """
        if self.classes is None:
            return "the table"
        return f"class {self.classes.tolist()[group]!r}"

    def without_rows(self) -> Target:
        """Forget the target of single rows: what remains are its counts and format.

        Returns
        -------
        Target
            A target that decodes as this one, and counts as many rows of each class.
        """
        encoded = np.sort(self.groups)
        if self.kind == "continuous":
            encoded = np.full(len(encoded), np.nan)
        return replace(self, encoded=encoded, original=_prototype(self.original))

    def hint_of_regression(self) -> str:
        """Say how to treat a target of many numbers as a measurement.

        Returns
        -------
        str
            A sentence for messages; empty unless there are many numeric classes.
        """
        classes = self.classes
        if classes is None or classes.dtype.kind not in "iuf":
            return ""
        if len(classes) < MANY_CLASSES:
            return ""
        return (
            f" The target has {len(classes)} different numbers: if it is a measurement,"
            " give it a name and say column_kinds={name: 'continuous'}, then use fit "
            "and sample."
        )

    def snap(self, values: np.ndarray) -> np.ndarray:
        """Move a continuous target onto the values it can take.

        Parameters
        ----------
        values : ndarray of shape (n_rows,)
            Encoded targets.

        Returns
        -------
        ndarray of shape (n_rows,)
            Classes as they are; numbers in range and with the decimals seen.
        """
        return values if self.grid is None else self.grid.snap(values)

    def encode(self, y: Any) -> np.ndarray:
        """Encode the target of another table.

        Parameters
        ----------
        y : array-like of shape (n_rows,) or None
            A target with labels that were fitted.

        Returns
        -------
        ndarray of shape (n_rows,)
            Class positions, values, or zeros.

        Raises
        ------
        ValueError
            For a label that was never seen.
        """
        if self.kind == "none":
            raise ValueError("the real table has no target; pass y=None.")
        y = as_pandas(y)
        _check_missing(y)
        values, _ = _values_and_kind(y)
        if self.kind == "continuous":
            return np.asarray(values, dtype=np.float64)
        assert self.classes is not None
        position = {label: i for i, label in enumerate(self.classes.tolist())}
        encoded = [position.get(label, -1) for label in np.asarray(values).tolist()]
        if -1 in encoded:
            label = np.asarray(values).tolist()[encoded.index(-1)]
            raise ValueError(
                f"the target holds the class {label!r}, which the real table does not "
                f"have; its classes are {self.classes.tolist()}."
            )
        return np.asarray(encoded, dtype=np.intp)

    def decode(self, encoded: np.ndarray) -> Any:
        """Write encoded targets in the container, dtype and name of the real one.

        Parameters
        ----------
        encoded : ndarray of shape (n_rows,)
            Class positions or snapped values.

        Returns
        -------
        Series, DataFrame, ndarray, list or None
            The target as the user knows it.
        """
        decoded = self._decode(encoded)
        return decoded if self.foreign is None else self.foreign.write(decoded)

    def _decode(self, encoded: np.ndarray) -> Any:
        y = self.original
        if self.kind == "none":
            return None
        if self.kind == "classes" and _n_columns(y) > 1:
            return _like_frame(y, np.eye(self.n_groups, dtype=int)[encoded])
        if self.kind == "classes":
            assert self.classes is not None
            values = self.classes[encoded]
        else:
            values = encoded
        if isinstance(y, (pd.Series, pd.DataFrame)):
            dtype = _dtype_of(y)
            column = column_of(_cast(values, dtype), dtype)
            if isinstance(y, pd.Series):
                column.name = y.name
                return column
            return column.to_frame().set_axis(y.columns, axis=1)
        if isinstance(y, list):
            return values.tolist()
        dtype = np.asarray(y).dtype
        return _cast(values, dtype).reshape(-1, *np.asarray(y).shape[1:])

    def append(self, y_new: Any, X: Any) -> Any:
        """Put synthetic targets behind the real ones.

        Parameters
        ----------
        y_new : same container as the real target
            Synthetic targets, as `decode` gives them.
        X : same container as the real table
            The stacked table, whose index a frame or a series of targets takes over.

        Returns
        -------
        same container
            All targets.
        """
        y = self.original
        if self.foreign is not None:
            return self.foreign.append(self.foreign.write(y), y_new)
        if isinstance(y, (pd.Series, pd.DataFrame)):
            stacked = pd.concat([y, y_new]) if len(y_new) else y.copy()
            if isinstance(X, pd.DataFrame):
                return stacked.set_axis(X.index, axis=0)
            return stacked.reset_index(drop=True)
        if isinstance(y, list):
            return y + y_new
        return np.concatenate([np.asarray(y), y_new])


def check_order(X: Any, y: Any) -> None:
    """Refuse a table and a target of the same row labels in another order.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The table.
    y : array-like of shape (n_rows,) or None
        The target.

    Raises
    ------
    ValueError
        If both are of pandas, and the labels of one are those of the other in another
        order: rows are paired by position, which would give them false classes.
    """
    if not (isinstance(X, pd.DataFrame) and isinstance(y, (pd.Series, pd.DataFrame))):
        return
    left, right = X.index, y.index
    if len(left) != len(right) or left.equals(right):
        return
    if left.is_unique and right.is_unique and right.isin(left).all():
        raise ValueError(
            "X and y have the same row labels, but in another order, and rows are "
            "paired by position: bring the target into the order of the table first, "
            "y = y.loc[X.index]."
        )


def require_classes(y: Any) -> None:
    """Refuse a target without classes, where rows of classes are to be balanced.

    Parameters
    ----------
    y : array-like of shape (n_rows,)
        The target.

    Raises
    ------
    ValueError
        If it is continuous, or has missing values.
    """
    y = as_pandas(y)
    if y is None or np.ndim(y) == 0:
        raise ValueError(
            f"requires y to be passed, but the target y is {y!r}: fit_resample needs "
            "the class of each row; without a target use fit(X) and sample()."
        )
    _check_missing(y)
    _check_no_dates(y)
    try:
        check_classification_targets(_plain(y))
    except ValueError as error:
        raise ValueError(
            f"{error} fit_resample balances classes; a continuous target, or none, "
            "is synthesised with the columns by fit(X, y) and sample()."
        ) from error


def _check_missing(y: Any) -> None:
    missing = pd.isna(np.asarray(y, dtype=object))
    if missing.any():
        rows = np.flatnonzero(missing.reshape(len(missing), -1).any(axis=1))
        raise ValueError(
            f"Input y contains NaN: the target is missing in {len(rows)} rows, the "
            f"first is row {rows[0]}. Drop the rows whose target is not known."
        )
    _check_finite(y)


def _check_no_dates(y: Any) -> None:
    """Dates are neither classes nor numbers to be predicted."""
    cells = np.asarray(y, dtype=object).ravel()
    if len(cells) and isinstance(cells[0], TIMES):
        raise ValueError(
            f"the target holds dates or times ({cells[0]}), which are no classes: turn "
            "it into a number (days since a date, say); or leave it in the table as a "
            "column, and use fit and sample without a target."
        )


def _check_finite(y: Any) -> None:
    array = np.asarray(y)
    if array.dtype.kind == "f" and np.isinf(array).any():
        row = int(np.argwhere(np.isinf(array))[0][0])
        raise ValueError(
            "Input y contains infinity or a value too large for dtype('float64'): the "
            f"target is infinite in row {row}. Correct it, or drop the row."
        )


def _told_kind(y: Any, column_kinds: object) -> str | None:
    name = getattr(y, "name", None)
    if not isinstance(column_kinds, Mapping) or name not in column_kinds:
        return None
    told = column_kinds[name]
    if told not in TARGET_KINDS:
        raise ValueError(
            f"column_kinds gives the target {name!r} the kind {told!r}, which is none "
            f"of {list(TARGET_KINDS)}."
        )
    return told


def _prototype(y: Any) -> Any:
    """Keep the container, the dtype and the name of a target, but no value of it."""
    if isinstance(y, list):
        n_columns = _n_columns(y)
        return [[0] * n_columns] if n_columns > 1 else []
    return y if y is None else y[:0]


def _n_columns(y: Any) -> int:
    shape = np.shape(y)
    return shape[1] if len(shape) == 2 else 1


def _values_and_kind(y: Any) -> tuple[np.ndarray, str]:
    """Read the target as one column of values and say of which type it is."""
    if isinstance(y, pd.DataFrame) and y.shape[1] == 1:
        y = y.iloc[:, 0]
    if isinstance(y, pd.Series):
        values = _plain(y.to_numpy(dtype=object))
        return values, type_of_target(values, input_name="y")
    array = _plain(y)
    kind = type_of_target(array, input_name="y")
    values, one_vs_all = check_target_type(array, indicate_one_vs_all=True)
    return values, "multiclass" if one_vs_all else kind


def _plain(y: Any) -> np.ndarray:
    """Read numbers that stand in an array of objects as numbers."""
    array = np.asarray(y)
    if isinstance(y, list) and array.dtype.kind in "US":
        # numpy has made text of whatever stands beside text.
        array = np.asarray(y, dtype=object)
    if array.dtype == object and array.ndim == 1:
        # A type at a time: a million labels have a few.
        kinds = {issubclass(kind, str) for kind in set(map(type, array.tolist()))}
        if len(kinds) > 1:
            raise ValueError(
                "the target mixes text with numbers: make all its labels text."
            )
        plain = pd.Series(array, dtype=object).infer_objects()
        return plain.to_numpy(dtype=None if plain.dtype.kind in "iufb" else object)
    return array


def _dtype_of(y: Any) -> Any:
    if isinstance(y, pd.Series):
        return y.dtype
    return y.dtypes.iloc[0] if isinstance(y, pd.DataFrame) else np.asarray(y).dtype


def _cast(values: np.ndarray, dtype: Any) -> Any:
    if values.dtype.kind == "f" and is_number(dtype):
        return cast_numbers(values, dtype)
    if isinstance(dtype, np.dtype):
        return values.astype(dtype)
    return pd.Series(values.tolist()).astype(dtype).array


def _like_frame(y: Any, indicator: np.ndarray) -> Any:
    if isinstance(y, pd.DataFrame):
        return pd.DataFrame(indicator, columns=y.columns).astype(y.dtypes)
    return indicator.astype(np.asarray(y).dtype)
