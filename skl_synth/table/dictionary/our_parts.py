"""The two halves of a dictionary: the fields, and what stands under our key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from skl_synth.errors import InputError
from skl_synth.table.dictionary.schema_shapes import (
    OURS,
    as_mapping,
    check_keys,
    check_shape,
)


def parts_of(
    described: Any, keys: Mapping[str, str], kept: Sequence[str]
) -> tuple[list, Mapping]:
    """Find the fields and what stands under our key; refuse what means nothing.

    Parameters
    ----------
    described : object
        What stands in a file.
    keys : mapping of str to str
        The words under our key, and their shapes.
    kept : sequence of str
        Words of a Table Schema that say nothing here.

    Returns
    -------
    fields : list
        The fields.
    ours : mapping
        What stands under our key.

    Raises
    ------
    InputError
        If there are no fields, or a word means nothing.
    """
    described = as_mapping(described, "the dictionary", at=())
    fields = described.get("fields")
    if not isinstance(fields, list) or not fields:
        raise InputError(
            "the dictionary has no list of fields",
            parameter="dictionary",
            value=fields,
            at=("fields",),
            remedies=['give one, {{"fields": [{{"name": "age", ...}}]}}'],
        )
    check_keys(described, ("fields", "missingValues", OURS, *kept), "the table")
    ours = as_mapping(described.get(OURS), OURS, at=(OURS,))
    check_keys(ours, keys, f"the table under {OURS!r}", (OURS,))
    for name, shape in keys.items():
        if shape:
            check_shape(ours.get(name), shape, name, at=(OURS, name))
    return fields, ours
