"""Which encoding a text is in that is no UTF-8, by the words that it gives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

ENCODINGS = {
    "windows-1252": "of Windows in Western Europe",
    "windows-1250": "of Windows in Central Europe",
    "iso-8859-15": "of older systems in Western Europe",
    "mac-roman": "of older Macintosh computers",
    "cp850": "of DOS in Western Europe",
    "cp437": "of DOS in America",
    "windows-1251": "of Windows for Cyrillic",
    "koi8-r": "of older systems for Cyrillic",
    "windows-1253": "of Windows for Greek",
    "latin-1": "of older systems",
}
"""What is tried, the likeliest first, and whose it is."""

FALLBACK = "latin-1"
"""Reads any byte, and writes it back."""

MOST_CHARACTERS = 3000
"""So many of the characters that tell encodings apart are weighed."""

MOST_LINES = 1000
"""So many lines with such characters are read in every encoding."""

MARGIN = 0.15
"""By so much another encoding must be better than the likeliest before it."""

LETTERS = {
    **dict.fromkeys("éèêàâäáåãçñöôóøüíßæ", 1.0),
    **dict.fromkeys("ąćęłńśźżčďěňřšťůžőűășțđľ", 0.9),
    **dict.fromkeys("ëïîûùúìòõœýĺŕ", 0.5),
    **dict.fromkeys("оеаинтсрвлкмдпуя", 0.8),
    **dict.fromkeys("αοιετσνηυρπκμλωςάίόέήύώ", 0.8),
}
"""How likely small letters are; all others are rare."""

RARE, LARGE = 0.2, 0.6

SIGNS = set("£€°±²³µ½¼¾§·–—’‘“”„…•™®©ºª«»¡¿×´")
OPENING, CLOSING, DASHES = set("“„‘«¡¿"), set("”’»…™®©ºª²³°"), set("–—±×•·")

_ODD_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_ODD = re.compile(r"[^\x00-\x7f]")


def guessed_encoding(content: bytes) -> str:
    """Guess in which encoding the words of a text are the likeliest.

    Parameters
    ----------
    content : bytes
        A text that is no UTF-8.

    Returns
    -------
    str
        One of `ENCODINGS`, in which all of it can be read.

    Examples
    --------
    >>> from skl_synth.files.guessed_encoding import guessed_encoding
    >>> guessed_encoding("Müller; Café".encode("windows-1252"))
    'windows-1252'
    >>> guessed_encoding("Müller; Café".encode("cp850"))
    'cp850'
    """
    left = dict(ENCODINGS)
    sample = b"\n".join(islice((m[0] for m in _ODD_LINE.finditer(content)), MOST_LINES))
    while left:
        name = _likeliest(sample, left)
        if _decoded(content, name) is not None:
            return name
        del left[name]
    return FALLBACK


def _likeliest(sample: bytes, names: Iterable[str]) -> str:
    best, highest = FALLBACK, -10.0
    for name in names:
        text = _decoded(sample, name)
        if text is None:
            continue
        likelihood = _likelihood(text)
        if likelihood > highest + MARGIN:
            best, highest = name, likelihood
    return best


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likelihood(text: str) -> float:
    """How well the characters beyond ASCII fit their neighbours, in the mean."""
    weights = list(_weights(text))
    return sum(weights) / len(weights) if weights else 0.0


def _weights(text: str) -> Iterator[float]:
    padded = f" {text} "
    for n_seen, match in enumerate(_ODD.finditer(padded)):
        if n_seen == MOST_CHARACTERS:
            return
        place = match.start()
        yield _weight(padded[place - 1], match[0], padded[place + 1])


def _weight(before: str, character: str, behind: str) -> float:
    if character in SIGNS:
        return _weight_of_sign(before, character, behind)
    if not character.isalpha():
        # No-break spaces are common; what draws boxes, and what controls, is not.
        return 0.3 if character == "\u00a0" else -2.0
    script = _script(character)
    alone = not (before.isalpha() or behind.isalpha())
    if script == "LATIN" and (_is_odd_letter(before) or _is_odd_letter(behind)):
        return 0.3
    if script != "LATIN" and script not in (_script(before), _script(behind)):
        return -1.0
    if character.isupper():
        return -1.0 if before.islower() else LARGE - alone
    return LETTERS.get(character, RARE) - 0.5 * alone


def _is_odd_letter(character: str) -> bool:
    return character.isalpha() and not character.isascii()


def _weight_of_sign(before: str, sign: str, behind: str) -> float:
    if sign == "’" and before.isalpha():
        return 1.0
    if sign in CLOSING:
        return -1.0 if behind.isalpha() and sign != "°" else 0.8
    if sign in OPENING:
        return 0.8 if behind.isalnum() and not before.isalnum() else -1.0
    if sign in DASHES:
        return -0.5 if before.isalpha() and behind.isalpha() else 0.8
    return -1.0 if before.isalpha() and behind.isalpha() else 0.7


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]
