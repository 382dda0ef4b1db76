"""Rows as cells, ready to be counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.table.real import RealTable


@dataclass(frozen=True, eq=False)
class CountedRows:
    """Real rows by class and cell; true counts leave it through a ledger alone.

    Parameters
    ----------
    groups : ndarray of shape (n_rows,), dtype int
        The class of each row.
    cells : ndarray of shape (n_rows, n_attributes), dtype int
        Its cells.
    n_classes : int
        How many classes there are.
    """

    groups: np.ndarray
    cells: np.ndarray
    n_classes: int

    @classmethod
    def of(cls, real: RealTable, attributes: list[Attribute]) -> CountedRows:
        """Read real rows into cells.

        Parameters
        ----------
        real : RealTable
            The rows.
        attributes : list of Attribute
            What is counted of them.

        Returns
        -------
        CountedRows
            The rows.
        """
        cells = np.zeros((len(real), len(attributes)), dtype=np.intp)
        for place, one in enumerate(attributes):
            cells[:, place] = one.cells_of(real.rows, real.target.encoded)
        return cls(real.target.groups, cells, real.n_groups)

    def classes(self) -> np.ndarray:
        """Count the rows of each class.

        Returns
        -------
        ndarray of shape (n_classes,), dtype int
            The counts.
        """
        return np.bincount(self.groups, minlength=self.n_classes)

    def table(
        self,
        places: tuple[int, ...],
        sizes: list[int],
        weights: np.ndarray | None = None,
    ) -> np.ndarray:
        """Count rows by class and some attributes.

        Parameters
        ----------
        places : tuple of int
            Which attributes.
        sizes : list of int
            How many cells each attribute has, of all attributes.
        weights : ndarray of shape (n_rows,), default=None
            What each row counts; None for 1.

        Returns
        -------
        ndarray of shape (n_classes, ...)
            The counts.
        """
        shape = (self.n_classes, *(sizes[place] for place in places))
        key = self.key(places, sizes)
        counts = np.bincount(key, weights=weights, minlength=int(np.prod(shape)))
        return counts.reshape(shape)

    def key(self, places: tuple[int, ...], sizes: list[int]) -> np.ndarray:
        """Number the cells of a table that rows are in.

        Parameters
        ----------
        places : tuple of int
            Which attributes.
        sizes : list of int
            How many cells each attribute has, of all attributes.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            The place of each row in the flat table by class and these attributes.
        """
        key = self.groups
        for place in places:
            key = key * sizes[place] + self.cells[:, place]
        return key
