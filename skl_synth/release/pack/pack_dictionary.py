"""The dictionary of a released table, as a Frictionless Table Schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from skl_synth.release.pack.pack_words import COLUMN_WORDS
from skl_synth.release.pack.released_table import FLAG, PREFIX
from skl_synth.release.pack.written_columns import DATE, WrittenColumn
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.dictionary.schema_shapes import OURS
from skl_synth.table.level_keys import key_of
from skl_synth.table.target.target_cells import TARGET_KINDS

DESCRIPTION = (
    "Synthetic data: made from real rows, not collected. Levels and bounds are those "
    "of the released rows, and no others. They are no bounds of the real table, and "
    "not public in the sense of a formal guarantee."
)


def dictionary_of(
    columns: Iterable[WrittenColumn],
    *,
    label: str,
    target: str | None,
    described: DataDictionary | None,
) -> dict[str, Any]:
    """Describe a released table.

    Parameters
    ----------
    columns : iterable of WrittenColumn
        Its columns as they stand in the file.
    label : str
        What the table is, in a sentence.
    target : str or None
        The target, as the file names it.
    described : DataDictionary or None
        Titles, descriptions and labels that may be shared, by the names in the file.

    Returns
    -------
    dict
        A Table Schema, ready for JSON, which `DataDictionary.read` reads too.
    """
    columns = list(columns)
    said = {} if described is None else {one.name: one for one in described.fields}
    tokens = {one.missing for one in columns if one.missing}
    # What is missing in one column may be a level of another.
    common = tokens - {level for one in columns for level in one.levels}
    return {
        "name": "synthetic",
        "title": label,
        "description": DESCRIPTION,
        "fields": [
            {
                **_field(one, said.get(one.name, said.get(_plain_name(one)))),
                **_own_tokens(one, common),
            }
            for one in columns
        ],
        "missingValues": ["", *sorted(common)],
        OURS: {
            **({"target": target} if _can_be_target(columns, target) else {}),
            "public": False,
        },
    }


def _field(column: WrittenColumn, said: Any) -> dict[str, Any]:
    described = {
        "name": column.name,
        "type": _type_of(column),
        "title": said.title if said else "",
        "description": (said.description if said else "") or words_of(column),
        "format": "" if column.form == DATE else column.form,
        **_notation(column),
        "constraints": _constraints(column),
        OURS: _ours(column, said),
    }
    return {name: one for name, one in described.items() if one not in ("", {})}


def _can_be_target(columns: list[WrittenColumn], target: str | None) -> bool:
    """Whether a dictionary may call a column so: one of dates is none."""
    return any(
        one.name == target and one.kind in TARGET_KINDS and one.missing is None
        for one in columns
    )


def _type_of(column: WrittenColumn) -> str:
    """The type in a Table Schema, where no integer has signs between thousands."""
    is_grouped = column.type == "integer" and column.notation.thousands
    return "number" if is_grouped else column.type


def _plain_name(column: WrittenColumn) -> str:
    """The name without the label of the table."""
    return column.name.removeprefix(PREFIX)


def _own_tokens(column: WrittenColumn, common: set[str]) -> dict[str, list[str]]:
    if not column.missing or column.missing in common:
        return {}
    return {"missingValues": ["", column.missing]}


def words_of(column: WrittenColumn) -> str:
    """Say of a column what a reader would not expect.

    Parameters
    ----------
    column : WrittenColumn
        The column.

    Returns
    -------
    str
        A sentence; mostly none.
    """
    return COLUMN_WORDS.get("flag" if column.name == FLAG else column.kind, "")


def _notation(column: WrittenColumn) -> dict[str, str]:
    """How numbers are written, where that is not as everybody writes them."""
    if column.type not in ("integer", "number"):
        return {}
    mark, thousands = column.notation.mark, column.notation.thousands
    given = {"decimalChar": mark if mark != "." else "", "groupChar": thousands}
    return {name: one for name, one in given.items() if one}


def _constraints(column: WrittenColumn) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": column.missing is None}
    if column.levels:
        constraints["enum"] = list(column.levels)
    if column.kind == "one_hot" and column.type == "integer":
        constraints["enum"] = [0, 1]
    if column.low is not None and column.type != "string":
        constraints |= {"minimum": column.low, "maximum": column.high}
    return constraints


def _ours(column: WrittenColumn, said: Any) -> dict[str, Any]:
    ours = {
        "kind": column.kind,
        "group": column.group or None,
        "decimals": column.decimals,
        "special_values": list(column.special) or None,
        "labels": _labels(column, {} if said is None else said.labels) or None,
    }
    if column.type == "string" and column.low is not None:
        ours |= {"minimum": column.low, "maximum": column.high}
    return {name: one for name, one in ours.items() if one is not None}


def _labels(column: WrittenColumn, labels: Mapping[str, str]) -> dict[str, str]:
    """What levels mean: those that a released row has."""
    released = {key_of(str(level)) for level in (*column.levels, *column.special)}
    return {level: label for level, label in labels.items() if level in released}
