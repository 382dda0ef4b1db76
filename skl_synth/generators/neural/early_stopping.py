"""Early stopping: the history of a training, when it ends, and what is kept of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pandas as pd

from skl_synth.generators.neural.forward import Weights
from skl_synth.generators.neural.progress_bar import progress
from skl_synth.progress import counting
from skl_synth.progress.interrupting import is_part_of_work

STOPPED, EXHAUSTED, INTERRUPTED, DIVERGED = (
    "stopped",
    "exhausted",
    "interrupted",
    "diverged",
)
"""Why a training ended: no gain any more, all epochs used, Ctrl-C, a loss of NaN."""


@dataclass(frozen=True, eq=False)
class Epoch:
    """What a training reports after each epoch.

    Parameters
    ----------
    losses : dict of str to float
        Its losses by name.
    weights : callable
        Gives the weights as they are now. Copying them takes time, so it is called for
        the epochs only that are to be scored or kept.
    """

    losses: dict[str, float]
    weights: Callable[[], Weights]


@dataclass(eq=False)
class EarlyStopping:
    """Follows a training to its end and keeps the best weights.

    Parameters
    ----------
    epochs : int
        The most epochs.
    patience : int or None
        Epochs without a better score after which the training stops.
    every : int
        Epochs between two scores.
    score : callable
        Score of an epoch, the lower the better, and its name in the history.
    verbose : bool
        Whether to show a bar with the time left.
    """

    epochs: int
    patience: int | None
    every: int
    score: Callable[[Epoch], tuple[str, float]]
    verbose: bool = False
    lines: list[dict[str, Any]] = field(default_factory=list)
    _scores: dict[int, float] = field(default_factory=dict)
    weights: Weights | None = None
    best_epoch: int = 0
    best_score: float = math.inf
    ended: str = EXHAUSTED

    def follow(self, training: Iterator[Epoch]) -> Weights:
        """Run a training to its end.

        Parameters
        ----------
        training : iterator of Epoch
            The training; each step is one epoch.

        Returns
        -------
        dict of str to ndarray
            The weights at the best score.

        Raises
        ------
        KeyboardInterrupt
            If interrupted before there is anything worth keeping.
        """
        try:
            with (
                progress(self.epochs, self.verbose) as advance,
                counting("epoch", self.epochs) as count,
            ):
                for epoch in islice(training, self.epochs):
                    if self._is_over(epoch):
                        break
                    advance(self.lines[-1])
                    count.done()
        except KeyboardInterrupt:
            # Ctrl-C is how one ends a long training: what was learnt is kept. Not so of
            # one that is a part of other work, which is to end as well.
            if self.weights is None or is_part_of_work():
                raise
            self.ended = INTERRUPTED
        assert self.weights is not None
        return self.weights

    @property
    def history(self) -> pd.DataFrame:
        """One line per epoch: the epoch, its losses and its score."""
        return pd.DataFrame(self.lines)

    def late_fall(self) -> float:
        """Compute what share of the fall of the score came in the last fifth of epochs.

        Returns
        -------
        float
            From 0 to 1; 0 where there are too few scores to say.
        """
        scores = pd.Series(self._scores)
        early = scores[scores.index <= 0.8 * len(self.lines)]
        if early.empty or scores.iloc[0] <= scores.min():
            return 0.0
        best = scores.min()
        return float((early.min() - best) / (scores.iloc[0] - best))

    def _is_over(self, epoch: Epoch) -> bool:
        number = len(self.lines) + 1
        self.lines.append({"epoch": number, **epoch.losses})
        if not all(map(math.isfinite, epoch.losses.values())):
            # Weights do not come back from NaN. Those before it are kept, unless there
            # are none.
            self.ended = DIVERGED
            self.weights = epoch.weights() if self.weights is None else self.weights
            return True
        # The first and the last epoch are always scored: of a short training there is
        # something to keep, and of a long one its end counts.
        if number % self.every and number not in (1, self.epochs):
            return False
        name, score = self.score(epoch)
        self.lines[-1][name] = self._scores[number] = score
        if score < self.best_score or self.weights is None:
            self.best_score, self.best_epoch = score, number
            self.weights = epoch.weights()
        if self.patience is not None and number - self.best_epoch >= self.patience:
            self.ended = STOPPED
            return True
        return False
