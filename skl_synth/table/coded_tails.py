"""Coding the tails of a whole table: its numbers and dates, and its target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.codecs import Ranks
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.tails import LEFT_OUT, NO_TAILS, Tails, tails_of
from skl_synth.table.target import Target
from skl_synth.table.variables import PRESENT, NumberVariable, Variable

TAIL_COLUMNS = ["column", "end", "from", "coded_as"]
"""The columns of the list of tails."""


def with_coded_tails(
    schema: Schema, rows: EncodedRows, persons: np.ndarray | None, least: int
) -> tuple[Schema, EncodedRows]:
    """Code the outermost values of all numbers of a table together.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    rows : EncodedRows
        The real rows.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Which person each row belongs to; None takes each row for a person.
    least : int
        How many persons a tail must have; 1 for no tails.

    Returns
    -------
    schema : Schema
        The same, whose numbers neither reach farther nor have more decimals than those
        that are coded.
    rows : EncodedRows
        The rows by that schema. Levels in an order stay: rare ones are merged.
    """
    if least < 2:
        return schema, rows
    found = []
    for number, variable in zip(rows.numbers.T, schema.numbers, strict=True):
        tails = tails_of_number(variable, number, persons, least)
        known = number[~np.isnan(number)]
        n_coded = int(tails.contain(known).sum())
        found.append(CodedNumber(tails, known, n_coded, len(rows)))
    coded = schema_with_tails(schema, found, least)
    return coded, rows_with_tails(schema, coded, rows)


@dataclass(frozen=True, eq=False)
class CodedNumber:
    """What is coded together of a number.

    Parameters
    ----------
    tails : Tails
        Its tails.
    known : ndarray of float64
        Its values, none missing; or, coded or not, as many of them as tell range and
        decimals of all.
    n_coded : int
        How many rows have a value of a tail.
    n_rows : int
        How many rows there are.
    """

    tails: Tails
    known: np.ndarray
    n_coded: int
    n_rows: int


def tails_of_number(
    variable: NumberVariable,
    numbers: np.ndarray,
    persons: np.ndarray | None,
    least: int,
) -> Tails:
    """Find the tails of a variable.

    Parameters
    ----------
    variable : NumberVariable
        The variable. Levels in an order have none: rare ones are merged.
    numbers : ndarray of shape (n_rows,)
        Its numbers; NaN where missing.
    persons, least : object
        As for `with_coded_tails`.

    Returns
    -------
    Tails
        Its tails.
    """
    if isinstance(variable.codec, Ranks):
        return NO_TAILS
    return tails_of(numbers, persons, least, variable.snap)


def schema_with_tails(schema: Schema, found: list[CodedNumber], least: int) -> Schema:
    """Restrict numbers to what they are when their tails are coded.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    found : list of CodedNumber
        One for each number.
    least : int
        How many persons a tail must have.

    Returns
    -------
    Schema
        The same, whose numbers neither reach farther nor have more decimals than those
        that are coded.
    """
    coded: dict[int, Variable] = {
        id(variable): _coded(variable, one, least)
        for variable, one in zip(schema.numbers, found, strict=True)
    }
    variables = tuple(coded.get(id(one), one) for one in schema.variables)
    return replace(schema, variables=variables)


def rows_with_tails(schema: Schema, coded: Schema, rows: EncodedRows) -> EncodedRows:
    """Code the tails of rows.

    Parameters
    ----------
    schema, coded : Schema
        What the columns were, and what they are with their tails coded.
    rows : EncodedRows
        Rows by the first.

    Returns
    -------
    EncodedRows
        The rows by the second.
    """
    numbers, decimals, codes = (
        one.copy() for one in (rows.numbers, rows.decimals, rows.codes)
    )
    place_of_code = {id(one): place for place, one in enumerate(schema.codes)}
    pairs = zip(schema.numbers, coded.numbers, strict=True)
    for place, (before, one) in enumerate(pairs):
        numbers[:, place] = one.precision.tails.code(numbers[:, place])
        decimals[:, place] = one.precision.decimals_of(numbers[:, place])
        if before.n_levels:
            code = place_of_code[id(before)]
            gone = np.isnan(numbers[:, place]) & (codes[:, code] == PRESENT)
            codes[gone, code] = one.missing_level
    return EncodedRows(numbers, decimals, codes)


def _coded(variable: NumberVariable, found: CodedNumber, least: int) -> NumberVariable:
    tails = found.tails
    if tails == NO_TAILS:
        return variable
    precision = variable.precision.with_tails(tails, found.known)
    n_missing = found.n_rows if tails is LEFT_OUT else variable.n_missing
    reason = variable.reason + _text(tails, found.n_coded, least)
    return replace(variable, precision=precision, n_missing=n_missing, reason=reason)


def _text(tails: Tails, n_coded: int, least: int) -> str:
    if tails is LEFT_OUT:
        return f"; left out, since fewer than {least} people have a value"
    return f"; the outermost values of {n_coded} rows coded together"


def with_target_tails(target: Target, persons: np.ndarray | None, least: int) -> Target:
    """Code the outermost values of a continuous target together.

    Parameters
    ----------
    target : Target
        The target.
    persons, least : object
        As for `with_coded_tails`.

    Returns
    -------
    Target
        The same, unless it is continuous.
    """
    if target.precision is None or least < 2:
        return target
    tails = tails_of(target.encoded, persons, least, target.precision.snap)
    if tails == NO_TAILS:
        return target
    precision = target.precision.with_tails(tails, target.encoded)
    return replace(target, precision=precision, encoded=tails.code(target.encoded))


def list_tails(schema: Schema) -> pd.DataFrame:
    """List what is coded together, for who holds the real table.

    Parameters
    ----------
    schema : Schema
        What the columns are.

    Returns
    -------
    DataFrame
        A row for each tail: column, end ("low" or "high"), the innermost value that is
        coded (``from``) and what stands for all of them (``coded_as``).
    """
    lines = [line for one in schema.numbers for line in _lines(one)]
    return pd.DataFrame(lines, columns=TAIL_COLUMNS)


def _lines(variable: NumberVariable) -> Iterator[tuple[Any, str, str, str]]:
    tails, show = variable.precision.tails, variable.codec.show
    for end, inner, value in (
        ("low", tails.low_end, tails.low),
        ("high", tails.high_end, tails.high),
    ):
        if np.isfinite(value):
            yield variable.name, end, show(inner), show(value)
