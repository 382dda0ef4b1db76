"""DistributedTable: a RealTable whose rows are elsewhere."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, fields, replace
from typing import Any, NoReturn

import numpy as np
import pandas as pd

from skl_synth.dask.bare_tables import for_tasks, no_rows, with_rows
from skl_synth.dask.columns_of_blocks import of_each_variable
from skl_synth.dask.encoded_elsewhere import encoded_elsewhere
from skl_synth.dask.few_in_blocks import few_people_of_blocks, summary_of_few_in_blocks
from skl_synth.dask.layout_of_blocks import layout_of_blocks
from skl_synth.dask.part_of_blocks import part_of_blocks
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.rules_of_blocks import RulesOfBlocks
from skl_synth.dask.tails_of_blocks import with_tails_of_blocks
from skl_synth.errors import InputTypeError, Remedy
from skl_synth.neighbors import MixedRows
from skl_synth.table.coded_tails import with_target_tails
from skl_synth.table.constraints import Rules
from skl_synth.table.containers import TableFormat
from skl_synth.table.few_people import FEW
from skl_synth.table.person_columns import person_columns
from skl_synth.table.persons import numbered
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.target import Target


@dataclass(frozen=True, eq=False)
class DistributedTable(RealTable):
    """A real table that was read part by part, and never comes together.

    What is small is here, as in any `RealTable`: schema, layout, rules, and of each row
    its class and its person. The rows themselves are `RowBlocks`. What is asked of all
    rows is summed up in tasks, or asked of one column at a time; what would bring all
    rows together is refused.

    Parameters
    ----------
    schema, layout, target, rules, container, persons : object
        As of a `RealTable`.
    rows : RowBlocks
        The real rows.

    See Also
    --------
    skl_synth.table.RealTable : The same of one machine.
    skl_synth.dask.read_parts.read_parts : Reads such a table.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> import pandas as pd
    >>> from skl_synth.dask.parts import Parts
    >>> from skl_synth.dask.read_parts import read_parts
    >>> from skl_synth.dask.running import Runner
    >>> sex = pd.DataFrame({"sex": ["f"] * 12 + ["m"] * 12 + ["other"]})
    >>> X = dd.from_pandas(sex, npartitions=3)
    >>> table = read_parts(Parts.of(X, None, None, Runner()), None)
    >>> table.few_people()
      column  value  n_persons
    0    sex  other          1
    """

    @classmethod
    def of(cls, table: RealTable, rows: RowBlocks) -> DistributedTable:
        """Put rows that are elsewhere into a table.

        Parameters
        ----------
        table : RealTable
            A table, its rows or none.
        rows : RowBlocks
            The rows.

        Returns
        -------
        DistributedTable
            The same table with these rows.
        """
        known: dict[str, Any] = {
            one.name: getattr(table, one.name) for one in fields(table)
        }
        return cls(**{**known, "rows": rows})

    @property
    def _blocks(self) -> RowBlocks:
        rows: Any = self.rows
        return rows

    def few_people(self, least: int = FEW) -> pd.DataFrame:
        """Name the levels and values that rest on few persons.

        Parameters
        ----------
        least : int, default=10
            What fewer persons have rests on few.

        Returns
        -------
        DataFrame
            As `RealTable.few_people`.
        """
        return few_people_of_blocks(self.schema, self._blocks, self.persons, least)

    def summary_of_few(self) -> pd.DataFrame:
        """Count the levels and values that rest on few persons.

        Returns
        -------
        DataFrame
            As `RealTable.summary_of_few`.
        """
        return summary_of_few_in_blocks(self.schema, self._blocks, self.persons)

    @property
    def person_columns(self) -> list[Hashable]:
        """The columns that belong to the person, see `RealTable.person_columns`."""
        if self.persons is None or not len(self):
            return []
        tasks = of_each_variable(
            self.schema, self._blocks, person_columns, self.persons
        )
        found: list[list[Hashable]] = self._blocks.runner.results(tasks)
        return [name for names in found for name in names]

    def encode(self, X: Any, *, unknown: str = "error") -> Any:
        """Read the rows of another table as the real one was read.

        Parameters
        ----------
        X : dask DataFrame, {array-like, dataframe, sparse matrix}
            A table with the columns of the real one, or with those that are published.
        unknown : {"error", "ignore"}, default="error"
            Whether a level never seen raises an error or is read as unlike all.

        Returns
        -------
        RowBlocks or EncodedRows
            Its rows; of a dask frame they stay where they are.

        Raises
        ------
        InputError
            If the columns differ, or for a level never seen; rows are named as those
            of the whole.
        """
        if not hasattr(X, "to_delayed"):
            return super().encode(X, unknown=unknown)
        return encoded_elsewhere(self, X, self._blocks.runner, unknown=unknown)

    def snap(self, rows: Any) -> Any:
        """Move the numbers of rows onto what their columns can hold.

        Parameters
        ----------
        rows : EncodedRows or RowBlocks
            Rows with any numbers.

        Returns
        -------
        EncodedRows or RowBlocks
            As `RealTable.snap`; those that are elsewhere are moved there.
        """
        if not isinstance(rows, RowBlocks):
            return super().snap(rows)
        rows = rows.in_blocks()
        tasks = rows.each(_snapped, shared=(for_tasks(self),))
        return replace(rows, blocks=tuple(tasks))

    def matrix(self, rows: Any = None) -> np.ndarray:
        """Standardise rows that are here.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the schema.

        Returns
        -------
        ndarray of shape (n_rows, n_matrix_columns), dtype float64
            The rows in units of standard deviations of the real table.

        Raises
        ------
        InputTypeError
            If they are elsewhere, as the real rows are.
        """
        return super().matrix(self._here(rows, "a matrix"))

    def mixed(self, rows: Any = None) -> MixedRows:
        """Standardise rows that are here for a search, see `matrix`.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the schema.

        Returns
        -------
        MixedRows
            The rows, whose distances are those of the matrix.
        """
        return super().mixed(self._here(rows, "a matrix"))

    def decode(
        self, rows: Any, persons: np.ndarray | None = None, seed: int = 0
    ) -> pd.DataFrame:
        """Write snapped rows that are here as a frame.

        Parameters
        ----------
        rows : EncodedRows
            Snapped rows.
        persons, seed : object
            As for `RealTable.decode`.

        Returns
        -------
        DataFrame
            The columns of the real table.

        Raises
        ------
        InputTypeError
            If they are elsewhere.
        """
        return super().decode(self._here(rows, "a frame of pandas"), persons, seed)

    def write(self, candidates: Candidates) -> tuple[Any, Any]:
        """Write candidates that are here as a table and its target.

        Parameters
        ----------
        candidates : Candidates
            Snapped rows with their target.

        Returns
        -------
        tuple of (X, y)
            As `RealTable.write`.

        Raises
        ------
        InputTypeError
            If their rows are elsewhere: these are written as dask frames.
        """
        self._here(candidates.rows, "a frame of pandas")
        return super().write(candidates)

    def take(self, rows: np.ndarray) -> DistributedTable:
        """Restrict the table to some of its rows, as if no others had ever been seen.

        Parameters
        ----------
        rows : ndarray of int or bool
            Positions, or a mask over all rows.

        Returns
        -------
        DistributedTable
            As `RealTable.take`. What each column still holds is asked column by column.
        """
        schema, taken = part_of_blocks(self.schema, self._blocks.take(rows))
        return self._with_tails(
            schema,
            taken,
            self.target.take(np.asarray(rows)),
            self.rules,
            self.container,
            None if self.persons is None else numbered(self.persons[rows]),
        )

    @classmethod
    def _with_tails(
        cls,
        schema: Schema,
        rows: Any,
        target: Target,
        rules: Rules,
        container: TableFormat,
        persons: np.ndarray | None,
    ) -> DistributedTable:
        """Put together a table of some rows, the outermost values coded together."""
        least = schema.publishing.tail
        schema, rows = with_tails_of_blocks(schema, rows, persons, least)
        return cls(
            schema,
            layout_of_blocks(schema, rows),
            rows,
            with_target_tails(target, persons, least),
            _learned_anew(rules, schema, rows, persons),
            container,
            persons,
        )

    def without_rows(self) -> RealTable:
        """Forget the real rows; what remains is a table of one machine.

        Returns
        -------
        RealTable
            As `RealTable.without_rows`.
        """
        return with_rows(self, no_rows(self.schema)).without_rows()

    def _here(self, rows: Any, what: str) -> EncodedRows:
        """Refuse rows that are elsewhere."""
        if rows is None or isinstance(rows, RowBlocks):
            _refuse(what)
        here: EncodedRows = rows
        return here


def _refuse(what: str) -> NoReturn:
    raise InputTypeError(
        "the rows of the table are elsewhere, and {what} of them would bring all "
        "together in one place",
        what=what,
        remedies=[
            Remedy(
                "where there is room for them use .to_local(), which gives the "
                "synthesizer of one machine",
                only="python",
            )
        ],
    )


def _learned_anew(
    rules: Rules, schema: Schema, rows: RowBlocks, persons: np.ndarray | None
) -> Rules:
    if not rules.learned:
        return rules.learned_anew(schema, no_rows(schema))
    return RulesOfBlocks(schema, rows, persons).learned_anew(rules)


def _snapped(rows: EncodedRows, table: RealTable) -> EncodedRows:
    return table.snap(rows)
