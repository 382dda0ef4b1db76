"""Moves: shares and means that are others than they were, and whether by chance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from scipy import stats

BY_CHANCE = 0.001
"""How often two samples of one population are taken for different, at most: over all
shares and means of a table together."""

NOTICEABLE = 0.03
"""A share that moved by less is the same to a reader, however many rows prove it."""

LOST = 0.01
"""So few are noticed, too, where a share was halved or doubled by them."""

NOTICEABLE_MEAN = 0.1
"""The same of a mean, in standard deviations of the column."""

IN_NOTE = 8
"""Columns that are named, each with what moved most in it, the worst first."""


class Move(NamedTuple):
    """A share or a mean that moved.

    Parameters
    ----------
    column, level : str
        The column and its level; no level for the mean of a number.
    label : str
        The class among whose rows it moved; empty for all rows.
    real, synthetic : float
        The share or the mean before and after: in the real table and in the synthetic
        one, say.
    size : float
        How far it moved: of a share the difference, of a mean in standard deviations.
    chance : float
        How likely it is to move that far between two samples of one population.
    what : str, default="mean"
        What of a number moved.
    """

    column: str
    level: str
    label: str
    real: float
    synthetic: float
    size: float
    chance: float
    what: str = "mean"

    def text(self) -> str:
        """Say what moved, from where to where.

        Returns
        -------
        str
            Such as ``histology 'bad' 11 % → 25 %``.
        """
        among = f" in class {self.label}" if self.label else ""
        if self.level:
            shares = f"{100 * self.real:.3g} % → {100 * self.synthetic:.3g} %"
            return f"{self.column} {self.level!r}{among} {shares}"
        means = f"{self.real:.4g} → {self.synthetic:.4g}"
        return f"{self.what} of {self.column}{among} {means}"


def is_noticeable(share: float, other: float) -> bool:
    """Whether a reader notices that a share is another.

    Parameters
    ----------
    share, other : float
        The shares.

    Returns
    -------
    bool
        True for a large difference, and for a small one that halves or doubles.

    Examples
    --------
    >>> from skl_synth.generators.moves import is_noticeable
    >>> is_noticeable(0.5, 0.52), is_noticeable(0.5, 0.54), is_noticeable(0.02, 0.005)
    (False, True, True)
    """
    gap, least, most = abs(share - other), min(share, other), max(share, other)
    return gap >= NOTICEABLE or (most >= 2 * least and gap >= LOST)


def fisher(hits: int, n: int, other_hits: int, n_other: int) -> float:
    """Fisher's exact test of two shares, by twice the smaller of its tails.

    Parameters
    ----------
    hits, n, other_hits, n_other : int
        How many of how many, in both samples.

    Returns
    -------
    float
        How likely shares are to be that different by chance.

    Examples
    --------
    >>> from skl_synth.generators.moves import fisher
    >>> round(fisher(3, 10, 9, 10), 3)
    0.02
    """
    drawn = stats.hypergeom(n + n_other, hits + other_hits, n)
    tail = min(drawn.cdf(hits), drawn.sf(hits - 1))
    return float(min(1.0, 2 * tail))


def worst_first(move: Move) -> tuple[Any, ...]:
    """Order moves by size.

    Parameters
    ----------
    move : Move
        One of them.

    Returns
    -------
    tuple
        What they are sorted by.
    """
    # The digits beyond are those of arithmetic: what moved alike stands by its name.
    return -round(abs(move.size), 6), move.column, move.level, move.label


def name_moves(moves: Iterable[Move]) -> str:
    """Name the columns that moved, each with what moved most in it.

    Parameters
    ----------
    moves : iterable of Move
        In any order.

    Returns
    -------
    str
        At most `IN_NOTE` of them, the worst first, and how many more there are.
    """
    worst: dict[str, Move] = {}
    for one in sorted(moves, key=worst_first):
        worst.setdefault(one.column, one)
    named = "; ".join(one.text() for one in list(worst.values())[:IN_NOTE])
    more = len(worst) - IN_NOTE
    return f"{named}; and {more} more" if more > 0 else named
