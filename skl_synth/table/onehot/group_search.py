"""Finding one-hot groups: by name and rows, or as the user gives them."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from skl_synth.errors import InputError
from skl_synth.table.onehot.one_hot_group import GroupRows, OneHotGroup, check_rows
from skl_synth.table.onehot.prefixes import bare, by_prefix, same_name, with_prefix

NEARLY = 0.9
"""Share of rows with a single 1 from which on columns are nearly a one-hot group."""


def find_groups(
    names: Sequence[Hashable],
    values: Mapping[Hashable, np.ndarray],
    spec: object,
    baselines: object = False,
    *,
    repair: bool = False,
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
    repair : bool
        Whether a group may have rows that are no one-hot.

    Returns
    -------
    list of OneHotGroup
        The groups, in the order of their first column.

    Raises
    ------
    InputError
        If a prefix, a column or a baseline matches nothing, if a column belongs to
        two groups, or if the rows of a group are no one-hot.
    """
    if spec is None:
        return []
    given = _given_baselines(baselines)
    if isinstance(spec, str) and spec == "infer":
        groups = _infer_groups(names, values, given, repair)
    else:
        groups = [
            OneHotGroup(
                name,
                columns,
                baselines is True or any(same_name(name, one) for one in given),
            )
            for name, columns in _given_groups(names, spec)
        ]
    _check_baselines(groups, given)
    _check_disjoint(groups)
    groups = [_checked(group, values, repair) for group in groups]
    position = {name: place for place, name in enumerate(names)}
    return sorted(groups, key=lambda group: position[group.columns[0]])


def _given_baselines(baselines: object) -> tuple[str, ...]:
    if isinstance(baselines, bool) or baselines is None:
        return ()
    if isinstance(baselines, str):
        return (baselines,)
    return tuple(baselines)  # type: ignore[arg-type]


def _infer_groups(
    names: Sequence[Hashable],
    values: Mapping[Hashable, np.ndarray],
    given: tuple[str, ...],
    repair: bool,
) -> list[OneHotGroup]:
    """Group by prefix where every row sums to one; given prefixes may sum to less."""
    groups = [
        OneHotGroup(prefix, with_prefix(names, prefix), True, "prefix, k-1 as given")
        for prefix in given
    ]
    taken = {name for group in groups for name in group.columns}
    # Neither alone is enough. Flags of symptoms share a prefix, and no row sums to one
    # but by chance; two flags that exclude one another need not be one question.
    prefixes = by_prefix(name for name in values if name not in taken)
    # Short prefixes first: a level that contains the separator belongs to the group
    # of the short one, if that is a group at all. Among prefixes of the very same
    # columns the longest names the group. In a second turn a prefix is looked at
    # without the columns that have found their group: work_, beside work_type_.
    for whole in (True, False):
        for prefix, columns in sorted(prefixes.items(), key=lambda item: len(item[0])):
            free = [name for name in columns if name not in taken]
            if whole and len(free) < len(columns):
                continue
            if len(free) >= 2 and _sums_to_one(values, free):
                same = [other for other, its in prefixes.items() if its == columns]
                name = bare(max([prefix, *same], key=len))
                reason = f"prefix {name!r} and every row sums to one"
                groups.append(OneHotGroup(name, tuple(free), False, reason))
                taken.update(free)
    if repair:
        rest = {name: its for name, its in values.items() if name not in taken}
        for name, columns in almost_groups(rest, least=NEARLY).items():
            if taken.isdisjoint(columns):
                reason = f"prefix {name!r} and most rows sum to one"
                groups.append(OneHotGroup(name, tuple(columns), False, reason))
                taken.update(columns)
    return groups


def almost_groups(
    values: Mapping[Hashable, np.ndarray], *, least: float = 0.5
) -> dict[str, list[str]]:
    """Find prefixes whose rows mostly, but not always, sum to one.

    Parameters
    ----------
    values : mapping of column name to ndarray
        Columns of zeros and ones.
    least : float
        Share of rows that sum to one.

    Returns
    -------
    dict of prefix to columns
        Three columns or more whose sum is one in most rows and zero or two in others.
    """
    found = {}
    for prefix, columns in by_prefix(values).items():
        # Of two flags, most rows have one or none whatever they mean; a row with three
        # ones is no slip in a one-hot group, but the row of a list of flags.
        rows = GroupRows.of([values[name] for name in columns])
        good = np.mean(~rows.wrong(baseline=False))
        if len(columns) >= 3 and least < good < 1 and rows.total.max() <= 2:
            found[bare(prefix)] = columns
    return found


def _sums_to_one(
    values: Mapping[Hashable, np.ndarray], columns: Sequence[Hashable]
) -> bool:
    # Columns that are empty in every row sum to one in none: they are nothing yet.
    rows = GroupRows.of([values[name] for name in columns])
    return not rows.wrong(baseline=False).any() and not rows.absent.all()


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
            found.append((bare(item), with_prefix(names, item)))
        else:
            columns = _known(names, item)
            found.append((_common_name(columns), columns))
    return found


def _known(names: Sequence[Hashable], columns: object) -> tuple[Hashable, ...]:
    """Check given column names; keep them in the order of the table."""
    wanted = [columns] if isinstance(columns, str) else list(columns)  # type: ignore[call-overload]
    known = set(names)
    for column in wanted:
        if column not in known:
            close = difflib.get_close_matches(str(column), [str(n) for n in names], n=3)
            raise InputError(
                "one-hot column {column!r} is not in the table{close}",
                column=column,
                parameter="one_hot_groups",
                close=f" (did you mean {close}?)" if close else "",
                remedies=[
                    "give columns by the names that the table has (for an array: x0, "
                    "x1, … or positions)"
                ],
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
    return bare(shared) or "+".join(texts)


def _check_baselines(groups: list[OneHotGroup], given: tuple[str, ...]) -> None:
    for name in given:
        if not any(same_name(group.name, name) for group in groups):
            raise InputError(
                "{parameter} names the group {value!r}, but the groups are {groups}",
                parameter="implicit_baseline",
                value=name,
                groups=[group.name for group in groups],
            )


def _check_disjoint(groups: list[OneHotGroup]) -> None:
    owner: dict[Hashable, Hashable] = {}
    for group in groups:
        for column in group.columns:
            if column in owner:
                raise InputError(
                    "column {column!r} is in two one-hot groups, {first!r} and "
                    "{second!r}; a column belongs to one",
                    column=column,
                    parameter="one_hot_groups",
                    first=owner[column],
                    second=group.name,
                )
            owner[column] = group.name


def _checked(
    group: OneHotGroup, values: Mapping[Hashable, np.ndarray], repair: bool
) -> OneHotGroup:
    """A given group must hold one category per row, exact or blended."""
    for column in group.columns:
        if column not in values:
            raise InputError(
                "column {column!r} of the one-hot group {group!r} is not made of "
                "numbers from 0 to 1",
                column=column,
                parameter="one_hot_groups",
                group=group.name,
                remedies=["leave it out of the group", "correct it"],
            )
    rows = GroupRows.of([values[name] for name in group.columns])
    if not repair:
        check_rows(group, rows)
        return group
    wrong = rows.wrong_text(baseline=group.baseline)
    if not wrong:
        return group
    baseline = group.baseline or bool(rows.none.any())
    reason = f"{group.reason}; {wrong}, read by the first that is set"
    return replace(group, baseline=baseline, reason=reason, repaired=True)
