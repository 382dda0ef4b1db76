"""What may stand in a dictionary: names that are known, and the shapes of values."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from skl_synth.errors import InputError
from skl_synth.table.values import some_of

OURS = "skl_synth"
"""The key under which stands what a Table Schema has no word for."""


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_few(value: Any) -> bool:
    return _is_whole(value) and value in range(16)


def is_level(value: Any) -> bool:
    """Whether a value can be that of a cell: text, a number, or true and false."""
    return isinstance(value, str | bool) or _is_number(value)


_SHAPES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "text": ("text", lambda one: isinstance(one, str)),
    "name": ("text that is not empty", lambda one: isinstance(one, str) and one != ""),
    "flag": ("true or false", lambda one: isinstance(one, bool)),
    "count": ("a whole number, 0 or more", lambda one: _is_whole(one) and one >= 0),
    "decimals": (
        "a whole number from 0 to 15",
        lambda one: _is_whole(one) and one in range(16),
    ),
    "people": ("a whole number above 0", lambda one: _is_whole(one) and one > 0),
    "list": ("a list", lambda one: isinstance(one, list | tuple)),
    "level": ("text, a number, true or false", is_level),
}


def check_shape(value: Any, shape: str, what: str, **parts: Any) -> None:
    """Refuse a value of the wrong shape; None stands for nothing, and is none.

    Parameters
    ----------
    value : object
        What stands in a dictionary.
    shape : str
        What it must be.
    what : str
        What it is, for messages.
    **parts : object
        What else the error says, such as the column.

    Raises
    ------
    InputError
        If it has another shape.
    """
    words, fits = _SHAPES[shape]
    if value is not None and not fits(value):
        raise InputError(
            "{what} in the dictionary is {value!r}, and must be {words}",
            value=value,
            what=what,
            words=words,
            **parts,
        )


def as_mapping(value: Any, what: str, **parts: Any) -> Mapping:
    """Refuse what is no object of names and values.

    Parameters
    ----------
    value : object
        What stands in a dictionary; None for nothing.
    what : str
        What it is, for messages.
    **parts : object
        What else the error says, such as the column.

    Returns
    -------
    mapping
        The value.

    Raises
    ------
    InputError
        If it is none.
    """
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return value
    raise InputError(
        "{what} in the dictionary is {value!r}, and must be an object of names and "
        "values",
        value=value,
        what=what,
        **parts,
    )


def as_list(value: Any, what: str, shape: str = "level", **parts: Any) -> tuple:
    """Refuse what is no list of values of one shape.

    Parameters
    ----------
    value : object
        What stands in a dictionary; None for nothing.
    what : str
        What it is, for messages.
    shape : str, default="level"
        What each of the values must be.
    **parts : object
        What else the error says, such as the column.

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
    check_shape(value, "list", what, **parts)
    at = parts.pop("at", ())
    for place, one in enumerate(value):
        told = f"value {place + 1} of {what}"
        # Nothing is no value of a list.
        shown = [] if one is None else one
        check_shape(shown, shape, told, at=(*at, place), **parts)
    return tuple(value)


def check_keys(
    given: Mapping, known: Iterable[str], what: str, at: tuple = (), **parts: Any
) -> None:
    """Refuse a name that means nothing, which may be a slip of the pen.

    Parameters
    ----------
    given : mapping
        An object of a dictionary.
    known : iterable of str
        The names that there are.
    what : str
        What it is said of, for messages.
    at : tuple of str and int, default=()
        Where in what is being read the object stands.
    **parts : object
        What else the error says, such as the column.

    Raises
    ------
    InputError
        For a name that there is not.
    """
    choices = list(known)
    for key in given:
        if key not in choices:
            raise InputError(
                "the dictionary says {value!r} of {what}, which means nothing; "
                "{likely}",
                value=key,
                what=what,
                likely=did_you_mean(str(key), choices),
                at=(*at, key),
                of_key=True,
                remedies=["strike it out", 'put notes under "description"'],
                **parts,
            )


_LEAST_BEGINNING = 4
"""Letters by which a longer name is known."""


def did_you_mean(name: str, choices: list) -> str:
    """Offer the names that are like one that there is not.

    Parameters
    ----------
    name : str
        What was written.
    choices : list
        The names that there are.

    Returns
    -------
    str
        A question, or the list of names.
    """
    folded = {str(one).casefold(): one for one in reversed(choices)}
    written = name.casefold()
    close = difflib.get_close_matches(written, folded, n=3)
    if not close and len(written) >= _LEAST_BEGINNING:
        begun = written[:_LEAST_BEGINNING]
        close = [one for one in folded if one.startswith(begun)][:3]
    if close:
        return f"did you mean {some_of([folded[one] for one in close])}?"
    return f"there are {some_of(choices, 20) or 'none'}"
