"""What becomes of identifiers: an error, fresh keys, or left out."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from skl_synth.table.schema import Schema
from skl_synth.table.variables import IdentifierVariable

IDENTIFIERS = ("refuse", "surrogate", "drop")
"""What may become of an identifier."""


def with_identifiers(schema: Schema, told: Any) -> Schema:
    """Refuse the identifiers of a table, or mark those that are left out.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    told : {"refuse", "surrogate", "drop"} or mapping of column to one of them
        What the user said. Columns that a mapping does not name are refused.

    Returns
    -------
    Schema
        The same, with the identifiers that are left out marked.

    Raises
    ------
    ValueError
        If an identifier is refused, or a mapping names a column that is none.

    Warns
    -----
    UserWarning
        If columns are left out.
    """
    found = schema.identifiers
    if isinstance(told, Mapping):
        _check_told(found, told)
    said = {one.name: _said_of(one, told) for one in found}
    refused = [one for one in found if said[one.name] == "refuse"]
    if refused:
        raise ValueError(_refusal(refused))
    variables = tuple(
        replace(one, dropped=said[one.name] == "drop")
        if isinstance(one, IdentifierVariable)
        else one
        for one in schema.variables
    )
    dropped = [name for name in said if said[name] == "drop"]
    if dropped:
        warnings.warn(
            f"the columns {dropped} are identifiers and are left out of the table that "
            "is written, as told by identifiers.",
            UserWarning,
            stacklevel=2,
        )
    return replace(schema, variables=variables)


def _said_of(variable: IdentifierVariable, told: Any) -> str:
    return told.get(variable.name, "refuse") if isinstance(told, Mapping) else told


def _check_told(found: list[IdentifierVariable], told: Mapping) -> None:
    names = [one.name for one in found]
    for name, said in told.items():
        if said not in IDENTIFIERS:
            raise ValueError(
                f"identifiers says {said!r} of column {name!r}, which is none of "
                f"{list(IDENTIFIERS)}."
            )
        if name not in names:
            raise ValueError(
                f"identifiers names column {name!r}, which is not taken for an "
                f"identifier; those are {names}. If it is one, say so: "
                f"column_kinds={{{name!r}: 'identifier'}}."
            )


def _refusal(found: list[IdentifierVariable]) -> str:
    told = [
        f"column {one.name!r} is an identifier ({'; '.join(filter(None, parts))})"
        for one in found
        for parts in [(one.reason, one.hint)]
    ]
    name, measured = found[0].name, "integer" if found[0].is_numeric else "category"
    return (
        f"{'; '.join(told)}, and an identifier is never copied. Drop the column; or "
        "write fresh keys in its place, by identifiers='surrogate' of the synthesizer "
        "that reads the table, such as TypeAwareSMOTE(identifiers='surrogate') or "
        "release_synthesizer(identifiers='surrogate'), or "
        "leave it out, by identifiers='drop'; or, if it is none, say what it is there: "
        f"column_kinds={{{name!r}: {measured!r}}}."
    )
