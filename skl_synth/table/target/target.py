"""The target: classes, a number, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.compat import safe_indexing
from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.table.foreign import ForeignFormat
from skl_synth.table.precision import Precision
from skl_synth.table.row_labels import extend_index
from skl_synth.table.target.one_vs_all import SparseTarget, TargetColumns
from skl_synth.table.target.target_cells import (
    cast,
    dtype_of,
    given_kind,
    opened,
    prototype,
    values_and_kind,
    without_noise,
)
from skl_synth.table.target.target_checks import check_missing, check_no_dates
from skl_synth.table.values import column_of

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
        The labels, sorted; positions of columns where there is one for each class.
    precision : Precision or None
        Range and decimals of a continuous target.
    original : object
        The target as the user passed it, for its container, dtype and name; one of
        another library as a series of pandas, a sparse one as an array.
    foreign : ForeignFormat, SparseTarget or None
        The format of a target of another library, or of a sparse one.
    columns : TargetColumns or None
        How a target of two dimensions is written.
    part : str
        Which part of the table it is of, for messages; empty for the whole.
    """

    kind: str
    encoded: np.ndarray
    classes: np.ndarray | None = None
    precision: Precision | None = None
    original: Any = None
    foreign: ForeignFormat | SparseTarget | None = None
    columns: TargetColumns | None = None
    part: str = ""

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
        InputError
            If the target has missing values, another length than the table, or
            several columns that are no one-vs-all encoding.
        """
        if y is None:
            return cls("none", np.zeros(n_rows, dtype=np.intp))
        foreign, y = ForeignFormat.of(y) or SparseTarget.of(y), opened(y)
        check_missing(y)
        check_no_dates(y)
        given = given_kind(y, column_kinds)
        values, kind = values_and_kind(y)
        columns = TargetColumns.of(y)
        if len(values) != n_rows:
            raise InputError(
                "Found input variables with inconsistent numbers of samples: the table "
                "has {n_rows} rows and the target {n_values}",
                parameter="y",
                n_rows=n_rows,
                n_values=len(values),
            )
        continuous = given in ("continuous", "integer")
        if continuous or (given is None and kind == "continuous"):
            numbers, precision = without_noise(np.asarray(values, np.float64), y)
            return cls("continuous", numbers, None, precision, y, foreign, columns)
        if kind not in ("binary", "multiclass") and given is None:
            raise InputError(
                "Unknown label type: {value}. The target must be one column of class "
                "labels or of numbers",
                parameter="y",
                value=kind,
            )
        classes, encoded = np.unique(values, return_inverse=True)
        encoded = encoded.astype(np.intp)
        return cls("classes", encoded, classes, None, y, foreign, columns)

    @property
    def n_groups(self) -> int:
        """Number of groups within which rows are generated: the classes, or one."""
        return 1 if self.classes is None else len(self.classes)

    @property
    def groups(self) -> np.ndarray:
        """The group of each real row."""
        return self.groups_of(self.encoded)

    def groups_of(self, encoded: np.ndarray) -> np.ndarray:
        """Give the group of each row from its encoded target.

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
            ``class 'label'``, or ``the table`` where there are no classes; with the
            part, where it is one.
        """
        part = f" in {self.part}" if self.part else ""
        if self.classes is None:
            return f"the table{part}"
        return f"class {self.classes.tolist()[group]!r}{part}"

    def take(self, rows: np.ndarray) -> Target:
        """Give the target of a part of the rows.

        Parameters
        ----------
        rows : ndarray of int or bool
            Positions of the rows, or a mask over all of them; at least one.

        Returns
        -------
        Target
            Of the same kind, with the classes, or range and decimals, of these rows.
        """
        rows = np.flatnonzero(rows) if rows.dtype == bool else rows
        encoded = self.encoded[rows]
        original = self.original if self.original is None else _rows_of(self, rows)
        taken = replace(self, encoded=encoded, original=original)
        if self.precision is not None:
            return replace(taken, precision=self.precision.restricted_to(encoded))
        if self.classes is None:
            return taken
        kept, encoded = np.unique(encoded, return_inverse=True)
        return replace(
            taken, classes=self.classes[kept], encoded=encoded.astype(np.intp)
        )

    def within(self, rows: np.ndarray, part: str) -> Target:
        """Give the target of a part that is learnt, but never written, by itself.

        Parameters
        ----------
        rows : ndarray of int
            Positions of the rows.
        part : str
            Which part it is, for messages.

        Returns
        -------
        Target
            With the classes of these rows, and the precision of all.
        """
        own = replace(
            self,
            encoded=self.encoded[rows],
            original=prototype(self.original),
            part=part,
        )
        if self.classes is None:
            return own
        kept, encoded = np.unique(own.encoded, return_inverse=True)
        return replace(own, classes=self.classes[kept], encoded=encoded.astype(np.intp))

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
        return replace(self, encoded=encoded, original=prototype(self.original))

    def remedies_of_regression(self) -> list[Remedy]:
        """Say how to treat a target of many numbers as a measurement.

        Returns
        -------
        list of Remedy
            For messages; none unless there are many numeric classes.
        """
        classes = self.classes
        if classes is None or classes.dtype.kind not in "iuf":
            return []
        if len(classes) < MANY_CLASSES:
            return []
        name = getattr(self.original, "name", None) or "name"
        setting = Setting("column_kinds", {name: "continuous"})
        many = f"if the target, which has {len(classes)} different numbers, is a "
        return [
            Remedy(
                many + "measurement, say {setting} of it, by its name, then use fit "
                "and sample",
                setting,
                only="python",
            ),
            Remedy(many + "measurement, say {setting}", setting, only="command line"),
        ]

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
        return values if self.precision is None else self.precision.snap(values)

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
        InputError
            For a label that was never seen.
        """
        if self.kind == "none":
            raise InputError(
                "the real table has no target",
                parameter="y",
                remedies=[
                    Remedy("pass y=None", only="python"),
                    Remedy("leave --target out", only="command line"),
                ],
            )
        y = opened(y)
        check_missing(y)
        values, _ = values_and_kind(y)
        if self.kind == "continuous":
            assert self.precision is not None
            return self.precision.clean(np.asarray(values, dtype=np.float64))
        assert self.classes is not None
        position = {label: i for i, label in enumerate(self.classes.tolist())}
        encoded = [position.get(label, -1) for label in np.asarray(values).tolist()]
        if -1 in encoded:
            label = np.asarray(values).tolist()[encoded.index(-1)]
            raise InputError(
                "the target holds the class {value!r}, which the real table does not "
                "have; its classes are {classes}",
                parameter="y",
                value=label,
                classes=self.classes.tolist(),
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
        values = encoded if self.classes is None else self.classes[encoded]
        if self.columns is not None and self.columns.is_one_vs_all:
            return self.columns.write(y, values)
        if isinstance(y, (pd.Series, pd.DataFrame)):
            dtype = dtype_of(y)
            column = column_of(cast(values, dtype), dtype)
            if isinstance(y, pd.Series):
                column.name = y.name
                return column
            return column.to_frame().set_axis(y.columns, axis=1)
        if self.columns is not None:
            values = values[:, None]
        if isinstance(y, list):
            return values.tolist()
        return cast(values, np.asarray(y).dtype)

    def append(self, y: Any, y_new: Any, X: Any) -> Any:
        """Put synthetic targets behind the real ones, which stay as they are.

        Parameters
        ----------
        y : array-like of shape (n_rows,)
            The real target, as it was read: not every generator keeps it.
        y_new : same container as the real target
            Synthetic targets, as `decode` gives them.
        X : same container as the real table
            The stacked table, whose index a frame or a series of targets takes over;
            beside what has no index it keeps its own.

        Returns
        -------
        same container
            All targets.
        """
        if self.foreign is not None:
            return self.foreign.append(y, y_new)
        if isinstance(y, (pd.Series, pd.DataFrame)):
            stacked = pd.concat([y, y_new]) if len(y_new) else y.copy()
            is_frame = isinstance(X, pd.DataFrame)
            labels = X.index if is_frame else extend_index(y.index, len(y_new))
            return stacked.set_axis(labels, axis=0)
        if isinstance(y, list):
            return y + y_new
        return np.concatenate([np.asarray(y), y_new])


def _rows_of(target: Target, rows: np.ndarray) -> Any:
    y = target.original
    if not len(y):
        # The target of a table whose rows are elsewhere, or are forgotten.
        return y
    if isinstance(y, list):
        return [y[row] for row in rows.tolist()]
    return (
        safe_indexing(y, rows) if isinstance(y, (pd.Series, pd.DataFrame)) else y[rows]
    )
