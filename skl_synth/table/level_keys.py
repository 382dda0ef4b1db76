"""Levels by what they say, however a table holds them."""

from __future__ import annotations

from typing import Any

import numpy as np


def key_of(value: Any) -> str:
    """Write a value so that it is found again however a table holds it.

    Parameters
    ----------
    value : object
        A level: text, a number or a flag.

    Returns
    -------
    str
        The same for 1, 1.0 and "1", and for True and "true".

    Examples
    --------
    >>> from skl_synth.table.level_keys import key_of
    >>> key_of(1.0), key_of("1"), key_of(True), key_of(" f ")
    ('1', '1', 'true', 'f')
    """
    if isinstance(value, str):
        text = value.strip()
        return text.lower() if text.lower() in ("true", "false") else text
    if isinstance(value, bool | np.bool_):
        return str(bool(value)).lower()
    if isinstance(value, int | np.integer):
        # By way of a float, one beyond 2**53 would have the key of another.
        return str(int(value))
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return str(value)
    return str(int(number)) if number.is_integer() else repr(number)


def exact_key_of(value: Any) -> str:
    """Write a level so that it is told from one that differs in a blank at its ends.

    Parameters
    ----------
    value : object
        A level: text, a number or a flag.

    Returns
    -------
    str
        As `key_of`, but for text with blanks at its ends, which stays as it is.

    Examples
    --------
    >>> from skl_synth.table.level_keys import exact_key_of
    >>> exact_key_of(1.0), exact_key_of("f "), exact_key_of("f")
    ('1', 'f ', 'f')
    """
    if isinstance(value, str) and value != value.strip():
        return value
    return key_of(value)
