"""What becomes of identifiers: an error, fresh keys, or left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.table.schema import Schema
from skl_synth.table.variables import IdentifierVariable

IDENTIFIERS = ("refuse", "surrogate", "drop")
"""What may become of an identifier."""


def with_identifiers(schema: Schema, given: Any) -> Schema:
    """Refuse the identifiers of a table, or mark those that are left out.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    given : {"refuse", "surrogate", "drop"} or mapping of column to one of them
        What the user said. Columns that a mapping does not name are refused.

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
        replace(one, dropped=treatment[one.name] == "drop")
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
