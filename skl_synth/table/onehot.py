"""One-hot groups: finding them, and the arg-max that restores them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

SEPARATORS = re.compile(r"[_=.:\- ]+")
SUM_TOLERANCE = 1e-6
"""How far from one the sum of a row may be: float32 tables blend with that error."""


@dataclass(frozen=True)
class OneHotGroup:
    """Columns that together hold one category.

    Parameters
    ----------
    name : hashable
        The common prefix, or the name given by the user.
    columns : tuple of hashable
        The columns, in the order of the table.
    baseline : bool
        Whether a row may have none of them set: an encoding that dropped one level.
    reason : str
        How the group was found.
    """

    name: Hashable
    columns: tuple[Hashable, ...]
    baseline: bool = False
    reason: str = "given"


def group_codes(values: np.ndarray, *, baseline: bool) -> np.ndarray:
    """Level of each row of a one-hot group, of blended rows too.

    Parameters
    ----------
    values : ndarray of shape (n_rows, n_columns)
        The columns of the group, on the 0/1 scale. On a standardised scale the
        arg-max would favour rare levels.
    baseline : bool
        Whether what is missing to a sum of one is a level of its own, the last.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int32
        Position of the largest value; of the first among equals.
    """
    if baseline:
        rest = 1.0 - values.sum(axis=1, keepdims=True)
        values = np.hstack([values, rest])
    return values.argmax(axis=1).astype(np.int32)


def find_groups(
    names: Sequence[Hashable],
    values: Mapping[Hashable, np.ndarray],
    spec: object,
    baselines: object = False,
) -> list[OneHotGroup]:
    """Find the one-hot groups of a table.

    Parameters
    ----------
    names : sequence of hashable
        All columns of the table, in order.
    values : mapping of column name to ndarray
        The columns that could belong to a group: numbers between 0 and 1.
    spec : "infer", None, list of prefixes, list of lists of columns, or dict
        What the user said of the groups.
    baselines : bool or list of names
        The groups that have an implicit baseline (k−1 columns for k levels).

    Returns
    -------
    list of OneHotGroup
        The groups, in the order of their first column.

    Raises
    ------
    ValueError
        If a prefix, a column or a baseline matches nothing, if a column belongs to
        two groups, or if the rows of a group are no one-hot.
    """
    if spec is None:
        return []
    told = _told_baselines(baselines)
    if isinstance(spec, str) and spec == "infer":
        groups = _infer_groups(names, values, told)
    else:
        groups = [
            OneHotGroup(
                name,
                columns,
                baselines is True or any(_same_name(name, one) for one in told),
            )
            for name, columns in _given_groups(names, spec)
        ]
    _check_baselines(groups, told)
    _check_disjoint(groups)
    for group in groups:
        _check_values(group, values)
    position = {name: place for place, name in enumerate(names)}
    return sorted(groups, key=lambda group: position[group.columns[0]])


def _told_baselines(baselines: object) -> tuple[str, ...]:
    if isinstance(baselines, bool) or baselines is None:
        return ()
    if isinstance(baselines, str):
        return (baselines,)
    return tuple(baselines)  # type: ignore[arg-type]


def _same_name(name: Hashable, told: Hashable) -> bool:
    """Compare group names, with or without the separator behind the prefix."""
    if isinstance(name, str) and isinstance(told, str):
        return _bare(name) == _bare(told)
    return name == told


def _bare(prefix: str) -> str:
    return prefix.rstrip("_=.:- ")


def _infer_groups(
    names: Sequence[Hashable],
    values: Mapping[Hashable, np.ndarray],
    told: tuple[str, ...],
) -> list[OneHotGroup]:
    """Group by prefix where every row sums to one; told prefixes may sum to less."""
    groups = [
        OneHotGroup(prefix, _with_prefix(names, prefix), True, "prefix, k-1 as told")
        for prefix in told
    ]
    taken = {name for group in groups for name in group.columns}
    prefixes = _by_prefix(name for name in values if name not in taken)
    # Short prefixes first: a level that contains the separator belongs to the group
    # of the short one, if that is a group at all. Among prefixes of the very same
    # columns the longest names the group.
    for prefix, columns in sorted(prefixes.items(), key=lambda item: len(item[0])):
        free = [name for name in columns if name not in taken]
        if len(free) == len(columns) >= 2 and _sums_to_one(values, columns):
            same = [other for other, its in prefixes.items() if its == columns]
            name = _bare(max([prefix, *same], key=len))
            reason = f"prefix {name!r} and every row sums to one"
            groups.append(OneHotGroup(name, tuple(columns), False, reason))
            taken.update(columns)
    return groups


def _by_prefix(names: Iterable[Hashable]) -> dict[str, list[str]]:
    """Collect the columns behind every prefix that ends in a separator."""
    prefixes: dict[str, list[str]] = {}
    for name in names:
        if isinstance(name, str):
            for match in SEPARATORS.finditer(name):
                if match.start() > 0 and match.end() < len(name):
                    prefixes.setdefault(name[: match.end()], []).append(name)
    return prefixes


def almost_groups(values: Mapping[Hashable, np.ndarray]) -> dict[str, list[str]]:
    """Find prefixes whose rows mostly, but not always, sum to one.

    Parameters
    ----------
    values : mapping of column name to ndarray
        Columns of zeros and ones.

    Returns
    -------
    dict of prefix to columns
        Three columns or more whose sum is one in most rows and zero or two in others.
    """
    found = {}
    for prefix, columns in _by_prefix(values).items():
        total = np.sum([values[name] for name in columns], axis=0)
        if len(columns) >= 3 and 0.5 < np.mean(total == 1) < 1 and total.max() <= 2:
            found[_bare(prefix)] = columns
    return found


def _sums_to_one(
    values: Mapping[Hashable, np.ndarray], columns: Sequence[Hashable]
) -> bool:
    total = np.sum([values[name] for name in columns], axis=0)
    return bool(np.all(np.abs(total - 1.0) <= SUM_TOLERANCE))


def _given_groups(
    names: Sequence[Hashable], spec: object
) -> list[tuple[Hashable, tuple[Hashable, ...]]]:
    """Read prefixes, lists of columns, or a dict of name to columns."""
    if isinstance(spec, str):
        spec = [spec]
    if isinstance(spec, Mapping):
        return [(name, _known(names, columns)) for name, columns in spec.items()]
    found: list[tuple[Hashable, tuple[Hashable, ...]]] = []
    for item in spec:  # type: ignore[attr-defined]
        if isinstance(item, str):
            found.append((_bare(item), _with_prefix(names, item)))
        else:
            columns = _known(names, item)
            found.append((_common_name(columns), columns))
    return found


def _with_prefix(names: Sequence[Hashable], prefix: str) -> tuple[Hashable, ...]:
    """Find the columns of a prefix: behind a separator, or right behind it."""
    texts = [name for name in names if isinstance(name, str)]
    bare = _bare(prefix)
    columns = [
        name
        for name in texts
        if name.startswith(bare) and SEPARATORS.match(name[len(bare) :])
    ]
    columns = columns or [name for name in texts if name.startswith(prefix) and prefix]
    if columns:
        return tuple(columns)
    known = sorted({_bare(name[: m.end()]) for name in texts for m in _cuts(name)})
    close = difflib.get_close_matches(bare, known, n=3) or known[:3]
    hint = f"prefixes of this table are {close}" if close else "no column has a prefix"
    raise ValueError(
        f"one-hot prefix {prefix!r} matches no column; {hint}. Give a prefix that "
        "columns start with, or lists of column names."
    )


def _cuts(name: str) -> list[re.Match[str]]:
    return [match for match in SEPARATORS.finditer(name) if match.start() > 0]


def _known(names: Sequence[Hashable], columns: object) -> tuple[Hashable, ...]:
    """Check given column names; keep them in the order of the table."""
    wanted = [columns] if isinstance(columns, str) else list(columns)  # type: ignore[call-overload]
    known = set(names)
    for column in wanted:
        if column not in known:
            close = difflib.get_close_matches(str(column), [str(n) for n in names], n=3)
            raise ValueError(
                f"one-hot column {column!r} is not in the table"
                + (f"; did you mean {close}?" if close else ".")
                + " Give columns by the names the table has (for an array: x0, x1, …"
                " or positions)."
            )
    chosen = set(wanted)
    return tuple(name for name in names if name in chosen)


def _common_name(columns: tuple[Hashable, ...]) -> Hashable:
    """Name a list of columns by the prefix they share."""
    texts = [str(column) for column in columns]
    shared = texts[0]
    for text in texts[1:]:
        while not text.startswith(shared):
            shared = shared[:-1]
    return _bare(shared) or "+".join(texts)


def _check_baselines(groups: list[OneHotGroup], told: tuple[str, ...]) -> None:
    for name in told:
        if not any(_same_name(group.name, name) for group in groups):
            raise ValueError(
                f"implicit_baseline names the group {name!r}, but the groups are "
                f"{[group.name for group in groups]}."
            )


def _check_disjoint(groups: list[OneHotGroup]) -> None:
    owner: dict[Hashable, Hashable] = {}
    for group in groups:
        for column in group.columns:
            if column in owner:
                raise ValueError(
                    f"column {column!r} is in two one-hot groups, {owner[column]!r} "
                    f"and {group.name!r}; a column belongs to one."
                )
            owner[column] = group.name


def _check_values(group: OneHotGroup, values: Mapping[Hashable, np.ndarray]) -> None:
    """A given group must hold one category per row, exact or blended."""
    for column in group.columns:
        if column not in values:
            raise ValueError(
                f"column {column!r} of the one-hot group {group.name!r} is not made "
                "of numbers from 0 to 1 without missing values; leave it out of the "
                "group, or correct it."
            )
    check_rows(group, np.sum([values[name] for name in group.columns], axis=0))


def check_rows(group: OneHotGroup, total: np.ndarray) -> None:
    """Refuse rows that are no one-hot, neither exact nor blended.

    Parameters
    ----------
    group : OneHotGroup
        The group.
    total : ndarray of shape (n_rows,)
        Sum of its columns in each row.

    Raises
    ------
    ValueError
        If a row does not sum to one (to at most one, with an implicit baseline).
    """
    good = total <= 1.0 + SUM_TOLERANCE
    if not group.baseline:
        good &= total >= 1.0 - SUM_TOLERANCE
    if not good.all():
        wrong = ~good
        row = int(np.argmax(wrong))
        raise ValueError(
            f"one-hot group {group.name!r}: the columns {list(group.columns)} sum to "
            f"{total[row]:g} in row {row}, not to one. If a level was dropped from "
            "the encoding, name the group in implicit_baseline; if an over-sampler has "
            "truncated integers or booleans, make them floats before it; else correct "
            "the row."
        )
