"""Errors of a dictionary that say where in its text they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from skl_synth.errors import InputError
from skl_synth.table.dictionary.dictionary_text import DictionaryText, Path_


@contextmanager
def inside(*path: str | int) -> Iterator[None]:
    """Add to errors where the part of the dictionary stands that is being read.

    Parameters
    ----------
    *path : str or int
        Names and places that lead to the part.

    Raises
    ------
    InputError
        What was raised inside, with its way in ``at``.
    """
    try:
        yield
    except InputError as error:
        at = error.message.fields.get("at", ())
        raise with_fields(error, at=(*path, *at)) from error.__cause__


@contextmanager
def lines_of(text: DictionaryText) -> Iterator[None]:
    """Name the line and the column of what is wrong in a text.

    Parameters
    ----------
    text : DictionaryText
        The text, and where its parts stand.

    Raises
    ------
    InputError
        What was raised inside, which names file, line and column of the text in its
        fields ``file``, ``line`` and ``place``.
    """
    try:
        yield
    except InputError as error:
        place = _place(text, error)
        if place is None:
            raise
        raise with_fields(
            error,
            "{file}, line {line}, column {place}: ",
            file=text.file,
            line=place[0],
            place=place[1],
        ) from error.__cause__


def with_fields(error: InputError, before: str = "", **fields: Any) -> InputError:
    """Make the same error with more parts.

    Parameters
    ----------
    error : InputError
        The error.
    before : str, default=""
        What to say first.
    **fields : object
        The parts.

    Returns
    -------
    InputError
        The new one.
    """
    message = error.message
    return InputError(
        before + message.problem,
        column=message.column,
        parameter=message.parameter or "dictionary",
        value=message.value,
        remedies=message.remedies,
        **{**message.fields, **fields},
    )


def _place(text: DictionaryText, error: InputError) -> tuple[int, int] | None:
    fields = error.message.fields
    path = fields.get("at")
    if path is None:
        path = _field_of(text, error.column)
    if fields.get("of_key"):
        return text.place_of(path, of_key=True)
    return text.place_of(_below(text, path, error.value))


def _field_of(text: DictionaryText, column: Any) -> Path_:
    """Find the field of a column; the whole text where there is none."""
    for place, one in enumerate(text.value["fields"]):
        if isinstance(one, dict) and one.get("name") == column:
            return ("fields", place)
    return ()


def _below(text: DictionaryText, path: Path_, value: Any) -> Path_:
    """Find the value that is wrong within its part; the part where it is not there."""
    part = text.value
    for step in path:
        try:
            part = part[step]
        except (KeyError, IndexError, TypeError):
            return path
    if value is None:
        return path
    for below, one in _all_in(part, path):
        if type(one) is type(value) and one == value:
            return below
    return path


def _all_in(part: Any, path: Path_) -> Iterator[tuple[Path_, Any]]:
    """Go through what stands in a part, one after the other."""
    yield path, part
    items: Any = ()
    if isinstance(part, dict):
        items = part.items()
    elif isinstance(part, list):
        items = enumerate(part)
    for name, one in items:
        yield from _all_in(one, (*path, name))
