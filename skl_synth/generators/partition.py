"""Partition: a real table divided into strata, of which small ones are pooled."""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, warn
from skl_synth.table.by_columns import ByColumns
from skl_synth.table.persons import constant_within
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows
from skl_synth.table.values import some_of

STRATA_CONSTRAINTS: dict = {"by": [str, numbers.Integral, "array-like", None]}
"""Constraint of the parameter that divides a table."""

LEAST_IN_CLASS = 20
"""People that a stratum has in each of its classes, or it is pooled. Of fewer the rows
would be copied rather than learnt: trees have four leaves at least, and with fewer than
five real rows in each a value says whose it is. `publish` asks as many of a class."""


@dataclass(frozen=True, eq=False)
class Partition:
    """Which rows of a table belong to which stratum, and which strata are pooled.

    Parameters
    ----------
    columns : ByColumns
        The columns that say so.
    rows : EncodedRows
        A real row of each stratum, by whose columns the stratum is known.
    labels : DataFrame of shape (n_strata, n_by_columns)
        The values of these columns.
    strata : ndarray of shape (n_rows,), dtype int
        The stratum of each real row.
    counts : ndarray of shape (n_strata, n_classes), dtype int
        Real rows of each.
    persons : ndarray of shape (n_strata, n_classes), dtype int
        The people whose rows these are.
    is_pooled : ndarray of shape (n_strata,), dtype bool
        The strata that are made together.
    """

    columns: ByColumns
    rows: EncodedRows
    labels: pd.DataFrame
    strata: np.ndarray
    counts: np.ndarray
    persons: np.ndarray
    is_pooled: np.ndarray

    @classmethod
    def of(cls, real: RealTable, by: Any) -> Partition:
        """Divide a table.

        Parameters
        ----------
        real : RealTable
            The table, with its rows.
        by : hashable or list of hashable
            The columns whose values divide it.

        Returns
        -------
        Partition
            The strata, in the order of the values of the columns.

        Raises
        ------
        InputError
            If a column cannot be used, or persons belong to several strata.
        """
        columns = ByColumns.find(real, by)
        _, first, strata = np.unique(
            columns.cells(real.rows), axis=0, return_index=True, return_inverse=True
        )
        strata = strata.reshape(-1)
        if real.has_visits:
            _check_persons(real, columns, strata)
        rows = real.rows.take(first)
        counts, persons = _sizes(real, strata, len(first))
        labels = columns.frame(real.schema, rows)
        is_pooled = _pooled(persons)
        return cls(columns, rows, labels, strata, counts, persons, is_pooled)

    @property
    def parts(self) -> list[np.ndarray]:
        """The strata that are made together, by position: each alone, then the pool."""
        alone = [np.array([one]) for one in np.flatnonzero(~self.is_pooled)]
        return (
            [*alone, np.flatnonzero(self.is_pooled)] if self.is_pooled.any() else alone
        )

    def name(self, strata: np.ndarray) -> str:
        """Name a part of the table, for messages.

        Parameters
        ----------
        strata : ndarray of int
            One of ``parts``.

        Returns
        -------
        str
            As in ``hospital='A'``; empty where it is the whole table.
        """
        if len(strata) == len(self.counts):
            return ""
        if len(strata) > 1:
            return "the pooled strata"
        return self._name_of(int(strata[0]))

    def shared(self, counts: np.ndarray) -> np.ndarray:
        """Share numbers of rows among the strata in proportion to the real rows.

        Parameters
        ----------
        counts : ndarray of shape (n_classes,), dtype int
            Rows of each class.

        Returns
        -------
        ndarray of shape (n_strata, n_classes), dtype int
            Whole numbers with exactly these sums. The real counts give themselves.
        """
        shares = self.counts * np.asarray(counts, dtype=np.int64)
        whole, rest = np.divmod(shares, np.maximum(self.counts.sum(axis=0), 1))
        # Largest remainders first; a stable sort makes ties fall to the first stratum.
        turn = np.argsort(np.argsort(-rest, axis=0, kind="stable"), axis=0)
        return whole + (turn < counts - whole.sum(axis=0))

    def frame(self, names: list[str]) -> pd.DataFrame:
        """Show the strata.

        Parameters
        ----------
        names : list of str
            Names of the classes; none where the table has no classes.

        Returns
        -------
        DataFrame
            One row per stratum, by the values of its columns: its real rows,
            whether it is pooled, and its rows of each class.
        """
        shown = {"rows": self.counts.sum(axis=1), "pooled": self.is_pooled}
        shown |= dict(zip(names, self.counts.T, strict=bool(names)))
        labels = self.labels
        index: pd.Index = pd.MultiIndex.from_frame(labels)
        if labels.shape[1] == 1:
            index = pd.Index(labels.iloc[:, 0], name=labels.columns[0])
        return pd.DataFrame(shown).set_axis(index, axis=0)

    def warn_of_pool(self) -> None:
        """Say which strata are too small to be made apart, and how small."""
        small, n_strata = _small(self.persons), len(self.counts)
        if not small.any() or n_strata == 1:
            return
        sizes = self.counts.sum(axis=1).tolist()
        named, others = (
            [
                _Named(f"{self._name_of(i)} ({sizes[i]} rows)")
                for i in np.flatnonzero(one).tolist()
            ]
            for one in (small, self.is_pooled & ~small)
        )
        warn(
            "{n} of {n_strata} strata have fewer than {least} {unit} in a class and "
            "are made together: {named}{joined}",
            parameter="by",
            value=list(self.columns.names),
            n=int(small.sum()),
            n_strata=n_strata,
            least=LEAST_IN_CLASS,
            unit="rows" if np.array_equal(self.persons, self.counts) else "people",
            named=some_of(named),
            joined=f", with {some_of(others)}, so that they are enough" * bool(others),
            remedies=["join them to others in the column itself"],
            stacklevel=3,
        )

    def _name_of(self, stratum: int) -> str:
        row = self.labels.iloc[stratum]
        return " and ".join(f"{name}={_plain(one)!r}" for name, one in row.items())


class _Named(str):
    """Text that is shown as it is, where values are shown as in Python."""

    def __repr__(self) -> str:
        return str(self)


def _plain(value: Any) -> Any:
    """Show a value as people write it: no types of numpy or pandas."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp | pd.Timedelta):
        return str(value)
    return value.item() if isinstance(value, np.generic) else value


def _sizes(
    real: RealTable, strata: np.ndarray, n_strata: int
) -> tuple[np.ndarray, np.ndarray]:
    """Count the rows, and the people, of each stratum and class."""
    cells = strata * real.n_groups + real.target.groups
    n_cells = n_strata * real.n_groups
    shape = n_strata, real.n_groups
    counts = np.bincount(cells, minlength=n_cells).reshape(shape)
    if real.persons is None:
        return counts, counts
    once = np.unique(np.column_stack([cells, real.persons]), axis=0)[:, 0]
    return counts, np.bincount(once, minlength=n_cells).reshape(shape)


def _small(persons: np.ndarray) -> np.ndarray:
    """Mark the strata that have too few people in a class which they have."""
    few = (persons > 0) & (persons < LEAST_IN_CLASS)
    return np.asarray(few.any(axis=1))


def _pooled(persons: np.ndarray) -> np.ndarray:
    """Choose what is made together: small strata, and more until they are enough."""
    pooled = _small(persons)
    if not pooled.any():
        return pooled
    by_size = np.argsort(persons.sum(axis=1), kind="stable")
    for stratum in by_size[~pooled[by_size]]:
        if not _small(persons[pooled].sum(axis=0, keepdims=True))[0]:
            break
        pooled[stratum] = True
    return pooled


def _check_persons(real: RealTable, columns: ByColumns, strata: np.ndarray) -> None:
    """Refuse to divide a person among strata: each would make half of a history."""
    assert real.persons is not None
    if constant_within(real.persons, strata):
        return
    raise InputError(
        "{parameter} divides persons: some have rows in several strata of {columns}, "
        "and a part of a person is nobody",
        parameter="by",
        value=list(columns.names),
        columns=some_of(columns.names),
        remedies=[
            "name a column that is the same in all rows of a person, such as where the "
            "first visit was",
            Remedy("leave by out"),
        ],
    )
