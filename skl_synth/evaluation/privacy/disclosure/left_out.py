"""What is expected anyway: levels, and pairs of levels, that are not counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.evaluation.privacy.disclosure.coded_columns import (
    CodedColumn,
    written_day,
)

EXPECTED_COLUMNS = ("secret", "value", "column", "column_value")
"""What says what is expected: the value of a secret, of everybody, or of those with one
value in one other column."""


@dataclass(frozen=True)
class LeftOut:
    """Values of secrets that are no news.

    Parameters
    ----------
    lines : tuple of (str, str, str, str)
        Secret, its value, and the column and its value of which that is expected; the
        last two are empty where it is of everybody.
    """

    lines: tuple[tuple[str, str, str, str], ...]

    def of(
        self,
        columns: Sequence[CodedColumn],
        secret: CodedColumn,
        which: int,
        values: np.ndarray,
    ) -> np.ndarray:
        """Say of which rows a value is no news.

        Parameters
        ----------
        columns : sequence of CodedColumn
            The keys.
        secret : CodedColumn
            What is said.
        which : int
            The table.
        values : ndarray of int
            What is said of its rows, as codes of the secret.

        Returns
        -------
        ndarray of bool
            Where it is expected.
        """
        expected = np.zeros(len(values), dtype=bool)
        by_name = {one.name: one for one in columns}
        for name, value, column, level in self.lines:
            if name != secret.name or (column and column not in by_name):
                continue
            is_so = _is(secret, value)[values]
            if column:
                key = by_name[column]
                is_so &= _is(key, level)[key.codes[which]]
            expected |= is_so
        return expected


def _is(column: CodedColumn, value: str) -> np.ndarray:
    return np.array([level == value for level in column.levels], dtype=bool)


def read_left_out(
    given: Any, columns: Sequence[CodedColumn], secrets: Sequence[CodedColumn]
) -> LeftOut | None:
    """Read what the user says is expected.

    Parameters
    ----------
    given : DataFrame, iterable of mappings, or None
        Lines with secret and value, and, where it is expected of some people only,
        column and column_value; others are not looked at, so that the checks of a
        report can be passed as they are.
    columns, secrets : sequence of CodedColumn
        The keys and the secrets.

    Returns
    -------
    LeftOut or None
        None for nothing.

    Raises
    ------
    InputError
        If a line lacks a part, or names what there is not.
    """
    if given is None:
        return None
    lines = tuple(_line(one) for one in _records(given))
    by_secret = {one.name: one for one in secrets}
    by_key = {one.name: one for one in columns}
    for name, value, column, level in lines:
        _check(name, value, by_secret, "secret")
        if column:
            _check(column, level, by_key, "quasi-identifier")
    return LeftOut(lines) if lines else None


def _records(given: Any) -> Iterable[Mapping[str, Any]]:
    if isinstance(given, pd.DataFrame):
        records: list[Any] = given.to_dict("records")
        return records
    if isinstance(given, Iterable) and not isinstance(given, (str, Mapping)):
        found = list(given)
        if all(isinstance(one, Mapping) for one in found):
            return found
    raise InputError(
        "{parameter}={value!r} must be lines that say a secret and its value",
        parameter="expected",
        value=given,
        remedies=[
            "pass the checks of a report, or some of their lines",
            "write such as [{{'secret': 'marital', 'value': 'single', 'column': 'age', "
            "'column_value': '19'}}]",
        ],
    )


def _line(record: Mapping[str, Any]) -> tuple[str, str, str, str]:
    lacking = [name for name in EXPECTED_COLUMNS[:2] if name not in record]
    if lacking:
        raise InputError(
            "a line of {parameter} has no {lacking!r}: {value!r}",
            parameter="expected",
            lacking=lacking[0],
            value=dict(record),
            remedies=["say secret and value, and column and column_value with them"],
        )
    secret, value, column, level = (
        _text(record.get(name, "")) for name in EXPECTED_COLUMNS
    )
    return secret, value, column, level


def _text(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, (date, np.datetime64)):
        return written_day(pd.Timestamp(value))
    if isinstance(value, (float, np.floating)):
        return "" if np.isnan(value) else f"{value:.12g}"
    return str(value)


def _check(name: str, value: str, known: Mapping[str, CodedColumn], what: str) -> None:
    if name not in known:
        raise InputError(
            "{parameter} names {column!r}, which is no {what} here; these are {known}",
            parameter="expected",
            column=name,
            what=what,
            known=", ".join(known),
        )
    if value not in known[name].levels:
        raise InputError(
            "{parameter} says {value!r} of {column!r}, which no row has",
            parameter="expected",
            column=name,
            value=value,
            remedies=["write the value as the checks of the report do"],
        )
