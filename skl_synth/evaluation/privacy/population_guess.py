"""What an attacker guesses without the release: from other people, by what is known."""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.ensemble import RandomForestClassifier

from skl_synth.evaluation.privacy.membership.features import nearest

N_FOLDS = 5
"""Parts of the people: those of each are guessed from those of all others."""

N_TREES = 50

MOST_BINS = 20
"""A number is guessed as one of so many parts of its range, by the middle of it."""


def guess_from_others(
    known: np.ndarray,
    secret: np.ndarray,
    persons: np.ndarray,
    *,
    is_number: bool,
    rng: np.random.RandomState,
) -> list[np.ndarray]:
    """Guess a fact about each person from that of other people.

    Parameters
    ----------
    known : ndarray of shape (n_rows, n_columns)
        What is known of everyone, standardised.
    secret : ndarray of shape (n_rows,)
        The fact: a code, or a number that may be missing.
    persons : ndarray of shape (n_rows,), dtype int
        Which person each row belongs to, from 0 on.
    is_number : bool
        Whether the fact is a number.
    rng : RandomState
        Source of folds and of the forest.

    Returns
    -------
    list of ndarray of shape (n_rows,)
        Two guesses of each row: by a forest, and the fact of the nearest other person.
        Nobody's own rows were among those that they were learnt from.
    """
    fold_of = rng.permutation(int(persons.max(initial=0)) + 1) % N_FOLDS
    in_fold = fold_of[persons]
    by_forest, by_nearest = secret.copy(), secret.copy()
    for fold in np.unique(in_fold):
        test = in_fold == fold
        by_forest[test] = _by_forest(
            known[~test], secret[~test], known[test], is_number=is_number, rng=rng
        )
        places = nearest(known[test], known[~test], 1)[1][:, 0]
        by_nearest[test] = secret[~test][places]
    return [by_forest, by_nearest]


def _by_forest(
    known: np.ndarray,
    secret: np.ndarray,
    asked: np.ndarray,
    *,
    is_number: bool,
    rng: np.random.RandomState,
) -> np.ndarray:
    codes, middles = _in_bins(secret) if is_number else (secret, None)
    if not known.shape[1]:
        known, asked = np.zeros((len(known), 1)), np.zeros((len(asked), 1))
    forest = RandomForestClassifier(N_TREES, min_samples_leaf=2, random_state=rng)
    with warnings.catch_warnings():
        # A fact that nearly everybody has to themselves is guessed as any other.
        warnings.filterwarnings("ignore", "The number of unique classes")
        guess: np.ndarray = forest.fit(known, codes).predict(asked)
    return guess if middles is None else middles[guess]


def _in_bins(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers in parts of their range with as many each; what is missing is a part."""
    present = ~np.isnan(values)
    cuts = np.unique(values[present])
    if len(cuts) > MOST_BINS:
        shares = np.linspace(0, 1, MOST_BINS + 1)[1:-1]
        cuts = np.unique(np.quantile(values[present], shares))
    codes = np.where(present, np.searchsorted(cuts, values), len(cuts) + 1)
    middles = np.full(len(cuts) + 2, np.nan)
    for code in np.unique(codes[present]):
        middles[code] = np.median(values[codes == code])
    return codes, middles
