"""Margins that were named: rows of single columns, weighted until they have them."""

from __future__ import annotations

import numpy as np

from skl_synth.generators.marginals.counted_rows import CountedRows
from skl_synth.generators.marginals.denoise import (
    contrasts,
    fit_margins,
    shrink_interactions,
)
from skl_synth.generators.marginals.ledger import Ledger
from skl_synth.generators.marginals.pair_tree import PairTree, binned
from skl_synth.generators.marginals.pool import Pool, pool_groups, rake

Margin = tuple[tuple, tuple[int, ...], bool]
"""Names, places of the columns, and whether the target is one of them."""


def weighted_to(
    margins: list[Margin],
    tree: PairTree,
    rows: CountedRows,
    class_counts: np.ndarray,
    ledger: Ledger,
    rho: float,
    rng: np.random.RandomState,
) -> Pool:
    """Count margins, and weight rows until they have them.

    Parameters
    ----------
    margins : list of tuple
        What is counted together.
    tree : PairTree
        The columns, each alone.
    rows : CountedRows
        The real rows.
    class_counts : ndarray of shape (n_classes,)
        Rows that each class is thought to have.
    ledger : Ledger
        Adds noise.
    rho : float
        What all of them may cost.
    rng : RandomState
        Source of the rows.

    Returns
    -------
    Pool
        The rows and their weights.
    """
    groups, real = pool_groups(class_counts), binned(rows, tree)
    coarse, bins = tree.draw(groups, rng)
    drawn = CountedRows(groups, coarse, len(class_counts))
    weights = (class_counts / drawn.classes())[groups]
    tables = real.tables([places for _, places, _ in margins], tree.sizes)
    wanted = []
    for names, places, with_class in margins:
        counts, of_drawn = tables[places], _within(drawn, with_class)
        if not with_class:
            counts = counts.sum(axis=0, keepdims=True)
        measured = ledger.measure(names, counts, rho / len(margins))
        table = _fitted(tree, places, measured.values, measured.sigma, class_counts)
        wanted.append((of_drawn.key(places, tree.sizes), table.ravel()))
    return Pool(groups, bins, rake(weights, wanted))


def _within(rows: CountedRows, with_class: bool) -> CountedRows:
    """Forget the classes of rows, where the target is not in a margin."""
    if with_class:
        return rows
    return CountedRows(np.zeros_like(rows.groups), rows.cells, 1)


def _fitted(
    tree: PairTree,
    places: tuple[int, ...],
    values: np.ndarray,
    sigma: float,
    class_counts: np.ndarray,
) -> np.ndarray:
    """Estimate a margin, with the counts of each of its columns."""
    total = class_counts.sum()
    # Columns were counted in all classes together: the shares of one are those of all.
    alone = [total * tree.coarse_shares(place)[0] for place in places]
    blocks = [tree.columns[place].blocks(tree.coarse[place]) for place in places]
    if len(values) > 1:
        alone = [class_counts, *alone]
        blocks = [contrasts(len(values), ordered=False, missing=0), *blocks]
    else:
        values = values[0]
    expected = total * _product([one / total for one in alone])
    difference = values - expected
    if sigma:
        difference = shrink_interactions(difference, sigma**2, blocks)
    return fit_margins(expected + difference, alone)


def _product(shares: list[np.ndarray]) -> np.ndarray:
    table = np.ones(())
    for one in shares:
        table = table[..., None] * one
    return table
