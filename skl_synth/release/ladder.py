"""The ladder: settings from the most useful to the coarsest, until one passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError
from skl_synth.progress import counting
from skl_synth.release.judging import Judged
from skl_synth.release.ladder_report import (
    NOT_POSSIBLE,
    PUBLISHED,
    REFUSED,
    RungOutcome,
    closed_in_words,
    figures_of,
)
from skl_synth.release.release_setting import release_synthesizer
from skl_synth.release.shared_gates import shared_gate


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


def _trees(noise: float, share: float = 1.0) -> Callable[[], BaseSynthesizer]:
    """Make what makes the release setting with this noise, from a part of the people.

    Noise is in units of the spread of a column. Whoever is left out cannot be found.
    Larger leaves, other numbers of trees or of predictors changed nothing.
    """
    blurred = {"sampler__noise_scale": noise, "sampler__fit_fraction": share}
    return lambda: release_synthesizer().set_params(**blurred)


RELEASE = Rung(
    "release setting", "as release_synthesizer makes it", release_synthesizer
)

# Worst attack on everyone at 300, 1,000 and 2,500 people (patients, stroke): .58, .57,
# .53 with little noise; .54 and .52 with more at 1,000 and 2,500; .53, .53, .52 of half
# of the people, .56 of a third, whose smallest class is hidden best (.53; .63 with
# little noise). The AUC of models falls by .01 at most, the similarity of pairs by .02.
LADDER = (
    Rung("little noise", "trees with large leaves, a little noise", _trees(0.1)),
    Rung("more noise", "twice as much noise on numbers", _trees(0.2)),
    Rung("half of the people", "trees learn from half of them", _trees(0.3, 0.5)),
    Rung("a third of the people", "trees learn from a third", _trees(0.3, 1 / 3)),
)
"""The settings that `publish` tries in their order, from the most useful down. None is
another with a second seed. Margins without noise are not among them: columns alone hide
people as the last does (of 500 simulated patients .51 to .53, and .51 to .55 by trees
from a third), but no column is associated with another, and nobody should get that
without asking; pairs that the method chooses disclose as much as the first (largest
figure over everyone and groups .62 to .74)."""


NOTHING_MADE = "it could make no such table"


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


def walk(rungs: Sequence[Rung], judge: Callable[[Rung], Judged], seed: int) -> Walked:
    """Try one setting after the other until one passes all gates.

    Parameters
    ----------
    rungs : sequence of Rung
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
    with counting("setting", len(rungs), tries=True) as count:
        for rung in rungs:
            outcome = RungOutcome(rung.name, rung.what)
            if judged is None or not judged.passed:
                count.begin(rung.name)
                try:
                    judged = judge(rung)
                    outcome = _outcome_of(outcome, judged, seed)
                except InputError as error:
                    # A coarse table may hold no new row for one setting and many for
                    # another.
                    failed = failed or error
                    outcome = replace(
                        outcome,
                        outcome=NOT_POSSIBLE,
                        reason=NOTHING_MADE,
                        owners_reason=str(error),
                    )
                count.done(quietly=True)
            outcomes.append(outcome)
    if judged is None:
        assert failed is not None
        raise failed
    return Walked(tuple(outcomes), judged)


def _outcome_of(outcome: RungOutcome, judged: Judged, seed: int) -> RungOutcome:
    return replace(
        outcome,
        outcome=PUBLISHED if judged.passed else REFUSED,
        reason=closed_in_words(map(shared_gate, judged.gates)),
        owners_reason=closed_in_words(judged.gates),
        figures=figures_of(judged, seed),
    )
