"""What is said where given rows cannot be had."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.table.constraints import Rules
from skl_synth.table.given import Condition, Given, within
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates

FEWER = "give fewer columns, or ranges in place of single values"
"""What helps every generator where what is given is too rare."""

BY_TREES = [
    Remedy(
        "use TypeAwareCART, which without by draws given rows directly", only="python"
    ),
    Remedy(
        "make the rows by trees, {setting}, and without --by",
        Setting("method", "cart"),
        only="command line",
    ),
]
"""What helps those that do not draw column after column under what is given."""


def refuse_given(
    real: RealTable,
    given: Given,
    is_open: np.ndarray,
    drawn: Candidates,
    n_drawn: int,
    *,
    directly: bool,
) -> NoReturn:
    """Refuse what next to no row that is drawn has, and say which part of it is rarest.

    Parameters
    ----------
    real : RealTable
        The table.
    given : Given
        What is given.
    is_open : ndarray of shape (n_rows,), dtype bool
        The rows that could not be had.
    drawn : Candidates
        The rows that were drawn last, of which shares are told.
    n_drawn : int
        How many were drawn in all.
    directly : bool
        Whether columns were drawn under what is given, and trees would do no better.

    Raises
    ------
    InputError
        Always.
    """
    place = int(np.argmax(is_open))
    condition = given.conditions[given.which[place]]
    shares = _shares(real, condition, int(given.groups[place]), drawn)
    name, share = min(shares.items(), key=lambda item: item[1])
    n_rows = len(given)
    raise InputError(
        "{n_missing} of {n_rows} rows could not be had: of {n_drawn} rows that were "
        "drawn too few have all that is given of them. {rarest} is met by {share} of "
        "the rows, by itself",
        parameter="given",
        n_missing=int(is_open.sum()),
        n_rows=n_rows,
        n_drawn=n_drawn,
        rarest=name,
        share=f"{share:.3%}",
        remedies=[FEWER] if directly else [FEWER, *BY_TREES],
    )


def refuse_ruled_out(rules: Rules, asked: int, had: int) -> NoReturn:
    """Refuse given rows that next to never keep the rules of the table.

    Parameters
    ----------
    rules : Rules
        The rules.
    asked, had : int
        How many rows of how many could be had.

    Raises
    ------
    InputError
        Always.
    """
    raise InputError(
        "only {had} of {asked} rows could be had that meet what is given and keep the "
        "rules of the table ({rules})",
        parameter="given",
        had=had,
        asked=asked,
        rules=rules,
        remedies=[
            "give values that agree with the rules",
            FEWER,
        ],
    )


def _shares(
    real: RealTable, condition: Condition, group: int, drawn: Candidates
) -> dict[str, float]:
    """Count how many rows meet each part of a condition."""
    schema, rows = real.schema, drawn.rows
    marks: dict[str, Any] = {}
    for place, allowed in condition.levels.items():
        name = f"column {schema.codes[place].name!r}"
        marks[name] = allowed[rows.codes[:, place]]
    for place, ends in condition.ranges.items():
        name = f"column {schema.numbers[place].name!r}"
        number = rows.numbers[:, place]
        marks[name] = marks.get(name, True) & (within(number, ends) | np.isnan(number))
    if group >= 0 and real.target.classes is not None:
        marks[real.target.label(group)] = drawn.target == group
    elif condition.classes is not None:
        marks["the target"] = condition.classes[drawn.target]
    elif condition.target is not None:
        marks["the target"] = within(drawn.target, condition.target)
    return {name: float(np.mean(one)) for name, one in marks.items()} or {"all": 0.0}
