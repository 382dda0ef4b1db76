"""The place of survival times in the order of drawing: time and event at once."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.generators.sequence import Step
from skl_synth.table.schema import Schema
from skl_synth.table.survival_pairs import SurvivalPair


@dataclass(frozen=True)
class PairStep:
    """A time and its event, drawn together as one attribute.

    Parameters
    ----------
    codes : tuple of Step
        The event, and the code that says whether the time is missing, as far as the
        columns have them.
    time : Step
        The time.
    event_code : int, default=-1
        The code of the event; -1 where all rows end in one way.
    """

    codes: tuple[Step, ...]
    time: Step
    event_code: int = -1

    def is_event(self, codes: np.ndarray) -> np.ndarray:
        """Mark the rows in which the event happened.

        Parameters
        ----------
        codes : ndarray of shape (n_rows, n_codes), dtype int
            Their codes, as of the steps.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            All, where all rows of the table end in one way.
        """
        if self.event_code < 0:
            return np.ones(len(codes), dtype=bool)
        return np.asarray(codes[:, 0] == self.event_code)

    @property
    def parts(self) -> list[Step]:
        """The attributes one by one, as those that are drawn later see them."""
        return [*self.codes, self.time]


def plain_steps(steps: Sequence[Step | PairStep]) -> list[Step]:
    """Take pairs apart.

    Parameters
    ----------
    steps : sequence of Step or PairStep
        Attributes in the order in which they are drawn.

    Returns
    -------
    list of Step
        The attributes one by one.
    """
    return [
        part
        for one in steps
        for part in (one.parts if isinstance(one, PairStep) else [one])
    ]


def with_pairs(
    schema: Schema, steps: list[Step], visit_order: Any
) -> list[Step | PairStep]:
    """Draw each time together with its event, behind all other columns.

    A time is the outcome of what stands in the other columns. Where ``visit_order``
    names the time or the event, both are drawn where the first of them is named.

    Parameters
    ----------
    schema : Schema
        The table, with its pairs.
    steps : list of Step
        Its attributes, in order.
    visit_order : str or list of names
        As in `TypeAwareCART`.

    Returns
    -------
    list of Step or PairStep
        The attributes.
    """
    ordered: list[Step | PairStep] = list(steps)
    named = [] if isinstance(visit_order, str) else list(visit_order)
    for pair in schema.survival:
        taken = _steps_of_pair(schema, steps, pair)
        if not taken:
            continue
        first = min(ordered.index(one) for one in taken)
        ordered = [one for one in ordered if one not in taken]
        place = first if set(pair.columns) & set(named) else len(ordered)
        # A target that says how the time ended comes first of all: each time is drawn
        # in view of it, alone.
        code = _event_code(schema, pair)
        together = [PairStep(tuple(taken[:-1]), taken[-1], code)]
        ordered[place:place] = taken if pair.in_target else together
    return ordered


def refuse_labels(schema: Schema, labels: str) -> None:
    """Refuse trees of all classes at once, where the class says how a time ended.

    Parameters
    ----------
    schema : Schema
        The table, with its pairs.
    labels : str
        As in `TypeAwareCART`.

    Raises
    ------
    InputError
        If a time would have the event of another row.
    """
    for pair in schema.survival:
        if pair.in_target and labels != "kept":
            raise InputError(
                "by {parameter}={value!r} a time in {time!r} may be that of a row that "
                "ended otherwise, since {event!r} is the target",
                parameter="labels",
                value=labels,
                event=pair.event,
                time=pair.time,
                remedies=[Remedy("use {setting}", Setting("labels", "kept"))],
            )


def _steps_of_pair(schema: Schema, steps: list[Step], pair: SurvivalPair) -> list[Step]:
    """Find the attributes of a pair: its codes, then the time."""
    codes = _places(schema.codes)
    number = _places(schema.numbers).get(pair.time)
    names = [pair.time] if pair.in_target else [pair.event, pair.time]
    wanted = [codes[name] for name in names if name in codes]
    found = [one for one in steps if not one.is_number and one.position in wanted]
    times = [one for one in steps if one.is_number and one.position == number]
    return [*found, *times] if times else []


def _event_code(schema: Schema, pair: SurvivalPair) -> int:
    """Find the code of the event; of a part of a table that has none, no code."""
    event = next((one for one in schema.codes if one.name == pair.event), None)
    known = list(getattr(event, "known", []))
    if event is None:
        return -1
    return known.index(pair.level) if pair.level in known else event.n_levels


def _places(variables: Sequence[Any]) -> dict[Hashable, int]:
    return {variable.name: place for place, variable in enumerate(variables)}
