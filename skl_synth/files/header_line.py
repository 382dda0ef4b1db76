"""Which line of a file holds the column names, and what stands about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from skl_synth.files.cell_kinds import (
    NOTHING,
    NUMBER,
    TEXT,
    ColumnLook,
    kind_of,
    looks_of,
)
from skl_synth.files.text_lines import Line

LEAST_ROWS = 3
"""With fewer rows below it, nothing is said against a first line."""

ENOUGH_ROWS = 20
"""From so many rows on, a level that none of them has is a name."""

MOST_TITLES = 30
"""Among so many lines the one of the names is looked for."""

COMMENT = re.compile(r"\s*[#%]")

UNIT = re.compile(
    r"[(\[{].*[)\]}]|[-=_]+|years?|yrs?|months?|weeks?|days?|hours?|hrs?|min(ute)?s?"
    r"|sec(ond)?s?|ms|[µμumnkcd]?g|lbs?|oz|st|[kcmnµμ]?m|ft|in(ches)?|mm ?hg|k?pa|bpm"
    r"|[mcdµμ]?l|[mµμun]?mol|°? ?[cfk]|degrees.*|%|percent|per ?cent|[£$€]|gbp|eur|usd"
    r"|k?cal|k?j|iu|units?|counts?|n|no\.?|number|numeric|integers?|int(32|64)?|float"
    r"|double|strings?|text|char|varchar.*|dates?|[dmyhs]{1,4}([-/.: ][dmyhs]{1,4})+"
    r"|code|score|([µμnmk]?g|[µμnmk]?mol|[µμmd]?l|k?m|iu|u|cells|beats|breaths|miles"
    r"|k?cal|x?10\^?\d+) ?(/|per) ?[\w.²^ ]+",
    re.IGNORECASE,
)
"""What stands below a name and says how its values are measured."""


@dataclass(frozen=True)
class Evidence:
    """What the cells of a line are, against the columns below it.

    Parameters
    ----------
    data : int
        Cells that look like those below.
    names : int
        Cells that look unlike those below.
    numbers : int
        Numbers above numbers, which are no sequence such as 1, 2, 3 or some years.
    """

    data: int
    names: int
    numbers: int

    @property
    def is_data(self) -> bool:
        """Whether the line is a row like those below."""
        return self.data > 0 and self.names == 0

    @property
    def is_header(self) -> bool:
        """Whether the line holds names without a doubt."""
        return self.names > 0 and self.data == 0


def evidence_of(line: Line, below: Sequence[Line]) -> Evidence:
    """Hold a line against the rows below it.

    Parameters
    ----------
    line : Line
        A line that may hold the names.
    below : sequence of Line
        Rows of equally many values.

    Returns
    -------
    Evidence
        How many of its cells are like those below, and unlike them.
    """
    data = names = 0
    numbers: list[str] = []
    looks = looks_of([one.cells for one in below])
    for cell, look in zip(line.cells, looks, strict=True):
        sign = _sign(cell, look, len(below))
        if sign > 0 and look.kind == NUMBER:
            numbers.append(cell.strip())
        elif sign > 0:
            data += 1
        names += sign < 0
    in_line = [cell.strip() for cell in line.cells if kind_of(cell) == NUMBER]
    if _is_sequence(in_line):
        numbers = []
    return Evidence(data + len(numbers), names, len(numbers))


def _sign(cell: str, look: ColumnLook, n_rows: int) -> int:
    """Whether a cell belongs to the values below it (1), or not (-1)."""
    kind = kind_of(cell)
    if NOTHING in (kind, look.kind):
        return 0
    if look.is_measure:
        return 1 if kind == look.kind else -1
    if not look.has_levels:
        return 0
    if cell.strip() in look.levels:
        return 1
    return -1 if n_rows >= ENOUGH_ROWS else 0


def _is_sequence(numbers: list[str]) -> bool:
    """Whether numbers are names in order: 0, 1, 2, or years."""
    if not numbers or not all(re.fullmatch(r"\d{1,9}", one) for one in numbers):
        return False
    values = [int(one) for one in numbers]
    steps = {later - before for before, later in pairwise(values)}
    if min(values) >= 1900 and max(values) <= 2100 and len(values) > 1:
        return min(steps) > 0
    if len(values) > 2 and len(steps) == 1:
        return steps != {0}
    return values == list(range(len(values))) or values == [1, 2]


def usual_width(lines: Sequence[Line]) -> int:
    """Tell how many values most rows of a file have.

    Parameters
    ----------
    lines : sequence of Line
        The first lines of a file.

    Returns
    -------
    int
        The commonest number, among the later lines.
    """
    later = lines[len(lines) // 3 :]
    return Counter(len(line.cells) for line in later).most_common(1)[0][0]


def fitted(header: list[str], rows: Sequence[Line]) -> Sequence[str | None]:
    """Let a header fit the rows below it.

    R writes the keys of its rows without a name; other systems end rows with a
    delimiter, or the header alone.

    Parameters
    ----------
    header : list of str
        The names as they stand in the file.
    rows : sequence of Line
        The first rows below them.

    Returns
    -------
    sequence of str or None
        One name per value of a row, None where there is none; the header as it is
        where it cannot be made to fit.
    """
    width = usual_width(rows) if len(rows) >= LEAST_ROWS else len(header)
    if width == len(header) or any(len(row.cells) != width for row in rows):
        return header
    if width < len(header):
        behind = any(name.strip() for name in header[width:])
        return header if behind else header[:width]
    last = range(len(header), width)
    if not any(row.cells[place].strip() for row in rows for place in last):
        return [*header, *[None] * len(last)]
    keys = {row.cells[0] for row in rows} - {""}
    return [None, *header] if len(last) == 1 and len(keys) == len(rows) else header


@dataclass(frozen=True)
class Top:
    """How a file begins.

    Parameters
    ----------
    place : int
        Which of the first lines holds the names.
    is_data : bool, default=False
        Whether that line is a row in fact, so that there are no names.
    n_comments : int, default=0
        Number of comment lines before it, where nothing else stands there.
    numbers : tuple of str, default=()
        Names that look like numbers above numbers.
    """

    place: int
    is_data: bool = False
    n_comments: int = 0
    numbers: tuple[str, ...] = ()


def top_of(lines: Sequence[Line]) -> Top:
    """Find the line of the column names.

    Parameters
    ----------
    lines : sequence of Line
        The first lines of a file.

    Returns
    -------
    Top
        Where it stands; where nothing speaks against it, the first line.
    """
    if len(lines) <= LEAST_ROWS:
        return Top(0)
    width = usual_width(lines)
    header = lines[0].cells
    if len(header) != width and len(fitted(header, lines[1:])) == width:
        return Top(0)
    n_comments = _n_comments(lines, width)
    top = _below_titles(lines, n_comments, width)
    if top.place == n_comments:
        return Top(top.place, top.is_data, n_comments, top.numbers)
    return top


def _n_comments(lines: Sequence[Line], width: int) -> int:
    """Count the comment lines; the last of them may hold the names."""
    n_comments = 0
    while n_comments < len(lines) and COMMENT.match(lines[n_comments].cells[0]):
        n_comments += 1
    if not 0 < n_comments < len(lines) - LEAST_ROWS:
        return 0
    last, following = lines[n_comments - 1], lines[n_comments]
    if len(last.cells) == width > 1 and len(following.cells) == width:
        is_row = not _evidence(following, lines[n_comments + 1 :], width).is_header
        return n_comments - is_row
    return n_comments


def _evidence(line: Line, below: Sequence[Line], width: int) -> Evidence:
    rows = [one for one in below if len(one.cells) == width]
    if len(line.cells) != width or len(rows) < LEAST_ROWS:
        return Evidence(0, 0, 0)
    return evidence_of(line, rows)


def _below_titles(lines: Sequence[Line], start: int, width: int) -> Top:
    for place in range(start, min(len(lines) - LEAST_ROWS, start + MOST_TITLES)):
        if _may_be_title(lines[place], lines[place + 1 :], width):
            continue
        evidence = _evidence(lines[place], lines[place + 1 :], width)
        is_first = place == start
        if evidence.is_data and (is_first or len(lines[start].cells) != width):
            return Top(place, is_data=True)
        if is_first:
            return Top(place, numbers=_odd_names(lines[place], evidence))
        # Lines that are as wide as all others are titles only above a certain header.
        if evidence.is_header or len(lines[start].cells) != width:
            return Top(place)
        return Top(start)
    return Top(start)


def _odd_names(line: Line, evidence: Evidence) -> tuple[str, ...]:
    if evidence.numbers < 2:
        return ()
    return tuple(cell for cell in line.cells if kind_of(cell) == NUMBER)


def _may_be_title(line: Line, below: Sequence[Line], width: int) -> bool:
    """Whether a line is a title or a band of headings above the names."""
    if width < 2:
        return False
    if len(line.cells) != width:
        return True
    n_below = sorted(one.n_filled for one in below)[len(below) // 2]
    if width > 2 and 2 * line.n_filled < n_below:
        return True
    if _is_group_or_unit(line, below, width):
        return True
    names = [cell.strip() for cell in line.cells if cell.strip()]
    is_band = len(set(names)) < len(names) and not any(
        kind_of(name) == NUMBER for name in names
    )
    return is_band and _evidence(below[0], below[1:], width).is_header


def _is_group_or_unit(line: Line, below: Sequence[Line], width: int) -> bool:
    """Whether a line has groups or units, and the next a name for each column."""
    cells = [cell.strip() for cell in line.cells if cell.strip()]
    names = [cell.strip() for cell in below[0].cells]
    if width < 2 or len(set(names)) < width or not all(names):
        return False
    are_units = all(UNIT.fullmatch(cell) for cell in cells)
    # A nameless column or two are none but a gap: groups leave out more.
    if 3 * len(cells) > 2 * width and not are_units:
        return False
    if all(UNIT.fullmatch(name) for name in names):
        return False
    return _evidence(below[0], below[1:], width).is_header


def label_rows(lines: Sequence[Line], width: int) -> list[Line]:
    """Find units, labels or a second header among the rows below the names.

    Parameters
    ----------
    lines : sequence of Line
        The rows below the names.
    width : int
        Number of columns.

    Returns
    -------
    list of Line
        The first rows, if they hold text above numbers and nothing else does.
    """
    rows = [line for line in lines if len(line.cells) == width]
    n_labels = 0
    while n_labels < 3 and len(rows) - n_labels > LEAST_ROWS:
        rest = looks_of([row.cells for row in rows[n_labels + 3 :] or rows[-2:]])
        if not _is_label(rows[n_labels], rest):
            break
        n_labels += 1
    return rows[:n_labels]


def _is_label(row: Line, looks: Sequence[ColumnLook]) -> bool:
    """Whether a row holds text above numbers, and units in it or a text for each."""
    above = [
        (cell.strip(), kind_of(cell), cell.strip() in look.levels)
        for cell, look in zip(row.cells, looks, strict=True)
        if look.is_measure and cell.strip()
    ]
    texts = [cell for cell, kind, _ in above if kind == TEXT]
    if not texts or any(kind not in (TEXT, NOTHING) for _, kind, _ in above):
        return False
    if all(UNIT.fullmatch(text) for text in texts):
        return True
    # "Unknown" and "<5" are no labels: they stand further down too.
    recurs = any(is_below for _, _, is_below in above)
    return len(texts) == len(above) == len(set(texts)) > 1 and not recurs
