"""Tracing: membership solved for from the counts of a release.

A release whose counts follow those of the real table says who was counted, though no
row of it resembles anybody. What is known of a person need not be rare: hundreds of
counts, each of which moves a little with every member, together have one solution.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import lsqr

from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.cells import Pool, pool_of

DAMPING = {"values": 2.0, "singles": 1.0, "pairs": 2.0, "triples": 4.0}
"""How strongly weights are held to the share of members. Found on 300 and 1,000
simulated patients, where half and double this move the area by .02 at most."""

MOST_STEPS = 100
"""Steps of the solver; further ones move no area by more than .001."""


def tracing_scores(context: AttackContext, rng: np.random.RandomState) -> np.ndarray:
    """Solve the counts of the release for who was counted.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Source of what is counted where there is much.

    Returns
    -------
    ndarray of shape (n_people,)
        The weight of each person with which all candidates together make up the counts
        by class and column, and by class and pair of columns; higher for rather a
        member.

    Notes
    -----
    The attacker holds a list of candidates, members among them, and knows all of each
    but whether they were in the table: the strongest case. Who is a member is solved
    for by ridge least squares, each count divided by its spread under chance.

    References
    ----------
    .. [1] C. Dwork, A. Smith, T. Steinke, J. Ullman, S. Vadhan, "Robust traceability
       from trace amounts", FOCS 2015.
    .. [2] M. S. M. S. Annamalai, A. Gadotti, L. Rocher, "A linear reconstruction
       approach for attribute inference attacks against synthetic data",
       arXiv:2301.10053, 2024.
    """
    return _weights(pool_of(context, (1, 2), rng), DAMPING["pairs"])


def single_scores(context: AttackContext, rng: np.random.RandomState) -> np.ndarray:
    """Solve as `tracing_scores` does, from counts by class and column alone.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Not used: nothing is drawn by chance.

    Returns
    -------
    ndarray of shape (n_people,)
        Weights; they say more than those of pairs where single columns were matched,
        or drawn, and pairs are wrong.
    """
    return _weights(pool_of(context, (1,), rng), DAMPING["singles"])


def value_scores(context: AttackContext, rng: np.random.RandomState) -> np.ndarray:
    """Solve as `single_scores` does, with every value of a number a cell of its own.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Not used: nothing is drawn by chance.

    Returns
    -------
    ndarray of shape (n_people,)
        Weights; they say more than those of bins where numbers are drawn from real
        people and moved by no more than a step or two.
    """
    return _weights(pool_of(context, (1,), rng, n_bins=None), DAMPING["values"])


def triple_scores(context: AttackContext, rng: np.random.RandomState) -> np.ndarray:
    """Solve as `tracing_scores` does, from counts of three columns as well.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Source of what is counted where there is much.

    Returns
    -------
    ndarray of shape (n_people,)
        Weights; they say more than those of pairs where rows follow single people.
    """
    return _weights(pool_of(context, (1, 2, 3), rng), DAMPING["triples"])


def reference_scores(context: AttackContext, rng: np.random.RandomState) -> np.ndarray:
    """Compare the counts of the release with those of a reference sample.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Source of who is in the sample.

    Returns
    -------
    ndarray of shape (n_people,)
        How much more a person resembles the release than the sample, cell by cell:
        Homer's statistic. The attacker holds one record and some other people of the
        population, and no list of candidates.

    References
    ----------
    .. [1] N. Homer et al., "Resolving individuals contributing trace amounts of DNA to
       highly complex mixtures using high-density SNP genotyping microarrays", PLoS
       Genetics 4(8), 2008.
    """
    pool = pool_of(context, (1, 2), rng)
    half = np.empty(len(pool.is_member), dtype=bool)
    # Nobody is compared with a sample that they stand in: of either kind one half is
    # compared with controls of the other.
    for kind in (pool.is_member, ~pool.is_member):
        half[kind] = rng.permutation(kind.sum()) % 2 == 0
    scores = np.zeros(len(half))
    for side in (half, ~half):
        sample = pool.counts[~side & ~pool.is_member]
        if sample.shape[0] and pool.n_tables:
            scores[side] = _beyond(pool, pool.counts[side], sample)
    return scores[pool.attacked]


def _beyond(
    pool: Pool, people: sparse.csr_matrix, sample: sparse.csr_matrix
) -> np.ndarray:
    """Sum up what sets the release apart from a sample, over the cells of each person.

    Of several rows of a person the mean counts: not who has many.
    """
    n_rows = sample.sum() / pool.n_tables
    expected = np.asarray(sample.sum(axis=0)).ravel() / n_rows
    gap = pool.released / pool.n_released - expected
    # Squared spread under chance; a cell that nobody of the sample stands in has some.
    gap /= expected * (1 - expected) + 1 / n_rows
    own_rows = np.asarray(people.sum(axis=1)).ravel() / pool.n_tables
    found: np.ndarray = people @ gap / own_rows - expected @ gap
    return found


def _weights(pool: Pool, damping: float) -> np.ndarray:
    """Solve for the weights of the candidates, and give those of who is attacked."""
    if not pool.n_tables:
        return np.zeros(len(pool.attacked))
    total = np.asarray(pool.counts.sum(axis=0)).ravel()
    n_rows = total.sum() / pool.n_tables
    of_all, n_of_members = total / n_rows, pool.share * n_rows
    # What the release would count of the members among the candidates, less what it
    # would if everybody were a member by the same chance.
    excess = pool.released * (n_of_members / pool.n_released) - pool.share * total
    spread = np.sqrt(np.maximum(n_of_members * of_all * (1 - of_all), 1.0))
    cells = pool.counts.T.multiply(1 / spread[:, None]).tocsr()
    found = lsqr(cells, excess / spread, damp=damping, iter_lim=MOST_STEPS)[0]
    weights: np.ndarray = found[pool.attacked]
    return weights
