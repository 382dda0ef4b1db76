"""The text that a file holds: its encoding, and what is no text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.files.guessed_encoding import ENCODINGS, guessed_encoding

SAVE_AS_UTF8 = "save the table as 'CSV UTF-8' first"
GIVE_ENCODING = "give its encoding, such as {setting}"
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""Byte order marks; those of UTF-32 begin like those of UTF-16 and come first."""

SAMPLED_BYTES = 10_000
"""So much of a file tells whether it is UTF-16 without a mark."""

MOST_PLACES = 1000
"""Among so many characters beyond ASCII a letter is looked for."""

CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
"""What no text of a table holds."""


@dataclass(frozen=True)
class Text:
    """The text of a file, and how it becomes bytes again.

    Parameters
    ----------
    text : str
        The text, without a byte order mark.
    encoding : str
        Its encoding.
    mark : bool
        Whether the file begins with a byte order mark.
    """

    text: str
    encoding: str
    mark: bool = False


def text_of(
    content: bytes, path: Path, encoding: str | None = None, *, guesses: bool = True
) -> Text:
    """Decode the content of a file.

    Parameters
    ----------
    content : bytes
        What the file holds.
    path : Path
        The file, for messages.
    encoding : str or None, default=None
        Its encoding. By default that of its byte order mark, else UTF-8 where all of
        it can be read so, else the one in which its words are the likeliest, with a
        warning.
    guesses : bool, default=True
        Whether what is no UTF-8 and has no mark is guessed, or refused.

    Returns
    -------
    Text
        The text and its encoding.

    Raises
    ------
    InputError
        If it is no text, empty, or not in the encoding that was given.

    Warns
    -----
    InputWarning
        If the encoding was guessed.
    """
    decoded = _decoded(_without_padding(content), path, encoding, guesses)
    if "\0" in decoded.text:
        raise InputError(
            "{path} holds characters that are no text, as no CSV file does but one in "
            "UTF-16 without its mark",
            parameter="encoding",
            path=path,
            remedies=[
                _encoding("if it is one, give {setting}", "utf-16-le"),
                "save it as 'CSV UTF-8'",
            ],
        )
    if not decoded.text.strip():
        raise InputError(
            "{path} is empty: its first line must hold column names", path=path
        )
    return decoded


def _without_padding(content: bytes) -> bytes:
    """Take the zeros away with which old systems fill up a file."""
    bare = content.rstrip(b"\0")
    is_text = bare.endswith((b"\n", b"\r", b"\x1a")) and b"\0" not in bare
    return bare if is_text else content


def _decoded(content: bytes, path: Path, encoding: str | None, guesses: bool) -> Text:
    if encoding is not None:
        return _decoded_as_given(content, path, encoding)
    for mark, name in MARKS.items():
        if content.startswith(mark):
            return Text(_strictly(content[len(mark) :], path, name), name, mark=True)
    if not guesses:
        return Text(_strictly(content, path, "utf-8"), "utf-8")
    unmarked = _unmarked(content)
    if unmarked is not None:
        return Text(_strictly(content, path, unmarked), unmarked)
    try:
        return Text(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _guessed(content, path, error.start)


def _decoded_as_given(content: bytes, path: Path, encoding: str) -> Text:
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)
    except (LookupError, ValueError) as error:
        raise InputError(
            "{given} is no encoding of text that Python knows",
            parameter="encoding",
            value=encoding,
            given=Setting("encoding", encoding),
            remedies=["give one such as utf-8, windows-1252, latin-1 or utf-16"],
        ) from error
    if name == "utf-8-sig":
        name = "utf-8"
    for mark, marked in MARKS.items():
        if content.startswith(mark) and marked.startswith(name):
            return Text(_strictly(content[len(mark) :], path, marked), marked, True)
    return Text(_strictly(content, path, name), name)


def _strictly(content: bytes, path: Path, encoding: str) -> str:
    try:
        text = content.decode(encoding)
        same = text.encode(encoding) == content
    except UnicodeError as error:
        place = getattr(error, "start", len(content))
        raise InputError(
            "{path} is no text in {encoding}: line {line} cannot be read in it",
            parameter="encoding",
            path=path,
            encoding=encoding,
            line=_line_of(content, place),
            remedies=[_encoding(GIVE_ENCODING, "windows-1252"), SAVE_AS_UTF8],
        ) from error
    if not same:
        raise InputError(
            "{path} can be read in {encoding}, but would not be written back as it is",
            parameter="encoding",
            path=path,
            encoding=encoding,
            remedies=[SAVE_AS_UTF8],
        )
    return text


def _guessed(content: bytes, path: Path, place: int) -> Text:
    """Read a text that is no UTF-8; whatever its encoding, its bytes come back."""
    name = guessed_encoding(content)
    text = content.decode(name)
    if CONTROL.search(text):
        raise InputError(
            "{path} is no text in UTF-8 (line {line}), nor in another encoding that "
            "can be guessed",
            parameter="encoding",
            path=path,
            line=_line_of(content, place),
            remedies=[
                f"if it is a CSV file, {SAVE_AS_UTF8}",
                _encoding(GIVE_ENCODING, "shift-jis"),
            ],
        )
    place = _telling_place(content, place, name)
    other = "mac-roman" if name == "windows-1252" else "windows-1252"
    warn(
        "{path} is no UTF-8 and was read as {name}, the encoding {whose}, in which "
        "{word!r} stands in line {line}; it is written in the same",
        parameter="encoding",
        value=name,
        path=path,
        name=name,
        whose=ENCODINGS[name],
        word=_word_at(content, place, name),
        line=_line_of(content, place),
        remedies=[
            _encoding(
                "if the word is wrong, say what the file is, such as {setting}", other
            )
        ],
        stacklevel=5,
    )
    return Text(text, name)


def _telling_place(content: bytes, place: int, encoding: str) -> int:
    """Find a letter beyond ASCII: whether a dash is right, nobody can tell."""
    for match in islice(re.finditer(rb"[\x80-\xff]", content), MOST_PLACES):
        if content[match.start() : match.end()].decode(encoding).isalpha():
            return match.start()
    return place


def _word_at(content: bytes, place: int, encoding: str) -> str:
    """Read the word about a place, for whoever can tell whether it is right."""
    before = content[max(place - 20, 0) : place].decode(encoding, errors="replace")
    behind = content[place : place + 20].decode(encoding, errors="replace")
    between = r"[\s,;|\"]"
    return re.split(between, before)[-1] + re.split(between, behind)[0]


def _line_of(content: bytes, place: int) -> int:
    """Tell in which line of a text a byte stands."""
    before = content[:place]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def _unmarked(content: bytes) -> str | None:
    """Tell UTF-16 without its mark by the zeros beside the letters of ASCII."""
    start = content[:SAMPLED_BYTES]
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if len(content) % 2 == 0 and 2 * zeros.count(0) > len(zeros):
            others = start.count(0) - zeros.count(0)
            return encoding if 10 * others < zeros.count(0) else None
    return None


def _encoding(text: str, encoding: str) -> Remedy:
    return Remedy(text, Setting("encoding", encoding))
