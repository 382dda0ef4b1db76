"""How a table is written: what is learnt from a file, so that another looks like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.files.notation import PLAIN, Notation
from skl_synth.files.quotes import UNQUOTED, Quotes, must_be_quoted


@dataclass(frozen=True, kw_only=True)
class ColumnStyle:
    """How the values of one column are written.

    Parameters
    ----------
    missing : str, default=""
        What stands for a missing value.
    decimals : int or None, default=None
        Decimals of every number, zeros at the end included; None for as many as a
        number needs.
    point : bool, default=True
        Whether a whole number among floats is written ``3.0`` rather than ``3``.
    exponent : bool, default=False
        Whether very large and very small numbers are written as ``1e-07``.
    notation : Notation, default=Notation()
        Decimal mark, thousands, and what stands before and behind each number.
    quotes : Quotes, default=Quotes()
        Which values are quoted that need not be.
    codes : mapping of str to object, default={}
        What each level was before it was called by its label, as SPSS and Stata have
        them.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.files import ColumnStyle
    >>> ColumnStyle(missing="N/A", point=False).write(pd.Series([67.0, 0.08, None]))
    ['67', '0.08', 'N/A']
    """

    missing: str = ""
    decimals: int | None = None
    point: bool = True
    exponent: bool = False
    notation: Notation = PLAIN
    quotes: Quotes = UNQUOTED
    codes: Mapping[str, Any] = field(default_factory=dict)

    def write(self, values: pd.Series, *, delimiter: str | None = None) -> list[str]:
        """Write the values of a column.

        Parameters
        ----------
        values : Series
            Numbers, text or booleans, with or without missing values.
        delimiter : str or None, default=None
            What stands between two values, where the texts are to be quoted.

        Returns
        -------
        list of str
            One text per value.
        """
        codes, levels = pd.factorize(values)
        texts = _of_days(levels) or [self._text(level) for level in levels.tolist()]
        missing = self.missing
        if delimiter is not None:
            always = self.quotes.always
            texts = [quoted(text, delimiter, always=always) for text in texts]
            missing = quoted(missing, delimiter, always=self.quotes.missing)
        # The code of a missing value is -1, which takes the last text.
        return np.array([*texts, missing], dtype=object)[codes].tolist()

    def _text(self, value: Any) -> str:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if is_number:
            return self.notation.write(self._number(value))
        return f"{self.notation.before}{value}{self.notation.behind}"

    def _number(self, value: float) -> str:
        text = repr(value)
        if not isinstance(value, float) or (self.exponent and "e" in text):
            return text
        if self.decimals is not None:
            return f"{value:.{self.decimals}f}"
        if "e" in text:
            return np.format_float_positional(value, trim="0" if self.point else "-")
        return text if self.point else text.removesuffix(".0")


@dataclass(frozen=True, kw_only=True)
class TableStyle:
    r"""How a table is written: delimiter, line ends, and the style of each column.

    Parameters
    ----------
    delimiter : str, default=","
        What stands between two values.
    line_end : str, default="\n"
        What ends a line.
    last_line_end : bool, default=True
        Whether the last line ends like the others.
    encoding : str, default="utf-8"
        The encoding of the text.
    mark : bool, default=False
        Whether the file begins with a byte order mark.
    header : bool, default=True
        Whether the first line holds the names of columns.
    names : mapping of column name to str or None, default={}
        The names that stand otherwise in the file; None for one that does not at all.
    quoted_header : bool, default=False
        Whether all names of columns are quoted.
    columns : mapping of column name to ColumnStyle
        The styles of the columns; one that is absent is written as pandas would.
    schema : pyarrow.Schema or None, default=None
        The types of a table that came from a Parquet file.
    sheet : str or None, default=None
        The sheet of a workbook that the table stood on.
    escape_formulas : bool, default=False
        Whether an apostrophe is put before text in a CSV file that a spreadsheet would
        run as a formula.
    described : mapping or None, default=None
        What the file itself said of its columns, as a Table Schema: titles, and special
        values beside the numbers.
    """

    delimiter: str = ","
    line_end: str = "\n"
    last_line_end: bool = True
    encoding: str = "utf-8"
    mark: bool = False
    header: bool = True
    names: Mapping[str, str | None] = field(default_factory=dict)
    quoted_header: bool = False
    columns: Mapping[str, ColumnStyle] = field(default_factory=dict)
    schema: Any = None
    sheet: str | None = None
    escape_formulas: bool = False
    described: Mapping[str, Any] | None = None

    def of(self, column: str) -> ColumnStyle:
        """Return the style of a column.

        Parameters
        ----------
        column : str
            Name of the column.

        Returns
        -------
        ColumnStyle
            Its style.
        """
        return self.columns.get(column, ColumnStyle())

    def special_values(self, columns: Iterable[str]) -> dict[str, list]:
        """Return the special values beside numbers that the file itself declares.

        Parameters
        ----------
        columns : iterable of str
            The columns that are used.

        Returns
        -------
        dict of str to list
            Those of the columns that have any.
        """
        used = set(columns)
        fields = (self.described or {}).get("fields", [])
        return {
            one["name"]: one["skl_synth"]["special_values"]
            for one in fields
            if one["name"] in used and "skl_synth" in one
        }


def _of_days(levels: Any) -> list[str] | None:
    """Write dates without a time of day where none of them has one."""
    if not isinstance(levels, pd.DatetimeIndex) or not len(levels):
        return None
    at_midnight = (levels == levels.normalize()).all()
    return [str(one) for one in levels.date.tolist()] if at_midnight else None


def quoted(value: str, delimiter: str, *, always: bool = False) -> str:
    """Put a value between double quotes where it could be misread without them.

    Parameters
    ----------
    value : str
        The value.
    delimiter : str
        What stands between two values.
    always : bool, default=False
        Whether to quote it in any case.

    Returns
    -------
    str
        What is written.
    """
    if always or must_be_quoted(value, delimiter):
        return '"' + value.replace('"', '""') + '"'
    return value


def style_of_numbers(
    plain: list[str],
    values: np.ndarray,
    counts: np.ndarray,
    *,
    missing: str,
    notation: Notation,
) -> ColumnStyle:
    """Learn from the numbers of a column how they are written.

    Parameters
    ----------
    plain : list of str
        The different numbers, as Python writes them.
    values : ndarray of shape (n_values,)
        The same as floats.
    counts : ndarray of shape (n_values,)
        How often each of them stands in the column.
    missing : str
        What stands for a missing value.
    notation : Notation
        The notation of the numbers.

    Returns
    -------
    ColumnStyle
        The style in which such numbers are written.
    """
    decimals = {len(text.partition(".")[2]) for text in plain}
    whole = Counter[bool]()
    for place in np.flatnonzero(values == np.floor(values)).tolist():
        whole["." in plain[place]] += int(counts[place])
    exponent = any("e" in text or "E" in text for text in plain)
    is_fixed = len(decimals) == 1 and 0 not in decimals and not exponent
    return ColumnStyle(
        missing=missing,
        decimals=decimals.pop() if is_fixed else None,
        point=whole[True] >= whole[False],
        exponent=exponent,
        notation=notation,
    )
