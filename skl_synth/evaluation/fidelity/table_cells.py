"""Tables of cells: one, two or three columns crossed, numbers in a few groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from skl_synth.evaluation.fidelity.both_tables import persons_of_both
from skl_synth.evaluation.fidelity.cell_measures import (
    CellMeasures,
    cells_of_persons,
    measure_cells,
)
from skl_synth.evaluation.table_data import Attribute, TableData

N_GROUPS = 5
"""Of a number: groups that hold as many real rows each."""


class CellTable(NamedTuple):
    """Some columns crossed, and how far two tables of rows differ in the cells.

    Parameters
    ----------
    names : tuple of str
        The columns.
    measures : CellMeasures
        The measures.
    """

    names: tuple[str, ...]
    measures: CellMeasures


class CellGroups:
    """The groups and levels of columns, by what the real table holds.

    Parameters
    ----------
    attributes : sequence of Attribute
        The columns.
    real : TableData
        The real rows.
    n_groups : int, default=5
        Groups that a number is cut into.
    """

    def __init__(
        self,
        attributes: Sequence[Attribute],
        real: TableData,
        n_groups: int = N_GROUPS,
    ) -> None:
        self.attributes = tuple(attributes)
        self._edges = [
            _edges(real.values(one), n_groups) if one.is_number else None
            for one in self.attributes
        ]

    @property
    def sizes(self) -> list[int]:
        """Number of groups of each column, that of missing numbers among them."""
        return [
            len(one.levels) if edges is None else len(edges) + 2
            for one, edges in zip(self.attributes, self._edges, strict=True)
        ]

    def code(self, data: TableData) -> np.ndarray:
        """Number the groups and levels of rows.

        Parameters
        ----------
        data : TableData
            Rows of any table.

        Returns
        -------
        ndarray of int, shape (n_rows, n_columns)
            From 0 on; missing numbers are the last group.
        """
        columns = [
            data.values(one) if edges is None else _group(edges, data.values(one))
            for one, edges in zip(self.attributes, self._edges, strict=True)
        ]
        return np.array(columns, dtype=np.int64).reshape(len(columns), len(data)).T

    def cross(
        self,
        real: TableData,
        other: TableData,
        order: int,
        places: Sequence[tuple[int, ...]] | None = None,
    ) -> Iterator[CellTable]:
        """Cross columns, and compare two tables cell by cell.

        Parameters
        ----------
        real, other : TableData
            The rows.
        order : int
            How many columns are crossed at a time.
        places : sequence of tuple of int or None, default=None
            The positions of those that are; None for all combinations.

        Yields
        ------
        CellTable
            One for each combination.
        """
        codes = np.vstack([self.code(real), self.code(other)])
        is_other = np.repeat([False, True], [len(real), len(other)])
        persons = persons_of_both(real, other)
        sizes = self.sizes
        chosen = combinations(range(len(sizes)), order) if places is None else places
        for together in chosen:
            names = tuple(self.attributes[place].name for place in together)
            cells = _cells(codes, together, sizes)
            yield CellTable(names, _measured(cells, is_other, persons))


def _measured(
    cells: np.ndarray, is_other: np.ndarray, persons: np.ndarray | None
) -> CellMeasures:
    size = int(cells.max()) + 1
    counts = [
        np.bincount(cells[side], minlength=size) for side in (~is_other, is_other)
    ]
    spread = None if persons is None else cells_of_persons(cells, persons, is_other)
    return measure_cells(counts[0], counts[1], spread)


def _cells(
    codes: np.ndarray, together: tuple[int, ...], sizes: Sequence[int]
) -> np.ndarray:
    """The cell of each row, numbered so that few rows need few counts."""
    cells = np.zeros(len(codes), dtype=np.int64)
    for place in together:
        cells = cells * sizes[place] + codes[:, place]
    if np.prod([float(sizes[place]) for place in together]) > len(codes):
        return np.unique(cells, return_inverse=True)[1].ravel()
    return cells


def _edges(values: np.ndarray, n_groups: int) -> np.ndarray:
    """Where groups begin; of few values each is one, and what lies beyond them two."""
    present = values[~np.isnan(values)]
    support = np.unique(present)
    if len(support) <= n_groups:
        return np.append(support, np.nextafter(support[-1:], np.inf))
    return np.unique(np.quantile(present, np.arange(1, n_groups) / n_groups))


def _group(edges: np.ndarray, values: np.ndarray) -> np.ndarray:
    groups = np.searchsorted(edges, values, side="right")
    return np.where(np.isnan(values), len(edges) + 1, groups)
