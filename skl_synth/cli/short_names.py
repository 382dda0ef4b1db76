"""Long names of columns, shortened so that what is said of them fits beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import takewhile

GAP = "…"
"""What stands for the characters that are left out."""

SHORTEST = 8
"""So many characters tell names apart on the narrowest screen."""


def short_names(names: Iterable[str], most: int) -> dict[str, str]:
    """Shorten names in the middle, so that no two of them look alike.

    Parameters
    ----------
    names : iterable of str
        Names, each of which may stand several times.
    most : int
        So many characters a name may have.

    Returns
    -------
    dict of str to str
        What to print for each name: itself, where it is short.

    Examples
    --------
    >>> from skl_synth.cli.short_names import short_names
    >>> short_names(["age", "length of stay in days"], 12)
    {'age': 'age', 'length of stay in days': 'length…days'}
    """
    most = max(most, SHORTEST)
    different = list(dict.fromkeys(names))
    short = {name: _in_the_middle(name, most) for name in different}
    for alike in _alike(short):
        # What tells long questions apart often stands before an end that all share.
        end = _length_of_common_end(alike)
        for name in alike:
            cut = name[: len(name) - end] + GAP if end else name
            short[name] = _in_the_middle(cut, most)
    for alike in _alike(short):
        # Nothing but the whole of them tells these apart.
        short |= {name: name for name in alike}
    return short


def _in_the_middle(name: str, most: int) -> str:
    """Leave out the middle, and more of the beginning than of the end."""
    if len(name) <= most:
        return name
    tail = (most - len(GAP)) // 2
    head = most - len(GAP) - tail
    return f"{name[:head].rstrip()}{GAP}{name[len(name) - tail :].lstrip()}"


def _length_of_common_end(names: list[str]) -> int:
    backwards = zip(*(reversed(name) for name in names), strict=False)
    same = (len(set(signs)) == 1 for signs in backwards)
    return sum(1 for _ in takewhile(bool, same))


def _alike(short: dict[str, str]) -> list[list[str]]:
    """Groups of names that look alike once they are short."""
    groups = defaultdict(list)
    for name, text in short.items():
        groups[text].append(name)
    return [group for group in groups.values() if len(group) > 1]
