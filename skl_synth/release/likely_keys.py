"""A table that is to be published: what is likely an identifier is one there."""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Mapping
from typing import Any

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError, InputWarning, Remedy, Setting
from skl_synth.release.merged_levels import tell_encoder
from skl_synth.release.protect_few import note_of_tails, protect_few
from skl_synth.table import RealTable, TableEncoder
from skl_synth.table.likely import likely_identifiers
from skl_synth.table.variables import Variable


def read_for_release(
    maker: BaseSynthesizer, X: Any, y: Any, **given: Any
) -> tuple[RealTable, tuple[str, ...]]:
    """Read a table, identifiers as such, and hide what few people have.

    Parameters
    ----------
    maker : BaseSynthesizer
        What makes the rows; it is changed so that it reads the table in the same way.
    X, y : object
        The real table and its target.
    **given : object
        What else `RealTable.read` takes.

    Returns
    -------
    table : RealTable
        The table.
    notes : tuple of str
        Which columns were taken for identifiers, and why, where levels were merged,
        and where the outermost values were coded together.

    Raises
    ------
    InputError
        If there is such a column and nothing says what becomes of identifiers.
    """
    encoder = maker._table_encoder()
    table, merged = _read(X, y, encoder, **given)
    names = set(likely_identifiers(table.schema))
    found = [one for one in table.schema.variables if one.name in names]
    refused = [one for one in found if _treatment(encoder, one.name) == "refuse"]
    if refused:
        raise _refusal(refused)
    if found:
        _call_identifiers(maker, names)
        table, merged = _read(X, y, maker._table_encoder(), **given)
    notes = tuple(map(_note, found))
    if protect_few(maker, table):
        with warnings.catch_warnings():
            # It was said at the first look.
            warnings.simplefilter("ignore", InputWarning)
            table, merged = _read(X, y, maker._table_encoder(), **given)
    return table, (*notes, *merged, *note_of_tails(table))


def _read(
    X: Any, y: Any, encoder: TableEncoder, **given: Any
) -> tuple[RealTable, tuple[str, ...]]:
    """Read a table; what was merged is for the report, the rest is warned of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", InputWarning)
        table = RealTable.read(X, y, encoder=encoder, **given)
    said = [one.message for one in caught]
    merged = [
        one for one in said if getattr(one, "parameter", "") == "min_category_count"
    ]
    for one in said:
        if one not in merged:
            warnings.warn(one, stacklevel=4)
    return table, tuple(map(str, merged))


def _treatment(encoder: TableEncoder, name: Hashable) -> str:
    said = encoder.identifiers
    return said.get(name, "refuse") if isinstance(said, Mapping) else said


def _refusal(found: list[Variable]) -> InputError:
    parts = [
        f"column {one.name!r} is likely an identifier ({one.likely_identifier})"
        for one in found
    ]
    first = found[0]
    return InputError(
        "{found}, which a table to be published must not hold",
        column=first.name,
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
            *_as_it_is({first.name: first.kind}),
        ],
    )


def _as_it_is(kinds: dict[Hashable, str]) -> list[Remedy]:
    # Only the encoder is a parameter of `publish`.
    text = "if it is none, say what it is, {setting}"
    encoder = Setting("encoder", TableEncoder(column_kinds=kinds))
    return [
        Remedy(text, encoder, only="python"),
        Remedy(text, Setting("column_kinds", kinds), only="command line"),
    ]


def _call_identifiers(maker: BaseSynthesizer, names: set[Hashable]) -> None:
    said = _encoder_of(maker).column_kinds
    kinds = said if isinstance(said, Mapping) else {}
    tell_encoder(maker, column_kinds={**kinds, **dict.fromkeys(names, "identifier")})


def _encoder_of(maker: BaseSynthesizer) -> TableEncoder:
    """The encoder that `tell_encoder` changes."""
    inner = getattr(maker, "sampler", None)
    if maker.encoder is None and isinstance(inner, BaseSynthesizer):
        return _encoder_of(inner)
    return TableEncoder() if maker.encoder is None else maker.encoder


def _note(variable: Variable) -> str:
    return (
        f"Column {variable.name!r} is likely an identifier "
        f"({variable.likely_identifier}) and was treated as one. If it is none, give "
        "it its kind."
    )
