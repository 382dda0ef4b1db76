"""Blanks between values, as of aligned columns, and before quotes; `sep=` of Excel."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skl_synth.files.cell_kinds import NUMBER, look_of
from skl_synth.files.text_lines import Line

BLANK = " "
"""The delimiter of such a text once each run of blanks is a single one."""

_QUOTED_OR_BLANKS = re.compile(r'("(?:[^"]|"")*")|[ \t]+')
_DECLARED = re.compile(r"\"?sep=([,;\t|])\"?(?=[\r\n])", re.IGNORECASE)
_BLANK_LINE = re.compile(r"^ +$|^ +(?=\r)", re.MULTILINE)
_AT_THE_ENDS = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)

LEAST_LINES = 4


def is_by_blanks(lines: Sequence[Line]) -> bool:
    r"""Tell whether the values of a text stand between blanks.

    Parameters
    ----------
    lines : sequence of Line
        The first lines of a text in which no other delimiter was found.

    Returns
    -------
    bool
        True where blanks split all but the first third of the lines, which may be
        titles, into equally many values, and one of the columns holds numbers: two
        words in each row may be one value.

    Examples
    --------
    >>> from skl_synth.files.blanks import is_by_blanks
    >>> from skl_synth.files.text_lines import first_lines
    >>> is_by_blanks(first_lines("name  age\nx      31\ny      32\nz       4\n", ","))
    True
    >>> is_by_blanks(first_lines("full name\nx y\nx z\ny z\n", ","))
    False
    """
    rows = [BLANK.join(line.cells).split() for line in lines if line.n_filled]
    later = rows[len(rows) // 3 :]
    if len(rows) < LEAST_LINES or len({len(row) for row in later}) > 1:
        return False
    looks = [look_of(column) for column in zip(*later[1:], strict=True)]
    return len(looks) > 1 and any(look.kind == NUMBER for look in looks)


def single_blanks(text: str) -> str:
    """Make each run of blanks a single one, but within quotes.

    Parameters
    ----------
    text : str
        A text whose values stand between blanks.

    Returns
    -------
    str
        The same with one blank between two values, and none at the ends of a line.

    Examples
    --------
    >>> from skl_synth.files.blanks import single_blanks
    >>> single_blanks('  a   "b  c"')
    'a "b  c"'
    """
    if '"' not in text:
        return re.sub(r"[ \t]+", BLANK, _AT_THE_ENDS.sub("", text))
    single = _QUOTED_OR_BLANKS.sub(lambda match: match[1] or BLANK, text)
    return re.sub(r"^ | $", "", single, flags=re.MULTILINE)


def quotes_at_once(text: str, delimiter: str) -> str:
    """Take blanks away between a delimiter and a quote, which no reader expects there.

    Parameters
    ----------
    text : str
        A text.
    delimiter : str
        What stands between two values.

    Returns
    -------
    str
        The same, but for such blanks.

    Examples
    --------
    >>> from skl_synth.files.blanks import quotes_at_once
    >>> quotes_at_once('1, "x, "', ",")
    '1,"x, "'
    """
    if f'{delimiter} "' not in text:
        return text
    between = re.compile(rf'("(?:[^"]|"")*")|({re.escape(delimiter)}) +(?=")')
    return between.sub(lambda match: match[1] or match[2], text)


def without_blank_lines(text: str, delimiter: str) -> str:
    """Empty the lines that hold blanks alone, which are no rows of several values.

    Parameters
    ----------
    text : str
        A text.
    delimiter : str
        What stands between two values.

    Returns
    -------
    str
        The same, but for such lines; a text with quotes, or of one column, as it is.
    """
    if '"' in text or delimiter not in text or " " not in text:
        return text
    return _BLANK_LINE.sub("", text)


def declared_delimiter(text: str) -> tuple[str, str | None]:
    r"""Read the line with which a file tells Excel what stands between two values.

    Parameters
    ----------
    text : str
        The text of a file.

    Returns
    -------
    text : str
        The text without the content of that line.
    delimiter : str or None
        What it says; None where there is no such line.

    Examples
    --------
    >>> from skl_synth.files.blanks import declared_delimiter
    >>> declared_delimiter("sep=;\na;b\n")
    ('\na;b\n', ';')
    """
    match = _DECLARED.match(text)
    return (text[match.end() :], match[1]) if match else (text, None)
