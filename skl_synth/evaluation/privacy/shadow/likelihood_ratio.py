"""The likelihood ratio: releases made with a person against those made without."""

from __future__ import annotations

import numpy as np

N_PARTS = 4
"""Parts of the shadow models: what was learnt on all others is measured on each."""

RIDGE = 0.1
"""Added to the variance of each feature, in units of its own: few models do not tell a
small variance from none."""


def cross_fitted(
    features: np.ndarray, inside: np.ndarray, rng: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray]:
    """Score each release for each person by what was learnt on other releases.

    Parameters
    ----------
    features : ndarray of shape (n_models, n_targets, n_features)
        What is seen of each person in each release; the two models of a pair follow
        each other.
    inside : ndarray of shape (n_models, n_targets), dtype bool
        Whether the person was in its table: in one table of each pair.
    rng : RandomState
        Divides the pairs.

    Returns
    -------
    scores : ndarray of shape (n_models, n_targets)
        The logarithm of a likelihood ratio: higher for rather a member.
    parts : ndarray of shape (n_pairs,), dtype int
        The part of each pair. Scores are to be compared within a part alone: what one
        part was learnt on is what another is scored on, and where all is chance a
        release without a person would come out above one with them.
    """
    n_pairs = len(features) // 2
    parts = rng.permutation(n_pairs) % N_PARTS
    scores = np.zeros(inside.shape)
    for part in np.unique(parts):
        here = np.repeat(parts == part, 2)
        scores[here] = _scores(features[~here], inside[~here], features[here])
    return scores, parts


def _scores(known: np.ndarray, inside: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Learn on some releases what others are scored by."""
    mean, scale = known.mean(axis=0), known.std(axis=0)
    # A feature that is always the same says nothing of a person.
    factor = np.where(scale > 0, 1 / np.where(scale > 0, scale, 1.0), 0.0)
    known, new = (known - mean) * factor, (new - mean) * factor
    is_in = inside[..., None]
    centers = [_mean_of(known, one) for one in (is_in, ~is_in)]
    rest = known - np.where(is_in, *centers)
    difference = _shrunk(centers[0] - centers[1], rest)
    flat = rest.reshape(-1, rest.shape[-1])
    covariance = flat.T @ flat / len(flat) + RIDGE * np.eye(rest.shape[-1])
    direction = np.linalg.solve(covariance, difference.T).T
    middle = (centers[0] + centers[1]) / 2
    scores: np.ndarray = np.einsum("mtf,tf->mt", new - middle, direction)
    return scores


def _mean_of(values: np.ndarray, mask: np.ndarray) -> np.ndarray:
    mean: np.ndarray = (values * mask).sum(axis=0) / mask.sum(axis=0)
    return mean


def _shrunk(difference: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Move what is seen of one person towards what is seen of all, as far as chance.

    A few dozen models say little of a single person; that people differ in how they are
    seen is believed as far as they differ more than chance would make them.
    """
    n_models = len(rest)
    error = 4 * (rest**2).sum(axis=0) / max(n_models - 2, 1) / n_models
    common = difference.mean(axis=0)
    spread = np.maximum(difference.var(axis=0) - error.mean(axis=0), 0.0)
    share = spread / np.maximum(spread + error, 1e-12)
    moved: np.ndarray = common + share * (difference - common)
    return moved
