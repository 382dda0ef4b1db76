"""The lines of a text that are the table: what stands before, between and behind."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from skl_synth.errors import InputError, Setting

LINE_END = re.compile(r"\r\n|\n|\r")

SAMPLED_LINES = 100
SAMPLED_CHARACTERS = 1_000_000
"""So many lines, and no more of the text than this, are looked at from its start."""


@dataclass(frozen=True)
class ChosenLines:
    """Which lines of a file the user says are its table.

    Parameters
    ----------
    skip_rows : int or None, default=None
        Lines before the one of the column names.
    header_row : int or None, default=None
        The line of the column names, the first being 1; 0 where there is none.
    drop_last : int or None, default=None
        Rows at the end that are left out.
    drop_lines : collection of int or None, default=None
        The numbers of other lines that are left out.
    """

    skip_rows: int | None = None
    header_row: int | None = None
    drop_last: int | None = None
    drop_lines: Collection[int] | None = None

    def __post_init__(self) -> None:
        """Check the numbers."""
        for name in ("skip_rows", "header_row", "drop_last"):
            _check_count(name, getattr(self, name))
        if not all(_is_count(one) and one > 0 for one in self.drop_lines or ()):
            raise InputError(
                "{given} must be numbers of lines, of which the first is 1",
                parameter="drop_lines",
                value=self.drop_lines,
                given=Setting("drop_lines", self.drop_lines),
            )
        if self.header_row and self.header_row <= (self.skip_rows or 0):
            raise InputError(
                "{skip} leaves out the line of {header}",
                parameter="header_row",
                value=self.header_row,
                skip=Setting("skip_rows", self.skip_rows),
                header=Setting("header_row", self.header_row),
                remedies=["give one of them only"],
            )

    @property
    def has_header(self) -> bool:
        """Whether a line holds the column names."""
        return self.header_row != 0

    @property
    def is_top_given(self) -> bool:
        """Whether the user says where the table begins."""
        return self.skip_rows is not None or self.header_row is not None

    @property
    def n_before(self) -> int:
        """Number of lines before the table."""
        return max(self.skip_rows or 0, (self.header_row or 1) - 1)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _check_count(name: str, value: int | None) -> None:
    if value is not None and not _is_count(value):
        raise InputError(
            "{given} must be a whole number from 0 on",
            parameter=name,
            value=value,
            given=Setting(name, value),
        )


def without(text: str, chosen: ChosenLines) -> str:
    r"""Take out of a text what is not its table.

    What is left out in front of a line leaves its line end, so that lines keep their
    numbers: blank lines are no rows.

    Parameters
    ----------
    text : str
        The text of a file.
    chosen : ChosenLines
        What the table is.

    Returns
    -------
    str
        The text of the table.

    Raises
    ------
    InputError
        If there is no such line, or nothing stands in that of the names.

    Examples
    --------
    >>> from skl_synth.files.text_lines import ChosenLines, without
    >>> without("Ward 7\na,b\n1,2\nTotal,2\n", ChosenLines(header_row=2, drop_last=1))
    '\na,b\n1,2\n'
    """
    left_out = {*range(1, chosen.n_before + 1), *(chosen.drop_lines or ())}
    if left_out:
        text = _emptied(text, left_out)
    if chosen.header_row:
        _check_header(text, chosen.header_row)
    end, marks = len(text), _marks_of(text)
    for _ in range(chosen.drop_last or 0):
        end = _start_of_last(text, end, marks)
    return text[:end]


def _emptied(text: str, numbers: Collection[int]) -> str:
    """Take the content of lines away, and leave what ends them."""
    parts, kept, start, last, number = [], 0, 0, max(numbers), 0
    for number, end in enumerate(_ends(text), start=1):
        if number in numbers:
            parts.append(text[kept:start])
            kept = end[0]
        start = end[1]
        if number == last:
            return "".join(parts) + text[kept:]
    raise InputError(
        "there is no line {line}: the file has {n_lines}", line=last, n_lines=number
    )


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """Where the end of each line begins and ends, also of a last one without."""
    behind = 0
    for match in LINE_END.finditer(text):
        behind = match.end()
        yield match.span()
    if behind < len(text):
        yield len(text), len(text)


def _check_header(text: str, number: int) -> None:
    for line, match in enumerate(_ends(text), start=1):
        if line == number:
            if text[: match[0]].strip("\r\n"):
                return
            break
    raise InputError(
        "{given} is a line in which nothing stands",
        parameter="header_row",
        value=number,
        given=Setting("header_row", number),
        remedies=["give the number of the line that holds the column names"],
    )


def _marks_of(text: str) -> str:
    """The characters that end the lines of a text."""
    return "".join(mark for mark in "\r\n" if mark in text)


def _start_of_last(text: str, end: int, marks: str) -> int:
    """Where the last row before a place begins; its quotes are closed."""
    while end and text[end - 1] in "\r\n":
        end -= 1
    start = end
    while start > 0:
        start = max((text.rfind(mark, 0, start) for mark in marks), default=-1) + 1
        if text.count('"', start, end) % 2 == 0:
            break
        start -= 1
    return max(start, 0)


@dataclass(frozen=True)
class Line:
    """One row of a file as it stands there.

    Parameters
    ----------
    number : int
        The line in which it begins, the first being 1.
    cells : list of str
        Its values.
    """

    number: int
    cells: list[str]

    @property
    def n_filled(self) -> int:
        """Number of values that are not empty."""
        return sum(bool(cell.strip()) for cell in self.cells)


def lines_of(text: str) -> io.StringIO:
    """Split at line ends without translating those within quotes.

    Parameters
    ----------
    text : str
        The text of a file.

    Returns
    -------
    StringIO
        Its lines.
    """
    return io.StringIO(text, newline="")


def first_lines(text: str, delimiter: str) -> list[Line]:
    """Split the first lines of a text; blank ones are left out.

    Parameters
    ----------
    text : str
        The text of a file.
    delimiter : str
        What stands between two values.

    Returns
    -------
    list of Line
        At most `SAMPLED_LINES`.
    """
    reader = csv.reader(lines_of(text[:SAMPLED_CHARACTERS]), delimiter=delimiter)
    lines: list[Line] = []
    before = 0
    try:
        for row in reader:
            if row:
                lines.append(Line(before + 1, row))
            before = reader.line_num
            if len(lines) == SAMPLED_LINES:
                break
    except csv.Error:
        # What is wrong with the quotes is said when the whole text is split.
        return lines
    is_cut = len(lines) < SAMPLED_LINES and len(text) > SAMPLED_CHARACTERS
    return lines[:-1] if is_cut else lines


def last_rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Split the rows of a text from its end on.

    Parameters
    ----------
    text : str
        The text of a file.
    delimiter : str
        What stands between two values.

    Yields
    ------
    list of str
        The values of a row.
    """
    end, marks = len(text), _marks_of(text)
    while end > 0:
        start = _start_of_last(text, end, marks)
        yield from filter(
            None, csv.reader(lines_of(text[start:end]), delimiter=delimiter)
        )
        end = start


def repeats_of_first(text: str, delimiter: str) -> tuple[int, ...]:
    r"""Find lines that are the first line once more.

    Parameters
    ----------
    text : str
        The text of a file.
    delimiter : str
        What stands between two values; a line without it is no header for certain.

    Returns
    -------
    tuple of int
        Their numbers.

    Examples
    --------
    >>> from skl_synth.files.text_lines import repeats_of_first
    >>> repeats_of_first("a,b\n1,2\na,b\n3,4\n", ",")
    (3,)
    """
    bare = text.lstrip("\r\n")
    first = LINE_END.split(bare, maxsplit=1)[0]
    is_line = delimiter in first and first.count('"') % 2 == 0
    if not is_line or text.count(first) == 1:
        return ()
    numbers, start = [], 0
    for number, (end, following) in enumerate(_ends(text), start=1):
        if text[start:end] == first:
            numbers.append(number)
        start = following
    return tuple(numbers[1:])


def number_of_lines(text: str) -> int:
    r"""Count the lines up to the last in which something stands.

    Parameters
    ----------
    text : str
        The text of a file.

    Returns
    -------
    int
        Their number.

    Examples
    --------
    >>> from skl_synth.files.text_lines import number_of_lines
    >>> number_of_lines("a,b\r\n1,2\r\n\r\n")
    2
    """
    return sum(1 for _ in LINE_END.finditer(text.rstrip("\r\n"))) + 1
