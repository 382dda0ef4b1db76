"""What stands at the end of a file and is no row of its table: totals, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skl_synth.files.cell_kinds import NUMBER, kind_of
from skl_synth.files.text_lines import Line

TOTAL = re.compile(
    r"\W*(grand |sub-? ?)?(totals?|sums?|summe|gesamt|insgesamt|totaal|totaux|totale?)"
    r"\s*(\(.*\)|[:=].*|n ?= ?\d+)?\W*",
    re.IGNORECASE,
)
OVERALL = re.compile(
    r"\W*(averages?|means?|medians?|mittelwert|durchschnitt|moyenne|all \w+|overall"
    r"|.*\bsub-? ?totals?)\W*",
    re.IGNORECASE,
)
"""What may be a level too, unless nothing but numbers stands behind it."""

NOTE = re.compile(
    r"\W*(source|notes?|footnotes?|quelle|legend|key|report|printed|generated|copyright|"
    r"end of (file|report|table)|eof|data (as )?(of|from))\b.*|\(\d+ rows? affected\)",
    re.IGNORECASE,
)

LEAST_BODY = 10
"""With fewer rows, nothing is said of what is empty."""

MOST_LAST_ROWS = 50
"""So many rows in which something stands may be something else; more are the table."""


@dataclass(frozen=True)
class LastRows:
    """Rows at the end of a file that are no rows of its table.

    Parameters
    ----------
    n_rows : int
        How many.
    example : str
        What stands in the first that is not empty.
    kind : {"total", "note", "uneven", "empty"}
        What that one is; empty where all of them are.
    n_values : int
        How many values it has.
    """

    n_rows: int
    example: str
    kind: str
    n_values: int


def last_rows_of(
    rows: Iterable[list[str]], first: Sequence[Line], width: int
) -> LastRows | None:
    """Find rows at the end that are no rows of the table.

    Parameters
    ----------
    rows : iterable of lists of str
        The rows from the last one on.
    first : sequence of Line
        Rows at the beginning, for comparison.
    width : int
        Number of columns.

    Returns
    -------
    LastRows or None
        What was found.
    """
    found: list[tuple[str, str, int]] = []
    fills = sorted(line.n_filled for line in first)
    usual = fills[len(fills) // 2]
    # Where rows may be empty, or are few, an empty one at the end is one of them.
    may_be_empty = not fills[0] or len(fills) < LEAST_BODY
    seen = {cell.strip() for line in first for cell in line.cells}
    for row in rows:
        kind = _kind_of(row, seen, usual, width)
        if kind == "empty" and may_be_empty and not found:
            break
        if kind is None:
            break
        example = next((one.strip() for one in row if one.strip()), "")
        found.append((kind, example, len(row)))
    filled = [one for one in found if one[0] != "empty"]
    if not found or len(filled) > MOST_LAST_ROWS:
        return None
    kind, example, n_values = (filled or found)[-1]
    return LastRows(len(found), example, kind, n_values)


def _kind_of(row: list[str], seen: set[str], usual: int, width: int) -> str | None:
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return "empty" if usual > 1 and width > 3 else None
    if filled[0] not in seen and width > 1:
        if TOTAL.fullmatch(filled[0]) or _is_overall(filled):
            return "total"
        if len(filled) == 1 and usual > 2 and _is_note(filled[0], seen):
            return "note"
    return "uneven" if len(row) != width else None


def _is_overall(filled: list[str]) -> bool:
    rest = filled[1:]
    are_numbers = bool(rest) and all(kind_of(cell) == NUMBER for cell in rest)
    return are_numbers and OVERALL.fullmatch(filled[0]) is not None


def _is_note(text: str, seen: set[str]) -> bool:
    longest = max(map(len, seen), default=0)
    return bool(NOTE.fullmatch(text)) or (" " in text and len(text) > 2 * longest)
