"""Rows between the others of a table that add some of them up."""

from __future__ import annotations

import csv
import re

from skl_synth.files.cell_kinds import NUMBER, kind_of
from skl_synth.files.text_lines import LINE_END

SUBTOTAL = re.compile(
    r"^(?P<cell>[^\n\r,;\t|]*\bsub-?[ ]?totals?|\"?(?:grand )?totals?)[\"\s:]*[,;\t|]",
    re.IGNORECASE | re.MULTILINE,
)
"""The beginning of a line that is perhaps no row."""

MOST_SUBTOTALS = 20
"""More rows of that name are the rows of a table of totals."""


MOST_TOTALS = 2

LONGEST = 10_000
"""So many characters of a line are looked at."""


def subtotal_lines(text: str, delimiter: str, n_lines: int) -> tuple[int, ...]:
    r"""Find lines that begin with the name of a total, and hold numbers only behind it.

    Parameters
    ----------
    text : str
        The text of a file.
    delimiter : str
        What stands between two values.
    n_lines : int
        Only among so many lines from the first one on.

    Returns
    -------
    tuple of int
        Their numbers; none where they are too many to be no rows.

    Examples
    --------
    >>> from skl_synth.files.subtotals import subtotal_lines
    >>> subtotal_lines("ward,beds\nA,1\nA subtotal,1\nB,2\n", ",", 4)
    (3,)
    """
    if "otal" not in text and "OTAL" not in text:
        return ()
    found: list[tuple[int, bool]] = []
    number, start = 1, 0
    for match in SUBTOTAL.finditer(text):
        number += len(LINE_END.findall(text, start, match.start()))
        start = match.start()
        if number > n_lines or len(found) > MOST_SUBTOTALS:
            break
        line = LINE_END.split(text[start : start + LONGEST], maxsplit=1)[0]
        if _adds_up(line, delimiter):
            found.append((number, "sub" in match["cell"].lower()))
    # One total may stand at the top and one below; more are a level.
    is_level = sum(not is_sub for _, is_sub in found) > MOST_TOTALS
    numbers = tuple(line for line, is_sub in found if is_sub or not is_level)
    return numbers if len(found) <= MOST_SUBTOTALS else ()


def _adds_up(line: str, delimiter: str) -> bool:
    if line.count('"') % 2:
        return False
    _, *rest = next(csv.reader([line], delimiter=delimiter))
    filled = [cell for cell in rest if cell.strip()]
    return bool(filled) and all(kind_of(cell) == NUMBER for cell in filled)
