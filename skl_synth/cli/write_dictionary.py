"""inspect --write: a first dictionary, to be corrected by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from skl_synth.cli.console import print_text
from skl_synth.cli.source import Source
from skl_synth.table.dictionary import DataDictionary, Field

TO_BE_CORRECTED = (
    "Correct in it what is wrong, and give it to every command: --dictionary {path}. "
    "Its levels and bounds are those of the real rows, and the outermost are often "
    "those of one person: it is not public yet. For a guarantee (publish --epsilon) "
    "write the bounds and levels that such a table could have (an age from 0 to 110), "
    'then set "public": true.'
)


def write_dictionary(source: Source, path: Path, drop: Sequence[str] = ()) -> None:
    """Write what a table was taken for as a dictionary, and say what it is not.

    Parameters
    ----------
    source : Source
        The real table.
    path : Path
        The file.
    drop : sequence of str, default=()
        Columns that were left out.

    Raises
    ------
    OSError
        If the file cannot be written.
    InputError
        If the table cannot be described.
    """
    dictionary = first_dictionary(source, drop)
    dictionary.write(path)
    told = "" if dictionary.public else f" {TO_BE_CORRECTED.format(path=path)}"
    print_text(f"\nWrote {path}: {len(dictionary.fields)} columns.{told}")


def first_dictionary(source: Source, drop: Sequence[str] = ()) -> DataDictionary:
    """Put down what a table was taken for as a dictionary.

    Parameters
    ----------
    source : Source
        The real table.
    drop : sequence of str, default=()
        Columns that were left out.

    Returns
    -------
    DataDictionary
        What is to be corrected by hand.

    Raises
    ------
    InputError
        If the table cannot be described.
    """
    labels = None if source.target is None else source.labels
    found = DataDictionary.from_table(
        source.features, labels, source.encoder, source.groups
    )
    return replace(
        found,
        fields=_with_words(found.fields, source.style.described),
        missing_values=_missing_values(source, found),
        person=source.person,
        drop=tuple(dict.fromkeys((*source.dropped, *drop))),
    )


def _with_words(
    fields: Sequence[Field], described: Mapping[str, Any] | None
) -> tuple[Field, ...]:
    """Give columns the titles and descriptions that stand in the file itself."""
    said = {one["name"]: one for one in (described or {}).get("fields", ())}
    return tuple(
        replace(
            one,
            title=one.title or said.get(one.name, {}).get("title", ""),
            description=one.description
            or said.get(one.name, {}).get("description", ""),
        )
        for one in fields
    )


def _missing_values(source: Source, found: DataDictionary) -> tuple[str, ...]:
    """What stands in the file for a missing value: publish reads each cell by it."""
    styles = [source.style.columns.get(str(name)) for name in source.frame]
    written = [
        "",
        *found.missing_values,
        *(style.missing for style in styles if style is not None),
    ]
    # NA may be a country in another column, and one list is for all of them.
    levels = {str(level) for field in found.fields for level in field.levels}
    return tuple(text for text in dict.fromkeys(written) if text not in levels)
