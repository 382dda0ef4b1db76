"""Tracing by counts: how much each cell of a release says of one person."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

DAMPING = (4.0, 0.3, 4.0)
"""How much noise the release adds to a count, in units of the chance that draws people,
where all cells are used, those of single columns, and those of pairs. Least squares
that believed the counts to the letter would follow that noise."""

MOST_PEOPLE = 3000
"""People who are solved for together; who is left out counts as chance."""


class CellWeights(NamedTuple):
    """What a count of each cell says of the people who are looked for.

    Parameters
    ----------
    weights : ndarray of shape (n_kinds, n_targets, n_cells)
        For each kind of cells that are used.
    expected : ndarray of shape (n_cells,)
        The counts of a table of people drawn by chance.
    """

    weights: np.ndarray
    expected: np.ndarray

    def scores(self, counts: np.ndarray) -> np.ndarray:
        """Say how much a release looks as if somebody was in its table.

        Parameters
        ----------
        counts : ndarray of shape (n_cells,)
            The counts of a release.

        Returns
        -------
        ndarray of shape (n_targets, n_kinds)
            Higher for rather a member.
        """
        found: np.ndarray = (self.weights @ (counts - self.expected)).T
        return found


def weigh_cells(
    cells: np.ndarray,
    n_single: int,
    persons: np.ndarray,
    targets: np.ndarray,
    share: float,
    rng: np.random.RandomState,
) -> CellWeights:
    """Solve least squares once, for whatever release.

    The counts of a release are those of its people, with noise. Who was among them is
    solved for by ridge regression, each count divided by its spread under chance. The
    solution is linear in the counts.

    Parameters
    ----------
    cells : ndarray of shape (n_rows, n_blocks), dtype int
        The cells of each real row, see `count_cells`.
    n_single : int
        How many of the blocks are of single columns, which come first. These, and the
        others, are used alone, too: some methods follow single columns only.
    persons : ndarray of shape (n_rows,), dtype int
        Whom the rows belong to.
    targets : ndarray of int
        The people who are looked for.
    share : float
        The share of people who are in a table.
    rng : RandomState
        Draws who is solved for, of very many.

    Returns
    -------
    CellWeights
        By all cells, by those of single columns, and by those of pairs.

    References
    ----------
    .. [1] C. Dwork et al., "Robust traceability from trace amounts", FOCS 2015.
    .. [2] M. S. M. S. Annamalai, A. Gadotti, L. Rocher, "A linear reconstruction
       approach for attribute inference attacks against synthetic data",
       arXiv:2301.10053, 2023.
    """
    ones = np.ones(cells.size)
    where = np.repeat(persons, cells.shape[1]), cells.ravel()
    table = sparse.coo_matrix((ones, where)).tocsr()
    expected = share * np.asarray(table.sum(axis=0)).ravel()
    squares = np.asarray(table.multiply(table).sum(axis=0)).ravel()
    spread = np.sqrt(share * (1 - share) * np.maximum(squares, 1.0))
    who = _solved_for(table.shape[0], targets, rng)
    is_single = np.zeros(table.shape[1])
    is_single[cells[:, :n_single].ravel()] = 1.0
    table = table[who]
    used = np.ones(table.shape[1]), is_single, 1 - is_single
    kinds = [
        _solution(table.multiply(one / spread).tocsr(), len(targets), damping) / spread
        for one, damping in zip(used, DAMPING, strict=True)
    ]
    return CellWeights(np.array(kinds), expected)


def _solved_for(
    n_people: int, targets: np.ndarray, rng: np.random.RandomState
) -> np.ndarray:
    """Those who are looked for, first, and others."""
    others = np.setdiff1d(np.arange(n_people), targets)
    if n_people > MOST_PEOPLE:
        others = rng.permutation(others)[: MOST_PEOPLE - len(targets)]
    return np.r_[targets, others]


def _solution(table: sparse.csr_matrix, n_targets: int, damping: float) -> np.ndarray:
    """The first rows of the matrix that turns counts into people."""
    gram = (table @ table.T).toarray()
    gram[np.diag_indices_from(gram)] += damping
    wanted = np.eye(len(gram), n_targets)
    solved = cho_solve(cho_factor(gram), wanted)
    return np.asarray((table.T @ solved).T)
