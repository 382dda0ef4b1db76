"""Seeds: one for each thing that is random, drawn before work runs in parallel."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.utils import check_random_state


def seeded(estimator: Any, random_state: Any) -> Any:
    """Clone an estimator and give a seed to each of its parts that has none.

    Parameters
    ----------
    estimator : estimator
        An estimator, possibly with others inside.
    random_state : int, RandomState instance or None
        Source of the seeds.

    Returns
    -------
    estimator
        The clone; seeds that the user had set are kept.

    Examples
    --------
    >>> from sklearn.ensemble import RandomForestClassifier
    >>> from skl_synth.evaluation.seeds import seeded
    >>> seeded(RandomForestClassifier(), 0).random_state is None
    False
    >>> seeded(RandomForestClassifier(random_state=7), 0).random_state
    7
    """
    rng = check_random_state(random_state)
    estimator = clone(estimator)
    unset = sorted(
        name
        for name, value in estimator.get_params(deep=True).items()
        if value is None and name.split("__")[-1] == "random_state"
    )
    return estimator.set_params(**{name: draw_seed(rng) for name in unset})


def reseeded(estimator: Any, random_state: Any) -> Any:
    """Clone an estimator with other seeds than it has, in all of its parts.

    Parameters
    ----------
    estimator : estimator
        Any scikit-learn estimator.
    random_state : int, RandomState instance or None
        Source of the seeds.

    Returns
    -------
    estimator
        The clone; no seed that the user had set is kept.

    Examples
    --------
    >>> from sklearn.ensemble import RandomForestClassifier
    >>> from skl_synth.evaluation.seeds import reseeded
    >>> reseeded(RandomForestClassifier(random_state=7), 0).random_state == 7
    False
    """
    without = [
        name
        for name in estimator.get_params(deep=True)
        if name.split("__")[-1] == "random_state"
    ]
    return seeded(clone(estimator).set_params(**dict.fromkeys(without)), random_state)


def draw_seed(rng: np.random.RandomState) -> int:
    """Draw a seed.

    Parameters
    ----------
    rng : RandomState
        Source of randomness.

    Returns
    -------
    int
        A whole number that any ``random_state`` takes.
    """
    return int(rng.randint(np.iinfo(np.int32).max))
