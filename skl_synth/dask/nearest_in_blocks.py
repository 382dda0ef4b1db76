"""Nearest rows among rows that are elsewhere, exactly."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np

from skl_synth.dask.asked_parts import AskedParts
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.neighbors.signatures import ROUNDING
from skl_synth.neighbors.within import MOST, without_self
from skl_synth.table.layout import MatrixLayout

BATCH = 4_194_304
"""Rows whose neighbours are searched for at a time: what is known of them is here."""


class NeighborsInBlocks:
    """Neighbours of the rows of one class, as `NeighborLists` finds them.

    Parameters
    ----------
    rows : RowBlocks
        The rows of the class. Where they are `ArrangedRows` of the layout, or a part
        of them, no row is moved for the search.
    layout : MatrixLayout
        The matrix in which they are compared.
    k_neighbors : int
        Number of neighbours.
    number : ndarray of shape (n_rows,), default=None
        One more standardised number of each row.

    Attributes
    ----------
    asked_ : dict of str to int
        How much was asked: see `AskedParts`.

    Raises
    ------
    InputError
        If ``k_neighbors`` is a search object.
    """

    def __init__(
        self,
        rows: RowBlocks,
        layout: MatrixLayout,
        k_neighbors: Any,
        number: Any = None,
    ) -> None:
        if not isinstance(k_neighbors, numbers.Integral):
            raise _no_object(k_neighbors)
        self.k_neighbors = int(k_neighbors)
        self.number = None if number is None else np.asarray(number) + 0.0
        self._parts = AskedParts(rows, layout, self.number)
        self.rows = self._parts.rows
        self._known = np.zeros(len(rows), dtype=bool)
        shape = (len(rows), self._k)
        self._lists: np.ndarray = np.empty(shape, dtype=self._parts.positions_dtype)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def asked_(self) -> dict[str, int]:
        """How much was asked."""
        return self._parts.asked_

    @property
    def _k(self) -> int:
        return min(self.k_neighbors, max(len(self) - 1, 0))

    def of(self, rows: np.ndarray) -> np.ndarray:
        """Find the neighbours of some rows.

        Parameters
        ----------
        rows : ndarray of shape (n_wanted,), dtype int
            Positions, also repeated ones.

        Returns
        -------
        ndarray of shape (n_wanted, k), dtype int
            Positions of their neighbours, nearest first.
        """
        wanted = np.zeros(len(self), dtype=bool)
        wanted[rows] = True
        missing = wanted & ~self._known
        if missing.any():
            if missing.mean() > MOST:
                missing = ~self._known
            self._search(np.flatnonzero(missing))
        return self._lists.take(rows, axis=0).astype(np.intp)

    def _search(self, rows: np.ndarray) -> None:
        home = self._parts.home_of(rows)
        # Part after part: what is found for the rows of a part is at hand at a time,
        # and few parts are asked for more than their own rows.
        order = np.argsort(home, kind="stable")
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            wanted = rows[some]
            number = None if self.number is None else self.number[wanted]
            queries = self._parts.rows.take(wanted)
            _, nearest = self._parts.nearest(
                queries, self._k + 1, home[some], number=number
            )
            self._lists[wanted] = without_self(nearest, wanted)
        self._known[rows] = True


class NearestInBlocks:
    """The nearest real row of rows that are elsewhere, as `NearestRow` finds it.

    Parameters
    ----------
    rows : RowBlocks
        The rows that are searched. Where they are `ArrangedRows` of the layout, or a
        part of them, no row is moved for the search.
    layout : MatrixLayout
        The matrix in which they are compared.

    Attributes
    ----------
    asked_ : dict of str to int
        How much was asked: see `AskedParts`.
    """

    def __init__(self, rows: RowBlocks, layout: MatrixLayout) -> None:
        self.layout = layout
        self._parts = AskedParts(rows, layout)
        self.rows = self._parts.rows

    @property
    def asked_(self) -> dict[str, int]:
        """How much was asked."""
        return self._parts.asked_

    def query(
        self,
        rows: RowBlocks,
        near: np.ndarray | None = None,
        within: float = np.inf,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the nearest row of each.

        Parameters
        ----------
        rows : RowBlocks
            The queries.
        near : ndarray of shape (n_queries, n_near), dtype int, default=None
            Positions of rows that are likely to be near, such as the parents of a
            synthetic row. They say which part is asked first; the result does not
            depend on them.
        within : float, default=inf
            Distance beyond which the nearest row is not searched for.

        Returns
        -------
        distances : ndarray of shape (n_queries,)
            Euclidean distance, in standard deviations; infinite beyond ``within``.
        indices : ndarray of shape (n_queries,), dtype int
            Position of the nearest row, the first one among equally near ones; -1
            beyond ``within``.
        """
        home = None
        if near is not None and near.shape[1]:
            home = self._parts.home_of(near[:, 0])
        # The limit is compared as a distance below: its square must not round it down.
        limit = np.square(within) * (1.0 + ROUNDING)
        bounds = None if np.isinf(limit) else np.full(len(rows), limit)
        squared, nearest = self._parts.nearest(rows, 1, home, bounds)
        distances = np.sqrt(squared[:, 0])
        beyond = distances > within
        indices = np.where(beyond, -1, nearest[:, 0])
        return np.where(beyond, np.inf, distances), indices


def _no_object(search: Any) -> InputError:
    """A search object of the user sees the matrix of all rows, which is nowhere."""
    n_neighbors = getattr(search, "n_neighbors", None) or 7
    return InputError(
        "{given} is a search object, which would need all rows of a class in one place",
        parameter="k_neighbors",
        value=search,
        given=Setting("k_neighbors", search),
        remedies=[
            Remedy(
                "give a number of neighbours, {setting}",
                Setting("k_neighbors", max(int(n_neighbors) - 1, 1)),
            ),
            Remedy(
                "draw in one process, skl_synth.TypeAwareSMOTE, on X.compute()",
                only="python",
            ),
        ],
    )
