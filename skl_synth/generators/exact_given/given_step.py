"""One attribute under conditions: weighed by the leaves of rows, and set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from skl_synth.generators.exact_given.column_conditions import (
    ColumnConditions,
    side_by_side,
)
from skl_synth.generators.exact_given.leaf_ranges import LeafRanges
from skl_synth.generators.exact_given.rank_ranges import NumberRanges
from skl_synth.generators.exact_given.weighted_draws import draw_by_row
from skl_synth.generators.trees import DonorForest
from skl_synth.table.rows import EncodedRows

MOST_SHARES = 4_000_000
"""So many shares of leaves are held at a time."""


@dataclass(frozen=True, eq=False)
class StepConditions:
    """What conditions say of one attribute: of a level, or of a number that is there.

    Parameters
    ----------
    said : ColumnConditions
        What they say of the column.
    limited : ndarray of shape (n_patterns,), dtype bool
        Which patterns say something of the attribute.
    pieces : ndarray of shape (n_patterns, n_pieces), dtype int
        The ranges of each pattern, -1 behind them.
    lows, highs : ndarray of shape (n_ranges,)
        The ends of ranges of levels.
    skipped : ndarray of shape (n_conditions,), dtype bool
        Which conditions ask for a number that is not there: nothing is drawn then.
    numbers : NumberRanges or None
        The ranges of a number.
    decimals : callable or None
        Counts the decimals of numbers.
    """

    said: ColumnConditions
    limited: np.ndarray
    pieces: np.ndarray
    lows: np.ndarray
    highs: np.ndarray
    skipped: np.ndarray
    numbers: NumberRanges | None = None
    decimals: Callable[[np.ndarray], np.ndarray] | None = None

    @classmethod
    def on_code(cls, said: ColumnConditions) -> StepConditions:
        """Read masks of levels as ranges of them.

        Parameters
        ----------
        said : ColumnConditions
            What conditions say of a column.

        Returns
        -------
        StepConditions
            What they say of its levels.
        """
        padded = np.pad(said.masks.astype(np.int8), ((0, 0), (1, 1)))
        change = np.diff(padded, axis=1)
        of, lows = np.nonzero(change == 1)
        highs = np.nonzero(change == -1)[1] - 1
        pieces = side_by_side(of, said.n_patterns)
        drawn = np.zeros(len(said.pattern), dtype=bool)
        return cls(said, said.limits_code, pieces, 1.0 * lows, 1.0 * highs, drawn)

    @classmethod
    def on_number(
        cls,
        said: ColumnConditions,
        snap: Callable[[np.ndarray], np.ndarray],
        span: tuple[float, float],
        decimals: Callable[[np.ndarray], np.ndarray],
        values: np.ndarray,
        skipped: np.ndarray,
    ) -> StepConditions:
        """Read ranges of a number.

        Parameters
        ----------
        said : ColumnConditions
            What conditions say of a column.
        snap, decimals : callable
            Move numbers onto what the column can hold, and count their decimals.
        span : (float, float)
            The least and the greatest number of the column.
        values : ndarray of shape (n_real,)
            Those of the real rows; NaN where missing.
        skipped : ndarray of shape (n_conditions,), dtype bool
            As for the class.

        Returns
        -------
        StepConditions
            What they say of its numbers.
        """
        of, lows, highs = said.flat_ranges()
        numbers = NumberRanges.of(snap, span, lows, highs).widened(values)
        pieces = side_by_side(of, said.n_patterns)
        return cls(
            said, said.limits_number, pieces, lows, highs, skipped, numbers, decimals
        )

    def sets(self, conditions: np.ndarray) -> np.ndarray:
        """Mark the conditions that leave the attribute no choice.

        Parameters
        ----------
        conditions : ndarray of shape (n_asked,), dtype int
            Which of them.

        Returns
        -------
        ndarray of shape (n_asked,), dtype bool
            True where one value is given, or none is to be there.
        """
        pattern = self.said.pattern[conditions]
        if self.numbers is None:
            return np.asarray(self.said.masks[pattern].sum(axis=1) == 1)
        one = self.numbers.is_single[self.pieces[pattern, 0]]
        one &= (self.pieces[pattern] >= 0).sum(axis=1) == 1
        return np.asarray(one | self.skipped[conditions])

    def asks(self, conditions: np.ndarray) -> np.ndarray:
        """Mark the conditions that say something of the attribute.

        Parameters
        ----------
        conditions : ndarray of shape (n_asked,), dtype int
            Which of them.

        Returns
        -------
        ndarray of shape (n_asked,), dtype bool
            True where they do.
        """
        limited = self.limited[self.said.pattern[conditions]]
        return np.asarray(limited | self.skipped[conditions])

    def ranges(self, forest: DonorForest) -> tuple[np.ndarray, np.ndarray]:
        """Give all ranges in what the leaves of a forest are sorted by.

        Parameters
        ----------
        forest : DonorForest
            The trees of the attribute.

        Returns
        -------
        first, last : ndarray of shape (n_ranges,)
            Ranks, or levels.
        """
        if self.numbers is None or forest.space is None:
            return self.lows, self.highs
        return self.numbers.ranks(forest.space)


def draw_step(
    forest: DonorForest,
    rows: EncodedRows,
    patterns: np.ndarray,
    conditions: StepConditions,
    smoothing: float,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Fill in an attribute so that conditions hold, in place.

    Parameters
    ----------
    forest : DonorForest
        The trees of the attribute.
    rows : EncodedRows
        New rows, whose attributes before this one are drawn.
    patterns : ndarray of shape (n_rows,), dtype int
        What is said of the attribute in each row.
    conditions : StepConditions
        The patterns.
    smoothing : float
        See `RankSpace.spread`.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_rows,)
        How likely the attribute is to meet what is said of it, in view of those before:
        1 where nothing is, 0 where it is drawn as if nothing were, since it cannot.
    """
    weights = np.ones(len(rows))
    limited = conditions.limited[patterns] & forest.step.present(rows)
    asked, free = np.flatnonzero(limited), ~limited
    step = max(1, MOST_SHARES // (len(forest.trees) * conditions.pieces.shape[1]))
    for start in range(0, len(asked), step):
        some = asked[start : start + step]
        part = rows.take(some)
        weights[some] = _draw_limited(
            forest, part, patterns[some], conditions, smoothing, rng
        )
        _write(rows, part, some, forest)
    free |= weights == 0
    if free.any():
        others = np.flatnonzero(free)
        part = rows.take(others)
        forest.draw(part, smoothing, rng)
        _write(rows, part, others, forest)
    return weights


def _draw_limited(
    forest: DonorForest,
    rows: EncodedRows,
    patterns: np.ndarray,
    conditions: StepConditions,
    smoothing: float,
    rng: np.random.RandomState,
) -> np.ndarray:
    """Weigh every tree by what its leaf holds of the ranges, and draw from one."""
    matrix = forest.predictors.matrix(rows)
    all_first, all_last = conditions.ranges(forest)
    pieces = conditions.pieces[patterns]
    row, column = np.nonzero(pieces >= 0)
    first, last = all_first[pieces[row, column]], all_last[pieces[row, column]]
    trees = [
        LeafRanges.of(tree, forest.values, forest.space, smoothing)
        for tree in forest.trees
    ]
    leaves = np.array([tree.tree.leaves_of(matrix) for tree in trees])
    shares = np.zeros((*pieces.shape, len(trees)))
    for place, tree in enumerate(trees):
        shares[row, column, place] = tree.shares(leaves[place][row], first, last)
    flat = shares.reshape(len(rows), pieces.shape[1] * len(trees))
    weights = flat.sum(axis=1) / len(trees)
    likely = np.flatnonzero(weights > 0)
    chosen = draw_by_row(flat[likely], rng)
    piece = pieces[likely, chosen // len(trees)]
    drawn = np.empty(len(likely))
    for place, tree in enumerate(trees):
        mine = np.flatnonzero(chosen % len(trees) == place)
        drawn[mine] = tree.draw(
            leaves[place][likely[mine]],
            all_first[piece[mine]],
            all_last[piece[mine]],
            rng,
        )
    _set(forest, rows, likely, drawn, piece, conditions)
    return np.asarray(weights)


def _set(
    forest: DonorForest,
    rows: EncodedRows,
    where: np.ndarray,
    drawn: np.ndarray,
    piece: np.ndarray,
    conditions: StepConditions,
) -> None:
    """Write levels, or numbers by their ranks."""
    position = forest.step.position
    if forest.space is None:
        rows.codes[where, position] = drawn.astype(np.int32)
        return
    numbers, decimals = forest.space.numbers_at(drawn)
    known, count = conditions.numbers, conditions.decimals
    assert known is not None
    assert count is not None
    low, high = known.least[piece], known.greatest[piece]
    # A single number is written as it is given, and trees see it so.
    off = (numbers < low) | (numbers > high) | known.is_single[piece]
    numbers = np.clip(numbers, low, high)
    rows.numbers[where, position] = numbers
    rows.decimals[where, position] = np.where(off, count(numbers), decimals)


def _write(
    rows: EncodedRows, part: EncodedRows, where: np.ndarray, forest: DonorForest
) -> None:
    position = forest.step.position
    if not forest.step.is_number:
        rows.codes[where, position] = part.codes[:, position]
        return
    rows.numbers[where, position] = part.numbers[:, position]
    rows.decimals[where, position] = part.decimals[:, position]
