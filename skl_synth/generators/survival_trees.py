"""Trees of survival times: time and event of a row from one leaf of real rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn import config_context
from sklearn.tree import DecisionTreeRegressor

from skl_synth.generators.rank_scores import log_rank_scores
from skl_synth.generators.sequence import Predictors, Step
from skl_synth.generators.smoothing import RankSpace
from skl_synth.generators.survival_steps import PairStep, plain_steps
from skl_synth.generators.trees import DonorForest, DonorTree, grow_forest
from skl_synth.table.rows import EncodedRows

OTHER_STATES = 0.5
"""What the scores of censoring count beside those of the event: as much, and hazard
ratios come out smaller (of 0.78 in 12 tables of 1,000 rows 0.68, by half 0.70; by less
than half no larger)."""


@dataclass(frozen=True, eq=False)
class PairForest:
    """Bagged log-rank trees; every new row takes time and event from one donor.

    Parameters
    ----------
    step : PairStep
        The time and the event.
    predictors : Predictors
        What the trees split on.
    trees : list of DonorTree
        The trees.
    codes : ndarray of shape (n_donors, n_codes), dtype int32
        The codes of the donors: the event, and whether the time is missing.
    states : ndarray of shape (n_donors,), dtype int
        Which of these codes a donor has; a time is moved among equal ones alone.
    ranks : ndarray of shape (n_donors,), dtype int
        The rank of each time among those of its state.
    spaces : tuple of RankSpace or None
        The times of each state; None where they are missing.
    """

    step: PairStep
    predictors: Predictors
    trees: list[DonorTree]
    codes: np.ndarray
    states: np.ndarray
    ranks: np.ndarray
    spaces: tuple[RankSpace | None, ...]

    def draw(
        self, rows: EncodedRows, smoothing: float, rng: np.random.RandomState
    ) -> None:
        """Fill in times and events of new rows, in place.

        Parameters
        ----------
        rows : EncodedRows
            New rows, whose attributes before these are drawn.
        smoothing : float
            See `RankSpace.spread`.
        rng : RandomState
            Source of randomness.
        """
        donors, below, above = self._donors(rows, rng)
        for place, part in enumerate(self.step.codes):
            rows.codes[:, part.position] = self.codes[donors, place]
        # Beside a donor of another state there is nobody to move towards.
        below, above = (
            np.where(self.states[one] == self.states[donors], one, donors)
            for one in (below, above)
        )
        for state, space in enumerate(self.spaces):
            mine = np.flatnonzero(self.states[donors] == state)
            if space is None or not len(mine):
                continue
            own, low, high = (self.ranks[one[mine]] for one in (donors, below, above))
            numbers, decimals = space.spread(own, low, high, smoothing, rng)
            rows.numbers[mine, self.step.time.position] = numbers
            rows.decimals[mine, self.step.time.position] = decimals

    def _donors(self, rows: EncodedRows, rng: np.random.RandomState) -> np.ndarray:
        """Draw a donor for each row, and its neighbours in the leaf."""
        matrix = self.predictors.matrix(rows)
        drawn = np.empty((3, len(rows)), dtype=np.intp)
        turn = rng.randint(len(self.trees), size=len(rows))
        for place, tree in enumerate(self.trees):
            mine = np.flatnonzero(turn == place)
            drawn[:, mine] = tree.draw(matrix[mine], rng)
        return drawn


def grow_next(
    rows: EncodedRows,
    steps: list[Step | PairStep],
    seeds: np.ndarray,
    min_samples_leaf: int,
    max_predictors: int | None = None,
) -> DonorForest | PairForest:
    """Grow the trees of the last of some attributes, of which one may be a pair.

    Parameters
    ----------
    rows, seeds, min_samples_leaf, max_predictors : object
        As for `grow_forest`.
    steps : list of Step or PairStep
        The attributes, in the order in which they are drawn.

    Returns
    -------
    DonorForest or PairForest
        The trees and their donors.
    """
    *before, last = steps
    known = plain_steps(before)
    if isinstance(last, PairStep):
        return _grow_pair(rows, known, last, seeds, min_samples_leaf, max_predictors)
    return grow_forest(rows, [*known, last], seeds, min_samples_leaf, max_predictors)


def _grow_pair(
    rows: EncodedRows,
    before: list[Step],
    pair: PairStep,
    seeds: np.ndarray,
    min_samples_leaf: int,
    max_predictors: int | None,
) -> PairForest:
    codes = rows.codes[:, [one.position for one in pair.codes]]
    _, states = np.unique(codes, axis=0, return_inverse=True)
    states, times = states.reshape(-1), rows.numbers[:, pair.time.position]
    outputs = _responses(times, states, pair.is_event(codes))
    predictors = Predictors.fit(rows, before, outputs)
    matrix = predictors.matrix(rows)
    if max_predictors is not None:
        chosen = predictors.most_telling(matrix, outputs, max_predictors)
        predictors, matrix = predictors.only(chosen), matrix[:, chosen]
    with config_context(skip_parameter_validation=True):
        grown = [
            _tree(matrix, outputs, min_samples_leaf, one) for one in seeds.tolist()
        ]
    # By state, then by time: the neighbours of a donor are those of its state.
    order = np.lexsort((times, states)).argsort()
    trees = [DonorTree.of(tree, matrix, order) for tree in grown]
    decimals = rows.decimals[:, pair.time.position]
    ranks, spaces = _spaces(times, decimals, states)
    return PairForest(pair, predictors, trees, codes, states, ranks, spaces)


def _responses(
    times: np.ndarray, states: np.ndarray, is_event: np.ndarray
) -> np.ndarray:
    """Write each state as log-rank scores of its times, or as 0/1 without times.

    Censoring is scored as an event is: where it depends on a column, it still does in
    the rows that are drawn.
    """
    known = ~np.isnan(times)
    outputs = np.zeros((len(times), int(states.max(initial=0)) + 1))
    for state in range(outputs.shape[1]):
        is_in = states == state
        outputs[known, state] = log_rank_scores(times[known], is_in[known])
        if not known[is_in].all():
            outputs[:, state] = is_in
    outputs -= outputs.mean(axis=0)
    spread = outputs.std(axis=0)
    weights = np.full(outputs.shape[1], OTHER_STATES)
    weights[np.unique(states[is_event])] = 1.0
    # However rare a state is, its scores have the same spread.
    return weights * outputs / np.where(spread > 0, spread, 1.0)


def _tree(matrix: np.ndarray, outputs: np.ndarray, least: int, seed: int) -> Any:
    n_rows, n_columns = matrix.shape
    if n_rows < 2 * least or not n_columns or np.ptp(outputs) == 0:
        return None
    rng = np.random.RandomState(seed)
    tree = DecisionTreeRegressor(min_samples_leaf=least, random_state=rng)
    # Rows of weight zero do not count for the size of a leaf, as in `grow_forest`.
    weights = np.bincount(rng.randint(n_rows, size=n_rows), minlength=n_rows)
    return tree.fit(
        matrix, outputs, sample_weight=weights.astype(np.float64), check_input=False
    )


def _spaces(
    times: np.ndarray, decimals: np.ndarray, states: np.ndarray
) -> tuple[np.ndarray, tuple[RankSpace | None, ...]]:
    """Rank the times of each state by themselves."""
    ranks = np.zeros(len(times), dtype=np.intp)
    spaces: list[RankSpace | None] = []
    for state in range(int(states.max(initial=-1)) + 1):
        mine = np.flatnonzero(states == state)
        if np.isnan(times[mine]).any():
            spaces.append(None)
            continue
        space = _with_wall(RankSpace.of(times[mine], decimals[mine]))
        ranks[mine] = space.ranks
        spaces.append(space)
    return ranks, tuple(spaces)


def _with_wall(space: RankSpace) -> RankSpace:
    """Let the last time stay where it is, if rows share it: follow-up ended there."""
    repeats = space.last - space.first + 1
    is_wall = (space.values == space.values[-1]) & (repeats > 1)
    return replace(space, spike=space.spike | is_wall)
