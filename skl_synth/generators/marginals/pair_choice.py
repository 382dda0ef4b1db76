"""The choice of pairs: those of which single columns say least."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from skl_synth.generators.marginals.ledger import Ledger

NOTHING: tuple = ()
"""What is chosen when no pair says more than noise."""

SCORED_BINS = 5
"""Bins of a column when pairs are compared: few, so that noise does not hide what a
pair says."""


def score(counts: np.ndarray, expected: np.ndarray, sigma: float) -> int:
    """Score a pair: how far its counts are from what is expected without it.

    Parameters
    ----------
    counts : ndarray of int
        True counts.
    expected : ndarray of the same shape
        What is expected of what was measured so far.
    sigma : float
        Spread of the noise with which the pair would be measured.

    Returns
    -------
    int
        The sum of absolute differences, which one row moves by 1, less the sum that
        noise and chance alone would make; whole, since the choice is exact.
    """
    by_chance = np.sqrt(2 / np.pi * (sigma**2 + np.maximum(expected, 0))).sum()
    return int(np.abs(counts - np.rint(expected)).sum()) - int(by_chance)


def choose_tree(
    scores: dict[tuple[int, int], int],
    names: list,
    ledger: Ledger,
    rho: float,
    given: Sequence[tuple[int, ...]] = (),
) -> list[tuple[int, int]]:
    """Choose pairs that make no circle, one after the other, the best the likelier.

    Parameters
    ----------
    scores : dict of pair of int to int
        The score of each pair of columns.
    names : list
        Names of the columns.
    ledger : Ledger
        Makes the choice.
    rho : float
        What each choice may cost.
    given : sequence of pair of int, default=()
        Pairs that are counted whatever they say, such as a time and its event: to
        choose them costs nothing.

    Returns
    -------
    list of pair of int
        The pairs, until all columns hang together or the rest says nothing.

    References
    ----------
    R. McKenna, G. Miklau and D. Sheldon, "Winning the NIST contest: a scalable and
    general approach to differentially private synthetic data", Journal of Privacy and
    Confidentiality 11(3), 2021.
    """
    part = list(range(len(names)))
    chosen: list[tuple[int, int]] = []
    left, waiting = dict(scores), [one for one in given if one in scores]
    while left:
        pair = waiting.pop() if waiting else choose_pair(left, names, ledger, rho)
        if pair is None:
            break
        chosen.append(pair)
        new, old = part[pair[0]], part[pair[1]]
        part = [new if one == old else one for one in part]
        left = {one: s for one, s in left.items() if part[one[0]] != part[one[1]]}
    return chosen


def choose_pair(
    scores: dict[tuple[int, int], int], names: list, ledger: Ledger, rho: float
) -> tuple[int, int] | None:
    """Choose a pair, the better the likelier.

    Parameters
    ----------
    scores : dict of pair of int to int
        The score of each.
    names : list
        Names of the columns.
    ledger : Ledger
        Makes the choice.
    rho : float
        What it may cost.

    Returns
    -------
    pair of int or None
        The pair; None where nothing is likely to say more than noise.
    """
    pairs = list(scores)
    margins = [(names[first], names[second]) for first, second in pairs]
    values = np.array([*scores.values(), 0], dtype=np.int64)
    place = ledger.choose([*margins, NOTHING], values, rho)
    return pairs[place] if place < len(pairs) else None
