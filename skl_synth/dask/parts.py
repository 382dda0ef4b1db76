"""Parts: the partitions of a dask frame, with their targets and persons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.beside_parts import Beside, aligned
from skl_synth.dask.part_checks import (
    PartLook,
    check_alike,
    check_length,
    check_rows,
    check_same_order,
    looked_at,
    opened_table,
    sizes_of,
)
from skl_synth.dask.running import Runner
from skl_synth.dask.unchanged_part import unchanged


@dataclass(frozen=True, eq=False)
class Parts:
    """A dask frame that was opened: tasks for its partitions, and how long they are.

    Partitions without rows are left out: they hold nothing, and often have no dtypes of
    their own.

    Parameters
    ----------
    tables : tuple of Delayed
        A frame of pandas for each partition that has rows.
    targets, groups : tuple of Delayed or None
        A series (or frame of one column) for each of these partitions, of as many rows;
        None where there is none.
    sizes : ndarray of shape (n_parts,), dtype int
        Rows of each partition; none is 0.
    table_like : DataFrame
        The table without its rows, with the dtypes and categories of the whole.
    target_like : Series, DataFrame or None
        The target without its rows.
    runner : Runner
        What computes them.
    groups_like : Series, DataFrame or None
        The persons without their rows.
    target_here, groups_here : Series, DataFrame or None
        The target and the persons themselves, where they were passed in memory.

    See Also
    --------
    skl_synth.dask.target_of_parts.target_of_parts : Reads the target.
    skl_synth.dask.persons_of_parts.persons_of_parts : Reads the persons.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> import pandas as pd
    >>> from skl_synth.dask.parts import Parts
    >>> from skl_synth.dask.running import Runner
    >>> frame = pd.DataFrame({"age": [31, 54, 47, 60], "died": ["n", "y", "n", "n"]})
    >>> X = dd.from_pandas(frame, npartitions=2)
    >>> parts = Parts.of(X[["age"]], X["died"], None, Runner())
    >>> parts.sizes.tolist(), parts.target_like.name
    ([2, 2], 'died')
    """

    tables: tuple[Any, ...]
    targets: tuple[Any, ...] | None
    groups: tuple[Any, ...] | None
    sizes: np.ndarray
    table_like: pd.DataFrame
    target_like: Any
    runner: Runner
    groups_like: Any = None
    target_here: Any = None
    groups_here: Any = None

    @classmethod
    def of(cls, X: Any, y: Any, groups: Any, runner: Runner) -> Parts:
        """Open a table, its target and its persons.

        Parameters
        ----------
        X : dask DataFrame
            The table, without the target.
        y : dask Series, array-like of shape (n_rows,) or None
            The target.
        groups : dask Series, array-like of shape (n_rows,) or None
            Which person each row belongs to.
        runner : Runner
            What computes tasks.

        Returns
        -------
        Parts
            The partitions that have rows.

        Raises
        ------
        InputError
            If the table has no rows; if a partition has other columns or dtypes than
            the frame says; if target or groups have another length, or the row labels
            of the table in another order.
        InputTypeError
            If the table is no dask DataFrame.
        """
        X = opened_table(X)
        beside = [
            (name, Beside.of(value, X._meta, name, runner))
            for name, value in (("y", y), ("groups", groups))
            if value is not None
        ]
        is_labelled = any(one.is_labelled for _, one in beside)
        tables = tuple(X.to_delayed())
        looks = looked_at(tables, is_labelled, runner)
        check_rows(looks, tables, runner)
        like = check_alike(looks, X._meta, "X")
        tables = unchanged(tables, looks, "X", runner)
        parts = cls(tables, None, None, sizes_of(looks), like, None, runner)
        for name, one in beside:
            parts = parts._with(name, one, looks)
        return parts._without_empty()._with_categories(looks)

    def __len__(self) -> int:
        return int(self.sizes.sum())

    @property
    def starts(self) -> np.ndarray:
        """The position of the first row of each partition in the whole table."""
        return np.cumsum(self.sizes) - self.sizes

    def with_groups_of(self, column: Any) -> Parts:
        """Take the persons from a column of the table.

        Parameters
        ----------
        column : hashable
            Its name.

        Returns
        -------
        Parts
            The same parts with groups.
        """
        columns = tuple(self.runner.task(_column, one, column) for one in self.tables)
        like = self.table_like[column]
        return replace(self, groups=columns, groups_like=like, groups_here=None)

    def _with(self, name: str, one: Beside, of_table: list[PartLook]) -> Parts:
        """Put what belongs to the rows beside them, cut as the table is."""
        looks = looked_at(one.tasks, one.is_labelled, self.runner)
        like = check_alike(looks, one.like, name)
        check_length(name, int(sizes_of(looks).sum()), len(self))
        check_same_order(of_table, looks, name)
        tasks = one.tasks
        if one.here is None:
            tasks = unchanged(tasks, looks, name, self.runner)
        cut = aligned(tasks, sizes_of(looks), self.sizes, self.runner)
        if name == "y":
            return replace(self, targets=cut, target_like=like, target_here=one.here)
        return replace(self, groups=cut, groups_like=like, groups_here=one.here)

    def _without_empty(self) -> Parts:
        kept = np.flatnonzero(self.sizes).tolist()

        def filled(tasks: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(tasks[place] for place in kept)

        return replace(
            self,
            tables=filled(self.tables),
            targets=None if self.targets is None else filled(self.targets),
            groups=None if self.groups is None else filled(self.groups),
            sizes=self.sizes[kept],
        )

    def _with_categories(self, looks: list[PartLook]) -> Parts:
        """Give columns of categories those of the whole in every partition."""
        wanted = {
            place: dtype
            for place, dtype in enumerate(self.table_like.dtypes)
            if isinstance(dtype, pd.CategoricalDtype)
        }
        heads = [one.like for one in looks if one.n_rows]
        if all(
            head.dtypes.iloc[place] == dtype
            for place, dtype in wanted.items()
            for head in heads
        ):
            return self
        shared = self.runner.put(wanted)
        cast = tuple(self.runner.task(_cast, one, shared) for one in self.tables)
        return replace(self, tables=cast)


def _column(frame: pd.DataFrame, name: Any) -> pd.Series:
    return frame[name]


def _cast(frame: pd.DataFrame, dtypes: dict[int, Any]) -> pd.DataFrame:
    """Give columns, by position, other dtypes."""
    columns = [
        frame.iloc[:, place].astype(dtypes[place])
        if place in dtypes
        else frame.iloc[:, place]
        for place in range(frame.shape[1])
    ]
    return pd.concat(columns, axis=1).set_axis(frame.columns, axis=1)
