"""What the user should know of a training that did not end as it should."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from skl_synth.errors import InputWarning, Remedy, Setting, warn
from skl_synth.generators.neural.early_stopping import (
    DIVERGED,
    EXHAUSTED,
    INTERRUPTED,
    EarlyStopping,
)
from skl_synth.generators.neural.forward import Weights
from skl_synth.generators.neural.pairwise_variation import Reference
from skl_synth.said_once import say

TOLERABLE_DISTANCE = 0.1
"""No table is complained of that is as near to the real one as this."""

STILL_FALLING = 0.1
"""A score of whose fall this share came in the last fifth of the epochs falls yet."""


class NotConvergedWarning(InputWarning, ConvergenceWarning):
    """A training did not converge; a `ConvergenceWarning` of scikit-learn, too."""


def warn_of_end(stopping: EarlyStopping, lr: float) -> None:
    """Say why a training ended, where that is no good reason.

    Parameters
    ----------
    stopping : EarlyStopping
        What has followed the training.
    lr : float
        The learning rate.
    """
    n_epochs, epochs = len(stopping.lines), stopping.epochs
    kept = "the weights of epoch {best} are kept"
    if stopping.ended == INTERRUPTED:
        warn(
            f"the training was interrupted in epoch {{n}} of {{epochs}}: {kept}",
            parameter="epochs",
            value=epochs,
            n=n_epochs + 1,
            epochs=epochs,
            best=stopping.best_epoch,
        )
    elif stopping.ended == DIVERGED:
        _warn_of_convergence(
            "the training did not converge: a loss of epoch {n} is no finite number; "
            f"{kept}",
            parameter="lr",
            value=lr,
            n=n_epochs,
            best=stopping.best_epoch,
            given=Setting("lr", lr),
            remedies=[Remedy("lower {given}")],
        )
    elif stopping.ended == EXHAUSTED and (fall := stopping.late_fall()) > STILL_FALLING:
        _warn_of_convergence(
            "the training may not have converged: its score still fell, by {fall:.0%} "
            "of its whole fall, in the last fifth of the {epochs} epochs",
            parameter="epochs",
            value=epochs,
            fall=fall,
            epochs=epochs,
            remedies=["raise epochs"],
        )


def warn_of_distance(
    reference: Reference, weights: Weights, rng: np.random.RandomState
) -> None:
    """Say so where less than half of the dependence between columns was learnt.

    A distance says nothing by itself: how small it can be depends on the table. So it
    is held against two tables that are easily had, one that knows all of the dependence
    and one that knows none of it.

    Parameters
    ----------
    reference : Reference
        Compares with the real rows.
    weights : dict of str to ndarray
        What was learnt.
    rng : RandomState
        Source of randomness.
    """
    generated = reference.distance(weights)
    resampled, independent = reference.bounds(rng)
    half_way = 0.5 * (resampled + independent)
    if generated > max(half_way, TOLERABLE_DISTANCE):
        _warn_of_convergence(
            "the training did not converge: less than half of the dependence between "
            "columns was learnt. Pairs of columns differ from the real ones by "
            "{generated:.0%} (total variation); by {independent:.0%} if each column is "
            "drawn on its own, by {resampled:.0%} if real rows are drawn again",
            generated=generated,
            independent=independent,
            resampled=resampled,
            remedies=[
                "raise epochs",
                "lower batch_size",
                "use TypeAwareSMOTE for a table of this size",
            ],
        )


def _warn_of_convergence(problem: str, **parts: Any) -> None:
    say(NotConvergedWarning(problem, **parts), stacklevel=3)
