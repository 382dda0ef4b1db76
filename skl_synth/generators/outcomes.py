"""Outcomes: what becomes of each candidate, in the order of the filter."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from skl_synth.generators.absent_patterns import PatternRates
from skl_synth.neighbors.distinct import HASHED_ROWS, distinct_rows, hash_rows
from skl_synth.table.rows import Candidates

KEPT, IDENTICAL, REPEATED, CLOSEST, WITHIN_MINIMUM, UNUSED = range(6)

OUTCOMES = (
    "kept",
    "identical",
    "repeated",
    "closest",
    "within_min_distance",
    "unused",
)
"""Names of the outcomes, by their number."""


def decide(
    candidates: Candidates,
    *,
    is_copy: np.ndarray,
    removal_fraction: float,
    min_distance: float | None,
    repeats_go: bool = True,
    patterns: np.ndarray | None = None,
    find_repeats: Callable[[Candidates], np.ndarray] | None = None,
) -> np.ndarray:
    """Decide which candidates may be published, in the order of the filter.

    First go rows identical to a real row, and repetitions of an earlier candidate;
    then the closest share of the rest; then those within the minimum distance.

    Parameters
    ----------
    candidates : Candidates
        Snapped rows with their distances.
    is_copy : ndarray of shape (n_candidates,), dtype bool
        Which of them are identical to a real row.
    removal_fraction : float
        Share of the rest to remove, rounded down to whole rows.
    min_distance : float or None
        Distance that the remaining rows must have at least.
    repeats_go : bool, default=True
        Whether rows go that repeat an earlier candidate.
    patterns : ndarray of shape (n_candidates,), dtype int, default=None
        What is absent in each. Distances are compared within a pattern: rows with
        fewer numbers lie closer to one another, whoever they are of.
    find_repeats : callable, default=None
        What marks the rows that repeat an earlier one; None for `repeats`.

    Returns
    -------
    ndarray of shape (n_candidates,), dtype int8
        The outcome of each, see `OUTCOMES`.
    """
    assert candidates.distances is not None
    distances = candidates.distances
    outcomes = np.full(len(distances), KEPT, dtype=np.int8)
    if repeats_go:
        outcomes[(find_repeats or repeats)(candidates)] = REPEATED
    outcomes[is_copy] = IDENTICAL
    rest = np.flatnonzero(outcomes == KEPT)
    # The small addend keeps 0.29 * 100 = 28.999… from losing a row.
    n_closest = int(removal_fraction * len(rest) + 1e-9)
    order = np.argsort(distances[rest], kind="stable")
    if patterns is not None:
        order = _turn_about(order, patterns[rest])
    outcomes[rest[order[:n_closest]]] = CLOSEST
    if min_distance is not None:
        outcomes[(outcomes == KEPT) & (distances < min_distance)] = WITHIN_MINIMUM
    return outcomes


def _turn_about(order: np.ndarray, patterns: np.ndarray) -> np.ndarray:
    """Order rows so that the first ones are as large a share of each pattern."""
    of_row = pd.Series(patterns[order])
    rows = of_row.groupby(of_row)
    share = (rows.cumcount() + 0.5) / rows.transform("size")
    ordered: np.ndarray = order[np.argsort(share.to_numpy(), kind="stable")]
    return ordered


def repeats(candidates: Candidates) -> np.ndarray:
    """Mark the candidates that repeat an earlier one, target included.

    Parameters
    ----------
    candidates : Candidates
        Snapped rows.

    Returns
    -------
    ndarray of shape (n_candidates,), dtype bool
        True for all but the first of equal rows.
    """
    hashes = _hashes(candidates)
    order = np.argsort(hashes)
    is_next = np.diff(hashes[order]) == 0
    # A row whose hash no other row has repeats none, and need not be compared.
    alike = np.zeros(len(hashes), dtype=bool)
    alike[order[1:][is_next]] = alike[order[:-1][is_next]] = True
    rows = np.flatnonzero(alike)
    repeated = alike
    repeated[rows[distinct_rows(*_bytes_of(candidates, rows)).first]] = False
    return repeated


def _hashes(candidates: Candidates) -> np.ndarray:
    """Give each row a number that equal rows share, some rows at a time."""
    everyone = np.arange(len(candidates))
    hashes = [
        hash_rows(*_bytes_of(candidates, everyone[start : start + HASHED_ROWS]))
        for start in range(0, len(candidates), HASHED_ROWS)
    ]
    return np.concatenate([np.empty(0, dtype=np.uint64), *hashes])


def _bytes_of(
    candidates: Candidates, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Write some rows so that equal ones have equal bytes."""
    # One pattern for a missing number, and no -0.0.
    plain = candidates.rows.numbers.take(rows, axis=0) + 0.0
    plain[np.isnan(plain)] = np.nan
    target = np.asarray(candidates.target, dtype=np.float64)[rows, None] + 0.0
    return plain, candidates.rows.codes.take(rows, axis=0), target


def count_outcomes(outcomes: np.ndarray) -> dict[str, int]:
    """Count what became of candidates.

    Parameters
    ----------
    outcomes : ndarray of shape (n_candidates,), dtype int8
        The outcome of each.

    Returns
    -------
    dict of str to int
        Candidates by the name of their outcome.
    """
    numbers = np.bincount(outcomes, minlength=len(OUTCOMES)).tolist()
    return dict(zip(OUTCOMES, numbers, strict=True))


def cut_to(
    candidates: Candidates,
    groups: np.ndarray,
    outcomes: np.ndarray,
    counts: np.ndarray,
    rng: np.random.RandomState,
    rates: PatternRates | None = None,
) -> Candidates:
    """Choose at random, among the kept candidates, as many of each class as needed.

    The choice is even over the real rows that the candidates start from: one of each
    before a second of any. The filter takes most where people are alike, and a choice
    without regard to that would leave too few of them and too many who are unusual.

    Parameters
    ----------
    candidates : Candidates
        All candidates.
    groups : ndarray of shape (n_candidates,), dtype int
        Their classes.
    outcomes : ndarray of shape (n_candidates,)
        Their outcomes; those kept but not chosen become ``UNUSED``, in place.
    counts : ndarray of shape (n_classes,)
        Rows needed; every class has as many kept ones.
    rng : RandomState
        Source of randomness.
    rates : PatternRates, default=None
        How many of them there should be of each pattern, as far as there are.

    Returns
    -------
    Candidates
        The chosen rows.
    """
    order = rng.permutation(np.flatnonzero(outcomes == KEPT))
    if candidates.parents.shape[1]:
        base = pd.Series(candidates.parents[order, 0])
        turn = base.groupby(base).cumcount().to_numpy()
        order = order[np.argsort(turn, kind="stable")]
    if rates is not None:
        order = _patterns_first(order, groups, rates, counts)
    chosen = [order[groups[order] == group][:n] for group, n in enumerate(counts)]
    rows = np.concatenate(chosen)
    outcomes[order] = UNUSED
    outcomes[rows] = KEPT
    return candidates.take(rows)


def _patterns_first(
    order: np.ndarray, groups: np.ndarray, rates: PatternRates, counts: np.ndarray
) -> np.ndarray:
    """Put those rows first that there should be of each class and pattern."""
    wanted = rates.wanted(counts)
    cells = groups[order] * wanted.shape[1] + rates.cells[order]
    turn = pd.Series(cells).groupby(cells).cumcount().to_numpy()
    is_beyond = turn >= wanted.ravel()[cells]
    ordered: np.ndarray = order[np.argsort(is_beyond, kind="stable")]
    return ordered


class ClosestPersons:
    """The share of persons who lie closest to real rows, by the mean of their rows.

    The distance up to which that share lies is taken from the persons that are judged
    first; those who come in place of others are held to it as well.

    Parameters
    ----------
    share : float
        The share to be removed.
    """

    def __init__(self, share: float) -> None:
        self.share = share
        self.least: float | None = None

    def of(self, candidates: Candidates) -> np.ndarray:
        """Mark the rows of the persons who lie closest.

        Parameters
        ----------
        candidates : Candidates
            Whole persons with their distances.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            Whose they are.
        """
        persons, distances = candidates.persons, candidates.distances
        assert persons is not None
        assert distances is not None
        n_rows = np.maximum(np.bincount(persons), 1)
        mean = np.bincount(persons, weights=distances) / n_rows
        if self.least is None:
            place = int(self.share * len(mean) + 1e-9)
            self.least = float(np.sort(mean)[place]) if len(mean) else 0.0
        of_person: np.ndarray = mean < self.least
        return of_person[persons]
