"""Rows as cells, ready to be counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.table.real import RealTable

Places = TypeVar("Places", bound=tuple[int, ...])


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
    times : ndarray of shape (n_rows,), dtype int, or None, default=None
        How many real rows each stands for; None for one each.
    """

    groups: np.ndarray
    cells: np.ndarray
    n_classes: int
    times: np.ndarray | None = None

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
        return counted(self.groups, self.n_classes, self.times)

    def of_column(self, place: int) -> CountedRows:
        """Give the rows of one attribute alone, enough for all its counts.

        Parameters
        ----------
        place : int
            Which attribute.

        Returns
        -------
        CountedRows
            Rows of a single cell each.
        """
        return replace(self, cells=self.cells[:, place : place + 1])

    def in_bins(self, bins_of: Callable[[int, np.ndarray], np.ndarray]) -> CountedRows:
        """Take cells together.

        Parameters
        ----------
        bins_of : callable
            Takes the place of an attribute and cells of it, and gives their bins.

        Returns
        -------
        CountedRows
            The same rows by bin.
        """
        bins = np.empty_like(self.cells)
        for place in range(self.cells.shape[1]):
            bins[:, place] = bins_of(place, self.cells[:, place])
        return replace(self, cells=bins)

    def tables(
        self, margins: Iterable[Places], sizes: list[int]
    ) -> dict[Places, np.ndarray]:
        """Count rows by class and several sets of attributes, in one pass.

        Parameters
        ----------
        margins : iterable of tuple of int
            Which attributes are counted together.
        sizes : list of int
            How many cells each attribute has, of all attributes.

        Returns
        -------
        dict of tuple of int to ndarray of shape (n_classes, ...)
            The counts of each set.
        """
        return {places: self.table(places, sizes) for places in margins}

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
            What each row counts; None for what it stands for.

        Returns
        -------
        ndarray of shape (n_classes, ...)
            The counts.
        """
        shape = (self.n_classes, *(sizes[place] for place in places))
        key = self.key(places, sizes)
        n_cells = int(np.prod(shape))
        if weights is not None:
            return np.bincount(key, weights, n_cells).reshape(shape)
        return counted(key, n_cells, self.times).reshape(shape)

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


def counted(
    places: np.ndarray, n_places: int, times: np.ndarray | None = None
) -> np.ndarray:
    """Count how often each place stands among some.

    Parameters
    ----------
    places : ndarray of shape (n_rows,), dtype int
        Places from 0 on.
    n_places : int
        How many there are.
    times : ndarray of shape (n_rows,), dtype int, or None, default=None
        How often each row counts; None for once.

    Returns
    -------
    ndarray of shape (n_places,), dtype int
        The counts.
    """
    if times is None:
        return np.bincount(places, minlength=n_places)
    # As floats, which hold whole numbers up to 2**53: more than there are people.
    return np.bincount(places, times, n_places).astype(np.int64)
