"""Which values of a file stand between double quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

SAMPLED_ROWS = 2000
"""So many rows decide on how values are quoted."""


@dataclass(frozen=True)
class Quotes:
    """How the values of a column are quoted.

    Parameters
    ----------
    always : bool, default=False
        Whether every value is quoted, one that need not be too.
    missing : bool, default=False
        Whether that holds for what stands for a missing value.
    bare : str or None, default=None
        What stands without quotes in a column in which everything else has them,
        such as the ``NA`` of R.
    """

    always: bool = False
    missing: bool = False
    bare: str | None = None


UNQUOTED = Quotes()
"""Quotes where they are needed only."""


def quotes_of(
    text: str,
    delimiter: str,
    n_columns: int,
    markers: frozenset[str],
    *,
    has_header: bool = True,
) -> tuple[bool, list[Quotes]]:
    """Learn how the header and the columns of a file are quoted.

    Parameters
    ----------
    text : str
        The text of the file.
    delimiter : str
        What stands between two values.
    n_columns : int
        Number of columns.
    markers : frozenset of str
        What may stand for a missing value, in small letters.
    has_header : bool, default=True
        Whether the first line holds names.

    Returns
    -------
    header : bool
        Whether all names are quoted.
    columns : list of Quotes
        The quotes of each column.
    """
    if '"' not in text:
        return False, [UNQUOTED] * n_columns
    rows = list(islice(_raw_rows(text, delimiter), SAMPLED_ROWS + 1))
    header, body = rows[0] if has_header else [], rows[int(has_header) :]
    columns = [
        _quotes(column, delimiter, markers) for column in zip(*body, strict=False)
    ]
    if len(columns) != n_columns:
        return False, [UNQUOTED] * n_columns
    if len(rows) > SAMPLED_ROWS and any(one.bare is not None for one in columns):
        # What the first rows say is not enough to tell NA from "NA".
        whole = list(_raw_rows(text, delimiter))[int(has_header) :]
        columns = [_quotes(c, delimiter, markers) for c in zip(*whole, strict=False)]
    return _quotes(header, delimiter, frozenset()).always, columns


def _raw_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Split into values with their quotes; blank lines are left out."""
    value = rf'("(?:[^"]|"")*"|[^{re.escape(delimiter)}\r\n]*)'
    token = re.compile(rf"{value}({re.escape(delimiter)}|\r\n|\n|\r|\Z)")
    row: list[str] = []
    for match in token.finditer(text):
        row.append(match[1])
        if match[2] != delimiter:
            if row != [""]:
                yield row
            row = []


def _quotes(tokens: Iterable[str], delimiter: str, markers: frozenset[str]) -> Quotes:
    seen = set(tokens)
    given = seen - {"", '""'}
    quoted = {token for token in given if token.startswith('"')}
    bare = given - quoted
    if not any(not must_be_quoted(token[1:-1], delimiter) for token in quoted):
        return Quotes(missing='""' in seen and "" not in seen)
    if given != seen:
        missing = "" not in seen
    else:
        missing = any(token[1:-1].strip().lower() in markers for token in quoted)
    marker = min(bare, default="")
    if len(bare) == 1 and marker.strip().lower() in markers:
        alone = f'"{marker}"' not in quoted
        return Quotes(True, False, marker) if alone else UNQUOTED
    return UNQUOTED if bare else Quotes(True, missing)


def must_be_quoted(value: str, delimiter: str) -> bool:
    r"""Tell whether a value could be misread without quotes.

    Parameters
    ----------
    value : str
        The value.
    delimiter : str
        What stands between two values.

    Returns
    -------
    bool
        True if it holds the delimiter, a quote or a line end; where blanks stand
        between two values, if it is empty or holds a tab.

    Examples
    --------
    >>> from skl_synth.files.quotes import must_be_quoted
    >>> must_be_quoted("a,b", ","), must_be_quoted("a,b", ";")
    (True, False)
    """
    if delimiter == " " and (not value or "\t" in value):
        return True
    return any(mark in value for mark in (delimiter, '"', "\n", "\r"))
