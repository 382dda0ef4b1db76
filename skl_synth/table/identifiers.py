"""What becomes of identifiers: an error, fresh keys, or left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.table.keys.learn_keys import learn_keys
from skl_synth.table.schema import Schema
from skl_synth.table.variables import IdentifierVariable

IDENTIFIERS = ("refuse", "surrogate", "surrogate_valid", "drop")
"""What may become of an identifier."""


def with_identifiers(schema: Schema, given: Any) -> Schema:
    """Refuse the identifiers of a table, or mark those that are left out.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    given : {"refuse", "surrogate", "surrogate_valid", "drop"} or mapping
        What the user said, of all or by column. Columns that a mapping does not name
        are refused.

    Returns
    -------
    Schema
        The same, with the identifiers that are left out marked.

    Raises
    ------
    InputError
        If an identifier is refused, or a mapping names a column that is none.

    Warns
    -----
    InputWarning
        If columns are left out.
    """
    present = schema.identifiers
    if isinstance(given, Mapping):
        _check_given(present, given)
    treatment = {one.name: _treatment_of(one, given) for one in present}
    refused = [one for one in present if treatment[one.name] == "refuse"]
    if refused:
        raise _refusal(refused)
    variables = tuple(
        _as_said(one, treatment[one.name])
        if isinstance(one, IdentifierVariable)
        else one
        for one in schema.variables
    )
    dropped = [name for name in treatment if treatment[name] == "drop"]
    if dropped:
        warn(
            "the columns {columns} are identifiers and are left out of the table that "
            "is written, as {parameter} says",
            parameter="identifiers",
            value="drop",
            columns=dropped,
        )
    return replace(schema, variables=variables)


def with_keys(
    schema: Schema, frame: pd.DataFrame, persons: np.ndarray | None
) -> Schema:
    """Learn what fresh keys look like, from the keys of all columns.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    frame : DataFrame
        The real table.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Which person each row belongs to.

    Returns
    -------
    Schema
        The same, with identifiers that can be written. It holds no real key.
    """
    learnt = learn_keys(frame, [one.name for one in schema.identifiers], persons)
    variables = tuple(
        replace(one, keys=learnt[one.name])
        if isinstance(one, IdentifierVariable)
        else one
        for one in schema.variables
    )
    return replace(schema, variables=variables)


def _as_said(variable: IdentifierVariable, treatment: str) -> IdentifierVariable:
    return replace(
        variable,
        dropped=treatment == "drop",
        valid=treatment == "surrogate_valid",
    )


def _treatment_of(variable: IdentifierVariable, given: Any) -> str:
    return given.get(variable.name, "refuse") if isinstance(given, Mapping) else given


def _check_given(present: list[IdentifierVariable], given: Mapping) -> None:
    names = [one.name for one in present]
    for name, treatment in given.items():
        if treatment not in IDENTIFIERS:
            raise InputError(
                "{parameter} says {value!r} of column {column!r}, which is none of "
                "{choices}",
                column=name,
                parameter="identifiers",
                value=treatment,
                choices=list(IDENTIFIERS),
            )
        if name not in names:
            kind = Setting("column_kinds", {name: "identifier"})
            raise InputError(
                "{parameter} names column {column!r}, which is not taken for an "
                "identifier; those are {names}",
                column=name,
                parameter="identifiers",
                names=names,
                remedies=[Remedy("if it is one, say so, {setting}", kind)],
            )


def _refusal(present: list[IdentifierVariable]) -> InputError:
    parts = [
        f"column {one.name!r} is an identifier ({'; '.join(filter(None, why))})"
        for one in present
        for why in [(one.reason, one.hint)]
    ]
    name, measured = present[0].name, "integer" if present[0].is_numeric else "category"
    return InputError(
        "{found}, and an identifier is never copied",
        column=name,
        parameter="identifiers",
        value="refuse",
        found="; ".join(parts),
        remedies=[
            "drop the column",
            Remedy(
                "write fresh keys in its place, {setting}",
                Setting("identifiers", "surrogate"),
            ),
            Remedy("leave it out, {setting}", Setting("identifiers", "drop")),
            Remedy(
                "if it is none, say what it is, {setting}",
                Setting("column_kinds", {name: measured}),
            ),
        ],
    )
