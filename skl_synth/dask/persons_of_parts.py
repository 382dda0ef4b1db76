"""Persons of a dask frame: which rows belong to one, wherever these are."""

from __future__ import annotations

from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.parts import Parts
from skl_synth.table.persons import (
    check_persons_known,
    is_unknown,
    numbered,
    read_groups,
)

BUCKET = 1_000_000
"""So many different values are compared with one another in one task."""


def persons_of_parts(parts: Parts) -> np.ndarray | None:
    """Read which person each row belongs to.

    Their values never come together: equal ones meet in a task of their own, and what
    is fetched is the first row of the person of each row.

    Parameters
    ----------
    parts : Parts
        The partitions.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int, or None
        As `read_groups` gives it for the whole; None where nothing is known.

    Raises
    ------
    InputError
        If they are no single column, or a row has no person.
    """
    if parts.groups is None:
        return None
    if parts.groups_here is not None:
        return read_groups(parts.groups_here, len(parts))
    read_groups(parts.groups_like, 0)
    run = parts.runner
    read = run.kept(
        [
            run.task(_read, one, start)
            for one, start in zip(parts.groups, parts.starts.tolist(), strict=True)
        ]
    )
    seen = run.results([run.task(_seen, one) for one in read])
    n_unknown = sum(one[0] for one in seen)
    firsts = [one[1] for one in seen if one[0]]
    check_persons_known(n_unknown, firsts[0] if firsts else 0, len(parts), "groups")
    n_buckets = max(sum(one[2] for one in seen) // BUCKET, 1)
    rows = run.results(_first_rows(read, n_buckets, parts))
    return numbered(np.concatenate(rows))


def _first_rows(read: list[Any], n_buckets: int, parts: Parts) -> list[Any]:
    """Tasks that give, row by row, the first row of its person."""
    run = parts.runner
    cut = [run.task(_in_buckets, one, n_buckets, n_results=n_buckets) for one in read]
    met = [
        run.task(_met, *[one[bucket] for one in cut], n_results=len(read))
        for bucket in range(n_buckets)
    ]
    return [
        run.task(_of_rows, one, n_buckets, *[bucket[place] for bucket in met])
        for place, one in enumerate(read)
    ]


class _ReadPart:
    """The persons of a partition: different values, and which each row has."""

    def __init__(self, groups: pd.Series, start: int) -> None:
        codes, values = pd.factorize(groups)
        self.values = np.asarray(values, dtype=object)
        self.codes = codes.astype(np.int32)
        unknown = np.append(is_unknown(self.values), True)[codes]
        self.n_unknown = int(unknown.sum())
        self.first_unknown = start + int(unknown.argmax()) if self.n_unknown else 0
        first = np.unique(codes[codes >= 0], return_index=True)[1]
        self.firsts = start + first if not self.n_unknown else np.empty(0, np.intp)


def _read(groups: pd.Series, start: int) -> _ReadPart:
    return _ReadPart(groups, start)


def _seen(part: _ReadPart) -> tuple[int, int, int]:
    return part.n_unknown, part.first_unknown, len(part.values)


def _buckets(part: _ReadPart, n_buckets: int) -> np.ndarray:
    """Say into which bucket each value goes: equal ones into the same."""
    if n_buckets == 1:
        return np.zeros(len(part.values), dtype=np.intp)
    made = np.zeros(len(part.values), dtype=np.uint64)
    is_text = np.array([isinstance(one, str) for one in part.values.tolist()], bool)
    if is_text.any():
        made[is_text] = pd.util.hash_array(part.values[is_text], categorize=False)
    # Numbers that are equal have one hash, of whatever type; that of other values
    # may differ between processes.
    made[~is_text] = [
        hash(one) % 2**61 if isinstance(one, (Number, np.bool_)) else 0
        for one in part.values[~is_text].tolist()
    ]
    return (made % np.uint64(n_buckets)).astype(np.intp)


def _in_buckets(part: _ReadPart, n_buckets: int) -> list[tuple[np.ndarray, np.ndarray]]:
    buckets = _buckets(part, n_buckets)
    return [
        (part.values[buckets == one], part.firsts[buckets == one])
        for one in range(n_buckets)
    ]


def _met(*parts: tuple[np.ndarray, np.ndarray]) -> list[np.ndarray]:
    """Find the first row of each value of some parts, which come in order."""
    sizes = [len(values) for values, _ in parts]
    codes, _ = pd.factorize(np.concatenate([values for values, _ in parts]))
    rows = np.concatenate([firsts for _, firsts in parts])
    # A value stands first where it is first, since parts come in order.
    first = np.unique(codes, return_index=True)[1]
    return np.split(rows[first][codes], np.cumsum(sizes)[:-1])


def _of_rows(part: _ReadPart, n_buckets: int, *found: np.ndarray) -> np.ndarray:
    buckets = _buckets(part, n_buckets)
    first = np.empty(len(buckets), dtype=np.intp)
    for place, rows in enumerate(found):
        first[buckets == place] = rows
    of_rows: np.ndarray = first[part.codes]
    return of_rows
