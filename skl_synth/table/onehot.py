"""One-hot groups: finding them, and the arg-max that restores them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

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
    repaired : bool
        Whether it has rows that are no one-hot, to be read as near as can be.
    """

    name: Hashable
    columns: tuple[Hashable, ...]
    baseline: bool = False
    reason: str = "given"
    repaired: bool = False


NEARLY = 0.9
"""Share of rows with a single 1 from which on columns are nearly a one-hot group."""


@dataclass(frozen=True, eq=False)
class GroupRows:
    """The rows of a one-hot group, by what is wrong with them.

    Parameters
    ----------
    total : ndarray of shape (n_rows,)
        Sum of the columns.
    absent : ndarray of bool
        All columns are missing: that is a level of its own.
    partial : ndarray of bool
        Some columns are missing.
    """

    total: np.ndarray
    absent: np.ndarray
    partial: np.ndarray

    @classmethod
    def of(cls, columns: Sequence[np.ndarray]) -> GroupRows:
        """Look at the rows of some columns.

        Parameters
        ----------
        columns : sequence of ndarray
            The columns of a group.

        Returns
        -------
        GroupRows
            Its rows.
        """
        values = np.column_stack(columns)
        missing = np.isnan(values)
        absent = missing.all(axis=1)
        partial = missing.any(axis=1) & ~absent
        return cls(np.nansum(values, axis=1), absent, partial)

    @property
    def none(self) -> np.ndarray:
        """Rows in which no column is set, or none quite."""
        return (self.total < 1.0 - SUM_TOLERANCE) & ~self.absent

    @property
    def several(self) -> np.ndarray:
        """Rows in which more than one column is set."""
        return self.total > 1.0 + SUM_TOLERANCE

    def wrong(self, *, baseline: bool) -> np.ndarray:
        """Rows that are no one-hot.

        Parameters
        ----------
        baseline : bool
            Whether a row may have none.

        Returns
        -------
        ndarray of bool
            True where a row is wrong.
        """
        wrong = self.several | self.partial
        return wrong if baseline else wrong | self.none

    def told(self, *, baseline: bool) -> str:
        """Say in words how many rows are wrong, and in which way.

        Parameters
        ----------
        baseline : bool
            Whether a row may have none.

        Returns
        -------
        str
            The words.
        """
        kinds = {
            "no column set": self.none & ~self.partial & (not baseline),
            "more than one": self.several,
            "some columns missing": self.partial,
        }
        return ", ".join(
            f"{rows.sum()} rows with {what}"
            for what, rows in kinds.items()
            if rows.any()
        )


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
    ValueError
        If a prefix, a column or a baseline matches nothing, if a column belongs to
        two groups, or if the rows of a group are no one-hot.
    """
    if spec is None:
        return []
    told = _told_baselines(baselines)
    if isinstance(spec, str) and spec == "infer":
        groups = _infer_groups(names, values, told, repair)
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
    groups = [_checked(group, values, repair) for group in groups]
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
    repair: bool,
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
    # columns the longest names the group. In a second turn a prefix is looked at
    # without the columns that have found their group: work_, beside work_type_.
    for whole in (True, False):
        for prefix, columns in sorted(prefixes.items(), key=lambda item: len(item[0])):
            free = [name for name in columns if name not in taken]
            if whole and len(free) < len(columns):
                continue
            if len(free) >= 2 and _sums_to_one(values, free):
                same = [other for other, its in prefixes.items() if its == columns]
                name = _bare(max([prefix, *same], key=len))
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


def _by_prefix(names: Iterable[Hashable]) -> dict[str, list[str]]:
    """Collect the columns behind every prefix that ends in a separator."""
    prefixes: dict[str, list[str]] = {}
    for name in names:
        if isinstance(name, str):
            for match in SEPARATORS.finditer(name):
                if match.start() > 0 and match.end() < len(name):
                    prefixes.setdefault(name[: match.end()], []).append(name)
    return prefixes


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
    for prefix, columns in _by_prefix(values).items():
        rows = GroupRows.of([values[name] for name in columns])
        good = np.mean(~rows.wrong(baseline=False))
        if len(columns) >= 3 and least < good < 1 and rows.total.max() <= 2:
            found[_bare(prefix)] = columns
    return found


def _sums_to_one(
    values: Mapping[Hashable, np.ndarray], columns: Sequence[Hashable]
) -> bool:
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


def _checked(
    group: OneHotGroup, values: Mapping[Hashable, np.ndarray], repair: bool
) -> OneHotGroup:
    """A given group must hold one category per row, exact or blended."""
    for column in group.columns:
        if column not in values:
            raise ValueError(
                f"column {column!r} of the one-hot group {group.name!r} is not made "
                "of numbers from 0 to 1; leave it out of the group, or correct it."
            )
    rows = GroupRows.of([values[name] for name in group.columns])
    if not repair:
        check_rows(group, rows)
        return group
    told = rows.told(baseline=group.baseline)
    if not told:
        return group
    baseline = group.baseline or bool(rows.none.any())
    reason = f"{group.reason}; {told}, read by the first that is set"
    return replace(group, baseline=baseline, reason=reason, repaired=True)


def check_rows(group: OneHotGroup, rows: GroupRows) -> None:
    """Refuse rows that are no one-hot, neither exact nor blended.

    Parameters
    ----------
    group : OneHotGroup
        The group.
    rows : GroupRows
        Its rows.

    Raises
    ------
    ValueError
        If a row does not sum to one (to at most one, with an implicit baseline).
    """
    wrong = rows.wrong(baseline=group.baseline)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(
            f"one-hot group {group.name!r}: the columns {list(group.columns)} sum to "
            f"{rows.total[row]:g} in row {row}, not to one "
            f"({rows.told(baseline=group.baseline)}). If a level was dropped from "
            "the encoding, name the group in implicit_baseline; if an over-sampler has "
            "truncated integers or booleans, make them floats before it; if a "
            "synthesizer is to read such rows as near as can be, say "
            "one_hot_repair='repair'; else correct the row."
        )
