"""Columns that stand below each other, with blanks between them in every line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from skl_synth.files.cell_kinds import NUMBER, TEXT, kind_of, look_of

LEAST_LINES = 6
"""In fewer lines blanks stand below each other by chance."""

SAMPLED_LINES = 300
"""So many lines tell where the columns begin."""


def split_in_places(text: str) -> str | None:
    r"""Put single blanks between columns of fixed width, and quotes about their values.

    Parameters
    ----------
    text : str
        A text without quotes in which no delimiter was found.

    Returns
    -------
    str or None
        The text with one blank between two values; None where its lines, but for
        titles above them, do not hold several columns, one of them of numbers.

    Examples
    --------
    >>> from skl_synth.files.fixed_width import split_in_places
    >>> rows = ["Ann Lee  31", "Bob       4", "Cy B.    27", "Dora     50", "Ev  6"]
    >>> rows[-1] = "Ev        6"
    >>> print(split_in_places("\n".join(["name    age", *rows])))
    name age
    "Ann Lee" 31
    Bob 4
    "Cy B." 27
    Dora 50
    Ev 6
    """
    lines = re.split(r"\r\n|\n|\r", text)
    filled = [line for line in lines if line.strip()]
    if len(filled) < LEAST_LINES or "\t" in text or '"' in text:
        return None
    first, cuts = _cuts(filled)
    table = filled[first:]
    if not cuts or not all(_fits(line, cuts) for line in table):
        return None
    header, *rows = (_split(line, cuts) for line in table)
    # A column without a name is the rest of the one before it.
    cuts = [cut for cut, name in zip(cuts, header[1:], strict=True) if name]
    if not cuts or not _names_numbers(header, rows):
        return None
    n_titles = lines.index(filled[first])
    return "\n".join(
        " ".join(map(_quoted, _split(line, cuts)))
        if place >= n_titles and line.strip()
        else line
        for place, line in enumerate(lines)
    )


def _cuts(lines: Sequence[str]) -> tuple[int, list[int]]:
    """Find the first line of the table, and a place between any two columns.

    The later lines tell where the columns are; those above belong to them as long as
    they leave a blank there.
    """
    first = len(lines) // 3
    sample = lines[first : first + SAMPLED_LINES]
    width = max(map(len, sample))
    blank = [
        all(place)
        for place in zip(*(_blanks(line, width) for line in sample), strict=True)
    ]
    while first > 0:
        above = _blanks(lines[first - 1], width)
        both = [a and b for a, b in zip(blank, above, strict=True)]
        if not _keeps_gaps(blank, both):
            break
        blank, first = both, first - 1
    return first, [start for start, _ in _gaps(blank)]


def _keeps_gaps(blank: Sequence[bool], both: Sequence[bool]) -> bool:
    """Whether all gaps are left but those of one blank, which are within words."""
    wide = [gap for gap in _gaps(blank) if gap[1] > gap[0] + 1]
    return bool(wide) and all(any(both[start:end]) for start, end in wide)


def _blanks(line: str, width: int) -> list[bool]:
    return [one == " " for one in line[:width].ljust(width)]


def _gaps(blank: Sequence[bool]) -> list[tuple[int, int]]:
    """Where runs of blanks begin and end, with something before and behind them."""
    filled = [place for place, is_blank in enumerate(blank) if not is_blank]
    return [(a + 1, b) for a, b in pairwise(filled) if b > a + 1]


def _fits(line: str, cuts: Sequence[int]) -> bool:
    return not any(line[cut : cut + 1].strip() for cut in cuts)


def _split(line: str, cuts: Sequence[int]) -> list[str]:
    places = zip([0, *cuts], [*cuts, None], strict=True)
    return [line[start:end].strip() for start, end in places]


def _names_numbers(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column of numbers has a name that is none."""
    return any(
        look_of(column).kind == NUMBER and kind_of(name) == TEXT
        for name, column in zip(header, zip(*rows, strict=True), strict=True)
    )


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value or not value else value
