"""Rows of a release that lie nearer to a person than any other person does.

Whoever releases the rows of people with noise, or with some columns of another person,
shows no copy, and yet each of them has a row that is nearer than chance puts one. The
people of the table are strangers to one another, so that the released table itself can
be looked at, of which everybody is a member.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from skl_synth.errors import Remedy
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.intervals import wilson
from skl_synth.evaluation.people import People, people_of, rarest_classes
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import (
    MEMBERS,
    OUTLYING_SHARE,
    AttackContext,
)
from skl_synth.evaluation.privacy.membership.features import (
    FAR,
    N_NEIGHBORS,
    nearest,
    nearest_others,
)
from skl_synth.evaluation.privacy.membership.groups import (
    A_CLASS,
    EVERYONE,
    OUTLIERS,
    SMALLEST_CLASS,
)
from skl_synth.evaluation.privacy.strangers import persons_of
from skl_synth.evaluation.registry import (
    LOWER,
    SHARE,
    TABLE,
    GateRule,
    Measure,
    register,
)

NEARER_BOUND = 0.55
"""One half are nearer to a row of strangers than to one another, by chance."""

GROUP_BOUND = 0.65
"""The same of few people."""

MOST_ROWS = 5000
"""Of the real rows, and as many released ones, so many are looked at."""

_REMEDIES = (
    Remedy("make the rows by the release setting", only="python"),
    Remedy("look for whoever moved real rows a little"),
)


@register(
    "privacy",
    12,
    Measure(
        "nearer_than_people",
        LOWER,
        "Share of the people in the table to whom a released row of their class lies "
        "nearer than any other person of it, as many rows as people; 0.5 is chance.",
        label="people nearer to a released row than to anybody, {subject}",
        unit=SHARE,
        ceiling=0.5,
        scopes=("table", "group"),
        rows=(MEMBERS,),
        gates=tuple(
            GateRule(
                "released rows nearer than people" + (" to {subject}" if scope else ""),
                GROUP_BOUND if scope else NEARER_BOUND,
                _REMEDIES,
                where=(TABLE,),
                by_low_end=True,
                group=group,
                scope=scope or "table",
                subject=subject,
            )
            for group, scope, subject in (
                (EVERYONE, "", ""),
                (OUTLIERS, "group", OUTLIERS),
                (SMALLEST_CLASS, "group", A_CLASS),
            )
        ),
    ),
)
def find_nearer_rows(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Ask whether released rows lie nearer to people than people do to one another.

    Parameters
    ----------
    context : AttackContext
        The tables.
    options : AttackOptions
        Not used.
    rng : RandomState
        Chooses rows where there are many.

    Returns
    -------
    Findings
        ``nearer_than_people`` of everyone, outliers and the smallest class.
    """
    figures, tables = FigureList(), context.tables
    if not context.real.shape[1]:
        for subject in ("", OUTLIERS, A_CLASS):
            _skip(figures, subject, "no column varies")
        return Findings(figures)
    rows = _some(len(context.real), MOST_ROWS, rng)
    place = _some(len(context.synthetic), len(rows), rng)
    released = context.synthetic[place]
    labels, own = np.zeros(len(rows)), np.zeros(len(place))
    if tables.is_classes:
        labels = tables.labels_of("real")[rows]
        own = tables.labels_of("synthetic")[place]
    whose = people_of(persons_of(tables.real)[rows])
    real = _Rows(context.real[rows], labels, whose.persons)
    shown, others = real.to_released(released, own), real.to_others(1)
    # Copies of common rows are as near as people are: a tie says nothing.
    nearer = _means(np.where(shown == others, 0.5, shown < others), whose)
    alone = _means(real.to_others(N_NEIGHBORS), whose)
    groups = {OUTLIERS: alone >= np.quantile(alone, 1 - OUTLYING_SHARE)}
    if tables.is_classes:
        rarest_first = rarest_classes(labels)
        of_class = whose.classes(labels, rarest_first) == rarest_first[0]
        groups[A_CLASS.replace("*", str(rarest_first[0]))] = of_class
    else:
        _skip(figures, A_CLASS, "the target has no classes")
    figures.add("nearer_than_people", wilson(nearer.sum(), len(nearer)))
    for name, who in groups.items():
        figure = wilson(nearer[who].sum(), int(who.sum()))
        figures.add("nearer_than_people", figure, scope="group", subject=name)
    return Findings(figures)


def _skip(figures: FigureList, subject: str, reason: str) -> None:
    scope = "group" if subject else "table"
    figures.skip("nearer_than_people", reason, scope=scope, subject=subject)


def _some(n: int, most: int, rng: np.random.RandomState) -> np.ndarray:
    return np.sort(rng.permutation(n)[:most])


def _means(values: np.ndarray, whose: People) -> np.ndarray:
    """The mean over the rows of each person."""
    return np.bincount(whose.persons, weights=values) / np.bincount(whose.persons)


class _Rows(NamedTuple):
    """Real rows with their classes, and whom they belong to."""

    matrix: np.ndarray
    labels: np.ndarray
    persons: np.ndarray

    def to_released(self, released: np.ndarray, own: np.ndarray) -> np.ndarray:
        """The distance of each to the nearest released row of its class."""
        found = np.full(len(self.matrix), FAR)
        for label in np.unique(self.labels):
            who = self.labels == label
            found[who] = nearest(self.matrix[who], released[own == label], 1)[0][:, 0]
        return found

    def to_others(self, k: int) -> np.ndarray:
        """The distance of each to the k-th nearest row of others of its class."""
        found = np.full(len(self.matrix), FAR)
        for label in np.unique(self.labels):
            who = self.labels == label
            if len(np.unique(self.persons[who])) > 1:
                near = nearest_others(self.matrix[who], self.persons[who], k)[0]
                found[who] = near[:, -1]
        return found
