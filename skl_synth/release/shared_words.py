"""What is said of a release to others: what made it, and which notes go with it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from typing import Any

from skl_synth.evaluation.person_makers import MADE_SINGLY
from skl_synth.evaluation.privacy.run_attacks import BY_PERSONS
from skl_synth.release.protect_few import note_of_tails
from skl_synth.table.real import RealTable

OF_THE_OWNER = ("dictionary",)
"""Parameters whose values are words, and name a file of the owner."""

LEFT_OUT = "…"
"""In place of a value that may name levels, files or rows."""

SHAREABLE = tuple(
    re.compile(pattern)
    for pattern in (
        r"quasi-identifiers were chosen by how many people they single out: [^\n]*",
        r"attribute inference, worst columns above control: [^\n]*",
        r"\d+ rules? holds? in every real row and (is|are) kept\.",
        r"fidelity compares rows; [^\n]*",
        r"reconstruction by lines needs [^\n]*",
        r"membership cannot be measured in \d+ groups? [^:\n]*\.",
        re.escape(BY_PERSONS),
        re.escape(MADE_SINGLY),
    )
)
"""Notes that name columns and what was done, and neither levels nor counts of few. What
is not listed here is the owner's: a new kind of note is not shared by oversight."""

OF_FOLDS = re.compile(r" \(In \d+ folds, with figures of their own\.\)$")

WITHHELD = (
    "What else was noted names levels, rows or counts of few people: it stands in the "
    "part for the owner of the real table alone."
)


def shared_notes(notes: Iterable[str]) -> tuple[str, ...]:
    """Choose the notes that say nothing of single people.

    Parameters
    ----------
    notes : iterable of str
        Those of an audit.

    Returns
    -------
    tuple of str
        The notes of the kinds that are listed here; and that there are others.
    """
    given = list(notes)
    kept = [note for note in given if _is_shareable(note)]
    return tuple(kept) if len(kept) == len(given) else (*kept, WITHHELD)


def _is_shareable(note: str) -> bool:
    text = OF_FOLDS.sub("", note)
    return any(pattern.fullmatch(text) for pattern in SHAREABLE)


def notes_of_reading(table: RealTable) -> tuple[str, ...]:
    """Say what was done for few people when a table was read, and name columns alone.

    Parameters
    ----------
    table : RealTable
        As it was read for a release.

    Returns
    -------
    tuple of str
        Which columns are keys, where levels were merged and tails coded.
    """
    schema = table.schema
    keys = _listed(one.name for one in schema.identifiers)
    merged = _listed(schema.rare_levels)
    notes = []
    if keys:
        notes.append(f"No value of a key is released, of {keys}.")
    if merged:
        notes.append(
            f"min_category_count={schema.publishing.least} merges levels that fewer "
            f"rows hold into others, of {merged}."
        )
    return (*notes, *note_of_tails(table))


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(map(str, names))


def method_in_words(maker: Any) -> str:
    """Write what makes rows, without what makes the same rows again.

    Parameters
    ----------
    maker : estimator
        Unfitted.

    Returns
    -------
    str
        Class names, and the parameters that were changed: numbers and words as they
        are, seeds and files not at all, and dots for what may name levels or rows.

    Examples
    --------
    >>> from skl_synth import TableEncoder, TypeAwareCART
    >>> from skl_synth.release.shared_words import method_in_words
    >>> encoder = TableEncoder(missing_values=["Ann Bloggs"])
    >>> method_in_words(TypeAwareCART(encoder=encoder, random_state=7))
    'TypeAwareCART(encoder=TableEncoder(missing_values=…))'
    """
    defaults = inspect.signature(type(maker)).parameters
    said = [
        f"{name}={_value(name, value)}"
        for name, value in sorted(maker.get_params(deep=False).items())
        if name != "random_state" and not _is_default(defaults.get(name), value)
    ]
    return f"{type(maker).__name__}({', '.join(said)})"


def _is_default(parameter: inspect.Parameter | None, value: Any) -> bool:
    return parameter is not None and repr(parameter.default) == repr(value)


def _value(name: str, value: Any) -> str:
    """A value in words, or dots."""
    if name in OF_THE_OWNER:
        return LEFT_OUT
    if hasattr(value, "get_params") and not isinstance(value, type):
        return method_in_words(value)
    return repr(value) if _is_plain(name, value) else LEFT_OUT


def _is_plain(name: str, value: Any) -> bool:
    """Whether it is a number, a word, or names of columns."""
    if isinstance(value, list | tuple) and name in ("by", "pairs"):
        return all(_is_plain(name, one) for one in value)
    if isinstance(value, str):
        return "/" not in value and "\\" not in value
    return value is None or isinstance(value, bool | int | float)
