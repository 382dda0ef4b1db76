"""Rows alike: whether a table looks as if somebody had several rows in it.

Two rows of one person share what belongs to the person, exactly, and many things at
once. Columns that depend on one another make rows alike, too, but not so abruptly: who
is 61 is as much like those of 60 and 62 as like others of 61. So pairs of rows with the
same value of a column are compared with pairs whose values are next to one another. If
the former agree in further columns many times as often, there are rows of one person
among them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import entropy

LEAST_ROWS = 60
"""In fewer rows there are too few pairs."""

LEAST_VALUES = 20
"""So many different values a number has, for those next to one another to be alike."""

MOST_PAIRS = 60_000
"""Pairs that are looked at for each column."""

LEAST_PAIRS = 30
"""Pairs of rows with the same value that there must be."""

NEAR = (1, 2, 3)
"""How many values apart those are which are next to one another."""

HEAP = 0.05
"""A value that so large a share of the rows has says nothing of persons."""

CLOSE = (0.01, 0.04)
"""Numbers are close that are so far apart in ranks, as shares of all rows."""

BINS = 8
"""Values are seen roughly, in so many bins, to know what depends on what."""

MOST_DEPENDENT = 0.3
"""What a column may tell of another one, as a share of what there is to be told."""

LEAST_Z = 3.0
"""By so many standard errors pairs must agree more often in a further column."""

LEAST_FURTHER = 2
"""In one further column a formula of the first may make rows agree."""

LEAST_LIFT = 10.0
"""So many times as often pairs with the same value agree in the further columns."""

LEAST_SHARE = 0.1
"""So many of the rows must have another one that agrees with them."""


LEAST_REPEATED, MOST_EXPECTED = 0.3, 0.005
"""The share of rows that equal another one, and that which chance would have, from
which on a table of few values looks as if rows were repeated."""


OFTEN = (5, 100)
"""Rows of somebody who comes often; what more rows share is a place, not a person."""

LEAST_CONSTANT = 4
"""Columns that are the same in all rows of somebody who comes often."""

MOST_BY_CHANCE = 1e-6
"""The chance of that, if the columns had nothing to do with one another."""

MOST_SHARES = 20
"""Rarer values add nothing to the chance that many rows have one."""

LEAST_OFTEN = 0.2
"""So many of the rows are of people who come often."""


@dataclass(frozen=True)
class RowsAlike:
    """Rows that agree far more than chance would have it.

    Parameters
    ----------
    columns : tuple of hashable
        The columns in which they agree.
    share : float
        Share of the rows that agree with another one.
    lift : float
        How many times as often as rows next to one another.
    """

    columns: tuple[Hashable, ...]
    share: float
    lift: float


@dataclass(frozen=True, eq=False)
class Facts:
    """One column as it is compared between rows.

    Parameters
    ----------
    name : hashable
        The column.
    values : ndarray of shape (n_rows,)
        Numbers, or codes; NaN where a number is missing.
    is_number : bool
        Whether it is a number.
    """

    name: Hashable
    values: np.ndarray
    is_number: bool


class _Column:
    """A column with what is computed of it once."""

    def __init__(self, facts: Facts) -> None:
        self.name, self.values = facts.name, facts.values
        codes, uniques = pd.factorize(self.values, sort=True)
        self.codes = codes
        self.is_fine = facts.is_number and len(uniques) >= LEAST_VALUES
        ranks = pd.Series(self.values).rank(pct=True).to_numpy()
        self.ranks = np.nan_to_num(ranks, nan=-1.0)
        self.bins = self._bins(facts.is_number)
        self.entropy = _entropy(self.bins)

    def _bins(self, is_number: bool) -> np.ndarray:
        if is_number:
            known = np.minimum(self.ranks * BINS, BINS - 1).astype(np.intp)
            return np.where(self.codes < 0, BINS, known)
        counts = np.bincount(self.codes + 1)
        place = np.argsort(np.argsort(-counts, kind="stable"))
        return np.minimum(place, BINS)[self.codes + 1]

    def chance_of_one(self, counts: np.ndarray) -> np.ndarray:
        """The chance that so many rows drawn at random all have one value."""
        shares = np.bincount(self.codes + 1) / len(self.codes)
        shares = np.sort(shares)[::-1][:MOST_SHARES]
        known, place = np.unique(counts, return_inverse=True)
        of_known = np.array([(shares**n).sum() for n in known.tolist()])
        return np.asarray(of_known[place])

    def agreements(self, one: np.ndarray, other: np.ndarray) -> list[np.ndarray]:
        """Which pairs agree: exactly, or closely in one sense or the other."""
        same = self.codes[one] == self.codes[other]
        if not self.is_fine:
            return [same]
        apart = np.abs(self.ranks[one] - self.ranks[other])
        return [same | (apart <= close) for close in CLOSE]


def find_rows_alike(facts: list[Facts], seed: int = 0) -> RowsAlike | None:
    """Find rows that agree in many columns far more than chance.

    Parameters
    ----------
    facts : list of Facts
        The columns of a table, but for keys.
    seed : int, default=0
        Seed of the pairs that are looked at.

    Returns
    -------
    RowsAlike or None
        Where the rows agree most; None where they are as different as rows are.
    """
    if not facts or len(facts[0].values) < LEAST_ROWS:
        return None
    rng = np.random.RandomState(seed)
    columns = [_Column(one) for one in facts]
    found = [*_repeated(columns), *_profiles(columns)]
    found += [
        alike
        for column in columns
        if column.is_fine
        for alike in _alike_by(column, columns, rng)
    ]
    return max(found, key=lambda alike: alike.lift, default=None)


def _repeated(columns: list[_Column]) -> Iterator[RowsAlike]:
    """Find rows that equal another one, where the columns allow many more."""
    codes = np.column_stack([column.codes for column in columns])
    _, group, sizes = np.unique(codes, axis=0, return_inverse=True, return_counts=True)
    share = float((sizes[group.ravel()] > 1).mean())
    if share < LEAST_REPEATED:
        return
    # The chance that two rows agree, if columns had nothing to do with one another.
    shares = [np.bincount(one.codes + 1) / len(codes) for one in columns]
    expected = len(codes) * float(np.prod([(one**2).sum() for one in shares]))
    if expected <= MOST_EXPECTED:
        lift = share / max(expected, 1e-9)
        yield RowsAlike(tuple(one.name for one in columns), share, lift)


def _profiles(columns: list[_Column]) -> Iterator[RowsAlike]:
    """Find values whose rows, many as they are, have the same in many columns.

    Where few people have many rows each, one value is of so many rows that it looks
    like one on which all heap.
    """
    for column in columns:
        order = np.argsort(column.codes, kind="stable")
        order = order[column.codes[order] >= 0]
        counts = np.bincount(column.codes[order])
        starts = np.cumsum(counts) - counts
        constant: dict[Hashable, np.ndarray] = {}
        chance = np.ones(len(counts))
        for other in columns:
            if other is column or _dependence(column, other) > MOST_DEPENDENT:
                continue
            codes = other.codes[order]
            low, high = (f.reduceat(codes, starts) for f in (np.minimum, np.maximum))
            by_chance = other.chance_of_one(counts)
            is_constant = (low == high) & (by_chance < 0.5)
            constant[other.name] = is_constant
            chance *= np.where(is_constant, by_chance, 1.0)
        is_often = (counts >= OFTEN[0]) & (counts <= OFTEN[1])
        n_constant = sum(constant.values(), np.zeros(len(counts), dtype=np.intp))
        found = is_often & (n_constant >= LEAST_CONSTANT) & (chance <= MOST_BY_CHANCE)
        share = float(counts[found].sum() / len(column.codes))
        if share >= LEAST_OFTEN:
            mostly = [name for name, one in constant.items() if one[found].mean() > 0.5]
            # Pairs of rows say more, where they say anything.
            yield RowsAlike((column.name, *mostly), share, LEAST_LIFT)


def _alike_by(
    column: _Column, columns: list[_Column], rng: np.random.RandomState
) -> Iterator[RowsAlike]:
    """Compare pairs with the same value with pairs of values next to one another."""
    same, n_same = _pairs(column.codes, 0, MOST_PAIRS, rng)
    if n_same < LEAST_PAIRS:
        return
    near = [_pairs(column.codes, step, MOST_PAIRS // 3, rng)[0] for step in NEAR]
    others = np.concatenate(near, axis=1)
    if others.shape[1] < LEAST_PAIRS:
        return
    together = _Together(min(n_same, same.shape[1]))
    agreeing = [
        together.best_of(other, same, others)
        for other in columns
        if other is not column
        and other.entropy
        and _dependence(column, other) <= MOST_DEPENDENT
    ]
    agreeing = [one for one in agreeing if one.z > LEAST_Z]
    if len(agreeing) < LEAST_FURTHER:
        return
    agreeing.sort(key=lambda one: -one.z)

    def share_of(agreement: _Agreement) -> float:
        return len(np.unique(same[:, agreement.same])) / len(column.codes)

    joint = together.joined(agreeing, share_of)
    if joint.lift >= LEAST_LIFT and len(joint.names) >= LEAST_FURTHER:
        yield RowsAlike((column.name, *joint.names), share_of(joint), joint.lift)


@dataclass(frozen=True, eq=False)
class _Agreement:
    """In which pairs some columns agree, and by how much more often than by chance."""

    names: tuple[Hashable, ...]
    same: np.ndarray
    near: np.ndarray
    z: float

    @property
    def lift(self) -> float:
        """How many times as often pairs with one value agree as those near them."""
        return float(self.same.mean() / (self.near.mean() + 1 / len(self.near)))


@dataclass(frozen=True)
class _Together:
    """Agreements in several columns; ``n_same`` pairs with one value are different."""

    n_same: int

    def best_of(
        self, column: _Column, same: np.ndarray, near: np.ndarray
    ) -> _Agreement:
        """Agreement in a column, in the sense that says most."""
        pairs = zip(column.agreements(*same), column.agreements(*near), strict=True)
        found = [self.of((column.name,), *pair) for pair in pairs]
        return max(found, key=lambda one: one.z)

    def of(self, names: tuple, same: np.ndarray, near: np.ndarray) -> _Agreement:
        """Compare how often pairs agree."""
        high, low = same.mean(), near.mean()
        chance = max(low, 1 / len(near))
        error = np.sqrt(chance * (1 - low) * (1 / self.n_same + 1 / len(near)))
        return _Agreement(names, same, near, float((high - low) / (error + 1e-9)))

    def joined(
        self, agreeing: list[_Agreement], share_of: Callable[[_Agreement], float]
    ) -> _Agreement:
        """Add column after column, as long as that tells more of rows enough."""
        joint = agreeing[0]
        for one in agreeing[1:]:
            names = (*joint.names, *one.names)
            more = self.of(names, joint.same & one.same, joint.near & one.near)
            if more.lift > joint.lift and share_of(more) >= LEAST_SHARE:
                joint = more
        return joint


def _pairs(
    codes: np.ndarray, step: int, most: int, rng: np.random.RandomState
) -> tuple[np.ndarray, float]:
    """Draw pairs of rows whose values are so many values apart; count all of them."""
    order = np.argsort(codes, kind="stable")
    order = order[codes[order] >= 0]
    counts = np.bincount(codes[order])
    starts = np.cumsum(counts) - counts
    held = np.where(counts > max(HEAP * len(codes), 1 / HEAP), 0, counts)
    weights = held * (held - 1) / 2.0
    if step:
        weights = np.zeros(len(held))
        weights[:-step] = held[:-step] * held[step:]
    total = float(weights.sum())
    if not total:
        return np.empty((2, 0), dtype=np.intp), 0.0
    value = rng.choice(len(held), size=int(min(most, 2 * total)), p=weights / total)
    first = (rng.uniform(size=len(value)) * counts[value]).astype(np.intp)
    drawn = rng.uniform(size=len(value))
    if step:
        second = (drawn * counts[value + step]).astype(np.intp)
    else:
        # Any but the first itself.
        ahead = 1 + (drawn * (counts[value] - 1)).astype(np.intp)
        second = (first + ahead) % counts[value]
    pairs = order[starts[value] + first], order[starts[value + step] + second]
    return np.array(pairs), total


def _dependence(one: _Column, other: _Column) -> float:
    """Mutual information of two columns, seen roughly, as a share of what can be."""
    together = _entropy(one.bins * (BINS + 1) + other.bins)
    shared = one.entropy + other.entropy - together
    # By chance alone the estimate is above zero.
    cells = (len(np.unique(one.bins)) - 1) * (len(np.unique(other.bins)) - 1)
    shared -= cells / (2 * len(one.bins))
    return max(shared, 0.0) / max(min(one.entropy, other.entropy), 1e-9)


def _entropy(values: np.ndarray) -> float:
    return float(entropy(np.bincount(values)))
