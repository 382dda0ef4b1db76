"""Which rows are held out, and batches with every class in each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.neural.heads import Heads
from skl_synth.generators.neural.level_transform import Levels


@dataclass(frozen=True, eq=False)
class LearningSet:
    """Rows to learn from, with their classes.

    Parameters
    ----------
    rows : Levels
        The rows.
    groups : ndarray of shape (n_rows,), dtype int
        The class of each.
    n_groups : int
        Number of classes; 1 where there are none.
    heads : Heads
        The layout of their levels.
    """

    rows: Levels
    groups: np.ndarray
    n_groups: int
    heads: Heads

    def __len__(self) -> int:
        return len(self.groups)

    def take(self, rows: np.ndarray) -> LearningSet:
        """Return the set with the given rows only.

        Parameters
        ----------
        rows : ndarray of int
            Positions.

        Returns
        -------
        LearningSet
            The rows asked for.
        """
        chosen = self.rows.take(rows), self.groups[rows]
        return LearningSet(*chosen, self.n_groups, self.heads)


def hold_out(
    groups: np.ndarray, fraction: float, rng: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray]:
    """Split rows into those to learn from and those to check by, class by class.

    Parameters
    ----------
    groups : ndarray of shape (n_rows,), dtype int
        The class of each row.
    fraction : float
        Share of each class to be held out, rounded down: a small class is learnt from
        whole.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    learning, checking : ndarray of int
        Positions of the rows.
    """
    # Sorted by class, at random within it, so that the first rows of each are held out.
    order = rng.permutation(len(groups))
    order = order[np.argsort(groups[order], kind="stable")]
    sizes = np.bincount(groups)
    rank = np.arange(len(groups)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    held = rank < np.floor(fraction * sizes)[groups[order]]
    return np.sort(order[~held]), np.sort(order[held])


class ClassBatches:
    """Draws batches in which every class has the same number of rows every time.

    Classes share a batch by the square root of their sizes, so that rare ones are seen
    more often than they come, and each has one row at least. The networks are given the
    class, so its share in a batch is not learnt. As every batch has its classes in the
    same places, their columns are written once, and a critic that looks at packs of
    rows finds the same classes in the real and in the generated ones.

    Parameters
    ----------
    groups : ndarray of shape (n_rows,), dtype int
        The class of each row.
    batch_size : int
        Rows of a batch; more where there are more classes than that.
    multiple : int
        The size of a batch is a multiple of this.

    Attributes
    ----------
    slots : ndarray of shape (n_slots,), dtype int
        The class of each place in a batch.
    n_steps : int
        Batches of an epoch.
    """

    def __init__(self, groups: np.ndarray, batch_size: int, multiple: int = 1) -> None:
        self.sizes = np.bincount(groups)
        self.starts = np.cumsum(self.sizes) - self.sizes
        self.order = np.argsort(groups, kind="stable")
        share = np.sqrt(self.sizes) / np.sqrt(self.sizes).sum()
        size = min(batch_size, len(groups))
        quotas = np.maximum(np.rint(share * size), self.sizes > 0).astype(np.intp)
        # Rounding up in the largest class is noticed least.
        quotas[np.argmax(quotas)] += -quotas.sum() % multiple
        self.slots = np.repeat(np.arange(len(quotas)), quotas)
        self.n_steps = len(groups) // size

    def rows(
        self, rng: np.random.RandomState, n_batches: int | None = None
    ) -> np.ndarray:
        """Draw the batches of one epoch.

        Parameters
        ----------
        rng : RandomState
            Source of randomness.
        n_batches : int or None
            How many; None for those of an epoch.

        Returns
        -------
        ndarray of shape (n_batches, n_slots), dtype int
            Positions of rows.
        """
        n_batches = self.n_steps if n_batches is None else n_batches
        drawn = rng.uniform(size=(n_batches, len(self.slots)))
        place = (drawn * self.sizes[self.slots]).astype(np.intp)
        return self.order[self.starts[self.slots] + place]
