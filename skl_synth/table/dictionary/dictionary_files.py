"""A dictionary as a file: JSON or YAML, read with lines and written for people."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from skl_synth.errors import InputError
from skl_synth.table.dictionary.dictionary_layout import json_layout, yaml_layout
from skl_synth.table.dictionary.dictionary_text import (
    DictionaryText,
    at_its_place,
    text_of,
)
from skl_synth.table.dictionary.json_places import read_json
from skl_synth.table.dictionary.yaml_places import read_yaml

_YAML = (".yaml", ".yml")


def read_text(path: str | os.PathLike[str]) -> DictionaryText:
    """Read a file of JSON or YAML.

    Parameters
    ----------
    path : str or path
        The file. What ends in .yaml, .yml or .json is that; else it is JSON if it
        begins with a brace.

    Returns
    -------
    DictionaryText
        What it says, and where.

    Raises
    ------
    InputError
        If it cannot be read, or is no object of names and values; the message names
        the line and the column.
    OSError
        If there is no such file.
    """
    text = text_of(path)
    with at_its_place(str(path)):
        found = read_yaml(text) if _is_yaml(path, text) else read_json(text)
    found.file = str(path)
    if not isinstance(found.value, Mapping):
        raise InputError(
            "the dictionary {file} holds no object of names and values",
            parameter="dictionary",
            file=str(path),
            remedies=['begin with {{"fields": [...]}}'],
        )
    return found


def written_text(mapping: Mapping[str, Any], path: str | os.PathLike[str]) -> str:
    """Write what stands in a dictionary, in the form that a file name asks for.

    Parameters
    ----------
    mapping : mapping
        What `DataDictionary.to_mapping` gives.
    path : str or path
        The file.

    Returns
    -------
    str
        YAML or JSON, which teaches how to correct it.
    """
    if Path(path).suffix.lower() in _YAML:
        return yaml_layout(mapping)
    return json_layout(mapping)


def _is_yaml(path: str | os.PathLike[str], text: str) -> bool:
    ending = Path(path).suffix.lower()
    if ending in (*_YAML, ".json"):
        return ending != ".json"
    return not text.lstrip().startswith(("{", "["))
