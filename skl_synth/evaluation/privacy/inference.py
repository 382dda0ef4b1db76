"""Attribute inference: a secret of somebody of whom all else is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figure_text import percent
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.intervals import paired_excess, risk_above_control
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import MEMBERS, AttackContext
from skl_synth.evaluation.privacy.membership.features import nearest
from skl_synth.evaluation.privacy.population_guess import guess_from_others
from skl_synth.evaluation.registry import LOWER, SHARE, Measure, register
from skl_synth.evaluation.table_data import Attribute, AuditTables

TOLERANCE = 0.05
"""A number is guessed if it is at most so far off, as a share of its value."""

MOST_SECRETS = 20
"""Columns that are attacked where none were named; the first ones."""

IN_NOTE = 3
"""Columns that are named, the worst first."""

NEAR = (0.0, 0.02, 0.1, 0.25, 0.5, 1.0)
"""Who trusts the release does so where it has a row this near: nowhere, for so many of
the people, or everywhere."""

Risk = Callable[[np.ndarray, np.ndarray], Interval]
"""Sums guesses about people up, given who of them is a member."""


@register(
    "privacy",
    7,
    Measure(
        "inference",
        LOWER,
        "Attribute inference: share of the people in the table of whom one fact is "
        "guessed from all others by way of the release, and would not be if they were "
        "controls; of the table, that of the worst column.",
        label="attribute inference, worst column",
        unit=SHARE,
        ceiling=0.0,
        scopes=("table", "column"),
        rows=(MEMBERS,),
    ),
    Measure(
        "inference_above_population",
        LOWER,
        "Attribute inference: share of the people in the table of whom a named fact is "
        "guessed with the release, above the share without it, by the best guess from "
        "other real people; of the table, that of the worst column.",
        label="  above the best guess from other people",
        unit=SHARE,
        ceiling=0.0,
        scopes=("table", "column"),
        rows=(MEMBERS,),
    ),
)
def infer_attributes(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Guess one fact about a person from all others.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    options : AttackOptions
        With the names of the columns that are guessed; None takes all.
    rng : RandomState
        Source of folds and of forests, where columns are named.

    Returns
    -------
    Findings
        ``inference`` for the table and per column, the worst first: the share of
        members whose value is guessed, and would not be if they were controls. Of named
        columns, the target among them, also ``inference_above_population``: the share
        of members of whom it is guessed, above the share of whom it is without the
        release. For the table it is that of the worst column, chosen on one half of the
        people and measured on the other.

    Notes
    -----
    The attacker knows all but one column of a person, takes the nearest synthetic row
    and reads the value there. Numbers may be off by 5 %. Of a person with several rows
    the share of the rows counts in which the value is guessed: that one of many is,
    by chance, would be true of nearly everybody.

    Without the release the attacker knows other real people, members and controls, and
    guesses by a forest or by the nearest of them, whichever is better; with it, the
    same attacker follows the nearest synthetic row where it is near enough. How near
    that is is chosen on one half of the members and measured on the other.
    """
    figures = FigureList()
    secrets = _secrets(context.tables, options)
    if options.secrets is None:
        reason = "no sensitive column is named by secrets"
        figures.skip("inference_above_population", reason)
    if not secrets or not len(context.members) or not context.owner.size:
        return Findings(figures)
    attacks = [_Guesses(context, one) for one in secrets]
    names = [one.name for one in secrets]
    by_release = [one.hits for one in attacks]
    notes = _add(figures, "inference", names, by_release, _risk, context.is_member)
    if options.secrets is not None:
        added = [one.above_population(rng) for one in attacks]
        metric = "inference_above_population"
        _add(figures, metric, names, added, _gain, context.is_member)
    return Findings(figures, notes)


def _secrets(tables: AuditTables, options: AttackOptions) -> list[Attribute]:
    """The columns that are guessed: those named, or the first ones."""
    if len(tables.varying) < 2:
        return []
    if options.secrets is None:
        return list(tables.varying[:MOST_SECRETS])
    columns = {one.name for one in tables.attributes}
    # A column by the name of the target is meant rather than the target.
    whole = tables if tables.target_name in columns else tables.with_target()
    named = whole.named(options.secrets, "secrets")
    return [one for one in named if not one.is_constant]


class _Guesses:
    """What an attacker says of one secret of the people attacked."""

    def __init__(self, context: AttackContext, secret: Attribute) -> None:
        self.context, self.secret = context, secret
        whole = context.tables.with_target()
        places = {one: place for place, one in enumerate(context.tables.varying)}
        # The target is in no column of the matrix: then all of them are known.
        known = context.owner != places.get(secret, -1)
        self.known = context.rows[:, known]
        distances, rows = nearest(self.known, context.synthetic[:, known], 1)
        self.distance = distances[:, 0]
        assert whole.holdout is not None
        self.truth = np.concatenate(
            [
                whole.real.values(secret)[context.members],
                whole.holdout.values(secret)[context.controls],
            ]
        )
        self.right = self._is_right(whole.synthetic.values(secret)[rows[:, 0]])
        self.hits = context.mean_of_person(self.right.astype(np.float64))

    def _is_right(self, guess: np.ndarray) -> np.ndarray:
        """Which guesses are right; of a number, within the tolerance."""
        hits: np.ndarray = guess == self.truth
        if self.secret.is_number:
            hits = np.abs(guess - self.truth) <= TOLERANCE * np.abs(self.truth)
            hits |= np.isnan(guess) & np.isnan(self.truth)
        return hits

    def above_population(self, rng: np.random.RandomState) -> np.ndarray:
        """For each person, what the release adds to the best guess without it."""
        guesses = guess_from_others(
            self.known,
            self.truth,
            self.context.persons,
            is_number=self.secret.is_number,
            rng=rng,
        )
        right = [self._is_right(guess) for guess in guesses]
        without = max(right, key=np.sum)
        gains = [
            np.where(self._is_near(share), self.right, without).astype(np.float64)
            - without
            for share in NEAR
        ]
        by_person = [self.context.mean_of_person(gain) for gain in gains]
        # By the low end: whoever may do without the release trusts it once it is sure
        # to help, and is not led astray by what seems to help a few by chance.
        return of_best(by_person, self.context.is_member, _sure_gain)

    def _is_near(self, share: float) -> np.ndarray:
        """Whom the release has a row near of, as near as this share of the people."""
        if not share:
            return np.zeros(len(self.distance), dtype=bool)
        return self.distance <= np.quantile(self.distance, share)


def _add(
    figures: FigureList,
    metric: str,
    names: Sequence[str],
    hits: list[np.ndarray],
    risk: Risk,
    is_member: np.ndarray,
) -> tuple[str, ...]:
    """Add a figure for the table, then of each column, the worst first; name these."""
    of_worst = of_best(hits, is_member, lambda *of: risk(*of).value)
    figures.add(metric, risk(of_worst, is_member))
    risks = [risk(one, is_member) for one in hits]
    pairs = zip(names, risks, strict=True)
    order = sorted(pairs, key=lambda one: -np.nan_to_num(one[1].value, nan=-np.inf))
    for name, figure in order:
        figures.add(metric, figure, scope="column", subject=name)
    worst = [(name, one) for name, one in order[:IN_NOTE] if one.low > 0]
    if not worst:
        return ()
    named = ", ".join(f"{name} {percent(one.value)}" for name, one in worst)
    return (f"attribute inference, worst columns above control: {named}.",)


def of_best(
    choices: list[np.ndarray],
    is_member: np.ndarray,
    worth: Callable[[np.ndarray, np.ndarray], float],
) -> np.ndarray:
    """Take guesses about each half of the people by what is best on the other half.

    The highest of many risks is too high by chance; chosen on other people it is not.

    Parameters
    ----------
    choices : list of ndarray of shape (n_people,)
        Guesses by each choice.
    is_member : ndarray of shape (n_people,), dtype bool
        Who of the people is a member.
    worth : callable
        Given guesses and who is a member, says how good they are.

    Returns
    -------
    ndarray of shape (n_people,)
        Guesses, every other one by the choice that is best on the rest.
    """
    first = np.arange(len(is_member)) % 2 == 0
    hits = np.zeros(len(is_member))
    for chosen_on in (first, ~first):
        known = [worth(one[chosen_on], is_member[chosen_on]) for one in choices]
        best = int(np.nanargmax(known)) if not np.isnan(known).all() else 0
        hits[~chosen_on] = choices[best][~chosen_on]
    return hits


def _risk(hits: np.ndarray, is_member: np.ndarray) -> Interval:
    members, controls = hits[is_member], hits[~is_member]
    return risk_above_control(
        members.sum(), len(members), controls.sum(), len(controls)
    )


def _gain(gains: np.ndarray, is_member: np.ndarray) -> Interval:
    return paired_excess(gains[is_member])


def _sure_gain(gains: np.ndarray, is_member: np.ndarray) -> float:
    return _gain(gains, is_member).low
