"""Whether a column of a file holds numbers, in which notation, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pandas as pd

from skl_synth.errors import Remedy, Setting, warn
from skl_synth.files.cell_kinds import LIKE_DATE
from skl_synth.files.delimited import Cells
from skl_synth.files.notation import (
    Notation,
    decimal_mark_of,
    is_missing,
    matching,
    notations,
    padding_of,
)
from skl_synth.files.odd_cells import warn_of_odd_dates, warn_of_odd_numbers
from skl_synth.files.quotes import Quotes
from skl_synth.files.style import ColumnStyle, style_of_numbers

WHOLE = re.compile(r"[+-]?\d+", re.ASCII)


class ColumnReader:
    """Decide for each column whether it holds numbers, and in which notation.

    Parameters
    ----------
    columns : dict of str to Cells
        The columns whose values tell the decimal mark of the file.
    delimiter : str
        What stands between two values.
    decimal : {".", ","} or None
        The decimal mark, where it is given.
    missing : collection of str, default=()
        What stands for a missing value in every column.
    """

    def __init__(
        self,
        columns: dict[str, Cells],
        delimiter: str,
        decimal: str | None,
        missing: Collection[str] = (),
    ) -> None:
        self.missing = frozenset(token.strip() for token in missing)
        evident = decimal_mark_of(cells.texts for cells in columns.values())
        self.preferred = decimal or evident
        self.tried = notations(self.preferred, delimiter)
        if decimal is not None:
            self.tried = [one for one in self.tried if one.mark == decimal]

    def alone(self, cells: Cells) -> tuple[pd.Series, ColumnStyle]:
        """Leave a column text: how one cell is read must not depend on the others.

        Parameters
        ----------
        cells : Cells
            The values of the column.

        Returns
        -------
        column : Series
            Text, None where missing.
        style : ColumnStyle
            How it is written.
        """
        texts = [self._plain(text) for text in cells.texts]
        levels = pd.Series(
            [None if self._is_named_gap(text) else text for text in texts], dtype=object
        )
        return levels.take(cells.codes).reset_index(drop=True), ColumnStyle()

    def _plain(self, text: str) -> str:
        """Write a number with commas as one with a point at most."""
        if "," not in text:
            return text
        fitting = (one for one in self.tried if one.pattern.fullmatch(text))
        return next((one.plain([text])[0] for one in fitting), text)

    def read(
        self, name: str, cells: Cells, quotes: Quotes
    ) -> tuple[pd.Series, ColumnStyle]:
        """Read one column.

        Parameters
        ----------
        name : str
            Its name.
        cells : Cells
            Its values.
        quotes : Quotes
            How they are quoted.

        Returns
        -------
        column : Series
            Numbers or text, NaN or None where missing.
        style : ColumnStyle
            How it is written.
        """
        gaps = (is_missing(t) or t.strip() in self.missing for t in cells.texts)
        is_gap = np.fromiter(gaps, dtype=bool)
        given = _those(cells.texts, ~is_gap)
        notation = self._notation_of(name, given)
        if notation is None:
            warn_of_odd_numbers(name, cells, given)
            return self._text(name, cells, is_gap, quotes)
        series, style = _numbers(cells, given, is_gap, notation)
        return series, replace(style, quotes=quotes)

    def _is_named_gap(self, text: str) -> bool:
        """Whether a value is missing whatever the others of its column are."""
        return not text or text.strip() in self.missing

    def _text(
        self, name: str, cells: Cells, is_marker: np.ndarray, quotes: Quotes
    ) -> tuple[pd.Series, ColumnStyle]:
        """Read text; a marker of what is missing may be a level of words in it."""
        given = _those(cells.texts, ~is_marker)
        is_gap = is_marker
        if not given or not all(LIKE_DATE.fullmatch(text.strip()) for text in given):
            warn_of_odd_dates(name, cells, given)
            gaps = (t == quotes.bare or self._is_named_gap(t) for t in cells.texts)
            is_gap = np.fromiter(gaps, dtype=bool)
        levels = pd.Series(
            [None if gap else t for t, gap in zip(cells.texts, is_gap, strict=True)]
        )
        before, behind = padding_of(_those(cells.texts, ~is_gap))
        if before or behind:
            levels = levels.str.slice(len(before), -len(behind) or None)
        series = levels.take(cells.codes).reset_index(drop=True)
        missing = quotes.bare or _commonest(
            cells, is_gap if is_gap.any() else is_marker
        )
        notation = Notation(before=before, behind=behind)
        return series, ColumnStyle(missing=missing, quotes=quotes, notation=notation)

    def _notation_of(self, name: str, given: list[str]) -> Notation | None:
        # Numbers are distinguished from text by the first few values, nearly always.
        if not matching(given[:20], self.tried):
            return None
        for notation in self.tried:
            fitting = matching(given, [notation])
            if fitting:
                self._warn_of_doubt(name, given, fitting[0])
                return fitting[0]
        return None

    def _warn_of_doubt(self, name: str, given: list[str], chosen: Notation) -> None:
        """Warn where 1,234 was read one way and could be read the other."""
        if self.preferred is not None or (chosen.mark, chosen.thousands) not in (
            (",", ""),
            (".", ","),
        ):
            return
        others = [Notation(","), Notation(".", ",")]
        if len(matching(given, others)) == 2:
            text = next(text for text in given if "," in text)
            read_as, other = (",", ".") if chosen.mark == "," else (".", ",")
            mark = Setting("decimal", other)
            warn(
                "column {column!r}: {value!r} was read as {number}, as if {read_as!r} "
                "were the decimal mark; nothing in the file says so",
                column=name,
                parameter="decimal",
                value=text,
                number=chosen.plain([text])[0],
                read_as=read_as,
                remedies=[Remedy("if that is wrong, give {setting}", mark)],
                stacklevel=5,
            )


def _those(texts: list[str], chosen: np.ndarray) -> list[str]:
    return [text for text, is_chosen in zip(texts, chosen, strict=True) if is_chosen]


def _commonest(cells: Cells, is_gap: np.ndarray) -> str:
    """Tell what stands most often for a missing value of the column."""
    gaps = np.flatnonzero(is_gap)
    return cells.texts[gaps[cells.counts[gaps].argmax()]] if len(gaps) else ""


def _numbers(
    cells: Cells, given: list[str], is_gap: np.ndarray, notation: Notation
) -> tuple[pd.Series, ColumnStyle]:
    plain = notation.plain(given)
    values = np.full(len(cells.texts), np.nan)
    values[~is_gap] = [float(text) for text in plain]
    if not is_gap.any() and all(map(WHOLE.fullmatch, plain)):
        numbers = pd.Series(values.astype(np.int64)[cells.codes])
        return numbers, ColumnStyle(notation=notation)
    style = style_of_numbers(
        plain,
        values[~is_gap],
        cells.counts[~is_gap],
        missing=_commonest(cells, is_gap),
        notation=notation,
    )
    return pd.Series(values[cells.codes]), style
