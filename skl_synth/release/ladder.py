"""The ladder: settings from the most useful to the coarsest, until one passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError
from skl_synth.release.judging import Judged
from skl_synth.release.ladder_report import (
    NOT_POSSIBLE,
    PUBLISHED,
    REFUSED,
    RungOutcome,
    closed_in_words,
    figures_of,
)
from skl_synth.release.low_fidelity import COLUMNS, low_fidelity_synthesizer
from skl_synth.release.release_setting import release_synthesizer
from skl_synth.synthesizers import PrivateMarginals


class Rung(NamedTuple):
    """A setting of the ladder.

    Parameters
    ----------
    name : str
        What it is called in reports.
    what : str
        What it does, in a few words.
    make : callable
        Makes the synthesizer, unfitted.
    """

    name: str
    what: str
    make: Callable[[], BaseSynthesizer]


MORE_NOISE = 0.3
"""Noise on numbers, in units of the spread of a column, below the first setting."""


def _more_noise() -> BaseSynthesizer:
    return release_synthesizer().set_params(sampler__noise_scale=MORE_NOISE)


def _half_of_people() -> BaseSynthesizer:
    return _more_noise().set_params(sampler__fit_fraction=0.5)


def _margins() -> BaseSynthesizer:
    return PrivateMarginals(epsilon=None, pairs="auto")


def _columns() -> BaseSynthesizer:
    return low_fidelity_synthesizer(COLUMNS)


LADDER = (
    Rung(
        "release setting",
        "trees with large leaves, a little noise on numbers",
        release_synthesizer,
    ),
    Rung("more noise", "three times as much noise on numbers", _more_noise),
    Rung(
        "half of the people",
        "the same, learnt from half of the people of each class",
        _half_of_people,
    ),
    Rung("margins", "columns by class, and a tree of pairs of them", _margins),
    Rung(COLUMNS, "each column alone, nothing is associated", _columns),
)
"""The settings that `publish` tries in their order, from the most useful down. Each
blurs more than the one before; none is the same with another seed."""


class Walked(NamedTuple):
    """The end of a walk.

    Parameters
    ----------
    outcomes : tuple of RungOutcome
        One for each setting, in their order.
    judged : Judged
        What was judged last: what passed, or the coarsest setting that did not.
    """

    outcomes: tuple[RungOutcome, ...]
    judged: Judged


def walk(rungs: Iterable[Rung], judge: Callable[[Rung], Judged], seed: int) -> Walked:
    """Try one setting after the other until one passes all gates.

    Parameters
    ----------
    rungs : iterable of Rung
        From the most useful to the coarsest.
    judge : callable
        Makes the table of a setting and judges it, each time with the same seed.
    seed : int
        Seed of what is measured besides.

    Returns
    -------
    Walked
        The outcomes, and what was judged last.

    Raises
    ------
    InputError
        If no setting could make a table; what the first said.
    """
    outcomes: list[RungOutcome] = []
    judged: Judged | None = None
    failed: InputError | None = None
    for rung in rungs:
        outcome = RungOutcome(rung.name, rung.what)
        if judged is None or not judged.passed:
            try:
                judged = judge(rung)
                outcome = _outcome_of(outcome, judged, seed)
            except InputError as error:
                # A coarse table may hold no new row for one setting and many for
                # another, and not every setting makes visits or strata.
                failed = failed or error
                outcome = replace(outcome, outcome=NOT_POSSIBLE, reason=str(error))
        outcomes.append(outcome)
    if judged is None:
        assert failed is not None
        raise failed
    return Walked(tuple(outcomes), judged)


def _outcome_of(outcome: RungOutcome, judged: Judged, seed: int) -> RungOutcome:
    return replace(
        outcome,
        outcome=PUBLISHED if judged.passed else REFUSED,
        reason=closed_in_words(judged.gates),
        figures=figures_of(judged, seed),
    )
