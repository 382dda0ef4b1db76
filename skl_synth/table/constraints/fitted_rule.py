"""A rule that is given: whether it is one, and whether real rows keep it."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.errors import InputError, InputTypeError, Row
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.constraint_slips import described
from skl_synth.table.constraints.constraints_json import in_python
from skl_synth.table.constraints.row_reader import RowReader


def check_constraint(rule: Any, place: int) -> None:
    """Refuse what is no constraint.

    Parameters
    ----------
    rule : object
        What was given as one.
    place : int
        Its position among those that were given.

    Raises
    ------
    InputTypeError
        If it is none.
    """
    if isinstance(rule, Constraint):
        return
    raise InputTypeError(
        "{parameter}[{place}] is {value!r}, which is no constraint",
        parameter="constraints",
        value=rule,
        place=place,
        remedies=["write {code}"],
        code=in_python(rule),
    )


def fit_rule(rule: Constraint, reader: RowReader) -> tuple[Constraint, Any]:
    """Check that real rows keep a rule, and learn what it has to remember.

    Parameters
    ----------
    rule : Constraint
        The rule.
    reader : RowReader
        The real rows.

    Returns
    -------
    rule : Constraint
        The form that it takes for this table.
    memory : object
        What it remembers.

    Raises
    ------
    InputError
        If it cannot be applied, or is broken by real rows.
    """
    try:
        rule = rule._for_table(reader)
        memory = rule._learn(reader)
        keeps = rule._holds(reader, memory)
    except ValueError as error:
        raise InputError(
            "constraint {rule}: {reason}",
            column=getattr(error, "column", None),
            parameter="constraints",
            value=rule,
            rule=described(rule),
            reason=error,
        ) from error
    _refuse_broken(rule, keeps, reader)
    return rule, memory


def _refuse_broken(rule: Constraint, keeps: np.ndarray, reader: RowReader) -> None:
    if not keeps.all():
        broken = np.flatnonzero(~keeps)
        why = rule._why_broken(reader, broken)
        raise InputError(
            "constraint {rule}: {n_rows} rows of the real table break it, the first is "
            "{row}" + ("" if why is None else "; {why}"),
            parameter="constraints",
            value=rule,
            rule=str(rule),
            n_rows=len(broken),
            row=Row(int(broken[0])),
            why=why,
            remedies=["correct or drop these rows", "leave the constraint out"],
        )
