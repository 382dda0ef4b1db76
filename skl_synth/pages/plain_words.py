"""Texts of users in one line, whatever characters they hold."""

from __future__ import annotations

import re

UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Characters that end lines or steer terminals; some of them no page may hold."""

TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that turn the direction of what follows, beyond the name that holds them;
and halves of characters, which no file can hold."""


def one_line(text: object) -> str:
    """Write a text in one line.

    Parameters
    ----------
    text : object
        A name, a level or a sentence.

    Returns
    -------
    str
        Breaks and control characters as a space; directions and halves of characters
        as a replacement character.
    """
    return TURNING.sub("\N{REPLACEMENT CHARACTER}", UNSEEN.sub(" ", str(text)))
