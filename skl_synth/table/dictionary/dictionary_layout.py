"""How a dictionary is laid out as text: short lists on one line, remarks in YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from skl_synth.table.dictionary.schema_shapes import OURS
from skl_synth.table.dictionary.teaching import ABOVE, HEAD, HOW_TO
from skl_synth.table.dictionary.yaml_places import plain_value

_WIDTH = 88

_SENTENCE = 60
"""Characters of a text that stands on a line of its own."""

_PLAIN = re.compile(r"[A-Za-z_](?:[\w ./%()-]*[\w./%)-])?", re.ASCII)
_ODD = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff]"
)
"""What YAML does not print, or takes for the end of a line."""

_SOME_READ_OTHERWISE = frozenset(
    ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
)
"""Words that are text here, and something else in YAML 1.1."""


def json_layout(mapping: Mapping[str, Any]) -> str:
    """Write a dictionary as JSON.

    Parameters
    ----------
    mapping : mapping
        What stands in it.

    Returns
    -------
    str
        The text; under our key it says how to correct it.
    """
    ours = {"how_to": list(HOW_TO), **mapping.get(OURS, {})}
    return _json({**mapping, OURS: ours}, "") + "\n"


def _json(value: Any, indent: str) -> str:
    below = indent + "  "
    if isinstance(value, Mapping):
        if not value:
            return "{}"
        inner = [f"{below}{_quoted(k)}: {_json(v, below)}" for k, v in value.items()]
        return "{\n" + ",\n".join(inner) + f"\n{indent}}}"
    if isinstance(value, list | tuple):
        parts = [_json(one, below) for one in value]
        if _is_short(value):
            return _wrapped(parts, below, indent)
        return "[\n" + ",\n".join(below + one for one in parts) + f"\n{indent}]"
    return _quoted(value)


def _is_short(values: Any) -> bool:
    """Whether a list holds plain values, or lists of them, and no sentence."""
    return all(
        _is_short(one)
        if isinstance(one, list | tuple)
        else not isinstance(one, Mapping) and len(str(one)) < _SENTENCE
        for one in values
    )


def _wrapped(parts: list[str], below: str, indent: str) -> str:
    """Write a list on one line, or filled up on as many as are needed."""
    line = "[" + ", ".join(parts) + "]"
    if len(indent) + len(line) <= _WIDTH:
        return line
    lines, room = [below], _WIDTH
    for place, part in enumerate(parts):
        piece = part + ("," if place < len(parts) - 1 else "")
        if len(lines[-1]) + len(piece) > room and lines[-1] != below:
            lines[-1] = lines[-1].rstrip()
            lines.append(below)
        lines[-1] += piece + " "
    return "[\n" + "\n".join(one.rstrip() for one in lines) + f"\n{indent}]"


def _quoted(value: Any) -> str:
    """Write a plain value as both JSON and YAML read it."""
    if not isinstance(value, str):
        return json.dumps(value)
    return _ODD.sub(_escape, json.dumps(value, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def yaml_layout(mapping: Mapping[str, Any]) -> str:
    """Write a dictionary as YAML.

    Parameters
    ----------
    mapping : mapping
        What stands in it.

    Returns
    -------
    str
        The text, with remarks above what needs one.
    """
    lines = [f"# {one}" for one in HEAD]
    lines += _yaml_object(mapping, "", (), set(ABOVE))
    return "\n".join(lines) + "\n"


def _yaml_object(
    value: Mapping[str, Any], indent: str, path: tuple[str, ...], unsaid: set
) -> Iterator[str]:
    for name, one in value.items():
        yield from _remark((*path, name), indent, unsaid)
        yield from _yaml_entry(_word(name) + ":", one, indent, (*path, name), unsaid)


def _remark(path: tuple[str, ...], indent: str, unsaid: set) -> Iterator[str]:
    """Say once what a word means: above the first place where it stands."""
    # What stands under our key of a column is found by its name alone.
    key = (path[0], path[-1]) if path[0] == "fields" and len(path) > 1 else path
    if key in unsaid:
        unsaid.discard(key)
        yield from (f"{indent}# {one}" for one in ABOVE[key])


def _yaml_entry(
    head: str, value: Any, indent: str, path: tuple[str, ...], unsaid: set
) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield indent + head
        yield from _yaml_object(value, indent + "  ", path, unsaid)
    elif isinstance(value, list | tuple) and not _is_short(value):
        yield indent + head
        for one in value:
            yield from _yaml_item(one, indent + "  ", path, unsaid)
    else:
        yield f"{indent}{head} {_flow(value, indent + '  ')}"


def _yaml_item(
    value: Any, indent: str, path: tuple[str, ...], unsaid: set
) -> Iterator[str]:
    """Write one of a list: a dash, and what belongs to it indented behind."""
    if not isinstance(value, Mapping) or not value:
        yield f"{indent}- {_flow(value, indent + '  ')}"
        return
    lines = list(_yaml_object(value, indent + "  ", path, unsaid))
    first = next(i for i, one in enumerate(lines) if not one.lstrip().startswith("#"))
    yield from (indent + one.lstrip() for one in lines[:first])
    yield f"{indent}- {lines[first].lstrip()}"
    yield from lines[first + 1 :]


def _flow(value: Any, indent: str) -> str:
    """Write a plain value, or a list or an object on one line."""
    if isinstance(value, list | tuple):
        return _wrapped([_flow(one, indent) for one in value], indent, indent[:-2])
    if isinstance(value, Mapping):
        inner = [f"{_quoted(k)}: {_flow(v, indent)}" for k, v in value.items()]
        return "{" + ", ".join(inner) + "}"
    return _word(value) if isinstance(value, str) else _quoted(value)


def _word(text: str) -> str:
    """Write text, without quotes where nobody can take it for something else."""
    is_plain = _PLAIN.fullmatch(text) and plain_value(text) == text
    if is_plain and text.lower() not in _SOME_READ_OTHERWISE:
        return text
    return _quoted(text)
