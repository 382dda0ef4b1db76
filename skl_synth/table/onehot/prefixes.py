"""The names of one-hot columns: the prefix that they share."""

from __future__ import annotations

import difflib
import re
from collections.abc import Hashable, Iterable, Sequence

from skl_synth.errors import InputError, Remedy

SEPARATORS = re.compile(r"[_=.:\- ]+")
"""What stands between a prefix and a level: ward_A, ward=A, ward A."""


def bare(prefix: str) -> str:
    """Cut the separator off a prefix.

    Parameters
    ----------
    prefix : str
        A prefix, such as ``"ward_"``.

    Returns
    -------
    str
        The name of the group: ``"ward"``.
    """
    return prefix.rstrip("_=.:- ")


def same_name(name: Hashable, given: Hashable) -> bool:
    """Compare names of groups, with or without the separator behind the prefix.

    Parameters
    ----------
    name, given : hashable
        Two names.

    Returns
    -------
    bool
        True where they mean the same group.
    """
    if isinstance(name, str) and isinstance(given, str):
        return bare(name) == bare(given)
    return name == given


def by_prefix(names: Iterable[Hashable]) -> dict[str, list[str]]:
    """Collect the columns behind every prefix that ends in a separator.

    Parameters
    ----------
    names : iterable of hashable
        Names of columns.

    Returns
    -------
    dict of prefix to columns
        The prefixes, separator included. A column may stand behind several.
    """
    # Where the prefix ends and the level begins cannot be seen: work_type_self_employed
    # stands behind work_, work_type_ and work_type_self_. The rows decide.
    prefixes: dict[str, list[str]] = {}
    for name in names:
        if isinstance(name, str):
            for match in SEPARATORS.finditer(name):
                if match.start() > 0 and match.end() < len(name):
                    prefixes.setdefault(name[: match.end()], []).append(name)
    return prefixes


def with_prefix(names: Sequence[Hashable], prefix: str) -> tuple[Hashable, ...]:
    """Find the columns of a prefix: behind a separator, or right behind it.

    Parameters
    ----------
    names : sequence of hashable
        The columns of the table.
    prefix : str
        What the user called the group.

    Returns
    -------
    tuple of hashable
        Its columns, in the order of the table.

    Raises
    ------
    InputError
        If no column starts with it; the message names prefixes that there are.
    """
    texts = [name for name in names if isinstance(name, str)]
    group = bare(prefix)
    columns = [
        name
        for name in texts
        if name.startswith(group) and SEPARATORS.match(name[len(group) :])
    ]
    columns = columns or [name for name in texts if name.startswith(prefix) and prefix]
    if columns:
        return tuple(columns)
    known = sorted({bare(name[: m.end()]) for name in texts for m in _cuts(name)})
    close = difflib.get_close_matches(group, known, n=3) or known[:3]
    hint = f"prefixes of this table are {close}" if close else "no column has a prefix"
    raise InputError(
        "one-hot prefix {value!r} matches no column; {hint}",
        parameter="one_hot_groups",
        value=prefix,
        hint=hint,
        remedies=[
            "give a prefix that columns start with",
            Remedy("give lists of column names", only="python"),
        ],
    )


def _cuts(name: str) -> list[re.Match[str]]:
    return [match for match in SEPARATORS.finditer(name) if match.start() > 0]
