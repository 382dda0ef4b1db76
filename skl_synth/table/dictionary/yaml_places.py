"""YAML with the place of each value, read as JSON would have it.

In YAML 1.1, which most readers know, ``No`` is false, ``012`` is ten, ``1:30`` is
ninety and ``2024-01-05`` is a date. None of that is meant in a dictionary: here a
plain word is a number where JSON has such a number, and else it is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from skl_synth.table.dictionary.dictionary_text import (
    DEEPEST,
    HALF_A_CHARACTER,
    DictionaryText,
    Path_,
    WrongTextError,
)

_NUMBER = re.compile(
    r"[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII
)
_WHOLE = re.compile(r"[-+]?\d+", re.ASCII)
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_LONGEST_NUMBER = 400

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C, where it was built, is ten times as fast."""


def read_yaml(text: str) -> DictionaryText:
    """Read YAML.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    DictionaryText
        Its value, and where each part stands.

    Raises
    ------
    WrongTextError
        If it is no YAML, holds several documents, anchors or tags, a name stands twice
        in one object, or it is nested too deep.
    """
    try:
        return _Builder(iter(yaml.parse(text, Loader=_LOADER))).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"this is no YAML: {error.problem or error}"
        raise WrongTextError(reason, *_place(mark)) from error
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        before = text[: position if isinstance(position, int) else 0]
        reason = f"this is no YAML: {getattr(error, 'reason', error)}"
        column = len(before) - (before.rfind("\n") + 1) + 1
        raise WrongTextError(reason, before.count("\n") + 1, column) from error


def plain_value(word: str) -> Any:
    """Read a word that stands without quotes.

    Parameters
    ----------
    word : str
        The word.

    Returns
    -------
    None, bool, int, float or str
        What it means.
    """
    if word in _WORDS:
        return _WORDS[word]
    if len(word) > _LONGEST_NUMBER or not _NUMBER.fullmatch(word):
        return word
    return int(word) if _WHOLE.fullmatch(word) else float(word)


def _place(mark: Any) -> tuple[int, int]:
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


class _Builder:
    """Puts the values of a document together from what stands one after the other."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self.found = DictionaryText()

    def document(self) -> DictionaryText:
        """Read the one document.

        Returns
        -------
        DictionaryText
            Its value, and where each part of it stands.

        Raises
        ------
        WrongTextError
            If a second document begins, or it holds what JSON has no word for.
        """
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.found.value = self._value(next(self._events), ())
                break
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise _wrong("a second document begins here (---)", event)
        return self.found

    def _value(self, event: Any, path: Path_) -> Any:
        if isinstance(event, yaml.AliasEvent):
            raise _wrong("*names of other places are not read", event)
        if event.anchor is not None:
            raise _wrong("&names for other places are not read", event)
        if event.tag not in (None, "!"):
            raise _wrong(f"the tag {event.tag} is not read", event)
        self.found.values[path] = _place(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if len(path) > DEEPEST:
            raise _wrong(f"more than {DEEPEST} objects stand one in the other", event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return self._object(path)

    def _list(self, path: Path_) -> list:
        value: list = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            value.append(self._value(event, (*path, len(value))))
        return value

    def _object(self, path: Path_) -> dict[str, Any]:
        value: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _wrong("a name must stand here", event)
            name = event.value
            if name in value:
                raise _wrong(f"the name {name!r} stands twice in one object", event)
            self.found.keys[(*path, name)] = _place(event.start_mark)
            value[name] = self._value(next(self._events), (*path, name))
        return value


def _scalar(event: Any) -> Any:
    """Read a text, or a word without quotes."""
    if event.style not in (None, ""):
        text: Any = event.value
    else:
        text = plain_value(event.value)
    if isinstance(text, str) and any("\ud800" <= one <= "\udfff" for one in text):
        raise _wrong(HALF_A_CHARACTER, event)
    if isinstance(text, float) and text in (float("inf"), -float("inf")):
        raise _wrong(f"{event.value} is no number that can be used", event)
    return text


def _wrong(reason: str, event: Any) -> WrongTextError:
    return WrongTextError(reason, *_place(event.start_mark))
