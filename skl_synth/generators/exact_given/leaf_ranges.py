"""Leaves of donors under a condition: how much of them meets it, and draws of that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.exact_given.weighted_draws import draw_by_row
from skl_synth.generators.smoothing import RankSpace
from skl_synth.generators.trees import DonorTree


@dataclass(frozen=True, eq=False)
class LeafRanges:
    """The leaves of a tree, whose donors are in order within each.

    Parameters
    ----------
    tree : DonorTree
        The tree.
    ranks : ndarray of shape (n_donors,)
        The rank of each donor, or its level, in the order of the tree.
    key : ndarray of shape (n_donors,), dtype int
        Leaf and rank in one number, which rises.
    width : int
        What the leaf is multiplied by in it.
    space : RankSpace or None
        The ranks of a number.
    smoothing : float
        See `RankSpace.spread`.
    """

    tree: DonorTree
    ranks: np.ndarray
    key: np.ndarray
    width: int
    space: RankSpace | None
    smoothing: float

    @classmethod
    def of(
        cls,
        tree: DonorTree,
        values: np.ndarray,
        space: RankSpace | None,
        smoothing: float,
    ) -> LeafRanges:
        """Read the leaves of a tree.

        Parameters
        ----------
        tree : DonorTree
            The tree.
        values : ndarray of shape (n_donors,)
            The levels of the donors, where there are no ranks.
        space : RankSpace or None
            The ranks of a number.
        smoothing : float
            See `RankSpace.spread`.

        Returns
        -------
        LeafRanges
            Its leaves.
        """
        ranks = (values if space is None else space.ranks)[tree.donors].astype(np.int64)
        width = int(ranks.max(initial=0)) + 1
        leaves = np.repeat(np.arange(len(tree.size)), tree.size)
        return cls(tree, ranks, leaves * width + ranks, width, space, smoothing)

    def shares(
        self, leaves: np.ndarray, first: np.ndarray, last: np.ndarray
    ) -> np.ndarray:
        """Find how likely what is drawn from leaves lies between two ranks.

        Parameters
        ----------
        leaves : ndarray of shape (n_rows,), dtype int
            The leaf of each row.
        first, last : ndarray of shape (n_rows,)
            The least and the greatest rank.

        Returns
        -------
        ndarray of shape (n_rows,)
            Probabilities.
        """
        begin, end = self._inside(leaves, first, last)
        size = np.maximum(self.tree.size[leaves], 1)
        if self.space is None:
            return np.asarray((end - begin) / size)
        edges = self._edges(leaves, begin, end)
        parts = self._parts(leaves, edges, first, last)
        return np.asarray((np.maximum(end - begin - 2, 0) + parts.sum(axis=1)) / size)

    def draw(
        self,
        leaves: np.ndarray,
        first: np.ndarray,
        last: np.ndarray,
        rng: np.random.RandomState,
    ) -> np.ndarray:
        """Draw ranks between two from leaves, or levels.

        Parameters
        ----------
        leaves : ndarray of shape (n_rows,), dtype int
            The leaf of each row, of which a share lies between them.
        first, last : ndarray of shape (n_rows,)
            The least and the greatest rank.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows,)
            Ranks between those of donors, or levels of donors.
        """
        begin, end = self._inside(leaves, first, last)
        lots = rng.uniform(size=len(leaves))
        if self.space is None:
            return self.ranks[begin + (lots * (end - begin)).astype(np.intp)]
        edges = self._edges(leaves, begin, end)
        inner = np.maximum(end - begin - 2, 0)
        weights = np.c_[inner, self._parts(leaves, edges, first, last)]
        chosen = draw_by_row(weights, rng)
        places = np.c_[begin + 1 + (lots * inner).astype(np.intp), edges]
        place = places[np.arange(len(leaves)), chosen]
        return self._moved(leaves, place, first, last, rng)

    def _inside(
        self, leaves: np.ndarray, first: np.ndarray, last: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the donors of leaves between two ranks, from the first to the last."""
        low = np.clip(np.ceil(first), 0, self.width).astype(np.int64)
        high = np.clip(np.floor(last), -1, self.width - 1).astype(np.int64)
        begin = np.searchsorted(self.key, leaves * self.width + low, side="left")
        end = np.searchsorted(self.key, leaves * self.width + high, side="right")
        return begin, np.maximum(begin, end)

    def _edges(
        self, leaves: np.ndarray, begin: np.ndarray, end: np.ndarray
    ) -> np.ndarray:
        """List the donors whose surroundings may be cut by a bound; -1 for none.

        All others between the first and the last of a range are within it as a whole:
        a donor is moved half-way to its neighbours at most.
        """
        start, size = self.tree.start[leaves], self.tree.size[leaves]
        count = end - begin
        return np.column_stack(
            [
                np.where(begin > start, begin - 1, -1),
                np.where(count > 0, begin, -1),
                np.where(count > 1, end - 1, -1),
                np.where(end < start + size, end, -1),
            ]
        )

    def _parts(
        self,
        leaves: np.ndarray,
        places: np.ndarray,
        first: np.ndarray,
        last: np.ndarray,
    ) -> np.ndarray:
        """Find what share of the surroundings of donors lies between two ranks."""
        pieces, is_fixed = self._pieces(leaves[:, None], np.maximum(places, 0))
        low, high = first[:, None], last[:, None]
        total = sum(np.maximum(end - begin, 0.0) for begin, end in pieces)
        inside = sum(_overlap(piece, low, high) for piece in pieces)
        rank = self.ranks[np.maximum(places, 0)]
        at_all = (rank >= low) & (rank <= high)
        parts = np.where(is_fixed, at_all, inside / np.where(is_fixed, 1.0, total))
        return np.where(places >= 0, parts, 0.0)

    def _moved(
        self,
        leaves: np.ndarray,
        places: np.ndarray,
        first: np.ndarray,
        last: np.ndarray,
        rng: np.random.RandomState,
    ) -> np.ndarray:
        """Move donors within their surroundings, to where both bounds are kept."""
        pieces, is_fixed = self._pieces(leaves, places)
        lengths = np.column_stack([_overlap(one, first, last) for one in pieces])
        lengths[is_fixed] = 1.0
        chosen = draw_by_row(lengths, rng)
        rows = np.arange(len(places))
        begin, end = (
            np.column_stack([one[side] for one in pieces])[rows, chosen]
            for side in (0, 1)
        )
        begin, end = np.maximum(begin, first), np.minimum(end, last)
        moved = begin + rng.uniform(size=len(places)) * (end - begin)
        return np.where(is_fixed, self.ranks[places], moved)

    def _pieces(
        self, leaves: np.ndarray, places: np.ndarray
    ) -> tuple[list[tuple[np.ndarray, np.ndarray]], np.ndarray]:
        """Find the ranks to which donors may be moved, each as likely as another.

        Where they reach beyond the ends of the column they are turned back there, so
        that there are up to three pieces.
        """
        assert self.space is not None
        start = self.tree.start[leaves]
        end = start + self.tree.size[leaves] - 1
        rank, reach = self.ranks[places], self.space.reach
        down, up = reach(
            rank,
            self.ranks[np.maximum(places - 1, start)],
            self.ranks[np.minimum(places + 1, end)],
        )
        low, high = rank - 0.5 * self.smoothing * down, rank + 0.5 * self.smoothing * up
        most = len(self.space.values) - 1
        pieces = [
            (np.maximum(low, 0.0), np.minimum(high, most)),
            (np.zeros_like(low), -low),
            (2.0 * most - high, np.full_like(high, most)),
        ]
        return pieces, self.space.spike[rank] | (high <= low)


def _overlap(
    piece: tuple[np.ndarray, np.ndarray], low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    begin, end = piece
    return np.maximum(np.minimum(end, high) - np.maximum(begin, low), 0.0)
