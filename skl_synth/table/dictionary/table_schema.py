"""Fields as a Frictionless Table Schema has them, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skl_synth.errors import InputError
from skl_synth.table.dictionary.bound_reading import (
    is_in_form,
    read_bound,
    read_step,
    write_bound,
    write_step,
)
from skl_synth.table.dictionary.dictionary_field import FREE_TYPES, TIME_KINDS, Field
from skl_synth.table.dictionary.field_extras import check_format
from skl_synth.table.dictionary.located import inside, with_fields
from skl_synth.table.dictionary.schema_shapes import (
    OURS,
    as_list,
    as_mapping,
    check_keys,
    check_shape,
    did_you_mean,
)
from skl_synth.table.level_keys import key_of

_OUR_KEYS = {
    "kind": "name",
    "decimals": "decimals",
    "special_values": "list",
    "group": "name",
    "unit": "name",
    "step": "level",
    "labels": "",
    "minimum": "level",
    "maximum": "level",
}
"""What stands under our key of a column, and its shape."""

_USED = {
    "name": "name",
    "type": "name",
    "title": "text",
    "description": "text",
    "format": "text",
    "constraints": "",
    OURS: "",
}
_KEPT = (
    *("example", "rdfType", "bareNumber", "decimalChar", "groupChar", "arrayItem"),
    *("trueValues", "falseValues", "categories", "categoriesOrdered", "missingValues"),
)
"""Words of a Table Schema that say nothing here, and are kept."""

_CONSTRAINTS = {"required": "flag", "enum": "list", "minimum": "", "maximum": ""}
_KEPT_CONSTRAINTS = (
    *("unique", "pattern", "minLength", "maxLength", "jsonSchema"),
    *("exclusiveMinimum", "exclusiveMaximum"),
)

_KIND_OF_TYPE = {
    "integer": "integer",
    "year": "integer",
    "number": "continuous",
    "boolean": "binary",
    "date": "datetime",
    "datetime": "datetime",
    "time": "datetime",
    "duration": "timedelta",
    "string": "category",
    "any": "category",
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
        says. ``at`` says where in the field that is.
    """
    with inside("fields", place):
        described = as_mapping(described, f"field {place + 1}", at=())
        name = described.get("name")
        if not isinstance(name, str) or not name:
            raise InputError(
                "field {place} of the dictionary has no name",
                value=name,
                place=place + 1,
                at=("name",),
                remedies=['give it one, "name": "age"'],
            )
        return _field_of(name, described)


def _field_of(name: str, described: Mapping) -> Field:
    _check_words(name, described)
    _check_type(name, described)
    constraints = as_mapping(
        described.get("constraints"), f"constraints of {name!r}", column=name, at=()
    )
    ours = as_mapping(described.get(OURS), f"{OURS} of {name!r}", column=name, at=())
    kind = ours.get("kind") or _kind_of(described, constraints)
    written = described.get("format") or ""
    form = "" if written in ("default", "any") else written
    if form and kind == "datetime":
        check_format(name, form)
    bounds = [
        _bound(name, one, (constraints, ours), kind, form)
        for one in ("minimum", "maximum")
    ]
    try:
        return Field(
            name=name,
            kind=kind,
            title=described.get("title") or "",
            levels=_levels(name, described, constraints, kind),
            minimum=bounds[0],
            maximum=bounds[1],
            decimals=ours.get("decimals"),
            whole_days=described.get("type") != "datetime"
            and ours.get("unit") != "second",
            nullable=not constraints.get("required"),
            special=as_list(
                ours.get("special_values"),
                f"special_values of {name!r}",
                column=name,
                at=(OURS, "special_values"),
            ),
            group=ours.get("group"),
            description=described.get("description") or "",
            step=read_step(name, ours.get("step"), kind),
            labels=_labels(name, ours.get("labels")),
            type=described["type"] if described.get("type") in FREE_TYPES else "",
            format=form,
            other=_other(described, constraints),
        )
    except InputError as error:
        raise with_fields(error, at=_place_of(error)) from error.__cause__


def _place_of(error: InputError) -> tuple:
    """Find where in a field stands what is wrong with it."""
    fields = error.message.fields
    if "at" in fields:
        return tuple(fields["at"])
    if "at_level" in fields:
        return ("constraints", "enum", fields["at_level"])
    if "at_label" in fields:
        return (OURS, "labels", fields["at_label"])
    return (OURS, fields["at_key"]) if "at_key" in fields else ()


def _check_words(name: str, described: Mapping) -> None:
    """Refuse unknown names, at whatever depth, and values of the wrong shape."""
    what = f"column {name!r}"
    misplaced = next(
        (key for key in described if key in _OUR_KEYS and key not in _USED), None
    )
    if misplaced is not None:
        raise InputError(
            "the dictionary says {value!r} of column {column!r} beside its name; it "
            'belongs under "{ours}"',
            column=name,
            value=misplaced,
            ours=OURS,
            at=(misplaced,),
            of_key=True,
            remedies=['write "skl_synth": {{"kind": ...}}'],
        )
    check_keys(described, (*_USED, *_KEPT), what, column=name)
    _check_shapes(described, _USED, name, ())
    for key, known, shapes in (
        ("constraints", (*_CONSTRAINTS, *_KEPT_CONSTRAINTS), _CONSTRAINTS),
        (OURS, tuple(_OUR_KEYS), _OUR_KEYS),
    ):
        part = as_mapping(
            described.get(key), f"{key} of {name!r}", column=name, at=(key,)
        )
        check_keys(part, known, f"{what} under {key!r}", (key,), column=name)
        _check_shapes(part, shapes, name, (key,))


def _check_shapes(
    part: Mapping, shapes: Mapping[str, str], name: str, at: tuple
) -> None:
    for key, shape in shapes.items():
        if shape:
            told = f"{key} of {name!r}"
            check_shape(part.get(key), shape, told, column=name, at=(*at, key))


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
    bounds = {
        name: write_bound(field, bound)
        for name, bound in (("minimum", field.minimum), ("maximum", field.maximum))
        if bound is not None
    }
    # In a Table Schema a duration has no bounds, and a level has none here.
    is_ours = _type_of(field) in ("duration", *FREE_TYPES, "string") or (
        # A date of last century has no bound in two digits.
        bool(field.format)
        and not all(is_in_form(field, one) for one in bounds.values())
    )
    described = {
        "name": field.name,
        "type": _type_of(field),
        "title": field.title or None,
        "description": field.description or None,
        "format": field.format or None,
        **{name: one for name, one in field.other.items() if name != "constraints"},
        "constraints": {
            **constraints,
            **({} if is_ours else bounds),
            **field.other.get("constraints", {}),
        },
        OURS: _ours_of(field, bounds if is_ours else {}),
    }
    return {name: value for name, value in described.items() if value is not None}


def _ours_of(field: Field, bounds: Mapping[str, Any]) -> dict[str, Any]:
    ours = {
        "kind": field.kind,
        **bounds,
        "decimals": field.decimals,
        "step": write_step(field.step),
        "special_values": list(field.special) or None,
        "labels": dict(field.labels) or None,
        "group": field.group,
        "unit": None if field.whole_days else "second",
    }
    return {name: value for name, value in ours.items() if value is not None}


def _kind_of(described: Mapping, constraints: Mapping) -> str:
    levels = constraints.get("enum")
    if levels:
        return "binary" if len(levels) == 2 else "category"
    return _KIND_OF_TYPE[described.get("type") or "string"]


def _check_type(name: str, described: Mapping) -> None:
    written = described.get("type") or "string"
    if written not in _KIND_OF_TYPE:
        raise InputError(
            "column {column!r} has the type {value!r}, which is none of {choices}; "
            "{likely}",
            column=name,
            value=written,
            choices=list(_KIND_OF_TYPE),
            likely=did_you_mean(written, list(_KIND_OF_TYPE)),
            at=("type",),
            remedies=["give it one of these", "leave the column out of the table"],
        )


def _levels(name: str, described: Mapping, constraints: Mapping, kind: str) -> tuple:
    is_flag = described.get("type") == "boolean" and kind in ("binary", "category")
    if is_flag and constraints.get("enum") is None:
        return (False, True)
    at = ("constraints", "enum")
    levels = as_list(constraints.get("enum"), f"enum of {name!r}", column=name, at=at)
    return () if kind == "one_hot" else levels


def _bound(
    name: str, which: str, parts: tuple[Mapping, Mapping], kind: str, form: str
) -> Any:
    for key, part in zip(("constraints", OURS), parts, strict=True):
        if part.get(which) is not None:
            with inside(key, which):
                return read_bound(name, part[which], kind, form)
    return None


def _labels(name: str, written: Any) -> dict[str, str]:
    what = f"labels of {name!r}"
    labels = as_mapping(written, what, column=name, at=(OURS, "labels"))
    for value, label in labels.items():
        told = f"the label of {value!r} in column {name!r}"
        place = (OURS, "labels", value)
        shown = 0 if label is None else label
        check_shape(shown, "text", told, column=name, at=place)
    return {key_of(str(value)): label for value, label in labels.items()}


def _other(described: Mapping, constraints: Mapping) -> dict[str, Any]:
    """What is said in words of a Table Schema that mean nothing here."""
    other = {key: described[key] for key in _KEPT if described.get(key) is not None}
    kept = {
        key: constraints[key]
        for key in _KEPT_CONSTRAINTS
        if constraints.get(key) is not None
    }
    return {**other, "constraints": kept} if kept else other


def _type_of(field: Field) -> str:
    if field.type:
        return field.type
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
