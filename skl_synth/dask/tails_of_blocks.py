"""Coding the tails of rows that are elsewhere: the ends of columns are merged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.table.coded_tails import (
    CodedNumber,
    rows_with_tails,
    schema_with_tails,
    tails_of_number,
)
from skl_synth.table.precision import Precision
from skl_synth.table.rounding import count_decimals
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.tails import NO_TAILS, Tails


def with_tails_of_blocks(
    schema: Schema, rows: RowBlocks, persons: np.ndarray | None, least: int
) -> tuple[Schema, RowBlocks]:
    """Code the outermost values of all numbers of a table together.

    Of each block, and of all, the values of the outermost persons at either end are
    looked at, twice as many as a tail must have: others make no difference.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    rows : RowBlocks
        The real rows.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Which person each row belongs to; None takes each row for a person.
    least : int
        How many persons a tail must have; 1 for no tails.

    Returns
    -------
    schema : Schema
        As `with_coded_tails` gives it for the same rows.
    rows : RowBlocks
        The rows by that schema.
    """
    if least < 2 or not schema.numbers:
        return schema, rows
    rows, runner = rows.in_blocks(), rows.runner
    people = np.arange(len(rows)) if persons is None else persons
    tasks = rows.each(_ends_of, people, shared=(least,))
    ends: _Ends = runner.merged(tasks, _merged_ends)
    tails = [
        tails_of_number(variable, values, of_persons, least)
        for variable, (values, of_persons) in zip(
            schema.numbers, ends.columns, strict=True
        )
    ]
    precisions = [variable.precision for variable in schema.numbers]
    tasks = rows.each(_coded_values, shared=(tails, precisions))
    known: list[_Coded] = runner.merged(tasks, _merged_coded)
    coded = schema_with_tails(
        schema,
        [
            CodedNumber(one, found.values, found.n_coded, len(rows))
            for one, found in zip(tails, known, strict=True)
        ],
        least,
    )
    tasks = rows.each(_rows_with_tails, shared=(schema, coded))
    return coded, RowBlocks(tuple(tasks), rows.sizes, runner).kept()


@dataclass(frozen=True, eq=False)
class _Ends:
    """Of each number, values of the outermost persons, and whose they are.

    A missing value stands for all of them.
    """

    least: int
    columns: list[tuple[np.ndarray, np.ndarray]]


def _ends_of(rows: EncodedRows, persons: np.ndarray, least: int) -> _Ends:
    return _Ends(least, [_ends(number, persons, least) for number in rows.numbers.T])


def _merged_ends(one: _Ends, more: _Ends) -> _Ends:
    least = one.least
    columns = [
        _ends(np.r_[left[0], right[0]], np.r_[left[1], right[1]], least)
        for left, right in zip(one.columns, more.columns, strict=True)
    ]
    return _Ends(least, columns)


def _ends(
    values: np.ndarray, persons: np.ndarray, least: int
) -> tuple[np.ndarray, np.ndarray]:
    """Keep what decides the tails: values of twice as many persons at either end.

    A tail ends with the value of the person in that many-th place, and it is asked how
    many have just this value. Who is not kept has it only where so many others do that
    the answer is known: as many persons as are enough.
    """
    filled = ~np.isnan(values)
    some_missing = np.flatnonzero(~filled)[:1]
    low = _low_end(values, persons, filled, 2 * least)
    high = _low_end(-values, persons, filled, 2 * least)
    kept = np.unique(np.r_[some_missing, low, high])
    # Equal values of one person count once.
    pairs = np.lexsort((values[kept], persons[kept]))
    ordered = kept[pairs]
    is_new = np.ones(len(ordered), dtype=bool)
    same = persons[ordered[1:]] == persons[ordered[:-1]]
    is_new[1:] = ~(same & (values[ordered[1:]] == values[ordered[:-1]]))
    return values[ordered[is_new]], persons[ordered[is_new]]


def _low_end(
    values: np.ndarray, persons: np.ndarray, filled: np.ndarray, most: int
) -> np.ndarray:
    """Positions of the values of so many persons whose smallest are smallest."""
    places = np.flatnonzero(filled)
    order = places[np.lexsort((persons[places], values[places]))]
    _, first = np.unique(persons[order], return_index=True)
    if len(first) <= most:
        return places
    chosen = order[np.sort(first)[:most]]
    is_kept = np.isin(persons[places], persons[chosen])
    is_kept &= values[places] <= values[chosen[-1]]
    return places[is_kept]


@dataclass(frozen=True, eq=False)
class _Coded:
    """Of a number with tails: how many rows are coded, and values that tell its range.

    These are the smallest and the largest of each number of decimals.
    """

    values: np.ndarray
    n_coded: int


def _coded_values(
    rows: EncodedRows, tails: list[Tails], precisions: list[Precision]
) -> list[_Coded]:
    made = []
    for number, one, precision in zip(rows.numbers.T, tails, precisions, strict=True):
        if one == NO_TAILS:
            made.append(_Coded(np.empty(0), 0))
            continue
        known = number[~np.isnan(number)]
        coded = one.code(known)
        values = _telling(coded[~np.isnan(coded)], precision)
        made.append(_Coded(values, int(one.contain(known).sum())))
    return made


def _merged_coded(some: list[_Coded], more: list[_Coded]) -> list[_Coded]:
    return [
        _Coded(np.r_[one.values, other.values], one.n_coded + other.n_coded)
        for one, other in zip(some, more, strict=True)
    ]


def _telling(values: np.ndarray, precision: Precision) -> np.ndarray:
    different = np.unique(values)
    if not len(different):
        return different
    counted = count_decimals(different.astype(precision.dtype))
    kept = [
        np.flatnonzero(counted == decimals)[[0, -1]]
        for decimals in np.unique(counted).tolist()
    ]
    return np.asarray(different[np.unique(np.concatenate(kept))])


def _rows_with_tails(rows: EncodedRows, schema: Schema, coded: Schema) -> EncodedRows:
    return rows_with_tails(schema, coded, rows)
