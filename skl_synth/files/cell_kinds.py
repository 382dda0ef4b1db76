"""What a single cell of a file looks like: a number, a date, text, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from skl_synth.files.notation import CURRENCY, is_missing

NUMBER, DATE, TEXT, NOTHING = "number", "date", "text", "nothing"

MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
TIME_OF_DAY = r"\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[ap]m)?"
DAY = (
    r"(\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}"
    rf"|\d{{1,4}}[-/. ]{MONTH}[-/. ,]*\d{{1,4}}"
    rf"|{MONTH}[-/. ]\d{{1,2}}(,? |[-/])(\d{{4}}|\d{{2}}))"
)
ZONE = r"(Z|[+-]\d{2}:?\d{2})"
LIKE_DATE = re.compile(
    rf"{DAY}([T ]{TIME_OF_DAY}{ZONE}?)?|{TIME_OF_DAY}", re.ASCII | re.IGNORECASE
)
"""A date, a time of day, or both; not whether there is such a day."""

NUMERIC = re.compile(
    rf"[-+]?({CURRENCY})?\s?[-+]?(\d[\d.,' \u00a0\u202f]*|[.,]\d+)(e[-+]?\d+)?"
    rf"\s?(%|{CURRENCY})?-?"
    rf"|\(({CURRENCY})?\d[\d.,']*[.,]\d+\)",
    re.ASCII | re.IGNORECASE,
)

MOST = 0.8
"""The share of the values of a column that look alike where it is of one kind."""

FEW_LEVELS = 3
"""Where values repeat so often in the mean, a column has levels."""


def kind_of(cell: str) -> str:
    """Tell what a cell looks like.

    Parameters
    ----------
    cell : str
        A value as it stands in the file.

    Returns
    -------
    {"number", "date", "text", "nothing"}
        Its kind; a marker of what is missing is nothing.

    Examples
    --------
    >>> from skl_synth.files.cell_kinds import kind_of
    >>> [kind_of(cell) for cell in ("12.5 %", "31/01/2024", "ward", "NA")]
    ['number', 'date', 'text', 'nothing']
    """
    if is_missing(cell):
        return NOTHING
    cell = cell.strip()
    if LIKE_DATE.fullmatch(cell):
        return DATE
    return NUMBER if NUMERIC.fullmatch(cell) else TEXT


@dataclass(frozen=True)
class ColumnLook:
    """What the values of one column look like.

    Parameters
    ----------
    kind : {"number", "date", "text", "nothing"}
        What nearly all of them are.
    levels : collection of str
        The different values.
    n_filled : int
        Number of values that are not missing.
    """

    kind: str
    levels: Collection[str]
    n_filled: int

    @property
    def is_measure(self) -> bool:
        """Whether the values are numbers or dates."""
        return self.kind in (NUMBER, DATE)

    @property
    def has_levels(self) -> bool:
        """Whether the values are text that repeats."""
        few = FEW_LEVELS * len(self.levels) <= self.n_filled
        return self.kind == TEXT and few


def look_of(cells: Sequence[str]) -> ColumnLook:
    """Tell what the values of a column look like.

    Parameters
    ----------
    cells : sequence of str
        The values.

    Returns
    -------
    ColumnLook
        Their kind and what they are.
    """
    kinds = Counter(map(kind_of, cells))
    n_filled = len(cells) - kinds.pop(NOTHING, 0)
    levels = {cell.strip() for cell in cells}
    for kind, times in kinds.most_common(1):
        if kind != TEXT and times < MOST * n_filled:
            return ColumnLook(TEXT, levels, n_filled)
        return ColumnLook(kind, levels, n_filled)
    return ColumnLook(NOTHING, levels, n_filled)


def looks_of(rows: Sequence[Sequence[str]]) -> list[ColumnLook]:
    """Tell what the columns of some rows look like.

    Parameters
    ----------
    rows : sequence of sequences of str
        Rows of equally many values.

    Returns
    -------
    list of ColumnLook
        One per column.
    """
    return [look_of(column) for column in zip(*rows, strict=True)]
