"""How a table is written: what is learnt from a file, so that another looks like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd


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

    def write(self, values: pd.Series) -> list[str]:
        """Write the values of a column.

        Parameters
        ----------
        values : Series
            Numbers, text or booleans, with or without missing values.

        Returns
        -------
        list of str
            One text per value.
        """
        codes, levels = pd.factorize(values)
        # The code of a missing value is -1, which takes the last text.
        texts = [self._text(level) for level in levels.tolist()] + [self.missing]
        return [texts[code] for code in codes.tolist()]

    def _text(self, value: Any) -> str:
        if not isinstance(value, float):
            return str(value)
        if self.exponent and "e" in repr(value):
            return repr(value)
        if self.decimals is not None:
            return f"{value:.{self.decimals}f}"
        return np.format_float_positional(value, trim="0" if self.point else "-")


@dataclass(frozen=True, kw_only=True)
class TableStyle:
    r"""How a table is written: delimiter, line ends, and the style of each column.

    Parameters
    ----------
    delimiter : str, default=","
        What stands between two values.
    line_end : str, default="\n"
        What ends a line.
    encoding : str, default="utf-8"
        ``"utf-8-sig"`` for a file that begins with a byte order mark.
    columns : mapping of column name to ColumnStyle
        The styles of the columns; one that is absent is written as pandas would.
    """

    delimiter: str = ","
    line_end: str = "\n"
    encoding: str = "utf-8"
    columns: Mapping[str, ColumnStyle] = field(default_factory=dict)

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


def style_of_numbers(
    given: list[str], counts: Counter[str], marker: str
) -> ColumnStyle:
    """Learn from the numbers of a column how they are written.

    Parameters
    ----------
    given : list of str
        The different numbers, as they stand in the file.
    counts : Counter
        How often each of them stands there.
    marker : str
        What stands for a missing value.

    Returns
    -------
    ColumnStyle
        The style in which such numbers are written.
    """
    plain = [cell.strip() for cell in given]
    decimals = {len(cell.partition(".")[2]) for cell in plain}
    whole = Counter[bool]()
    for cell in given:
        if float(cell).is_integer():
            whole["." in cell] += counts[cell]
    exponent = any("e" in cell.lower() for cell in plain)
    is_fixed = len(decimals) == 1 and 0 not in decimals and not exponent
    return ColumnStyle(
        missing=marker,
        decimals=decimals.pop() if is_fixed else None,
        point=whole[True] >= whole[False],
        exponent=exponent,
    )
