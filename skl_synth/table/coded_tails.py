"""Coding the tails of a whole table: its numbers and dates, and its target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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
    numbers, decimals, codes = (
        one.copy() for one in (rows.numbers, rows.decimals, rows.codes)
    )
    coded: dict[int, Variable] = {}
    for place, variable in enumerate(schema.numbers):
        one = _coded(variable, numbers[:, place], persons, least)
        numbers[:, place] = one.precision.tails.code(numbers[:, place])
        decimals[:, place] = one.precision.decimals_of(numbers[:, place])
        if variable.n_levels:
            code = [id(other) for other in schema.codes].index(id(variable))
            gone = np.isnan(numbers[:, place]) & (codes[:, code] == PRESENT)
            codes[gone, code] = one.missing_level
        coded[id(variable)] = one
    variables = tuple(coded.get(id(one), one) for one in schema.variables)
    return replace(schema, variables=variables), EncodedRows(numbers, decimals, codes)


def _coded(
    variable: NumberVariable,
    numbers: np.ndarray,
    persons: np.ndarray | None,
    least: int,
) -> NumberVariable:
    if isinstance(variable.codec, Ranks):
        return variable
    tails = tails_of(numbers, persons, least, variable.snap)
    if tails == NO_TAILS:
        return variable
    known = numbers[~np.isnan(numbers)]
    precision = variable.precision.with_tails(tails, known)
    n_missing = len(numbers) if tails is LEFT_OUT else variable.n_missing
    reason = variable.reason + _text(tails, known, least)
    return replace(variable, precision=precision, n_missing=n_missing, reason=reason)


def _text(tails: Tails, known: np.ndarray, least: int) -> str:
    if tails is LEFT_OUT:
        return f"; left out, since fewer than {least} people have a value"
    n_coded = int(tails.contain(known).sum())
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
