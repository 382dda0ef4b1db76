"""Which classes a saved file may speak of, and how their objects are taken apart."""

from __future__ import annotations

import importlib
import inspect
import re
from dataclasses import fields, is_dataclass
from typing import Any

from sklearn.base import BaseEstimator

from skl_synth.generators.generator import Generator

ROOMS = ("generators", "neighbors", "selection", "synthesizers", "table")
"""The rooms of the package whose classes may stand in a file."""

NAME = re.compile(rf"skl_synth\.({'|'.join(ROOMS)})(\.[a-z][a-z0-9_]*)+\.[A-Za-z_]\w*")


def name_of(kind: type) -> str | None:
    """Name a class as it may stand in a file.

    Parameters
    ----------
    kind : type
        A class.

    Returns
    -------
    str or None
        Its name with its module; None where it may not.
    """
    name = f"{kind.__module__}.{kind.__qualname__}"
    return name if NAME.fullmatch(name) else None


def class_of(name: object) -> type:
    """Find the class that a file speaks of; nothing but classes of the rooms.

    Parameters
    ----------
    name : object
        What the file says.

    Returns
    -------
    type
        The class.

    Raises
    ------
    ValueError
        If it is no class of the rooms.
    """
    if isinstance(name, str) and NAME.fullmatch(name):
        module, _, qualified = name.rpartition(".")
        try:
            kind = getattr(importlib.import_module(module), qualified, None)
        except ImportError:
            kind = None
        if isinstance(kind, type) and name_of(kind) == name:
            return kind
    raise ValueError(
        f"it speaks of the class {name!r}, which this version does not know"
    )


def state_of(instance: Any) -> dict[str, Any]:
    """Take an object apart.

    Data classes are their fields (what they cache beside them can be computed anew),
    estimators and generators are their attributes. Any other object is the arguments of
    its class, kept as attributes of the same names.

    Parameters
    ----------
    instance : object
        An object of one of the rooms.

    Returns
    -------
    dict of str to object
        Its state.
    """
    kind = type(instance)
    if issubclass(kind, (BaseEstimator, Generator)):
        is_selective = hasattr(instance, "_saved_state")
        return instance._saved_state() if is_selective else dict(vars(instance))
    return {name: getattr(instance, name) for name in sorted(_parts_of(kind))}


def instance_from(kind: type, state: dict[str, Any]) -> Any:
    """Put an object together.

    Parameters
    ----------
    kind : type
        A class of one of the rooms.
    state : dict of str to object
        As `state_of` gives it.

    Returns
    -------
    object
        The object.

    Raises
    ------
    ValueError
        If a part of it is missing.
    """
    if not _is_plain(kind):
        return kind(**state)
    lacking = _parts_of(kind) - state.keys()
    if lacking:
        raise ValueError(f"a {kind.__name__} in it lacks its {min(lacking)!r}")
    instance: Any = object.__new__(kind)
    for name, value in state.items():
        if name.startswith("__"):
            raise ValueError(f"it gives a {kind.__name__} the attribute {name!r}")
        object.__setattr__(instance, name, value)
    return instance


def _parts_of(kind: type) -> set[str]:
    """What every object of a class has."""
    if is_dataclass(kind):
        return {one.name for one in fields(kind)}
    return set(inspect.signature(kind).parameters)


def _is_plain(kind: type) -> bool:
    return is_dataclass(kind) or issubclass(kind, (BaseEstimator, Generator))
