"""A tree of pairs under conditions: messages from the leaves, draws from the roots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.exact_given.weighted_draws import draw_by_row, shares_within
from skl_synth.generators.marginals.column_evidence import ColumnEvidence
from skl_synth.generators.marginals.pair_tree import PairTree


@dataclass(frozen=True, eq=False)
class GivenTree:
    """A tree of pairs, and how likely what hangs on each column meets conditions.

    Parameters
    ----------
    tree : PairTree
        The tree.
    evidence : dict of int to ColumnEvidence
        What conditions say of columns, by their places.
    order : list of (int, int)
        Columns, each behind the one in whose view it is drawn; -1 for none.
    beliefs : dict of int to ndarray of shape (n_conditions, n_classes, n_coarse)
        How likely each coarse bin of a column is to meet what is said of it and of all
        columns that are drawn in its view, up to a factor of the condition and class.
    log_likelihood : ndarray of shape (n_conditions, n_classes)
        Logarithm of the probability that a row of a class meets a condition.

    References
    ----------
    J. Pearl, "Probabilistic Reasoning in Intelligent Systems", 1988, chapter 4.
    """

    tree: PairTree
    evidence: dict[int, ColumnEvidence]
    order: list[tuple[int, int]]
    beliefs: dict[int, np.ndarray]
    log_likelihood: np.ndarray

    @classmethod
    def of(
        cls, tree: PairTree, evidence: dict[int, ColumnEvidence], n_conditions: int
    ) -> GivenTree:
        """Send messages from the leaves to the roots.

        Parameters
        ----------
        tree : PairTree
            The tree.
        evidence : dict of int to ColumnEvidence
            What conditions say of columns.
        n_conditions : int
            How many conditions there are.

        Returns
        -------
        GivenTree
            What rows are drawn from.
        """
        order = list(tree.order())
        n_classes = len(tree.columns[0].shares) if tree.columns else 1
        beliefs = {
            place: _coarse_evidence(tree, place, one) for place, one in evidence.items()
        }
        log_likelihood = np.zeros((n_conditions, n_classes))
        for place, parent in reversed(order):
            if place not in beliefs:
                continue
            # Of many columns the product would be too small a number.
            most = beliefs[place].max(axis=2)
            with np.errstate(divide="ignore"):
                log_likelihood += np.log(most)
            beliefs[place] /= np.where(most > 0, most, 1.0)[:, :, None]
            steps = transitions(tree, place, parent).transpose(0, 2, 1)
            message = (beliefs[place].transpose(1, 0, 2) @ steps).transpose(1, 0, 2)
            if parent >= 0:
                before = beliefs.get(parent)
                beliefs[parent] = message if before is None else before * message
                continue
            with np.errstate(divide="ignore"):
                log_likelihood += np.log(message[:, :, 0])
        return cls(tree, evidence, order, beliefs, log_likelihood)

    def draw(
        self, which: np.ndarray, groups: np.ndarray, rng: np.random.RandomState
    ) -> np.ndarray:
        """Draw rows that meet conditions, as bins.

        Parameters
        ----------
        which : ndarray of shape (n_rows,), dtype int
            The condition of each row.
        groups : ndarray of shape (n_rows,), dtype int
            The class of each row, which can meet it.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows, n_columns), dtype int
            Bins.
        """
        coarse = np.zeros((len(which), len(self.tree.columns)), dtype=np.intp)
        bins = np.zeros_like(coarse)
        for place, parent in self.order:
            above = coarse[:, parent] if parent >= 0 else np.zeros_like(which)
            weights = transitions(self.tree, place, parent)[groups, above]
            if place in self.beliefs:
                weights = weights * self.beliefs[place][which, groups]
            coarse[:, place] = draw_by_row(weights, rng)
            bins[:, place] = self._bins(place, which, groups, coarse[:, place], rng)
        return bins

    def _bins(
        self,
        place: int,
        which: np.ndarray,
        groups: np.ndarray,
        chosen: np.ndarray,
        rng: np.random.RandomState,
    ) -> np.ndarray:
        """Draw bins within coarse ones, in view of what is said of the column."""
        in_coarse = self.tree.coarse[place] == chosen[:, None]
        weights = bins_within(self.tree, place)[groups] * in_coarse
        if place in self.evidence:
            one = self.evidence[place]
            weights = weights * one.bin_weights[one.pattern[which]]
        return draw_by_row(weights, rng)


def transitions(tree: PairTree, place: int, parent: int) -> np.ndarray:
    """Give how likely each coarse bin is in view of the one that is drawn before.

    Parameters
    ----------
    tree : PairTree
        The tree.
    place, parent : int
        A column, and the one in whose view it is drawn; -1 for none.

    Returns
    -------
    ndarray of shape (n_classes, n_coarse_of_parent, n_coarse)
        Probabilities; where nothing was counted, all are as likely.
    """
    if parent < 0:
        table = tree.coarse_shares(place)[:, None, :]
    else:
        table = tree.table_of(parent, place)
    return shares_within(np.zeros(table.shape[2], dtype=np.intp), table)


def bins_within(tree: PairTree, place: int) -> np.ndarray:
    """Give how likely each bin of a column is within its coarse one.

    Parameters
    ----------
    tree : PairTree
        The tree.
    place : int
        The column.

    Returns
    -------
    ndarray of shape (n_classes, n_bins)
        Probabilities.
    """
    return shares_within(tree.coarse[place], tree.columns[place].shares)


def _coarse_evidence(tree: PairTree, place: int, one: ColumnEvidence) -> np.ndarray:
    """How likely each coarse bin is to meet what is said of the column itself."""
    in_coarse = tree.coarse[place][:, None] == np.arange(tree.sizes[place])
    of_class = bins_within(tree, place)[:, :, None] * in_coarse
    by_pattern = np.einsum("pb,gbj->pgj", one.bin_weights, of_class)
    weights: np.ndarray = by_pattern[one.pattern]
    return weights
