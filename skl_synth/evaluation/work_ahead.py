"""How long the parts of an audit take, beside one another: for the time that is left.

Measured on 1,000 rows and nine columns. Only the proportions count, and these but
roughly: what takes longer on another table is seen as it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

MAKING = 0.6
"""To fit a synthesizer to a fold and draw one table."""

SECONDS_OF_SECTION = {"utility": 1.4, "fidelity": 1.7, "privacy": 2.5}
"""To judge that table, one section after the other. That of utility is for training
models; what they say is compared in as long again, which is counted with fidelity."""

SECONDS_OF_ATTACK = {
    "releases": 3.0,
    "shadow": 0.01,
    "membership": 1.4,
    "inference": 0.6,
}
"""To attack it, where an attack takes longer, or mostly less, than others. Releases are
attacked in the first fold alone."""


def weights_of_folds(n_folds: int, sections: Sequence[str]) -> list[float]:
    """Say how long each fold takes.

    Parameters
    ----------
    n_folds : int
        How many there are.
    sections : sequence of str
        What is measured on each.

    Returns
    -------
    list of float
        In the same unit; the first draws and attacks further tables besides.
    """
    each = MAKING + sum(SECONDS_OF_SECTION[name] for name in sections)
    more = SECONDS_OF_ATTACK["releases"] if "privacy" in sections else 0.0
    return [each + more * (fold == 0) for fold in range(n_folds)]


def weights_of_release(n_folds: int) -> list[float]:
    """Say how long the parts of a release take.

    Parameters
    ----------
    n_folds : int
        On how many folds the method is judged.

    Returns
    -------
    list of float
        To make the table, to look at it, and to judge the method.
    """
    return [MAKING, 1.0, sum(weights_of_folds(n_folds, list(SECONDS_OF_SECTION)))]


def weights_of_attacks(names: Sequence[str], *, draws: bool) -> list[float]:
    """Say how long each attack takes.

    Parameters
    ----------
    names : sequence of str
        The attacks.
    draws : bool
        Whether further tables are drawn and attacked.

    Returns
    -------
    list of float
        In the same unit.
    """
    weights = {**SECONDS_OF_ATTACK, **({} if draws else {"releases": 0.01})}
    return [weights.get(name, 0.1) for name in names]
