"""Heads: how the levels and offsets of a row lie in the columns of a network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.neural.level_transform import Levels, LevelTransform


@dataclass(frozen=True, eq=False)
class Heads:
    """How levels and offsets lie side by side in the output of a network.

    The levels of all heads come first, one column each, then one offset per component
    of a mode. CTGAN has one offset per number, which has to serve whichever level is
    drawn; where each component has its own, a level and its offset belong together.

    Parameters
    ----------
    starts, stops : ndarray of shape (n_heads,)
        The columns of each head.
    components : ndarray of shape (n_components,)
        The column of each component.
    numbers : ndarray of shape (n_components,)
        The number that each component belongs to.
    n_numbers : int
        How many heads are numbers; they come first.
    """

    starts: np.ndarray
    stops: np.ndarray
    components: np.ndarray
    numbers: np.ndarray
    n_numbers: int

    @classmethod
    def of(cls, transform: LevelTransform) -> Heads:
        """Lay out the levels of a transform.

        Parameters
        ----------
        transform : LevelTransform
            Fitted.

        Returns
        -------
        Heads
            The layout.
        """
        sizes = np.array(transform.head_sizes, dtype=np.intp)
        stops = np.cumsum(sizes)
        starts = stops - sizes
        components, numbers = [], []
        for number, (modes, start) in enumerate(
            zip(transform.modes, starts.tolist(), strict=False)
        ):
            columns = range(
                start + modes.components.start, start + modes.components.stop
            )
            components += list(columns)
            numbers += [number] * len(columns)
        return cls(
            starts=starts,
            stops=stops,
            components=np.array(components, dtype=np.intp),
            numbers=np.array(numbers, dtype=np.intp),
            n_numbers=len(transform.modes),
        )

    @property
    def n_levels(self) -> int:
        """Columns of levels."""
        return int(self.stops[-1]) if len(self.stops) else 0

    @property
    def n_columns(self) -> int:
        """Columns of levels and of offsets."""
        return self.n_levels + len(self.components)

    @property
    def head_of_level(self) -> np.ndarray:
        """The head of every column of levels."""
        return np.repeat(np.arange(len(self.starts)), self.stops - self.starts)

    def one_hot(self, rows: Levels) -> np.ndarray:
        """Write rows as the columns of a network.

        Parameters
        ----------
        rows : Levels
            Rows.

        Returns
        -------
        ndarray of shape (n_rows, n_columns), dtype float32
            A one for each level, the offset of each component chosen, else zeros.
        """
        columns = np.zeros((len(rows), self.n_columns), dtype=np.float32)
        at = rows.levels + self.starts
        np.put_along_axis(columns, at, 1.0, axis=1)
        chosen = columns[:, self.components]
        columns[:, self.n_levels :] = chosen * rows.offsets[:, self.numbers]
        return columns

    def draw(
        self, logits: np.ndarray, offsets: np.ndarray, rng: np.random.RandomState
    ) -> Levels:
        """Draw a level from every head, and take the offset that belongs to it.

        Parameters
        ----------
        logits : ndarray of shape (n_rows, n_levels)
            Logarithms of the odds of each level.
        offsets : ndarray of shape (n_rows, n_components)
            The offset in each component.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        Levels
            Rows.
        """
        # The largest of logits with Gumbel noise is a draw by their softmax. By their
        # probability: taking the most likely level would lose rare ones for good.
        noisy = logits + rng.gumbel(size=logits.shape)
        levels = np.empty((len(logits), len(self.starts)), dtype=np.intp)
        ends = zip(self.starts.tolist(), self.stops.tolist(), strict=True)
        for head, (start, stop) in enumerate(ends):
            levels[:, head] = noisy[:, start:stop].argmax(axis=1)
        component_of = np.full(self.n_levels, -1)
        component_of[self.components] = np.arange(len(self.components))
        chosen = component_of[(levels + self.starts)[:, : self.n_numbers]]
        # The last column, which -1 selects, is for levels without an offset.
        padded = np.column_stack([offsets, np.zeros(len(offsets))])
        return Levels(levels, np.take_along_axis(padded, chosen, axis=1))
