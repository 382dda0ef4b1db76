"""Blanks between values, as of aligned columns, and before quotes; `sep=` of Excel."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skl_synth.files.cell_kinds import NUMBER, look_of
from skl_synth.files.fixed_width import split_in_places
from skl_synth.files.text_lines import SAMPLED_CHARACTERS, first_lines

BLANK = " "
"""The delimiter of such a text once each run of blanks is a single one."""

_QUOTED_OR_BLANKS = re.compile(r'("(?:[^"]|"")*")|[ \t]+')
_DECLARED = re.compile(r"\"?sep=([,;\t|])\"?(?=[\r\n])", re.IGNORECASE)
_BLANK_LINE = re.compile(r"^ +$|^ +(?=\r)", re.MULTILINE)
_AT_THE_ENDS = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)

LEAST_LINES = 4


def separated_by_blanks(text: str) -> str | None:
    r"""Put single blanks between the values of a text in which blanks stand there.

    Parameters
    ----------
    text : str
        A text in which no other delimiter was found.

    Returns
    -------
    str or None
        The text with one blank between two values, and quotes about values that hold
        blanks; None where its lines are single values. Blanks count where they split
        all but the first third of the lines, which may be titles, into equally many
        values, and one of the columns holds numbers: two words in each row may be one
        value. Where they do not, columns may still stand below each other.

    Examples
    --------
    >>> from skl_synth.files.blanks import separated_by_blanks
    >>> text = "name  age\nx      31\ny      32\nz       4\n"
    >>> separated_by_blanks(text)
    'name age\nx 31\ny 32\nz 4\n'
    >>> text = "full name\nx y\nx z\ny z\n"
    >>> separated_by_blanks(text) is None
    True
    """
    sample = first_lines(single_blanks(text[:SAMPLED_CHARACTERS]), BLANK)
    if _are_even([line.cells for line in sample]):
        return single_blanks(text)
    return split_in_places(text)


def _are_even(rows: Sequence[Sequence[str]]) -> bool:
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
