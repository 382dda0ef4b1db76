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
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return str(value)
    return str(int(number)) if number.is_integer() else repr(number)
