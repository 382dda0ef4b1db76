"""What becomes of identifiers, as a dictionary lists it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from skl_synth.errors import warn
from skl_synth.table.dictionary.dictionary_field import Field
from skl_synth.table.dictionary.schema_shapes import OURS, as_mapping

KEPT = ("surrogate", "surrogate_valid")
"""What becomes of identifiers that are written."""


def choices_from(written: Any, fields: Sequence[Field]) -> dict[str, Any]:
    """Read what becomes of identifiers, but for what is none any more.

    Parameters
    ----------
    written : mapping or None
        The choice of each identifier.
    fields : sequence of Field
        The columns.

    Returns
    -------
    dict of str to object
        The choices, without those of columns that were given another kind. One that
        was to be left out stays: that is no slip that may be passed over.

    Raises
    ------
    InputError
        If it is no mapping.

    Warns
    -----
    InputWarning
        For a choice that is passed over.
    """
    said = as_mapping(written, "identifiers", at=(OURS, "identifiers"))
    other = {one.name: one.kind for one in fields if one.kind != "identifier"}
    past = [name for name in said if name in other and said[name] in KEPT]
    for name in past:
        warn(
            "the dictionary says what becomes of the identifier {column!r}, which is "
            "of kind {kind} in it; that is passed over",
            stacklevel=5,
            column=name,
            kind=other[name],
            remedies=['strike it out under "identifiers"'],
        )
    return {name: choice for name, choice in said.items() if name not in past}
