"""Pairs beyond the tree, chosen in rounds by what the rows so far have most wrong."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from skl_synth.generators.marginals.counted_rows import CountedRows
from skl_synth.generators.marginals.ledger import Ledger
from skl_synth.generators.marginals.pair_choice import choose_pair, score
from skl_synth.generators.marginals.pair_tree import PairTree, binned, fitted_pair
from skl_synth.generators.marginals.plan import Plan
from skl_synth.generators.marginals.pool import Pool, pool_groups, rake

SHARE = 0.35
"""Of the share of pairs, what goes to those beyond the tree, where there are any."""

CHOICE = 0.2
"""Of that, what is spent on choosing them."""

CELLS_WORTH_IT = 400
"""How many cells of a pair there must be that can each be told from noise, for more
pairs than a tree to be worth their noise."""

ROUNDS = 6
"""In so many rounds pairs are chosen, or more where one finds less than its part; after
each, rows are weighted anew."""


@dataclass(frozen=True, eq=False)
class FurtherPairs:
    """Pairs beyond a tree.

    Parameters
    ----------
    ledger : Ledger
        Adds noise.
    rows : CountedRows
        The real rows.
    class_counts : ndarray of shape (n_classes,)
        Rows that each class is thought to have.
    tree : PairTree
        The tree, whose pairs are counted before rows are drawn from it.
    rho : float
        What they may cost.
    beside : tuple, default=()
        The name of the target, where pairs are counted by class.
    """

    ledger: Ledger
    rows: CountedRows
    class_counts: np.ndarray
    tree: PairTree
    rho: float
    beside: tuple = ()

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        rows: CountedRows,
        class_counts: np.ndarray,
        tree: PairTree,
        plan: Plan,
        beside: tuple = (),
    ) -> FurtherPairs:
        """Plan pairs beyond a tree.

        Parameters
        ----------
        ledger, rows, class_counts, tree : object
            As for the class.
        plan : Plan
            What pairs may cost in all.
        beside : tuple, default=()
            As for the class.

        Returns
        -------
        FurtherPairs
            What would be counted.
        """
        return cls(ledger, rows, class_counts, tree, plan.pairs * SHARE, beside)

    @property
    def n_pairs(self) -> int:
        """At most as many as there are columns, and pairs that the tree leaves."""
        n_columns = len(self.tree.columns)
        return min(n_columns, (n_columns - 1) * (n_columns - 2) // 2)

    @property
    def names(self) -> list:
        """Names of the columns."""
        return [one.attribute.name for one in self.tree.columns]

    def are_worth_it(self, n_rows: float) -> bool:
        """Whether there are rows enough for more pairs than a tree.

        Parameters
        ----------
        n_rows : float
            How many rows there are thought to be.

        Returns
        -------
        bool
            Whether their cells can be told from noise.
        """
        if not self.n_pairs:
            return False
        sigma = self.ledger.sigma_of(self.rho / self.n_pairs)
        return n_rows > CELLS_WORTH_IT * max(2 * sigma, 4)

    def pool(self, rng: np.random.RandomState) -> Pool:
        """Choose pairs, count them, and weight rows of the tree until they have them.

        Parameters
        ----------
        rng : RandomState
            Source of the rows.

        Returns
        -------
        Pool
            The rows and their weights.

        References
        ----------
        R. McKenna, B. Mullins, D. Sheldon and G. Miklau, "AIM: an adaptive and
        iterative mechanism for differentially private synthetic data", VLDB 2022.
        """
        groups, real = pool_groups(self.class_counts), binned(self.rows, self.tree)
        coarse, bins = self.tree.draw(groups, rng)
        drawn = CountedRows(groups, coarse, len(self.class_counts))
        weights = (self.class_counts / drawn.classes())[groups]
        sizes = self.tree.sizes
        margins = [
            (drawn.key(pair, sizes), table.ravel())
            for pair, table in self.tree.tables.items()
        ]
        pairs = combinations(range(len(self.names)), 2)
        left = real.tables([p for p in pairs if p not in self.tree.tables], sizes)
        per_round, n_left = -(-self.n_pairs // ROUNDS), self.n_pairs
        before = self.ledger.rho_spent
        while n_left:
            found = self._round(left, drawn, weights, min(per_round, n_left))
            if not found:
                break
            n_left = min(n_left - len(found), self._carried(before))
            margins += [(drawn.key(pair, sizes), one.ravel()) for pair, one in found]
            weights = rake(weights, margins)
        return Pool(groups, bins, weights)

    def _round(
        self,
        left: dict[tuple[int, int], np.ndarray],
        drawn: CountedRows,
        weights: np.ndarray,
        n_pairs: int,
    ) -> list[tuple[tuple[int, int], np.ndarray]]:
        """Choose and count some of the pairs that are left."""
        rho, sizes = self.rho / self.n_pairs, self.tree.sizes
        sigma = self.ledger.sigma_of(rho * (1 - CHOICE))
        expected = {pair: drawn.table(pair, sizes, weights) for pair in left}
        scores = {p: score(counts, expected[p], sigma) for p, counts in left.items()}
        found = []
        for _ in range(n_pairs):
            pair = choose_pair(scores, self.names, self.ledger, rho * CHOICE)
            if pair is None:
                break
            margin = (*self.beside, *(self.names[place] for place in pair))
            counts = left.pop(pair)
            del scores[pair]
            measured = self.ledger.measure(margin, counts, rho * (1 - CHOICE))
            table = fitted_pair(
                self.tree, pair, measured, expected[pair], self.class_counts
            )
            found.append((pair, table))
        return found

    def _carried(self, before: float) -> int:
        """How many pairs can still be paid for: to choose none has its price, too."""
        share = (self.ledger.rho_spent - before) / self.rho
        return int((1 - share) * self.n_pairs + 1e-6)
