"""Fields as a Frictionless Table Schema has them, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.dictionary.dictionary_field import TIME_KINDS, Field

OURS = "skl_synth"
"""The key under which stands what a Table Schema has no word for."""

_OUR_KEYS = ("kind", "decimals", "special_values", "group", "unit")

_KIND_OF_TYPE = {
    "integer": "integer",
    "year": "integer",
    "number": "continuous",
    "boolean": "binary",
    "date": "datetime",
    "datetime": "datetime",
    "duration": "timedelta",
    "string": "category",
}
"""What a column is whose kind is not given."""


def field_from(described: Any, place: int) -> Field:
    """Read a field of a Table Schema.

    Parameters
    ----------
    described : mapping
        The field: name, type, title, constraints, and ours.
    place : int
        Which of the fields it is, for messages.

    Returns
    -------
    Field
        The field.

    Raises
    ------
    InputError
        If it has no name, a type or a key that is not known, or cannot be what it
        says.
    """
    described = as_mapping(described, f"field {place}")
    if not isinstance(described.get("name"), str):
        raise InputError(
            "field {place} of the dictionary has no name",
            value=described.get("name"),
            place=place,
            remedies=['give it one, "name": "age"'],
        )
    name = described["name"]
    constraints = as_mapping(
        described.get("constraints", {}), f"constraints of {name!r}"
    )
    ours = as_mapping(described.get(OURS, {}), f"{OURS} of {name!r}")
    check_keys(ours, _OUR_KEYS, name)
    kind = ours.get("kind") or _kind_of(name, described, constraints)
    reads = _READERS.get(kind, lambda value: value)
    bounds = [
        _bound(name, constraints.get(one), reads) for one in ("minimum", "maximum")
    ]
    return Field(
        name=name,
        kind=kind,
        title=str(described.get("title", "")),
        levels=_levels(described, constraints) if kind != "one_hot" else (),
        minimum=bounds[0],
        maximum=bounds[1],
        decimals=ours.get("decimals"),
        whole_days=described.get("type") != "datetime" and ours.get("unit") != "second",
        nullable=not constraints.get("required", False),
        special=as_list(ours.get("special_values"), f"special_values of {name!r}"),
        group=ours.get("group"),
    )


def field_to(field: Field) -> dict[str, Any]:
    """Write a field as one of a Table Schema.

    Parameters
    ----------
    field : Field
        The field.

    Returns
    -------
    dict
        What `field_from` reads as the same field.
    """
    constraints: dict[str, Any] = {"required": not field.nullable}
    if field.levels:
        constraints["enum"] = list(field.levels)
    if field.kind == "one_hot":
        constraints["enum"] = [0, 1]
    if field.minimum is not None:
        constraints["minimum"] = _plain(field, field.minimum)
        constraints["maximum"] = _plain(field, field.maximum)
    ours = {
        "kind": field.kind,
        "decimals": field.decimals,
        "special_values": list(field.special) or None,
        "group": field.group,
        "unit": None if field.whole_days else "second",
    }
    described = {
        "name": field.name,
        "type": _type_of(field),
        "title": field.title or None,
        "constraints": constraints,
        OURS: {name: value for name, value in ours.items() if value is not None},
    }
    return {name: value for name, value in described.items() if value is not None}


def check_keys(given: Mapping, known: tuple[str, ...], name: str | None = None) -> None:
    """Refuse a key of ours that means nothing, which may be a slip of the pen.

    Parameters
    ----------
    given : mapping
        What stands under our key.
    known : tuple of str
        The keys that there are.
    name : str or None, default=None
        The column that it is said of; None for the table.

    Raises
    ------
    InputError
        For a key that there is not.
    """
    for key in given:
        if key not in known:
            raise InputError(
                "the dictionary says {value!r} of {what} under {ours!r}, which is none "
                "of {choices}",
                column=name,
                value=key,
                what="the table" if name is None else f"column {name!r}",
                ours=OURS,
                choices=list(known),
            )


def _kind_of(name: str, described: Mapping, constraints: Mapping) -> str:
    written = described.get("type", "string")
    if written not in _KIND_OF_TYPE:
        raise InputError(
            "column {column!r} has the type {value!r}, which is none of {choices}",
            column=name,
            value=written,
            choices=list(_KIND_OF_TYPE),
            remedies=["give it one of these", "leave the column out of the table"],
        )
    levels = constraints.get("enum")
    if levels:
        return "binary" if len(levels) == 2 else "category"
    return _KIND_OF_TYPE[written]


def _levels(described: Mapping, constraints: Mapping) -> tuple:
    if described.get("type") == "boolean" and "enum" not in constraints:
        return (False, True)
    return as_list(constraints.get("enum"), f"enum of {described['name']!r}")


def _bound(name: str, value: Any, reads: Callable[[Any], Any]) -> Any:
    if value is None:
        return None
    try:
        return reads(value)
    except (TypeError, ValueError) as error:
        raise InputError(
            "column {column!r} has the bound {value!r}, which cannot be read",
            column=name,
            value=value,
            remedies=["write a number, a date as 2024-12-31, a duration as P10D"],
        ) from error


def _number(value: Any) -> float | int:
    if isinstance(value, str | bool):
        raise TypeError("not a number")
    return int(value) if float(value).is_integer() else float(value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "continuous": _number,
    "integer": _number,
    "datetime": lambda value: pd.Timestamp(value).tz_localize(None),
    "timedelta": pd.Timedelta,
}


def _plain(field: Field, bound: Any) -> Any:
    if field.kind == "datetime":
        written: str = bound.isoformat()
        return written.partition("T")[0] if field.whole_days else written
    return bound.isoformat() if field.kind == "timedelta" else bound


def _type_of(field: Field) -> str:
    if field.kind in TIME_KINDS:
        dates = "date" if field.whole_days else "datetime"
        return dates if field.kind == "datetime" else "duration"
    names = {"continuous": "number", "integer": "integer", "one_hot": "integer"}
    if field.kind in names:
        return names[field.kind]
    types = {type(level) for level in field.levels}
    if types == {bool}:
        return "boolean"
    if types == {int}:
        return "integer"
    return "number" if types and types <= {int, float} else "string"


def as_mapping(value: Any, what: str) -> Mapping:
    """Refuse what is no object of names and values.

    Parameters
    ----------
    value : object
        What stands in a dictionary.
    what : str
        What it is, for messages.

    Returns
    -------
    mapping
        The value.

    Raises
    ------
    InputError
        If it is none.
    """
    if isinstance(value, Mapping):
        return value
    raise InputError(
        "{what} in the dictionary is {value!r}, and must be an object of names and "
        "values",
        value=value,
        what=what,
    )


def as_list(value: Any, what: str) -> tuple:
    """Refuse what is no list.

    Parameters
    ----------
    value : object
        What stands in a dictionary; None for nothing.
    what : str
        What it is, for messages.

    Returns
    -------
    tuple
        The values of the list.

    Raises
    ------
    InputError
        If it is none.
    """
    if value is None:
        return ()
    if isinstance(value, list | tuple):
        return tuple(value)
    raise InputError(
        "{what} in the dictionary is {value!r}, and must be a list",
        value=value,
        what=what,
    )
